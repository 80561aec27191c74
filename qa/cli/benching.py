"""The command that measures: bench."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.application import Application
from qa.cli.output import print_result, progress


def add_commands(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """:param common: the options of every command."""
    bench = commands.add_parser(
        "bench", parents=[common], help="what indexing, answering and starting cost here"
    )
    bench.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="articles to index for it; the demonstration articles unless told",
    )
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace, application: Application) -> int:
    from qa.benching import machine, measure, versions

    figures: dict[str, Any] = {"machine": machine(), "versions": versions()}
    try:
        with progress() as show:
            parts = measure(options.paths, application.settings, application.embedder(), show)
            for name, part in parts:
                figures[name] = part
    except KeyboardInterrupt:  # what is measured is not lost
        _print(figures, options.json)
        raise
    _print(figures, options.json)
    return 0


def _print(figures: Mapping[str, Mapping[str, Any]], as_json: bool) -> None:
    print_result(json.dumps(figures, ensure_ascii=False) if as_json else _table(figures))


def _table(figures: Mapping[str, Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{part if number == 0 else '':10} {name:16} {value}"
        for part, of_part in figures.items()
        for number, (name, value) in enumerate(of_part.items())
    )
