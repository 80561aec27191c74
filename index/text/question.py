"""A question, read once: whatever looks for its answer is handed this."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.text.names import names_in
from index.text.words import Word, content_words


@dataclass(frozen=True)
class Question:
    """:param asked: as the reader put it.
    :param language: of the question, ISO 639-1.
    :param standalone: what it asks in words that need no conversation; as asked, where it follows
        up on nothing. It is what is searched for.
    :param article_id: of the article that a follow-up question goes on from.

    Its words are read from `standalone`: `content_words` are those that say what it is about,
    `names` those that look like names or numbers, `sure_names` those of them that look so in any
    language: a German noun has a capital letter too.
    """

    asked: str
    language: str
    standalone: str = ""
    article_id: str | None = None
    content_words: tuple[Word, ...] = field(init=False, compare=False, repr=False)
    names: tuple[str, ...] = field(init=False, compare=False, repr=False)
    sure_names: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        text = self.standalone or self.asked
        sure = names_in(text, self.language, of_nouns=False)
        of_nouns = names_in(text, self.language, of_nouns=True)
        for name, value in (
            ("standalone", text),
            ("content_words", tuple(content_words(text, self.language))),
            ("names", tuple(of_nouns)),
            ("sure_names", tuple(sure)),
        ):
            object.__setattr__(self, name, value)
