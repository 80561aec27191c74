"""An answer as the conversation shows it: quotes set apart, citation numbers as buttons."""

from __future__ import annotations

import re
from html import escape

from qa.answer import Answer, Citation

_NUMBER = re.compile(r"\[(\d+)\]")


def question_html(answer: Answer) -> str:
    """The question, as asked."""
    return f'<p class="question" dir="auto">{escape(answer.question)}</p>'


def answer_html(answer: Answer) -> str:
    """The composed text of `answer`; a number opens its source."""
    paragraphs = "".join(f"<p>{part}</p>" for part in _marked_up(answer).split("\n\n") if part)
    return (
        f'<div class="answer {answer.mode}" lang="{escape(answer.language)}" dir="auto">'
        f"{paragraphs}</div>"
    )


def citation_button(citation: Citation, text: str, css_class: str = "number") -> str:
    """A button that opens the article of `citation` at its quote.

    :param text: what stands on it, as plain text.
    """
    return (
        f'<button type="button" class="{css_class}" data-article="{escape(citation.article.id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}" '
        f'title="{escape(citation.article.title)}">{escape(text)}</button>'
    )


def _marked_up(answer: Answer) -> str:
    """The text escaped, with quotes and numbers marked up.

    Only a number outside every quote is a citation's: a quote may hold “[1]” too.
    """
    html, position = [], 0
    by_number = {citation.number: citation for citation in answer.citations}
    for citation in answer.citations:
        start = answer.text.find(citation.quote, position)
        if start < 0:
            continue
        html.append(_with_buttons(answer.text[position:start], by_number))
        # A quote's own line breaks are not the answer's paragraphs.
        quote = escape(re.sub(r"\s*\n\s*", " ", citation.quote))
        html.append(f'<q lang="{escape(citation.article.language)}" dir="auto">{quote}</q>')
        position = start + len(citation.quote)
    html.append(_with_buttons(answer.text[position:], by_number))
    # A number never stands alone on a line.
    return "".join(html).replace(" <button", "\u00a0<button")


def _with_buttons(text: str, by_number: dict[int, Citation]) -> str:
    parts = _NUMBER.split(text)
    for i, part in enumerate(parts):
        if i % 2 == 0:
            parts[i] = escape(part)
        elif citation := by_number.get(int(part)):
            parts[i] = citation_button(citation, part)
        else:
            parts[i] = f"[{part}]"
    return "".join(parts)
