"""Articles as a list to leaf through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from index import Article, ArticleFilter
from index.storage import ORDERS, Order
from index.storage.database import open_for_writing
from index.storage.new_articles import NewArticle
from index.storage.store import ArticleStore
from index.storage.writing_store import WritingStore

TITLES = {
    "a": ("„Zebra“ im Zoo", "de", "2022-01-12", "Der Bote", "kurz"),
    "b": ("Ärger in Straßburg", "de", "2021", "Die Post", "etwas länger"),
    "c": ("apples", "en", None, None, "the longest text of all"),
    "d": ("Bericht", "de", "im Frühjahr", "der Bote", "mittel"),
    "e": ("ÉTAT", "fr", "2022-03", "Le Monde", "x"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with closing(WritingStore(tmp_path / "a.sqlite", tmp_path)) as store:
        for name, (title, language, date, source, text) in TITLES.items():
            known = {"title": title, "language": language, "date": date, "source": source}
            store.insert([NewArticle(Article(id=name, text=text, **known), [], [])])
        yield store


def _ids(
    store: ArticleStore,
    order: Order = "date",
    descending: bool = True,
    articles: ArticleFilter | None = None,
    title: str | None = None,
) -> str:
    leaf = store.leaf(50, order, descending, None, articles, title)
    assert store.count(articles, title) == len(leaf)
    return "".join(listed.article.id for listed in leaf)


@pytest.mark.parametrize(
    ("order", "descending", "expected"),
    [
        ("date", True, "eabdc"),  # undated last, the newest taken up first
        ("date", False, "baecd"),
        ("title", False, "cbdea"),  # without regard to case, accents and quotation marks
        ("title", True, "aedbc"),
        ("source", False, "adbec"),
        ("source", True, "ebdac"),
        ("language", False, "abdce"),
        ("characters", True, "cbdae"),
        ("characters", False, "eadbc"),
        ("added", True, "edcba"),
        ("added", False, "abcde"),
    ],
)
def test_articles_come_in_an_order(
    store: ArticleStore, order: Order, descending: bool, expected: str
) -> None:
    assert _ids(store, order, descending) == expected


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_leaf_after_leaf_gives_every_article_once_in_one_order(
    store: ArticleStore, order: Order, descending: bool, size: int
) -> None:
    whole = store.leaf(50, order, descending)
    after, found = None, []
    while leaf := store.leaf(size, order, descending, after):
        assert leaf == store.leaf(size, order, descending, offset=len(found))
        found += leaf
        after = leaf[-1].place
    assert found == whole
    assert len(found) == len(TITLES)


def test_what_is_listed_is_known_without_its_text(store: ArticleStore) -> None:
    (listed,) = store.leaf(50, articles=ArticleFilter(language="en"))
    assert listed.article == store.article("c").description
    assert listed.characters == len(TITLES["c"][4])


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("zebra", "a"),
        ("ärger", "b"),
        ("STRASSBURG", "b"),
        ("straß", "b"),
        ("état", "e"),
        ("p", "c"),
        ("s", "cb"),
        ("%", ""),
        ("_", ""),
        ("„Zebra“", "a"),
        ("'; DROP TABLE articles; --", ""),
        ("ä" * 5_000, ""),
        ("%a" * 5_000, ""),
        ("a" * 100_000, ""),
    ],
)
def test_a_part_of_a_title_is_found_whatever_its_case(
    store: ArticleStore, title: str, expected: str
) -> None:
    assert "".join(sorted(_ids(store, title=title))) == "".join(sorted(expected))


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (ArticleFilter(), "abcde"),
        (ArticleFilter(language="de"), "abd"),
        (ArticleFilter(source="BOTE"), "ad"),
        (ArticleFilter(since="2022"), "ae"),
        (ArticleFilter(until="2022-02"), "ab"),
        (ArticleFilter(since="2022", language="de"), "a"),
    ],
)
def test_filters_hold_for_lists_too(
    store: ArticleStore, filter: ArticleFilter, expected: str
) -> None:
    assert "".join(sorted(_ids(store, articles=filter))) == expected


def test_years_are_counted_and_what_is_no_date_is_left_out(store: ArticleStore) -> None:
    assert store.years() == {2021: 1, 2022: 2}
    assert list(store.years()) == [2021, 2022]


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "added"])
@pytest.mark.parametrize("title", ["", "a"])
@pytest.mark.parametrize(
    "filter", [ArticleFilter(), ArticleFilter("2001", "2030", "b", language="de")]
)
def test_no_text_is_read_for_a_list(
    store: ArticleStore, order: Order, title: str, filter: ArticleFilter
) -> None:
    reading = _plan(store, order, filter, title)
    assert len(reading) == 2, "the rows of the page, and how they are found"
    assert "INTEGER PRIMARY KEY" in reading[0]
    assert "COVERING INDEX" in reading[1]


def test_an_earlier_index_is_given_what_lists_need_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(WritingStore(path, tmp_path)) as store:
        article = Article(id="a", text="Text.", title="Titel", language="de")
        store.insert([NewArticle(article, [], [])])
        store.commit()
    with closing(open_for_writing(path)) as connection:
        connection.execute("DROP INDEX articles_listed; DROP INDEX articles_by_title")
        connection.execute("CREATE INDEX articles_by_date ON articles (date)")
    with closing(ArticleStore(path, tmp_path)) as store:
        assert _ids(store) == "a", "it is listed meanwhile too"
    WritingStore(path, tmp_path).close()
    with closing(open_for_writing(path)) as connection:
        assert {"articles_listed", "articles_by_title"} <= _indexes(connection)
        assert "articles_by_date" not in _indexes(connection)


def _plan(store: ArticleStore, order: Order, articles: ArticleFilter, title: str) -> list[str]:
    """How SQLite reads the table when this is listed."""
    asked: list[str] = []
    store._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    store.leaf(50, order, True, None, articles, title)
    store._connection.trace_v2(0, None)
    cursor = store._connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}", _Anything())
    return [said for *_, said in cursor if said.split()[1] == "articles"]


class _Anything(dict):
    def __missing__(self, name: str) -> str:
        return ""


def _indexes(connection: apsw.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
