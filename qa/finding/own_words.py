"""Does a passage hold what a question itself asks, and not only what was carried over to it?

A word is held as far as the passage comes close to it: by its stem within one language, else by the
embedding model's tokens (late interaction, Khattab & Zaharia 2020, "ColBERT"), which tell a word's
translations from other words. A name has to come closer, since the model reads countries alike, and
a number has to stand there. The floors are chosen on the development half of
tests/data/refused_follow_ups.json and hold for the default embedding model.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index import Candidate
from index.text import Question, Word, content_words, is_written, terms, vocabulary
from prompts import languages, texts

# How close a word (:param 2: its place in :param 1:) comes to a text (:param 3:), a cosine.
Closeness = Callable[[str, tuple[int, int], str], float]

_MEAN, _WEAKEST, _NAME = 0.7, 0.66, 0.8  # cosines
# L’Acte, a-t-il, date’s: what is joined to a word, and not part of it.
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu)[’'](?=\w)|(?<=\w)(?:-t)?-(?:ils?|elles?|on|ce)\b|[’']s\b", re.I
)


def listed(kind: str, language: str) -> frozenset[str]:
    """The words of a kind that prompts/follow_up lists; none in other languages than it knows."""
    known = language in languages("follow_up")
    return frozenset(texts("follow_up", language)[kind].split() if known else ())


def own_words(question: str, language: str) -> list[str]:
    """The words that say what a question is about, once each."""
    return list(dict.fromkeys(word.text for word in _own_words(_bare(question), language)))


def holds_own_words(asked: Question, candidate: Candidate, closeness: Closeness) -> bool:
    """Whether the passage of `candidate` holds the words of `asked`: each of them, and on the whole
    those that are neither names nor there letter by letter, which say nothing of the others.

    A question without words of its own ("Why?") asks nothing that could be missing.
    """
    bare = _bare(asked.asked)
    passage = candidate.passage.text
    same_language = candidate.language == asked.language
    stems = set(terms(passage, asked.language)) if same_language else set()
    others = []
    for word in _own_words(bare, asked.language):
        if any(c.isdigit() for c in word.text):
            if not is_written(word.text, vocabulary(passage)):
                return False
        elif stems.isdisjoint(terms(word.text, asked.language)):
            close = closeness(bare, word.span, passage)
            is_name = _is_name(word, asked.language, candidate.language)
            if close < (_NAME if is_name else _WEAKEST):
                return False
            if not is_name:
                others.append(close)
    return not others or sum(others) / len(others) >= _MEAN


def _bare(question: str) -> str:
    return _ELISION.sub("", question)


def _own_words(bare: str, language: str) -> list[Word]:
    phrases = (phrase.split("_") for phrase in listed("what_about", language))
    asking = listed("asking", language).union(*phrases)
    return [w for w in content_words(bare, language) if w.text.casefold() not in asking]


def _is_name(word: Word, language: str, language_of_text: str) -> bool:
    """In German any noun is written like one: a German text should hold it, of another language's
    it says nothing."""
    written_like_one = word.start > 0 and word.text[0].isupper()
    return written_like_one and (language != "de" or language_of_text == "de")
