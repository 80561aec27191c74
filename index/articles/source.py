"""Where articles come from."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from index.articles.decoding import decode
from index.errors import InputError

MAX_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds one article or many.

    :param encoding: of its text, where somebody has said it; else it is found out.
    """

    path: Path
    encoding: str | None = None

    @property
    def name(self) -> str:
        """As a message shows it: in one line, whatever characters or bytes it holds."""
        name = str(self.path)
        return name if name.isprintable() else repr(name)

    def head(self, size: int) -> bytes:
        """Its first `size` bytes.

        :raises InputError: where it cannot be read, or is too large.
        """
        return self._read(size)

    def content(self) -> bytes:
        """All of it.

        :raises InputError: where it cannot be read, or is too large.
        """
        return self._read(-1)

    def _read(self, size: int) -> bytes:
        try:
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):  # to open a pipe would wait for its writer
                raise InputError(f"cannot read {self.name}: it is not a regular file")
            if status.st_size > MAX_FILE_BYTES:
                raise InputError(
                    f"{self.name} is too large ({status.st_size:,} bytes, at most "
                    f"{MAX_FILE_BYTES:,}): split it up"
                )
            with self.path.open("rb") as file:
                return file.read(size)
        except OSError as error:
            raise InputError(f"cannot read {self.name}: {error.strerror or error}") from error

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
