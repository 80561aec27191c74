"""A small application behind `protect`, and clients of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from small_application import PASSWORD, Clients, small_application
from starlette.testclient import TestClient

from qa.web.access import Access, Accounts, Role, protect


@pytest.fixture
def access(tmp_path: Path) -> Access:
    """No account is there, and nothing set."""
    return Access(accounts=tmp_path / "accounts.json")


@pytest.fixture(scope="session")
def two_accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their file, made once: hashing is slow on purpose."""
    accounts = Accounts(tmp_path_factory.mktemp("two") / "accounts.json")
    accounts.add_account("anna", Role.WRITE, PASSWORD)
    accounts.add_account("ben", Role.READ, PASSWORD)
    return accounts.path


@pytest.fixture
def accounts(access: Access, two_accounts: Path) -> Accounts:
    """anna may write, ben may read."""
    shutil.copy(two_accounts, access.accounts)
    return Accounts(access.accounts)


@pytest.fixture
def clients(access: Access) -> Clients:
    """Makes clients: `host` is what the server listens on, `address` whose; the rest are settings.
    Given an `app`, it is a client of that one."""

    def client(
        host: str = "127.0.0.1",
        address: str = "127.0.0.1",
        base_url: str = "http://127.0.0.1:7860",
        app: FastAPI | None = None,
        **settings: object,
    ) -> TestClient:
        if app is None:
            app = small_application()
            protect(app, replace(access, **settings), host)  # type: ignore[arg-type]
        return TestClient(app, base_url=base_url, client=(address, 50_000), follow_redirects=False)

    return client
