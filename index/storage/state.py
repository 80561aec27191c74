"""The index's folder: numbered generations, of which the highest is the published one.

A generation is written in a hidden folder, flushed to disk and then given its name by one atomic
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

from index.errors import FundstelleError, InputError

_NAME = re.compile(r"generation-(\d{8})")
_DRAFT = ".draft"
_MANIFEST = "manifest.json"
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)
FORMAT = 3


@dataclass(frozen=True)
class Manifest:
    """What a generation was made with, and when (ISO 8601, UTC).

    :param model_hash: tells the model's weights from any others that go by its name.
    """

    embedding_model: str
    model_hash: str
    dimension: int
    created: str
    format: int = FORMAT


@dataclass(frozen=True)
class Generation:
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

    def manifest(self) -> Manifest:
        """:raises FundstelleError: if it is damaged, or of another version's format."""
        with reading(self):
            text = (self.folder / _MANIFEST).read_text(encoding="utf-8")
        try:
            content = json.loads(text)
            written_as = int(content["format"])
            # Another format may have other fields: that is no damage.
            manifest = Manifest(**content) if written_as == FORMAT else None
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise _damaged(self, _MANIFEST) from error
        if manifest is None:
            raise FundstelleError(
                f"the index in {self.folder.parent} has format {written_as}, this version "
                f"reads format {FORMAT}: delete that folder and run: fundstelle index PATH"
            )
        return manifest


@contextmanager
def reading(generation: Generation) -> Iterator[None]:
    """:raises FundstelleError: where a file of `generation` is missing or cannot be read within."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(generation, str(error)) from error
    except sqlite3.Error as error:
        raise _damaged(generation, f"{generation.articles.name}: {error}") from error


def _damaged(generation: Generation, problem: str) -> FundstelleError:
    return FundstelleError(
        f"the index in {generation.folder.parent} is damaged ({problem}): "
        "delete that folder and build it anew with: fundstelle index PATH"
    )


def latest_generation(index_dir: Path) -> Generation | None:
    """The published generation; None where nothing has been published."""
    try:
        names = os.listdir(index_dir)
    except FileNotFoundError:
        return None
    except OSError as error:
        if index_dir.is_file():
            raise _is_file(index_dir) from error
        raise InputError(f"cannot read the index in {index_dir}: {error.strerror}") from error
    numbers = [int(match[1]) for name in names if (match := _NAME.fullmatch(name))]
    return _generation(index_dir, max(numbers)) if numbers else None


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
    except sqlite3.OperationalError as error:
        raise FundstelleError(f"cannot write the index in {index_dir}: {error}") from error


def _is_file(index_dir: Path) -> InputError:
    return InputError(f"{index_dir} is a file, not the folder of an index")


@contextmanager
def draft(index_dir: Path, previous: Generation | None) -> Iterator[Generation]:
    """The next generation, to be filled and then given to `publish`. Starts with the articles of
    the previous one; is thrown away on any error, Ctrl-C included. Only while `writing`."""
    folder = index_dir / _DRAFT
    folder.mkdir()
    try:
        generation = Generation((previous.number if previous else 0) + 1, folder)
        if previous:
            shutil.copyfile(previous.articles, generation.articles)
        yield generation
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(generation: Generation, manifest: Manifest) -> Generation:
    """Make a filled draft the index's state, and remove the generations before the last one."""
    (generation.folder / _MANIFEST).write_text(
        json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8"
    )
    for path in generation.folder.iterdir():
        _flush(path)
    _flush(generation.folder)
    index_dir = generation.folder.parent
    published = _generation(index_dir, generation.number)
    os.rename(generation.folder, published.folder)
    _flush(index_dir)
    # The previous one stays: a reader may be about to open it.
    for name in os.listdir(index_dir):
        match = _NAME.fullmatch(name)
        if match and int(match[1]) < published.number - 1:
            shutil.rmtree(index_dir / name, ignore_errors=True)
    return published


def _generation(index_dir: Path, number: int) -> Generation:
    return Generation(number, index_dir / f"generation-{number:08d}")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
