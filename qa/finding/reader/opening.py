"""The shipped reader, opened once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from index import Settings
from index.embedding import default_model_folder
from qa.finding.reader.reader import Reader


def open_reader(
    settings: Settings | None = None, report: Callable[[str], None] = lambda step: None
) -> Reader | None:
    """None where `settings` are to be fast, or the package is missing that holds the reader's word
    vectors: questions are then answered by what the search says alone.

    :param report: told of the steps of a first start's conversion, in a few words.
    """
    settings = settings or Settings()
    folder = None if settings.fast else default_model_folder(settings, report)
    return _opened(folder) if folder is not None else None


@cache
def _opened(folder: Path) -> Reader:
    return Reader(folder)
