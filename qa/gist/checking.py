"""Whether a machine translation may stand under its original.

Numbers have to be the same, names have to be there, and it has to be in its language. Then how
likely it is right goes by how close the two come by the multilingual embedding model, on the whole
and in the word that comes least close, by whether both negate, and, where the small model knows
both languages, by how likely that one finds either to be the other's translation (as Prism scores
them: Thompson and Post 2020): who does what to whom shows nowhere else. The weights are in
gist.json, fitted by `python -m benchmarks.fit_gist`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from index.text import content_words, may_be_in, numbers, vocabulary
from qa.gist.negation import negates
from qa.writing import Support

_REPEATED = 0.7  # of its words: related languages share some
_LETTERS = 40  # that tell a gist's language
_LONGEST, _SHORTEST = 3.0, 0.3  # of the original's length


class Judge(Protocol):
    """Says how likely a text is another's translation."""

    def knows(self, source: str, target: str) -> bool:
        """Whether it does so for these languages (ISO 639-1)."""
        ...

    def likelihood(self, text: str, translated: str, source: str, target: str) -> float:
        """The mean of the logarithms of the probability of each word piece of `translated`, the
        text being `text`.

        :raises LLMError: if it cannot say.
        """
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """What tells a right translation from a wrong one.

    :param closeness: of the tokens of either to the other's, the worse of both ways: a cosine.
    :param weakest: the same of the word of either that comes least close.
    :param negation: 1 where one negates and the other does not.
    :param forth: how likely the judge would translate so, and `back` likewise from the translation
        to the original; None without one.
    """

    closeness: float
    weakest: float
    negation: float
    forth: float | None
    back: float | None


def passes(
    gist: str,
    original: str,
    source: str,
    target: str,
    support: Support,
    judge: Judge | None = None,
) -> bool:
    """Whether it may be shown.

    :param source: the language of `original`; `target` that of `gist`, ISO 639-1.
    :raises LLMError: if `judge` fails.
    """
    if not says_the_same(gist, original, source, target, support):
        return False
    return score(features(gist, original, source, target, support, judge), source, target) >= 0


def score(of: Features, source: str, target: str) -> float:
    """The higher, the likelier it is right; from 0 on it may be shown."""
    model = _model()["unjudged" if of.forth is None else "judged"]
    values = against_usual(of, source, target, _model()["usual"])
    return model["intercept"] + sum(w * values[name] for name, w in model["weights"].items())


def against_usual(
    of: Features, source: str, target: str, usual: Mapping[str, float]
) -> dict[str, float]:
    """The features by name, likelihoods as against those of right translations.

    :param usual: theirs, by the language that they are in.
    """
    values = asdict(of)
    if of.forth is not None and of.back is not None:
        values |= {"forth": of.forth - usual[target], "back": of.back - usual[source]}
    return values


def features(
    gist: str, original: str, source: str, target: str, support: Support, judge: Judge | None
) -> Features:
    """:raises LLMError: if `judge` fails."""
    words = support.word_closenesses(gist, target, original, source)
    words += support.word_closenesses(original, source, gist, target)
    ones = negates(gist, target), negates(original, source)
    forth = back = None
    if judge is not None and judge.knows(source, target):
        forth = judge.likelihood(original, gist, source, target)
        back = judge.likelihood(gist, original, target, source)
    return Features(
        closeness=support.similarity(gist, original),
        weakest=min(words, default=1.0),
        negation=float(None not in ones and ones[0] != ones[1]),
        forth=forth,
        back=back,
    )


def says_the_same(gist: str, original: str, source: str, target: str, support: Support) -> bool:
    """Whether numbers, names, length and language are right."""
    if not _SHORTEST <= len(gist) / max(1, len(original)) <= _LONGEST:
        return False
    if numbers(gist) != numbers(original):
        return False
    if not may_be_in(gist, target, _LETTERS) or _is_repeated(gist, original, target):
        return False
    return not (
        support.missing(gist, target, original, source)
        or support.missing(original, source, gist, target)
    )


def _is_repeated(gist: str, original: str, target: str) -> bool:
    """Whether it is its original again, as far as words in small letters tell: where it is short,
    nothing else says which language it is in."""
    said = {word.text for word in content_words(gist, target) if word.text.islower()}
    return bool(said) and len(said - vocabulary(original)) < len(said) * (1 - _REPEATED)


def made_by() -> str:
    """What decides on a gist besides the translator: with other weights it is judged anew."""
    return _weights()


@cache
def _model() -> dict:
    return json.loads(_weights())


@cache
def _weights() -> str:
    return files(__package__).joinpath("gist.json").read_text(encoding="utf-8")
