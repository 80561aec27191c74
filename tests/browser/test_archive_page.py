"""The archive page as readers and archivists have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect
from serving import application, served

from index import Archive, Article, Embedder, Settings
from qa import Assistant
from qa.web.access import Role
from qa.web.archive_page import archive_routes
from qa.web.page import mount_page
from qa.web.uploads import Uploads

PWN = "window.pwned=1"
HOSTILE = (
    f"<script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f'"><svg onload={PWN}>',
    f"javascript:{PWN}",
    f"</title></table><iframe src=javascript:{PWN}></iframe>",
    "\u202egnitaler \u2066mix\u200b",
    f"{{{{{PWN}}}}} ${{{PWN}}}",
)
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
Open = Callable[..., Page]


def article(name: str, **known: Any) -> Article:
    given = {"id": name, "title": f"Nachricht {name}", "language": "de", **known}
    return Article(**given, text=f"Der Deich von {name} hielt.")


@contextmanager
def serving(archive: Archive, role: Role) -> Iterator[str]:
    uploads = Uploads(archive)
    assistant = Assistant(archive, fast=True)
    app = application(assistant, uploads, role)
    app.include_router(archive_routes(archive, uploads))
    mount_page(app, assistant, lambda language: (), lambda question, language: ())
    with served(app) as address:
        yield address
    uploads.close()


@pytest.fixture(scope="module")
def archive(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Of sixty plain articles, and of some whose titles and sources would be HTML."""
    settings = Settings(index_dir=tmp_path_factory.mktemp("archive") / "index")
    archive = Archive.open(settings, embedder=real_embedder, create=True)
    archive.add(
        *(article(f"{n:02}", date=f"{1990 + n % 9}-05-01", source="Der Bote") for n in range(60)),
        *(
            article(f"h{n}", title=f"{text} {n}", source=text, language="en", date=text)
            for n, text in enumerate(HOSTILE)
        ),
    )
    return archive


@pytest.fixture(scope="module")
def address(archive: Archive) -> Iterator[str]:
    """Where anybody may write."""
    with serving(archive, Role.WRITE) as address:
        yield address


@pytest.fixture
def start(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page; nothing may be asked of another host, and nothing hostile may have run."""
    contexts, elsewhere, faults = [], [], []

    def open_page(path: str = "/archive", at: str = address, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((at, "blob:")) else elsewhere.append(request.url)
            ),
        )
        page.goto(at + path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.pwned") is None
        context.close()
    assert (elsewhere, faults) == ([], [])


def has_titles(page: Page, *expected: str) -> None:
    expect(page.locator("tbody .title bdi")).to_have_text([*expected])


def has_so_many(page: Page, count: int) -> None:
    expect(page.locator("tbody .title bdi")).to_have_count(count)


def upload(page: Page, *files: tuple[str, str]) -> None:
    page.locator("#add input[type=file]").set_input_files(
        [
            FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
            for name, text in files
        ]
    )


def test_a_reader_searches_sorts_and_leafs_through_without_any_script(start: Open) -> None:
    page = start(java_script_enabled=False)
    page.get_by_role("link", name="Next").click()
    has_so_many(page, 17)
    page.get_by_role("link", name="Previous").click()
    page.get_by_label("Words in the title").fill("nachricht 0")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".found")).to_have_text("10 articles found")
    page.get_by_role("columnheader", name="Title").get_by_role("link").click()
    has_titles(page, *(f"Nachricht 0{n}" for n in range(10)))
    page.get_by_role("columnheader", name="Title").get_by_role("link").click()
    has_titles(page, *(f"Nachricht 0{n}" for n in reversed(range(10))))
    page.get_by_role("link", name="Take off: “nachricht 0”").click()
    has_so_many(page, 50)
    expect(page.get_by_text("Drop files here")).to_be_hidden()


def test_filters_are_folded_away_until_they_are_set(start: Open) -> None:
    page = start()
    expect(page.locator("#since")).to_be_hidden()
    page.get_by_text("Filter and sort").click()
    page.get_by_role("textbox", name="From").fill("1998")
    page.get_by_label("Sort by").select_option("Oldest first")
    page.get_by_role("textbox", name="From").press("Enter")
    expect(page.locator(".found")).to_have_text("6 articles found")
    expect(page.get_by_role("textbox", name="From")).to_be_visible()
    assert "since=1998" in page.url and "sort=date-ascending" in page.url


def test_a_bar_leads_to_the_articles_that_it_counts(start: Open) -> None:
    page = start()
    page.get_by_role("link", name="English: 7").click()
    expect(page.locator(".found")).to_have_text("7 articles found")
    page.locator("figure", has_text="by language").get_by_text("As a table").click()
    expect(page.get_by_role("rowheader", name="German")).to_be_visible()


def test_an_article_is_removed_without_any_script_but_not_before_it_is_confirmed(
    start: Open, archive: Archive
) -> None:
    archive.add(article("to go"))
    page = start("/archive?title=to+go", java_script_enabled=False)
    page.get_by_role("link", name="Remove: Nachricht to go").click()
    expect(page.get_by_role("heading")).to_have_text("Remove this article?")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Remove: Nachricht to go").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status").first).to_have_text("The article was removed.")
    with pytest.raises(KeyError):
        archive.current().article("to go")


def test_files_that_are_chosen_are_taken_up_each_with_its_result(
    start: Open, archive: Archive
) -> None:
    page = start()
    upload(
        page,
        ("sluice.txt", "Die Schleuse\n\nDie Schleuse von Ostersiel wurde 1911 gebaut."),
        ("empty.txt", ""),
        ("two.csv", "title,text\nEins,Das Tor ist zu.\nZwei,Das Tor ist auf.\n"),
    )
    line = page.locator("#files li")
    expect(line.filter(has_text="sluice.txt").locator(".said")).to_have_text(
        "In the archive", timeout=60_000
    )
    expect(line.filter(has_text="two.csv")).to_contain_text("In the archive: 2 articles")
    expect(line.filter(has_text="empty.txt")).to_contain_text("Not taken up: ")
    expect(line.filter(has_text="empty.txt")).to_have_class("failed")
    href = page.get_by_role("link", name="Open: sluice.txt").get_attribute("href") or ""
    assert archive.current().article(href.removeprefix("/?article=")).title == "Die Schleuse"
    page.get_by_role("link", name="Show the list with the new articles").click()
    page.get_by_label("Words in the title").fill("schleuse")
    page.get_by_role("button", name="Show").click()
    has_titles(page, "Die Schleuse")


def test_files_that_are_dropped_are_taken_up_while_questions_are_answered(
    start: Open, address: str
) -> None:
    page = start()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            const text = "Der Turm\\n\\n" + "Der Turm von Ostersiel blinkt. ".repeat(300);
            data.items.add(new File([text], "lighthouse.txt"));
            for (const kind of ["dragover", "drop"]) {
              document.querySelector(".drop").dispatchEvent(
                new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }"""
    )
    line = page.locator("#files li")
    expect(line).to_contain_text("lighthouse.txt")
    answer = page.request.post(f"{address}/v1/ask", data={"question": "Welcher Deich hielt?"})
    assert answer.ok and not answer.json()["refused"]
    expect(line.locator(".said")).to_have_text("In the archive", timeout=60_000)
    expect(page.locator(".drop")).not_to_have_class("over")


def test_what_the_server_refuses_is_told_and_what_fails_too(start: Open) -> None:
    page = start()
    page.route("**/v1/articles", lambda route: route.abort())
    upload(page, ("one.txt", "Text."))
    first = page.locator("#files li").first
    expect(first).to_contain_text("Not taken up: the connection was lost")
    page.unroute("**/v1/articles")
    page.route(
        "**/v1/articles",
        lambda route: route.fulfill(
            status=429,
            content_type="application/problem+json",
            body='{"title": "Too many", "detail": "<b>wait</b>"}',
        ),
    )
    upload(page, ("two.txt", "Text."))
    expect(page.locator("#files li").first).to_contain_text("Not taken up: <b>wait</b>")


@pytest.mark.parametrize("name", ["<img src=x onerror=window.pwned=1>.txt", "{{x}}‮fdp.txt"])
def test_a_files_name_is_text(start: Open, name: str) -> None:
    page = start()
    upload(page, (name, f"<script>{PWN}</script> Der Kran von {name} steht still."))
    line = page.locator("#files li")
    expect(line.locator("bdi")).to_have_text(name)
    expect(line.locator(".said")).to_contain_text("In the archive", timeout=60_000)
    assert page.locator("#files img, #files script").count() == 0


@pytest.mark.parametrize("path", ["/archive?language=en", "/archive?sort=title-ascending&page=2"])
def test_titles_and_sources_are_text(start: Open, path: str) -> None:
    page = start(path)
    page.goto(page.url.replace("page=2", "language=en"))
    shown = page.locator("tbody .title bdi").all_text_contents()
    assert sorted(shown) == sorted(f"{text} {n}" for n, text in enumerate(HOSTILE))
    assert set(page.locator("td.source").all_text_contents()) == set(HOSTILE)
    assert page.locator("main :is(script, img, iframe, svg)").count() == 0
    page.get_by_role("link", name="Remove:").first.click()
    expect(page.get_by_role("heading")).to_have_text("Remove this article?")
    assert page.locator("main :is(script, img, iframe, svg)").count() == 0


@pytest.mark.parametrize("field", ["title", "source", "since", "language", "sort", "lang", "id"])
def test_what_an_address_says_is_text(start: Open, address: str, field: str) -> None:
    page = start("/archive/static/choices.js")
    for path in ("/archive", "/archive/remove"):
        for text in HOSTILE:
            html = page.request.get(f"{address}{path}", params={field: text}).text()
            page.set_content(html)
            assert page.locator(":is(main, footer) :is(script, img, iframe)").count() == 0
            assert page.locator("main svg").count() == 0


def test_whoever_may_only_read_is_offered_nothing_else(archive: Archive, start: Open) -> None:
    with serving(archive, Role.READ) as address:
        page = start(at=address)
        has_so_many(page, 50)
        assert page.locator("#add, .act, .to-add, input[type=file]").count() == 0
        assert page.request.post(f"{address}/archive/remove", form={"id": "01"}).status == 403


def test_everything_is_done_by_keyboard_alone(start: Open, archive: Archive) -> None:
    archive.add(article("by hand", title="Von Hand"))
    page = start("/archive?title=von+hand")

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            focused = page.locator(":focus").first
            said = focused.get_attribute("aria-label") or focused.inner_text()
            if said.strip() == name:
                outline = focused.evaluate("it => getComputedStyle(it).outlineStyle")
                assert outline == "solid", "where the focus is can be seen"
                return
        pytest.fail(f"{name} cannot be reached")

    tab_to("Skip to the articles")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to("Filter and sort")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Sort by")).to_be_visible()
    tab_to("Date ↓")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=date-ascending")
    tab_to("Remove: Von Hand")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Remove this article?")
    tab_to("Remove")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The article was removed.")).to_be_visible()
    page.goto(page.url.partition("?")[0])
    page.locator("#add input").focus()
    with page.expect_file_chooser():
        page.keyboard.press("Space")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_keeps_anyone_out_and_nothing_sticks_out(
    start: Open, size: str, scheme: str
) -> None:
    page = start(viewport=SIZES[size], color_scheme=scheme)
    page.locator("#add").wait_for()
    upload(page, ("a.txt", ""))
    expect(page.locator("#files li")).to_have_class("failed", timeout=60_000)
    for path in (
        None,
        "/archive?language=en&since=1990",
        "/archive?since=nie",
        "/archive?title=nichts",
        "/archive?language=en",
        "/archive/remove?id=h4",
    ):
        if path is not None:
            page.goto(page.url.partition("/archive")[0] + path)
        for details in page.locator("details").all():
            details.evaluate("it => { it.open = true; }")
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [
            (one["id"], [node["html"] for node in one["nodes"]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], path


def test_colours_follow_the_system_and_the_readers_choice(start: Open) -> None:
    def is_dark(page: Page) -> bool:
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return sum(map(int, paper.strip("rgb()").split(", "))) < 3 * 128

    assert not is_dark(start(color_scheme="light"))
    page = start(color_scheme="dark")
    assert is_dark(page)
    page.evaluate("localStorage.setItem('fundstelle.theme', '\"light\"')")
    page.reload()
    assert not is_dark(page)


def test_the_language_is_the_readers_and_is_kept(start: Open, address: str) -> None:
    page = start(locale="de-AT")
    expect(page.locator("h1")).to_contain_text("Archiv")
    page.get_by_role("link", name="Français").click()
    expect(page.locator("h1")).to_contain_text("Archives")
    page.goto(f"{address}/archive")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.evaluate("localStorage.setItem('fundstelle.language', '\"it\"')")  # as the chat keeps it
    page.goto(f"{address}/archive?title=nachricht")
    expect(page.locator("html")).to_have_attribute("lang", "it")
    assert "title=nachricht" in page.url


def test_chat_and_archive_lead_to_each_other(start: Open, address: str) -> None:
    page = start()
    page.get_by_role("link", name="Ask").click()
    page.locator("#question").wait_for()
    assert page.url == f"{address}/"


def test_on_a_narrow_page_a_link_leads_down_to_where_files_are_added(start: Open) -> None:
    page = start(viewport=SIZES["narrow"])
    page.get_by_role("link", name="Add articles").click()
    expect(page.locator(".drop")).to_be_in_viewport()
