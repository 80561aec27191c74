"""The articles over HTTP: listed, shown, taken up and removed."""

from __future__ import annotations

import base64
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

PROBLEM = "application/problem+json"
DYKE = (
    "Der Deich von Fahlenwerder\n\n"
    "Deichgraf Onno Petersen ließ den Deich von Fahlenwerder im Sommer 1904 erhöhen."
)


def problem(response: httpx.Response, status: int) -> str:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)
    assert response.json()["status"] == status
    return response.json()["detail"]


def leafed_through(client: httpx.Client, **wanted: Any) -> Iterator[dict[str, Any]]:
    while True:
        leaf = client.get("/v1/articles", params=wanted).json()
        yield from leaf["articles"]
        if leaf["next"] is None:
            return
        wanted["cursor"] = leaf["next"]


def uploaded(client: httpx.Client, *files: tuple[str, bytes]) -> dict[str, Any]:
    """The job of an upload, when it is done."""
    response = client.post("/v1/articles", files=[("files", file) for file in files])
    assert response.status_code == 202
    deadline = time.monotonic() + 60
    while (job := client.get(response.headers["location"]).json())["state"] in (
        "waiting",
        "running",
    ):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert job["id"] == response.json()["id"]
    return job


@pytest.mark.parametrize("sort", ["title", "-date", "size", "-added"])
def test_a_list_is_leafed_through(client: httpx.Client, sort: str) -> None:
    whole = client.get("/v1/articles", params={"sort": sort, "limit": 200}).json()
    assert whole["next"] is None and whole["total"] == len(whole["articles"]) == 14
    assert list(leafed_through(client, sort=sort, limit=5)) == whole["articles"]


def test_a_list_is_of_what_passes(client: httpx.Client) -> None:
    def titles(**wanted: str) -> list[str]:
        listed = client.get("/v1/articles", params=wanted).json()
        assert listed["total"] == len(listed["articles"])
        return [article["title"] for article in listed["articles"]]

    assert titles(title="MINSKER") == [
        "Minsker Abkommen und Normandie-Format: Ein Frieden auf dem Papier"
    ]
    assert 0 < len(titles(since="2022-01-20", until="2022-01-25")) < 14
    assert titles(language="it") == []
    assert len(titles(source="DEMONSTRATION")) == 12


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "ä",
        "e30",
        encoded(["date", "2022", 1]),
        encoded(["title", 5, 1]),
        encoded(["title", "a", "1"]),
        encoded(["title", "a", 2**80]),
        encoded(["title", "a", True]),
        encoded(["title", "a", 1, 2]),
        encoded(["title", "\ud800", 1]),
        base64.urlsafe_b64encode(b"[" * 900).decode(),
    ],
)
def test_a_cursor_that_is_none_is_a_problem(client: httpx.Client, cursor: str) -> None:
    detail = problem(client.get("/v1/articles", params={"cursor": cursor}), 422)
    assert "cursor" in detail


@pytest.mark.parametrize(
    "wanted", [{"sort": "path"}, {"limit": "0"}, {"limit": "201"}, {"since": "x"}, {"title": ""}]
)
def test_what_no_list_can_be_is_a_problem(client: httpx.Client, wanted: dict[str, str]) -> None:
    (name,) = wanted
    assert name in problem(client.get("/v1/articles", params=wanted), 422)


def test_what_is_known_of_an_article(client: httpx.Client) -> None:
    first = client.get("/v1/articles", params={"limit": 1}).json()["articles"][0]
    assert client.get(f"/v1/articles/{first['id']}").json() == first
    response = client.get(f"/v1/articles/{first['id']}/text")
    assert len(response.text) == first["characters"]
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/articles/nobody",
        "/v1/articles/nobody/text",
        "/v1/articles/..%2f..%2fetc%2fpasswd",
        "/v1/articles/%00/text",
        "/v1/articles/%ff",
        "/v1/jobs/nobody",
        "/v1/nothing",
    ],
)
def test_what_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    problem(client.get(path), 404)


def test_an_article_is_uploaded_asked_about_and_removed(writable: httpx.Client) -> None:
    job = uploaded(writable, ("deich.txt", DYKE.encode()), ("bild.png", b"\x89PNG"))
    assert job["state"] == "done" and job["done"] == job["total"]
    dyke, picture = job["files"]
    assert (dyke["name"], dyke["state"], dyke["message"]) == ("deich.txt", "done", None)
    assert picture["state"] == "failed" and "bild.png" in picture["message"]
    asked = {"question": "Wer ließ den Deich von Fahlenwerder erhöhen?"}
    (citation, *_) = writable.post("/v1/ask", json=asked).json()["citations"]
    assert citation["article"]["id"] == dyke["articles"][0]
    assert citation["article"]["path"] == "deich.txt"
    article = f"/v1/articles/{dyke['articles'][0]}"
    response = writable.delete(article)
    assert (response.status_code, response.content) == (204, b"")
    assert writable.post("/v1/ask", json=asked).json()["citations"] == []
    problem(writable.get(article), 404)
    problem(writable.delete(article), 404)


def test_who_may_only_read_changes_nothing(client: httpx.Client) -> None:
    problem(client.post("/v1/articles", files=[("files", ("a.txt", b"Text."))]), 403)
    first = client.get("/v1/articles", params={"limit": 1}).json()["articles"][0]
    problem(client.delete(f"/v1/articles/{first['id']}"), 403)
    assert client.get(f"/v1/articles/{first['id']}").status_code == 200


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", None),
        (b"text", "text/plain"),
        (b"{}", "application/json"),
        (b"nothing", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="files"\r\n\r\nno file\r\n--x--\r\n',
         "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_an_upload_without_files_is_a_problem(
    writable: httpx.Client, content: bytes, kind: str | None
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    problem(writable.post("/v1/articles", content=content, headers=headers), 422)


def test_an_upload_that_is_too_large_is_refused_however_it_comes(writable: httpx.Client) -> None:
    large = ("files", ("a.txt", b"a" * 100_001))
    assert "MiB" in problem(writable.post("/v1/articles", files=[large]), 413)
    assert b" 413 " in announced(str(writable.base_url), 2**40)

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 100_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    problem(writable.post("/v1/articles", content=endless(), headers=headers), 413)


def announced(base: str, size: int) -> bytes:
    """What is answered to a request that says how large it will be, before it sends anything."""
    host, port = base.rstrip("/").removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST /v1/articles HTTP/1.1\r\nHost: {host}\r\nContent-Length: {size}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode()
        )
        return connection.recv(1_000)


def test_too_many_files_are_refused(writable: httpx.Client) -> None:
    files = [("files", (f"{number}.txt", b"a")) for number in range(201)]
    response = writable.post("/v1/articles", files=files)
    assert response.status_code in (413, 422)
    assert "files" in problem(response, response.status_code)
