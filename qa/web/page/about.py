"""What is known of an article, as a newspaper's database says it."""

from __future__ import annotations

from html import escape

from index import ArticleDescription
from qa.describing import what_is_known
from qa.web.page.links import original_html

_FIRST = ("source", "date", "author")


def about_html(
    article: ArticleDescription, language: str, apart: str | None = None, page: int | None = None
) -> str:
    """A line on where an article was published, when, by whom and in which language, and where it
    stands in its file, in words of `language`.

    :param apart: what tells it from others of its title, which may be among these already.
    :param page: of its file.
    """
    known = what_is_known(article, language, apart, page)
    ordered = {name: known[name] for name in (*_FIRST, *known) if name in known}
    parts = [f"<span>{escape(text)}</span>" for text in ordered.values()]
    return f'<p class="about">{"".join(parts)}{original_html(article, language)}</p>'


def title_html(article: ArticleDescription) -> str:
    """Its title, which reads in a direction of its own."""
    return f'<bdi lang="{escape(article.language)}">{escape(article.title)}</bdi>'
