"""Which passages are looked at: the nearest by two searches, and some in each language."""

from __future__ import annotations

from collections import Counter

import pytest
from rows import Rows
from word_encoder import word_embedder

from index import ArticleFilter, Candidate, Search
from index.storage import Within
from index.text import Question

ASKED = "Wann verkaufte Harms die Fähre nach Emden?"
WORDS = ASKED.rstrip("?").split()
# Near the question in every way, and more than any search proposes.
CROWD = [
    ("de", f"crowd {n}", f"Harms verkaufte Fähre {n}. Alle sahen lange zu und gingen heim.")
    for n in range(150)
]
OTHER = " ".join(f"Im Garten {n} blüht roter Mohn." for n in range(15))
# Each of its sentences holds one of the question's words.
BROKEN_UP = (
    "Morgens Wann! Abends verkaufte? Gestern Harms. Immer die! Jetzt Fähre. Bald nach! Dann Emden."
)


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What one search finds and the others do not, among a crowd."""
    articles = [
        *CROWD,
        ("de", "one sentence", f"{OTHER} {' '.join(WORDS)}."),
        ("de", "all its sentences", BROKEN_UP),
        ("de", "one word", f"Einmal war in Emden {OTHER.replace('.', ' und')} Klee."),
    ]
    return Rows(tmp_path_factory.mktemp("german"), articles, word_embedder(dimension=1024))


def titles(archive: Rows, language: str) -> set[str]:
    """In a language that no article is in, words match nothing."""
    return {archive.title(c) for c in archive.proposed(Question(ASKED, language))}


def test_a_passage_is_proposed_by_the_words_of_one_of_its_sentences(german: Rows) -> None:
    """The rest of it is about something else."""
    assert "one sentence" not in titles(german, "nl")
    assert "one sentence" in titles(german, "de")


def test_a_passage_is_proposed_by_all_of_its_sentences_together(german: Rows) -> None:
    assert "all its sentences" in titles(german, "nl")


def test_a_passage_is_proposed_by_a_rare_word(german: Rows) -> None:
    assert "one word" not in titles(german, "nl")
    assert "one word" in titles(german, "de")


def test_all_sentences_of_a_passage_are_proposed_in_reading_order(german: Rows) -> None:
    found: dict[int, list[Candidate]] = {}
    for candidate in german.proposed(Question(ASKED, "de")):
        found.setdefault(candidate.passage.id, []).append(candidate)
    for of_passage in found.values():
        starts = [candidate.sentence.start for candidate in of_passage]
        assert starts == sorted(starts)
        written = " ".join(candidate.sentence.text for candidate in of_passage)
        assert written == of_passage[0].passage.text


def test_only_so_many_passages_are_proposed(german: Rows) -> None:
    assert len({c.passage.id for c in german.proposed(Question(ASKED, "nl"))}) == 60
    assert 60 <= len({c.passage.id for c in german.proposed(Question(ASKED, "de"))}) <= 60 + 40


def test_only_what_is_allowed_is_proposed(german: Rows) -> None:
    every = {c.passage.id for c in german.proposed(Question(ASKED, "de"))}
    far = {
        c.passage.id for c in german.proposed(Question("Wo blüht Mohn im Garten?", "de"))
    } - every
    few = [*sorted(every)[::7], *sorted(far)[:3]]
    search = Search(german.snapshot, german.embedder, _only(few))
    proposed = search.propose(Question(ASKED, "de"))
    assert {c.passage.id for c in proposed} == set(few)
    nothing = Search(german.snapshot, german.embedder, _only([]))
    assert nothing.propose(Question(ASKED, "de")) == []


def _only(passages: list[int]) -> Within:
    return Within(ArticleFilter(), lambda: passages)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Two large languages near the question, one of some articles, two of one sentence each."""
    articles = [
        *CROWD,
        *(("en", f"en {n}", f"Harms verkaufte Fähre number {n}.") for n in range(150)),
        *(("fr", f"fr {n}", f"Harms vint voir le marché {n}.") for n in range(12)),
        ("it", "it", "Nessuno parla di questo."),
        ("es", "es", "Nadie habla de esto."),
    ]
    return Rows(tmp_path_factory.mktemp("mixed"), articles, word_embedder(dimension=1024))


def test_a_tiny_language_is_proposed_whatever_is_nearer_in_others(mixed: Rows) -> None:
    vector = mixed.embedder.encode_query(ASKED).vector
    nearest = mixed.snapshot.store.passages(list(mixed.snapshot.proposals.search(vector, 60)))
    assert {stored.language for stored in nearest} <= {"de", "en"}
    proposed = {candidate.language for candidate in mixed.proposed(Question(ASKED, "de"))}
    assert proposed == {"de", "en", "fr", "it", "es"}


def test_each_language_has_a_fair_share_and_no_more(mixed: Rows) -> None:
    proposed = mixed.proposed(Question(ASKED, "nl"))
    passages = {candidate.passage.id: candidate.language for candidate in proposed}
    counts = Counter(passages.values())
    assert counts == {"de": 12, "en": 12, "fr": 12, "it": 1, "es": 1}


def test_of_many_languages_each_has_twelve_passages(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    languages = ["cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "pl", "pt", "sv"]
    articles = [
        (language, f"{language} {n}", f"Harms {language}{n} Fähre {language}.")
        for language in languages
        for n in range(20)
    ]
    archive = Rows(tmp_path_factory.mktemp("many"), articles, word_embedder(dimension=1024))
    proposed = archive.proposed(Question(ASKED, "ro"))
    passages = {candidate.passage.id: candidate.language for candidate in proposed}
    assert set(passages.values()) == set(languages)
    assert set(Counter(passages.values()).values()) == {12}


def test_what_was_proposed_before_comes_first_and_once(german: Rows) -> None:
    question = Question(ASKED, "de")
    proposed = german.proposed(question)
    before = proposed[5:7]
    after = Search(german.snapshot, german.embedder).propose(question, before)
    assert after[:2] == before
    assert after[2:] == [candidate for candidate in proposed if candidate not in before]
