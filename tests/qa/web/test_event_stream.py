"""Events on their way: kept alive while nothing comes, and ended when nobody reads them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest
from fastapi.sse import KEEPALIVE_COMMENT

from qa.web import event_stream
from qa.web.event_stream import event


async def counting(ended: list[str], pause: float) -> AsyncGenerator[bytes]:
    try:
        for number in range(3):
            await asyncio.sleep(pause)
            yield event(number, "number")
    finally:
        ended.append("ended")


def test_who_stops_reading_ends_what_makes_the_events() -> None:
    async def read() -> None:
        ended: list[str] = []
        stream = event_stream.event_stream(counting(ended, 0)).body_iterator
        assert await anext(aiter(stream)) == b"event: number\ndata: 0\n\n"
        await stream.aclose()  # type: ignore[union-attr]
        assert ended == ["ended"]

    asyncio.run(read())


def test_while_nothing_comes_something_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "_SILENT_SECONDS", 0.01)

    async def read() -> list[str | bytes | memoryview]:
        return [sent async for sent in event_stream.event_stream(counting([], 0.1)).body_iterator]

    sent = asyncio.run(read())
    assert KEEPALIVE_COMMENT in sent
    assert [line for line in sent if line != KEEPALIVE_COMMENT] == [
        event(number, "number") for number in range(3)
    ]
