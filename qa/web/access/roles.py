"""Who asks, and what they may do: read, or also change what the archive holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import HTTPConnection

from qa.web.problems import Problem


class Role(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Principal:
    """:param name: of the account or token; empty where none is asked for."""

    name: str
    role: Role

    @property
    def may_write(self) -> bool:
        return self.role is Role.WRITE


def principal_of(connection: HTTPConnection) -> Principal:
    """Who sent a request, as the middleware found out; where there is none, nobody may write."""
    return getattr(connection.state, "principal", Principal("", Role.READ))


def needs_write(connection: HTTPConnection) -> None:
    """A dependency of every route that uploads or removes.

    :raises Problem: 403, if whoever asks may only read.
    """
    if not principal_of(connection).may_write:
        raise Problem(403, "Forbidden", "this account may read, but not upload or remove articles")
