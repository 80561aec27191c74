"""The centre of each language's vectors: what its texts have in common, whatever they are about.

An embedding model keeps a trace of the language in its vectors, so that a question is nearer to all
texts in its own language. Less its language's centre, a score says how well the text answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

# A language with few texts has a centre of their topic, not of the language: this many vectors'
# worth of the archive's own centre are mixed in. A passage holds some six sentences.
_SENTENCES, _PASSAGES = 100, 16
# language → how many passages, the sum of their vectors (float64), and likewise of sentences
Sums = Mapping[str, tuple[int, np.ndarray, int, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Centre:
    """Means of one language's vectors: float32, (dimension,) each; not of length 1."""

    passages: np.ndarray
    sentences: np.ndarray


def language_centres(sums: Sums) -> dict[str, Centre]:
    """A language without passages has none."""
    passages = {name: (count, total) for name, (count, total, *_) in sums.items()}
    sentences = {name: (count, total) for name, (*_, count, total) in sums.items()}
    of_passages, of_sentences = _means(passages, _PASSAGES), _means(sentences, _SENTENCES)
    return {name: Centre(of_passages[name], of_sentences[name]) for name in of_passages}


def _means(sums: Mapping[str, tuple[int, np.ndarray]], prior: int) -> dict[str, np.ndarray]:
    held = {name: pair for name, pair in sums.items() if pair[0]}
    if not held:
        return {}
    overall = np.mean([total / count for count, total in held.values()], axis=0)
    return {
        name: ((total + prior * overall) / (count + prior)).astype(np.float32)
        for name, (count, total) in held.items()
    }
