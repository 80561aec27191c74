"""The command line.

- `main`: runs a command, as the program does
- `run`: the same within another program

Commands that keep an archive are in `archiving`, those that answer in `answering`, those that serve
the web application in `serving`, other programs in `programs`, what measures in `benching`, those
that say who is let in on the web in `accounts`; `output` prints, `arguments` reads values.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any, NoReturn

from index import FundstelleError
from qa.application import Application
from qa.cli import accounts, answering, archiving, benching, programs
from qa.cli.leaving import leave_at_once
from qa.cli.output import say

__all__ = ["main", "run"]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"fundstelle: {message} (see: fundstelle --help)\n")


class _Version(argparse.Action):
    """As argparse's own, but that it is looked up when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import version

        print(f"fundstelle {version('fundstelle')}")
        parser.exit()


def main() -> None:
    """`run`, in a process of its own, which ends as soon as all is said and written."""
    with leave_at_once():
        run()


def run() -> None:
    """Run a command and exit with 0 (answered, done), 1 (failure), 2 (bad input), 3 (refused)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may know fewer letters than articles
            stream.reconfigure(errors="replace")
    options = _parser().parse_args()
    try:
        sys.exit(options.run(options, _application(options)))
    except FundstelleError as error:
        print(f"fundstelle: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("fundstelle: interrupted; nothing that is indexed is lost", file=sys.stderr)
        sys.exit(1)


def _application(options: argparse.Namespace) -> Application:
    """By the environment and the settings file, but for what the command line sets.

    :raises InputError: if they cannot be read, or name no language model where one is used.
    """
    application = Application.of(
        say,
        index_dir=options.index,
        llm=getattr(options, "llm", None),
        strict=getattr(options, "strict", False),
        fast=getattr(options, "fast", None),
    )
    if "llm" in options:
        application.check_llm()
    return application


def _parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = _Parser(prog="fundstelle", description="Cited answers from an archive of articles")
    parser.add_argument("--version", action=_Version, nargs=0, help="show it and exit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    archiving.add_commands(commands, common, _Parser)
    answering.add_commands(commands, common, _Parser)
    benching.add_commands(commands, common)
    accounts.add_commands(commands)
    programs.add_commands(commands)
    return parser
