"""How much memory this process or another one uses, and how much text an index holds."""

from __future__ import annotations

import resource
from contextlib import closing
from pathlib import Path

from index.storage import ArticleStore, database_or_raise


def resident() -> int:
    """Bytes of memory that this process uses, files that are mapped into it among them."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def resident_of(pid: int) -> int:
    """Megabytes of memory that another process uses."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS"))
    return round(int(kilobytes) / 1_000)


def characters_of(index_dir: Path) -> int:
    """Of all its articles."""
    with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as store:
        return sum(size for _, size in store.listing())
