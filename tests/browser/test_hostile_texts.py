"""Whatever articles, their authors or askers write is text, wherever the page shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import OpenPage, ask, shown
from payloads import PAYLOADS
from playwright.sync_api import Page, expect
from running_chat import running

from index import Embedder, update_index

HARMLESS = "and his dog"
_PARTS = ("Ahl", "Bran", "Cors", "Dell", "Erl", "Fahr", "Gron", "Hasl", "Ilm", "Jever")
_ENDS = ("stadt", "werder", "hagen", "krug", "ort", "büttel", "siel", "moor", "kamp", "rode")
_ANSWER, _ARTICLE, _SOURCES = "#turns .turn:last-child", "#article", "#sources"
_OWN = {
    "a",
    "button",
    "div",
    "p",
    "svg",
    "text",
    "title",
    "use",
    "details",
}  # which the page has too
ELEMENTS = sorted({name for text in PAYLOADS for name in re.findall(r"<(\w+)", text)} - _OWN)


def town(number: int) -> str:
    return f"{_PARTS[number % 10]}{_ENDS[number // 10]}"


def _made(page: Page, within: str) -> list[str]:
    """What a payload would have made there: elements that the page has none of by itself, and
    attributes that run or fetch something."""
    return list(
        page.evaluate(
            """([within, elements]) => [...document.querySelectorAll(within + ' *')]
                 .flatMap(element => [element.localName, ...element.getAttributeNames()])
                 .filter(name => elements.includes(name)
                     || /^on|^style$|^src|^srcdoc$|^action$|^autofocus$/.test(name))""",
            [within, ELEMENTS],
        )
    )


def _squeezed(text: str) -> str:
    """A text as it is, but for what a browser makes of white space, and for what cannot be seen,
    which a title may be shown without."""
    seen = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    return re.sub(r"\s+", " ", seen.replace("\x0c", " ")).strip()


@pytest.fixture(scope="module")
def hostile_chat(
    real_embedder: Embedder, connections: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An article a payload, which stands in all that is known of it; and a harmless one."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = [
        {
            "title": f"The bridge of {town(number)} {payload}",
            "author": f"{payload} Quast",
            "source": f"Bote {payload}",
            "url": payload if ":" in payload else f"https://example.org/{payload}",
            "date": f"1{number + 800}-05-04",
            "language": "en",
            "text": f"Mayor Quast {payload} opened the bridge of {town(number)} in the morning.\n\n"
            f"The builders of {town(number)} went home {payload} in the evening.",
        }
        for number, payload in enumerate((*PAYLOADS, HARMLESS))
    ]
    lines = "\n".join(json.dumps(article) for article in articles)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    update_index(folder / "index", [folder / "articles.jsonl"], real_embedder, lambda *step: None)
    with running(folder, folder / "index", connections) as address:
        yield address


@pytest.fixture
def page(open_page: OpenPage, hostile_chat: str) -> Iterator[Page]:
    page = open_page(address=hostile_chat)
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.on(
        "framenavigated", lambda frame: opened.append(frame.url) if frame.parent_frame else None
    )
    yield page
    assert page.evaluate("window.pwned") is None
    assert opened == []
    assert page.url.startswith(hostile_chat)


def test_there_are_enough_of_them_each_with_a_town_of_its_own() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60
    assert len({town(number) for number in range(len(PAYLOADS) + 1)}) == len(PAYLOADS) + 1


def test_in_questions_answers_sources_and_articles_they_are_text(page: Page) -> None:
    harmless = len(PAYLOADS)
    ask(page, f"Who opened the bridge of {town(harmless)}? {HARMLESS}")
    page.locator(f"{_ANSWER} .answer a.number").first.click()
    expect(shown(page).locator("h2")).to_contain_text(town(harmless))
    titled, quoted = page.title(), 0
    for number, payload in enumerate(PAYLOADS):
        question = f"Who opened the bridge of {town(number)}? {payload}"
        answer = ask(page, question)
        quote = f"Mayor Quast {payload} opened the bridge of {town(number)}"
        told = _squeezed(answer.evaluate("element => element.textContent"))
        if _squeezed(quote) in told:  # some payloads turn the question into another one
            quoted += 1
            page.locator(f"{_ANSWER} .answer a.number").first.click()
            expect(shown(page).locator(".text")).to_be_visible()
            opened = shown(page).evaluate("element => element.textContent")
            assert "went home" in _squeezed(opened), payload
        asked = page.locator(f"{_ANSWER} .question").evaluate("element => element.textContent")
        assert _squeezed(payload) in _squeezed(asked), payload
        for part in (_ANSWER, _ARTICLE, _SOURCES):
            assert _made(page, part) == [], (payload, part)
        assert page.evaluate("window.pwned") is None, payload
    assert page.title() == titled
    assert quoted > 0.8 * len(PAYLOADS)


def test_in_what_the_browser_kept_they_are_text(page: Page) -> None:
    for payload in PAYLOADS[::6]:
        ask(page, f"Who opened the bridge of {town(PAYLOADS.index(payload))}? {payload}")
    page.reload()
    page.locator("#fundstelle .ready").wait_for(state="attached")
    page.locator("#show-history").click()
    page.locator("#history .opens").first.click()
    expect(page.locator("#turns .turn")).to_have_count(len(PAYLOADS[::6]))
    assert _made(page, "#turns") == []


def test_on_the_archive_page_they_are_text(page: Page, hostile_chat: str) -> None:
    seen = ""
    for number, payload in enumerate(PAYLOADS):
        page.goto(f"{hostile_chat}/archive?title={town(number)}")
        assert _made(page, "table") == [], payload
        listed = _squeezed(page.locator("main").evaluate("element => element.textContent"))
        assert _squeezed(f"The bridge of {town(number)} {payload}")[:80] in listed, payload
        seen += listed
        assert page.evaluate("window.pwned") is None, payload
    assert "Quast" in seen or "Bote" in seen
