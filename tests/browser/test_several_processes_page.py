"""The page where several processes serve one archive: a reader does not notice."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import SHERMAN, OpenPage, ask, shown
from gated_llm import GatedLLM, gated_llm
from playwright.sync_api import Page, expect
from real_servers import Proxy, Server, alternating, copied, serving

LAMBRECHT = "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?"
UNLIMITED = {"FUNDSTELLE_RATE_LIMIT": "none"}  # all browsers are one client here


@pytest.fixture(scope="module")
def index_dir(seeds_index_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(seeds_index_dir, tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def proxy(index_dir: Path) -> Iterator[Proxy]:
    """Before two servers; each request meets the other one in turn."""
    with (
        serving(index_dir.parent, index_dir, number=2, **UNLIMITED) as servers,
        alternating(servers) as proxy,
    ):
        yield proxy


@pytest.fixture(scope="module")
def llm() -> Iterator[GatedLLM]:
    with gated_llm() as llm:
        yield llm


@pytest.fixture(scope="module")
def written_proxy(
    index_dir: Path, llm: GatedLLM, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """The same, and a language model writes."""
    folder, options = tmp_path_factory.mktemp("written"), ("--llm", llm.address)
    with (
        serving(folder, index_dir, *options, number=2, **UNLIMITED) as servers,
        alternating(servers) as proxy,
    ):
        yield proxy


def stay(page: Page) -> None:
    """Whether the page is loaded anew can be seen from now on."""
    page.evaluate("window.stayed = true")


def asked(proxy: Proxy) -> list[Server]:
    """Who got the questions."""
    return [server for path, server in proxy.asked if path == "/page/ask"]


def converse(page: Page) -> None:
    """A question, a follow-up, and a look at its source."""
    stay(page)
    ask(page, LAMBRECHT)
    answer = ask(page, "Wann hat sie das angekündigt?")
    expect(answer.locator(".aside").first).to_contain_text("Lambrecht")
    answer.locator("a.number").first.click()
    expect(shown(page).locator("mark.current")).to_contain_text("Lambrecht")
    page.locator("#back").click()
    assert page.evaluate("window.stayed")


def test_a_conversation_goes_to_the_one_and_the_other(open_page: OpenPage, proxy: Proxy) -> None:
    page = open_page(address=proxy.address)
    # Whoever is asked, of the calls that the page makes besides, each meets both.
    for _ in range(2):
        converse(page)
    assert len({server.port for _, server in proxy.asked}) == 2
    page.reload()
    expect(page.locator(".turn:not(.pending)")).to_have_count(4)
    expect(ask(page, "what did Sherman demand?")).to_contain_text(SHERMAN)


def test_an_answer_that_grows_can_be_stopped(
    open_page: OpenPage, written_proxy: Proxy, llm: GatedLLM
) -> None:
    page = open_page(address=written_proxy.address)
    llm.gate.clear()
    page.fill("#question", "what did Sherman demand?")
    page.press("#question", "Enter")
    expect(page.locator(".turn.pending .growing")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".turn .told")).to_have_text("Stopped.")
    llm.gate.set()
    converse(page)
    expect(page.locator(".turn .told").first).to_have_text("Stopped.")


def test_an_answer_in_the_making_goes_on_at_the_other_where_its_process_is_killed(
    open_page: OpenPage, written_proxy: Proxy, llm: GatedLLM
) -> None:
    page = open_page(address=written_proxy.address)
    converse(page)
    llm.gate.clear()
    page.fill("#question", "what did Sherman demand?")
    page.press("#question", "Enter")
    expect(page.locator(".turn.pending .growing")).to_be_visible()
    killed = asked(written_proxy)[-1]
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait(20)
    llm.gate.set()
    expect(page.locator(".turn:not(.pending)")).to_have_count(3)
    expect(page.locator(".turn").last.locator("q").first).to_contain_text(SHERMAN)
    assert asked(written_proxy)[-1] is not killed
    assert page.evaluate("window.stayed")


def test_a_reader_goes_on_where_one_of_the_processes_is_killed(
    open_page: OpenPage, index_dir: Path, tmp_path: Path
) -> None:
    with serving(tmp_path, index_dir, "--processes", "2", **UNLIMITED) as (server,):
        page = open_page(address=server.address)
        converse(page)
        os.kill(server.workers()[0], signal.SIGKILL)
        converse(page)
        expect(page.locator("#holds")).to_have_text(re.compile("14"))
