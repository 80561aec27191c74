"""Where a list goes on, as a text that is handed out and comes back: whoever has it may change
it."""

from __future__ import annotations

import base64
import json

from index.storage import Order, Place
from qa.web.problems import Problem

LONGEST = 2_000  # characters
_LARGEST = 2**63 - 1  # that SQLite knows
_NUMBERS = ("characters", "added")


def to_cursor(place: Place, order: Order) -> str:
    """:param order: that the place is in."""
    content = json.dumps([order, place.key, place.number]).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_cursor(cursor: str, order: Order) -> Place:
    """:raises Problem: if it is none, or one of another order."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        of, key, number = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        kind = int if order in _NUMBERS else str
        if of != order or type(key) is not kind or type(number) is not int:
            raise ValueError
        if abs(number) > _LARGEST or (isinstance(key, int) and abs(key) > _LARGEST):
            raise ValueError
        str(key).encode()  # half of a character is no text
    except (ValueError, TypeError, RecursionError):
        detail = "cursor: take it from the list before, and ask for the same order"
        raise Problem(422, "Unprocessable Content", detail) from None
    return Place(key, number)
