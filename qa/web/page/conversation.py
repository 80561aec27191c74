"""An answer as the conversation shows it: quotes set apart, citation numbers as buttons."""

from __future__ import annotations

import re
from html import escape

from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.web.page.quote import inline_quote_html, strong_html

_NUMBER = re.compile(r"\[(\d{1,3})\]")


def question_html(answer: Answer) -> str:
    """The question, as asked."""
    return f'<p class="question" dir="auto">{escape(answer.question)}</p>'


def answer_html(answer: Answer) -> str:
    """The text of `answer`, and what there is to say about it; a number opens its source."""
    language = spoken("chat", answer.language)
    wording = texts("chat", language)
    parts = []
    if answer.standalone:
        meant = wording["understood"].format(question=answer.standalone)
        parts.append(_aside(meant, language))
    if answer.note:
        parts.append(_aside(answer.note, language))
    if answer.sureness in ("certain", "likely") and answer.mode == "quote":
        parts.append(_aside(texts("answer", language)[answer.sureness], language))
    if answer.mode == "written":
        parts += _written(answer, wording, language)
    else:
        # A paragraph a quote; a refusal's first one says that there is none.
        paragraphs = [part for part in _marked_up(answer).split("\n\n") if part]
        lead = len(paragraphs) - len(answer.citations)
        for number, paragraph in enumerate(paragraphs):
            parts.append(f"<p>{paragraph}</p>")
            if number >= lead:
                parts.append(gist_html(answer.citations[number - lead], answer.language))
    return (
        f'<div class="answer {answer.mode}" lang="{escape(answer.language)}" dir="auto">'
        f"{''.join(parts)}</div>"
    )


def gist_html(citation: Citation, language: str) -> str:
    """The gist of a quote; an empty place for it where it may still come."""
    if citation.article.language == language:
        return ""
    key = gist_key(citation, language)
    if not citation.is_translated:
        return f'<div class="gist" data-gist="{key}" hidden></div>'
    return f'<div class="gist" data-gist="{key}">{gist_inside(citation, language)}</div>'


def gist_inside(citation: Citation, language: str) -> str:
    """A gist under its label, never without it; what fails its checks only for who opens it."""
    wording = texts("chat", language)
    html = f'<span class="label">{escape(wording["gist"])}</span> '
    html += _marked_gist(citation) or escape(wording["gist_left_out"])
    if citation.doubtful_gist is not None:
        html += (
            f'<details class="doubtful"><summary>{escape(wording["show_anyway"])}</summary>'
            f'<span class="label">{escape(wording["doubtful"])}</span> '
            f"{escape(citation.doubtful_gist)}</details>"
        )
    return html


def gist_key(citation: Citation, language: str) -> str:
    """What tells a quote and its gist in `language` from every other one on the page; other words
    in it may answer another question."""
    short = citation.short_answer
    answer = f":{short.start}:{short.end}" if short else ""
    return escape(f"{citation.article.id}:{citation.start}:{citation.end}{answer}:{language}")


def late_gist_html(citation: Citation, language: str) -> str:
    """A gist that came after its answer, for the page to put in its place."""
    return f'<div data-for="{gist_key(citation, language)}">{gist_inside(citation, language)}</div>'


def citation_button(citation: Citation, text: str, css_class: str = "number") -> str:
    """A button that opens the article of `citation` at its quote.

    :param text: what stands on it, as plain text.
    """
    return (
        f'<button type="button" class="{css_class}" data-article="{escape(citation.article.id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}" '
        f'title="{escape(citation.article.title)}">{escape(text)}</button>'
    )


def _marked_gist(citation: Citation) -> str:
    """The words in it that answer set strong."""
    gist = citation.gist or ""
    start, end = citation.gist_answer or (len(gist), len(gist))
    return strong_html(gist[:start], gist[start:end], gist[end:])


def _aside(text: str, language: str) -> str:
    return f'<p class="aside" lang="{language}">{escape(text)}</p>'


def _written(answer: Answer, wording: dict[str, str], language: str) -> list[str]:
    """What a language model wrote; what its quotes do not support is marked as such."""
    if not answer.sentences:
        growing = _numbered(answer.text, answer) or escape(wording["writing"])
        return [f'<p class="growing">{growing}</p>']
    html = []
    for sentence in answer.sentences:
        text = _numbered(sentence.cited_text, answer)
        if not sentence.supported:
            text = f'<span class="unsupported">{text}</span>'
        html.append(text)
    parts = [f"<p>{' '.join(html)}</p>"]
    if not all(sentence.supported for sentence in answer.sentences):
        parts.append(
            f'<p class="aside" lang="{language}">'
            f'<span class="unsupported">{escape(wording["underlined"])}</span> '
            f"{escape(wording['unsupported'])}</p>"
        )
    return parts


def _numbered(text: str, answer: Answer) -> str:
    """The text escaped, with buttons for the numbers that name a citation."""
    citations = {citation.number: citation for citation in answer.citations}
    html, position = [], 0
    for match in _NUMBER.finditer(text):
        if (citation := citations.get(int(match[1]))) is not None:
            html.append(escape(text[position : match.start()]))
            html.append(citation_button(citation, match[1]))
            position = match.end()
    html.append(escape(text[position:]))
    return _kept_together("".join(html))


def _marked_up(answer: Answer) -> str:
    """The text escaped, with quotes and numbers marked up.

    A citation's number is the first behind its quote; quotes and titles may hold “[1]” too.
    """
    html, position = [], 0
    for citation, (start, end) in zip(answer.citations, answer.quoted_at, strict=True):
        html.append(escape(answer.text[position:start]))
        quote = inline_quote_html(citation)
        html.append(f'<q lang="{escape(citation.article.language)}" dir="auto">{quote}</q>')
        before, number, _ = answer.text[end:].partition(f"[{citation.number}]")
        html.append(escape(before) + citation_button(citation, str(citation.number)))
        position = end + len(before) + len(number)
    html.append(escape(answer.text[position:]))
    return _kept_together("".join(html))


def _kept_together(html: str) -> str:
    """A number never stands alone on a line."""
    return html.replace(" <button", "\u00a0<button")
