"""What speaks for the sentences of an archive, where it is known what should."""

from __future__ import annotations

import pytest
from rows import Rows
from word_encoder import SignEncoder

from index import Candidate, Embedder
from index.text import Question

QUESTION = Question("Wie viele Schafe zählte Harms abends?", "de")
ARTICLES = [
    ("de", "beside", "Harms ging hinaus. Er zählte Schafe abends. Dann regnete es lange."),
    ("de", "afar", "Harms ging hinaus. Dann regnete es lange. Er zählte Schafe abends."),
    ("de", "alone", "Er zählte Schafe abends."),
    ("en", "elsewhere", "ER ZÄHLTE SCHAFE ABENDS."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    embedder = Embedder(SignEncoder(1024), model_name="signs")
    return Rows(tmp_path_factory.mktemp("rows"), ARTICLES, embedder)


@pytest.fixture(scope="module")
def found(archive: Rows) -> dict[tuple[str, str], Candidate]:
    """By article and first word."""
    ranked = archive.ranked(QUESTION)
    return {(archive.title(c), c.sentence.text.split()[0].lower()): c for c in ranked}


def test_cosines_are_those_of_sentence_and_passage(archive: Rows) -> None:
    asked = archive.embedder.encode_query(QUESTION.asked).vector
    for candidate in archive.ranked(QUESTION):
        texts = [candidate.sentence.text, candidate.passage.text]
        of_sentence, of_passage = archive.embedder.embed_documents(texts) @ asked
        assert candidate.features.sentence == pytest.approx(of_sentence, abs=0.01)
        assert candidate.features.passage == pytest.approx(of_passage, abs=0.01)


def test_the_better_of_the_sentences_next_to_it_speaks_for_a_sentence(found: dict) -> None:
    for title in ("beside", "afar"):
        before, told = found[title, "harms"].features, found[title, "er"].features
        assert told.sentence > before.sentence
        between = found[title, "dann"].features
        assert between.neighbour == told.sentence
        assert before.neighbour == (told if title == "beside" else between).sentence
    alone = found["alone", "er"].features
    assert alone.neighbour == alone.sentence


def test_matching_words_are_a_share_of_the_best_match(found: dict) -> None:
    best = max(found.values(), key=lambda candidate: candidate.match)
    assert best.features.lexical == 1
    for candidate in found.values():
        assert candidate.features.lexical == pytest.approx(candidate.match / best.match)
    assert found["elsewhere", "er"].features.lexical == 0
    assert 0 < found["beside", "harms"].features.lexical < 1


def test_of_two_that_say_the_same_the_one_beside_the_name_comes_first(archive: Rows) -> None:
    ranked = [(archive.title(c), c.sentence.text) for c in archive.ranked(QUESTION)]
    beside, afar = (ranked.index((name, "Er zählte Schafe abends.")) for name in ("beside", "afar"))
    assert beside < afar
    assert beside < min(place for place, (_, text) in enumerate(ranked) if "Dann" in text)
