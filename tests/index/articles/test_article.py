"""What an article says of the place of a quote."""

from __future__ import annotations

import pytest

from index import Article


@pytest.mark.parametrize(
    ("pages", "offset", "page"),
    [
        ((), 3, None),
        ((0,), 0, 1),
        ((0, 5, 9), 4, 1),
        ((0, 5, 9), 5, 2),
        ((0, 5, 9), 100, 3),
        ((0, 5, 5, 9), 5, 3),  # nothing stands on the second page
    ],
)
def test_an_article_knows_the_page_of_an_offset(
    pages: tuple[int, ...], offset: int, page: int | None
) -> None:
    article = Article(id="a", title="A", language="en", text="x" * 12, pages=pages)
    assert article.page_of(offset) == page
