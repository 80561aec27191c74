"""What speaks for the sentences of an archive, where it is known what should."""

from __future__ import annotations

import pytest
from rows import Rows
from word_encoder import SignEncoder

from index import Candidate, Embedder
from index.text import Question

QUESTION = Question("Wie viele Schafe zählte Harms abends?", "de")
ARTICLES = [
    # The name stands in the sentence before.
    ("de", "beside", "Harms ging hinaus. Er zählte Schafe abends. Dann regnete es lange."),
    # It stands two sentences before.
    ("de", "afar", "Harms ging hinaus. Dann regnete es lange. Er zählte Schafe abends."),
    # It stands in another passage, if at all.
    ("de", "alone", "Er zählte Schafe abends."),
    ("de", "asked alike", "Wie viele Gäste kamen?"),
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
        assert candidate.features.sentence == pytest.approx(of_sentence, abs=1e-5)
        assert candidate.features.passage == pytest.approx(of_passage, abs=1e-5)


def test_the_better_of_the_sentences_next_to_it_speaks_for_a_sentence(found: dict) -> None:
    for title in ("beside", "afar"):
        before, told = found[title, "harms"].features, found[title, "er"].features
        assert told.sentence > before.sentence
        between = found[title, "dann"].features
        assert between.neighbour == told.sentence
        assert before.neighbour == (told if title == "beside" else between).sentence
    alone = found["alone", "er"].features
    assert alone.neighbour == alone.sentence


def test_words_count_that_stand_in_the_sentence_before(found: dict) -> None:
    beside, afar, alone = (found[title, "er"].features for title in ("beside", "afar", "alone"))
    assert beside.content_words == pytest.approx(afar.content_words, abs=0.05)
    assert beside.context_words > beside.content_words + 0.1
    assert beside.context_words > afar.context_words + 0.1
    assert alone.context_words == alone.content_words


def test_the_weakest_word_is_looked_for_in_the_whole_passage(found: dict) -> None:
    beside, afar, alone = (found[title, "er"].features for title in ("beside", "afar", "alone"))
    assert beside.weakest_word == pytest.approx(afar.weakest_word, abs=0.05)
    assert beside.weakest_word > alone.weakest_word + 0.3
    assert found["beside", "dann"].features.weakest_word == beside.weakest_word


def test_words_that_say_what_is_asked_for_count_apart_from_the_others(found: dict) -> None:
    alike, alone = found["asked alike", "wie"].features, found["alone", "er"].features
    assert alike.function_words > alone.function_words + 0.3
    assert alike.content_words < alone.content_words - 0.3


def test_matching_words_are_a_share_of_the_best_match(found: dict) -> None:
    best = max(found.values(), key=lambda candidate: candidate.match)
    assert best.features.lexical == 1
    for candidate in found.values():
        assert candidate.features.lexical == pytest.approx(candidate.match / best.match)
    assert found["elsewhere", "er"].features.lexical == 0
    assert 0 < found["beside", "harms"].features.lexical < 1


def test_the_sentence_that_answers_comes_first(archive: Rows) -> None:
    first = archive.ranked(QUESTION)[0]
    assert (archive.title(first), first.sentence.text) == ("beside", "Er zählte Schafe abends.")
