"""Where articles come from: a file, or a file in a container."""

from __future__ import annotations

import io
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from index.articles.decoding import decode
from index.articles.limits import DEFAULT_LIMITS, Limits
from index.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """What holds one article or many.

    :param path: the file; where it is in a container, the container's.
    :param encoding: of its text, where somebody has said it; else it is found out.
    :param columns: which column of a table is which field (index.articles.columns), where somebody
        has said it.
    :param entry: its path inside the container; `data` is what it holds then.
    """

    path: Path
    encoding: str | None = None
    columns: Mapping[str, str] | None = None
    entry: str | None = None
    data: bytes | None = field(default=None, repr=False)
    limits: Limits = DEFAULT_LIMITS

    @property
    def name(self) -> str:
        """As a message shows it: in one line, whatever characters or bytes it holds."""
        name = str(self.path) if self.entry is None else f"{self.path}: {self.entry}"
        return name if name.isprintable() else repr(name)

    @property
    def file_name(self) -> str:
        """The last part of its path, in lower case."""
        return (self.path if self.entry is None else PurePosixPath(self.entry)).name.lower()

    def within(self, entry: str, data: bytes) -> Source:
        """A file that this one holds."""
        inner = entry if self.entry is None else f"{self.entry}/{entry}"
        return replace(self, entry=inner, data=data)

    def head(self, size: int) -> bytes:
        """Its first `size` bytes.

        :raises InputError: where it cannot be read.
        """
        return self._read(size)

    def content(self) -> bytes:
        """All of it.

        :raises InputError: where it cannot be read, or is too large.
        """
        return self._read(-1)

    def open(self) -> io.BytesIO | io.BufferedReader:
        """The file, to be read and closed, whatever its size.

        :raises InputError: where it cannot be read.
        """
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):  # a pipe would wait for its writer
                raise InputError(f"cannot read {self.name}: it is not a regular file")
            return self.path.open("rb")
        except OSError as error:
            raise self._unreadable(error) from error

    def size(self) -> int:
        """In bytes.

        :raises InputError: where it cannot be read.
        """
        if self.data is not None:
            return len(self.data)
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise self._unreadable(error) from error

    def text(self) -> str:
        """Its text, with `\\n` for every kind of line end.

        :raises InputError: where it cannot be read, is not text, or its encoding cannot be told.
        """
        content = self.content()
        try:
            text = decode(content, self.encoding)
        except ValueError as error:
            raise InputError(f"cannot read {self.name}: {error}") from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _read(self, size: int) -> bytes:
        try:
            with self.open() as file:
                if size < 0 and self.size() > self.limits.file_bytes:
                    raise InputError(
                        f"{self.name} is too large ({self.size():,} bytes, at most "
                        f"{self.limits.file_bytes:,}): split it up"
                    )
                return file.read(size)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> InputError:
        return InputError(f"cannot read {self.name}: {error.strerror or error}")
