"""The encoding of HTML and XML: what a file says of itself, where that holds; else found out."""

from __future__ import annotations

import re
from contextlib import suppress

from index.articles.decoding import check_encoding, decode

_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|"""
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_SEARCHED = 8_192
# What browsers read names as: those who wrote them seldom meant less (WHATWG's Encoding Standard).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # else the declaration could not have been read
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def decode_declared(data: bytes, said: str | None, declared: str | None = None) -> str:
    """The text of HTML or XML, with `\\n` for every kind of line end.

    :param said: the encoding that somebody has said; it counts more than what the file declares.
    :param declared: what is declared elsewhere, by a mail's header for one.
    :raises ValueError: where it is no text, or no encoding is certain.
    """
    named = None if said or _is_utf8(data) else _usable(declared or _declared(data))
    text = None
    if named:
        with suppress(ValueError):  # it declares what it is not
            text = decode(data, named)
    if text is None:
        text = decode(data, said)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_declaration(markup: str) -> str:
    """Markup that has been decoded, without the declaration of what it was encoded in."""
    return re.sub(r"^\s*<\?xml[^>]*>", "", markup)


def _is_utf8(data: bytes) -> bool:
    """Whether nothing else can be meant: text in other encodings is not valid UTF-8 by chance."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _declared(data: bytes) -> str | None:
    found = _DECLARATION.search(data[:_SEARCHED])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else None


def _usable(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        canonical = check_encoding(name)
    except ValueError:
        return None
    return _READ_AS.get(canonical, canonical)
