"""Does a translation give one the part of another: "Russia called on Sherman"?

Its words are the right ones, so that hardly any measure of them tells. But exchanged back they come
closer to the original: what is near is compared with what is nearer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from qa.writing import Support

_NAME = re.compile(r"(?<=[\w,:;“„«(] )[^\W\d_a-zß-ÿ][\w’'-]{2,}")
_MOST = 20  # pairs that are tried, those that stand close together first


def comes_closer_exchanged(gist: str, original: str, support: Support) -> float:
    """By how much its closeness to the original grows where two of its names change places, at
    best; less than 0 where none does, or there are none. In German other nouns are names too."""
    closeness = support.similarity(gist, original)
    others = itertools.islice(_exchanged(gist), _MOST)
    return max((support.similarity(o, original) - closeness for o in others), default=-1.0)


def _exchanged(text: str) -> Iterator[str]:
    names = [*_NAME.finditer(text)]
    pairs = [
        (one, other)
        for one, other in itertools.combinations(names, 2)
        if one[0] != other[0] and text[one.end() : other.start()].strip()
    ]
    for one, other in sorted(pairs, key=lambda pair: pair[1].start() - pair[0].end()):
        yield exchange(text, one, other)


def exchange(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    """The text with two parts of it in each other's place, `one` being the first."""
    between = text[one.end() : other.start()]
    return f"{text[: one.start()]}{other[0]}{between}{one[0]}{text[other.end() :]}"
