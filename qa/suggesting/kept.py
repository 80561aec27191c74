"""Questions that were made, kept in a file beside the index: to show them costs nothing."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index import Article
from index.storage import ArticleStore
from qa.suggesting.suggestion import ABOUT, Suggestion

_log = logging.getLogger(__name__)
_NAME = "suggestions.json"
_VERSION = 1  # of the file: another one's is as good as none
_MOST_BYTES = 1_000_000


class Articles(Protocol):
    """A snapshot, or a store of articles."""

    def article(self, article_id: str, /) -> Article:
        """:raises KeyError: if there is no such article."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """:param state: the archive's that they were made of: its identity and number.
    :param newest: the highest number that an article had in it.
    """

    state: tuple[str, int] = ("", 0)
    newest: int = 0
    suggestions: tuple[Suggestion, ...] = ()


def read_kept(index_dir: Path) -> Kept:
    """What is kept there; nothing where there is no file, or one that makes no sense."""
    path = index_dir / _NAME
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Kept()
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            return Kept()
        identity, number = content["state"]
        suggestions = map(Suggestion.from_json, content["suggestions"])
        return Kept((str(identity), int(number)), int(content["newest"]), tuple(suggestions))
    except OSError:
        return Kept()
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        _log.info("%s: %s", path, error)
        return Kept()


def keep(kept: Kept, index_dir: Path) -> None:
    """Where that fails, on a disk that is full or read-only, they will be made again."""
    content = {
        "version": _VERSION,
        "state": kept.state,
        "newest": kept.newest,
        "suggestions": [suggestion.to_json() for suggestion in kept.suggestions],
    }
    draft = index_dir / f".suggestions-{os.getpid()}-{threading.get_ident()}"
    try:
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, index_dir / _NAME)
    except OSError as error:
        _log.info("suggestions are not kept: %s", error)
        with suppress(OSError):
            draft.unlink()


def still_there(suggestions: Iterable[Suggestion], articles: Articles) -> Iterator[Suggestion]:
    """Those whose articles still say what answers them, one after the other."""
    for suggestion in suggestions:
        with suppress(KeyError):
            article = articles.article(suggestion.article)
            start, said = suggestion.start, suggestion.sentence
            if suggestion.kind == ABOUT:
                is_there = article.title == said
            else:
                is_there = article.text[start : start + len(said)] == said
            if is_there:
                yield suggestion


def is_worn(kept: Kept, store: ArticleStore) -> bool:
    """Whether nothing was ever made, more than half of it has gone, or the archive has since grown
    to more than twice what it was."""
    there = sum(1 for _ in still_there(kept.suggestions, store))
    return 2 * there < len(kept.suggestions) or store.highest_number() > 2 * kept.newest
