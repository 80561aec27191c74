"""The page for those who see it differently, or do not see it, or have no pointer."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import NARROW, SHERMAN, WIDE, OpenPage, ask, focused, query
from playwright.sync_api import Page, expect


def violations(page: Page) -> list[str]:
    """What axe finds that is serious, or worse."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_axe_finds_nothing_serious(open_page: OpenPage, scheme: str, size: str) -> None:
    page = open_page(viewport=WIDE if size == "wide" else NARROW, color_scheme=scheme)
    assert violations(page) == []
    ask(page, "When was Jens Stoltenberg born?")
    ask(page, "what did Sherman demand?")
    ask(page, "How many moons does Saturn have?")
    assert violations(page) == []
    page.locator(".turn").nth(1).locator("a.number").first.click()
    expect(page.locator("#article mark.current")).to_be_visible()
    assert violations(page) == []
    page.locator("#back").click()
    if page.locator("#close").is_visible():
        page.locator("#close").click()
    for dialog in ("history", "settings", "filter"):
        page.locator(f"#show-{dialog}").click()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.locator(".tools .copy").last.click()
    assert violations(page) == []


def test_landmarks_and_headings_say_what_is_where(page: Page) -> None:
    ask(page, "How many moons does Saturn have?")
    for role, name in (
        ("banner", None), ("navigation", "Menu"), ("main", None), ("complementary", "Sources"),
    ):  # fmt: skip
        assert page.get_by_role(role, name=name).count() == 1, role  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="Questions that the archive answers")).to_be_visible()
    levels = page.locator("#main :is(h1, h2, h3):visible").evaluate_all(
        "all => all.map((one) => one.tagName + ' ' + one.textContent)"
    )
    assert levels == [
        "H1 Conversation",
        "H2 How many moons does Saturn have?",
        "H3 Closest passage",
        "H3 Questions that the archive answers",
    ]


def test_a_new_answer_is_said(page: Page) -> None:
    status = page.locator("#status[role=status]")
    ask(page, "When was Jens Stoltenberg born?")
    expect(status).to_contain_text("Answer: ")
    expect(status).to_contain_text("16. März 1959")


def test_a_number_says_what_it_leads_to(page: Page) -> None:
    answer = ask(page, "what did Sherman demand?")
    expect(answer.locator("a.number").first).to_have_accessible_name(
        "Source 1: NATO-Russland-Rat: Vier Stunden Gespräch, kein Durchbruch"
    )


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """On by the keyboard, as far as that."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by {key}")


def test_every_action_goes_by_the_keyboard_alone(any_page: Page) -> None:
    page = any_page
    page.locator("body").evaluate("e => document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page) == "question"

    page.keyboard.type("what did Sherman demand?")
    page.keyboard.press("Enter")
    expect(page.locator("figure.best q")).to_contain_text(SHERMAN)
    tab_to(page, "figure.best a.number", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#article mark.current")).to_be_focused()
    tab_to(page, "#next", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text(re.compile("2 of [23]"))
    page.keyboard.press("Escape")
    expect(page.locator("#article .reader")).to_have_count(0)
    assert focused(page) == "number"

    tab_to(page, ".tools .copy")
    page.keyboard.press("Enter")
    tab_to(page, ".choices [data-kind=markdown]")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("Copied.")
    tab_to(page, ".tools .link")
    tab_to(page, ".tools .again")
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not(.pending) figure.best q")).to_contain_text(SHERMAN)
    tab_to(page, ".tools .edit")
    page.keyboard.press("Enter")
    assert focused(page) == "question"
    page.keyboard.press("Escape")

    tab_to(page, "#show-filter")
    page.keyboard.press("Enter")
    tab_to(page, "#since")
    page.keyboard.type("2022")
    page.keyboard.press("Enter")
    expect(page.locator("#chips button")).to_have_text(["from 2022"])
    assert query(page) == "?since=2022"
    tab_to(page, "#chips button")
    page.keyboard.press("Enter")
    expect(page.locator("#chips button")).to_have_count(0)

    tab_to(page, "#show-history", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#history .opens")
    page.keyboard.press("Enter")
    expect(page.locator("#history")).to_be_hidden()
    expect(page.locator(".turn")).to_have_count(1)
    tab_to(page, "#new", "Shift+Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "question"
    tab_to(page, "#welcome .suggested button", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not(.pending)")).to_have_count(1)


def test_what_has_the_focus_is_seen_to(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    seen = set()
    page.locator("body").evaluate("e => document.activeElement.blur()")
    for _ in range(40):
        page.keyboard.press("Tab")
        of, width, entry = page.evaluate(
            """() => {
              const e = document.activeElement, style = getComputedStyle(e);
              const entry = e.closest('.entry');
              const width = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
              const around = entry ? getComputedStyle(entry).outlineStyle : '';
              return [e.id || e.className, width, around];
            }"""
        )
        if page.evaluate("document.activeElement === document.body"):
            continue  # the browser's own buttons
        seen.add(of)
        assert width >= 2 or entry == "solid", of
    assert {"question", "number", "new", "show-filter"} <= seen


def test_nothing_moves_for_those_who_want_it_so(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROW, reduced_motion="reduce")
    ask(page, "what did Sherman demand?")
    page.locator("a.number").first.click()
    assert page.locator("#panel").evaluate("e => e.getAnimations().length") == 0


def test_text_can_be_twice_as_large(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for element in ("#top", "#scroll", "#ask", "#panel"):
        wider = page.locator(element).evaluate("e => e.scrollWidth - e.clientWidth")
        assert wider <= 1, element
