"""Whether a machine translation may stand under its original.

Numbers have to be the same, names have to be there, and the two have to mean the same by the
multilingual embedding model. The floor is in qa/writing/support.json, fitted by
`python -m benchmarks.fit_gist`.
"""

from __future__ import annotations

from functools import cache

from index.text import may_be_in, numbers
from qa.writing import Support, gist_floor

_LETTERS = 40  # that tell a gist's language
_LONGEST, _SHORTEST = 3.0, 0.3  # of the original's length


def is_kept(gist: str, original: str, source: str, target: str, support: Support) -> bool:
    """:param source: the language of `original`; `target` that of `gist`, ISO 639-1."""
    return (
        says_the_same(gist, original, source, target, support)
        and support.similarity(gist, original) >= gist_floor()
    )


@cache
def made_by() -> str:
    """What decides on a gist besides the translator: with another floor it is judged anew."""
    return f"{gist_floor()}"


def says_the_same(gist: str, original: str, source: str, target: str, support: Support) -> bool:
    """Whether numbers, names, length and language are right."""
    if not _SHORTEST <= len(gist) / max(1, len(original)) <= _LONGEST:
        return False
    if numbers(gist) != numbers(original):
        return False
    if not may_be_in(gist, target, _LETTERS):
        return False
    return not (
        support.missing(gist, target, original, source)
        or support.missing(original, source, gist, target)
    )
