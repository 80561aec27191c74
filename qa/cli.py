"""The command line."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from index import FundstelleError, InputError, archive_status
from index.articles import check_encoding
from index.storage import Progress
from qa.answers import Answer
from qa.application import Application
from qa.assistant import Assistant
from qa.terminal import answer_text, gist_text, shows_bold


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"fundstelle: {message} (see: fundstelle --help)\n")


def main() -> None:
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
        rest = "; the index is as it was" if options.run is _index else ""
        print(f"fundstelle: interrupted{rest}", file=sys.stderr)
        sys.exit(1)


def _application(options: argparse.Namespace) -> Application:
    """By the environment and the settings file, but for what the command line sets.

    :raises InputError: if they cannot be read, or name no language model where one is used.
    """
    application = Application.of(
        _say,
        index_dir=options.index,
        llm=getattr(options, "llm", None),
        strict=getattr(options, "strict", False),
        fast=getattr(options, "fast", None),
    )
    if "llm" in options:
        application.check_llm()
    return application


def _print(text: str) -> None:
    """:raises FundstelleError: if it cannot be written, to a full disk for one."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would try again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):  # who reads has seen enough
            sys.exit(1)
        raise FundstelleError(f"cannot print the result: {error.strerror}") from error


def _parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
    common.add_argument("--json", action="store_true", help="print one JSON object")
    written = _Parser(add_help=False)
    written.add_argument(
        "--llm",
        metavar="MODEL",
        help="what writes answers: http://…/v1, a .gguf file, or none",
    )
    written.add_argument(
        "--strict", action="store_true", help="leave out what the quotes do not support"
    )
    read = _Parser(add_help=False)
    read.add_argument(
        "--fast",
        action="store_const",
        const=True,
        help="find by words and vectors alone, without the reader",
    )
    parser = _Parser(prog="fundstelle", description="Cited answers from an archive of articles")
    parser.add_argument(
        "--version", action="version", version=f"fundstelle {version('fundstelle')}"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    take_up = commands.add_parser(
        "index", parents=[common], help="take up new, changed and removed articles"
    )
    take_up.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    take_up.add_argument(
        "--encoding",
        type=_encoding,
        metavar="NAME",
        help="of the files in PATH, such as cp1250; found out unless told",
    )
    take_up.set_defaults(run=_index)
    ask = commands.add_parser("ask", parents=[common, written, read], help="answer a question")
    ask.add_argument(
        "--show-doubtful", action="store_true", help="show translations that failed their checks"
    )
    ask.add_argument("question")
    ask.set_defaults(run=_ask)
    chat = commands.add_parser(
        "chat", parents=[written, read], help="the chat in the browser, on this computer"
    )
    chat.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
    chat.add_argument("--port", type=_port, default=7860, help="7860 unless told")
    chat.set_defaults(run=_chat)
    evaluation = commands.add_parser(
        "eval", parents=[common, written, read], help="SQuAD-format questions → figures"
    )
    evaluation.add_argument("questions", type=Path, metavar="QUESTIONS.json")
    for name, meaning in (
        ("--articles", "what holds the questions' paragraphs; else these become articles"),
        ("--distractors", "what to search in besides"),
    ):
        evaluation.add_argument(
            name, nargs="+", type=Path, default=[], metavar="FILE_OR_FOLDER", help=meaning
        )
    evaluation.add_argument(
        "--asked-in", type=Path, metavar="OTHER.json", help="ask the same questions as worded here"
    )
    evaluation.add_argument(
        "--limit", type=_count, metavar="N", help="ask N of the questions, spread over the file"
    )
    evaluation.add_argument("--report", type=Path, metavar="DIR", help="write a page to look at")
    evaluation.set_defaults(run=_eval)
    translator = commands.add_parser("translator", help="what translates quotes")
    managed = translator.add_subparsers(required=True, metavar="COMMAND")
    install = managed.add_parser(
        "install", help="a package of Argos Translate, by its languages or its file"
    )
    install.add_argument(
        "package", nargs="+", metavar="PACKAGE", help="two languages, such as de en, or a file"
    )
    install.set_defaults(run=_install_translator, index=None)
    commands.add_parser("status", parents=[common], help="what the index holds").set_defaults(
        run=_status
    )
    return parser


def _index(options: argparse.Namespace, application: Application) -> int:
    with _progress() as show:
        update = application.take_up(options.paths, show, options.encoding)
    for problem in update.problems:
        _say(problem)
    if options.json:
        _print(json.dumps(asdict(update), ensure_ascii=False))
    else:
        _print(
            f"{update.added} added, {update.changed} changed, {update.removed} removed, "
            f"{update.unchanged} unchanged"
        )
    return 0


def _ask(options: argparse.Namespace, application: Application) -> int:
    assistant = application.assistant()
    answer = assistant.answer(options.question)
    if answer.note:
        _say(answer.note)
    if options.json:
        _print(json.dumps(answer.to_json(), ensure_ascii=False))
    elif answer.mode == "notice":
        _say(answer.text)
    else:
        _print(answer_text(answer, shows_bold(sys.stdout)))
        for gist in _gists(assistant, answer, options.show_doubtful):
            _print(gist)
    if answer.mode == "notice":
        return 2
    return 3 if answer.refused else 0


def _gists(assistant: Assistant, answer: Answer, doubtful: bool) -> Iterator[str]:
    """The gists of the quotes, once they are whole."""
    assert assistant.gists is not None
    whole = {citation.number: citation for citation in assistant.gists.each(answer)}
    for citation in whole.values():
        yield "\n" + gist_text(citation, answer.language, doubtful, shows_bold(sys.stdout))


def _chat(options: argparse.Namespace, application: Application) -> int:
    with _progress() as show:
        assistant = application.chat_assistant(show)
    _say("starting the chat")
    from qa.web import serve  # takes seconds to import, which no other command needs

    serve(assistant, options.port, lambda url: _say(f"the chat is at {url} (Ctrl-C ends it)"))
    return 0


def _eval(options: argparse.Namespace, application: Application) -> int:
    from qa.evaluation import (
        evaluate,
        figures_table,
        write_report,
    )  # needs SciPy, slow to import

    embedder = application.embedder()
    with _progress() as show:
        evaluation = evaluate(
            options.questions,
            articles=options.articles,
            asked_in=options.asked_in,
            distractors=options.distractors,
            settings=application.settings,
            llm=application.llm,
            embedder=embedder,
            limit=options.limit,
            strict=options.strict,
            progress=show,
        )
    if options.report:
        _say(f"the report is in {write_report(evaluation, options.report)}")
    if options.json:
        _print(json.dumps(evaluation.to_json(), ensure_ascii=False))
    else:
        _print(figures_table(evaluation))
    return 0


def _install_translator(options: argparse.Namespace, application: Application) -> int:
    from qa.gist.argos_packages import install, install_file

    match options.package:
        case [file]:
            install_file(Path(file), _say)
        case [source, target]:
            install(source, target, _say)
        case _:
            raise InputError("give two languages, such as de en, or one .argosmodel file")
    return 0


def _encoding(text: str) -> str:
    try:
        return check_encoding(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of questions")
    return int(text)


def _status(options: argparse.Namespace, application: Application) -> int:
    status = asdict(archive_status(application.settings.index_dir))
    if options.json:
        _print(json.dumps(status, ensure_ascii=False))
    else:
        for name, value in status.items():
            _print(f"{name:16} {value}")
    return 0


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on stderr, as `update_index` reports; none where nobody looks."""
    with tqdm(disable=None, leave=False, bar_format="{desc}: {percentage:3.0f}%|{bar}|") as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.set_description_str(what, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        yield show


def _say(message: str) -> None:
    print(f"fundstelle: {message}", file=sys.stderr)


if __name__ == "__main__":
    main()
