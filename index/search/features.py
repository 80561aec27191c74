"""What speaks for each sentence of some passages, computed from their vectors.

The cosine of the sentence, that of the better of its neighbours, and that of its passage; matching
words, where the languages allow them to match.

From each cosine that of the question with the centre of the language's vectors is to be taken away:
without that, the model ranks texts in the question's language above better ones in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from index.search.candidate import FEATURES, Candidate, Features
from index.storage import Centre, Snapshot


def features(
    vector: np.ndarray,
    candidates: Sequence[Candidate],
    own_language: np.ndarray,
    snapshot: Snapshot,
) -> np.ndarray:
    """:param vector: of the question, float32, (dimension,), of length 1.
    :param candidates: all sentences of some passages, in reading order within each.
    :param own_language: bool, (candidates,): whether each is in the question's language.
    :return: (candidates, len(FEATURES)).
    """
    passages = np.array([candidate.passage.id for candidate in candidates])
    different, place = np.unique(passages, return_inverse=True)
    sentences = snapshot.sentence_vectors([candidate.sentence.id for candidate in candidates])
    of_sentence = sentences @ vector
    columns = {
        "sentence": of_sentence,
        "neighbour": better_neighbour(of_sentence, passages),
        "passage": (snapshot.passage_vectors(different.tolist()) @ vector)[place],
        "lexical": own_language * _shares(candidates),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def usual_features(centre: Centre, vector: np.ndarray) -> tuple[float, ...]:
    """What the features of any text of a language are, whatever it says.

    :param centre: of the language.
    :param vector: of the question.
    """
    of_sentence = float(centre.sentences @ vector)
    of_passage = float(centre.passages @ vector)
    return astuple(Features(sentence=of_sentence, neighbour=of_sentence, passage=of_passage))


def better_neighbour(values: np.ndarray, passages: np.ndarray) -> np.ndarray:
    """For each sentence the higher of its neighbours' values; its own where it has none.

    :param values: (sentences,), in reading order within each passage.
    :param passages: (sentences,), the passage of each.
    """
    together = passages[1:] == passages[:-1]
    before, after = np.full_like(values, -np.inf), np.full_like(values, -np.inf)
    np.copyto(before[1:], values[:-1], where=together)
    np.copyto(after[:-1], values[1:], where=together)
    better = np.maximum(before, after)
    return np.where(np.isneginf(better), values, better)


def _shares(candidates: Sequence[Candidate]) -> np.ndarray:
    """BM25 of each sentence as a share of the best one's: (candidates,)."""
    matches = np.array([candidate.match for candidate in candidates])
    return matches / (matches.max() or 1.0)
