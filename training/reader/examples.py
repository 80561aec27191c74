"""What one step of the reader's training reads: questions, each asked of several passages together.

First of the one that it belongs to, then of others, which do not answer. These are, in the order of
how hard it is to tell: the passage without the sentence that
answers; another passage of the article; the passages nearest to the question by the vectors of the
encoder, in whatever language; what a search by words finds for it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.reader.tables import END, START, Ragged, Tables

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
PASSAGES_EACH = 3  # that a question is asked of, its own among them
_CUT, _OF_ARTICLE, _NEAREST = 0.25, 0.25, 0.3  # of the others; words find the rest
_WORDED_BADLY, _WITHOUT_TITLE = 0.3, 0.3
_LONGEST, _MAX_QUESTION, _MAX_TITLE = 220, 48, 24  # tokens


@dataclass(frozen=True, slots=True)
class Example:
    """:param ids: the tokens of question, title and passage, as qa.finding.reader.pairs joins them.
    :param first: which of them is the passage's first; the last one closes it.
    :param targets: (first, last) token of what may answer; (0, 0) for "not here".
    """

    ids: np.ndarray
    first: int
    targets: list[tuple[int, int]]


class Examples:
    """Draws examples: the same for the same seed and number.

    :param held_out: the fold of which no question is asked and no passage read; -1 for none.
    :param nearest: for each wording, by its place in `tables.wordings`, passages near to it.
    """

    def __init__(self, tables: Tables, held_out: int, nearest: np.ndarray) -> None:
        self._tables, self._nearest = tables, nearest
        self._is_held_out = (tables.folds == held_out) & (held_out >= 0)
        usable = np.flatnonzero(~self._is_held_out[tables.questions[:, 1]])
        self._by_source = {
            name: usable[tables.questions[usable, 0] == number]
            for number, name in enumerate(tables.sources)
        }
        self._passages_of = _grouped(tables.passages[:, 2])

    def draw(self, seed: int, number: int, with_unlabelled: bool) -> list[Example]:
        """One question, asked of its own passage first and then of others.

        :param with_unlabelled: once the reader can tell which of several candidates answers.
        """
        chance = random.Random(seed << 32 | number)
        tables = self._tables
        names = [s for s in self._by_source if with_unlabelled or not s.endswith("-candidates")]
        (source,) = chance.choices(names, [_SHARES[name] for name in names])
        question = int(chance.choice(self._by_source[source]))
        reading = self._one_of(tables.readings, question, _WRITTEN_IN, chance)
        wording = self._one_of(tables.wordings, question, _ASKED_IN, chance)
        text = tables.wordings.values[wording][1:]
        asked = tables.texts[text[chance.choice((1, 2)) if chance.random() < _WORDED_BADLY else 0]]
        own = int(tables.readings.values[reading][1])
        answers, is_labelled = tables.answers[reading], bool(tables.questions[question, 2])
        others = (
            self._look_alike(question, reading, wording, is_labelled, chance)
            for _ in range(PASSAGES_EACH - 1)
        )
        is_titled = chance.random() >= _WITHOUT_TITLE

        def joined(passage: int, tokens: np.ndarray, answers: np.ndarray, known: bool) -> Example:
            title = tables.texts[tables.passages[passage, 1]] if is_titled else tokens[:0]
            return _joined(asked, title, tokens, answers, known, chance)

        return [
            joined(own, tables.texts[tables.passages[own, 0]], answers, is_labelled),
            *(joined(*other, answers[:0], True) for other in others if other is not None),
        ]

    def _one_of(
        self, table: Ragged, question: int, shares: dict[str, float], chance: random.Random
    ) -> int:
        """The place in a ragged table of one of a question's rows, by their languages' shares."""
        rows = range(table.starts[question], table.starts[question + 1])
        names = (self._tables.languages[table.values[row][0]] for row in rows)
        return chance.choices(rows, [shares.get(name, _OTHER_LANGUAGE) for name in names])[0]

    def _look_alike(
        self, question: int, reading: int, wording: int, is_labelled: bool, chance: random.Random
    ) -> tuple[int, np.ndarray] | None:
        """A passage, and those of its tokens that are read; None where there is none."""
        tables = self._tables
        passage = int(tables.readings.values[reading][1])
        own = tables.texts[tables.passages[passage, 0]]
        answers = [own[first : last + 1].tobytes() for first, last in tables.answers[reading]]
        kind = chance.random()
        if kind < _CUT and is_labelled and answers:
            if (rest := self._cut(passage, tables.answers[reading][0])) is not None:
                return passage, rest
        elif kind < _CUT + _OF_ARTICLE:
            language = tables.passages[passage, 3]
            of_article = self._passages_of[int(tables.passages[passage, 2])]
            of_article = of_article[tables.passages[of_article, 3] == language]
            if (other := self._without(of_article, passage, answers, chance)) is not None:
                return other
        elif kind < _CUT + _OF_ARTICLE + _NEAREST:
            near = self._nearest[wording]
            near = near[tables.passages[near, 2] != tables.questions[question, 1]]
            if (other := self._without(near, passage, answers, chance)) is not None:
                return other
        return self._without(tables.found[reading], passage, answers, chance)

    def _without(
        self, passages: np.ndarray, own: int, answers: list[bytes], chance: random.Random
    ) -> tuple[int, np.ndarray] | None:
        """One of these passages that is not held out and does not hold the answer's words."""
        tables = self._tables
        for passage in chance.sample(passages.tolist(), min(4, len(passages))):
            tokens = tables.texts[tables.passages[passage, 0]]
            if passage == own or self._is_held_out[tables.passages[passage, 2]]:
                continue
            if not any(_holds(tokens, answer) for answer in answers):
                return passage, tokens
        return None

    def _cut(self, passage: int, answer: np.ndarray) -> np.ndarray | None:
        """The passage without the sentences that answer; None where little or the answer is
        left."""
        tokens = self._tables.texts[self._tables.passages[passage, 0]]
        bounds = [*self._tables.sentences[passage].tolist(), len(tokens)]
        first, last = answer
        kept = [
            tokens[start:end]
            for start, end in zip(bounds, bounds[1:], strict=False)
            if end <= first or start > last
        ]
        if len(kept) < 2:
            return None
        rest = np.concatenate(kept)
        return None if _holds(rest, tokens[first : last + 1].tobytes()) else rest


def _grouped(numbers: np.ndarray) -> dict[int, np.ndarray]:
    order = np.argsort(numbers, kind="stable")
    values, starts = np.unique(numbers[order], return_index=True)
    parts = np.split(order, starts[1:])
    return {int(value): part for value, part in zip(values, parts, strict=True)}


def _holds(tokens: np.ndarray, part: bytes) -> bool:
    found, size, text = -1, tokens.itemsize, tokens.tobytes()
    while (found := text.find(part, found + 1)) >= 0:
        if found % size == 0:
            return True
    return False


def _joined(
    question: np.ndarray,
    title: np.ndarray,
    passage: np.ndarray,
    answers: np.ndarray,
    is_labelled: bool,
    chance: random.Random,
) -> Example:
    if len(passage) > _LONGEST:
        passage, answers = _window(passage, answers, chance)
    before: list[Any] = [[START], question[:_MAX_QUESTION], [END, END]]
    if len(title):
        before += [title[:_MAX_TITLE], [END, END]]
    first = sum(map(len, before))
    ids = np.concatenate([*before, passage, [END]]).astype(np.int32)
    targets = [(first + int(start), first + int(end)) for start, end in answers]
    if not targets or not is_labelled:
        targets.append((0, 0))
    return Example(ids, first, targets)


def _window(
    passage: np.ndarray, answers: np.ndarray, chance: random.Random
) -> tuple[np.ndarray, np.ndarray]:
    """A part of a long passage: one that holds an answer, where there is one."""
    beyond = len(passage) - _LONGEST
    if len(answers):
        start, end = chance.choice(answers.tolist())
        low, high = max(0, end - _LONGEST + 1), min(start, beyond)
        first = chance.randint(min(low, high), high)
    else:
        first = chance.randint(0, beyond)
    inside = (answers[:, 0] >= first) & (answers[:, 1] < first + _LONGEST)
    return passage[first : first + _LONGEST], answers[inside] - first


def drawn(
    examples: Examples, seed: int, numbers: range, tokens: int, with_unlabelled: bool
) -> Iterator[list[list[Example]]]:
    """Batches of questions of about as many tokens, with padding, and of about the same length."""
    several = [examples.draw(seed, number, with_unlabelled) for number in numbers]
    several.sort(key=_longest)
    batches: list[list[list[Example]]] = [[]]
    pairs = 0
    for asked in several:
        pairs += len(asked)
        if pairs * _longest(asked) > tokens:
            batches.append([])
            pairs = len(asked)
        batches[-1].append(asked)
    random.Random(seed << 32 | numbers.start).shuffle(batches)
    yield from batches


def _longest(asked: list[Example]) -> int:
    return max(len(example.ids) for example in asked)
