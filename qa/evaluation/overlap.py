"""How much of two texts is the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable


def token_f1(said: str, golds: Iterable[str]) -> float:
    """The best F1 over the words of `said` and of each gold answer, as SQuAD scores short answers
    (Rajpurkar et al. 2016), whatever their language: case and punctuation do not count, articles
    do."""
    return max((_f1(_tokens(said), _tokens(gold)) for gold in golds), default=0.0)


def _f1(said: list[str], gold: list[str]) -> float:
    common = sum((Counter(said) & Counter(gold)).values())
    return 2 * common / (len(said) + len(gold)) if common else 0.0


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
