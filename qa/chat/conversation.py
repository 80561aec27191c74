"""An answer as the conversation shows it: quotes set apart, citation numbers as buttons."""

from __future__ import annotations

import re
from html import escape

from qa.answer import Answer, Citation


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

    A citation's number is the first behind its quote; quotes and titles may hold “[1]” too.
    """
    html, position = [], 0
    for citation, (start, end) in zip(answer.citations, answer.quoted_at, strict=True):
        html.append(escape(answer.text[position:start]))
        # A quote's own line breaks are not the answer's paragraphs.
        quote = escape(re.sub(r"\s*\n\s*", " ", answer.text[start:end]))
        html.append(f'<q lang="{escape(citation.article.language)}" dir="auto">{quote}</q>')
        before, number, _ = answer.text[end:].partition(f"[{citation.number}]")
        html.append(escape(before) + citation_button(citation, str(citation.number)))
        position = end + len(before) + len(number)
    html.append(escape(answer.text[position:]))
    # A number never stands alone on a line.
    return "".join(html).replace(" <button", "\u00a0<button")
