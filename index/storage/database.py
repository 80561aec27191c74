"""The SQLite database of an index: how it is opened, and what its errors mean.

APSW brings an SQLite of its own, newer than Python's: one whose full-text index keeps no copy of
its words and can delete, and with SQLite's checksum VFS (https://sqlite.org/cksumvfs.html), which
ends each page with a checksum and compares it whenever the page is read. A byte that has changed on
disk is an error, and never another answer.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import apsw
import apsw.sqlite_extra

_VFS = "cksmvfs"
_CHECKSUM_BYTES = 8
# Of the default size, a page holds the vectors of one passage, and a quarter of it nothing.
_PAGE_BYTES = 16_384
# What SQLite says of a disk that is full, fails or may not be written; all else is damage.
_DISK_FAILED = (
    apsw.FullError,
    apsw.IOError,
    apsw.ReadOnlyError,
    apsw.CantOpenError,
    apsw.PermissionsError,
    apsw.BusyError,
    apsw.LockedError,
)
_WAIT_MS = 10_000  # for another connection's moment of exclusive use


def create_database(path: Path) -> apsw.Connection:
    """An empty one, for writing. In WAL mode: readers keep the state that they began with."""
    connection = apsw.Connection(str(path), vfs=_checksums())
    connection.pragma("page_size", _PAGE_BYTES)
    connection.reserve_bytes(None, _CHECKSUM_BYTES)
    connection.pragma("journal_mode", "wal")
    return _prepared(connection)


def open_for_writing(path: Path) -> apsw.Connection:
    return _prepared(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=_checksums()))


def open_for_reading(path: Path) -> apsw.Connection:
    """With a transaction begun: what it reads is one state, whatever is written meanwhile."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY, vfs=_checksums())
        return begin(connection)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        if not _is_read_only(path):
            raise
        # Nobody writes it there, and nothing can be written beside it.
        uri = f"{path.absolute().as_uri()}?immutable=1"
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        return begin(apsw.Connection(uri, flags=flags, vfs=_checksums()))


def _is_read_only(path: Path) -> bool:
    """Whether it lies on a medium that cannot be written."""
    if not path.exists() or not hasattr(os, "statvfs"):
        return False
    log = Path(f"{path}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not has_log


def is_disk_failure(error: apsw.Error) -> bool:
    """Whether the disk is full, fails or may not be written; else the database is damaged."""
    damaged = getattr(error, "extendedresult", None) in (
        apsw.SQLITE_IOERR_DATA,  # a checksum
        apsw.SQLITE_IOERR_SHORT_READ,
        apsw.SQLITE_IOERR_CORRUPTFS,
    )
    return isinstance(error, _DISK_FAILED) and not damaged


def begin(connection: apsw.Connection) -> apsw.Connection:
    """Its transaction: what it reads from now on is one state."""
    connection.set_busy_timeout(_WAIT_MS)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()  # from now on it is kept
    return connection


def _prepared(connection: apsw.Connection) -> apsw.Connection:
    connection.set_busy_timeout(_WAIT_MS)
    connection.pragma("synchronous", "full")  # a commit is on the disk when it returns
    connection.pragma("foreign_keys", True)
    return connection


@cache
def _checksums() -> str | None:
    """The name of the VFS with checksums; None on platforms that APSW brings none for."""
    loader = apsw.Connection(":memory:")
    try:
        apsw.sqlite_extra.load(loader, "cksumvfs")
    except apsw.sqlite_extra.NotAvailable:
        return None
    finally:
        loader.close()
    return _VFS
