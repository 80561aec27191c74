"""An index of any size, quickly: changed copies of real articles, stored as an update stores them.

Files of vectors are written in the sizes that updates and merges leave, without the merges.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.changed_copies import ChangedCopies
from index import Embedder
from index.storage.layout import writing
from index.storage.new_articles import NewArticle
from index.storage.publishing import Publisher

_SMALLEST, _TIMES = 5_000, 8  # passages of an update's file of vectors; so many become one


def fill(index_dir: Path, copies: ChangedCopies, passages: int, embedder: Embedder) -> None:
    """Add articles until there are so many passages, or a few more."""
    with writing(index_dir), closing(Publisher(index_dir, embedder)) as publisher:
        held = publisher.store.counts()["passages"]
        articles = _missing(copies, publisher.store.counts()["articles"])
        for size in _sizes(passages - held):
            end = min(passages, held + size)
            while held < end:
                some, number = list[NewArticle](), 0
                while number < min(4_000, end - held):
                    some.append(next(articles))
                    number += len(some[-1].passages)
                publisher.insert(some)
                held += number
                print(f"{held:,} passages", file=sys.stderr, flush=True)
            publisher.publish()
        publisher.finish(lambda vectors: None)


def _missing(copies: ChangedCopies, held: int) -> Iterator[NewArticle]:
    """Articles, without as many as are there."""
    in_a_round = len(next(copies.rounds(0)))
    for articles in copies.rounds(held // in_a_round):
        yield from articles[held % in_a_round :]
        held = 0


def _sizes(passages: int) -> Iterator[int]:
    """What a log-structured merge tree of so many holds, the largest first."""
    size = _SMALLEST
    while size * _TIMES <= passages:
        size *= _TIMES
    while size >= _SMALLEST:
        yield from [size] * (passages // size)
        passages %= size
        size //= _TIMES
    if passages > 0:
        yield passages
