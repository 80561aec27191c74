"""The pictures in README.md and docs/: `python -m benchmarks.screenshots`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browsing import chromium, running_chat

_DOCS = Path(__file__).parents[1] / "docs"
_WIDE, _NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
_BORN, _DEMAND = "When was Jens Stoltenberg born?", "What did Sherman demand?"
_GIST = 60_000  # milliseconds that a translation may take


def main() -> None:
    with running_chat() as address, chromium() as browser:
        _chat(_opened(browser, address))
        _narrow(_opened(browser, address, viewport=_NARROW, device_scale_factor=2))
        _dark(_opened(browser, address, color_scheme="dark"))
        _refusal(_opened(browser, address, locale="de"))


def _opened(browser: Browser, address: str, **options: object) -> Page:
    settings = {"viewport": _WIDE, "locale": "en-GB", "reduced_motion": "reduce", **options}
    page = browser.new_context(**settings).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.locator("#holds:not(:empty)").wait_for(state="attached")
    return page


def _ask(page: Page, question: str) -> None:
    answered = page.locator(".turn:not(.pending)")
    count = answered.count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    answered.nth(count).wait_for()


def _chat(page: Page) -> None:
    """An answer, and its article open at the quote."""
    _ask(page, _BORN)
    page.locator(".turn .gist:visible").first.wait_for(timeout=_GIST)
    page.locator("figure.best a.number").click()
    _shoot(page, "chat")


def _narrow(page: Page) -> None:
    """A phone, with a source's sheet."""
    _ask(page, _BORN)
    page.locator(".turn .gist:visible").first.wait_for(timeout=_GIST)
    _shoot(page, "chat-narrow")
    page.locator("figure.best a.number").click()
    _shoot(page, "chat-narrow-article")


def _dark(page: Page) -> None:
    """Sources beside an answer whose quotes come close."""
    _ask(page, _DEMAND)
    page.locator(".turn .gist:visible").nth(1).wait_for(timeout=_GIST)
    page.locator(".turn .question").hover()
    _shoot(page, "chat-dark")


def _refusal(page: Page) -> None:
    _ask(page, "Wie viele Monde hat der Saturn?")
    page.locator(".turn .suggested button").first.wait_for()
    _shoot(page, "chat-refusal")


def _shoot(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    page.screenshot(path=_DOCS / f"{name}.png")
    print(_DOCS / f"{name}.png")


if __name__ == "__main__":
    main()
