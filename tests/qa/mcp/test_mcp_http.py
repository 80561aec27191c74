"""Over HTTP: a real server, the official client."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import anyio
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from mcp import Client
from mcp_client import content, used
from starlette.testclient import TestClient

from qa import Assistant
from qa.mcp.http import mcp_app

ASKED = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "When was the INF Treaty signed?"}},
}
HEADERS = {
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": "2025-06-18",
}


def application(assistant: Assistant, **how) -> FastAPI:
    mcp = mcp_app(assistant, **how)
    app = FastAPI(lifespan=lambda app: mcp.running())
    app.router.add_route("/mcp", mcp, methods=None)
    return app


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    """Of a server on this computer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    config = uvicorn.Config(application(assistant), port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    with httpx.Client() as client:
        for _ in range(200):
            try:
                client.get(f"http://127.0.0.1:{port}/mcp")
                break
            except httpx.ConnectError:
                threading.Event().wait(0.05)
    yield f"http://127.0.0.1:{port}/mcp"
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive(), "no client keeps the server from ending"


def test_the_official_client_asks_searches_and_fetches(address: str) -> None:
    async def use(client: Client) -> None:
        assert "fundstelle" in str(client.server_info)
        answer = content(
            await client.call_tool("ask", {"question": "When was the INF Treaty signed?"})
        )
        assert "8 December 1987" in answer["answer"]
        found = content(
            await client.call_tool("search", {"query": "When was the INF Treaty signed?"})
        )["results"][0]
        fetched = content(await client.call_tool("fetch", {"id": found["id"]}))
        assert fetched["title"] == "The INF Treaty and how it ended" and found["url"] == ""

    used(address, use)


def test_an_older_client_that_begins_with_a_handshake_is_served_too(address: str) -> None:
    async def asked() -> None:
        async with Client(address, mode="legacy") as client:
            assert content(await client.call_tool("search", {"query": "OSCE"}))["results"]

    anyio.run(asked)


def test_several_clients_are_answered_at_once(address: str) -> None:
    questions = ["How many states belong to the OSCE?", "Wann wurde Stoltenberg geboren?"] * 3
    answers: dict[int, str] = {}

    async def one(number: int) -> None:
        async with Client(address) as client:
            result = await client.call_tool("ask", {"question": questions[number]})
            answers[number] = content(result)["answer"]

    async def several() -> None:
        async with anyio.create_task_group() as group:
            for number in range(len(questions)):
                group.start_soon(one, number)

    anyio.run(several)
    assert all("57" in answers[number] for number in range(0, 6, 2))
    assert all("1959" in answers[number] for number in range(1, 6, 2))


def test_one_request_is_enough_and_answered_with_one_json_object(address: str) -> None:
    answered = httpx.post(address, json=ASKED, headers=HEADERS)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in answered.headers
    assert answered.json()["result"]["structuredContent"]["results"]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_no_stream_is_held_open(address: str, method: str) -> None:
    answered = httpx.request(method, address, headers={"accept": "text/event-stream"}, timeout=5)
    assert (answered.status_code, answered.headers["allow"]) == (405, "POST")
    assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost.evil.example"}, 403),
        ({"origin": "http://localhost:7860"}, 200),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_another_sites_page_cannot_ask(address: str, headers: dict[str, str], status: int) -> None:
    assert httpx.post(address, json=ASKED, headers=HEADERS | headers).status_code == status


def test_a_request_that_is_too_large_is_refused(address: str) -> None:
    params = {"name": "search", "arguments": {"query": "w" * 300_000}}
    answered = httpx.post(address, json=ASKED | {"params": params}, headers=HEADERS)
    assert answered.status_code == 413


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"jsonrpc":"2.0"}', b"\xff\xfe", b"[" * 9_999]
)
def test_what_is_no_request_is_the_clients_fault(address: str, body: bytes) -> None:
    headers = HEADERS | {"content-type": "application/json"}
    assert 400 <= httpx.post(address, content=body, headers=headers).status_code < 500


def test_hosts_can_be_left_to_the_application_around_it(assistant: Assistant) -> None:
    with TestClient(application(assistant, hosts=None), base_url="http://archive.example") as web:
        assert web.post("/mcp", json=ASKED, headers=HEADERS).status_code == 200


def test_the_application_may_start_anew_and_says_when_it_has_not(assistant: Assistant) -> None:
    app = application(assistant)
    outside = TestClient(app, base_url="http://localhost")
    for _ in range(2):
        assert outside.post("/mcp", json=ASKED, headers=HEADERS).status_code == 503
        with TestClient(app, base_url="http://localhost") as web:
            assert web.post("/mcp", json=ASKED, headers=HEADERS).status_code == 200
