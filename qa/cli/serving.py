"""Commands that serve the web application: chat, serve."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from index import InputError
from qa.application import Application
from qa.cli import arguments
from qa.cli.output import progress, say

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
    from qa.web.access import Access, check_binding, configure_logs, is_loopback
    from qa.web.server import serve

    access = Access.read(None, options.host, options.read_only, options.no_auth)
    check_binding(options.host, access)
    with progress() as show:
        assistant = application.chat_assistant(show)
    say("starting the chat")
    # It takes seconds to import, which no other command needs.
    from qa.web.app import build_app

    configure_logs(requests=options.logs_requests or access.log_questions)
    address = f"http://{options.host}:{options.port}" if is_loopback(options.host) else None
    serve(
        build_app(assistant, access, options.host, address),
        options.host,
        options.port,
        lambda address: say(f"the chat is at {address} (Ctrl-C ends it)"),
    )
    return 0
