"""The index's folder: which database in it is the published one, and who writes it.

`archive-0001.sqlite` is the only truth, its commits are the moments of publishing; the next number
is made beside it where all is made anew, and takes its place by one rename. In `vectors/` lie the
files that it names.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import apsw
from filelock import FileLock, Timeout

from index.errors import FundstelleError, InputError, MissingIndexError
from index.storage.damage import DamagedError
from index.storage.database import is_disk_failure
from index.storage.segments import SUFFIX, flush, vectors_folder

FORMAT = 5
_NAME = re.compile(r"archive-(\d{4,})\.sqlite")
_EARLIER_NAME = re.compile(r"(generation|state)-\d{8}")  # up to format 4
_DRAFT = ".draft"
_ENDINGS = ("", "-wal", "-shm")  # of a database, and of what SQLite keeps beside it
_LOCK, _WRITER = ".lock", ".writer"
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)


def published(index_dir: Path) -> Path | None:
    """The database; None where nothing has been published.

    :raises FundstelleError: if the folder cannot be read, or is of an earlier version.
    """
    try:
        names = os.listdir(index_dir)
    except FileNotFoundError:
        return None
    except OSError as error:
        if index_dir.is_file():
            raise _is_file(index_dir) from error
        raise InputError(f"cannot read the index in {index_dir}: {error.strerror}") from error
    numbers = [int(match[1]) for name in names if (match := _NAME.fullmatch(name))]
    if not numbers and any(map(_EARLIER_NAME.fullmatch, names)):
        raise other_format(index_dir, "was made by an earlier version")
    return _database(index_dir, max(numbers)) if numbers else None


def database_or_raise(index_dir: Path) -> Path:
    """:raises MissingIndexError: if nothing has been published in `index_dir`."""
    database = published(index_dir)
    if database is None:
        raise MissingIndexError(
            f"there is no index in {index_dir}: build it with: fundstelle index PATH"
        )
    return database


def next_draft(index_dir: Path) -> Path:
    """Where the database is made that is to take the place of the published one."""
    try:
        database = published(index_dir)
    except FundstelleError:  # of an earlier version: it stays until this one is there
        database = None
    number = int(_NAME.fullmatch(database.name)[1]) if database else 0  # type: ignore[index]
    return _database(index_dir, number + 1).with_suffix(f".sqlite{_DRAFT}")


def put_in_place(draft: Path) -> Path:
    """Give a finished draft its name: from now on it is the database."""
    database = draft.with_suffix("")
    flush(draft)
    os.rename(draft, database)
    flush(database.parent)
    return database


def remove_database(path: Path) -> None:
    """With what SQLite keeps beside it."""
    for ending in _ENDINGS:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def clear_up(index_dir: Path, database: Path, named: set[str]) -> None:
    """Remove what no state needs: drafts of writers that were killed, earlier databases, files of
    vectors that were merged or never published. Who has one open keeps it until it is closed.

    :param named: the files of vectors that the database names.
    """
    keep = {database.name + ending for ending in _ENDINGS}
    for name in os.listdir(index_dir):
        if _EARLIER_NAME.fullmatch(name):
            shutil.rmtree(index_dir / name, ignore_errors=True)
        ours = name.removesuffix("-wal").removesuffix("-shm").removesuffix(_DRAFT)
        if _NAME.fullmatch(ours) and name not in keep:
            _remove(index_dir / name)
    with suppress(FileNotFoundError):
        for name in os.listdir(vectors_folder(index_dir)):
            if name.endswith(SUFFIX) and name not in named:
                _remove(vectors_folder(index_dir) / name)


@contextmanager
def writing(index_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the index for writing. Readers need no such hold.

    :param wait: seconds to wait for another process to be done.
    :raises InputError: if another process holds it, or the folder cannot be written.
    :raises FundstelleError: if the disk is full or fails. What is published stays as it was.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        # The system gives the lock of a process back that has ended, however it ended.
        with FileLock(index_dir / _LOCK, timeout=wait):
            writer = {"process": os.getpid(), "computer": socket.gethostname()}
            writer |= {"since": datetime.now(UTC).isoformat(timespec="seconds")}
            (index_dir / _WRITER).write_text(json.dumps(writer), encoding="utf-8")
            try:
                yield
            finally:
                (index_dir / _WRITER).unlink(missing_ok=True)
    except Timeout as error:
        raise InputError(
            f"another process is writing to the index in {index_dir}{_who(index_dir)}: try again "
            "when it is done, or wait for it with --wait SECONDS"
        ) from error
    except UnicodeEncodeError as error:
        raise InputError(
            "a name, or a text, holds what is no text (half of a character): change it"
        ) from error
    except OSError as error:
        if index_dir.is_file():
            raise _is_file(index_dir) from error
        kind = InputError if error.errno in _NOT_ALLOWED else FundstelleError
        raise kind(f"cannot write the index in {index_dir}: {error.strerror or error}") from error
    except apsw.Error as error:
        if is_disk_failure(error):
            raise FundstelleError(f"cannot write the index in {index_dir}: {error}") from error
        raise DamagedError(index_dir, str(error)) from error


def other_format(index_dir: Path, which: str) -> FundstelleError:
    return FundstelleError(
        f"the index in {index_dir} {which}, this version reads format {FORMAT}: "
        "make it anew with: fundstelle index --rebuild PATH"
    )


def _who(index_dir: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        writer = json.loads((index_dir / _WRITER).read_text(encoding="utf-8"))
        return f" (process {writer['process']} on {writer['computer']}, since {writer['since']})"
    return ""


def _is_file(index_dir: Path) -> InputError:
    return InputError(f"{index_dir} is a file, not the folder of an index")


def _database(index_dir: Path, number: int) -> Path:
    return index_dir / f"archive-{number:04}.sqlite"


def _remove(path: Path) -> None:
    with suppress(OSError):  # a system that keeps what is open: the next writer tries again
        path.unlink()
