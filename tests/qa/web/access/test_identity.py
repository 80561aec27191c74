"""Who is let in, and as whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_application import PASSWORD, Clients, log_in
from starlette.websockets import WebSocketDisconnect

from qa.web.access import Access, Accounts, Role

HTML = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_on_this_computer_everybody_may_write_unless_it_is_read_only(clients: Clients) -> None:
    assert clients().get("/").text == ":write"
    assert clients(read_only=True).get("/").text == ":read"
    assert clients().delete("/v1/articles/1").status_code == 200
    assert clients(read_only=True).delete("/v1/articles/1").status_code == 403
    # What asks for a key, such as a chat front end, may give any.
    assert clients().get("/", headers=bearer("anything")).text == ":write"


def test_whoever_is_not_known_is_told_so(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    for method, path in [
        ("GET", "/"),
        ("GET", "/metrics"),
        ("GET", "/stream"),
        ("GET", "/nothing"),
        ("POST", "/v1/ask"),
        ("DELETE", "/v1/articles/1"),
        ("OPTIONS", "/"),
        ("GET", "/health/../stream"),
        ("GET", "/login/../stream"),
    ]:
        response = client.request(method, path)
        assert response.status_code == 401, (method, path)
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["www-authenticate"] == "Bearer"
    assert client.get("/health").status_code == 200


def test_a_browser_is_led_to_the_login_and_back(clients: Clients, accounts: Accounts) -> None:
    response = clients().get("/stream?a=1&b=//x", headers=HTML)
    assert response.status_code == 303
    assert response.headers["location"] == "/login?next=/stream%3Fa%3D1%26b%3D//x"
    assert clients().get("/", headers=HTML).headers["location"] == "/login"
    for headers in ({**HTML, "Sec-Fetch-Mode": "cors"}, {"Accept": "application/json"}):
        assert clients().get("/stream", headers=headers).status_code == 401
    assert clients().post("/v1/ask", headers=HTML).status_code == 401


def test_a_token_opens_what_its_role_allows(clients: Clients, accounts: Accounts) -> None:
    reads, writes = accounts.add_token("r", Role.READ), accounts.add_token("w", Role.WRITE)
    client = clients()
    assert client.get("/", headers=bearer(reads)).text == "r:read"
    assert client.get("/", headers={"authorization": f"bearer  {writes}"}).text == "w:write"
    assert client.delete("/v1/articles/1", headers=bearer(writes)).status_code == 200
    for method, path in (("DELETE", "/v1/articles/1"), ("POST", "/v1/articles")):
        response = client.request(method, path, headers=bearer(reads))
        assert response.status_code == 403 and "may read" in response.json()["detail"]
    for wrong in ("", "fst_", reads[:-1], reads + "x", "é", PASSWORD):
        headers = {"Authorization": f"Bearer {wrong}".encode("latin-1")}
        assert client.get("/", headers=headers).status_code == 401
    accounts.remove_token("r")
    assert client.get("/", headers=bearer(reads)).status_code == 401


def test_read_only_holds_for_everybody(clients: Clients, accounts: Accounts) -> None:
    writes = accounts.add_token("w", Role.WRITE)
    assert clients(read_only=True).get("/", headers=bearer(writes)).text == "w:read"


def test_a_wrong_token_is_not_made_up_for_by_a_session(
    clients: Clients, accounts: Accounts
) -> None:
    client = clients()
    assert log_in(client, "anna") == 303
    assert client.get("/").text == "anna:write"
    assert client.get("/", headers=bearer("fst_wrong")).status_code == 401


def test_the_first_account_closes_the_door_and_the_last_one_does_not_open_it(
    clients: Clients, access: Access
) -> None:
    client, accounts = clients(), Accounts(access.accounts)
    assert client.get("/").status_code == 200
    accounts.add_account("anna", Role.WRITE, PASSWORD)
    assert client.get("/").status_code == 401
    accounts.remove_account("anna")
    assert client.get("/").status_code == 401
    access.accounts.unlink()
    assert client.get("/").status_code == 401


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5"])
def test_elsewhere_nobody_is_let_in_unasked(clients: Clients, host: str) -> None:
    assert clients(host=host).get("/").status_code == 401
    assert clients(host=host, no_auth=True).get("/").text == ":write"


def test_accounts_that_cannot_be_read_let_nobody_in(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    assert log_in(client, "anna") == 303
    Path(accounts.path).write_text("{")
    for path in ("/", "/login", "/logout"):
        response = client.get(path)
        assert response.status_code == 503 and str(accounts.path) not in response.text
    assert log_in(client, "anna") == 503
    assert client.get("/health").status_code == 200


def test_metrics_are_open_where_that_is_set(clients: Clients, accounts: Accounts) -> None:
    assert clients(metrics_open=True).get("/metrics").status_code == 200
    assert clients(metrics_open=True).get("/").status_code == 401


def test_a_proxy_says_who_asks_if_it_is_a_trusted_one(clients: Clients, accounts: Accounts) -> None:
    settings = {"proxy_header": "x-user", "trusted_peers": ("10.0.0.1/32",)}
    proxy = clients(address="10.0.0.1", **settings)
    assert proxy.get("/", headers={"X-User": "anna"}).text == "anna:write"
    assert proxy.get("/", headers={"X-User": "carl@example.org"}).text == "carl@example.org:read"
    for headers in ({}, {"X-User": ""}, {"X-User": "x" * 300}):
        assert proxy.get("/", headers=headers).status_code == 401
    twice = [("X-User", "ben"), ("X-User", "anna")]
    assert proxy.get("/", headers=twice).status_code == 401
    stranger = clients(address="10.0.0.2", **settings)
    forged = {"X-User": "anna", "X-Forwarded-For": "10.0.0.1"}
    assert stranger.get("/", headers=forged).status_code == 401


def test_a_trusted_proxy_says_for_whom_it_asks(clients: Clients) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    question = {"json": {"question": "?"}, "headers": forwarded}
    settings = {"trusted_peers": ("10.0.0.0/24",), "no_auth": True}
    behind = clients(address="10.0.0.1", **settings).post("/v1/ask", **question)
    assert behind.json()["client"] == "203.0.113.9"
    assert "strict-transport-security" in behind.headers
    dressed = clients(address="::ffff:10.0.0.1", **settings).post("/v1/ask", **question)
    assert dressed.json()["client"] == "203.0.113.9"
    direct = clients(address="10.0.1.1", **settings).post("/v1/ask", **question)
    assert direct.json()["client"] == "10.0.1.1"
    assert "strict-transport-security" not in direct.headers


def test_sockets_are_closed_to_strangers(clients: Clients, accounts: Accounts) -> None:
    client = clients()
    token = accounts.add_token("t", Role.READ)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws"):
        pass
    with client.websocket_connect("/ws", headers={**bearer(token), "Host": "127.0.0.1"}) as socket:
        assert socket.receive_text() == "t"
