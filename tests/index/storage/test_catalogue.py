"""Articles as a list to leaf through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from index import Article, ArticleFilter, InputError
from index.storage import ORDERS, Selection
from index.storage.database import open_for_writing
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
            store.add(Article(id=name, text=text, **known), [], [])
        yield store


def _ids(store: ArticleStore, **which: object) -> str:
    selection = Selection(**which)  # type: ignore[arg-type]
    listed = [found.article.id for found in store.browse(selection, 50)]
    assert store.count(selection) == len(listed)
    return "".join(listed)


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
        ("size", True, "cbdae"),
        ("size", False, "eadbc"),
    ],
)
def test_articles_come_in_an_order(
    store: ArticleStore, order: str, descending: bool, expected: str
) -> None:
    assert sorted(_ids(store, order=order, descending=descending)) == sorted(expected)
    found = _ids(store, order=order, descending=descending)
    assert found == expected


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_each_article_once(store: ArticleStore, order: str) -> None:
    which = Selection(order=order)  # type: ignore[arg-type]
    pages = [store.browse(which, 2, offset) for offset in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert [listed for page in pages for listed in page] == store.browse(which, 50)


def test_what_is_listed_is_known_without_its_text(store: ArticleStore) -> None:
    (listed,) = store.browse(Selection(ArticleFilter(language="en")), 50)
    assert listed.article == store.article("c").description
    assert listed.size == len(TITLES["c"][4])


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
    assert _ids(store, title=title, order="title", descending=False) == "".join(
        sorted(expected, key="cbdea".index)
    )


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
    assert "".join(sorted(_ids(store, filter=filter))) == expected


def test_years_are_counted_and_what_is_no_date_is_left_out(store: ArticleStore) -> None:
    assert store.years() == {2021: 1, 2022: 2}
    assert list(store.years()) == [2021, 2022]


def test_an_order_that_there_is_not_is_refused() -> None:
    with pytest.raises(InputError, match="have no order 'number; DROP'"):
        Selection(order="number; DROP")  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("title", ["", "a"])
@pytest.mark.parametrize(
    "filter", [ArticleFilter(), ArticleFilter("2001", "2030", "b", language="de")]
)
def test_no_text_is_read_for_a_list(
    store: ArticleStore, order: str, title: str, filter: ArticleFilter
) -> None:
    reading = _plan(store, Selection(filter, title, order))  # type: ignore[arg-type]
    assert len(reading) == 2, "the rows of the page, and how they are found"
    assert "INTEGER PRIMARY KEY" in reading[0]
    assert "COVERING INDEX" in reading[1]


def test_an_earlier_index_is_given_what_lists_need_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(WritingStore(path, tmp_path)) as store:
        store.add(Article(id="a", text="Text.", title="Titel", language="de"), [], [])
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


def _plan(store: ArticleStore, which: Selection) -> list[str]:
    """How SQLite reads the table when this is listed."""
    asked: list[str] = []
    store._connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: asked.append(event["sql"]))
    store.browse(which, 50)
    store._connection.trace_v2(0, None)
    values = which.condition()[1] | {"limit": 50, "offset": 0}
    rows = store._connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}", values)
    return [said for *_, said in rows if said.split()[1] == "articles"]


def _indexes(connection: apsw.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
