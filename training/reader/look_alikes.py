"""Passages that a search by words finds for a question, and that do not answer it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from index.text.words import stop_words
from training.reader.questions import AskedQuestion

# Where words are not written apart, three letters stand for one.
_TRIGRAMS = {"zh", "ja", "th"}
_LOOKED_AT = 12
_MOST_WORDS = 12


class LookAlikes:
    """All passages of all questions, by language, to be searched by their words (BM25)."""

    def __init__(self, questions: Iterable[AskedQuestion]) -> None:
        texts: dict[str, dict[str, None]] = defaultdict(dict)  # each once, in their order
        for question in questions:
            for language, reading in question.readings.items():
                texts[language][reading.text] = None
        self._database = sqlite3.connect(":memory:")
        for language, known in texts.items():
            tokenizer = "trigram" if language in _TRIGRAMS else "unicode61"
            table = f"passages_{language}"
            self._database.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize='{tokenizer}')"
            )
            self._database.executemany(
                f"INSERT INTO {table} (text) VALUES (?)", ((text,) for text in known)
            )

    def found(self, question: AskedQuestion, language: str) -> list[str]:
        """The texts that a search by words finds for it, less what holds its answer, best first."""
        wording = question.wordings.get(language)
        if wording is None:
            return []
        query = _query(wording, language)
        if not query:
            return []
        rows = self._database.execute(
            f"SELECT text FROM passages_{language} WHERE text MATCH ? ORDER BY rank LIMIT ?",
            (query, _LOOKED_AT),
        )
        own = question.readings[language]
        answers = {own.text[start:end].casefold() for start, end in own.answers}
        return [
            text
            for (text,) in rows
            if text != own.text and not any(answer in text.casefold() for answer in answers)
        ]


def _query(wording: str, language: str) -> str:
    if language in _TRIGRAMS:
        letters = re.sub(r"\W", "", wording)
        words = [letters[i : i + 3] for i in range(0, len(letters) - 2, 2)]
    else:
        ignored = stop_words(language)
        words = [w for w in re.findall(r"\w+", wording.casefold()) if w not in ignored]
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words[:_MOST_WORDS]))
