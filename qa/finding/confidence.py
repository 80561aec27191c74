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
from index.text import Question, is_written, terms, vocabulary

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
    question: Question, candidates: Sequence[Candidate], article: Article
) -> dict[str, float]:
    """What speaks for the first of `candidates`, and against it.

    Features that mean less across languages have a weight of their own there.

    :param article: the one that it is in.
    """
    best = candidates[0]
    own = float(best.language == question.language)
    others = [c.score for c in candidates if c.passage.id != best.passage.id][:_OTHERS]
    context = f"{article.title} {best.passage.text}"
    fits = best.features
    usual = _model()["usual_cosine"]
    in_own, in_other = usual["own_language"], usual["other_language"]
    return {
        "own_language": own,
        "lead": best.score - float(np.mean(others)) if others else 0.0,
        "sentence_own_language": own * (fits.sentence - in_own) * 10,
        "sentence_other_language": (1 - own) * (fits.sentence - in_other) * 10,
        "words_own_language": own * (fits.content_words - in_own) * 10,
        "words_other_language": (1 - own) * (fits.content_words - in_other) * 10,
        "function_words": (fits.function_words - in_other) * 10,
        "lexical": fits.lexical,
        "words_held": content_words_held(question, best.passage.text) if own else 0.0,
        "names_missing": float(names_missing(question, context, best.language)),
    }


def content_words_held(question: Question, text: str) -> float:
    """The share of the question's content words that a text in its language holds, by stems."""
    words = " ".join(word.text for word in question.content_words)
    asked = set(terms(words, question.language))
    held = set(terms(text, question.language))
    return len(asked & held) / len(asked) if asked else 0.0


def names_missing(question: Question, text: str, language_of_text: str) -> int:
    """How many names and numbers of the question a text lacks.

    In German every noun is written like a name; asked of a German text they should be found, asked
    of another language's they cannot be told from names and are left out, but for their acronyms.
    """
    of_nouns = question.language != "de" or language_of_text == "de"
    held = vocabulary(text)
    return sum(
        not is_written(name, held) for name in (question.names if of_nouns else question.sure_names)
    )


@cache
def _model() -> dict:
    return json.loads(files(__package__).joinpath("confidence.json").read_text(encoding="utf-8"))
