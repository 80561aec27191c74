"""A Milvus server, asked within bounded time; what fails is one clear line.

It is connected to when it is first needed, and again when it comes back after it was gone: whoever
holds an archive need not open it anew.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import FundstelleError, InputError
from index.storage.milvus.address import MilvusAddress

if TYPE_CHECKING:
    from pymilvus import MilvusClient

READING, WRITING = 10.0, 120.0  # seconds, at most, for one request
_CONNECTING = 5.0
_GRPC = {"grpc.max_reconnect_backoff_ms": 1_000}  # else it tries again later and later
# milvus-lite takes to be asked every few seconds whether it is there for an attack.
_GRPC_TO_FILE = {"grpc.keepalive_time_ms": 600_000, "grpc.keepalive_permit_without_calls": False}
_RECENT = (2, 4)


class StoreError(FundstelleError):
    """Milvus does not answer, or not as it should."""

    def __init__(self, address: MilvusAddress, reason: str) -> None:
        super().__init__(
            f"the vectors in {address.said} cannot be searched or written ({reason}):"
            " see that it runs and FUNDSTELLE_STORE is right, then try again"
        )


class Server:
    """Threads may share it."""

    def __init__(self, address: MilvusAddress) -> None:
        self.address = address
        self._connecting = threading.Lock()
        self._connected: MilvusClient | None = None
        self._version: str | None = None

    @contextmanager
    def asked(self) -> Iterator[MilvusClient]:
        """The client, for requests with a `timeout` each.

        :raises StoreError: for whatever fails.
        :raises InputError: if pymilvus is not installed.
        """
        pymilvus = _pymilvus()
        import grpc

        failures = (pymilvus.MilvusException, grpc.RpcError, OSError, ValueError, RuntimeError)
        try:
            yield self._client(pymilvus)
        except failures as error:
            raise StoreError(self.address, _reason(error)) from error

    @property
    def version(self) -> str:
        """As it says itself: “v2.4.1”, “milvus_lite-3.2.2”."""
        if self._version is None:
            with self.asked() as client:
                self._version = client.get_server_version(timeout=READING)
        return self._version

    @property
    def is_recent(self) -> bool:
        """Whether `like` finds a part within a text, and not only at its beginning; and `upsert`
        puts a row into its partition, and not into any other (milvus-io/milvus#30772)."""
        numbers = re.match(r"v?(\d+)\.(\d+)", self.version)
        if numbers is None:
            return self.address.is_file
        return (int(numbers[1]), int(numbers[2])) >= _RECENT

    def written(self, collection: str) -> int:
        """When what this process wrote last has arrived, in the server's own time; 0 where it has
        not said so."""
        from pymilvus.client.ts_utils import get_collection_ts

        endpoint = self.address.uri.partition("://")[2]
        return get_collection_ts(collection, endpoint, "default") or 0

    def _client(self, pymilvus: Any) -> MilvusClient:
        with self._connecting:
            if self._connected is None:
                self._connected = pymilvus.MilvusClient(
                    self.address.uri,
                    token=self.address.token,
                    timeout=_CONNECTING,
                    grpc_options=_GRPC | (_GRPC_TO_FILE if self.address.is_file else {}),
                )
            return self._connected


def _pymilvus() -> Any:
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it writes of each lost connection
    try:
        import pymilvus
    except ImportError as error:
        raise InputError(
            f"FUNDSTELLE_STORE needs what is not installed ({error}):"
            " pip install 'fundstelle[milvus]'"
        ) from error
    for name in ("pymilvus", "milvus_lite"):  # each failure with a traceback; of it ours is a line
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return pymilvus


def _reason(error: Exception) -> str:
    said = getattr(error, "message", None) or getattr(error, "details", lambda: None)() or error
    return " ".join(str(said).split())[:200] or type(error).__name__
