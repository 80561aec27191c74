"""How likely does the best candidate answer the question?

A logistic regression over a few named features, scaled to be the probability that the first quote
answers. Where the reader has read the candidates, its weights are in reading.json, fitted by
`python -m benchmarks.fit_reading`; else in confidence.json, fitted by
`python -m benchmarks.fit_confidence`. Both hold for the default embedding model.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from index import Article, Candidate
from index.search import Features
from index.text import Question, is_written, vocabulary

_READ = "odds"  # the feature that is there where the reader has read
_OTHERS = 5  # passages' sentences that the first candidate is compared with


class Sureness(enum.StrEnum):
    """How sure an answer is, in words that prompts/ spells out."""

    CERTAIN = "certain"
    LIKELY = "likely"
    PERHAPS = "perhaps"


def confidence(features: dict[str, float]) -> float:
    """0 to 1.

    :param features: as `answer_features` has them.
    """
    model = _model(_READ in features)
    weights: dict[str, float] = model["weights"]
    total = model["intercept"] + sum(weights[name] * features[name] for name in weights)
    return 1.0 / (1.0 + math.exp(-total))


def threshold(reads: bool) -> float:
    """The confidence below which the archive is taken not to hold the answer.

    :param reads: whether the reader has read what was found.
    """
    return float(_model(reads)["threshold"])


def sureness(confidence: float, reads: bool) -> Sureness | None:
    """None where the archive is taken not to hold the answer.

    What merely matches is never certain and never doubted: nobody has read it.
    """
    model = _model(reads)
    if confidence < model["threshold"]:
        return None
    if not reads:
        return Sureness.LIKELY
    if confidence < model["likely"]:
        return Sureness.PERHAPS
    return Sureness.CERTAIN if confidence >= model["certain"] else Sureness.LIKELY


def answer_features(
    question: Question, candidates: Sequence[Candidate], article: Article
) -> dict[str, float]:
    """What speaks for the first of `candidates`, and against it.

    Features that mean less across languages have a weight of their own there.

    :param article: the one that it is in.
    """
    best = candidates[0]
    others = [c.score for c in candidates if c.passage.id != best.passage.id][:_OTHERS]
    lead = {"lead": best.score - float(np.mean(others)) if others else 0.0}
    if best.answer is None:
        return lead | _match(question, best, article)
    beside = [c.features for c in candidates if c.passage.id == best.passage.id]
    return lead | {_READ: best.answer.odds} | _subject(question, best.language, beside)


def _subject(question: Question, language: str, beside: Sequence[Features]) -> dict[str, float]:
    """Whether a passage is about what is asked. That may be said in another sentence than the one
    that answers: "He stayed for four years."

    :param language: of the passage; `beside` are its sentences' features.
    """
    sentence = max(fits.sentence for fits in beside)
    lexical = max(fits.lexical for fits in beside)
    return _by_language(question, language, "sentence", sentence) | {"lexical": lexical}


def _match(question: Question, candidate: Candidate, article: Article) -> dict[str, float]:
    """How a sentence's words and vectors fit the question, and its passage's words and names."""
    fits, language = candidate.features, candidate.language
    text = candidate.passage.text
    context = f"{article.title} {text}"
    return {
        **_by_language(question, language, "sentence", fits.sentence),
        "lexical": fits.lexical,
        "names_missing": float(names_missing(question, context, language)),
    }


def _by_language(question: Question, language: str, name: str, cosine: float) -> dict[str, float]:
    """A cosine as a feature within a language, and as another one across languages."""
    own = float(language == question.language)
    return {
        "own_language": own,
        f"{name}_own_language": own * _more_than_usual(cosine, "own_language"),
        f"{name}_other_language": (1 - own) * _more_than_usual(cosine, "other_language"),
    }


def _more_than_usual(cosine: float, where: str) -> float:
    return (cosine - _model(False)["usual_cosine"][where]) * 10


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
def _model(reads: bool) -> dict:
    name = "reading.json" if reads else "confidence.json"
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
