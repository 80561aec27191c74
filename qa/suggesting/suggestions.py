"""What a reader may ask: questions that the archive answers, ready before anybody asks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from filelock import FileLock

from index import Article, FundstelleError, Search, Sentence, Snapshot
from index.text import Question, is_written, vocabulary
from prompts import languages, spoken
from qa.assistant import Assistant
from qa.finding import Notice, read_question
from qa.suggesting.checking import is_answered
from qa.suggesting.kept import Kept, keep, read_kept, still_there
from qa.suggesting.making import PER_LANGUAGE, make, make_near
from qa.suggesting.suggestion import Suggestion

_log = logging.getLogger(__name__)
_LOCK = ".suggestions.lock"
_IN_THE_BACKGROUND = 60.0  # seconds
_PAUSE = 0.05  # seconds between questions asked there: readers go first
_NEAR_ARTICLES, _TEXT = 12, 20_000  # that are looked at, and characters of each


class Suggestions:
    """:param assistant: whom the questions are to be asked of."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._making = threading.Lock()
        self._seen: tuple[str, int] | None = None

    def get(self, language: str, number: int = 4) -> list[str]:
        """Questions in `language` (English, where there are none in it) that the archive answers
        as it is now; at once, so it may be fewer, and none before they have been made. Where the
        archive has changed since, more are made in the background.

        :raises FundstelleError: if the archive cannot be read.
        """
        language = spoken("suggest", language)
        snapshot = self._assistant.archive.current()
        kept = read_kept(self._assistant.archive.index_dir)
        if kept.state != _state(snapshot) != self._seen:
            self._seen = _state(snapshot)
            threading.Thread(target=self._refresh_quietly, daemon=True).start()
        of_language = (s for s in kept.suggestions if s.language == language)
        found = still_there(_varied(list(of_language)), snapshot)
        return [suggestion.question for suggestion in islice(found, number)]

    def near(
        self, question: str, language: str, number: int = 3, seconds: float = 1.5
    ) -> list[str]:
        """Questions that are answered, by what comes nearest to one that is not. They are made and
        tried now: ask for them when the refusal is on the screen.

        :param seconds: after which no other one is tried.
        :raises InputError: if `language` names none.
        :raises FundstelleError: if the archive cannot be read.
        """
        asked = read_question(question, language)
        if isinstance(asked, Notice):
            return []
        found = self._found(asked)
        near = make_near(found, spoken("suggest", language), self._is_answered, number, seconds)
        return [suggestion.question for suggestion in near]

    def refresh(self, seconds: float, pause: float = 0.0) -> None:
        """Make what is missing, and forget what is no longer answered. What was made of earlier
        articles gives up half of its places where new ones have come.

        :param pause: between questions that are tried.
        :raises FundstelleError: if the archive cannot be read.
        """
        with self._making, _alone(self._assistant.archive.index_dir):
            archive = self._assistant.archive
            snapshot = archive.current()
            kept = read_kept(archive.index_dir)
            if kept.state == _state(snapshot):
                return
            newest = snapshot.store.highest_number()
            known = list(still_there(kept.suggestions, snapshot))
            if newest > kept.newest:
                known = _halved(known)
            spoken_here = [name for name in snapshot.languages if name in languages("suggest")]
            of_all = dict.fromkeys((*spoken_here, *languages("suggest")))

            def tried(suggestion: Suggestion) -> bool:
                time.sleep(pause)
                return self._is_answered(suggestion)

            made = make(snapshot, list(of_all), tried, seconds, known)
            keep(Kept(_state(snapshot), newest, (*made, *known)), archive.index_dir)

    def _is_answered(self, suggestion: Suggestion) -> bool:
        return is_answered(suggestion, self._assistant)

    def _refresh_quietly(self) -> None:
        try:
            self.refresh(_IN_THE_BACKGROUND, _PAUSE)
        except FundstelleError as error:
            _log.info("no suggestions: %s", error)
        except Exception:
            _log.exception("no suggestions")

    def _found(self, asked: Question) -> Iterator[tuple[Article, list[Sentence]]]:
        """The articles that come nearest, best first, each with the sentences that do. Something
        comes nearest to any question: only those that hold a name or a word of it."""
        archive = self._assistant.archive
        snapshot = archive.current()
        search = Search(snapshot, archive.embedder)
        sentences: dict[str, list[Sentence]] = {}
        for candidate in search.rank(asked, search.propose(asked)):
            sentences.setdefault(candidate.sentence.article_id, []).append(candidate.sentence)
        words = [name for name in asked.names if not name.isdigit()]
        words = words or [word.text for word in asked.content_words]
        for article_id in islice(sentences, _NEAR_ARTICLES):
            article = snapshot.article(article_id)
            held = vocabulary(article.text[:_TEXT])
            if any(is_written(word, held) for word in words):
                yield article, sentences[article_id]


@contextmanager
def _alone(index_dir: Path) -> Iterator[None]:
    """No other process makes them meanwhile: what it has made is there then.

    :raises FundstelleError: if nothing can be kept there.
    """
    try:
        with FileLock(index_dir / _LOCK):
            yield
    except OSError as error:
        raise FundstelleError(f"cannot write in {index_dir}: {error.strerror}") from error


def _state(snapshot: Snapshot) -> tuple[str, int]:
    return snapshot.state.identity, snapshot.state.number


def _varied(suggestions: list[Suggestion]) -> list[Suggestion]:
    """One of each kind first, then the second of each."""
    seen: dict[str, int] = {}
    turns = []
    for suggestion in suggestions:
        seen[suggestion.kind] = seen.get(suggestion.kind, 0) + 1
        turns.append(seen[suggestion.kind])
    order = sorted(range(len(suggestions)), key=turns.__getitem__)
    return [suggestions[i] for i in order]


def _halved(known: list[Suggestion]) -> list[Suggestion]:
    """Of each language as many as half of its places, those made last."""
    kept: list[Suggestion] = []
    for suggestion in known:
        if sum(s.language == suggestion.language for s in kept) < PER_LANGUAGE // 2:
            kept.append(suggestion)
    return kept
