"""What passes between index.articles.worker and the process in which it has files read.

Each message is its length and its bytes. Requests are pickles, made by this program alone; answers
are JSON, since what made them may have been taken over by the file that it read.
"""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from typing import IO

from index.articles.article import GIVEN_FIELDS
from index.articles.formats import Entry, Format
from index.articles.source import Source

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a format made of a source.

    :param error: why it could not be read, empty where it could; `is_input_error` says that it
        names the file already.
    :param is_last: whether the process that gives it is of no more use.
    """

    entries: Sequence[Entry] = ()
    problems: Sequence[str] = field(default_factory=list)
    error: str = ""
    is_input_error: bool = False
    is_last: bool = False


def send_request(pipe: IO[bytes], reader: Format, source: Source) -> None:
    """:raises OSError: where nobody reads it."""
    _send(pipe, pickle.dumps((reader, source)))


def receive_request(pipe: IO[bytes]) -> tuple[Format, Source] | None:
    """None where there are no more."""
    try:
        reader, source = pickle.loads(_receive(pipe, most=2**62))
    except EOFError:
        return None
    return reader, source


def send_answer(pipe: IO[bytes], answer: Answer) -> None:
    content = {
        "entries": [astuple(entry) for entry in answer.entries],
        "problems": list(answer.problems),
        "error": answer.error,
        "is_input_error": answer.is_input_error,
        "is_last": answer.is_last,
    }
    _send(pipe, json.dumps(content).encode())


def receive_answer(pipe: IO[bytes], most: int) -> Answer:
    """:param most: bytes that it may have.
    :raises EOFError: where its process ended before.
    :raises ValueError: if it is none.
    """
    try:
        content = json.loads(_receive(pipe, most))
        entries = [
            Entry(
                str(text),
                {str(k): str(v) for k, v in given.items() if k in GIVEN_FIELDS},
                str(place),
                None if entry is None else str(entry),
                None if row is None else int(row),
                tuple(map(int, pages)),
            )
            for text, given, place, entry, row, pages in content["entries"]
        ]
        return Answer(
            entries,
            [str(line) for line in content["problems"]],
            str(content["error"]),
            bool(content["is_input_error"]),
            bool(content["is_last"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no answer: {error!r}") from error


def _send(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes], most: int) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > most:
        raise ValueError(f"it is longer than {most:,} bytes")
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content
