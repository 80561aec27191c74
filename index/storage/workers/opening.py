"""Which workers does the setting name?"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from index.embedding import Embedder
from index.errors import InputError
from index.storage.workers.in_thread import InThread
from index.storage.workers.workers import Workers

_ADDRESS = re.compile(r"ray://[^/\s:@]+:\d{1,5}|ray://\[[0-9a-fA-F:]+\]:\d{1,5}")


@contextmanager
def at_work(
    workers: Workers | str | None, embedder: Embedder, report: Callable[[str], None]
) -> Iterator[Workers]:
    """Those that are given, or those that `open_workers` opens, which are closed in the end."""
    if workers is None or isinstance(workers, str):
        with closing(open_workers(workers, embedder, report)) as opened:
            yield opened
    else:
        yield workers


def open_workers(
    where: str | None, embedder: Embedder, report: Callable[[str], None] = lambda step: None
) -> Workers:
    """Those of a cluster are looked for when there is something to prepare.

    :param where: “ray://HOST:PORT”, “local”, or None for this process.
    :param report: told of what takes time when they start, and who is lost, in a few words.
    :raises InputError: if it is none of these, or Ray is not installed.
    """
    if not where:
        return InThread(embedder)
    check_workers(where)
    if importlib.util.find_spec("ray") is None:
        raise InputError(
            f"workers at {where} need Ray, which is not installed: "
            "pip install 'fundstelle[workers]'"
        )
    from index.storage.workers.in_ray import InRay

    return InRay(where, embedder, report)


def check_workers(where: str) -> str:
    """:raises InputError: if it names no workers."""
    if where != "local" and not _ADDRESS.fullmatch(where):
        raise InputError(f"workers are {where!r}: give ray://HOST:PORT, or local")
    return where
