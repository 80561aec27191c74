"""How much a client may ask for in a time, and how many questions a process answers at a time."""

from __future__ import annotations

import math
import sqlite3
import time

import anyio
import limits
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from prompts import texts
from qa.web.access.language import language_of
from qa.web.access.peers import client_of
from qa.web.access.refusing import refuse
from qa.web.access.roles import principal_of
from qa.web.access.rules import path_of, rule_of
from qa.web.access.settings import Access
from qa.web.access.shared import SharedAccess
from qa.web.problems import Problem

_SOON = 2  # seconds after which there may be a place


class Window:
    """Counts what somebody does in a moving window of time, in all processes together.

    :param rate: such as "240/minute".
    """

    def __init__(self, rate: str, shared: SharedAccess) -> None:
        self._rate, self._shared = limits.parse(rate), shared

    def wait(self, *who: str) -> int:
        """Counts once more; 0, or the seconds until `who` may, and then it does not count."""
        key, now, lasts = self._rate.key_for(*who), time.time(), self._rate.get_expiry()

        def counted(connection: sqlite3.Connection) -> int:
            connection.execute("DELETE FROM counted WHERE until <= ?", (now,))
            ((count, first),) = connection.execute(
                "SELECT count(*), min(at) FROM counted WHERE who = ?", (key,)
            )
            if count >= self._rate.amount:
                return max(1, math.ceil(first + lasts - now))
            row = (key, now, now + lasts)
            connection.execute("INSERT INTO counted VALUES (?, ?, ?)", row)
            return 0

        return self._shared.change(counted)

    def forget(self, *who: str) -> None:
        """What `who` did counts no more."""
        key = self._rate.key_for(*who)
        self._shared.change(lambda c: c.execute("DELETE FROM counted WHERE who = ?", (key,)))


class Rates:
    """Refuses what costs to who asked for too much of it: an account or token by its name, else by
    address."""

    def __init__(self, app: ASGIApp, access: Access, shared: SharedAccess) -> None:
        self._app = app
        self._window = Window(access.rate_limit, shared) if access.rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._window is not None and rule_of(scope).costs:
            name = principal_of(HTTPConnection(scope)).name
            who = ("name", name) if name else ("client", client_of(scope))
            if seconds := self._window.wait(*who):
                await refuse(too_many(scope, seconds), scope, receive, send)
                return
        await self._app(scope, receive, send)


class Places:
    """Lets so many questions be answered at a time; a few more wait for their turn, in order, and
    the rest is told to come back."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._free = anyio.CapacityLimiter(access.at_once)
        self._waiting = access.waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not rule_of(scope).queued:
            await self._app(scope, receive, send)
            return
        waiting = self._free.statistics().tasks_waiting
        if self._free.available_tokens < 1 and waiting >= self._waiting:
            await refuse(too_many(scope), scope, receive, send)
            return
        async with self._free:
            await self._app(scope, receive, send)


def too_many(scope: Scope, seconds: int = _SOON) -> Problem:
    """What is said to who has to wait so many `seconds`."""
    detail = "that is more than can be answered now: ask again in a moment"
    if path_of(scope) == "/page/ask":  # the page shows its reader what is said here
        detail = texts("access", language_of(HTTPConnection(scope)))["busy"]
    return Problem(429, "Too Many Requests", detail, {"Retry-After": str(seconds)})
