"""A mail → an entry. Headers may be broken, parts in an unknown encoding, or none of them text."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from index.articles.cleaning import clean_text, clean_value
from index.articles.declared import decode_declared
from index.articles.formats.format import Entry
from index.articles.markup import read_markup
from index.articles.problems import Problem, several

_DEEPEST = 20


def read_mail(
    data: bytes, problem: Problem, said: str | None = None, row: int | None = None
) -> Entry:
    """The mail as an entry: its text, which is the plain one where it has both.

    :param said: the encoding of what does not name its own, where somebody has said it.
    :param row: its number in a mailbox.
    :raises ValueError: if it is no mail, or holds no text.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    if not message.keys():
        raise ValueError("it has no headers")
    plain, markup, attached = [], [], list[str]()
    for part in _parts(message, _DEEPEST):
        if part.get_filename() or part.get_content_disposition() == "attachment":
            attached.append(clean_value(_decoded(part.get_filename() or "")) or "without a name")
        elif part.get_content_type() == "text/html":
            markup.append(part)
        elif part.get_content_maintype() == "text":
            plain.append(part)
    text = _text(plain, said) or _markup_text(markup, said)
    if not text:
        raise ValueError("it holds no text")
    if attached:
        problem(f"{several('attachment', attached)}: not read")
    fields = {
        "title": clean_value(_header(message, "Subject")),
        "author": _names(_header(message, "From")),
        "date": _date(_header(message, "Date")),
    }
    identity = message.get("Message-ID") or f"{sha256(data).hexdigest()}"
    given = {name: value for name, value in fields.items() if value}
    return Entry(text, given, place="" if row is None else clean_value(str(identity)), row=row)


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """Its parts that hold no others; of a forwarded mail as of its own."""
    payload = message.get_payload()
    if not isinstance(payload, list):
        yield message
    elif depth:
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part, depth - 1)


def _text(parts: list[Message], said: str | None) -> str:
    texts = []
    for part in parts:
        text = _decoded_text(part, said)
        flowed = str(part.get_param("format", "")).lower() == "flowed"
        texts.append(_unwrapped(text) if flowed else text)
    return clean_text("\n\n".join(texts))


def _unwrapped(text: str) -> str:
    """Lines that a mail program broke (RFC 3676): a blank at the end says that it goes on."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _markup_text(parts: list[Message], said: str | None) -> str:
    pages = (_decoded_text(part, said) for part in parts)
    return clean_text("\n\n".join(read_markup(page).text() for page in pages))


def _decoded_text(part: Message, said: str | None) -> str:
    content = part.get_payload(decode=True)
    charset = part.get_param("charset")
    declared = charset if isinstance(charset, str) else said
    return decode_declared(content if isinstance(content, bytes) else b"", None, declared)


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else _decoded(str(value))


def _decoded(value: str) -> str:
    """A header as it was meant, also where it says so in a way that there is not (RFC 2047)."""
    try:
        header = EmailMessage(email.policy.default)
        header["Subject"] = " ".join(value.split())
        return str(header["Subject"])
    except Exception:  # the parser of headers lets many kinds through
        return value


def _names(value: str) -> str:
    """Who wrote it, by name where there is one."""
    try:
        people = getaddresses([value])
    except Exception:
        people = []
    names = [clean_value(name or address) for name, address in people]
    return clean_value(", ".join(filter(None, names)) or value)


def _date(value: str) -> str:
    try:
        date: datetime = parsedate_to_datetime(value)
        return date.isoformat()
    except Exception:  # it was made from whatever numbers stand there
        return clean_value(value)
