"""Questions that follow up on an earlier one: "And what did he say about Poland?", "Why?"

What such a question leaves out is carried over from the turn that it points back to: the words that
said what it was about, and a preference for the article that answered. A question that says itself
what it is about is left alone, and an answer found by what is carried over has to hold what the
question itself asks (`may_answer`): an archive that says nothing of it keeps saying so.

A question that asks the one before again, of something else ("And when?", "And in Latvia?"), points
back to the very turn before: in a conversation an ellipsis takes up the last question, not an older
one. Where that was refused, nothing is there to ask on about, and the older answer would answer
something that nobody asked. A whole question ("What did she say there?") misses nothing but the
person or thing it names by a pronoun, which a refused question in between does not change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Candidate
from index.text import Question
from qa.finding.own_words import Closeness, holds_own_words, listed, own_words
from qa.turn import Turn

# Content words: of a question that needs nothing carried over though it points back, or though it
# is joined to another by "and"; and of one that says next to nothing.
_SAYS_ENOUGH, _NAMES_A_TOPIC, _SAYS_NOTHING = 4, 3, 1
_MAX_CARRIED = 12  # words
_WORD = re.compile(r"[^\W_]+")


def readings(asked: Question, turns: Sequence[Turn]) -> tuple[Question, ...]:
    """What `asked` may mean after `turns`: as it stands, with what is carried over, or both. None
    where it asks a question again that was refused."""
    if not is_incomplete(asked):
        return (asked,)
    before = _pointed_back_to(asked, turns)
    if before is None:
        return (asked,)
    own = own_words(asked.asked, asked.language)
    if not before.is_answered:
        return () if len(own) <= _SAYS_NOTHING else (asked,)
    about = own_words(before.standalone or before.question, before.language)
    carried = [word for word in about if word not in own]
    if not carried:
        return (asked,)
    text = f"{asked.asked} ({', '.join(carried[-_MAX_CARRIED:])})"
    meant = replace(asked, standalone=text, article_id=before.citations[0].article_id)
    return (asked, meant) if own else (meant,)


def may_answer(reading: Question, candidates: Sequence[Candidate], closeness: Closeness) -> bool:
    """Whether what this reading of a question finds may answer it.

    :param candidates: best first.
    """
    if reading.article_id is None or not candidates:
        return True
    return holds_own_words(reading, candidates[0], closeness)


def is_incomplete(asked: Question) -> bool:
    """Whether a question leaves out what it is about: it says little and points back, or it says
    next to nothing."""
    said = len(asked.content_words)
    if said >= _SAYS_ENOUGH:
        return False
    joined = _is_joined(asked) or _asks_what_about(asked)
    if _points_back(asked) or (joined and said < _NAMES_A_TOPIC):
        return True
    return said <= _SAYS_NOTHING and not _names_something(asked)


def _pointed_back_to(asked: Question, turns: Sequence[Turn]) -> Turn | None:
    """The last turn that was answered; for a question that asks the one before again, that one,
    unless it did the same in vain."""
    again = _asks_again(asked)
    for turn in reversed(turns):
        if turn.is_answered:
            return turn
        if again and not turn.notice and not _asks_again(Question(turn.question, turn.language)):
            return turn
    return None


def _asks_again(asked: Question) -> bool:
    """Whether this is the question before it, of something else: "When?", "And in Latvia?"."""
    if not own_words(asked.asked, asked.language):
        return True
    if _asks_what_about(asked):
        return True
    asks = not listed("asking", asked.language).isdisjoint(_words(asked))
    return _is_joined(asked) and not asks and not _points_back(asked)


def _points_back(asked: Question) -> bool:
    """Whether a word stands for something said before."""
    return not listed("pointing", asked.language).isdisjoint(_words(asked))


def _is_joined(asked: Question) -> bool:
    return not listed("joining", asked.language).isdisjoint(_words(asked)[:1])


def _asks_what_about(asked: Question) -> bool:
    words = _words(asked)[_is_joined(asked) :]
    phrases = (phrase.split("_") for phrase in listed("what_about", asked.language))
    return any(words[: len(phrase)] == phrase for phrase in phrases)


def _names_something(asked: Question) -> bool:
    """A capital letter behind the first word; in German any noun has one, and none counts."""
    _, _, rest = asked.asked.partition(" ")
    names = re.findall(r"(?<![^\W_])[^\W\d_a-z][^\W_]*", rest)
    return any(n[0].isupper() and (asked.language != "de" or n.isupper()) for n in names)


def _words(asked: Question) -> list[str]:
    return [word.casefold() for word in _WORD.findall(asked.asked)]
