"""A Ray cluster: connecting to it, what goes wrong with it in one line, and where workers fit."""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # and nobody is warned of that

import grpc
import ray
from ray.exceptions import (
    NodeDiedError,
    ObjectLostError,
    OutOfMemoryError,
    RayActorError,
    RayError,
    RayTaskError,
    WorkerCrashedError,
)

from index.cores import cores
from index.errors import FundstelleError, InputError

# Splitting is Python's, on one core; this many cores embed meanwhile what one has split.
_CORES_OF_A_WORKER = 4
_CONNECTING_SECONDS = 10.0
_TRIES = 3  # to connect; the cluster gives up each after half a minute
_LONGEST_REASON = 250
# A worker is gone, or what it had made: somebody else can make it again.
WORKER_LOST = (RayActorError, ObjectLostError, OutOfMemoryError, NodeDiedError, WorkerCrashedError)
_LOCAL_STORE_BYTES = 200_000_000  # for batches on their way, of which there are a few


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker may be.

    :param node: its id, and its `address`.
    :param first_core: of the machine's, and how many `cores` there are for it.
    """

    node: str
    address: str
    first_core: int
    cores: int


def connect(where: str) -> None:
    """:param where: “ray://HOST:PORT”, or “local” for one that is started on this machine.
    :raises InputError: if this process is connected to one already.
    :raises FundstelleError: if it cannot be reached, or has another version."""
    if ray.is_initialized():
        raise InputError("this process is connected to a Ray cluster already: ray.shutdown() first")
    warnings.filterwarnings("ignore", module=r"ray\.")
    logging.getLogger("ray").setLevel(logging.CRITICAL)
    logging.getLogger("ray.util.client.logsclient").disabled = True  # sets a level of its own
    if where == "local":
        with _failing("cannot start Ray on this machine"):
            ray.init(
                "local",
                num_cpus=cores(),
                object_store_memory=_LOCAL_STORE_BYTES,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.CRITICAL,
            )
        return
    _check_reachable(where)
    with _failing(f"cannot connect to the Ray cluster at {where}"):
        for left in reversed(range(_TRIES)):
            try:
                ray.init(where, log_to_driver=False, logging_level=logging.CRITICAL)
                return
            except ConnectionAbortedError:  # it was busy, and did not start what serves us in time
                if not left:
                    raise


def disconnect() -> None:
    """What runs there for this process is ended."""
    ray.shutdown()


@contextmanager
def cluster_told(where: str) -> Iterator[None]:
    """What is raised in a worker is raised here; that the cluster is gone becomes one line.

    :raises FundstelleError: if it is.
    :raises WORKER_LOST: if a worker is.
    """
    try:
        yield
    except RayTaskError as error:
        raise error.cause from None
    except WORKER_LOST:
        raise
    except ImportError as error:
        raise FundstelleError(
            f"the machines at {where} cannot run this program ({in_a_line(error)}): install the "
            "same version of fundstelle on each"
        ) from error
    except (RayError, grpc.RpcError, OSError, RuntimeError) as error:
        raise FundstelleError(
            f"the Ray cluster at {where} is gone ({in_a_line(error)}): what was published is "
            "kept, and the next fundstelle index goes on from there"
        ) from error


def places() -> list[Place]:
    """For workers, on all that a cluster's machines have of processors."""
    return places_on(ray.nodes())


def places_on(nodes: Sequence[Mapping[str, Any]]) -> list[Place]:
    """:param nodes: as Ray tells them. Several may be on one machine."""
    found = []
    used = Counter[str]()  # cores, by the machine's address
    for node in nodes:
        free = int(node["Resources"].get("CPU", 0)) if node["Alive"] else 0
        address = node["NodeManagerAddress"]
        while free:
            size = min(free, _CORES_OF_A_WORKER)
            found.append(Place(node["NodeID"], address, used[address], size))
            used[address] += size
            free -= size
    return found


def _check_reachable(where: str) -> None:
    """Ray tries for more than half a minute, and then does not say why."""
    parts = urlsplit(where)
    try:
        address = (parts.hostname or "", parts.port or 0)
        socket.create_connection(address, _CONNECTING_SECONDS).close()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FundstelleError(
            f"no Ray cluster answers at {where} ({reason}): start one with: "
            "ray start --head --ray-client-server-port=10001"
        ) from error


@contextmanager
def _failing(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # of many kinds, and of none that is documented
        raise FundstelleError(f"{what}: {in_a_line(error)}") from error


def in_a_line(error: BaseException) -> str:
    """The beginning of its message."""
    line = " ".join(str(error).split()) or type(error).__name__
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
