"""Jobs: files that came in together, and what became of each; known to all processes that serve
their archive."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from qa.web.shared_file import SharedFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL, job TEXT NOT NULL, paths TEXT NOT NULL
);
"""
_LOOKS_SECONDS = 0.5  # after which who waits for another one looks whether to give up
_UNFINISHED = "state IN ('waiting', 'running')"
_FORGOTTEN = f"""
DELETE FROM jobs WHERE NOT {_UNFINISHED} AND number NOT IN
    (SELECT number FROM jobs WHERE NOT {_UNFINISHED} ORDER BY number DESC LIMIT ?)
"""

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """:param name: as it is kept and shown, made harmless.
    :param articles: the ids of what was found in it.
    :param message: in a line, why nothing was, or what was left out; None where all is well.
    """

    name: str
    state: State = "waiting"
    articles: tuple[str, ...] = ()
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """:param state: “failed” where not one of its files could be taken up.
    :param done: bytes that have been worked on, of `total`.
    """

    id: str
    state: State
    files: tuple[UploadedFile, ...]
    done: int
    total: int

    @property
    def is_finished(self) -> bool:
        return self.state in ("done", "failed")


class Jobs:
    """:param path: of the file that they stand in; it need not be there."""

    def __init__(self, path: Path) -> None:
        self._file = SharedFile(path, _SCHEMA)
        self._working = path.with_name(".working.lock")

    def add(self, job: Job, paths: Sequence[Path | None]) -> None:
        """:param paths: where its files are; None where one is of no use.
        :raises OSError: if the disk is full or fails.
        """
        listed = json.dumps([None if path is None else str(path) for path in paths])
        self._write(
            "INSERT INTO jobs (id, state, job, paths) VALUES (?, ?, ?, ?)",
            *(job.id, job.state, json.dumps(asdict(job)), listed),
        )

    def get(self, job_id: str) -> Job:
        """:raises KeyError: if there is none, or it was done long ago."""
        for (content,) in self._file.read("SELECT job FROM jobs WHERE id = ?", job_id):
            return _job(content)
        raise KeyError(job_id)

    def first(self) -> tuple[Job, list[Path | None]] | None:
        """The one that is to be worked on, and where its files are: of those that are not finished
        the one that came first. Whoever calls this is the only one that works: where it is running,
        who worked on it has ended."""
        query = f"SELECT job, paths FROM jobs WHERE {_UNFINISHED} ORDER BY number LIMIT 1"
        for content, paths in self._file.read(query):
            return _job(content), _paths(paths)
        return None

    def change(self, job_id: str, **changed: Any) -> Job:
        """Set something of a job.

        :return: it as it is now.
        """
        job = replace(self.get(job_id), **changed)
        self._write(
            "UPDATE jobs SET state = ?, job = ? WHERE id = ?",
            *(job.state, json.dumps(asdict(job)), job_id),
        )
        return job

    def forget(self, remembered: int) -> None:
        """All that are finished but the last ones."""
        self._write(_FORGOTTEN, remembered)

    @property
    def waiting(self) -> int:
        """How many wait."""
        rows = self._file.read("SELECT count(*) FROM jobs WHERE state = 'waiting'")
        return int(rows[0][0]) if rows else 0

    def unfinished(self) -> set[Path]:
        """Where the files of those are that are not finished."""
        rows = self._file.read(f"SELECT paths FROM jobs WHERE {_UNFINISHED}")
        return {path for (paths,) in rows for path in _paths(paths) if path is not None}

    @contextmanager
    def alone(self, gives_up: Callable[[], bool]) -> Iterator[bool]:
        """Whether no other process works on jobs meanwhile; waits until that is so.

        :param gives_up: whether to wait no longer.
        """
        # The system gives the lock of a process back that has ended, however it ended.
        lock = FileLock(self._working)
        while not lock.is_locked and not gives_up():
            with suppress(Timeout):
                lock.acquire(timeout=_LOOKS_SECONDS)
        try:
            yield lock.is_locked
        finally:
            lock.release()

    def _write(self, statement: str, *values: object) -> None:
        try:
            self._file.change(lambda connection: connection.execute(statement, values))
        except sqlite3.Error as error:
            raise OSError(errno.EIO, str(error)) from error


def _job(content: str) -> Job:
    read = json.loads(content)
    files = (replace(UploadedFile(**f), articles=tuple(f["articles"])) for f in read.pop("files"))
    return Job(files=tuple(files), **read)


def _paths(listed: str) -> list[Path | None]:
    return [None if path is None else Path(path) for path in json.loads(listed)]
