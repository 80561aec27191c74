"""How much memory this process uses, and how much text an index holds."""

from __future__ import annotations

import resource
from contextlib import closing
from pathlib import Path

from index.storage import ArticleStore, database_or_raise


def resident() -> int:
    """Bytes of memory that this process uses, files that are mapped into it among them."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def characters_of(index_dir: Path) -> int:
    """Of all its articles."""
    with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as store:
        return sum(size for _, size in store.listing())
