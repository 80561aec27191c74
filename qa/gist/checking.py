"""Whether a machine translation may stand under its original.

Numbers have to be the same, names have to be there, it has to be in its language, to negate where
the original does, to come close to it by the multilingual embedding model, and not to come closer
with two names exchanged. The floors are in gist.json, chosen by `python -m benchmarks.fit_gist`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.text import content_words, may_be_in, numbers, vocabulary
from qa.gist.exchanged import comes_closer_exchanged
from qa.gist.negation import negates
from qa.writing import Support

_REPEATED = 0.7  # of its words: related languages share some
_LETTERS = 40  # that tell a gist's language
_LONGEST, _SHORTEST = 3.0, 0.3  # of the original's length


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """On a translation; the better of two is the greater.

    :param passes: whether it may be shown.
    :param same: whether numbers, names, negation and language are right.
    :param closeness: of its tokens to the original's, and of theirs to its, the worse: a cosine.
    """

    passes: bool
    same: bool
    closeness: float


def verdict(gist: str, original: str, source: str, target: str, support: Support) -> Verdict:
    """:param source: the language of `original`; `target` that of `gist`, ISO 639-1."""
    same = says_the_same(gist, original, source, target, support)
    closeness = support.similarity(gist, original)
    passes = (
        same
        and closeness >= _floors()["closeness"]
        and not gives_parts_exchanged(gist, original, support)
    )
    return Verdict(passes, same, closeness)


def is_sure(of: Verdict) -> bool:
    """Whether there is no need to try for a better one."""
    return of.passes and of.closeness >= _floors()["sure"]


def gives_parts_exchanged(gist: str, original: str, support: Support) -> bool:
    """Whether it would fit clearly better with two of its names exchanged."""
    return comes_closer_exchanged(gist, original, support) > _floors()["exchanged"]


def says_the_same(gist: str, original: str, source: str, target: str, support: Support) -> bool:
    """Whether numbers, names, negation, length and language are right."""
    if not _SHORTEST <= len(gist) / max(1, len(original)) <= _LONGEST:
        return False
    if numbers(gist) != numbers(original):
        return False
    if not may_be_in(gist, target, _LETTERS) or _is_repeated(gist, original, target):
        return False
    negations = negates(gist, target), negates(original, source)
    if None not in negations and negations[0] != negations[1]:
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


@cache
def made_by() -> str:
    """What decides on a gist besides the translator: with other floors it is judged anew."""
    return files(__package__).joinpath("gist.json").read_text(encoding="utf-8")


@cache
def _floors() -> dict[str, float]:
    return json.loads(made_by())
