"""What a model says twice is said once.

Two sentences say the same if they hold the same words, by their stems and in the same order, but
for small ones that say nothing (articles, auxiliaries, "also") and a few that one of them has
beyond the other's; or if the words have moved as a block: "In Brussels, the council met", "The
council met in Brussels". A word exchanged for another, another number, a negation more are another
statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.text import numbers, terms, words
from qa.answers import WrittenSentence
from qa.writing.spelled import spelled_numbers

_MORE = 0.25  # of the words: what the longer one may have beyond the shorter
# The stop words that search leaves out hold verbs as well; these do not.
_SMALL_LISTED = """
    der die das den dem des ein eine einen einem einer eines und auch noch wieder dass sich hat
    haben habe hatte hatten ist sind war waren wird werden wurde wurden sei es er sie ihr ihre
    sein seine diese dieser dieses zudem außerdem the a an and also that which has have had is are
    was were be been will would should it its he she they his her their this these those moreover
    furthermore again el la los las un una unos unas y e también que se ha han había es son era
    fue fueron su sus este esta además lo le les l une d et aussi qu s a ont avait est sont était
    son sa ses leur ce cette il elle lo i gli uno anche che si hanno aveva è sono fu suo sua
    questo questa inoltre
"""
_SMALL = frozenset(_SMALL_LISTED.split())
_MOVED = 4  # words from which a block may move: of fewer, one may be who does it and one to whom
_NEGATIONS_LISTED = """
    not no never none nobody nothing neither nor without cannot nicht kein keine keinen keinem
    keiner keines nie niemals niemand nichts weder ohne no nunca jamás nadie nada ninguno ninguna
    ningún sin ne n pas jamais personne rien aucun aucune sans non mai nessuno nessuna nessun
    niente senza
"""
_NEGATIONS = frozenset(_NEGATIONS_LISTED.split())


def said_once(sentences: Sequence[WrittenSentence], language: str) -> list[WrittenSentence]:
    """Each sentence where it is first said, with the numbers of all that say the same.

    One that its quotes support stands for one that they do not, with its own numbers alone.
    """
    kept: list[WrittenSentence] = []
    for sentence in sentences:
        for place, other in enumerate(kept):
            if _same(sentence.text, other.text, language):
                kept[place] = _both(other, sentence)
                break
        else:
            kept.append(sentence)
    return kept


def _both(first: WrittenSentence, second: WrittenSentence) -> WrittenSentence:
    if first.supported != second.supported:
        return first if first.supported else second
    return replace(first, citations=tuple(sorted({*first.citations, *second.citations})))


def _same(one: str, other: str, language: str) -> bool:
    if _figures(one, language) != _figures(other, language):
        return False
    if _negations(one) != _negations(other):
        return False
    shorter, longer = sorted((_said(one, language), _said(other, language)), key=len)
    if len(shorter) == len(longer) >= _MOVED:
        return any(longer[i:] + longer[:i] == shorter for i in range(len(longer)))
    if len(longer) - len(shorter) > _MORE * len(shorter):
        return False
    left = iter(longer)
    return all(word in left for word in shorter)


def _said(text: str, language: str) -> list[str]:
    """The stems of all but its small words."""
    return terms(" ".join(word for word in words(text) if word not in _SMALL), language)


def _figures(text: str, language: str) -> list[str]:
    return sorted([*numbers(text), *spelled_numbers(text, language)])


def _negations(text: str) -> int:
    return sum(word in _NEGATIONS or word == "t" for word in words(text))  # isn't
