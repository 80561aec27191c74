"""The index's folder: numbered states, of which the highest is the published one.

A state is written in a hidden folder, flushed to disk and then given its name by one atomic
rename. A reader that lists the folder sees it whole or not at all.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.embedding import Embedder
from index.errors import FundstelleError, InputError
from index.storage.damage import DamagedError, damage_told

_NAME = re.compile(r"state-(\d{8})")
_EARLIER_NAME = re.compile(r"generation-\d{8}")  # up to format 3
_DRAFT = ".draft"
_MANIFEST = "manifest.json"
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)
# What SQLite says of a disk that is full, fails or may not be written; all else is damage.
_DISK_FAILED = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
)
FORMAT = 4


@dataclass(frozen=True)
class Manifest:
    """What a state was made with, and when (ISO 8601, UTC).

    :param model_hash: tells the model's weights from any others that go by its name.
    """

    embedding_model: str
    model_hash: str
    dimension: int
    created: str
    format: int = FORMAT


@dataclass(frozen=True)
class State:
    """One published, immutable state of the index."""

    number: int
    folder: Path

    @property
    def articles(self) -> Path:
        return self.folder / "articles.sqlite"

    @property
    def passage_vectors(self) -> Path:
        return self.folder / "passages.faiss"

    @property
    def sentence_vectors(self) -> Path:
        return self.folder / "sentences.faiss"

    @property
    def index_dir(self) -> Path:
        return self.folder.parent

    @property
    def version(self) -> tuple[int, int, int]:
        """Tells it from every other one, of an index built anew in the same folder too.

        :raises DamagedError: if it is not there, or not any more.
        """
        with damage_told(self.index_dir, _MANIFEST):
            status = (self.folder / _MANIFEST).stat()
        return self.number, status.st_ino, status.st_mtime_ns

    def manifest(self) -> Manifest:
        """:raises FundstelleError: if it is damaged, or of another version's format."""
        with damage_told(self.index_dir, _MANIFEST):
            content = json.loads((self.folder / _MANIFEST).read_text(encoding="utf-8"))
            written_as = int(content["format"])
            # Another format may have other fields: that is no damage.
            manifest = Manifest(**content) if written_as == FORMAT else None
        if manifest is None:
            raise _other_format(self.index_dir, f"has format {written_as}")
        return manifest

    def check_model(self, embedder: Embedder) -> None:
        """:raises InputError: if the index was made with another embedding model than this one.
        :raises FundstelleError: if it is damaged, or of another version's format.
        """
        manifest = self.manifest()
        theirs = (manifest.embedding_model, manifest.dimension)
        if theirs != (embedder.model_name, embedder.dimension):
            raise InputError(
                f"the index in {self.index_dir} was made with the embedding model {theirs[0]} "
                f"({theirs[1]} dimensions), but {embedder.model_name} ({embedder.dimension}) is "
                "set: set FUNDSTELLE_EMBEDDING_MODEL to the former, or use another folder with "
                "--index"
            )
        if manifest.model_hash != embedder.model_hash:
            raise InputError(
                f"the index in {self.index_dir} was made with other weights of the embedding model "
                f"{embedder.model_name}: delete that folder and build it anew with: "
                "fundstelle index PATH"
            )


def _other_format(index_dir: Path, which: str) -> FundstelleError:
    return FundstelleError(
        f"the index in {index_dir} {which}, this version reads format {FORMAT}: "
        "delete that folder and run: fundstelle index PATH"
    )


def latest_state(index_dir: Path) -> State | None:
    """The published state; None where nothing has been published.

    :raises FundstelleError: if it cannot be read, or is of an earlier version.
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
        raise _other_format(index_dir, "was made by an earlier version")
    return _state(index_dir, max(numbers)) if numbers else None


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index for writing. Readers need no such hold.

    :raises InputError: if another process holds it, or the folder cannot be written.
    :raises FundstelleError: if the disk is full or fails. What is published stays as it was.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / ".lock", timeout=0)
        with lock:
            # A draft that is here now was left by a writer that was killed.
            shutil.rmtree(index_dir / _DRAFT, ignore_errors=True)
            yield
    except Timeout as error:
        raise InputError(
            f"another process is writing to the index in {index_dir}: try again when it is done"
        ) from error
    except OSError as error:
        if index_dir.is_file():
            raise _is_file(index_dir) from error
        kind = InputError if error.errno in _NOT_ALLOWED else FundstelleError
        raise kind(f"cannot write the index in {index_dir}: {error.strerror or error}") from error
    except sqlite3.Error as error:
        if _primary_code(error) in _DISK_FAILED:
            raise FundstelleError(f"cannot write the index in {index_dir}: {error}") from error
        raise DamagedError(index_dir, str(error)) from error


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code, without what its extended codes add."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_file(index_dir: Path) -> InputError:
    return InputError(f"{index_dir} is a file, not the folder of an index")


@contextmanager
def draft(index_dir: Path, previous: State | None) -> Iterator[State]:
    """The next state, to be filled and then given to `publish`. Starts with the articles of
    the previous one; is thrown away on any error, Ctrl-C included. Only while `writing`."""
    folder = index_dir / _DRAFT
    folder.mkdir()
    try:
        state = State((previous.number if previous else 0) + 1, folder)
        if previous:
            shutil.copyfile(previous.articles, state.articles)
        yield state
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(state: State, manifest: Manifest) -> State:
    """Make a filled draft the index's state, and remove the states before the last one."""
    (state.folder / _MANIFEST).write_text(
        json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8"
    )
    for path in state.folder.iterdir():
        _flush(path)
    _flush(state.folder)
    index_dir = state.folder.parent
    published = _state(index_dir, state.number)
    os.rename(state.folder, published.folder)
    _flush(index_dir)
    # The previous one stays: a reader may be about to open it.
    for name in os.listdir(index_dir):
        match = _NAME.fullmatch(name)
        if match and int(match[1]) < published.number - 1:
            shutil.rmtree(index_dir / name, ignore_errors=True)
    return published


def _state(index_dir: Path, number: int) -> State:
    return State(number, index_dir / f"state-{number:08d}")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
