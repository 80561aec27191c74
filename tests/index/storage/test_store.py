"""Articles, passages, sentences and vectors in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import apsw
import numpy as np
import pytest

from index import Article, ArticleDescription, DamagedError
from index.embedding import EmbeddedPassage
from index.storage.database import open_for_writing
from index.storage.near_duplicates import bands
from index.storage.new_articles import NewArticle, NewPassage
from index.storage.records import Segment, StoredFile, Told
from index.storage.sentence_ids import sentence_id
from index.storage.store import ArticleStore, tagged
from index.storage.vector_codes import encode
from index.storage.writing_store import WritingStore, fingerprint

ARTICLE = Article(
    id="a",
    text="Eins. Zwei. Drei.",
    title="Zahlen",
    language="de",
    date="2022-01-12",
    author="Eva Lang",
    place="Wien",
    source="Blatt",
    url="https://example.org/",
    path="/a.zip",
    entry="news/a.csv",
    row=7,
    pages=(0, 6, 17),
)


def _unit(seed: int, number: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(number, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


DIMENSION = 16
EMBEDDED = [
    EmbeddedPassage(_unit(1, 1)[0], _unit(2, 2)),
    EmbeddedPassage(_unit(3, 1)[0], _unit(4, 1)),
]
PASSAGES = [
    NewPassage(
        start, end, sentences, terms, encode(of.vector[None])[0], b"".join(encode(of.sentences))
    )
    for start, end, sentences, terms, of in (
        (
            0,
            11,
            [(0, 5), (6, 11)],
            ["".join(tagged("Eins.", "de")), "".join(tagged("Zwei.", "de"))],
            EMBEDDED[0],
        ),
        (12, 17, [(12, 17)], ["".join(tagged("Drei.", "de"))], EMBEDDED[1]),
    )
]


def _add(
    store: WritingStore, article: Article = ARTICLE, passages: Sequence[NewPassage] = PASSAGES
) -> list[int]:
    """The ids of its passages."""
    added = store.insert([NewArticle(article, passages, bands(article.text))])
    return added[article.language].ids if passages else []


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[WritingStore]:
    """An empty store."""
    with closing(WritingStore(tmp_path / "a.sqlite", tmp_path)) as store:
        yield store


def _reading(store: WritingStore) -> closing[ArticleStore]:
    """What others see of it."""
    return closing(ArticleStore(Path(store._connection.filename), Path("index")))


def test_an_unknown_article_is_a_key_error(writing: WritingStore) -> None:
    with pytest.raises(KeyError, match="nobody"):
        writing.article("nobody")


def test_a_store_gives_back_what_it_was_given(writing: WritingStore) -> None:
    added = _add(writing)
    writing.commit()
    with _reading(writing) as store:
        assert store.article("a") == ARTICLE
        assert list(store.articles()) == [ARTICLE]
        assert store.titles(["a"]) == {"a": "Zahlen"}
        known = {"a": (fingerprint(ARTICLE), ARTICLE.description)}
        assert store.known(Path(str(ARTICLE.path))) == known
        assert store.known(Path("/b.txt")) == {}
        assert store.articles_of_files() == {Path(str(ARTICLE.path)): 1}
        first, second = store.passages(added)
        assert (first.passage.text, second.passage.text) == ("Eins. Zwei.", "Drei.")
        assert (first.passage.id, first.passage.article_id, first.language) == (
            added[0],
            "a",
            "de",
        )
        assert [s.text for s in (*first.sentences, *second.sentences)] == [
            "Eins.",
            "Zwei.",
            "Drei.",
        ]
        ids = [
            sentence_id(added[0], 0),
            sentence_id(added[0], 1),
            sentence_id(added[1], 0),
        ]
        assert [s.id for s in (*first.sentences, *second.sentences)] == ids
        assert list(store.all_sentence_ids()) == [ids[:2], ids[2:]]
        assert [s.text for s in store.first_sentences("a", 2)] == ["Eins.", "Zwei."]
        assert store.counts() == {"articles": 1, "passages": 2, "sentences": 3}


def test_passages_come_in_the_order_that_they_are_asked_for(writing: WritingStore) -> None:
    one, two = _add(writing)
    assert [stored.passage.id for stored in writing.passages([two, one, two])] == [two, one, two]
    assert writing.passages([]) == []
    with pytest.raises(DamagedError):
        writing.passages([one, two + 1])


def test_vectors_come_back_in_any_order_to_within_a_byte(writing: WritingStore) -> None:
    ids = _add(writing)
    given = np.stack([of.vector for of in EMBEDDED])
    stored = writing.passage_vectors(ids, DIMENSION)
    assert stored.dtype == np.float32
    np.testing.assert_allclose(stored, given, atol=0.01)
    np.testing.assert_array_equal(writing.passage_vectors(ids[::-1], DIMENSION), stored[::-1])
    of_sentences = [sentence_id(ids[1], 0), sentence_id(ids[0], 1), sentence_id(ids[0], 0)]
    expected = np.stack([EMBEDDED[1].sentences[0], *EMBEDDED[0].sentences[::-1]])
    found = writing.sentence_vectors(of_sentences, DIMENSION)
    np.testing.assert_allclose(found, expected, atol=0.01)
    assert writing.passage_vectors([], DIMENSION).shape == (0, DIMENSION)
    assert writing.sentence_vectors([], DIMENSION).shape == (0, DIMENSION)
    with pytest.raises(DamagedError):
        writing.sentence_vectors([sentence_id(99, 0)], DIMENSION)
    with pytest.raises(DamagedError):
        writing.passage_vectors([99], DIMENSION)


def test_nothing_is_there_for_others_before_it_is_committed(writing: WritingStore) -> None:
    writing.commit()
    _add(writing)
    with _reading(writing) as before:
        assert before.counts()["articles"] == 0
        writing.commit()
        assert before.counts()["articles"] == 0, "whoever reads keeps the state it began with"
        with _reading(writing) as after:
            assert after.counts()["articles"] == 1


def test_a_removed_article_leaves_nothing_and_its_ids_are_not_used_again(
    writing: WritingStore,
) -> None:
    other = replace(ARTICLE, id="b", path="/b.txt")
    kept = _add(writing, other, PASSAGES[1:])
    sums = writing.centre_sums()["de"]
    added = _add(writing)
    assert len(writing.search_sentences("zwei", "de", 10)) == 1
    assert writing.remove("a", DIMENSION) == added
    assert writing.counts() == {"articles": 1, "passages": 1, "sentences": 1}
    assert writing.search_sentences("zwei", "de", 10) == {}
    assert list(writing.search_sentences("drei", "de", 10)) == [sentence_id(kept[0], 0)]
    for left, before in zip(writing.centre_sums()["de"], sums, strict=True):
        np.testing.assert_allclose(left, before, atol=1e-9)
    with pytest.raises(DamagedError):
        writing.passage_vectors(added, DIMENSION)
    assert not set(_add(writing)) & {*added, *kept}
    for name in ("a", "b"):
        writing.remove(name, DIMENSION)
    assert writing.counts() == {"articles": 0, "passages": 0, "sentences": 0}
    assert writing.centre_sums() == {}


def test_what_is_known_of_an_article_can_be_replaced(writing: WritingStore) -> None:
    other = replace(ARTICLE, id="b", text="Vier.")
    changed = replace(ARTICLE, id="c", title="Ziffern", author=None, date="2023", path="/c.txt")
    ids = _add(writing)
    _add(writing, other, [])
    writing.describe("a", changed)
    assert writing.article("c") == changed
    assert writing.article("b") == other
    with pytest.raises(KeyError):
        writing.article("a")
    assert {stored.passage.article_id for stored in writing.passages(ids)} == {"c"}


def test_what_else_is_noted_comes_back(writing: WritingStore) -> None:
    one = StoredFile(5, 2**62, b"hash")
    files = {Path("/a.txt"): one, Path("/b.txt"): replace(one, same_as=Path("/a.txt"))}
    segment = Segment("de-1.faiss", "de", 3, 4_000, b"hash")
    for path, file in files.items():
        writing.set_file(path, file)
    writing.set_about({"format": 5, "name": "words"})
    writing.set_about({"format": 6})
    writing.add_sources({Path("/a"): Told("cp1250", "text=body"), Path("/b"): Told()})
    writing.add_segment(segment)
    writing.add_dead([7, 3, 3, 9])
    writing.bury([9])
    assert writing.files() == files
    assert writing.about() == {"format": 6}
    assert writing.sources() == {Path("/a"): Told("cp1250", "text=body"), Path("/b"): Told()}
    assert writing.segments() == [segment]
    assert writing.dead().tolist() == [3, 7]
    writing.forget_file(Path("/a.txt"))
    writing.remove_sources([Path("/b")])
    writing.remove_segment(segment.name)
    assert set(writing.files()) == {Path("/b.txt")}
    assert writing.sources() == {Path("/a"): Told("cp1250", "text=body")}
    assert writing.segments() == []


def test_a_store_for_reading_cannot_be_written(writing: WritingStore) -> None:
    writing.commit()
    with _reading(writing) as store, pytest.raises(apsw.ReadOnlyError):
        store._connection.execute("DELETE FROM articles")


def test_text_and_language_alone_make_a_fingerprint() -> None:
    """What follows from them is split and embedded anew; whatever else is known is only stored."""
    for field in fields(ArticleDescription):
        changed = replace(ARTICLE, **{field.name: "fr"})  # type: ignore[arg-type]
        assert (fingerprint(changed) == fingerprint(ARTICLE)) == (field.name != "language")
    assert fingerprint(replace(ARTICLE, text="Eins.")) != fingerprint(ARTICLE)


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE articles SET text = CAST(x'ff' AS TEXT)", lambda store: store.article("a")),
        ("UPDATE articles SET text = CAST(x'ff' AS TEXT)", lambda store: store.passages([1])),
        ("DELETE FROM passages", lambda store: store.passages([1])),
        ("DELETE FROM articles", lambda store: store.passages([1])),
        ("UPDATE passages SET sentences = x'00'", lambda store: store.passages([1])),
        ("UPDATE vectors SET code = x'00'", lambda s: s.passage_vectors([1], DIMENSION)),
        ("UPDATE vectors SET sentences = x'00'", lambda s: s.sentence_vectors([256], DIMENSION)),
        ("UPDATE centres SET passage_sum = x'00'", lambda store: store.centre_sums()),
        ("UPDATE about SET value = '{'", lambda store: store.about()),
        ("DROP TABLE sources", lambda store: store.sources()),
        ("DROP TABLE sentence_terms", lambda store: store.search_sentences("eins", "de", 9)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_as_it_was_written_is_one_clear_line(
    tmp_path: Path, change: str, read: Callable[[ArticleStore], object]
) -> None:
    with closing(WritingStore(tmp_path / "a.sqlite", tmp_path)) as writing:
        _add(writing)
        writing.set_about({"format": 5})
        writing.commit()
    with closing(open_for_writing(tmp_path / "a.sqlite")) as connection:
        connection.execute(change)
    with closing(ArticleStore(tmp_path / "a.sqlite", tmp_path)) as store:
        with pytest.raises(DamagedError) as caught:
            read(store)
        assert str(tmp_path) in str(caught.value)
        assert "fundstelle repair" in str(caught.value)
        assert "\n" not in str(caught.value)
