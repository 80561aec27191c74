"""Commands that serve the web application: chat, serve."""

from __future__ import annotations

import argparse
import secrets
import socket
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from index import InputError
from qa.application import Application
from qa.cli import arguments
from qa.cli.output import progress, say

if TYPE_CHECKING:
    from qa.web.access import Access

_NEEDED = (
    *("gradio", "fastapi", "uvicorn", "itsdangerous", "limits", "pwdlib", "structlog"),
    *("prometheus_client", "mcp"),
)


def add_commands(commands: argparse._SubParsersAction, *parents: argparse.ArgumentParser) -> None:
    """:param parents: the options of every command that answers."""
    chat = commands.add_parser(
        "chat", parents=[*parents], help="the chat in the browser, on this computer"
    )
    serve = commands.add_parser("serve", parents=[*parents], help="the same, on a server")
    for command in (chat, serve):
        command.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
        command.add_argument("--port", type=arguments.port, default=7860, help="7860 unless told")
        for name, meaning in (
            ("--read-only", "nobody may upload or remove articles"),
            ("--no-auth", "nobody is asked who they are"),
        ):
            command.add_argument(name, action="store_const", const=True, help=meaning)
        # Before a reader's own terminal a line a request would be in the way.
        command.set_defaults(run=_serve, host="127.0.0.1", logs_requests=command is serve)
    chat.set_defaults(processes=1)
    serve.add_argument(
        "--processes",
        type=arguments.processes,
        default=1,
        metavar="N",
        help="that serve together, each with its share of the cores: 1 unless told",
    )
    serve.add_argument(
        "--host",
        metavar="ADDRESS",
        help="to listen at: 127.0.0.1, this computer alone, unless told",
    )


def _serve(options: argparse.Namespace, application: Application) -> int:
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise InputError(
            f"{' and '.join(missing)} not installed: pip install 'fundstelle[web]' brings the chat"
        )
    from qa.web.access import Access, check_binding
    from qa.web.server import address_of, listen

    access = Access.read(None, options.host, options.read_only, options.no_auth)
    check_binding(options.host, access)
    address = address_of(options.host, options.port)

    def started() -> None:
        say(f"the chat is at {address} (Ctrl-C ends it)")

    if options.processes == 1:
        _serve_here(options, application, access, None, True, started)
        return 0
    from qa.web.processes import serve_in_processes

    # A reader who logged in at one of them is known to all.
    secret = access.session_secret or secrets.token_urlsafe(32)
    access = replace(access, session_secret=secret)
    with listen(options.host, options.port) as listening:
        given = (options, application, access, listening)
        serve_in_processes(options.processes, _serve_here, given, started, say)
    return 0


def _serve_here(
    options: argparse.Namespace,
    application: Application,
    access: Access,
    listening: socket.socket | None,
    is_first: bool,
    started: Callable[[], None],
) -> None:
    """In this process.

    :param listening: what it shares with others; its own where there are none.
    :param is_first: of them, which says what takes time.
    """
    from qa.web.access import configure_logs, is_loopback
    from qa.web.server import address_of, listen, serve_on

    if not is_first:
        application = replace(application, report=_silent)
    with progress() as show:
        assistant = application.chat_assistant(show)
    application.report("starting the chat")
    # It takes seconds to import, which no other command needs.
    from qa.web.app import build_app

    configure_logs(requests=options.logs_requests or access.log_questions)
    address = address_of(options.host, options.port) if is_loopback(options.host) else None
    app = build_app(assistant, access, options.host, address)
    serve_on(listening or listen(options.host, options.port), app, started)


def _silent(step: str) -> None:
    """Another process says the same."""
