"""What is known of an article, in a reader's words: for the page, and for what is taken along."""

from __future__ import annotations

from index import ArticleDescription
from index.text import language_name
from prompts import texts
from qa.composing import readable_date


def what_is_known(
    article: ArticleDescription, language: str, apart: str | None = None, page: int | None = None
) -> dict[str, str]:
    """What is known, by name: author, source, place, date, language, entry, row, page and apart.

    :param language: of the words, one that the chat has texts in.
    :param apart: what tells it from others of its title; left out where another field says so.
    :param page: of its file.
    """
    wording = texts("chat", language)
    said = (article.author, article.source, article.place, article.date, article.entry)
    known = {
        "author": article.author,
        "source": article.source,
        "place": article.place,
        "date": readable_date(article.date, language) if article.date else None,
        "language": language_name(article.language, language),
        "entry": article.entry,
        "row": wording["row"].format(number=article.row) if article.row is not None else None,
        "page": wording["page"].format(number=page) if page is not None else None,
        "apart": None if apart in said else apart,
    }
    return {name: text for name, text in known.items() if text}
