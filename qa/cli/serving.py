"""Commands that serve the web application: chat, serve."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from index import InputError
from qa.application import Application
from qa.cli import arguments
from qa.cli.output import progress, say

_NEEDED = ("gradio", "fastapi", "uvicorn")


def add_commands(commands: argparse._SubParsersAction, *parents: argparse.ArgumentParser) -> None:
    """:param parents: the options of every command that answers."""
    chat = commands.add_parser(
        "chat", parents=[*parents], help="the chat in the browser, on this computer"
    )
    serve = commands.add_parser("serve", parents=[*parents], help="the same, on a server")
    for command in (chat, serve):
        command.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
        command.add_argument("--port", type=arguments.port, default=7860, help="7860 unless told")
        command.set_defaults(run=_serve, host="127.0.0.1")
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
    with progress() as show:
        assistant = application.chat_assistant(show)
    say("starting the chat")
    # They take seconds to import, which no other command needs.
    from qa.web.app import LOCAL, build_app
    from qa.web.server import serve

    serve(
        build_app(assistant, (*LOCAL, options.host)),
        options.host,
        options.port,
        lambda address: say(f"the chat is at {address} (Ctrl-C ends it)"),
    )
    return 0
