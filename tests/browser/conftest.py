"""The chat as people have it: `fundstelle chat` in a process of its own, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import NARROW, WIDE, OpenPage
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running_chat import running

from index import Embedder, update_index

expect.set_options(timeout=20_000)  # a machine may have other work to do
ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
_HOSTILE = """---
title: "<script>window.pwned=1</script> Bridge **bold** [link](javascript:window.pwned=1)"
author: "<img src=x onerror=window.pwned=1>"
url: "javascript:window.pwned=1"
language: en
---
Mayor Ottilie Quast <img src=x onerror="window.pwned=1"> opened the bridge of Quellstadt in 1987.
She cut the ribbon <script>window.pwned=1</script> and read [a speech](https://example.org/speech)
with ${window.pwned=1} and {{value}} and $x^2$ in it.

</section></div><iframe src="https://example.org/"></iframe> The builders went home in the evening.
"""
_LONG = "\n\n".join(
    [
        "Der Deich von Fahlenwerder",
        *(f"Die Wiese Nummer {n} blieb an diesem Tag trocken und still." for n in range(200)),
        "Deichgraf Hinnerk Boysen zählte am Abend genau 417 Schafe auf dem Deich von Fahlenwerder.",
        *(f"Der Graben Nummer {n} führte kaum noch Wasser." for n in range(100)),
    ]
)


@pytest.fixture(scope="session")
def connections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that names every other computer the server turned to."""
    return tmp_path_factory.mktemp("watch") / "connections"


@pytest.fixture(scope="session")
def chat_folder(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the chat runs on: `articles`, and their `index`, which holds the bundled ones too."""
    folder = tmp_path_factory.mktemp("chat")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(_HOSTILE, encoding="utf-8")
    (articles / "dyke.txt").write_text(_LONG, encoding="utf-8")
    update_index(folder / "index", [ROOT / "seeds", articles], real_embedder, lambda *step: None)
    return folder


@pytest.fixture(scope="session")
def chat(chat_folder: Path, connections: Path) -> Iterator[str]:
    """The address of a running chat."""
    with running(chat_folder, chat_folder / "index", connections) as address:
        yield address


@pytest.fixture(scope="session")
def written_chat(
    seeds_index_dir: Path,
    smollm2: Path,
    connections: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a chat in which a language model writes."""
    folder = tmp_path_factory.mktemp("written")
    with running(folder, seeds_index_dir, connections, "--llm", str(smollm2)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)


@pytest.fixture
def open_page(browser: Browser, chat: str) -> Iterator[OpenPage]:
    """Opens the chat's page in a browser of its own, which fails when it asks another host for
    anything, or where a script goes wrong."""
    contexts, elsewhere, wrong = [], [], []  # type: ignore[var-annotated]

    def open_page(path: str = "", address: str = chat, **options: object) -> Page:
        options = {"locale": "en-US", "viewport": WIDE, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page = context.new_page()
        page.on("request", lambda r: elsewhere.append(r.url) if is_elsewhere(r.url) else None)
        page.on("pageerror", lambda error: wrong.append(error))
        page.goto(f"{address}/{path}")
        page.locator("#fundstelle .ready").wait_for(state="attached")
        page.locator("#holds:not(:empty)").wait_for(state="attached")
        return page

    def is_elsewhere(url: str) -> bool:
        return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert wrong == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The chat's page in an English browser."""
    return open_page()


@pytest.fixture(params=["wide", "narrow"])
def any_page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """The page on a wide screen, and on a phone."""
    if request.param == "wide":
        return open_page()
    return open_page(viewport=NARROW, has_touch=True, is_mobile=True)


@pytest.fixture
def written_page(open_page: OpenPage, written_chat: str) -> Page:
    """The page of a chat in which a language model writes."""
    return open_page(address=written_chat)


@pytest.fixture
def german_page(open_page: OpenPage) -> Page:
    return open_page(locale="de-AT")


@pytest.fixture
def narrow_page(open_page: OpenPage) -> Page:
    return open_page(viewport=NARROW, has_touch=True, is_mobile=True)
