"""A citation → its gist, translated once and kept."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from llama_index.core.llms import LLM

from index.text import split_sentences
from prompts import languages, texts
from qa.answers import Answer, Citation
from qa.gist.checking import is_kept
from qa.gist.translator import open_translator
from qa.llm import LLMError, LLMSettings
from qa.writing import Support, gist_floor

_log = logging.getLogger(__name__)
_SCHEMA = "CREATE TABLE IF NOT EXISTS gists (key BLOB PRIMARY KEY, gist TEXT NOT NULL)"
_LEFT_OUT = "…"
_LASTING = ("unreachable", "key_rejected", "no_model", "which_model", "no_file", "bad_file")
_PAUSE = 60.0  # seconds in which a model that failed is not asked again


class Gists:
    """:param settings: where gists are kept.
    :param llm: gives the language model that is set; a small one translates where none is.
    """

    def __init__(
        self, settings: LLMSettings, support: Support, llm: Callable[[], LLM] | None = None
    ) -> None:
        self._translator = open_translator(settings, llm)
        self._support = support
        self._path = settings.cache_dir / "gists.sqlite"
        self._translating = threading.Lock()
        self._not_before = 0.0

    def wanted(self, answer: Answer) -> list[Citation]:
        """The citations whose quotes the reader may not understand, and that have no gist yet."""
        return [
            citation
            for citation in answer.citations
            if citation.gist is None
            and citation.article.language != answer.language
            and self._translator.knows(citation.article.language, answer.language)
        ]

    def with_kept(self, answer: Answer) -> Answer:
        """The answer with the gists that its quotes have already; waits for none."""
        if not (wanted := self.wanted(answer)):
            return answer
        kept = {c.number: self.kept(c, answer.language) for c in wanted}
        citations = tuple(replace(c, gist=c.gist or kept.get(c.number)) for c in answer.citations)
        return replace(answer, citations=citations)

    def kept(self, citation: Citation, language: str) -> str | None:
        """Its gist in `language`, where it has been translated before."""
        return self._gist(citation, language, translate=False)

    def each(self, answer: Answer) -> Iterator[tuple[Citation, str]]:
        """The citations of foreign quotes with their gists, as these come."""
        wanted = self.wanted(answer)
        for citation in answer.citations:
            gist = self.gist(citation, answer.language) if citation in wanted else citation.gist
            if gist is not None:
                yield citation, gist

    def gist(self, citation: Citation, language: str) -> str | None:
        """Its gist in `language`; None where there is no model, or none of its work may be shown.
        Takes a second or so a sentence."""
        if time.monotonic() < self._not_before:
            return None
        try:
            return self._gist(citation, language, translate=True)
        except LLMError as error:
            _log.info("no gist: %s", error)
            if error.reason in _LASTING:
                self._not_before = time.monotonic() + _PAUSE
            return None

    def _gist(self, citation: Citation, language: str, translate: bool) -> str | None:
        source = citation.article.language
        sentences = [
            citation.quote[start:end] for start, end in split_sentences(citation.quote, source)
        ]
        gists = []
        for sentence in sentences:
            gist = self._of_sentence(sentence, source, language, translate)
            if gist is None:
                return None
            gists.append(gist)
        return " ".join(gist or _LEFT_OUT for gist in gists) if any(gists) else None

    def _of_sentence(self, sentence: str, source: str, target: str, translate: bool) -> str | None:
        """Empty where the translation may not be shown; None where there is none yet."""
        content = "\0".join((self._translator.name, _made_by(), target, sentence))
        key = hashlib.sha256(content.encode(errors="replace")).digest()[:16]
        if (known := self._read(key)) is not None or not translate:
            return known
        with self._translating:
            gist = self._translator.translate(sentence, source, target)
        if not is_kept(gist, sentence, source, target, self._support):
            gist = ""
        self._write(key, gist)
        return gist

    def _read(self, key: bytes) -> str | None:
        if not self._path.is_file():
            return None
        try:
            with closing(_connected(self._path)) as connection:
                row = connection.execute("SELECT gist FROM gists WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            _log.warning("cannot read %s: %s", self._path, error)
            return None
        return row[0] if row and isinstance(row[0], str) else None

    def _write(self, key: bytes, gist: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connected(self._path)) as connection, connection:
                connection.execute("INSERT OR REPLACE INTO gists VALUES (?, ?)", (key, gist))
        except sqlite3.DatabaseError as error:
            _log.warning("cannot keep a gist in %s: %s", self._path, error)
            if not isinstance(error, sqlite3.OperationalError):  # no database: the next is one
                with suppress(OSError):
                    self._path.unlink()
        except OSError as error:  # it will be translated again
            _log.warning("cannot keep a gist in %s: %s", self._path, error)


@cache
def _made_by() -> str:
    """What decides on a gist besides the model: with other examples or floors, it is made anew."""
    examples = [texts("gist", language)["examples"] for language in languages("gist")]
    return hashlib.sha256(repr((examples, gist_floor())).encode()).hexdigest()[:8]


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10)
    connection.execute(_SCHEMA)
    return connection
