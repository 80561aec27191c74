"""Commands that say who is let in on the web: user, token."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index import InputError
from index.settings import Written, in_secret_file
from qa.application import Application
from qa.cli.output import print_result, say

if TYPE_CHECKING:
    from qa.web.access import Accounts, Role

_ROLES = ("read", "write")
_PASSWORD_FILE = "FUNDSTELLE_PASSWORD_FILE"


def add_commands(commands: argparse._SubParsersAction) -> None:
    user = commands.add_parser("user", help="who may log in to the chat")
    managed = user.add_subparsers(required=True, metavar="COMMAND")
    add = _named(managed, "add", "a new account; its password is asked for", _add_user)
    add.add_argument("--role", choices=_ROLES, default="read", help="write: upload, remove")
    add.add_argument(
        "--password-file",
        metavar="FILE",
        default=os.environ.get(_PASSWORD_FILE),
        help=f"what holds the password; - for standard input ({_PASSWORD_FILE})",
    )
    _named(managed, "remove", "an account, and all its sessions", _remove_user)
    _listing(managed, "the accounts", _list_users)
    token = commands.add_parser("token", help="with what programs may ask")
    managed = token.add_subparsers(required=True, metavar="COMMAND")
    add = _named(managed, "add", "a new token, which is shown once", _add_token)
    add.add_argument("--role", choices=_ROLES, default="read", help="write: upload, remove")
    _named(managed, "remove", "a token", _remove_token)
    _listing(managed, "the tokens, by name", _list_tokens)


def _named(
    managed: argparse._SubParsersAction, command: str, meaning: str, run: Callable
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = managed.add_parser(command, help=meaning)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run, index=None)
    return parser


def _listing(managed: argparse._SubParsersAction, meaning: str, run: Callable) -> None:
    parser = managed.add_parser("list", help=meaning)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run, index=None)


def _accounts() -> Accounts:
    """:raises InputError: if what the web application needs is not installed."""
    try:
        from qa.web.access import Accounts, accounts_file
    except ImportError as error:
        raise InputError(
            f"accounts need the web application ({error}): pip install 'fundstelle[web]'"
        ) from None
    return Accounts(accounts_file(Written()))


def _role(name: str) -> Role:
    from qa.web.access import Role

    return Role(name)


def _add_user(options: argparse.Namespace, application: Application) -> int:
    accounts = _accounts()
    password = _password(options.password_file)
    accounts.add_account(options.name, _role(options.role), password)
    return _done(options, "added", f"{options.name} may log in, to {options.role}")


def _remove_user(options: argparse.Namespace, application: Application) -> int:
    _accounts().remove_account(options.name)
    return _done(options, "removed", f"{options.name} may not log in any more")


def _list_users(options: argparse.Namespace, application: Application) -> int:
    return _listed(options, "users", [(a.name, a.role) for a in _accounts().accounts()])


def _add_token(options: argparse.Namespace, application: Application) -> int:
    token = _accounts().add_token(options.name, _role(options.role))
    if options.json:
        print_result(json.dumps({"name": options.name, "role": options.role, "token": token}))
    else:
        say("keep it now: it is not shown again")
        print_result(token)
    return 0


def _remove_token(options: argparse.Namespace, application: Application) -> int:
    _accounts().remove_token(options.name)
    return _done(options, "removed", f"the token {options.name} opens nothing any more")


def _list_tokens(options: argparse.Namespace, application: Application) -> int:
    return _listed(options, "tokens", [(t.name, t.role) for t in _accounts().tokens()])


def _password(file: str | None) -> str:
    """From a file, from standard input where somebody pipes it in, or typed twice, unseen.

    :raises InputError: if there is none.
    """
    if file and file != "-":
        return in_secret_file(str(Path(file)), "password")
    if file == "-" or not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise InputError("there is no password on standard input")
        return password
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise InputError("that was not the same twice")
    return password


def _done(options: argparse.Namespace, what: str, said: str) -> int:
    print_result(json.dumps({what: options.name}) if options.json else said)
    return 0


def _listed(options: argparse.Namespace, kind: str, found: list[tuple[str, Role]]) -> int:
    if options.json:
        print_result(json.dumps({kind: [{"name": name, "role": role} for name, role in found]}))
    else:
        for name, role in found:
            print_result(f"{role:5}  {name}")
    return 0
