"""The server, whatever it is reached by.

The SDK's `Server` and not its `MCPServer`: that one puts a prefix before every error, tells wrong
arguments in many lines, and sets up the logging of the whole process.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

import anyio
import anyio.to_thread
from mcp import MCPError
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import BaseModel

from index import DamagedError, FundstelleError, MissingIndexError
from qa.answer_schema import AnswerGot
from qa.assistant import Assistant
from qa.mcp.arguments import (
    TEXTS,
    Arguments,
    AskArguments,
    FetchArguments,
    SearchArguments,
    read_arguments,
)
from qa.mcp.results import FetchedArticle, SearchResults
from qa.mcp.tools import ArticleLink, Tools

_log = logging.getLogger(__name__)
_AT_ONCE = 8  # calls that are answered at the same time; others wait
_READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@dataclass(frozen=True)
class _Offered:
    """A tool: what it does, takes and gives."""

    call: Callable[[Any], dict[str, Any]]
    takes: type[Arguments]
    gives: type[BaseModel]

    def described(self, name: str) -> Tool:
        return Tool(
            name=name,
            title=TEXTS[f"{name}_title"],
            description=TEXTS[name],
            input_schema=self.takes.model_json_schema(),
            output_schema=self.gives.model_json_schema(),
            annotations=_READS_ONLY,
        )


def build_server(
    assistant: Callable[[], Assistant], link: ArticleLink | None = None
) -> Server[dict[str, Any]]:
    """:param assistant: gives the one that answers; it is asked for with the first call of a tool.
    :param link: an article's id → the address where a browser shows it; none where it is None.
    """
    tools = Tools(assistant, link)
    offered = {
        "ask": _Offered(tools.ask, AskArguments, AnswerGot),
        "search": _Offered(tools.search, SearchArguments, SearchResults),
        "fetch": _Offered(tools.fetch, FetchArguments, FetchedArticle),
    }
    limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def list_tools(
        context: ServerRequestContext, params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[tool.described(name) for name, tool in offered.items()])

    async def call_tool(
        context: ServerRequestContext, params: CallToolRequestParams
    ) -> CallToolResult:
        tool = offered.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"there is no tool {params.name[:100]!r}")
        work = partial(_result, tool, params.arguments or {})
        return await anyio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)

    return Server(
        "fundstelle",
        version=version("fundstelle"),
        title="Fundstelle",
        instructions=TEXTS["instructions"],
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _result(tool: _Offered, arguments: dict[str, Any]) -> CallToolResult:
    """As JSON, and as its text for clients that read no other; what goes wrong is one line."""
    try:
        content = tool.call(read_arguments(tool.takes, arguments))
    except (MissingIndexError, DamagedError) as error:
        _log.error("%s", error)  # which says where on the disk it should be
        return _failed("the archive cannot be read just now: the server's log says why")
    except FundstelleError as error:
        return _failed(str(error))
    except Exception:
        _log.exception("a tool failed")
        return _failed("that failed on the server: its log says why")
    return CallToolResult(
        content=[TextContent(type="text", text=json.dumps(content, ensure_ascii=False))],
        structured_content=content,
    )


def _failed(why: str) -> CallToolResult:
    line = " ".join(why.split())
    return CallToolResult(content=[TextContent(type="text", text=line)], is_error=True)
