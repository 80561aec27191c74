"""A tar file of articles, packed by gzip, bzip2, xz, or not at all."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from index.articles.containers.container import Container, as_listed, is_hidden, leads_out
from index.articles.containers.unread import Unread
from index.articles.limits import MEBIBYTE
from index.articles.packed import Budget, Exceeded
from index.articles.problems import Problem
from index.articles.source import Source

_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ"
_MAGIC_AT, _MAGIC = 257, b"ustar"
_CHUNK = MEBIBYTE
_LARGEST_HEADER = 16 * MEBIBYTE
_DAMAGES = (tarfile.TarError, OSError, EOFError, lzma.LZMAError, ValueError)  # zlib.error is none
_MAY_SHRINK = 16 * MEBIBYTE  # a small archive of much the same may shrink beyond the ratio


class Tar:
    suffixes: tuple[str, ...] = (
        *(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"),
    )

    def fits(self, head: bytes) -> bool:
        return head.startswith((_GZIP, _BZIP2, _XZ)) or head[_MAGIC_AT:].startswith(_MAGIC)

    def open(self, source: Source, budget: Budget, is_read: Callable[[str], bool]) -> Container:
        return _TarFile(source, budget, is_read)


@dataclass(frozen=True, slots=True)
class _TarFile:
    source: Source
    budget: Budget
    is_read: Callable[[str], bool]

    def sources(self, problem: Problem) -> Iterator[Source]:
        unread = Unread()
        with self.source.open() as file:
            for tar, member in self._members(file):
                self.budget.take_entry()
                listed = as_listed(self.source, member.name)
                if member.isdir() or is_hidden(member.name):
                    continue
                if leads_out(member.name):
                    problem(f"{listed} is left out: its path leads out of the archive")
                elif not self.is_read(member.name):
                    unread.add(member.name)
                elif not member.isreg() or member.issparse():
                    problem(f"{listed} is left out: it is a link, or no regular file")
                elif member.size > self.budget.limits.file_bytes:
                    problem(f"cannot read {listed}: it is too large ({member.size:,} bytes)")
                else:
                    yield self.source.within(member.name, _content(tar, member))
        unread.tell(self.source.name, problem)

    def _members(self, file: BinaryIO) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        """:raises Exceeded: where it unpacks to too much, or is damaged from some place on."""
        unpacked = _Unpacked(file, self.budget)
        try:
            tar = tarfile.TarFile(fileobj=unpacked)  # type: ignore[arg-type]  # noqa: SIM115
        except _DAMAGES as error:
            raise ValueError(f"it is no regular tar file ({error})") from error
        while True:
            try:
                member = tar.next()
            except Exceeded:
                raise
            except Exception as error:  # zlib's are none of Python's
                raise Exceeded(f"it is damaged ({error})") from error
            if member is None:
                return
            tar.members = []  # type: ignore[attr-defined]  # it would keep them all
            yield tar, member


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    """:raises Exceeded: where it is damaged from here on, or unpacks to too much."""
    try:
        file = tar.extractfile(member)
        assert file is not None
        chunks = iter(lambda: file.read(_CHUNK), b"")
        return b"".join(chunks)
    except Exceeded:
        raise
    except Exception as error:
        raise Exceeded(f"it is damaged ({error})") from error


class _Unpacked:
    """What a tar file unpacks to, read forwards; tarfile skips nothing without unpacking it."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        head = file.read(len(_XZ))
        file.seek(0)
        self._packed = file
        self._file: IO[bytes] | gzip.GzipFile = file
        if head.startswith(_GZIP):
            self._file = gzip.GzipFile(fileobj=file)  # noqa: SIM115
        elif head.startswith(_BZIP2):
            self._file = bz2.BZ2File(file)  # noqa: SIM115
        elif head.startswith(_XZ):
            self._file = lzma.LZMAFile(file)  # noqa: SIM115
        self._budget = budget
        self._position = 0

    def read(self, size: int) -> bytes:
        if size > _LARGEST_HEADER:  # files are read in chunks
            raise tarfile.ReadError("a header is too large")
        data = self._file.read(size)
        self._position += len(data)
        self._budget.take_bytes(len(data))
        most = max(_MAY_SHRINK, self._budget.limits.ratio * self._packed.tell())
        if self._position > most:
            raise Exceeded(f"it unpacks to more than {self._budget.limits.ratio:,} times its size")
        return data

    def tell(self) -> int:
        return self._position

    def seek(self, position: int) -> None:
        if position < self._position:
            raise tarfile.ReadError("it does not go on where it should")
        while self._position < position:
            if not self.read(min(_CHUNK, position - self._position)):
                raise tarfile.ReadError("it ends too early")
