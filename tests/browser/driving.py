"""What the browser tests do over and over."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]

SHERMAN = "US-Vizeaußenministerin Wendy Sherman forderte Moskau auf"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def ask(page: Page, question: str) -> Locator:
    """:return: the answer."""
    turns = page.locator("#turns .turn:not(.pending)")
    before = turns.count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    expect(turns).to_have_count(before + 1)
    return turns.last.locator(".answer")


def shown(page: Page) -> Locator:
    """The article that is open."""
    return page.locator("#article .reader")


def query(page: Page) -> str:
    return str(page.evaluate("location.search"))


def focused(page: Page) -> str:
    """The id, or the class, of what has the focus."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))
