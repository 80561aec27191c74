"""Where Milvus is, as `FUNDSTELLE_STORE` says it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace

from index.errors import InputError

_SERVER = re.compile(
    r"milvus(?P<tls>s?)://(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:(?P<port>\d{1,5}))?/(?P<name>[^/]*)",
    re.ASCII,
)
_FILE = re.compile(r"milvus:(?!//)(?P<path>.+\.db)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
_PORT = 19530
_NAME_IN_FILE = "archive"


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """:param uri: as pymilvus has it.
    :param name: that the archive has there: its collections begin with it, and it is the alias of
        the newest one.
    :param said: as it was written, for messages.
    :param token: USER:PASSWORD, or a key; empty where none is asked for.
    """

    uri: str
    name: str
    said: str
    token: str = field(default="", repr=False)

    @classmethod
    def read(cls, said: str, token: str = "") -> MilvusAddress:
        """:param said: milvus://HOST:PORT/NAME; milvuss:// with TLS; or milvus:FILE.db.
        :raises InputError: if it is none of these.
        """
        if "@" in said:
            raise InputError(
                "store names a user or a password: they belong in FUNDSTELLE_STORE_TOKEN, as"
                " USER:PASSWORD"
            )
        if found := _FILE.fullmatch(said):
            path = os.path.abspath(os.path.expanduser(found["path"]))
            return cls(path, _NAME_IN_FILE, said)
        found = _SERVER.fullmatch(said)
        port = int(found["port"] or _PORT) if found else 0
        if found is None or not 0 < port < 65_536:
            raise InputError(
                f"store is {said!r}: give milvus://HOST:PORT/NAME, or milvus:FILE.db to try it"
            )
        if not _NAME.fullmatch(found["name"]):
            raise InputError(
                f"store is {said!r}: NAME has to be of up to 64 letters, digits and _,"
                " and to begin with none of the digits"
            )
        scheme = "https" if found["tls"] else "http"
        return cls(f"{scheme}://{found['host']}:{port}", found["name"], said, token)

    @property
    def is_file(self) -> bool:
        """Whether it is a local file, by milvus-lite."""
        return not self.uri.startswith("http")

    def named(self, name: str) -> MilvusAddress:
        """Another archive on the same server."""
        return replace(self, name=name)
