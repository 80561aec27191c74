"""Is a question answered, and by the sentence that it was made of? It is asked to find out."""

from __future__ import annotations

import re

from qa.answers import Citation
from qa.assistant import Assistant
from qa.finding import Sureness
from qa.suggesting.people import ACTS, named_with_role
from qa.suggesting.suggestion import ABOUT, Suggestion

_SURE = (Sureness.CERTAIN.value, Sureness.LIKELY.value)
_SOON = 25  # characters after “X demanded”, within which what was demanded begins


def is_answered(suggestion: Suggestion, assistant: Assistant) -> bool:
    """Whether whoever asks it gets the answer first that it was made for, and surely enough."""
    answer = assistant.quote(suggestion.question)  # in which language, nobody will say then either
    if answer.refused or not answer.citations or answer.language != suggestion.language:
        return False
    first = answer.citations[0]
    if suggestion.kind == ABOUT:
        return first.article.id == suggestion.article
    return answer.sureness in _SURE and _is_whole(first) and _as_meant(suggestion, first)


def _is_whole(first: Citation) -> bool:
    """Whether there is a short answer, of whole words: no “Chefin” out of “SPÖ-Chefin”."""
    before, short, after = first.parts
    return bool(short) and not re.search(r"[\w-]$", before) and not re.match(r"[\w-]", after)


def _as_meant(suggestion: Suggestion, first: Citation) -> bool:
    """Whether the words that answer are those that should. Who somebody is, any article may say: by
    the role before their name, not by another's."""
    short = first.short_answer
    assert short is not None
    if suggestion.kind == "who":
        begin, stop = short.start - first.start, short.end - first.start
        roles = [
            (name, end)
            for name, (start, end) in named_with_role(first.quote, first.article.language)
            if begin < end and start < stop
        ]
        return [name in suggestion.question and stop <= end for name, end in roles] == [True]
    if first.article.id != suggestion.article:
        return False
    start, end = (suggestion.start + offset for offset in suggestion.answer)
    if suggestion.kind in ACTS:
        return start <= short.start <= start + _SOON and short.end <= end
    return start < short.end and short.start < end
