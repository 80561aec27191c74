"""Embedding models: the default one, another by its folder, and what is no model."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from word_encoder import WordEncoder, word_embedder

from index import (
    Archive,
    Embedder,
    FundstelleError,
    InputError,
    Settings,
    open_embedder,
    update_index,
)
from index.embedding import LlamaIndexEmbedding, PassageText


def test_any_sentence_transformers_folder_is_a_model(
    tiny_embedder: Embedder, tiny_model: Path
) -> None:
    assert tiny_embedder.dimension == 32
    assert tiny_embedder.model_name == str(tiny_model)
    vectors = tiny_embedder.embed_documents(["one text", "and another", "and a third"])
    assert vectors.shape == (3, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_models_own_prompts_are_used(tiny_embedder: Embedder, tiny_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(tiny_model), device="cpu")
    question, document = plain.encode(
        ["search_query: who?", "search_document: him"], prompt="", normalize_embeddings=True
    )
    np.testing.assert_allclose(tiny_embedder.embed_query("who?"), question, atol=1e-5)
    np.testing.assert_allclose(tiny_embedder.embed_documents(["him"])[0], document, atol=1e-5)


def test_the_environment_names_the_model(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNDSTELLE_EMBEDDING_MODEL", str(tiny_model))
    assert open_embedder().dimension == 32


def test_a_relative_folder_is_known_by_its_whole_path(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_model.parent)
    embedder = open_embedder(Settings(embedding_model=tiny_model.name))
    assert embedder.model_name == str(tiny_model)


def test_tokens_are_counted_without_prompt_and_special_ones(tiny_embedder: Embedder) -> None:
    assert len(tiny_embedder.tokenize("abc de")) == 5


def test_documents_are_embedded_step_by_step_in_order(tiny_embedder: Embedder) -> None:
    texts = [f"text {number} " + "x" * (number % 7) for number in range(150)]
    done: list[int] = []
    vectors = tiny_embedder.embed_documents(texts, done.append)
    assert done == sorted(done)
    assert done[-1] == 150
    np.testing.assert_allclose(
        vectors[[0, 64, 149]], tiny_embedder.embed_documents([texts[i] for i in (0, 64, 149)]),
        atol=1e-5,
    )  # fmt: skip


def test_passages_are_embedded_with_their_sentences(tiny_embedder: Embedder) -> None:
    passages = [
        PassageText("One here. Two there.", ("One here.", "Two there.")),
        PassageText("Nothing to quote.", ()),
        PassageText("Year | Who\n1901 | Ann", ("Year: 1901, Who: Ann",)),
    ]
    done: list[int] = []
    embedded = tiny_embedder.embed_passages(passages, done.append)
    assert [len(of.sentences) for of in embedded] == [2, 0, 1]
    assert (done[-1], done) == (3, sorted(done))
    for passage, of in zip(passages, embedded, strict=True):
        texts = [passage.text, *passage.sentences]
        expected = tiny_embedder.embed_documents(texts)
        np.testing.assert_allclose(np.vstack([of.vector, of.sentences]), expected, atol=1e-5)
    assert tiny_embedder.embed_passages([]) == []


@pytest.mark.parametrize("kind", ["tiny_embedder", "real_embedder"])
def test_llama_index_gets_the_same_vectors(kind: str, request: pytest.FixtureRequest) -> None:
    embedder: Embedder = request.getfixturevalue(kind)
    known = LlamaIndexEmbedding(embedder)
    texts = ["the first text", "the second text"]
    np.testing.assert_allclose(
        known.get_query_embedding("who?"), embedder.embed_query("who?"), atol=1e-5
    )
    np.testing.assert_allclose(
        known.get_text_embedding_batch(texts), embedder.embed_documents(texts), atol=1e-3
    )
    np.testing.assert_allclose(
        known.get_text_embedding(texts[0]), embedder.embed_documents(texts)[0], atol=1e-3
    )
    assert embedder.embed_query(texts[0]) @ embedder.embed_documents(texts)[0] < 0.99999


def test_the_default_model_finds_an_answer_across_languages(real_embedder: Embedder) -> None:
    question = real_embedder.embed_query("Who signed the treaty?")
    scores = (
        real_embedder.embed_documents(
            ["Das Abkommen unterzeichnete die Ministerin.", "Am Abend regnete es in Graz stark."]
        )
        @ question
    )
    assert scores[0] > scores[1]


@pytest.mark.parametrize("name", ["nobody/no-such-model", "./no/such/folder"])
def test_a_model_that_cannot_be_had_is_one_clear_line(name: str) -> None:
    with pytest.raises(FundstelleError, match=rf"the embedding model {name} is neither") as caught:
        open_embedder(Settings(embedding_model=name))
    assert "FUNDSTELLE_EMBEDDING_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(FundstelleError, match="is neither a folder with") as caught:
        open_embedder(Settings(embedding_model=str(tmp_path)))
    assert "\n" not in str(caught.value)


def test_an_index_of_the_same_model_with_other_weights_is_an_error(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Der Zug fuhr am Morgen ab.", encoding="utf-8")
    index_dir = tmp_path / "index"
    update_index(index_dir, [article], word_embedder(), lambda *_: None)
    encoder = WordEncoder()
    encoder.model_hash = "retrained"
    told = (
        "other weights of the embedding model words: make it anew with: fundstelle index --rebuild"
    )
    other = Embedder(encoder, "words")
    for use in (
        lambda: Archive.open(Settings(index_dir=index_dir), embedder=other),
        lambda: update_index(index_dir, [article], other, lambda *_: None),
    ):
        with pytest.raises(InputError, match=told):
            use()


def test_the_hash_of_a_model_is_of_its_weights(tiny_model: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(tiny_model, tmp_path / "copied")
    one, same = (open_embedder(Settings(embedding_model=str(f))) for f in (tiny_model, copied))
    assert one.model_hash == same.model_hash
    weights = copied / "model.safetensors"
    tensors = load_file(weights)
    tensors["embeddings.LayerNorm.bias"] += 0.5
    save_file(tensors, weights, metadata={"format": "pt"})
    assert open_embedder(Settings(embedding_model=str(copied))).model_hash != one.model_hash


@pytest.mark.parametrize(("name", "dimension"), [("other", 64), ("words", 32)])
def test_an_index_of_another_model_is_an_error_that_names_both(
    tmp_path: Path, name: str, dimension: int
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Der Zug fuhr am Morgen ab.", encoding="utf-8")
    index_dir = tmp_path / "index"
    update_index(index_dir, [article], word_embedder("words", 64), lambda *_: None)
    other = word_embedder(name, dimension)
    for use in (
        lambda: Archive(index_dir, other),
        lambda: update_index(index_dir, [article], other, lambda *_: None),
    ):
        with pytest.raises(InputError) as caught:
            use()
        message = str(caught.value)
        assert "words (64 dimensions)" in message
        assert f"{name} ({dimension})" in message
        assert "\n" not in message
