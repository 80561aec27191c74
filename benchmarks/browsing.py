"""The chat on the demonstration articles in a real browser, for what measures and shows it."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

import seeds
from index import Settings, open_embedder, update_index
from qa.assistant import Assistant
from qa.llm import LLMSettings
from qa.web.access import Access, server_options
from qa.web.app import build_app

_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


@contextmanager
def running_chat() -> Iterator[str]:
    """The address of the chat, served from this process."""
    with tempfile.TemporaryDirectory() as folder:
        index_dir = Path(folder) / "index"
        update_index(index_dir, [seeds.FOLDER], open_embedder(Settings()), lambda *step: None)
        assistant = Assistant(index_dir, LLMSettings())
        assistant.quote("Who?")
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            app = build_app(assistant, Access(accounts=Path(folder) / "accounts.json"))
            config = uvicorn.Config(app, **server_options(), timeout_graceful_shutdown=1)
            server = uvicorn.Server(config)
            serving = threading.Thread(target=server.run, args=([listening],))
            serving.start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                server.should_exit = True
                serving.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("there is no Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()
