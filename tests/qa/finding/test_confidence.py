"""How sure an answer is: what the question's words, names and numbers say for it and against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Archive, Article, Candidate, Passage, Sentence
from index.search import AnswerSpan, Features
from index.text import Question
from qa.finding import run, stages
from qa.finding.confidence import (
    answer_features,
    confidence,
    names_missing,
    threshold,
)

QUESTION = Question("Wie lange dauerte das Treffen des NATO-Russland-Rates?", "de")


def candidates(archive: Archive, question: Question, without: str = "") -> list[Candidate]:
    """:param without: the name of an article's file that is taken to be away."""
    snapshot = archive.current()

    def stays(candidate: Candidate) -> bool:
        path = str(snapshot.article(candidate.sentence.article_id).path)
        return not without or without not in path

    return run(question, stages(snapshot, archive.embedder), stays)


def sure(archive: Archive, question: str, language: str, without: str = "") -> float:
    asked = Question(question, language)
    found = candidates(archive, asked, without)
    article = archive.current().article(found[0].sentence.article_id)
    return confidence(answer_features(asked, found, article))


@pytest.mark.parametrize(
    ("question", "language"),
    [(QUESTION.asked, QUESTION.language), ("What did Sherman demand?", "en")],
)
def test_an_archive_without_the_article_is_less_sure(
    seeds_archive: Archive, question: str, language: str
) -> None:
    answered = sure(seeds_archive, question, language)
    assert answered >= threshold(reads=False)
    assert sure(seeds_archive, question, language, "nato-russland-rat-tagt") < answered


def test_what_no_article_is_about_is_below_the_threshold(seeds_archive: Archive) -> None:
    for question in (
        "Wer erfand den Dosenöffner?",
        "Wann wurde der Wiener Zentralfriedhof eröffnet?",
    ):
        assert sure(seeds_archive, question, "de") < threshold(reads=False)


@pytest.mark.parametrize("name", ["sentence", "lexical"])
def test_what_fits_better_is_surer(seeds_archive: Archive, name: str) -> None:
    first, *others = candidates(seeds_archive, QUESTION)
    article = seeds_archive.current().article(first.sentence.article_id)

    def with_value(value: float) -> float:
        changed = replace(first, features=replace(first.features, **{name: value}))
        return confidence(answer_features(QUESTION, [changed, *others], article))

    assert with_value(0.9) > with_value(0.8)


def test_a_lead_over_other_passages_is_surer(seeds_archive: Archive) -> None:
    first, *others = candidates(seeds_archive, QUESTION)
    article = seeds_archive.current().article(first.sentence.article_id)
    ahead = replace(first, score=first.score + 2)
    values = [
        confidence(answer_features(QUESTION, [one, *others], article)) for one in (first, ahead)
    ]
    assert values[0] < values[1]


@pytest.mark.parametrize(
    ("question", "language", "text", "missing"),
    [
        ("When did Putin visit Moscow?", "en", "Putin kam 2021 nach Moskau zurück.", 0),
        ("When did Putin visit Moscow?", "en", "Der Minister kam nach Paris.", 2),
        ("Was geschah am 11. September 2001?", "de", "Am 11. September 2001 brannte es.", 0),
        ("Was geschah 2001?", "de", "Im Jahr 2014 brannte es.", 1),
        ("¿Qué pidió la OTAN?", "es", "Die Nato-Staaten forderten mehr.", 1),
        ("who won", "en", "Der Deich brach.", 0),
    ],
)
def test_names_and_numbers_are_missed_where_a_text_lacks_them(
    question: str, language: str, text: str, missing: int
) -> None:
    assert names_missing(Question(question, language), text, "de") == missing


PASSAGE = "Am Montag traf die Ministerin Lang in Oslo ein. Sie sprach zwei Stunden mit Jan Berg."


def features_of(question: Question, language: str, title: str = "Ein Besuch") -> dict[str, float]:
    """Of an article in this language that holds one passage, and of its first sentence."""
    article = Article(id="a", text=PASSAGE, title=title, language=language)
    sentence = Sentence(1, 1, "a", 0, PASSAGE.index(" Sie"), PASSAGE.partition(" Sie")[0])
    passage = Passage(1, "a", 0, len(PASSAGE), PASSAGE)
    fits = Features(sentence=0.9, neighbour=0.9, passage=0.9, lexical=1.0)
    best = Candidate(sentence, passage, language, features=fits, score=9.0)
    return answer_features(question, [best], article)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("When did Lang talk to Berg in Oslo?", 0),
        ("When did Lang talk to Berg in Rome?", 1),
        ("When did Kowalski talk to Ferrari in Rome?", 3),
    ],
)
def test_each_name_that_a_passage_lacks_makes_less_sure(question: str, missing: int) -> None:
    features = features_of(Question(question, "en"), "de")
    assert features["names_missing"] == missing
    without = confidence(features | {"names_missing": 0.0})
    assert (confidence(features) < without) == bool(missing)


def test_a_name_may_stand_in_the_title() -> None:
    question = Question("When did Lang talk to Berg in Rome?", "en")
    assert features_of(question, "de", "Ein Besuch in Rom")["names_missing"] == 0


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_cosine_has_a_weight_of_its_own_in_another_language(language: str) -> None:
    features = features_of(Question("Wann sprach Lang?", "de"), language)
    of_own, of_other = features["sentence_own_language"], features["sentence_other_language"]
    assert features["own_language"] == (language == "de")
    assert (of_own > 0, of_other > 0) == (language == "de", language != "de")
    name = f"sentence_{'own' if language == 'de' else 'other'}_language"
    assert confidence(features | {name: features[name] - 1}) < confidence(features)


def test_the_lead_is_that_over_other_passages() -> None:
    question = Question("Wann sprach Lang?", "de")
    article = Article(id="a", text=PASSAGE, title="Ein Besuch", language="de")

    def candidate(passage: int, score: float) -> Candidate:
        sentence = Sentence(passage, passage, "a", 0, 5, PASSAGE[:5])
        return Candidate(sentence, Passage(passage, "a", 0, 5, PASSAGE[:5]), "de", score=score)

    found = [candidate(1, 9.0), candidate(1, 8.9), *(candidate(n, 8.0 - n) for n in range(2, 9))]
    # The first five of other passages: 6, 5, 4, 3, 2.
    assert answer_features(question, found, article)["lead"] == pytest.approx(5.0)
    assert answer_features(question, found[:2], article)["lead"] == 0.0


def read_candidates(**changed: float) -> list[Candidate]:
    """Two sentences of a passage and one of another; the first has been read to answer.

    :param changed: odds of the first, or features of the sentence beside it.
    """
    second = PASSAGE.index("Sie")
    passage = Passage(1, "a", 0, len(PASSAGE), PASSAGE)
    other = Passage(2, "b", 0, len(PASSAGE), PASSAGE)
    answers = AnswerSpan(0, 5, changed.pop("odds", 4.0)), AnswerSpan(0, 5, -4.0)
    fits = Features(sentence=0.8, lexical=0.2)
    return [
        Candidate(
            Sentence(1, 1, "a", second, len(PASSAGE), PASSAGE[second:]), passage, "de",
            features=fits, answer=answers[0], score=9.0,
        ),
        Candidate(
            Sentence(2, 1, "a", 0, second - 1, PASSAGE[: second - 1]), passage, "de",
            features=replace(fits, **changed), answer=answers[1], score=5.0,
        ),
        Candidate(
            Sentence(3, 2, "b", 0, second - 1, PASSAGE[: second - 1]), other, "de",
            features=Features(sentence=0.95, lexical=0.9), answer=answers[1], score=7.0,
        ),
    ]  # fmt: skip


def read_sure(found: list[Candidate], language: str = "en") -> float:
    article = Article(id="a", text=PASSAGE, title="Ein Besuch", language="de")
    return confidence(answer_features(Question("How long did she stay?", language), found, article))


def test_what_the_reader_finds_makes_surer() -> None:
    values = [read_sure(read_candidates(odds=odds)) for odds in (-12.0, 0.0, 4.0, 12.0)]
    assert values == sorted(set(values))


def test_once_read_a_neighbour_may_say_what_the_passage_is_about() -> None:
    """ "It was called Eagle Assist." is sure, where another sentence names the mission."""
    assert read_sure(read_candidates(sentence=0.9)) > read_sure(read_candidates())
    assert read_sure(read_candidates(lexical=0.9), "de") > read_sure(read_candidates(), "de")
    farther = read_candidates()
    farther[2] = replace(farther[2], features=Features())
    assert read_sure(farther) == read_sure(read_candidates()), "another passage is about itself"


def test_once_read_a_lead_makes_surer() -> None:
    first, *others = read_candidates()
    assert read_sure([replace(first, score=first.score + 2), *others]) > read_sure([first, *others])
