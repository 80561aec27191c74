"""How likely does the best candidate answer the question?

A logistic regression over a few named features, scaled to be the probability that the first quote
answers. Its weights are in confidence.json, fitted by `python -m benchmarks.fit_confidence` on the
questions of XQuAD, asked of archives with and without what answers them. They hold for the default
embedding model.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from index import Article, Candidate
from index.text.words import content_words_held, names_missing

_OTHERS = 5  # passages' sentences that the first candidate is compared with


def confidence(features: dict[str, float]) -> float:
    """0 to 1."""
    model = _model()
    weights: dict[str, float] = model["weights"]
    total = model["intercept"] + sum(weights[name] * features[name] for name in weights)
    return 1.0 / (1.0 + math.exp(-total))


def threshold() -> float:
    """The confidence below which the archive is taken not to hold the answer."""
    return float(_model()["threshold"])


def answer_features(
    question: str,
    language: str,
    candidates: Sequence[Candidate],
    article: Article,
) -> dict[str, float]:
    """What speaks for the first of `candidates`, and against it.

    Features that mean less across languages have a weight of their own there.

    :param article: the one that it is in.
    """
    best = candidates[0]
    own = float(best.language == language)
    others = [c.score for c in candidates if c.passage.id != best.passage.id][:_OTHERS]
    context = f"{article.title} {best.passage.text}"
    fits = best.features
    return {
        "own_language": own,
        "lead": best.score - float(np.mean(others)) if others else 0.0,
        "sentence_own_language": own * (fits.sentence - 0.85) * 10,
        "sentence_other_language": (1 - own) * (fits.sentence - 0.80) * 10,
        "words_own_language": own * (fits.content_words - 0.85) * 10,
        "words_other_language": (1 - own) * (fits.content_words - 0.80) * 10,
        "function_words": (fits.function_words - 0.80) * 10,
        "lexical": fits.lexical,
        "words_held": content_words_held(question, language, best.passage.text) if own else 0.0,
        "names_missing": float(names_missing(question, language, context, best.language)),
    }


@cache
def _model() -> dict:
    return json.loads(files(__package__).joinpath("confidence.json").read_text(encoding="utf-8"))
