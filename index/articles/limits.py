"""How much of a file is read at most: files may be damaged, endless, or made to do harm."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What exceeds one of these is refused with a line that names it; docs/operation.md lists them.

    :param file_bytes: of a file, or of a file in a container.
    :param container_bytes: of an archive of files.
    :param unpacked_bytes: of all that an archive, a book or an office document unpacks to.
    :param ratio: how many times its packed size a packed file may have, once it is larger than
        `MEBIBYTE`: text seldom shrinks to less than a twentieth.
    :param entries: files in an archive, those of archives in it included.
    :param nesting: how deep archives may lie in archives; 1 is an archive in none.
    :param pages: of a document that has some.
    :param characters: of an article's text.
    :param file_characters: of all the articles of a file.
    :param seconds: that a file may take in the process that reads it apart.
    :param memory_bytes: that such a process may take, besides what its libraries do.
    """

    file_bytes: int = 256 * MEBIBYTE
    container_bytes: int = 4096 * MEBIBYTE
    unpacked_bytes: int = 2048 * MEBIBYTE
    ratio: int = 200
    entries: int = 100_000
    nesting: int = 3
    pages: int = 5_000
    characters: int = 20_000_000
    file_characters: int = 200_000_000
    seconds: float = 120.0
    memory_bytes: int = 2048 * MEBIBYTE


DEFAULT_LIMITS = Limits()
