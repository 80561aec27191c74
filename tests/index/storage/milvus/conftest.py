"""A local file by milvus-lite, and a server, which takes some seconds to start, for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from milvus_server import MilvusServer, can_start

from index.storage import MilvusAddress

_NUMBERS = count()


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    if not can_start():
        pytest.skip("another Milvus runs on this computer, and holds the ports of its etcd")
    server = MilvusServer(tmp_path_factory.mktemp("milvus"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["file", "server"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], MilvusAddress]:
    """Gives an address at which there is nothing yet."""
    if request.param == "file":
        return lambda: MilvusAddress.read(f"milvus:{tmp_path / f'{next(_NUMBERS)}.db'}")
    server: MilvusServer = request.getfixturevalue("milvus_server")
    return lambda: server.address(f"test{next(_NUMBERS)}")


@pytest.fixture
def address(new_address: Callable[[], MilvusAddress]) -> MilvusAddress:
    return new_address()
