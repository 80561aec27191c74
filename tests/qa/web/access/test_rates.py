"""How much may be asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_application import Clients
from starlette.testclient import TestClient

from prompts import texts
from qa.web.access import Access, Accounts, Role
from qa.web.access.rates import Window
from qa.web.access.shared import SharedAccess


def ask(client: TestClient, question: str = "?", **headers: str) -> int:
    return client.post("/v1/ask", json={"question": question}, headers=headers).status_code


def test_who_asks_too_much_is_told_to_wait(clients: Clients) -> None:
    client = clients(rate_limit="3/minute")
    assert [ask(client) for _ in range(4)] == [200, 200, 200, 429]
    refused = client.post("/v1/ask", json={"question": "?"})
    assert refused.headers["content-type"] == "application/problem+json"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert client.get("/").status_code == 200, "what costs nothing"
    assert client.post("/v1/articles", content=b"").status_code == 429


def test_the_window_moves(clients: Clients) -> None:
    client = clients(rate_limit="2/second")
    assert [ask(client) for _ in range(3)] == [200, 200, 429]
    wait = int(client.post("/v1/ask").headers["retry-after"])
    assert wait == 1


def test_clients_are_told_apart_by_address(clients: Clients) -> None:
    app = clients(rate_limit="1/minute").app
    assert ask(clients(app=app, address="10.0.0.1")) == 200
    assert ask(clients(app=app, address="10.0.0.2")) == 200
    assert ask(clients(app=app, address="10.0.0.1")) == 429
    # Whoever has one address of IPv6 has them all, as far as the network of a household.
    assert ask(clients(app=app, address="2001:db8::1")) == 200
    assert ask(clients(app=app, address="2001:db8::2")) == 429
    assert ask(clients(app=app, address="2001:db8:0:1::2")) == 200
    assert ask(clients(app=app, address="::ffff:10.0.0.2")) == 429
    assert ask(clients(app=app, address="::ffff:10.0.0.3")) == 200


def test_accounts_are_told_apart_by_name(clients: Clients, accounts: Accounts) -> None:
    one, other = (accounts.add_token(name, Role.READ) for name in ("one", "other"))
    app = clients(rate_limit="1/minute").app
    here, there = clients(app=app), clients(app=app, address="10.0.0.1")
    assert ask(here, Authorization=f"Bearer {one}") == 200
    assert ask(there, Authorization=f"Bearer {one}") == 429
    assert ask(here, Authorization=f"Bearer {other}") == 200
    assert ask(here) == 401, "strangers use up nothing"


def test_without_a_limit_there_is_none(clients: Clients) -> None:
    client = clients(rate_limit="")
    assert {ask(client) for _ in range(300)} == {200}


def test_questions_wait_for_their_turn_and_the_line_has_an_end(clients: Clients) -> None:
    with clients(at_once=1, waiting=2) as client, ThreadPoolExecutor(6) as threads:
        statuses = sorted(threads.map(lambda _: ask(client, "slow"), range(6)))
        assert statuses == [200] * 3 + [429] * 3
        assert ask(client) == 200, "places are given back"


def test_what_fails_gives_its_place_back(clients: Clients) -> None:
    client = clients(at_once=1, waiting=0)
    for _ in range(3):
        assert client.post("/v1/ask", content=b"no json").status_code == 500
    assert ask(client) == 200


def test_a_reader_is_told_in_their_language(clients: Clients) -> None:
    client = clients(rate_limit="1/minute")
    client.post("/page/ask")
    refused = client.post("/page/ask", headers={"Accept-Language": "it-IT"})
    assert refused.json()["detail"] == texts("access", "it")["busy"]


def test_servers_of_the_same_accounts_count_together(clients: Clients) -> None:
    one, other = clients(rate_limit="3/minute"), clients(rate_limit="3/minute")
    assert [ask(one), ask(other), ask(one), ask(other), ask(one)] == [200] * 3 + [429] * 2


def test_where_nothing_can_be_shared_a_server_counts_for_itself(
    clients: Clients, access: Access, caplog: pytest.LogCaptureFixture
) -> None:
    Path(f"{access.accounts}.sqlite").write_bytes(b"no database" * 1_000)
    one, other = clients(rate_limit="1/minute"), clients(rate_limit="1/minute")
    assert [ask(one), ask(one), ask(other), ask(other)] == [200, 429, 200, 429]
    assert "accounts.json.sqlite: file is not a database; this process shares" in caplog.text


def test_whoever_asks_is_answered_though_nothing_can_be_counted_any_more(access: Access) -> None:
    shared = SharedAccess(access)
    window = Window("2/minute", shared)
    assert window.wait("anna") == 0
    shared.change(lambda c: c.execute("PRAGMA query_only = 1"))  # as if the disk were full
    assert [window.wait("anna") > 0 for _ in range(3)] == [False, False, True]


def test_what_is_shared_is_for_its_owner_alone(clients: Clients, access: Access) -> None:
    ask(clients(rate_limit="3/minute"))
    shared = [path for path in access.accounts.parent.iterdir() if ".sqlite" in path.name]
    assert shared and {path.stat().st_mode & 0o077 for path in shared} == {0}
