"""Bytes → text. An encoding is found out or refused, never guessed silently wrong."""

from __future__ import annotations

import codecs
from pathlib import Path

from index.errors import InputError

MAX_FILE_BYTES = 256 * 1024 * 1024

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Western European prose holds beyond ASCII. Text in another 8-bit encoding (Latin-2, Cyrillic,
# Mac Roman) read as Windows-1252, Latin-1's superset, shows other characters than these.
_WESTERN = frozenset(
    "äöüÄÖÜßàâæçéèêëîïôœùûÿÀÂÆÇÉÈÊËÎÏÔŒÙÛáíóúñÁÍÓÚÑìòÌÒãõÃÕåøÅØ¡¿ªº"
    "„“”‚‘’‹›«»–—…·•°§€£©®™½¼¾²³×\u00a0\u00ad"
)
_WESTERN_LETTERS_AT_MOST = 0.2


def read_text(path: Path) -> str:
    """The text of the file at `path`, with `\\n` for every kind of line end.

    :raises InputError: where it is too large, is not text, or its encoding cannot be told.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"{path} is too large ({size:,} bytes, at most {MAX_FILE_BYTES:,}): split it up"
            )
        text = decode(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"cannot read {path}: {error}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16, UTF-32 (with a byte order mark or not) or Windows-1252 / Latin-1.

    :raises ValueError: where none of them fits beyond doubt.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], encoding)
    if b"\0" in data:
        return _checked(data, _utf16_without_mark(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _western(data)


def _checked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not valid {encoding.upper()}; save it as UTF-8") from error
    if "\0" in text:
        raise ValueError("it is not a text file (it holds null bytes)")
    return text


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 of mostly Latin text has its null bytes on one side of each pair."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.2 * len(data) and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    raise ValueError("it is not a text file (it holds null bytes)")


def _western(data: bytes) -> str:
    unclear = ValueError("its encoding is unclear; save it as UTF-8")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise unclear from error
    beyond_ascii = [c for c in text if ord(c) > 127]
    letters = sum(map(str.isalpha, text))
    accented = sum(map(str.isalpha, beyond_ascii))
    if not _WESTERN.issuperset(beyond_ascii) or accented > _WESTERN_LETTERS_AT_MOST * letters:
        raise unclear
    return text
