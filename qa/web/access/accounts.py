"""Accounts and tokens, in a file that only its owner can read.

Passwords are kept as Argon2 hashes. Tokens are 256 bits at random, so that SHA-256 is enough: there
is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from index import InputError
from qa.web.access.roles import Principal, Role

TOKEN_PREFIX = "fst_"  # by which a token is known wherever it turns up
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_SHORTEST, _LONGEST = 12, 1024  # letters of a password
_LOCKED = 10.0  # seconds that another process may take to change the file


@dataclass(frozen=True, slots=True)
class Account:
    """:param password: its Argon2 hash."""

    name: str
    role: Role
    password: str

    @property
    def principal(self) -> Principal:
        return Principal(self.name, self.role)

    @property
    def stamp(self) -> str:
        """Another one as soon as the account is made anew: sessions of before are over then."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Token:
    """:param digest: the token's SHA-256, in hexadecimal digits."""

    name: str
    role: Role
    digest: str


_Named = TypeVar("_Named", Account, Token)


@dataclass(frozen=True, slots=True)
class _Content:
    accounts: dict[str, Account]
    tokens: dict[str, Token]


class Accounts:
    """What the file at `path` holds; each question sees what is in it then. None is there yet where
    the file is not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, ...] | None = None
        self._content = _Content({}, {})

    @property
    def exist(self) -> bool:
        """Whether there is any account or token."""
        content = self._read()
        return bool(content.accounts or content.tokens)

    def accounts(self) -> list[Account]:
        """:raises InputError: if the file cannot be read, as all that follows does."""
        return sorted(self._read().accounts.values(), key=lambda account: account.name)

    def account(self, name: str) -> Account | None:
        return self._read().accounts.get(name)

    def tokens(self) -> list[Token]:
        return sorted(self._read().tokens.values(), key=lambda token: token.name)

    def with_password(self, name: str, password: str) -> Account | None:
        """The account `name`, if that is its password. It takes as long where there is none."""
        account, nobodys = self.account(name), _nobodys()
        if len(password) > _LONGEST:
            account = None
        kept = account.password if account else nobodys
        fits = _hasher().verify(password[:_LONGEST].encode("utf-8", "replace"), kept)
        return account if fits else None

    def with_token(self, token: str) -> Principal | None:
        """Whose token that is."""
        given, found = _digest(token), None
        for known in self._read().tokens.values():  # all of them: the time tells nothing
            if hmac.compare_digest(given, known.digest):
                found = Principal(known.name, known.role)
        return found

    def add_account(self, name: str, role: Role, password: str) -> None:
        """:raises InputError: if there is one of that name, or the password is no good."""
        _check_name(name)
        _check_password(name, password)
        account = Account(name, role, _hasher().hash(password))
        with self._changing() as content:
            _add(content.accounts, account, "an account")

    def remove_account(self, name: str) -> None:
        """:raises InputError: if there is none of that name."""
        with self._changing() as content:
            _remove(content.accounts, name, "account")

    def add_token(self, name: str, role: Role) -> str:
        """A new token, which cannot be had a second time.

        :raises InputError: if there is one of that name.
        """
        _check_name(name)
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._changing() as content:
            _add(content.tokens, Token(name, role, _digest(token)), "a token")
        return token

    def remove_token(self, name: str) -> None:
        """:raises InputError: if there is none of that name."""
        with self._changing() as content:
            _remove(content.tokens, name, "token")

    def _read(self) -> _Content:
        try:
            found = self.path.stat()
            seen = (found.st_ino, found.st_size, found.st_mtime_ns)
            if seen != self._seen:
                self._content, self._seen = _parsed(self.path.read_text("utf-8")), seen
        except FileNotFoundError:
            self._content, self._seen = _Content({}, {}), None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is damaged"
            raise InputError(f"cannot read the accounts in {self.path}: {reason}") from None
        return self._content

    @contextmanager
    def _changing(self) -> Iterator[_Content]:
        """What is in the file, which is written as it was changed; one process at a time."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=_LOCKED, mode=0o600):
                known = self._read()
                content = _Content(dict(known.accounts), dict(known.tokens))
                yield content
                _write(self.path, content)
        except Timeout:
            raise InputError(f"{self.path} is being changed by another process") from None
        except OSError as error:
            raise InputError(f"cannot write {self.path}: {error.strerror}") from None


def _parsed(text: str) -> _Content:
    raw = json.loads(text)
    content = _Content(
        {
            name: Account(name, Role(a["role"]), a["password"])
            for name, a in raw["accounts"].items()
        },
        {name: Token(name, Role(t["role"]), t["sha256"]) for name, t in raw["tokens"].items()},
    )
    for account in content.accounts.values():
        if not Argon2Hasher.identify(account.password):
            raise ValueError("no hash of a password")
    return content


def _write(path: Path, content: _Content) -> None:
    """As a whole or not at all: a reader never sees half of it."""
    raw = {
        "accounts": {
            a.name: {"role": a.role, "password": a.password} for a in content.accounts.values()
        },
        "tokens": {t.name: {"role": t.role, "sha256": t.digest} for t in content.tokens.values()},
    }
    # For its owner alone, as mkstemp makes it.
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(raw, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(written, path)
    except BaseException:
        os.unlink(written)
        raise


def _add(known: dict[str, _Named], new: _Named, what: str) -> None:
    if new.name in known:
        raise InputError(f"there is {what} {new.name} already: remove it first")
    known[new.name] = new


def _remove(known: dict[str, _Named], name: str, what: str) -> None:
    if known.pop(name, None) is None:
        raise InputError(f"there is no {what} {name!r}")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{name!r} is no name: give up to 64 letters from A to Z, digits, and . _ @ -"
        )


def _check_password(name: str, password: str) -> None:
    if not _SHORTEST <= len(password) <= _LONGEST:
        raise InputError(f"a password has from {_SHORTEST} to {_LONGEST} letters")
    if len(set(password)) < 5 or password.lower() == name.lower():
        raise InputError("that password is too easy to guess")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    """A hash that no password has, made as the others are: to compare with it takes as long."""
    return _hasher().hash(secrets.token_urlsafe(32))
