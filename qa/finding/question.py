"""What was asked: is it a question at all, and in which language?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index import InputError
from index.text import Question, detect_language
from qa.composing import compose_notice

MAX_CHARACTERS = 2_000
QUESTION_MARKS = ("?", "？", "؟")
_LANGUAGE = re.compile("[a-z]{2}")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Notice:
    """What was asked, where it can be no question.

    :param text: why, in words for the reader, in their `language`.
    """

    asked: str
    language: str
    text: str


def read_question(asked: str, language: str | None = None) -> Question | Notice:
    """A question as asked, cleaned of control characters and surplus white space.

    :param language: ISO 639-1, where it is known; else it is found out.
    :raises InputError: if it is something else, or `asked` is no text.
    """
    if not isinstance(asked, str):
        raise InputError(f"a question is a text, not {type(asked).__name__}")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise InputError(f"{language!r} names no language: give two letters, such as de or en")
    printable = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in asked[: MAX_CHARACTERS + 1]
    )
    text = " ".join(printable.split())
    language = language or detect_language(text)
    if not text:
        return Notice(text, language, compose_notice("empty_question", language))
    if len(asked) > MAX_CHARACTERS:
        notice = compose_notice("long_question", language, length=len(asked), limit=MAX_CHARACTERS)
        return Notice(text[:MAX_CHARACTERS], language, notice)
    if len(_LETTERS.findall(text)) < 2 or _is_one_repeated(text):
        return Notice(text, language, compose_notice("no_question", language))
    return Question(text, language)


def _is_one_repeated(text: str) -> bool:
    """“aaaaaa”, “?!?!?!”: fewer than three different letters in a long string of them."""
    letters = _LETTERS.findall(text.casefold())
    return len(letters) > 8 and len(set(letters)) < 3
