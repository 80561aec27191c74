"""Filters: set in a dialog, seen as chips, taken off singly, part of the link."""

from __future__ import annotations

from driving import SHERMAN, OpenPage, ask, query
from playwright.sync_api import Page, expect


def set_filter(page: Page, **fields: str) -> None:
    page.locator("#show-filter").click()
    for label, value in fields.items():
        field = page.locator("#filter").get_by_label(label)
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Apply").click()


def test_only_articles_that_pass_the_filters_answer(any_page: Page) -> None:
    set_filter(any_page, Language="en")
    expect(any_page.locator("#chips button")).to_have_text(["language: English"])
    answer = ask(any_page, "what did Sherman demand?")
    expect(answer).not_to_contain_text(SHERMAN)
    any_page.get_by_role("button", name="Take off this filter: language").click()
    expect(any_page.locator("#chips button")).to_have_count(0)
    expect(ask(any_page, "what did Sherman demand?")).to_contain_text(SHERMAN)


def test_a_range_of_dates_is_asked_for_and_says_what_has_none(page: Page) -> None:
    set_filter(page, From="2022-01-12", To="2022-01-12")
    expect(page.locator("#chips button")).to_have_text(["from 2022-01-12", "to 2022-01-12"])
    answer = ask(page, "what did Sherman demand?")
    expect(answer).to_contain_text(SHERMAN)
    expect(answer.locator(".aside").first).to_contain_text("Articles without a date")


def test_filters_are_taken_off_singly_and_are_part_of_the_address(open_page: OpenPage) -> None:
    page = open_page("?since=2022&source=demonstration&language=de")
    chips = page.locator("#chips button")
    expect(chips).to_have_text(["from 2022", "source: demonstration", "language: German"])
    expect(ask(page, "what did Sherman demand?")).to_contain_text(SHERMAN)
    chips.nth(1).click()
    expect(chips).to_have_text(["from 2022", "language: German"])
    assert query(page) == "?since=2022&language=de"
    page.reload()
    expect(chips).to_have_text(["from 2022", "language: German"])


def test_what_is_no_date_cannot_be_set(page: Page) -> None:
    page.locator("#show-filter").click()
    page.get_by_label("From").fill("yesterday")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#filter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#chips button")).to_have_count(0)


def test_what_an_address_makes_up_is_text_and_gets_a_word(open_page: OpenPage) -> None:
    page = open_page("?since=<img src=x onerror=window.pwned=1>&source=<b>x</b>")
    expect(page.locator("#chips button")).to_have_count(2)
    assert page.locator("#chips :is(img, b)").count() == 0
    page.fill("#question", "what did Sherman demand?")
    page.press("#question", "Enter")
    expect(page.locator(".turn.failed .told")).to_contain_text("could not be answered")
    assert page.evaluate("window.pwned") is None
