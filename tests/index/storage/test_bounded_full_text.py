"""Full text where words have more sentences than are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from word_encoder import word_embedder

from index import Archive, Article
from index.storage import add_articles, full_text, passage_of
from index.storage.layout import database_or_raise
from index.storage.store import ArticleStore, tagged
from index.storage.writing_store import WritingStore

QUESTIONS = ("Der Zug nach Wien", "Wo hielt der rote Zug in Linz?", "der die das", "Zug 17")


def _article(number: int) -> Article:
    places = ("Wien", "Linz", "Graz", "Wels", "Ried")
    text = (
        f"Der Zug {number} fuhr nach {places[number % 5]} und der Mann sah das. "
        f"Die Frau hielt in {places[number % 3]} den roten Wagen {number % 7} an."
    )
    return Article(id=f"{number}", title=f"{number}", language="de", text=text)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    add_articles(folder, map(_article, range(60)), word_embedder(), lambda *_: None)
    return folder


@pytest.fixture
def store(index_dir: Path) -> Iterator[ArticleStore]:
    with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as store:
        yield store


def _by_sqlite(store: ArticleStore, question: str) -> dict[int, float]:
    words = list(dict.fromkeys(tagged(question, "de")))
    return store._search_every_row(words, 10_000, None)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_sqlite(store: ArticleStore, question: str) -> None:
    expected = _by_sqlite(store, question)
    found = store.search_sentences(question, "de", 10_000)
    assert found == pytest.approx(expected, rel=1e-3)


def test_rare_words_are_found_however_many_have_the_common_ones(
    store: ArticleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text, "_ROWS", 8)
    monkeypatch.setattr(full_text, "_PAIRED", 8)
    monkeypatch.setattr(full_text, "_SCORED", 8)
    question = "Der Zug 17 fuhr nach Graz"
    best = next(iter(_by_sqlite(store, question)))
    found = store.search_sentences(question, "de", 3)
    assert next(iter(found)) == best
    assert store.search_sentences("der", "de", 3), "a common word alone finds some of its sentences"
    within = [passage_of(best)]
    assert best in store.search_sentences(question, "de", 3, within), "a filter finds it too"


def test_frequent_words_are_counted_when_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.counting_words._FREQUENT", 20)
    add_articles(tmp_path, map(_article, range(60)), word_embedder(), lambda *_: None)
    with closing(ArticleStore(database_or_raise(tmp_path), tmp_path)) as store:
        (zug,) = tagged("Zug", "de")
        (wien,) = tagged("Wien", "de")
        (rare,) = tagged("17", "de")
        assert store._frequencies([zug, wien, rare], 120) == {zug: 60, wien: 32}
        assert store._frequencies([zug], 240) == {zug: 120}, "in proportion to what was added"


def test_an_earlier_index_is_searched_and_its_words_are_read_when_it_is_written(
    tmp_path: Path,
) -> None:
    embedder = word_embedder()
    add_articles(tmp_path, map(_article, range(60)), embedder, lambda *_: None)
    database = database_or_raise(tmp_path)
    with closing(ArticleStore(database, tmp_path)) as store:
        expected = {q: store.search_sentences(q, "de", 40) for q in QUESTIONS}
    with closing(WritingStore(database, tmp_path)) as writing:
        writing._connection.execute("DROP TABLE passage_words; DROP TABLE frequent_words")
        writing.commit()
    for _ in range(2):
        with closing(ArticleStore(database, tmp_path)) as store:
            for question in QUESTIONS:
                found = store.search_sentences(question, "de", 40)
                assert found == pytest.approx(expected[question], rel=1e-3)
        with closing(WritingStore(database, tmp_path)):
            pass
    with closing(ArticleStore(database, tmp_path)) as store:
        assert store._has_table("passage_words")
    archive = Archive(tmp_path, embedder)
    archive.remove("17")
    assert archive.current().store.search_sentences("Zug 17", "de", 40)
    rows = archive.current().store._rows("SELECT count(*) AS number FROM passage_words")
    assert rows[0]["number"] == 59, "words go with their passage"


def test_a_connection_is_used_again_but_not_after_the_file_was_replaced(index_dir: Path) -> None:
    archive = Archive(index_dir, word_embedder())

    def connection() -> apsw.Connection:
        return archive.current().store._connection

    held = archive.current()
    assert connection() is not held.store._connection, "one that is in use is left alone"
    assert connection() is connection()
    database = database_or_raise(index_dir)
    before = connection()
    copy = database.with_name("copy")
    copy.write_bytes(database.read_bytes())
    copy.replace(database)
    assert connection() is not before
