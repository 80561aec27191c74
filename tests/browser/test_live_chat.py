"""The archive changes while the chat is open."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from test_chat import ask

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

    counted = page.locator("#header p").inner_text()
    ask(page, QUESTION)
    expect(page.locator("#conversation .answer").last).not_to_contain_text("Lorentzen")

    article.write_text(OBSERVATORY, encoding="utf-8")
    update()
    ask(page, QUESTION)
    answer = page.locator("#conversation .answer").last
    expect(answer.locator("q").first).to_contain_text("Wiebke Lorentzen")
    number = answer.locator("button.number").first
    number.click()
    expect(page.locator("#panel .reader mark.current")).to_contain_text("Wiebke Lorentzen")
    page.locator("#panel button.back").click()
    expect(page.locator("#panel .card mark").first).to_contain_text("Wiebke Lorentzen")

    article.unlink()
    update()
    number.click()
    expect(page.locator("#panel .reader")).to_contain_text(GONE)
    expect(page.locator("#panel mark")).to_have_count(0)
    page.locator("#panel button.back").click()
    card = page.locator("#panel .card").first
    expect(card).to_contain_text(GONE)
    expect(card.locator("mark")).to_contain_text("Wiebke Lorentzen")
    expect(card.locator("button")).to_have_count(0)
    ask(page, QUESTION)
    expect(page.locator("#conversation .answer").last).not_to_contain_text("Lorentzen")

    page.reload()
    expect(page.locator("#header p")).to_have_text(counted)
