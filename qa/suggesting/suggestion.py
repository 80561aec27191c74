"""A question that the archive answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

ABOUT = "about"  # the kind that asks what an article is about


@dataclass(frozen=True, slots=True)
class Suggestion:
    """:param language: of the question, ISO 639-1.
    :param kind: what is asked: "when", "who", "what", ABOUT, or an act of a person.
    :param article: the id of the one that answers.
    :param start: where in its text the sentence begins that does.
    :param sentence: that sentence; of kind ABOUT, the article's title.
    :param answer: where in the sentence the answer may stand, from and to.
    """

    question: str
    language: str
    kind: str
    article: str
    start: int
    sentence: str
    answer: tuple[int, int]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: Any) -> Suggestion:
        """:raises ValueError: if it is none, and so TypeError and KeyError."""
        given = dict(content)
        start, end = given.pop("answer")
        suggestion = cls(**given, answer=(start, end))
        for name in ("question", "language", "kind", "article", "sentence"):
            if not isinstance(getattr(suggestion, name), str):
                raise TypeError(f"{name} is no text")
        if not isinstance(suggestion.start, int):
            raise TypeError("start is no number")
        return suggestion
