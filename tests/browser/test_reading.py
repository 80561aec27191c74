"""From a number to the cited sentence, and back."""

from __future__ import annotations

import pytest
from driving import NARROW, SHERMAN, WIDE, OpenPage, ask, focused, query, shown
from playwright.sync_api import Page, expect

DYKE = "Wie viele Schafe zählte Hinnerk Boysen auf dem Deich von Fahlenwerder?"


def test_a_source_opens_its_article_and_leads_back(any_page: Page) -> None:
    ask(any_page, "what did Sherman demand?")
    any_page.locator(".tools .show-sources").click()
    any_page.locator("#sources .card a.open").first.click()
    expect(shown(any_page).locator("mark.current")).to_contain_text(SHERMAN)
    any_page.locator("#back").click()
    expect(any_page.locator("#sources .card mark").first).to_contain_text(SHERMAN)
    expect(any_page.locator("#sources .card mark").first).to_be_visible()


def test_dated_sources_stand_on_an_axis_of_time_that_leads_to_them(any_page: Page) -> None:
    ask(any_page, "Wann trat Polen der NATO bei?")
    any_page.locator(".tools .show-sources").click()
    timeline = any_page.locator("#sources svg.timeline")
    expect(timeline).to_be_visible()
    timeline.locator("a").last.click()
    expect(shown(any_page).locator("mark.current")).to_be_visible()


def test_an_earlier_answers_number_still_opens_its_article(any_page: Page) -> None:
    first = ask(any_page, "what did Sherman demand?")
    ask(any_page, "Quand Jens Stoltenberg est-il né ?")
    number = first.page.locator(".turn").first.locator("a.number").first
    number.scroll_into_view_if_needed()
    number.click()
    expect(shown(any_page).locator("mark.current")).to_contain_text(SHERMAN)


def test_a_quote_deep_in_a_long_article_is_scrolled_into_view(any_page: Page) -> None:
    answer = ask(any_page, DYKE)
    expect(answer.locator("q").first).to_contain_text("417 Schafe")
    answer.locator("a.number").first.click()
    mark = shown(any_page).locator("mark.current")
    expect(mark).to_contain_text("417 Schafe")
    expect(mark).to_be_in_viewport(ratio=1)
    assert any_page.evaluate("window.scrollY") == 0, "the page itself stays where it is"


def test_the_words_that_answer_are_stronger_and_what_surrounds_the_quote_is_dimmed(
    page: Page,
) -> None:
    answer = ask(page, "When was Jens Stoltenberg born?")
    answer.locator("a.number").first.click()
    mark, text = shown(page).locator("mark.current"), shown(page).locator(".text")
    expect(mark.locator("strong")).to_have_text("16. März 1959")
    assert mark.evaluate(_COLOUR) != text.evaluate(_COLOUR)
    assert text.evaluate(_COLOUR) == page.locator("#holds").evaluate(_COLOUR), "quiet"


def test_all_quotes_of_the_answer_are_marked_and_stepped_through(any_page: Page) -> None:
    answer = ask(any_page, "what did Sherman demand?")
    count = answer.locator("figure").count()
    assert count > 1
    answer.locator("a.number").first.click()
    expect(any_page.locator("#place")).to_have_text(f"1 of {count}")
    expect(shown(any_page).locator("mark")).to_have_count(count)
    previous, following = (any_page.get_by_role("button", name=f"{name} quote") for name in (
        "Previous", "Next",
    ))  # fmt: skip
    expect(previous).to_be_disabled()
    first = shown(any_page).locator("mark.current").inner_text()
    following.click()
    expect(any_page.locator("#place")).to_have_text(f"2 of {count}")
    expect(shown(any_page).locator("mark.current")).not_to_have_text(first)
    expect(shown(any_page).locator("mark.current")).to_be_in_viewport()
    previous.click()
    expect(shown(any_page).locator("mark.current")).to_have_text(first)


def test_a_number_is_a_link_that_opens_at_the_cited_sentence_for_anybody(
    open_page: OpenPage,
) -> None:
    page = open_page()
    answer = ask(page, DYKE)
    href = answer.locator("a.number").first.get_attribute("href")
    assert href is not None and href.startswith("?article=")
    for viewport in (WIDE, NARROW):
        fresh = open_page(href, viewport=viewport)
        expect(shown(fresh).locator("mark.current")).to_contain_text("417 Schafe")
        expect(shown(fresh).locator("mark.current")).to_be_in_viewport()


def test_the_link_of_an_open_article_can_be_shared(open_page: OpenPage) -> None:
    page = open_page("?since=2020")
    ask(page, "what did Sherman demand?").locator("a.number").first.click()
    expect(shown(page)).to_be_visible()
    page.locator("#share").click()
    expect(page.locator("#toast")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "article=" in copied and "since" not in copied
    fresh = open_page(copied.partition("/?")[2].join(["?", ""]))
    expect(shown(fresh).locator("mark.current")).to_contain_text(SHERMAN)


def test_a_link_to_what_has_gone_says_so(open_page: OpenPage) -> None:
    page = open_page("?article=nobody&start=0&end=5", locale="de")
    expect(shown(page)).to_have_text("Dieser Artikel ist nicht im Archiv.")
    page.locator("#back").click()
    assert query(page) == ""


@pytest.mark.parametrize("address", ["?article=x&start=a&end=b", "?start=1&end=2"])
def test_an_address_that_names_no_place_opens_nothing(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    expect(page.locator("#sources")).to_be_visible()
    expect(shown(page)).to_have_count(0)


def test_the_browsers_back_leads_from_the_article_to_where_the_reader_was(any_page: Page) -> None:
    number = ask(any_page, "what did Sherman demand?").locator("a.number").first
    number.click()
    expect(shown(any_page).locator("mark.current")).to_be_visible()
    assert "article=" in query(any_page)
    any_page.go_back()
    expect(shown(any_page)).to_have_count(0)
    assert "article=" not in query(any_page)
    expect(number).to_be_focused()
    any_page.go_forward()
    expect(shown(any_page).locator("mark.current")).to_contain_text(SHERMAN)


def test_pointing_at_a_number_shows_its_quote_until_the_pointer_leaves(page: Page) -> None:
    answer = ask(page, "what did Sherman demand?")
    number, peek = answer.locator("a.number").first, page.locator("#peek")
    number.hover()
    expect(peek).to_contain_text(SHERMAN)
    expect(peek).to_contain_text("NATO-Russland-Rat")
    expect(number).to_have_attribute("aria-describedby", "peek")
    peek.hover()
    page.wait_for_timeout(400)
    expect(peek).to_be_visible()
    page.mouse.move(5, 5)
    expect(peek).to_be_hidden()


def test_a_number_with_the_focus_shows_its_quote_until_escape(page: Page) -> None:
    answer = ask(page, "what did Sherman demand?")
    number, peek = answer.locator("a.number").first, page.locator("#peek")
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if number.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(number).to_be_focused()
    expect(peek).to_contain_text(SHERMAN)
    page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    expect(number).to_be_focused()


def test_on_a_narrow_page_a_number_opens_a_sheet_and_escape_closes_it(narrow_page: Page) -> None:
    page = narrow_page
    number = ask(page, "what did Sherman demand?").locator("a.number").first
    panel = page.locator("#panel")
    expect(panel).to_be_hidden()
    number.click()
    expect(panel).to_have_attribute("role", "dialog")
    expect(panel).to_have_attribute("aria-modal", "true")
    box = panel.bounding_box()
    assert box is not None and box["y"] > 50 and round(box["y"] + box["height"]) == 844
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || "
            "document.querySelector('#panel').contains(document.activeElement)"
        ), focused(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(number).to_be_focused()


def test_on_a_narrow_page_the_sheet_closes_by_its_button_and_by_going_back(
    narrow_page: Page,
) -> None:
    page = narrow_page
    ask(page, "what did Sherman demand?")
    panel = page.locator("#panel")
    page.locator(".tools .show-sources").click()
    expect(panel.locator(".card mark").first).to_be_visible()
    panel.locator(".card a.open").first.click()
    expect(shown(page).locator("mark.current")).to_be_visible()
    page.go_back()
    expect(panel.locator(".card mark").first).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
    page.locator(".tools .show-sources").click()
    page.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


_COLOUR = "e => getComputedStyle(e).color"
