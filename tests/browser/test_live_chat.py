"""The archive changes while the chat is open."""

from __future__ import annotations

from pathlib import Path

from driving import ask, shown
from playwright.sync_api import Page, expect

from index import Embedder, update_index

OBSERVATORY = """Die Sternwarte von Ostersiel

Astronomin Wiebke Lorentzen leitet die Sternwarte von Ostersiel seit 2009. Das Fernrohr aus Messing
wurde in Jena gebaut.
"""
QUESTION = "Wer leitet die Sternwarte von Ostersiel?"
GONE = "Dieser Artikel ist nicht im Archiv."


def test_an_open_chat_finds_what_is_added_and_says_what_is_gone(
    page: Page, chat_folder: Path, real_embedder: Embedder
) -> None:
    article = chat_folder / "articles" / "observatory.txt"

    def update() -> None:
        done = update_index(
            chat_folder / "index", [article.parent], real_embedder, lambda *step: None
        )
        assert done.problems == []

    counted = page.locator("#holds").inner_text()
    expect(ask(page, QUESTION)).not_to_contain_text("Lorentzen")

    article.write_text(OBSERVATORY, encoding="utf-8")
    update()
    answer = ask(page, QUESTION)
    expect(answer.locator("q").first).to_contain_text("Wiebke Lorentzen")
    number = answer.locator("a.number").first
    number.click()
    expect(shown(page).locator("mark.current")).to_contain_text("Wiebke Lorentzen")
    page.locator("#back").click()
    expect(page.locator("#sources .card mark").first).to_contain_text("Wiebke Lorentzen")

    article.unlink()
    update()
    number.click()
    expect(shown(page)).to_contain_text(GONE)
    expect(shown(page).locator("mark")).to_have_count(0)
    page.locator("#back").click()
    card = page.locator("#sources .card").first
    expect(card).to_contain_text(GONE)
    expect(card.locator("mark")).to_contain_text("Wiebke Lorentzen")
    expect(card.locator("a")).to_have_count(0)
    expect(ask(page, QUESTION)).not_to_contain_text("Lorentzen")

    page.reload()
    expect(page.locator("#holds")).to_have_text(counted)
    expect(page.locator(".turn")).to_have_count(3)
    page.locator(".turn").nth(1).locator(".show-sources").click()
    expect(page.locator("#sources .card").first).to_contain_text(GONE)
