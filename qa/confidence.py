"""How likely does the best candidate answer the question?

A logistic regression over a few named features. Its weights are in confidence.json, fitted by
`python -m benchmarks.fit_confidence` on the questions of XQuAD, with and without the articles that
answer them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from index import Article, Candidate
from index.stop_words import stop_words
from index.terms import fold, terms

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_ALIKE = 0.45  # Dice coefficient of letter trigrams from which two names may be one: Moscow, Moskau


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
    question: str, language: str, candidates: Sequence[Candidate], article: Article
) -> dict[str, float]:
    """What speaks for the first of `candidates`, and against it.

    :param article: the one that it is in.
    """
    best = candidates[0]
    own = float(best.language == language)
    cosine = 0.5 * best.sentence_score + 0.5 * best.passage_score
    others = [c.score for c in candidates[1:41] if c.passage.id != best.passage.id]
    context = f"{article.title} {best.passage.text}"
    named, found = _names(question, language, best.language, context)
    asked, held = _content_words(question, language, best.sentence.text) if own else (0, 0)
    return {
        "cosine_own_language": own * (cosine - 0.85) * 10,
        "cosine_other_language": (1 - own) * (cosine - 0.80) * 10,
        "own_language": own,
        "lead": (best.score - float(np.mean(others))) * 10 if others else 0.0,
        "names_missing": float(named - found),
        "names_found": float(min(found, 3)),
        "words_held": held / asked if asked else own * 0.5,
    }


def _names(question: str, language: str, other: str, context: str) -> tuple[int, int]:
    """How many names and numbers a question holds, and how many of them its evidence does.

    In German every noun is written like a name; asked of a German text they should be found, asked
    of another language's they cannot be told from names and are left out, but for their acronyms.
    """
    words = _WORD.findall(question)
    candidates = [
        word
        for position, word in enumerate(words)
        if any(c.isdigit() for c in word)
        or (len(word) > 1 and word.isupper())
        or (
            position > 0
            and word[0].isupper()
            and (language != "de" or other == "de")
            and word.casefold() not in stop_words(language)
        )
    ]
    vocabulary = {fold(word) for word in _WORD.findall(context)}
    vocabulary |= {part for word in vocabulary for part in re.split(r"[-’'.]", word) if part}
    return len(candidates), sum(_is_held(fold(word), vocabulary) for word in candidates)


def _is_held(word: str, vocabulary: set[str]) -> bool:
    if word in vocabulary:
        return True
    if any(c.isdigit() for c in word):
        digits = re.sub(r"\D", "", word)
        return any(re.sub(r"\D", "", other) == digits for other in vocabulary)
    grams = _trigrams(word)
    return any(
        other.startswith(word[:-1]) or _dice(grams, _trigrams(other)) >= _ALIKE
        for other in vocabulary
        if len(word) > 3 and other[:1] == word[:1]
    )


@cache
def _trigrams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _content_words(question: str, language: str, sentence: str) -> tuple[int, int]:
    words = _WORD.findall(question)
    content = " ".join(word for word in words if word.casefold() not in stop_words(language))
    asked = set(terms(content, language))
    return len(asked), len(asked & set(terms(sentence, language)))


@cache
def _model() -> dict:
    return json.loads(files("qa").joinpath("confidence.json").read_text(encoding="utf-8"))
