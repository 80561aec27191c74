"""What other sites' pages may not do."""

from __future__ import annotations

import pytest
from small_application import Clients, log_in
from starlette.websockets import WebSocketDisconnect

from qa.web.access import Accounts, Role

QUESTION = {"question": "?"}
HERE = "http://127.0.0.1:7860"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": HERE},
        {"Sec-Fetch-Site": "same-origin", "Origin": HERE},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://127.0.0.1:7860"},  # behind a proxy
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_the_page_itself_and_programs_may_change_things(
    clients: Clients, headers: dict[str, str]
) -> None:
    assert clients().post("/v1/ask", json=QUESTION, headers=headers).status_code == 200
    assert clients().delete("/v1/articles/1", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HERE},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Origin": "https://evil.test"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "http://127.0.0.1:7860.evil.test"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
def test_another_sites_page_may_not(clients: Clients, headers: dict[str, str]) -> None:
    for method, path in (
        ("POST", "/v1/ask"),
        ("DELETE", "/v1/articles/1"),
        ("PUT", "/"),
        ("PATCH", "/"),
        ("POST", "/gradio_api/component_server"),
    ):
        response = clients().request(method, path, json=QUESTION, headers=headers)
        assert response.status_code == 403, (method, path)
        assert "another site" in response.json()["detail"]


def test_a_token_without_cookies_is_nothing_that_a_browser_adds(
    clients: Clients, accounts: Accounts
) -> None:
    client, token = clients(), accounts.add_token("t", Role.READ)
    headers = {"Authorization": f"Bearer {token}", "Origin": "app://front-end"}
    assert client.post("/v1/ask", json=QUESTION, headers=headers).status_code == 200
    log_in(client, "anna")  # a cookie, from now on
    assert client.post("/v1/ask", json=QUESTION, headers=headers).status_code == 403
    basic = {"Authorization": "Basic YTpi", "Origin": "https://evil.test"}
    assert clients().post("/v1/ask", json=QUESTION, headers=basic).status_code == 403


def test_a_link_from_elsewhere_is_followed_and_nothing_else_is_fetched(clients: Clients) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert clients().get("/", headers=link).status_code == 200
    for mode in ("no-cors", "cors", "websocket"):
        assert clients().get("/", headers={**link, "Sec-Fetch-Mode": mode}).status_code == 403


def test_a_socket_from_elsewhere_is_closed(clients: Clients) -> None:
    client, host = clients(), {"Host": "127.0.0.1:7860"}
    with client.websocket_connect("/ws", headers={**host, "Origin": HERE}) as socket:
        assert socket.receive_text() == ""
    for headers in ({**host, "Origin": "https://evil.test"}, {"Host": "evil.test"}):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws", headers=headers):
            pass


@pytest.mark.parametrize(
    "name",
    ["rebound.test", "127.0.0.1.rebound.test", "", "localhost.", "127.0.0.1@evil.test", "[::2]"],
)
def test_other_names_are_not_answered_to(clients: Clients, name: str) -> None:
    for path in ("/", "/v1/ask", "/nothing", "/metrics", "/login"):
        assert clients().get(path, headers={"Host": name}).status_code == 400
    assert clients().get("/health", headers={"Host": name}).status_code == 200


def test_names_that_are_set_are_answered_to(clients: Clients) -> None:
    for name in ("127.0.0.1", "LOCALHOST:7860", "[::1]:7860", "[::1]"):
        assert clients().get("/", headers={"Host": name}).status_code == 200
    client = clients(hosts=frozenset({"archive.example.org"}), no_auth=True)
    assert client.get("/", headers={"Host": "archive.example.org:8443"}).status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1"}).status_code == 400
