"""An article, open at a quote."""

from __future__ import annotations

from html import escape

from index import Archive, Article, FundstelleError
from prompts import spoken, texts
from qa.answers import Answer
from qa.given import Span
from qa.web.page.about import about_html, title_html
from qa.web.page.quote import strong_html

# Of a longer article only the part around the quote goes to the page.
_SHOWN = 60_000


def opened_html(
    archive: Archive, article_id: str, current: Span, answer: Answer | None, language: str
) -> str:
    """The article at a place in it; that it is missing where it is not there any more, or does not
    say any more what `answer` quotes there.

    :param answer: the one whose quotes are marked in it; None where it was opened by a link.
    :param language: of everything around the text.
    """
    try:
        article = archive.current().article(article_id)
    except (KeyError, FundstelleError):
        return missing_html(language)
    start, end = current
    cited = [c for c in answer.citations if c.article.id == article_id] if answer else []
    at_place = [c for c in cited if (c.start, c.end) == current]
    if end > len(article.text) or not all(c.stands_in(article.text) for c in at_place):
        return missing_html(language)
    others = [(c.start, c.end) for c in cited if c.stands_in(article.text)]
    short = next((c.short_answer for c in at_place if c.short_answer), None)
    words = (short.start, short.end) if short else None
    return article_html(article, current, others, language, words)


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
        note = f'<p class="note">{escape(wording["shortened"])}</p>'
    return (
        f'<section class="reader" lang="{language}">'
        f"<h2>{title_html(article)}</h2>"
        f"{about_html(article, language, page=article.page_of(current[0]))}{note}"
        f'<div class="text" lang="{escape(article.language)}" dir="auto">{"".join(html)}</div>'
        "</section>"
    )


def missing_html(language: str) -> str:
    """What stands there where an article is not in the archive, or not any more."""
    language = spoken("chat", language)
    gone = texts("chat", language)["gone"]
    return f'<section class="reader" lang="{language}"><p class="note">{escape(gone)}</p></section>'


def _strong(text: str, start: int, end: int, answer: Span | None) -> str:
    if answer is None or not start <= answer[0] < answer[1] <= end:
        return escape(text[start:end])
    before, words, after = text[start : answer[0]], text[slice(*answer)], text[answer[1] : end]
    return strong_html(before, words, after)


def _window(length: int, current: Span) -> Span:
    if length <= _SHOWN:
        return 0, length
    start = max(0, min(current[0] - _SHOWN // 2, length - _SHOWN))
    return start, start + _SHOWN


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
