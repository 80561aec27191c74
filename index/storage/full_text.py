"""BM25 over sentences (Robertson & Zaragoza 2009), without reading the rows of common words.

A question has words that stand in every other sentence, and some that stand in few. What holds none
of the rare ones has no score to speak of: candidates are the sentences of the rarest words, those
that hold two of the rest, and no others (as in MaxScore, Turtle & Flood 1995, but bounded: where
there are too many, some that hold one word alone are left out). These are scored by all words, as
they are kept beside the passage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.storage.sentence_ids import PLACES
from index.storage.sentence_words import number_of, unpack_words

_K1, _B = 1.2, 0.75
# Sentences that the rarest words may give together, each pair of others, and how many are scored.
_ROWS, _PAIRED, _SCORED = 4_000, 2_000, 500
_TOO_COMMON = 40_000  # sentences of a word, for it to be paired
_FILTERED = 1_000  # passages that are all scored
# (query of the full text, rows at most) → the ids of its rows, in order
Match = Callable[[str, int], np.ndarray]


class Sentences:
    """Searches the sentences of one state.

    :param match: asks the full text.
    :param frequencies: in how many sentences each of some words stands, as far as that is known.
    :param count: counts them, of one word.
    :param packed: the ids of passages → their words (index.storage.sentence_words), by their ids.
    :param sentences: how many there are, and `length`, how many words one has on the average.
    """

    def __init__(
        self,
        match: Match,
        frequencies: Callable[[Sequence[str]], Mapping[str, int]],
        count: Callable[[str], int],
        packed: Callable[[Sequence[int]], Mapping[int, bytes]],
        sentences: int,
        length: float,
    ) -> None:
        self._match = match
        self._frequencies = frequencies
        self._count = count
        self._packed = packed
        self._number = sentences
        self._length = length

    def best(
        self, words: Sequence[str], limit: int, passages: np.ndarray | None = None
    ) -> dict[int, float]:
        """Sentence id → BM25, best first.

        :param words: stemmed, with their language, once each.
        :param passages: int64, sorted: those that the sentences may stand in; any where it is None.
        """
        frequencies = dict(self._frequencies(words))
        rows: dict[str, np.ndarray] = {}
        for word in words:
            if word not in frequencies:
                of_word = self._match(_phrase(word), _ROWS + 1)
                if len(of_word) <= _ROWS:
                    rows[word] = of_word
                frequencies[word] = len(of_word) if word in rows else self._count(_phrase(word))
        known = sorted((w for w in words if frequencies[w]), key=lambda word: frequencies[word])
        if not known:
            return {}
        if passages is not None and len(passages) <= _FILTERED:
            candidates = None
        else:
            candidates = self._candidates(known, frequencies, rows, passages)
            if not len(candidates):
                return {}
        weights = np.array([self._weight(frequencies[word]) for word in known])
        ids, scores = self._scored(known, weights, candidates, passages)
        best = np.lexsort((ids, -scores))[:limit]
        return {
            i: score
            for i, score in zip(ids[best].tolist(), scores[best].tolist(), strict=True)
            if score > 0
        }

    def _candidates(
        self,
        words: Sequence[str],
        frequencies: Mapping[str, int],
        rows: dict[str, np.ndarray],
        passages: np.ndarray | None,
    ) -> np.ndarray:
        """The ids of sentences, those first in which words meet that are rare.

        :param words: the rarest first.
        """
        rare, others = _split(words, frequencies)
        for word in rare:
            if word not in rows:
                rows[word] = self._match(_phrase(word), _ROWS)
        found = [(rows[word], self._weight(frequencies[word])) for word in rare]
        either = _any(rare)
        for place, word in enumerate(others):
            beside = [either] if rare else []
            weight = self._weight(frequencies[word])
            if frequencies[word] <= _TOO_COMMON:
                beside += [
                    _phrase(o) for o in others if o != word and frequencies[o] <= _TOO_COMMON
                ]
            elif rare and place > 2:
                break
            if beside:
                query = f"{_phrase(word)} AND ({' OR '.join(beside)})"
                found.append((self._match(query, _PAIRED), weight))
        if not rare:
            query = " AND ".join(map(_phrase, words[:2]))
            found.append((self._match(query, _ROWS), 1.0))
            found.append((self._match(_phrase(words[0]), _ROWS), 1.0))
        ids = np.concatenate([of_word for of_word, _ in found])
        gains = np.concatenate([np.full(len(of_word), gain) for of_word, gain in found])
        if passages is not None:
            inside = np.isin(ids // PLACES, passages)
            ids, gains = ids[inside], gains[inside]
        different, place_of = np.unique(ids, return_inverse=True)
        total = np.bincount(place_of, gains, len(different))
        return different[np.lexsort((different, -total))[:_SCORED]]

    def _scored(
        self,
        words: Sequence[str],
        weights: np.ndarray,
        candidates: np.ndarray | None,
        passages: np.ndarray | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The ids of the candidates, and their scores; of all sentences where there are none."""
        asked = passages if candidates is None else np.unique(candidates // PLACES)
        assert asked is not None
        packed = self._packed(asked.tolist())
        if not packed:
            return np.zeros(0, np.int64), np.zeros(0)
        said = unpack_words(list(packed.values()))
        ids = np.array(list(packed), np.int64)[said.passages] * PLACES + said.places
        chosen = (
            np.arange(len(ids)) if candidates is None else np.flatnonzero(np.isin(ids, candidates))
        )
        lengths = said.lengths[chosen]
        owners = np.repeat(np.arange(len(chosen)), lengths)
        behind = np.arange(len(owners)) - (np.cumsum(lengths) - lengths)[owners]
        every = said.numbers[said.starts[chosen][owners] + behind]
        length = _K1 * (1 - _B + _B * lengths / self._length)
        scores = np.zeros(len(chosen))
        for word, weight in zip(words, weights, strict=True):
            times = np.bincount(owners[every == number_of(word)], minlength=len(chosen))
            scores += weight * times * (_K1 + 1) / (times + length)
        return ids[chosen], scores

    def _weight(self, frequency: int) -> float:
        """As SQLite's bm25() has it."""
        more = (self._number - frequency + 0.5) / (frequency + 0.5)
        return max(1e-6, math.log(more)) if more > 0 else 1e-6


def _split(words: Sequence[str], frequencies: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """The rarest words, as many as have few enough rows, and the others."""
    together, rare = 0, list[str]()
    for word in words:
        together += frequencies[word]
        if together > _ROWS:
            break
        rare.append(word)
    return rare, list(words[len(rare) :])


def _phrase(word: str) -> str:
    return f'"{word}"'


def _any(words: Sequence[str]) -> str:
    return " OR ".join(map(_phrase, words))
