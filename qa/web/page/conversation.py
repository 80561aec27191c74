"""An answer as the conversation shows it: first what the reader came for, then what it rests on."""

from __future__ import annotations

import re
from html import escape

from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.telling_apart import tell_apart
from qa.web.page.about import about_html, title_html
from qa.web.page.gist import gist_html
from qa.web.page.links import number_html
from qa.web.page.quote import inline_quote_html, row_html

_NUMBER = re.compile(r"\[(\d{1,3})\]")


def answer_html(answer: Answer) -> str:
    """`answer`, and what there is to say about it; a number opens its source."""
    language = spoken("chat", answer.language)
    wording = texts("chat", language)
    parts = []
    if answer.standalone:
        parts.append(_aside(wording["understood"].format(question=answer.standalone), language))
    if answer.note:
        parts.append(_aside(answer.note, language))
    shown = {"written": _written, "refusal": _refused, "quote": _quoted, "notice": _told}
    parts += shown[answer.mode](answer, language)
    return (
        f'<div class="answer {answer.mode}" lang="{escape(answer.language)}" dir="auto">'
        f"{''.join(parts)}</div>"
    )


def _quoted(answer: Answer, language: str) -> list[str]:
    """The words that answer, large; the quote that holds them; less visibly what comes close."""
    if not answer.citations:
        return _told(answer, language)
    wording = texts("chat", language)
    best, *others = answer.citations
    parts = [f"<p>{escape(lead)}</p>" if (lead := _lead(answer)) else ""]
    parts.append(_short(best, language))
    doubted = answer.sureness == "perhaps"
    parts.append(_figure(answer, best, language, "less" if doubted else "best"))
    if others:
        html = "".join(_figure(answer, citation, language, "less") for citation in others)
        heading = f"<h3>{escape(wording['also_close'])}</h3>"
        parts.append(f'<section class="others">{heading}{html}</section>')
    return [*parts, _how(answer, wording["quoted"], language)]


def _refused(answer: Answer, language: str) -> list[str]:
    """That there is no answer, and what comes closest."""
    wording = texts("chat", language)
    lead = texts("answer", language)["refusal"]
    parts = [f'<p class="none">{escape(lead)}</p>']
    if answer.citations:
        heading = f"<h3>{escape(wording['nearest'])}</h3>"
        note = f'<p class="aside">{escape(wording["nearest_note"])}</p>'
        html = "".join(_figure(answer, c, language, "less") for c in answer.citations)
        parts.append(f'<section class="others">{heading}{note}{html}</section>')
    return parts


def _told(answer: Answer, language: str) -> list[str]:
    return [f"<p>{escape(answer.text)}</p>"]


def _written(answer: Answer, language: str) -> list[str]:
    """What a language model wrote; what its quotes do not support is marked as such."""
    wording = texts("chat", language)
    if not answer.sentences:
        growing = _numbered(answer.text, answer, language) or escape(wording["writing"])
        return [f'<p class="growing">{growing}</p>']
    html = []
    for sentence in answer.sentences:
        text = _numbered(sentence.cited_text, answer, language)
        if not sentence.supported:
            text = f'<span class="unsupported">{text}</span>'
        html.append(text)
    parts = [f'<p class="text">{" ".join(html)}</p>']
    if not all(sentence.supported for sentence in answer.sentences):
        parts.append(
            f'<p class="aside" lang="{language}">'
            f'<span class="unsupported">{escape(wording["underlined"])}</span> '
            f"{escape(wording['unsupported'])}</p>"
        )
    return [*parts, _how(answer, wording["written"], language)]


def _short(citation: Citation, language: str) -> str:
    _, words, _ = citation.parts
    if not words:
        return ""
    of = escape(citation.article.language)
    said = escape(" ".join(words.split()))
    return (
        f'<p class="short"><bdi lang="{of}">{said}</bdi>\u00a0{number_html(citation, language)}</p>'
    )


def _figure(answer: Answer, citation: Citation, language: str, css_class: str) -> str:
    """A quote, its gist, and where it stands."""
    apart = tell_apart(c.article for c in answer.citations).get(citation.article.id)
    of = escape(citation.article.language)
    return (
        f'<figure class="{css_class}" data-number="{citation.number}">'
        f'<blockquote><q lang="{of}" dir="auto">{inline_quote_html(citation)}</q>'
        f"\u00a0{number_html(citation, language)}</blockquote>"
        f"{row_html(citation)}{gist_html(citation, answer.language)}"
        f"<figcaption><cite>{title_html(citation.article)}</cite>"
        f"{about_html(citation.article, language, apart, citation.page)}</figcaption></figure>"
    )


def _how(answer: Answer, made: str, language: str) -> str:
    """How sure it is, and how it was made."""
    sure = ""
    if answer.sureness in ("certain", "likely") and answer.mode == "quote":
        said = escape(texts("answer", language)[answer.sureness])
        sure = f'<span class="{answer.sureness}">{said}</span> '
    return f'<p class="how" lang="{language}">{sure}<span>{escape(made)}</span></p>'


def _lead(answer: Answer) -> str:
    """What is said before the quotes: that they may not answer, or that an article begins so."""
    if not answer.quoted_at:
        return ""
    before, _, _ = answer.text[: answer.quoted_at[0][0]].rpartition("\n\n")
    return before


def _aside(text: str, language: str) -> str:
    return f'<p class="aside" lang="{language}">{escape(text)}</p>'


def _numbered(text: str, answer: Answer, language: str) -> str:
    """The text escaped, with links for the numbers that name a citation."""
    citations = {citation.number: citation for citation in answer.citations}
    html, position = [], 0
    for match in _NUMBER.finditer(text):
        if (citation := citations.get(int(match[1]))) is not None:
            html.append(escape(text[position : match.start()]))
            html.append(number_html(citation, language))
            position = match.end()
    html.append(escape(text[position:]))
    # A number never stands alone on a line.
    return "".join(html).replace(" <a ", "\u00a0<a ")
