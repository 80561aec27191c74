"""What is known of an article, as a newspaper's database says it."""

from __future__ import annotations

from html import escape

from index import ArticleDescription
from index.text import language_name
from prompts import texts
from qa.composing import readable_date
from qa.web.page.links import original_html


def about_html(
    article: ArticleDescription, language: str, apart: str | None = None, page: int | None = None
) -> str:
    """A line on where an article was published, when, by whom and in which language, and where it
    stands in its file, in words of `language`.

    :param apart: what tells it from others of its title, which may be among these already.
    :param page: of its file.
    """
    wording = texts("chat", language)
    known = [
        article.source,
        readable_date(article.date, language) if article.date else None,
        article.author,
        article.place,
        language_name(article.language, language),
        article.entry,
        wording["row"].format(number=article.row) if article.row is not None else None,
        wording["page"].format(number=page) if page is not None else None,
        None if apart in _shown(article) else apart,
    ]
    parts = [f"<span>{escape(part)}</span>" for part in known if part]
    return f'<p class="about">{"".join(parts)}{original_html(article, language)}</p>'


def title_html(article: ArticleDescription) -> str:
    """Its title, which reads in a direction of its own."""
    return f'<bdi lang="{escape(article.language)}">{escape(article.title)}</bdi>'


def _shown(article: ArticleDescription) -> tuple[str | None, ...]:
    return article.author, article.source, article.place, article.date, article.entry
