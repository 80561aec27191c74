"""What can be done with an answer and with a conversation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driving import SHERMAN, OpenPage, ask, focused
from playwright.sync_api import Page, expect

ANOTHER = "Quand Jens Stoltenberg est-il né ?"


def conversations(page: Page) -> list[str]:
    """Those that are listed, the newest first."""
    page.locator("#show-history").click()
    listed = page.locator("#history .opens").all_inner_texts()
    page.keyboard.press("Escape")
    return listed


@pytest.mark.parametrize("kind", ["Plain text", "Markdown"])
def test_an_answer_is_copied_with_its_citations(any_page: Page, kind: str) -> None:
    ask(any_page, "what did Sherman demand?")
    any_page.locator(".tools .copy").click()
    any_page.get_by_role("button", name=kind).click()
    expect(any_page.locator("#toast")).to_have_text("Copied.")
    copied = any_page.evaluate("navigator.clipboard.readText()").replace("\\", "")
    assert SHERMAN in copied
    assert "NATO-Russland-Rat: Vier Stunden Gespräch" in copied
    expect(any_page.locator(".tools .choices")).to_be_hidden()
    assert ("](" in copied) == (kind == "Markdown")


@pytest.mark.parametrize(("kind", "begins"), [("BibTeX", "%"), ("CSL-JSON", "[")])
def test_the_sources_are_copied_for_a_bibliography(page: Page, kind: str, begins: str) -> None:
    ask(page, "what did Sherman demand?")
    page.locator(".tools .copy").click()
    page.get_by_role("button", name=kind).click()
    expect(page.locator("#toast")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").lstrip().startswith(begins)


def test_the_menu_of_copies_closes_by_escape_and_by_a_click_elsewhere(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    copy, choices = page.locator(".tools .copy"), page.locator(".tools .choices")
    copy.click()
    expect(copy).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(choices).to_be_hidden()
    expect(copy).to_be_focused()
    copy.click()
    page.locator(".turn .question").click()
    expect(choices).to_be_hidden()


def test_the_link_of_an_answer_asks_its_question_of_the_same_articles(open_page: OpenPage) -> None:
    page = open_page("?since=2022-01-12")
    ask(page, "what did Sherman demand?")
    page.locator(".tools .link").click()
    expect(page.locator("#toast")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    fresh = open_page("?" + copied.partition("?")[2])
    expect(fresh.locator("figure.best q")).to_contain_text(SHERMAN)
    expect(fresh.locator("#chips button")).to_have_text(["from 2022-01-12"])


def test_a_question_is_asked_again_in_its_place(any_page: Page) -> None:
    ask(any_page, "what did Sherman demand?")
    ask(any_page, ANOTHER)
    any_page.locator(".turn").first.locator(".again").click()
    expect(any_page.locator(".turn:not(.pending)")).to_have_count(2)
    first = any_page.locator(".turn").first
    expect(first.locator(".question")).to_have_text("what did Sherman demand?")
    expect(first.locator("figure.best q")).to_contain_text(SHERMAN)


def test_a_question_is_edited_and_answered_in_its_place(any_page: Page) -> None:
    ask(any_page, "what did Shermann demmand?")
    ask(any_page, ANOTHER)
    any_page.locator(".turn").first.locator(".edit").click()
    field = any_page.locator("#question")
    expect(field).to_be_focused()
    expect(field).to_have_value("what did Shermann demmand?")
    expect(any_page.locator("#editing")).to_be_visible()
    field.fill("When was Jens Stoltenberg born?")
    field.press("Enter")
    first = any_page.locator(".turn").first
    expect(first.locator(".short")).to_contain_text("16. März 1959")
    expect(any_page.locator(".turn")).to_have_count(2)
    expect(any_page.locator("#editing")).to_be_hidden()


def test_editing_can_be_given_up(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    for give_up in ("Escape", "button"):
        page.locator(".tools .edit").click()
        if give_up == "Escape":
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Cancel").click()
        expect(page.locator("#editing")).to_be_hidden()
        expect(page.locator("#question")).to_have_value("")
    ask(page, ANOTHER)
    expect(page.locator(".turn")).to_have_count(2)


def test_a_conversation_can_be_cleared(any_page: Page) -> None:
    ask(any_page, "what did Sherman demand?")
    any_page.locator("#show-history").click()
    any_page.get_by_role("button", name="Clear this conversation").click()
    expect(any_page.locator(".turn")).to_have_count(0)
    expect(any_page.locator("#sources .card")).to_have_count(0)
    expect(any_page.locator("#welcome")).to_be_visible()
    assert conversations(any_page) == []
    ask(any_page, "what did Sherman demand?")


def test_conversations_are_kept_in_the_browser_listed_opened_again_and_deleted(
    any_page: Page,
) -> None:
    page = any_page
    ask(page, "what did Sherman demand?")
    ask(page, "How many moons does Saturn have?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, ANOTHER)
    assert conversations(page) == [ANOTHER, "what did Sherman demand?"]

    page.locator("#show-history").click()
    page.locator("#history .opens").last.click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("figure.best q")).to_contain_text(SHERMAN)
    expect(page.locator(".answer.refusal")).to_have_count(1)
    page.locator(".turn").first.locator("a.number").first.click()
    expect(page.locator("#article mark.current")).to_contain_text(SHERMAN)
    page.locator("#back").click()
    if page.locator("#close").is_visible():
        page.locator("#close").click()

    page.locator("#show-history").click()
    page.get_by_role("button", name="Delete: Quand").click()
    expect(page.locator("#history .opens")).to_have_text(["what did Sherman demand?"])
    page.locator("#forget").click()
    expect(page.locator("#forget")).to_have_text("Really delete all?")
    page.locator("#forget").click()
    expect(page.locator("#history .empty")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".turn")).to_have_count(0)
    left = page.evaluate("Object.keys(localStorage).filter((k) => k.includes('conversation.'))")
    assert left == []


def test_a_page_that_is_loaded_anew_goes_on_with_its_conversation(page: Page) -> None:
    ask(page, "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?")
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    answer = ask(page, "Wann hat sie das angekündigt?")
    expect(answer.locator(".aside").first).to_contain_text("Lambrecht")


def test_another_window_begins_anew_and_knows_the_conversations_of_before(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#holds:not(:empty)").wait_for()
    expect(other.locator(".turn")).to_have_count(0)
    assert conversations(other) == ["what did Sherman demand?"]


def test_nothing_of_a_conversation_stays_on_the_server(
    open_page: OpenPage, chat: str, chat_folder: Path
) -> None:
    page = open_page()
    asked = "Which zeppelin over Quellstadt was never built?"
    ask(page, asked)
    for folder in (chat_folder,):
        for path in folder.rglob("*"):
            assert not path.is_file() or asked.encode() not in path.read_bytes(), path
    assert conversations(open_page()) == []


@pytest.mark.parametrize(
    "left",
    ["no JSON", "[]", '{"a": 1}', '[{"id": 1}]', '[{"id": "x", "question": null, "changed": "y"}]'],
)
def test_whatever_is_left_in_a_browser_the_page_goes_on(open_page: OpenPage, left: str) -> None:
    page = open_page()
    page.evaluate("left => localStorage.setItem('fundstelle.conversations', left)", left)
    page.evaluate("localStorage.setItem('fundstelle.conversation.x', '[{\"answer\": {}}]')")
    page.evaluate("localStorage.setItem('fundstelle.language', '{')")
    page.evaluate("sessionStorage.setItem('fundstelle.current', 'x')")
    page.reload()
    page.locator("#holds:not(:empty)").wait_for()
    page.locator("#show-history").click()
    if page.locator("#history .opens").count():
        page.locator("#history .opens").first.click()
    else:
        page.keyboard.press("Escape")
    ask(page, "what did Sherman demand?")
    assert json.loads(page.evaluate("localStorage.getItem('fundstelle.conversations')"))


def test_a_conversation_is_saved_as_a_file(any_page: Page) -> None:
    ask(any_page, "what did Sherman demand?")
    ask(any_page, ANOTHER)
    any_page.locator("#show-history").click()
    with any_page.expect_download(timeout=40_000) as saved:
        any_page.get_by_role("button", name="Save this conversation").click()
    assert saved.value.suggested_filename == "fundstelle.md"
    text = saved.value.path().read_text("utf-8").replace("\\", "")
    assert text.index("what did Sherman demand?") < text.index(SHERMAN) < text.index(ANOTHER)


def test_a_long_conversation_stays_fast(page: Page) -> None:
    """The page is given the new turn, not all of them."""
    answers = page.locator("#turns .turn:not(.pending)")
    seconds = []
    for number in range(40):
        page.fill("#question", f"Who opened the bridge of Quellstadt {number}?")
        page.evaluate("window.began = performance.now()")
        page.press("#question", "Enter")
        expect(answers).to_have_count(number + 1)
        sent = page.evaluate("performance.getEntriesByType('resource').at(-1).encodedBodySize")
        seconds.append(sent)
    assert max(seconds[-5:]) < 3 * max(seconds[:5]), "an answer is as large as ever"


def test_a_dialog_gives_the_focus_back(page: Page) -> None:
    for name in ("history", "settings", "filter"):
        page.locator(f"#show-{name}").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{name}")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(f"#{name}")).to_be_hidden()
        assert focused(page) == f"show-{name}"
