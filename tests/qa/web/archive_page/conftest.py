"""Servers of the archive page, to read from and to write to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from serving import application, served

from index import Archive, Article, Embedder, Settings
from qa import Assistant
from qa.web.access import Role
from qa.web.archive_page import archive_routes
from qa.web.uploads import Uploads

Serve = Callable[..., httpx.Client]


@pytest.fixture
def serve(tmp_path: Path, real_embedder: Embedder) -> Iterator[Serve]:
    """Serves an archive of some articles."""
    with ExitStack() as ending:

        def start(*articles: Article, role: Role = Role.READ) -> httpx.Client:
            settings = Settings(index_dir=tmp_path / "index")
            archive = Archive.open(settings, embedder=real_embedder, create=True)
            archive.add(*articles)
            uploads = Uploads(archive)
            ending.callback(uploads.close)
            app = application(Assistant(archive, fast=True), uploads, role)
            app.include_router(archive_routes(archive, uploads))
            address = ending.enter_context(served(app))
            return ending.enter_context(httpx.Client(base_url=address, timeout=60))

        yield start


@pytest.fixture(scope="session")
def many(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of 120 articles, which nobody may change."""
    folder = tmp_path_factory.mktemp("many")
    settings = Settings(index_dir=folder / "index")
    archive = Archive.open(settings, embedder=real_embedder, create=True)
    archive.add(
        *(
            Article(
                id=f"a{n}",
                title=f"Nachricht {n:03}",
                language="de" if n % 3 else "fr",
                date=f"{1990 + n % 20}-05-{1 + n % 28:02}" if n % 10 else None,
                source="Der Bote" if n % 2 else "Die Post",
                text="Kurz" + "!" * n,
            )
            for n in range(120)
        )
    )
    uploads = Uploads(archive, folder / "uploads")
    app = application(Assistant(archive, fast=True), uploads, Role.READ)
    app.include_router(archive_routes(archive, uploads))
    with served(app) as address:
        yield address
    uploads.close()
