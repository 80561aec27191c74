"""Bytes → text. An encoding is found out or refused, never guessed silently wrong."""

from __future__ import annotations

import codecs
import re

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
# As UTF-8 writes a character beyond ASCII, whether or not there is such a character.
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CHARACTERS_CHECKED = 100_000
_PRINTABLE_AT_LEAST = 0.9


def check_encoding(name: str) -> str:
    """The name of a text encoding as Python has it.

    :raises ValueError: if there is no such encoding.
    """
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)  # hex, rot13 and the like are codecs too, and none of text
    except (LookupError, ValueError):
        raise ValueError(f"{name!r} names no text encoding: give one such as cp1250") from None
    return found.name


def decode(data: bytes, encoding: str | None = None) -> str:
    """Decode UTF-8 and UTF-16 (with a byte order mark or not), UTF-32 (with one only), Windows-1252
    or Latin-1.

    :param encoding: which it is, where somebody has said it.
    :raises ValueError: where none of them fits beyond doubt.
    """
    if encoding is not None:
        return _checked(data, encoding)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], encoding)
    if b"\0" in data:
        return _utf16_without_mark(data)
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
        text = _checked(data, "utf-16-be" if even else "utf-16-le")
        sample = text[:_CHARACTERS_CHECKED]  # numbers have null bytes on one side as well
        printable = sum(char.isprintable() or char.isspace() for char in sample)
        if printable >= _PRINTABLE_AT_LEAST * len(sample):
            return text
    raise ValueError("it is not a text file (it holds null bytes)")


def _western(data: bytes) -> str:
    unclear = ValueError("its encoding is unclear; save it as UTF-8, or name it with --encoding")
    beyond = sum(byte > 127 for byte in data)
    if sum(map(len, _UTF8_SEQUENCE.findall(data))) > beyond / 2:
        raise unclear  # UTF-8 that is damaged somewhere
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
