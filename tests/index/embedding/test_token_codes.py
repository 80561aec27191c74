"""Token vectors in a few bytes: they find what the vectors themselves find."""

from __future__ import annotations

import numpy as np
import pytest

from index import Embedder
from index.embedding import PassageText
from index.embedding.token_codes import best_cosines, pack_tokens

TEXT = (
    "Der Fährmann Bent Harms fuhr am Morgen über den Fluss. Am Abend zählte er siebzehn Schafe auf"
    " dem Deich. Die Gemeinde verkaufte 1951 die alte Windmühle."
)
SENTENCES = tuple(f"{sentence.rstrip('.')}." for sentence in TEXT.split(". "))


def units(seed: int, count: int, dimension: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_token_takes_two_bytes_and_a_bit_a_dimension() -> None:
    assert len(pack_tokens(units(0, 5, 384), units(1, 1, 384)[0])) == 5 * (2 + 48)
    assert len(pack_tokens(units(0, 5, 20), units(1, 1, 20)[0])) == 5 * (2 + 3)
    assert pack_tokens(units(0, 0, 20), units(1, 1, 20)[0]) == b""


def test_the_best_cosine_with_each_token_is_about_that_of_the_vectors(
    real_embedder: Embedder,
) -> None:
    asked = real_embedder.encode_query("When was the windmill sold?").tokens
    [(_, read)] = real_embedder.encoder.encode_documents([TEXT])
    starts = [TEXT.index(sentence) for sentence in SENTENCES]
    vectors = real_embedder.embed_documents(SENTENCES)
    tokens = [
        read.tokens[(read.spans[:, 0] >= start) & (read.spans[:, 1] <= start + len(sentence))]
        for start, sentence in zip(starts, SENTENCES, strict=True)
    ]
    codes = [pack_tokens(t, v) for t, v in zip(tokens, vectors, strict=True)]
    found = best_cosines(asked, vectors, codes)
    exact = np.stack([(asked @ t.T).max(axis=1) for t in tokens])
    assert found.shape == (3, len(asked))
    assert np.abs(found - exact).mean() < 0.04
    assert found.mean(axis=1).argmax() == exact.mean(axis=1).argmax() == 2


def test_the_vector_of_a_sentence_stands_in_where_it_has_no_tokens() -> None:
    asked, vectors = units(0, 4, 16), units(1, 3, 16)
    codes = [
        pack_tokens(units(2, 6, 16), vectors[0]),
        b"",
        pack_tokens(vectors[2:], vectors[2]),
    ]
    found = best_cosines(asked, vectors, codes)
    np.testing.assert_allclose(found[1:], vectors[1:] @ asked.T, atol=1e-6)
    np.testing.assert_allclose(best_cosines(asked, vectors, [b""] * 3), vectors @ asked.T)


def test_a_question_without_tokens_is_near_to_nothing() -> None:
    vectors = units(1, 2, 16)
    codes = [pack_tokens(units(2, 6, 16), vector) for vector in vectors]
    assert best_cosines(np.zeros((0, 16), np.float32), vectors, codes).shape == (2, 0)


@pytest.mark.parametrize("kind", ["real_embedder", "tiny_embedder"])
def test_a_passage_is_embedded_with_each_of_its_sentences(
    kind: str, request: pytest.FixtureRequest
) -> None:
    embedder: Embedder = request.getfixturevalue(kind)
    starts = [TEXT.index(sentence) for sentence in SENTENCES]
    spans = tuple((a, a + len(s)) for a, s in zip(starts, SENTENCES, strict=True))
    done: list[int] = []
    passages = [PassageText(TEXT, SENTENCES, spans), PassageText("Kurz.", ("Kurz.",), ((0, 5),))]
    long, short = embedder.embed_passages(passages, done.append)
    assert done == sorted(done)
    assert done[-1] == 2
    np.testing.assert_allclose(long.vector, embedder.embed_documents([TEXT])[0], atol=1e-3)
    np.testing.assert_allclose(long.sentences, embedder.embed_documents(SENTENCES), atol=1e-3)
    assert short.sentences.shape == (1, embedder.dimension)
    size = 2 + embedder.dimension // 8
    tokens = [len(codes) // size for codes in long.tokens]
    assert all(tokens)
    # The tiny model's window ends before the passage does.
    assert sum(tokens) == (len(embedder.tokenize(TEXT)) if kind == "real_embedder" else 110)
