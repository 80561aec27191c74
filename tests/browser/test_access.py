"""Logging in and out, and what the page may do, in a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from prompts import texts
from qa.assistant import Assistant
from qa.web.access import Access, Accounts, Role, server_options
from qa.web.app import build_app

PASSWORD = "correct horse battery"
SLOW = 30_000  # milliseconds: a password takes its time, and so does the page's first visit
ENGLISH = texts("access", "en")
NAMES = ("anna", "ben", "carl", "dora")  # one a test: attempts are counted


@pytest.fixture(scope="module")
def server(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a chat that asks who somebody is."""
    path = tmp_path_factory.mktemp("access") / "accounts.json"
    for name in NAMES:
        Accounts(path).add_account(name, Role.READ, PASSWORD)
    app = build_app(assistant, Access(accounts=path))
    running = uvicorn.Server(uvicorn.Config(app, port=0, **server_options()))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.05)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(20)


@pytest.fixture
def forbidden() -> list[str]:
    """What the policy forbade the page."""
    return []


@pytest.fixture
def stranger(browser: Browser, forbidden: list[str]) -> Iterator[Page]:
    """A page of who has not logged in."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.on(
        "console",
        lambda message: (
            forbidden.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label(ENGLISH["name"]).fill(name)
    page.get_by_label(ENGLISH["password"]).fill(password)
    page.keyboard.press("Enter")


def test_a_reader_logs_in_asks_and_logs_out(
    stranger: Page, server: str, forbidden: list[str]
) -> None:
    stranger.goto(server)
    expect(stranger).to_have_url(f"{server}/login")
    log_in(stranger, "anna", "a wrong password")
    expect(stranger.get_by_role("alert")).to_have_text(ENGLISH["wrong"], timeout=SLOW)
    expect(stranger.get_by_label(ENGLISH["name"])).to_have_value("anna")
    log_in(stranger, "anna")
    stranger.locator("#question").fill("what did Sherman demand?")
    stranger.keyboard.press("Enter")
    stranger.locator(".answer .number").first.click()
    expect(stranger.locator("#article mark.current")).to_be_visible(timeout=SLOW)
    assert forbidden == []

    stranger.goto(f"{server}/logout")
    expect(stranger.locator("main")).to_contain_text("anna")
    stranger.get_by_role("button", name=ENGLISH["log_out"]).click()
    expect(stranger).to_have_url(f"{server}/login")
    stranger.goto(server)
    expect(stranger).to_have_url(f"{server}/login")


def test_a_link_to_a_quote_still_leads_there_after_the_login(stranger: Page, server: str) -> None:
    stranger.goto(f"{server}/?article=1#start=2")
    log_in(stranger, "ben", "a wrong password")
    log_in(stranger, "ben")
    expect(stranger.locator("#question")).to_be_visible(timeout=SLOW)
    assert stranger.url == f"{server}/?article=1#start=2"


def test_what_slips_into_the_page_does_not_run(
    stranger: Page, server: str, forbidden: list[str]
) -> None:
    stranger.goto(server)
    log_in(stranger, "carl")
    stranger.locator("#question").wait_for()
    stranger.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.pwned=1">');
          const script = document.createElement("script");
          script.textContent = "window.pwned=2";
          document.body.append(script);
          location.href = "javascript:window.pwned=3";
        }"""
    )
    stranger.wait_for_timeout(300)
    assert stranger.evaluate("window.pwned") is None
    assert len(forbidden) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_login_is_for_everybody(browser: Browser, server: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        locale="de-AT",
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 844},
        bypass_csp=True,  # for axe, whose script is not the page's
    )
    page = context.new_page()
    page.goto(f"{server}/login")
    german = texts("access", "de")
    assert page.evaluate("document.activeElement.name") == "name"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).violations_count == 0
    page.get_by_label(german["name"]).fill(f"{scheme}{width}")
    page.get_by_label(german["password"]).fill("wrong")
    page.get_by_role("button", name=german["log_in"]).click()
    expect(page.get_by_role("alert")).to_have_text(german["wrong"], timeout=SLOW)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_login_needs_no_script(browser: Browser, server: str) -> None:
    context = browser.new_context(locale="en-US", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/login?next=/theme.css")
    log_in(page, "dora")
    expect(page).to_have_url(f"{server}/theme.css", timeout=SLOW)
    context.close()
