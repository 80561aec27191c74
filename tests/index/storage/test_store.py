"""Articles, passages, sentences and full text in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_encoder import word_embedder

from index import Article, ArticleDescription, DamagedError, update_index
from index.articles import PassageSpans
from index.storage import Centre
from index.storage.draft_store import DraftStore, fingerprint
from index.storage.state import latest_state
from index.storage.store import ArticleStore
from index.text import words

ARTICLES = {
    "zug.txt": ("de", "Der Zug fuhr am Morgen nach Wien. Niemand sah ihm lange nach."),
    "schiff.txt": ("de", "Das Schiff legte am Abend in Linz an. Viele Züge fuhren vorbei."),
    "train.txt": ("en", "The train left for Vienna in the morning. Die Zug company was late."),
    "train2.txt": ("fr", "Le train partit pour Vienne. Personne ne le suivit du regard."),
}


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, (language, text) in ARTICLES.items():
        (folder / name).write_text(f"---\nlanguage: {language}\ntitle: {name}\n---\n{text}")
    update_index(folder / "index", [folder], word_embedder(), lambda *_: None)
    return folder / "index"


@pytest.fixture(scope="module")
def store(index_dir: Path) -> Iterator[ArticleStore]:
    state = latest_state(index_dir)
    assert state is not None
    with closing(ArticleStore(state.articles, index_dir)) as store:
        yield store


def _found(store: ArticleStore, question: str, language: str) -> set[str]:
    ids = list(store.search_sentences(question, language, 10))
    passages = sorted(set(store.passage_ids_of_sentences(ids).values()))
    return {s.text for s in store.sentences_of_passages(passages) if s.id in ids}


def test_words_are_matched_by_their_stems(store: ArticleStore) -> None:
    assert _found(store, "Welche Züge?", "de") == {
        "Der Zug fuhr am Morgen nach Wien.",
        "Viele Züge fuhren vorbei.",
    }


def test_words_are_matched_in_the_questions_language_only(store: ArticleStore) -> None:
    assert _found(store, "Zug", "en") == {"Die Zug company was late."}
    assert _found(store, "train", "fr") == {"Le train partit pour Vienne."}
    assert _found(store, "train", "de") == set()
    assert _found(store, "Zug", "xx") == set()


def test_the_best_match_comes_first(store: ArticleStore) -> None:
    scores = list(store.search_sentences("Der Zug nach Wien am Morgen", "de", 10).values())
    assert scores == sorted(scores, reverse=True)
    assert len(store.search_sentences("Der Zug nach Wien am Morgen", "de", 1)) == 1


HOSTILE = [
    'AND OR NEAR( " * ^ :', '"', '""', "'", "terms : zug", "language:de", "zug*", "^zug", "-zug",
    "NOT zug", "NEAR(zug wien, 3)", "zug AND", "(", ")", "{zug}", "zug + wien", '" OR 1=1 --',
    "'; DROP TABLE articles; --", "\0", "zug\0wien", "_", "__ _", "%", "?", "\\", "\ud800",
    "zug " * 5_000, "🙂", "ﬁ", "²",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE, ids=lambda q: ascii(q[:12]))
def test_no_question_is_taken_for_a_query_of_the_full_text(
    store: ArticleStore, question: str
) -> None:
    """Whatever signs a question holds, it finds what its bare words find."""
    question = question.replace("\ud800", " ")  # the assistant does
    bare = " ".join(words(question))
    found = store.search_sentences(question, "de", 10)
    assert found == store.search_sentences(bare, "de", 10)
    assert bool(found) == bool({"zug", "wien"} & set(words(question)))


def test_no_language_is_taken_for_a_query_of_the_full_text(store: ArticleStore) -> None:
    for language in ('xx" OR terms : "zug', 'de" OR language : "en', '"', ""):
        assert store.search_sentences("Zug", language, 10) == {}


def test_only_the_first_words_of_a_long_question_are_looked_for(store: ArticleStore) -> None:
    others = " ".join(f"wort{number}" for number in range(63))
    assert store.search_sentences(f"{others} Zug", "de", 10)
    assert not store.search_sentences(f"{others} noch Zug", "de", 10)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(["de", "x"]))
def test_any_question_can_be_searched_for(store: ArticleStore, text: str, language: str) -> None:
    assert len(store.search_sentences(text, language, 10)) <= 10


def test_an_unknown_article_is_a_key_error(store: ArticleStore) -> None:
    with pytest.raises(KeyError, match="nobody"):
        store.article("nobody")


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
SPANS = [
    PassageSpans(0, 11, ((0, 5), (6, 11)), ("Eins.", "Zwei."), ""),
    PassageSpans(12, 17, ((12, 17),), ("Drei.",), ""),
]


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    with closing(DraftStore(tmp_path / "a.sqlite", tmp_path)) as draft:
        added = draft.add(ARTICLE, SPANS)
        draft.commit()
    with closing(ArticleStore(tmp_path / "a.sqlite", tmp_path)) as store:
        assert store.article("a") == ARTICLE
        assert store.known() == {"a": (fingerprint(ARTICLE), ARTICLE.description)}
        sentences = store.sentences_of_passages(added.passages)
        assert [s.text for s in sentences] == ["Eins.", "Zwei.", "Drei."]
        assert [s.id for s in sentences] == added.sentences
        assert {p.text for p in store.passages(added.passages).values()} == {"Eins. Zwei.", "Drei."}


def test_a_removed_article_leaves_nothing_and_its_ids_are_not_used_again(tmp_path: Path) -> None:
    with closing(DraftStore(tmp_path / "a.sqlite", tmp_path)) as store:
        added = store.add(ARTICLE, SPANS)
        store.add_tokens((i, b"codes") for i in added.sentences)
        assert len(store.tokens_of_sentences(added.sentences, 5)) == len(added.sentences)
        assert store.remove("a") == added
        assert store.counts() == {"articles": 0, "passages": 0, "sentences": 0}
        assert store.search_sentences("zwei", "de", 10) == {}
        assert store.tokens_of_sentences(added.sentences, 5) == {}
        again = store.add(ARTICLE, SPANS)
        assert not set(again.passages) & set(added.passages)
        assert not set(again.sentences) & set(added.sentences)


def test_what_is_known_of_an_article_can_be_replaced(tmp_path: Path) -> None:
    other = replace(ARTICLE, id="b", text="Vier.")
    changed = replace(ARTICLE, title="Ziffern", author=None, date="2023")
    with closing(DraftStore(tmp_path / "a.sqlite", tmp_path)) as store:
        store.add(ARTICLE, SPANS)
        store.add(other, [])
        store.describe(changed)
        assert store.article("a") == changed
        assert store.article("b") == other


def test_a_published_store_cannot_be_written(store: ArticleStore) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
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
        ("DELETE FROM passages", lambda store: store.passages([1])),
        ("DELETE FROM articles", lambda store: store.languages_of_passages([1])),
        ("UPDATE sentence_tokens SET codes = x'00'", lambda s: s.tokens_of_sentences([1], 5)),
        ("UPDATE centres SET passages = x'00'", lambda store: store.centres()),
        ("DROP TABLE sources", lambda store: store.sources()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_as_it_was_written_is_one_clear_line(
    tmp_path: Path, change: str, read: Callable[[ArticleStore], object]
) -> None:
    with closing(DraftStore(tmp_path / "a.sqlite", tmp_path)) as draft:
        added = draft.add(ARTICLE, SPANS)
        draft.add_tokens((i, b"codes") for i in added.sentences)
        draft.set_centres({"de": Centre(np.zeros(2, np.float32), np.zeros(2, np.float32))})
        draft.commit()
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        connection.execute(change)
        connection.commit()
    with closing(ArticleStore(tmp_path / "a.sqlite", tmp_path)) as store:
        with pytest.raises(DamagedError) as caught:
            read(store)
        assert str(tmp_path) in str(caught.value)
        assert "\n" not in str(caught.value)
