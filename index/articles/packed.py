"""The files in a ZIP file, within limits: of an archive, a book or an office document."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from index.articles.limits import MEBIBYTE, Limits
from index.articles.source import Source

_LARGEST_DIRECTORY = 64 * MEBIBYTE
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


class Exceeded(ValueError):
    """A container goes beyond a limit that holds for all of it: the rest of it is not read."""


class Budget:
    """What may still be unpacked of a container, with all that lies in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = self._entries = 0

    def take_entry(self) -> None:
        """:raises Exceeded: where there are too many."""
        self._entries += 1
        if self._entries > self.limits.entries:
            raise Exceeded(f"it holds more than {self.limits.entries:,} files: split it up")

    def take_bytes(self, count: int) -> None:
        """:raises Exceeded: where they are too many."""
        self._bytes += count
        if self._bytes > self.limits.unpacked_bytes:
            raise Exceeded(f"it unpacks to more than {self.limits.unpacked_bytes:,} bytes")


class ZipParts:
    """An open ZIP file."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """:raises ValueError: if it is damaged, or none."""
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(_Bounded(file))  # type: ignore[arg-type]
        except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise ValueError(f"it is no regular ZIP file ({error})") from error
        if len(self._zip.infolist()) > budget.limits.entries:
            raise ValueError(f"it holds more than {budget.limits.entries:,} files: split it up")

    def infos(self) -> list[zipfile.ZipInfo]:
        """Its files, as they lie in it; folders are left out."""
        return [info for info in self._zip.infolist() if not info.is_dir()]

    def holds(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def part(self, name: str) -> bytes:
        """What the file `name` in it holds.

        :raises ValueError: if there is none, it is damaged, encrypted or exceeds a limit.
        """
        if not self.holds(name):
            raise ValueError(f"it lacks its part {name}")
        try:
            return self.read(self._zip.getinfo(name))
        except Exceeded:
            raise
        except ValueError as error:
            raise ValueError(f"its part {name} cannot be read: {error}") from error

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """:raises ValueError: if it is damaged, encrypted or exceeds a limit."""
        limits = self._budget.limits
        if info.flag_bits & _ENCRYPTED:
            raise ValueError("it is protected by a password")
        if info.file_size > limits.file_bytes:
            raise ValueError(
                f"it is too large ({info.file_size:,} bytes, at most {limits.file_bytes:,})"
            )
        if info.file_size > MEBIBYTE and info.file_size > limits.ratio * info.compress_size:
            raise ValueError(f"it unpacks to more than {limits.ratio:,} times its size")
        try:
            with self._zip.open(info) as part:
                data = part.read()  # no more than it announces
        except Exception as error:  # of three libraries for compression
            raise ValueError(f"it is damaged ({error or type(error).__name__})") from error
        self._budget.take_bytes(len(data))
        return data

    def close(self) -> None:
        self._zip.close()


@contextmanager
def zip_parts(source: Source, budget: Budget | None = None) -> Iterator[ZipParts]:
    """:raises ValueError: if it is damaged, or none."""
    with source.open() as file:
        parts = ZipParts(file, budget or Budget(source.limits))
        try:
            yield parts
        finally:
            parts.close()


def zip_name(info: zipfile.ZipInfo) -> str:
    """A file's name as it was meant: many programs write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


class _Bounded:
    """A file that is not read at once: a ZIP file's end says how much of it is its directory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_DIRECTORY:
            raise OSError("its directory is too large")
        return self._file.read(size)
