"""Servers of the routes for programs, to read from and to write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import application, served

from index import Archive, Embedder, Settings
from qa import Assistant
from qa.web.access import Role
from qa.web.uploads import Uploads


@pytest.fixture(scope="session")
def base(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the bundled articles, which nobody may change."""
    uploads = Uploads(assistant.archive, tmp_path_factory.mktemp("uploads"))
    with served(application(assistant, uploads, Role.READ)) as address:
        yield address


@pytest.fixture(scope="session")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=60) as client:
        yield client


@pytest.fixture
def archive(tmp_path: Path, real_embedder: Embedder) -> Archive:
    """An empty one."""
    settings = Settings(index_dir=tmp_path / "index")
    return Archive.open(settings, embedder=real_embedder, create=True)


@pytest.fixture
def writable(archive: Archive) -> Iterator[httpx.Client]:
    """Of a server of that archive, which anybody may change; it takes 100,000 bytes at a time."""
    uploads = Uploads(archive, max_bytes=100_000)
    with (
        served(application(Assistant(archive, fast=True), uploads)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client
    uploads.close()
