"""The official client, and what it is given."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import anyio
from mcp import Client
from mcp_types import CallToolResult

Given = TypeVar("Given")
Use = Callable[[Client], Awaitable[Given]]


def used(server: Any, use: Use[Given]) -> Given:
    """What `use` gives with a client of `server`, or of the one at an address."""

    async def connected() -> Given:
        async with Client(server) as client:
            return await use(client)

    return anyio.run(connected)


def content(result: CallToolResult) -> dict[str, Any]:
    """What a tool gave: the same as JSON and as its text."""
    assert not result.is_error, result.content
    (block,) = result.content
    assert json.loads(block.text) == result.structured_content  # type: ignore[union-attr]
    return result.structured_content


def error(result: CallToolResult) -> str:
    """The line that says what went wrong."""
    assert result.is_error and result.structured_content is None
    (block,) = result.content
    line: str = block.text  # type: ignore[union-attr]
    assert line and "\n" not in line and "Traceback" not in line
    return line
