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
from index.text import Question, is_written, terms, vocabulary

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
    return 1.0 / (1.0 + math.exp(-_log_odds(features, reads=_READ in features)))


def _log_odds(features: dict[str, float], reads: bool) -> float:
    model = _model(reads)
    weights: dict[str, float] = model["weights"]
    return float(model["intercept"]) + sum(weights[name] * features[name] for name in weights)


def _matching(features: dict[str, float]) -> float:
    """How likely a candidate answers by its words and vectors, in log-odds."""
    return _log_odds(features, reads=False)


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

    Features that mean less across languages have a weight of their own there. Where the reader has
    read, what matches counts from anywhere in the passage: it finds answers whose sentence says
    nothing of what they are about ("He stayed for four years."), next to one that does.

    :param article: the one that it is in.
    """
    best = candidates[0]
    others = [c.score for c in candidates if c.passage.id != best.passage.id][:_OTHERS]
    of_passage = {
        "lead": best.score - float(np.mean(others)) if others else 0.0,
        **_passage_features(question, best, article.title),
    }
    told = [_sentence_features(question, best) | of_passage]
    if best.answer is None:
        return told[0]
    told += [
        _sentence_features(question, candidate) | of_passage
        for candidate in candidates[1:]
        if candidate.passage.id == best.passage.id
    ]
    return max(told, key=_matching) | {_READ: best.answer.odds}


def _sentence_features(question: Question, candidate: Candidate) -> dict[str, float]:
    own = float(candidate.language == question.language)
    fits = candidate.features
    usual = _model(False)["usual_cosine"]
    in_own, in_other = usual["own_language"], usual["other_language"]
    return {
        "own_language": own,
        "sentence_own_language": own * (fits.sentence - in_own) * 10,
        "sentence_other_language": (1 - own) * (fits.sentence - in_other) * 10,
        "words_own_language": own * (fits.content_words - in_own) * 10,
        "words_other_language": (1 - own) * (fits.content_words - in_other) * 10,
        "function_words": (fits.function_words - in_other) * 10,
        "lexical": fits.lexical,
    }


def _passage_features(question: Question, candidate: Candidate, title: str) -> dict[str, float]:
    text, language = candidate.passage.text, candidate.language
    held = content_words_held(question, text) if language == question.language else 0.0
    missing = names_missing(question, f"{title} {text}", language)
    return {"words_held": held, "names_missing": float(missing)}


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
def _model(reads: bool) -> dict:
    name = "reading.json" if reads else "confidence.json"
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
