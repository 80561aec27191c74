"""Events as a browser or a program reads them while they come (server-sent events)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import Any

import anyio
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

_SILENT_SECONDS = 10.0  # after which whoever is in between might hang up
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # the latter is nginx's


def event(data: Any, name: str | None = None) -> bytes:
    """An event that carries JSON."""
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False), event=name)


def event_stream(events: AsyncGenerator[bytes]) -> EventSourceResponse:
    """The answer that these events make up; where its reader goes away, `events` is closed."""
    return EventSourceResponse(_kept_alive(events), headers=_HEADERS)


async def _kept_alive(events: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    # A task of its own: a wait that ends early would cancel what is waited for.
    coming: asyncio.Future[bytes] = asyncio.ensure_future(_next(events))
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=_SILENT_SECONDS)
            if not done:
                yield KEEPALIVE_COMMENT
                continue
            try:
                yield coming.result()
            except StopAsyncIteration:
                return
            coming = asyncio.ensure_future(_next(events))
    finally:
        with anyio.CancelScope(shield=True):
            coming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await coming
            await events.aclose()


async def _next(events: AsyncIterator[bytes]) -> bytes:
    return await anext(events)
