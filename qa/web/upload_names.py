"""The names of files that come in, made harmless: they are shown, and name a file on this disk."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_MOST_BYTES = 120
_LONGEST_SUFFIX = 12
_RESERVED = re.compile(r'[<>:"|?*\\/]+')


def harmless_name(name: str) -> str:
    """The last part of a path, whatever system wrote it: without what directs text, cannot be
    seen, hides the file or means something to a file system; never empty, never long."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " * c.isspace() for c in last)
    plain = " ".join(_RESERVED.sub(" ", seen).split()).strip(". ")
    suffixes = "".join(PurePosixPath(plain).suffixes[-2:])  # .tar.gz
    if len(suffixes) > _LONGEST_SUFFIX or suffixes == plain:
        suffixes = PurePosixPath(plain).suffix[:_LONGEST_SUFFIX]
    stem = plain.removesuffix(suffixes)
    room = _MOST_BYTES - len(suffixes.encode())
    return (stem.encode()[:room].decode(errors="ignore").strip() or "article") + suffixes
