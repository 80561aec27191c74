"""How much a request may send."""

from __future__ import annotations

from collections.abc import Iterator

from small_application import Clients


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * 1000


def test_what_is_announced_too_large_is_not_read(clients: Clients) -> None:
    client = clients(body_bytes=2_000, upload_bytes=10_000)
    assert client.post("/v1/ask", content=b"x" * 2_001).status_code == 413
    assert client.post("/v1/articles", content=b"x" * 10_000).json() == {"bytes": 10_000}
    refused = client.post("/v1/articles", content=b"x" * 10_001)
    assert refused.status_code == 413 and "10,000 bytes" in refused.json()["detail"]
    for length in ("-1", "x", "9" * 40):
        headers = {"Content-Length": length}
        assert client.post("/v1/ask", content=b"", headers=headers).status_code == 413


def test_what_is_not_announced_is_counted(clients: Clients) -> None:
    client = clients(upload_bytes=10_000)
    assert client.post("/v1/articles", content=pieces(10)).json() == {"bytes": 10_000}
    refused = client.post("/v1/articles", content=pieces(11))
    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
