"""Searching the sentences of a store by their words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_encoder import word_embedder

from index import update_index
from index.storage import passage_of
from index.storage.layout import published
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
    database = published(index_dir)
    assert database is not None
    with closing(ArticleStore(database, index_dir)) as store:
        yield store


def _found(store: ArticleStore, question: str, language: str) -> set[str]:
    ids = list(store.search_sentences(question, language, 10))
    passages = store.passages(sorted(set(map(passage_of, ids))))
    return {s.text for stored in passages for s in stored.sentences if s.id in ids}


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


def test_only_the_sentences_of_some_passages_may_be_looked_for(store: ArticleStore) -> None:
    found = store.search_sentences("Zug", "de", 10)
    assert len(found) == 2
    for sentence in found:
        within = [passage_of(sentence), 10**9]
        assert store.search_sentences("Zug", "de", 10, within) == {sentence: found[sentence]}
    assert store.search_sentences("Zug", "de", 10, []) == {}
