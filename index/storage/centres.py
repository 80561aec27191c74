"""The centre of each language's vectors: what its texts have in common, whatever they are about.

An embedding model keeps a trace of the language in its vectors, so that a question is nearer to all
texts in its own language. Less its language's centre, a score says how well the text answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.storage.vectors import Vectors

_SAMPLE = 4_096  # vectors of a language that its centre is taken from, at most
# A language with few texts has a centre of their topic, not of the language: this many vectors'
# worth of the archive's own centre are mixed in.
_PRIOR = 100


@dataclass(frozen=True, slots=True)
class Centre:
    """Means of one language's vectors: float32, (dimension,) each; not of length 1."""

    passages: np.ndarray
    sentences: np.ndarray


def language_centres(
    ids: Mapping[str, tuple[Sequence[int], Sequence[int]]],
    passage_vectors: Vectors,
    sentence_vectors: Vectors,
) -> dict[str, Centre]:
    """:param ids: language → the ids of its passages, and of its sentences."""
    means_of_passages = _means({name: pair[0] for name, pair in ids.items()}, passage_vectors)
    means_of_sentences = _means({name: pair[1] for name, pair in ids.items()}, sentence_vectors)
    # An article may hold no passage, a byline alone for one: its language may have no vectors.
    return {
        name: Centre(of_passages, means_of_sentences[name])
        for name, of_passages in means_of_passages.items()
    }


def _means(ids: Mapping[str, Sequence[int]], vectors: Vectors) -> dict[str, np.ndarray]:
    samples = {
        language: vectors.vectors(of_language[:: len(of_language) // _SAMPLE + 1])
        for language, of_language in ids.items()
        if len(of_language)
    }
    if not samples:
        return {}
    overall = np.mean([sample.mean(axis=0) for sample in samples.values()], axis=0)
    return {
        language: ((sample.sum(axis=0) + _PRIOR * overall) / (len(sample) + _PRIOR)).astype(
            np.float32
        )
        for language, sample in samples.items()
    }
