"""The whole application: page, archive page, HTTP, OpenAI's protocol and MCP behind one access."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from serving import served

import seeds
from index import Archive, Embedder
from qa import Assistant
from qa.web.access import Access, Accounts, Role
from qa.web.app import build_app
from qa.web.page.browser import read_asked
from qa.web.page.mail import growing_mail

PASSWORD = "a long enough password"
MCP = {"Accept": "application/json, text/event-stream"}
Client = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def index(seeds_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled articles, to add to."""
    return Path(shutil.copytree(seeds_index_dir, tmp_path_factory.mktemp("app") / "index"))


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    """No account is asked for, as on one's own computer."""
    return Access(accounts=tmp_path_factory.mktemp("accounts") / "accounts.json", rate_limit="")


@pytest.fixture(scope="module")
def base(index: Path, real_embedder: Embedder, access: Access) -> Iterator[str]:
    assistant = Assistant(Archive(index, real_embedder))
    with served(build_app(assistant, access, address="http://127.0.0.1:7860")) as address:
        yield address


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=60) as client:
        yield client


def _call(client: httpx.Client, method: str, **parameters: object) -> dict:
    sent = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    return client.post("/mcp", json=sent, headers=MCP).json()["result"]


def test_the_page_the_archive_page_and_the_programs_are_served_at_one_address(
    client: httpx.Client,
) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/archive", "text/html"),
        ("/health", "application/json"),
        ("/health/ready", "application/json"),
        ("/metrics", "text/plain"),
        ("/v1/articles", "application/json"),
        ("/v1/models", "application/json"),
        ("/v1/openapi.json", "application/json"),
    ):
        answered = client.get(path)
        assert answered.status_code == 200, path
        assert answered.headers["content-type"].startswith(kind), path
        assert "content-security-policy" in answered.headers, path
        assert answered.headers["x-request-id"], path


def test_a_question_is_answered_alike_over_http_openais_protocol_and_mcp(
    client: httpx.Client,
) -> None:
    question = "How many states belong to the OSCE?"
    asked = client.post("/v1/ask", json={"question": question}).json()
    assert "57" in asked["citations"][0]["quote"]
    chat = {"model": "fundstelle", "messages": [{"role": "user", "content": question}]}
    (choice,) = client.post("/v1/chat/completions", json=chat).json()["choices"]
    assert asked["citations"][0]["quote"] in choice["message"]["content"]
    told = _call(client, "tools/call", name="ask", arguments={"question": question})
    assert told["structuredContent"]["citations"][0]["quote"] == asked["citations"][0]["quote"]


def test_what_a_program_finds_by_mcp_opens_on_the_page(client: httpx.Client) -> None:
    told = _call(client, "tools/call", name="search", arguments={"query": "OSCE member states"})
    first = json.loads(told["content"][0]["text"])["results"][0]
    assert first["url"].startswith("http://127.0.0.1:7860/?article=")


def test_an_article_that_comes_in_is_found_and_one_that_is_removed_is_not_by_the_next_request(
    client: httpx.Client,
) -> None:
    text = b"Der Leuchtturm von Ostersiel hat genau 312 Stufen."
    job = client.post("/v1/articles", files={"files": ("tower.txt", text)})
    assert job.status_code == 202
    where = job.headers["location"]
    while (state := client.get(where).json())["state"] in ("waiting", "running"):
        continue
    (article_id,) = state["files"][0]["articles"]
    question = {"question": "Wie viele Stufen hat der Leuchtturm von Ostersiel?"}
    assert "312 Stufen" in client.post("/v1/ask", json=question).json()["answer"]
    assert client.delete(f"/v1/articles/{article_id}").status_code == 204
    assert "312" not in client.post("/v1/ask", json=question).json()["answer"]


def test_nothing_says_where_on_the_disk_articles_are(
    client: httpx.Client, index: Path, real_embedder: Embedder
) -> None:
    question = "How many states belong to the OSCE?"
    told = client.post("/v1/ask", json={"question": question})
    article = told.json()["citations"][0]["article"]["id"]
    chat = {"model": "fundstelle", "messages": [{"role": "user", "content": question}]}
    asked = read_asked({"question": question, "turns": []})
    texts = [
        told.text,
        client.post("/v1/search", json={"question": question}).text,
        client.get("/v1/articles").text,
        client.get(f"/v1/articles/{article}").text,
        client.post("/v1/chat/completions", json=chat).text,
        json.dumps(_call(client, "tools/call", name="ask", arguments={"question": question})),
        json.dumps(_call(client, "tools/call", name="search", arguments={"query": question})),
        json.dumps(_call(client, "tools/call", name="fetch", arguments={"id": article})),
        client.get("/archive").text,
        json.dumps([*growing_mail(Assistant(Archive(index, real_embedder)), asked)]),
    ]
    for text in texts:
        assert str(seeds.FOLDER.parent) not in text
        assert str(index) not in text
    assert sum("seeds/" in text for text in texts) >= 4  # from the folder on that was indexed


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/ask"),
        ("POST", "/v1/search"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/mcp"),
        ("POST", "/v1/articles"),
        ("DELETE", "/v1/articles/any"),
        ("POST", "/archive/remove"),
        ("GET", "/metrics"),
        ("GET", "/archive"),
        ("GET", "/"),
    ],
)
@pytest.mark.parametrize("end", ["%0A", "%0D", "%00", "%E2%80%A8"])
def test_no_rule_is_evaded_by_a_path_that_ends_in_what_cannot_be_seen(
    client: httpx.Client, method: str, path: str, end: str
) -> None:
    assert client.request(method, path + end).status_code == 404


@pytest.mark.parametrize(
    "host", ["127.0.0.1:80@evil.example", "127.0.0.1:x", "127.0.0.1/", "[127.0.0.1]x", "@127.0.0.1"]
)
def test_a_name_with_more_to_it_is_another_name(client: httpx.Client, host: str) -> None:
    assert client.get("/v1/articles", headers={"Host": host}).status_code == 400


def test_where_the_index_should_be_is_told_to_nobody_but_the_log(
    seeds_index_dir: Path, real_embedder: Embedder, access: Access, tmp_path: Path
) -> None:
    index = Path(shutil.copytree(seeds_index_dir, tmp_path / "index"))
    app = build_app(Assistant(Archive(index, real_embedder), fast=True), access)
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        index.rename(tmp_path / "elsewhere")
        question = {"question": "Who?"}
        asked = _call(client, "tools/call", name="ask", arguments=question)
        told = [
            client.post("/v1/ask", json=question).text,
            client.get("/v1/articles").text,
            client.get("/health/ready").text,
            client.get("/archive").text,
            json.dumps(asked),
        ]
        assert asked["isError"]
        assert not any(str(tmp_path) in text for text in told)


def test_errors_are_problem_documents_wherever_they_come_from(client: httpx.Client) -> None:
    for answered in (
        client.post("/v1/ask", json={}),
        client.get("/v1/articles/none"),
        client.put("/v1/ask"),
        client.post(
            "/v1/ask", json={"question": "?"}, headers={"Origin": "https://elsewhere.example"}
        ),
        client.get("/v1/articles", headers={"Host": "elsewhere.example"}),
    ):
        assert answered.headers["content-type"] == "application/problem+json", answered.text
        assert answered.json()["status"] == answered.status_code


def test_with_accounts_nobody_gets_in_without_one_and_who_may_read_changes_nothing(
    index: Path, real_embedder: Embedder, access: Access, tmp_path: Path
) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add_account("anna", Role.WRITE, PASSWORD)
    token = accounts.add_token("reader", Role.READ)
    assistant = Assistant(Archive(index, real_embedder), fast=True)
    app = build_app(assistant, replace(access, accounts=accounts.path))
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert client.get("/health").status_code == 200
        for method, path in (
            ("GET", "/v1/articles"),
            ("POST", "/v1/ask"),
            ("POST", "/page/ask"),
            ("POST", "/v1/chat/completions"),
            ("POST", "/mcp"),
            ("GET", "/metrics"),
            ("GET", "/archive"),
            ("GET", "/gradio_api/info"),
            ("GET", "/v1/openapi.json"),
        ):
            assert client.request(method, path).status_code in (401, 303), path
        reads = {"Authorization": f"Bearer {token}"}
        assert client.get("/v1/articles", headers=reads).status_code == 200
        files = {"files": ("a.txt", b"Text.")}
        assert client.post("/v1/articles", files=files, headers=reads).status_code == 403
        assert client.delete("/v1/articles/any", headers=reads).status_code == 403


@pytest.mark.parametrize("is_on", [True, False])
def test_what_is_asked_stands_in_the_log_only_where_that_is_switched_on(
    index: Path,
    real_embedder: Embedder,
    access: Access,
    caplog: pytest.LogCaptureFixture,
    is_on: bool,
) -> None:
    assistant = Assistant(Archive(index, real_embedder), fast=True)
    app = build_app(assistant, replace(access, log_questions=is_on))
    caplog.set_level("INFO", "fundstelle")
    with served(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        client.post("/v1/ask", json={"question": "Who opened Quellstadt?"})
        client.post("/v1/search", json={"question": "Who opened Fahlenwerder?"})
        messages = [{"role": "user", "content": "Who opened Moorhagen?"}]
        chat = {"model": "fundstelle", "messages": messages}
        client.post("/v1/chat/completions", json=chat)
        client.post("/page/ask", json={"question": "Who opened Ostersiel?", "turns": []})
    logged = " ".join(str(record.msg) for record in caplog.records)
    for asked in ("Quellstadt", "Fahlenwerder", "Moorhagen", "Ostersiel"):
        assert (asked in logged) is is_on
