"""An article, open at a quote."""

from __future__ import annotations

from html import escape

from index import Article
from prompts import spoken, texts
from qa.web.page.quote import strong_html
from qa.web.page.sources import about_html

# Of a longer article only the part around the quote goes to the page.
_SHOWN = 60_000

Span = tuple[int, int]


def article_html(
    article: Article,
    current: Span,
    others: list[Span],
    language: str,
    answer: Span | None = None,
) -> str:
    """`article` with the quote `current` highlighted, and the answer's `others` in it less so.

    The text stands as it was stored, letter by letter: offsets and white space are kept.

    :param language: of everything around the text.
    :param answer: the words within `current` that answer, which are strong.
    """
    language = spoken("chat", language)
    wording = texts("chat", language)
    first, last = _window(len(article.text), current)
    spans = [(*current, "current")]
    spans += [(*other, "other") for other in others if not _overlaps(other, current)]
    html, position = [], first
    for start, end, css_class in sorted(spans):
        start, end = max(start, position), min(end, last)
        if start >= end:
            continue
        html.append(escape(article.text[position:start]))
        marked = _strong(article.text, start, end, answer if css_class == "current" else None)
        html.append(f'<mark class="{css_class}" tabindex="-1">{marked}</mark>')
        position = end
    html.append(escape(article.text[position:last]))
    note = ""
    if last - first < len(article.text):
        note = f"<p class='note'>{escape(wording['shortened'])}</p>"
    return (
        f'<section class="reader" lang="{language}">'
        f"{_bar(wording)}"
        f'<h2 lang="{escape(article.language)}" dir="auto">{escape(article.title)}</h2>'
        f"{about_html(article, language, page=article.page_of(current[0]))}{note}"
        f'<div class="text" lang="{escape(article.language)}" dir="auto">{"".join(html)}</div>'
        "</section>"
    )


def missing_html(language: str) -> str:
    """What stands there where an article is not in the archive, or not any more."""
    language = spoken("chat", language)
    wording = texts("chat", language)
    return (
        f'<section class="reader" lang="{language}">'
        f"{_bar(wording)}"
        f"<p class='note'>{escape(wording['gone'])}</p></section>"
    )


def _strong(text: str, start: int, end: int, answer: Span | None) -> str:
    if answer is None or not start <= answer[0] < answer[1] <= end:
        return escape(text[start:end])
    before, words, after = text[start : answer[0]], text[slice(*answer)], text[answer[1] : end]
    return strong_html(before, words, after)


def _bar(wording: dict[str, str]) -> str:
    """The way back, which stays in sight while the article scrolls."""
    label = escape(wording["back"])
    return f'<div class="bar"><button type="button" class="back">← {label}</button></div>'


def _window(length: int, current: Span) -> Span:
    if length <= _SHOWN:
        return 0, length
    start = max(0, min(current[0] - _SHOWN // 2, length - _SHOWN))
    return start, start + _SHOWN


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
