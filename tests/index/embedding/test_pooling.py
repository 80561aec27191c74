"""Sentences get their vectors from the reading of their passage."""

from __future__ import annotations

import numpy as np

from index import Embedder
from index.embedding import PassageText

SENTENCES = (
    "Der Stadtrat hat am Montag beschlossen, die alte Brücke zu erneuern.",
    "Die Kosten von drei Millionen Euro trägt zur Hälfte das Land.",
    "Anwohner fürchten Lärm und lange Umwege über die Hauptstraße.",
    "Im Oktober sollen die ersten Bagger anrücken.",
)
PASSAGE = PassageText(" ".join(SENTENCES), SENTENCES)
OTHER = PassageText(
    "The ferry was late. Nobody knew why.", ("The ferry was late.", "Nobody knew why.")
)


def test_a_sentence_has_nearly_the_vector_that_it_has_alone(real_embedder: Embedder) -> None:
    alone = real_embedder.embed_documents(SENTENCES)
    (embedded,) = real_embedder.embed_passages([PASSAGE])
    closeness = embedded.sentences @ alone.T
    assert closeness.diagonal().min() > 0.93
    assert closeness.argmax(axis=1).tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(np.linalg.norm(embedded.sentences, axis=1), 1, atol=1e-5)


def test_a_passage_has_the_vector_that_it_has_as_a_text(real_embedder: Embedder) -> None:
    (embedded,) = real_embedder.embed_passages([PASSAGE])
    assert embedded.vector @ real_embedder.embed_documents([PASSAGE.text])[0] > 0.9995


def test_passages_keep_their_order(real_embedder: Embedder) -> None:
    (first, second) = real_embedder.embed_passages([PASSAGE, OTHER])
    assert (first.sentences.shape, second.sentences.shape) == ((4, 384), (2, 384))
    alone = real_embedder.embed_documents(OTHER.sentences)
    assert (second.sentences * alone).sum(axis=1).min() > 0.9


def test_what_is_read_otherwise_than_it_stands_is_read_for_itself(real_embedder: Embedder) -> None:
    rows = ("Ort: Husum | Jahr: 1962", "Ort: Tönning | Jahr: 1976")
    table = PassageText("| Husum | 1962 |\n| Tönning | 1976 |", rows)
    (embedded,) = real_embedder.embed_passages([table])
    alone = real_embedder.embed_documents(rows)
    assert (embedded.sentences * alone).sum(axis=1).min() > 0.9995


def test_a_sentence_beyond_the_window_is_read_for_itself(real_embedder: Embedder) -> None:
    last = "Zuletzt sprach Ottilie Quast."
    text = SENTENCES[0] + " Blabla" * 700 + ". " + last
    (embedded,) = real_embedder.embed_passages([PassageText(text, (SENTENCES[0], last))])
    assert embedded.sentences[1] @ real_embedder.embed_documents([last])[0] > 0.9995


def test_a_sentence_that_stands_twice_is_found_twice(real_embedder: Embedder) -> None:
    twice = (SENTENCES[0], SENTENCES[1], SENTENCES[0])
    (embedded,) = real_embedder.embed_passages([PassageText(" ".join(twice), twice)])
    assert (embedded.sentences[0] != embedded.sentences[2]).any()
    assert embedded.sentences[0] @ embedded.sentences[2] > 0.9


def test_nothing_has_no_vectors(real_embedder: Embedder) -> None:
    assert real_embedder.embed_passages([]) == []
    (embedded,) = real_embedder.embed_passages([PassageText("Ohne Satz", ())])
    assert embedded.sentences.shape == (0, 384)
