"""Bytes → text. An encoding is found out or refused, never guessed silently wrong."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress

from index.articles.encodings import NAMES, UnclearEncoding, find_encoding

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARACTERS_CHECKED = 100_000
_PRINTABLE_AT_LEAST = 0.9
_CANDIDATES_NAMED = 3
_HOW_TO_NAME_IT = "name its encoding with --encoding NAME"
# Python's codecs of text that no file is written in; "mbcs" and "oem" are another on each computer.
_NOT_OF_FILES = (
    *("charmap", "idna", "mbcs", "oem", "punycode"),
    *("raw-unicode-escape", "undefined", "unicode-escape"),
)


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text that the bytes hold.

    A byte order mark says more than `encoding`, which may have been said of a whole folder.

    :param encoding: the encoding's name. Left out, it is found out: UTF-8 and UTF-16 (with a byte
        order mark or not), UTF-32 (with one only), the encodings in `encodings.NAMES`, ISO-2022.
    :raises ValueError: where the bytes are not text in that encoding, none is certain, or there is
        no such encoding.
    """
    named = check_encoding(encoding) if encoding is not None else None
    for mark, marked in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], marked)
    if named is not None:
        return _checked(data, named)
    if b"\0" in data:
        return _utf16_without_mark(data)
    if b"\x1b$" in data and data.isascii():
        return _iso2022(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _found_out(data)


def check_encoding(name: str) -> str:
    """The name by which Python knows the text encoding `name`.

    :raises ValueError: where there is no such encoding, or it is not one of text.
    """
    try:
        canonical = codecs.lookup(name).name
        "".encode(name)  # refused by those that turn bytes into bytes, or text into text
    except (LookupError, ValueError) as error:
        raise ValueError(f"there is no text encoding {name!r}") from error
    if canonical in _NOT_OF_FILES:
        raise ValueError(f"there is no text encoding {name!r}")
    return canonical


def _checked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise ValueError(
            f"it is not valid {encoding.upper()}: save it as UTF-8, or {_HOW_TO_NAME_IT}"
        ) from error
    if "\0" in text:
        raise ValueError("it is not a text file (it holds null bytes)")
    # Windows-1258 has no other way to write a Vietnamese letter than its parts.
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 of mostly Latin text has its null bytes on one side of each pair."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > 0.2 * len(data) and min(even, odd) == 0:
        text = _checked(data, "utf-16-be" if even else "utf-16-le")
        sample = text[:_CHARACTERS_CHECKED]  # numbers have null bytes on one side as well
        printable = sum(char.isprintable() or char.isspace() for char in sample)
        if printable >= _PRINTABLE_AT_LEAST * len(sample):
            return text
    raise ValueError("it is not a text file (it holds null bytes)")


def _iso2022(data: bytes) -> str:
    """Its escape sequences name the character sets."""
    for encoding in ("iso2022_kr", "iso2022_jp_2"):
        try:
            return _checked(data, encoding)
        except ValueError:
            continue
    raise _unclear([])


def _found_out(data: bytes) -> str:
    with suppress(UnicodeDecodeError):
        data.decode("utf-8", "surrogatepass")
        raise _unclear([])  # UTF-8 that holds halves of UTF-16's pairs
    try:
        return _checked(data, find_encoding(data))
    except UnclearEncoding as error:
        raise _unclear(error.candidates) from error


def _unclear(candidates: list[str]) -> ValueError:
    """What to do about it, naming the likeliest candidates."""
    names = [NAMES[candidate] for candidate in candidates[:_CANDIDATES_NAMED]]
    could_be = f" (it could be {' or '.join(names)})" if names else ""
    option = f"name it with --encoding {candidates[0]}" if candidates else _HOW_TO_NAME_IT
    return ValueError(f"its encoding is unclear{could_be}: save it as UTF-8, or {option}")
