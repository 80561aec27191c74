"""Commands that keep an archive: index, watch, remove, list, show, status, repair."""

from __future__ import annotations

import argparse
import json
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

from index import FundstelleError, InputError, embedding, storage
from qa.application import Application
from qa.cli import arguments
from qa.cli.output import print_result, progress, say
from qa.printable import printable


def add_commands(
    commands: argparse._SubParsersAction, common: argparse.ArgumentParser, kind: type
) -> None:
    """:param common: the options of every command.
    :param kind: of a parser."""
    waits, encoded = kind(add_help=False), kind(add_help=False)
    waits.add_argument(
        "--wait",
        type=arguments.seconds,
        default=0.0,
        metavar="SECONDS",
        help="for another process that is writing the index; else that is an error",
    )
    encoded.add_argument(
        "--encoding",
        type=arguments.encoding,
        metavar="NAME",
        help="of the files in PATH, such as cp1250; found out unless told",
    )
    encoded.add_argument(
        "--columns",
        type=arguments.columns,
        metavar="FIELD=NAME,…",
        help="of the tables in PATH: text=body,title=headline; known by their names unless told",
    )
    take_up = commands.add_parser(
        "index",
        parents=[common, waits, encoded],
        help="take up new, changed and removed articles",
    )
    take_up.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    how = take_up.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="say what would be done, and do not")
    how.add_argument(
        "--rebuild", action="store_true", help="make all anew; what is there answers until then"
    )
    take_up.add_argument(
        "--workers",
        type=arguments.workers,
        metavar="WHERE",
        help="who splits and embeds articles: a Ray cluster (ray://HOST:PORT), or local for one "
        "on this machine; else this process",
    )
    take_up.set_defaults(run=_index)
    watching = commands.add_parser(
        "watch", parents=[encoded], help="keep taking up what changes, until Ctrl-C"
    )
    watching.add_argument("--index", type=Path, metavar="DIR", help="the index's folder")
    watching.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    watching.add_argument(
        "--poll", action="store_true", help="look again and again: for drives in a network"
    )
    watching.set_defaults(run=_watch)
    removing = commands.add_parser(
        "remove",
        parents=[common, waits],
        help="remove articles, and do not take them up again until their path is indexed by name",
    )
    removing.add_argument("which", nargs="+", metavar="PATH_OR_ID")
    removing.set_defaults(run=_remove)
    commands.add_parser("list", parents=[common], help="the articles").set_defaults(run=_list)
    show = commands.add_parser("show", parents=[common], help="an article, whole")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_show)
    status = commands.add_parser("status", parents=[common], help="what the index holds")
    status.add_argument(
        "--verify", action="store_true", help="read all of it: is every byte as it was written?"
    )
    status.set_defaults(run=_status)
    backup = commands.add_parser(
        "backup", parents=[common, waits], help="copy the index, while it is in use"
    )
    backup.add_argument("folder", type=Path, metavar="DIR")
    backup.set_defaults(run=_backup)
    repair = commands.add_parser(
        "repair",
        parents=[common, waits],
        help="make a damaged index anew from the articles stored in it",
    )
    repair.set_defaults(run=_repair)


def _index(options: argparse.Namespace, application: Application) -> int:
    told: list[dict[str, str]] = []
    with progress() as show:
        update = application.take_up(
            options.paths,
            show,
            options.encoding,
            columns=options.columns,
            rebuild=options.rebuild,
            dry_run=options.dry_run,
            wait=options.wait,
            workers=options.workers or application.settings.workers,
            report=lambda kind, what: told.append({"kind": kind, "what": what}),
        )
    for problem in update.problems:
        say(problem)
    if not options.dry_run:
        with suppress(FundstelleError):  # they are no part of the index
            application.suggest()
    if options.json:
        done = asdict(update) | ({"changes": told} if options.dry_run else {})
        print_result(json.dumps(done, ensure_ascii=False))
        return 0
    if options.dry_run:
        for change in told:
            print_result(printable(f"{change['kind']:10} {change['what']}"))
    print_result(update.summary())
    return 0


def _watch(options: argparse.Namespace, application: Application) -> int:
    embedder = application.embedder()
    say("watching (Ctrl-C ends it)")
    with progress() as show:
        storage.watch(
            application.settings.index_dir,
            options.paths,
            embedder,
            show,
            say,
            encoding=options.encoding,
            columns=options.columns,
            limits=application.settings.limits,
            poll=options.poll,
            vectors_in=application.settings.store,
        )
    return 0


def _remove(options: argparse.Namespace, application: Application) -> int:
    removed = application.archive().remove(*options.which, wait=options.wait)
    if options.json:
        print_result(json.dumps({"removed": removed}))
    else:
        print_result(f"{len(removed)} removed")
    return 0


def _list(options: argparse.Namespace, application: Application) -> int:
    with closing(application.stored()) as store:
        listing, copies = store.listing(), store.copies()
    articles = [
        asdict(known) | {"size": size, "also": copies.get(Path(known.path or ""), [])}
        for known, size in listing
    ]
    if options.json:
        print_result(json.dumps({"articles": articles}, ensure_ascii=False))
        return 0
    for article in articles:
        where = " = ".join([article["path"] or "–", *article["also"]])
        print_result(
            printable(
                f"{article['id']}  {(article['date'] or '–')[:10]:10}  {article['language']:2}  "
                f"{article['size']:>9,}  {article['title']}  ({where})"
            )
        )
    return 0


def _show(options: argparse.Namespace, application: Application) -> int:
    with closing(application.stored()) as store:
        try:
            article = store.article(options.id)
        except KeyError:
            raise InputError(
                f"there is no article {options.id}: fundstelle list has the ids"
            ) from None
    if options.json:
        print_result(json.dumps(asdict(article), ensure_ascii=False))
        return 0
    for name, value in asdict(article.description).items():
        if value is not None:
            print_result(printable(f"{name + ':':10} {value}"))
    print_result(f"\n{printable(article.text)}")
    return 0


def _status(options: argparse.Namespace, application: Application) -> int:
    index_dir, vectors_in = application.settings.index_dir, application.settings.store
    problems = storage.problems_of(index_dir, vectors_in) if options.verify else []
    if problems:
        for problem in problems:
            say(problem)
        say("the index is damaged: make it anew from what is stored with: fundstelle repair")
        return 1
    status = asdict(storage.archive_status(index_dir, vectors_in))
    if vectors_in is None:
        del status["store_answers"]
    status["runtime"] = embedding.runtime_in_use(application.settings)
    if options.verify:
        status["verified"] = True
    if options.json:
        print_result(json.dumps(status, ensure_ascii=False))
    else:
        for name, value in status.items():
            print_result(f"{name:16} {value}")
    return 0


def _backup(options: argparse.Namespace, application: Application) -> int:
    storage.back_up(application.settings.index_dir, options.folder, options.wait)
    if options.json:
        print_result(json.dumps({"folder": str(options.folder)}))
    else:
        print_result(f"copied to {printable(str(options.folder))}")
    return 0


def _repair(options: argparse.Namespace, application: Application) -> int:
    with progress() as show:
        repair = application.repair(show, options.wait)
    for problem in repair.problems:
        say(problem)
    if repair.unreadable:
        say(f"{repair.unreadable} articles could not be read, and are lost unless files hold them")
    for path in repair.lost:
        say(f"not every article of {path} could be read: fundstelle index takes it up again")
    if options.json:
        print_result(json.dumps(asdict(repair), ensure_ascii=False))
    elif repair.problems:
        print_result(f"made anew with {repair.articles} articles")
    else:
        print_result("nothing is damaged")
    return 0
