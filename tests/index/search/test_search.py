"""Store, vectors, search and retriever: what a question finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from llama_index.core import QueryBundle
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import NodeRelationship
from word_encoder import word_embedder

from index import Article, Embedder, Index, Settings, update_index
from index.articles.passages import PassageSpans
from index.search.search import narrowed
from index.storage.state import latest_generation
from index.storage.store import ArticleStore, fingerprint
from index.storage.vectors import VectorIndex

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
def index(index_dir: Path) -> Index:
    return Index.open(Settings(index_dir=index_dir), embedder=word_embedder())


@pytest.fixture(scope="module")
def store(index_dir: Path) -> Iterator[ArticleStore]:
    generation = latest_generation(index_dir)
    assert generation is not None
    with closing(ArticleStore(generation.articles)) as store:
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
    if "\ud800" not in question:  # the assistant replaces it
        store.search_sentences(question, "de", 10)
    assert store.counts()["articles"] == len(ARTICLES)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(["de", "x"]))
def test_any_question_can_be_searched_for(store: ArticleStore, text: str, language: str) -> None:
    assert len(store.search_sentences(text, language, 10)) <= 10


def test_every_candidate_is_word_for_word_in_its_article(index: Index) -> None:
    candidates = index.candidates("Wann fuhr der Zug?", "de")
    assert candidates
    for candidate in candidates:
        sentence, passage = candidate.sentence, candidate.passage
        text = index.article(sentence.article_id).text
        assert text[sentence.start : sentence.end] == sentence.text
        assert text[passage.start : passage.end] == passage.text
        assert sentence.passage_id == passage.id
        assert index.article(sentence.article_id).language == candidate.language


def test_candidates_come_best_first_and_always_in_the_same_order(index: Index) -> None:
    first = index.candidates("Wann fuhr der Zug?", "de")
    assert [c.score for c in first] == sorted((c.score for c in first), reverse=True)
    assert index.candidates("Wann fuhr der Zug?", "de") == first


def test_words_count_only_where_the_languages_let_them(index: Index) -> None:
    for candidate in index.candidates("Wann fuhr der Zug?", "de"):
        assert 0 <= candidate.features.lexical <= 1
        if candidate.language != "de":
            assert candidate.features.lexical == 0


def test_without_its_best_match_the_next_one_is_the_best(index: Index) -> None:
    found = index.candidates("Wann fuhr der Zug?", "de")
    assert narrowed(found, lambda candidate: True) == found
    best = max(found, key=lambda c: c.features.lexical)
    others = narrowed(found, lambda c: c.sentence.article_id != best.sentence.article_id)
    assert {c.sentence.id for c in others} == {
        c.sentence.id for c in found if c.sentence.article_id != best.sentence.article_id
    }
    assert max(c.features.lexical for c in others) == 1
    assert [c.score for c in others] == sorted((c.score for c in others), reverse=True)
    scores = {c.sentence.id: c.score for c in found}
    for candidate in others:
        gained = candidate.score - scores[candidate.sentence.id]
        assert gained > 0 if candidate.features.lexical else gained == 0


def test_every_language_of_the_archive_is_searched(index: Index) -> None:
    languages = {c.language for c in index.candidates("Wann fuhr der Zug?", "de")}
    assert languages == {"de", "en", "fr"} == set(index.languages)


def test_an_unknown_article_is_a_key_error(index: Index) -> None:
    with pytest.raises(KeyError, match="nobody"):
        index.article("nobody")


ARTICLE = Article(id="a", text="Eins. Zwei. Drei.", title="Zahlen", language="de")
SPANS = [PassageSpans(0, 11, ((0, 5), (6, 11))), PassageSpans(12, 17, ((12, 17),))]


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    with closing(ArticleStore(tmp_path / "a.sqlite", writable=True)) as store:
        added = store.add(ARTICLE, SPANS)
        store.commit()
    with closing(ArticleStore(tmp_path / "a.sqlite")) as store:
        assert store.article("a") == ARTICLE
        sentences = store.sentences_of_passages(added.passages)
        assert [s.text for s in sentences] == ["Eins.", "Zwei.", "Drei."]
        assert [s.id for s in sentences] == added.sentences
        assert {p.text for p in store.passages(added.passages).values()} == {"Eins. Zwei.", "Drei."}


def test_a_removed_article_leaves_nothing_and_its_ids_are_not_used_again(tmp_path: Path) -> None:
    with closing(ArticleStore(tmp_path / "a.sqlite", writable=True)) as store:
        added = store.add(ARTICLE, SPANS)
        store.add_tokens((i, b"codes") for i in added.sentences)
        assert len(store.tokens_of_sentences(added.sentences)) == len(added.sentences)
        assert store.remove("a") == added
        assert store.counts() == {"articles": 0, "passages": 0, "sentences": 0}
        assert store.search_sentences("zwei", "de", 10) == {}
        assert store.tokens_of_sentences(added.sentences) == {}
        again = store.add(ARTICLE, SPANS)
        assert not set(again.passages) & set(added.passages)
        assert not set(again.sentences) & set(added.sentences)


def test_a_published_store_cannot_be_written(store: ArticleStore) -> None:
    with pytest.raises(Exception, match="readonly"):
        store.add(ARTICLE, SPANS)


def test_articles_that_differ_in_any_field_have_other_fingerprints() -> None:
    fields = [ARTICLE.text, ARTICLE.title, ARTICLE.language, "2022", "Eva", "Wien", "B", "u", "p"]
    articles = [ARTICLE, Article("a", *fields), *(  # type: ignore[arg-type]
        Article("a", *fields[:i], "other", *fields[i + 1 :]) for i in range(len(fields))
    )]  # fmt: skip
    assert len({fingerprint(article) for article in articles}) == len(articles)


def _unit(*rows: list[float]) -> np.ndarray:
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_vectors_are_found_by_cosine_and_gone_once_removed(tmp_path: Path) -> None:
    vectors = VectorIndex.empty(2)
    vectors.add([7, 8, 9], _unit([1, 0], [1, 1], [0, 1]))
    question = _unit([1, 0.1])[0]
    assert list(vectors.search(question, 2)) == [7, 8]
    assert list(vectors.search(question, 10, vectors.selector([9, 8]))) == [8, 9]
    vectors.remove([7])
    assert len(vectors) == 2
    assert list(vectors.search(question, 10)) == [8, 9]
    with pytest.raises(RuntimeError):
        vectors.vectors([7])
    vectors.save(tmp_path / "v.faiss")
    loaded = VectorIndex.load(tmp_path / "v.faiss", count=2, dimension=2)
    assert loaded.search(question, 10) == vectors.search(question, 10)
    for count, dimension in ((3, 2), (2, 3)):
        with pytest.raises(OSError, match="holds 2 vectors of 2 dimensions, not"):
            VectorIndex.load(tmp_path / "v.faiss", count, dimension)
    np.testing.assert_array_equal(loaded.vectors([9, 8]), _unit([0, 1], [1, 1]))


def test_an_empty_index_of_vectors_finds_nothing() -> None:
    assert VectorIndex.empty(2).search(_unit([1, 0])[0], 5) == {}


def test_what_an_update_removed_is_gone_from_the_vectors(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"---\nlanguage: de\n---\nDatei {name} ist da. Sie bleibt.")
    index_dir = tmp_path / "index"
    sizes = []
    for _ in range(2):
        update_index(index_dir, [tmp_path], word_embedder(), lambda *_: None)
        generation = latest_generation(index_dir)
        assert generation is not None
        paths = generation.passage_vectors, generation.sentence_vectors
        sizes.append([faiss.read_index(str(path)).ntotal for path in paths])
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert sizes == [[2, 4], [1, 2]]


def test_the_retriever_works_in_a_llama_index_program(
    seeds_index: Index, real_embedder: Embedder
) -> None:
    nodes = seeds_index.as_retriever(similarity_top_k=3).retrieve("what did Sherman demand?")
    assert len(nodes) == 3
    assert "Sherman" in nodes[0].text
    assert [n.score for n in nodes] == sorted((n.score or 0 for n in nodes), reverse=True)
    assert len({n.node_id for n in nodes}) == 3
    for found in nodes:
        node = found.node
        source = node.relationships[NodeRelationship.SOURCE]
        text = seeds_index.article(source.node_id).text  # type: ignore[union-attr]
        assert text[node.start_char_idx : node.end_char_idx] == node.get_content()  # type: ignore[attr-defined]
        assert node.metadata["language"] in seeds_index.languages
        assert Path(node.metadata["path"]).is_file()


def test_the_retriever_fits_into_a_query_engine(index: Index) -> None:
    from llama_index.core.llms import MockLLM

    engine = RetrieverQueryEngine.from_args(index.as_retriever(2), llm=MockLLM())
    response = engine.query(QueryBundle("Wann fuhr der Zug nach Wien?"))
    assert len(response.source_nodes) == 2
    assert "Der Zug fuhr am Morgen nach Wien." in str(response)


def test_the_retriever_takes_a_question_that_is_no_valid_text(index: Index) -> None:
    assert index.as_retriever(2).retrieve("\ud800 wer?")


def test_a_language_with_a_quotation_mark_is_only_unknown(index: Index) -> None:
    assert index.candidates("Wer?", 'de"')
