"""What one step of the reader's training reads: half of it is not answered where it is asked.

What does not answer, in the order of how hard it is to tell: the passage without the sentence that
answers; another passage of the article; what a search finds for the question in everything else.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import split_sentences
from training.batches import worded_badly
from training.reader.look_alikes import LookAlikes
from training.reader.questions import AskedQuestion, Reading

# How often a set is drawn from. What nobody here asks in is kept in small measure: a reader of many
# languages reads each of them better.
_SHARES = {
    **{"squad": 16, "xquad": 9, "qed-nq": 13, "afriqa": 8, "piaf": 9, "norquad": 8, "qamr": 6},
    **{"nq": 4, "jaquad": 2, "cmrc2018": 2, "iapp": 1, "pquad": 2, "heq": 1, "arcd": 1},
    **{"swequad-mc": 1.5, "faquad": 1.5, "squad2-train-candidates": 18},
}
_ASKED_IN = {"de": 3.0, "en": 3.0, "es": 2.0, "it": 2.0}
_WRITTEN_IN = {"de": 5.0, "en": 2.0, "es": 1.5, "it": 1.5}
_OTHER_LANGUAGE = 0.7
_ANSWERED = 0.5
_CUT, _OF_ARTICLE = 0.3, 0.3  # of what is not answered; the rest is found by a search
_WORDED_BADLY, _WITHOUT_TITLE = 0.3, 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """:param spans: of the answer in the passage; none where it is not there.
    :param is_labelled: whether the span is the answer; else one of several may be, or none."""

    question: str
    title: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    is_labelled: bool = True


class Examples:
    """Draws examples: the same for the same seed and number."""

    def __init__(self, questions: Sequence[AskedQuestion], look_alikes: LookAlikes) -> None:
        self._by_source: dict[str, list[AskedQuestion]] = defaultdict(list)
        for question in questions:
            self._by_source[question.source].append(question)
        self._look_alikes = look_alikes

    def draw(self, seed: int, number: int, with_unlabelled: bool) -> Example:
        """:param with_unlabelled: once the reader can tell which of several candidates answers."""
        chance = random.Random(f"{seed} {number}")
        sources = [s for s in self._by_source if with_unlabelled or not s.endswith("-candidates")]
        (source,) = chance.choices(sources, [_SHARES[s] for s in sources])
        question = chance.choice(self._by_source[source])
        written_in = _language(question.readings, _WRITTEN_IN, chance)
        asked_in = _language(question.wordings, _ASKED_IN, chance)
        wording = question.wordings[asked_in]
        if chance.random() < _WORDED_BADLY:
            wording = worded_badly(wording, asked_in, chance)
        is_answered = chance.random() < _ANSWERED
        own = question.readings[written_in]
        reading = own if is_answered else self._look_alike(question, written_in, chance) or own
        title = "" if chance.random() < _WITHOUT_TITLE else reading.title
        is_labelled = question.is_labelled or not reading.answers
        return Example(wording, title, reading.text, reading.answers, is_labelled)

    def _look_alike(
        self, question: AskedQuestion, language: str, chance: random.Random
    ) -> Reading | None:
        kind = chance.random()
        if kind < _CUT and question.is_labelled and question.readings[language].answers:
            if (without := _cut(question.readings[language], language)) is not None:
                return without
        elif kind < _CUT + _OF_ARTICLE and (
            of_article := self._look_alikes.of_article(question, language)
        ):
            return chance.choice(of_article)
        found = self._look_alikes.found(question, language)
        return chance.choice(found) if found else None


def _language(known: dict, shares: dict[str, float], chance: random.Random) -> str:
    languages = sorted(known)
    weights = [shares.get(language, _OTHER_LANGUAGE) for language in languages]
    return chance.choices(languages, weights)[0]


def _cut(reading: Reading, language: str) -> Reading | None:
    """The passage without the sentences that answer; None where little or the answer is left."""
    ((start, end),) = reading.answers
    sentences = split_sentences(reading.text, language)
    kept = [(first, last) for first, last in sentences if last <= start or first >= end]
    text = " ".join(reading.text[first:last] for first, last in kept)
    answer = reading.text[start:end].casefold()
    if len(kept) < 2 or answer in text.casefold():
        return None
    return Reading(reading.title, text, ())
