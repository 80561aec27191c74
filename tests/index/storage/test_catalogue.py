"""A list of articles, leafed through."""

from __future__ import annotations

import pytest
from shelf import BUS, Shelf

from index import Archive, Article, ArticleFilter, Settings
from index.storage import ORDERS, Order

TITLES = ["bus", "Zug", "Ähre", "Bus", "zug", "apfel", "bus"]
DATES = [None, "2022-03", "2021", "2022-03-04", None, "1999-12-31", "gestern"]


@pytest.fixture
def archive(shelf: Shelf) -> Archive:
    archive = Archive.open(
        Settings(index_dir=shelf.index_dir), embedder=shelf.embedder, create=True
    )
    archive.add(
        *(
            Article(
                id=f"a{number}",
                title=title,
                date=date,
                language="de" if number % 2 else "fr",
                source="Die Post" if number < 3 else None,
                text=BUS + "!" * number,
            )
            for number, (title, date) in enumerate(zip(TITLES, DATES, strict=True))
        )
    )
    return archive


def leafed_through(archive: Archive, order: Order, descending: bool, size: int) -> list[str]:
    store, after, ids = archive.current().store, None, list[str]()
    while leaf := store.leaf(size, order, descending, after):
        assert len(leaf) <= size
        ids += [listed.article.id for listed in leaf]
        after = leaf[-1].place
    return ids


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_leaf_after_leaf_gives_every_article_once_in_one_order(
    archive: Archive, order: Order, descending: bool
) -> None:
    whole = leafed_through(archive, order, descending, 100)
    assert sorted(whole) == [f"a{number}" for number in range(len(TITLES))]
    for size in (1, 2, 3):
        assert leafed_through(archive, order, descending, size) == whole


def test_the_orders_are_what_they_are_called(archive: Archive) -> None:
    store = archive.current().store
    titles = [listed.article.title for listed in store.leaf(100, "title")]
    assert titles == ["apfel", "bus", "Bus", "bus", "Zug", "zug", "Ähre"]
    dates = [listed.article.date for listed in store.leaf(100, "date", descending=True)]
    assert dates == ["gestern", "2022-03-04", "2022-03", "2021", "1999-12-31", None, None]
    sizes = [listed.characters for listed in store.leaf(100, "characters")]
    assert sizes == sorted(sizes) and sizes[0] == len(BUS)
    assert [listed.article.id for listed in store.leaf(2, "added")] == ["a0", "a1"]


def test_a_leaf_holds_what_passes_the_filter_and_has_the_words_in_its_title(
    archive: Archive,
) -> None:
    store = archive.current().store

    def ids(**wanted: object) -> list[str]:
        found = [listed.article.id for listed in store.leaf(100, "added", **wanted)]  # type: ignore[arg-type]
        assert store.count(**wanted) == len(found)  # type: ignore[arg-type]
        return found

    assert ids(title="BUS") == ["a0", "a3", "a6"]
    assert ids(title="äHR") == ["a2"]
    assert ids(title="%") == []
    assert ids(articles=ArticleFilter(source="post", language="fr")) == ["a0", "a2"]
    assert ids(articles=ArticleFilter(since="2022")) == ["a1", "a3"], "without those of no date"
    assert ids(articles=ArticleFilter(language="fr"), title="us") == ["a0", "a6"]
