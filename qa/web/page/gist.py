"""A gist in HTML: under its label, never without it."""

from __future__ import annotations

from html import escape

from prompts import texts
from qa.answers import Citation
from qa.web.page.quote import strong_html


def gist_html(citation: Citation, language: str) -> str:
    """The gist of a quote; an empty place for it where it may still come."""
    if citation.article.language == language:
        return ""
    key = gist_key(citation, language)
    if not citation.is_translated:
        return f'<div class="gist" data-gist="{key}" hidden></div>'
    return f'<div class="gist" data-gist="{key}">{gist_inside(citation, language)}</div>'


def gist_inside(citation: Citation, language: str) -> str:
    """What stands in that place; what fails its checks only for who opens it."""
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


def _marked_gist(citation: Citation) -> str:
    """The words in it that answer set strong."""
    gist = citation.gist or ""
    start, end = citation.gist_answer or (len(gist), len(gist))
    return strong_html(gist[:start], gist[start:end], gist[end:])
