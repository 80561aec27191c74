"""Commands that serve other programs: mcp."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from index import InputError
from qa.application import Application


def add_commands(commands: argparse._SubParsersAction) -> None:
    mcp = commands.add_parser(
        "mcp", help="answer a program by the Model Context Protocol, on stdin and stdout"
    )
    mcp.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
    mcp.set_defaults(run=_mcp)


def _mcp(options: argparse.Namespace, application: Application) -> int:
    if find_spec("mcp") is None:
        raise InputError("the package mcp is missing: install it with: pip install fundstelle[mcp]")
    from qa.mcp import serve_stdio  # takes a second to import, which no other command needs

    application.stored().close()  # no index: that is said at once
    serve_stdio(application.assistant)
    return 0
