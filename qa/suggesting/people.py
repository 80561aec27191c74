"""The people that a text names, and what it says that they did.

A name is one where somebody's role stands before it: “Außenminister Zbigniew Rau”. That finds few
of all names, but hardly anything else: in German every noun looks like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.text import stop_words
from qa.suggesting.rules import rules

ACTS = ("demand", "warn", "announce", "propose", "criticise", "confirm", "promise")
_PART = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w"
_NAME = rf"{_PART}(?: (?:van|von|der|de|di|da|del|al|bin))*(?: [A-Z]\.)? {_PART}"


def people(text: str, language: str) -> list[str]:
    """Names of people, each once, in order: first name and surname."""
    return list(dict.fromkeys(name for name, _ in named_with_role(text, language)))


def named_with_role(text: str, language: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each name of a person that has a role before it, and where that stands."""
    pattern = _people(language)
    for found in pattern.finditer(text) if pattern is not None else ():
        first = found["name"].partition(" ")[0]
        if first.casefold() not in stop_words(language):
            yield found["name"], found.span("role")


def acts(sentence: str, language: str, names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """What a sentence says that one of these people did: name, one of ACTS, and where the words end
    that say so. Only where it begins with them: whoever stands elsewhere may be whom it was done
    to."""
    for name in names:
        for act in ACTS:
            if found := _act(language, act, name).match(sentence):
                yield name, act, found.end()


@cache
def _people(language: str) -> re.Pattern[str] | None:
    known = rules(language)
    if known is None:
        return None
    # Where one more capital letter follows, it is not plain where the name ends.
    return re.compile(
        rf"(?<![\w-])(?P<role>(?:{known['roles']}){known['between']}) (?P<name>{_NAME})"
        r"(?![\w’'-]| [A-ZÀ-ÖØ-Þ])"
    )


def _act(language: str, act: str, name: str) -> re.Pattern[str]:
    known = rules(language)
    assert known is not None
    who = rf"(?:(?:\w+ ){{0,2}}(?:{known['roles']}){known['between']} )?"
    surname = name.rpartition(" ")[2]
    named = rf"(?:{re.escape(name)}|{re.escape(surname)})"
    return re.compile(rf"{who}{named} (?:{known[act]})\b")
