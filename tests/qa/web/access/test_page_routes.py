"""Gradio's page behind `protect`: what it needs is there, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import gradio as gr
import pytest
from fastapi import FastAPI
from small_application import Clients
from starlette.routing import BaseRoute, Mount
from starlette.testclient import TestClient

import qa
from qa.assistant import Assistant
from qa.web.access import Access, Accounts, protect
from qa.web.app import build_app

HERE = Path(qa.__file__)


@pytest.fixture(scope="module")
def app(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return build_app(assistant, Access(tmp_path_factory.mktemp("page") / "accounts.json"))


@pytest.fixture
def page(clients: Clients, app: FastAPI) -> Iterator[TestClient]:
    with clients(app=app) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        f"/gradio_api/file={HERE}",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../../../etc/passwd",
        "/gradio_api/file=%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/gradio_api/file=http://127.0.0.1:1/",
        "/gradio_api/file=http://169.254.169.254/latest/meta-data",
        f"/gradio_api/file/{HERE}",
        f"/file={HERE}",
        f"/file/{HERE}",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/proxy=http://127.0.0.1:1/",
        "/gradio_api/stream/x/1/1/playlist.m3u8",
        "/gradio_api/stream/x/1/1/playlist-file",
        "/gradio_api/custom_component/x/client/component/index.js",
        "/gradio_api/startup-events",
        "/gradio_api/openapi.json",
        "/gradio_api/dev/reload",
        "/gradio_api/deep_link",
        "/gradio_api/token",
        "/gradio_api/user",
        "/gradio_api/app_id",
        "/gradio_api/runs",
        "/gradio_api/run-history/buckets",
        "/gradio_api/queue/status",
        "/gradio_api/vibe-code",
        "/gradio_api/call/predict/1",
        "/gradio_api/mcp/sse",
        "/monitoring",
        "/monitoring/summary",
        "/monitoring/x",
        "/svelte/svelte.js",
        "/svelte/../../../../etc/passwd",
        "/pwa_icon",
        "/static/../../../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/config.json",
        "/static//etc/passwd",
        "/assets/../../../routes.py",
        "/assets/%2e%2e/%2e%2e/%2e%2e/routes.py",
        "//gradio_api/file=/etc/passwd",
        "/./gradio_api/file=/etc/passwd",
        "/GRADIO_API/file=/etc/passwd",
        "/gradio_api//file=/etc/passwd",
        "/gradio_api/info/../file=/etc/passwd",
        "/gradio_api/heartbeat/../file=/etc/passwd",
        "/theme.css\n/../gradio_api/file=/etc/passwd",
    ],
)
def test_no_file_and_no_address_is_fetched(page: TestClient, path: str) -> None:
    # As it is written: a client would tidy it up.
    raw = path.encode()
    request = page.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=raw.replace(b"\n", b"%0a"))
    response = page.send(request)
    assert response.status_code in (400, 403, 404), response.text[:200]
    assert "root:" not in response.text and "import" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/call/predict",
        "/gradio_api/call/v2/predict",
        "/gradio_api/api/predict",
        "/gradio_api/run/other",
        "/gradio_api/stream/x",
        "/gradio_api/stream/x/close",
        "/gradio_api/process_recording",
        "/gradio_api/vibe-edit",
        "/gradio_api/vibe-code",
        "/gradio_api/undo-vibe-edit",
        "/gradio_api/run-history/connect",
        "/gradio_api/profiling/clear",
        "/gradio_api/file=/etc/passwd",
        "/config",
    ],
)
def test_nothing_is_run_that_the_page_does_not_run(page: TestClient, path: str) -> None:
    assert page.post(path, json={"data": []}).status_code == 404


def test_whatever_gradio_adds_is_closed(page: TestClient, app: FastAPI) -> None:
    """Every route that it has, by name: a new version may bring others."""
    mounted = next(r.app for r in app.routes if isinstance(r, Mount) and r.path == "")
    known = {"", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"}
    known |= {"/static/x", "/assets/x", "/login", "/logout"}
    for name in ("info", "theme.css", "component_server"):
        known.add(f"/gradio_api/{name}")
    others = routes_of(mounted.routes, known)
    assert len(others) > 40
    for method, path in others:
        assert page.request(method, path, json={}).status_code == 404, (method, path)


def routes_of(routes: Iterable[BaseRoute], known: set[str]) -> set[tuple[str, str]]:
    """Method and path of those that are not `known`."""
    found = set()
    for route in routes:
        if hasattr(route, "original_router"):  # one that was included
            found |= routes_of(route.original_router.routes, known)
            continue
        path = re.sub(r"\{[^}]*\}", "x", route.path)
        found |= {(method, path) for method in route.methods if path.rstrip("/") not in known}
    return found


def test_what_the_page_needs_is_there(page: TestClient) -> None:
    html = page.get("/").text
    assert "window.gradio_config" in html
    asset = re.search(r'src="\./(assets/index-[^"]+\.js)"', html)[1]
    for path in (asset, "theme.css", "config", "static/js/iframeResizer.contentWindow.min.js"):
        assert page.get(f"/{path}").status_code == 200


def test_its_own_scripts_run_and_no_other_ones(page: TestClient) -> None:
    for encoding in ("identity", "br", "gzip"):
        response = page.get("/", headers={"Accept-Encoding": encoding})
        nonce = re.search(r"'nonce-([^']+)'", response.headers["content-security-policy"])[1]
        tags = re.findall(r"<script[^>]*>", response.text)
        inline = [tag for tag in tags if " src=" not in tag]
        assert len(inline) == 5
        assert all(f'nonce="{nonce}"' in tag for tag in inline)


def test_text_in_the_page_gets_no_nonce(clients: Clients, tmp_path: Path) -> None:
    app = FastAPI()
    with gr.Blocks(title="<script>alert(1)</script>") as blocks:
        gr.Textbox("<script>alert(2)</script>")
    gr.mount_gradio_app(app, blocks, path="/", ssr_mode=False)
    protect(app, Access(accounts=tmp_path / "none.json"))
    html = clients(app=app).get("/").text
    assert len(re.findall(r"<script[^>]* nonce=", html)) == 5 and "alert(2)" in html


def test_gradio_keeps_no_file(clients: Clients, tmp_path: Path) -> None:
    app = FastAPI()
    with gr.Blocks() as blocks:
        gr.File()
    gr.mount_gradio_app(app, blocks, path="/", ssr_mode=False)
    protect(app, Access(accounts=tmp_path / "none.json"))
    files = {"files": ("a.txt", b"x")}
    assert clients(app=app).post("/gradio_api/upload", files=files).status_code == 404


def test_a_page_of_another_site_may_read_nothing(page: TestClient) -> None:
    for origin in ("http://localhost:3000", "https://evil.test"):
        response = page.get("/config", headers={"Origin": origin})
        assert not [name for name in response.headers if name.startswith("access-control-")]


def test_strangers_see_nothing_of_it(
    clients: Clients, accounts: Accounts, assistant: Assistant
) -> None:
    client = clients(app=build_app(assistant, Access(accounts.path)))
    for path in ("/", "/config", "/theme.css", "/assets/x.js", "/gradio_api/info"):
        assert client.get(path).status_code == 401
    for path in ("/page/ask", "/gradio_api/component_server", "/gradio_api/upload"):
        assert client.post(path).status_code == 401
