"""Questions that follow up on an earlier one: "And what did he say about Poland?", "Why?"

What such a question leaves out is carried over from the last turn that was answered: the words that
said what it was about, and a preference for the article that answered. A question that says itself
what it is about is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text import Question, content_words
from prompts import languages, texts
from qa.answers import Answer

_SAYS_ENOUGH, _SAYS_NOTHING = 4, 1  # content words
_MAX_CARRIED = 12  # words
# L’Acte, a-t-il, date’s: what is joined to a word, and not part of it.
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu)[’'](?=\w)|(?<=\w)(?:-t)?-(?:ils?|elles?|on|ce)\b|[’']s\b", re.I
)
_WORD = re.compile(r"[^\W_]+")


def last_answered(turns: Sequence[Answer]) -> Answer | None:
    """The last turn that the archive had an answer to."""
    answered = (turn for turn in reversed(turns) if turn.citations and not turn.refused)
    return next(answered, None)


def follow_up(asked: Question, turns: Sequence[Answer]) -> Question | None:
    """What `asked` may mean after `turns`; None where it says itself what it is about, or there is
    nothing that it could follow up on."""
    before = last_answered(turns)
    if before is None or not is_incomplete(asked):
        return None
    about = before.standalone or before.question
    own = set(_topic(asked.asked, asked.language))
    carried = [word for word in _topic(about, before.language) if word not in own]
    if not carried:
        return None
    text = f"{asked.asked} ({', '.join(carried[-_MAX_CARRIED:])})"
    return replace(asked, standalone=text, article_id=before.citations[0].article.id)


def is_incomplete(asked: Question) -> bool:
    """Whether a question leaves out what it is about: it says little and points back, or it says
    next to nothing."""
    said = [word.casefold() for word in _WORD.findall(asked.asked)]
    says = len(asked.content_words)
    if says >= _SAYS_ENOUGH:
        return False
    pointing, joining = _pointing_back(asked.language)
    points_back = said[0] in joining or not pointing.isdisjoint(said)
    return points_back or (
        len(asked.content_words) <= _SAYS_NOTHING and not _names_something(asked)
    )


def _topic(question: str, language: str) -> list[str]:
    """The words that say what a question is about, once each."""
    bare = _ELISION.sub("", question)
    return list(dict.fromkeys(word.text for word in content_words(bare, language)))


def _names_something(asked: Question) -> bool:
    """A capital letter behind the first word; in German any noun has one, and none counts."""
    _, _, rest = asked.asked.partition(" ")
    names = re.findall(r"(?<![^\W_])[^\W\d_a-z][^\W_]*", rest)
    return any(n[0].isupper() and (asked.language != "de" or n.isupper()) for n in names)


def _pointing_back(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that stand for something said before, and words that join a question to it."""
    if language not in languages("follow_up"):
        return frozenset(), frozenset()
    wording = texts("follow_up", language)
    return frozenset(wording["pointing"].split()), frozenset(wording["joining"].split())
