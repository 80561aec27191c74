"""What the tests of the MCP server share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from mcp_client import used
from mcp_types import CallToolResult

from qa import Assistant
from qa.mcp import build_server


@pytest.fixture
def call(assistant: Assistant) -> Callable[..., CallToolResult]:
    """Calls a tool on the bundled articles: name and arguments → result."""
    server = build_server(lambda: assistant, lambda article_id: f"http://archive/{article_id}")

    def call(name: str, **arguments: Any) -> CallToolResult:
        return used(server, lambda client: client.call_tool(name, arguments))

    return call
