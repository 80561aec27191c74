"""Commands that answer: ask, eval, and those that serve; and what translates their quotes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index import InputError
from qa.application import Application
from qa.cli import arguments, serving
from qa.cli.output import print_result, progress, say

if TYPE_CHECKING:
    from index import ArticleFilter
    from qa.answers import Answer
    from qa.assistant import Assistant


def add_commands(
    commands: argparse._SubParsersAction, common: argparse.ArgumentParser, kind: type
) -> None:
    """:param common: the options of every command.
    :param kind: of a parser."""
    written, read, filtered = kind(add_help=False), kind(add_help=False), kind(add_help=False)
    written.add_argument(
        "--llm",
        metavar="MODEL",
        help="what writes answers: http://…/v1, a .gguf file, or none",
    )
    written.add_argument(
        "--strict", action="store_true", help="leave out what the quotes do not support"
    )
    read.add_argument(
        "--fast",
        action="store_const",
        const=True,
        help="find by words and vectors alone, without the reader",
    )
    _add_filter(filtered)
    ask = commands.add_parser(
        "ask", parents=[common, written, read, filtered], help="answer a question"
    )
    ask.add_argument(
        "--show-doubtful", action="store_true", help="show translations that failed their checks"
    )
    ask.add_argument("question")
    ask.set_defaults(run=_ask)
    serving.add_commands(commands, written, read)
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
        "--limit",
        type=arguments.count,
        metavar="N",
        help="ask N of the questions, spread over the file",
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


def _add_filter(parser: argparse.ArgumentParser) -> None:
    for name, value, meaning in (
        ("--since", "DATE", "of articles from this day on: YYYY-MM-DD, YYYY-MM or YYYY"),
        ("--until", "DATE", "of articles up to this day"),
        ("--source", "NAME", "of articles from this source, by a part of its name"),
        ("--author", "NAME", "of articles by this author, by a part of the name"),
        ("--language", "CODE", "of articles in this language, such as de"),
    ):
        parser.add_argument(name, metavar=value, help=meaning)
    parser.add_argument(
        "--path", type=Path, metavar="PATH", help="of the articles in this file or folder"
    )


def _filter(options: argparse.Namespace) -> ArticleFilter | None:
    from index import ArticleFilter

    given = {name: getattr(options, name) for name in ArticleFilter.__dataclass_fields__}
    return ArticleFilter(**given) if any(given.values()) else None


def _ask(options: argparse.Namespace, application: Application) -> int:
    from qa.terminal import answer_text, shows_bold

    chosen = _filter(options)
    assistant = application.assistant()
    answer = assistant.answer(options.question, filter=chosen)
    if answer.note:
        say(answer.note)
    if options.json:
        print_result(json.dumps(answer.to_json(), ensure_ascii=False))
    elif answer.mode == "notice":
        say(answer.text)
    else:
        print_result(answer_text(answer, shows_bold(sys.stdout)))
        for gist in _gists(assistant, answer, options.show_doubtful):
            print_result(gist)
    if answer.mode == "notice":
        return 2
    return 3 if answer.refused else 0


def _gists(assistant: Assistant, answer: Answer, doubtful: bool) -> Iterator[str]:
    """The gists of the quotes, once they are whole."""
    from qa.terminal import gist_text, shows_bold

    assert assistant.gists is not None
    whole = {citation.number: citation for citation in assistant.gists.each(answer)}
    for citation in whole.values():
        yield "\n" + gist_text(citation, answer.language, doubtful, shows_bold(sys.stdout))


def _eval(options: argparse.Namespace, application: Application) -> int:
    from qa.evaluation import (
        evaluate,
        figures_table,
        write_report,
    )  # needs SciPy, slow to import

    embedder = application.embedder()
    with progress() as show:
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
        say(f"the report is in {write_report(evaluation, options.report)}")
    if options.json:
        print_result(json.dumps(evaluation.to_json(), ensure_ascii=False))
    else:
        print_result(figures_table(evaluation))
    return 0


def _install_translator(options: argparse.Namespace, application: Application) -> int:
    from qa.gist.argos_packages import install, install_file

    match options.package:
        case [file]:
            install_file(Path(file), say)
        case [source, target]:
            install(source, target, say)
        case _:
            raise InputError("give two languages, such as de en, or one .argosmodel file")
    return 0
