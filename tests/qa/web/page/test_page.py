"""The page: what it makes of what a browser sends, and what it says of the archive.
tests/browser drives the real one."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from shown import BRIDGE, answer, parsed, wording_with_markup
from starlette.requests import Request

from index import Archive, update_index
from index.storage.database import open_for_writing
from index.storage.layout import published
from prompts import languages, texts
from qa import Assistant
from qa.web.page import page
from qa.web.page.page import _header, _language_of, _messages, _opened


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        [],
        "x",
        {},
        {"article": "nobody", "start": 0, "end": 3},
        {"article": "KNOWN", "start": -5, "end": 3},
        {"article": "KNOWN", "start": 5, "end": 5},
        {"article": "KNOWN", "start": 0, "end": 10**12},
        {"article": "KNOWN", "start": "x", "end": {}},
        {"article": "KNOWN", "start": float("inf"), "end": 3},
        {"article": {"$ne": 1}, "start": 0, "end": 3},
        {"article": "' OR 1=1 --", "start": 0, "end": 3},
    ],
)
def test_what_a_browser_makes_up_opens_nothing(assistant: Assistant, wanted: object) -> None:
    archive: Archive = assistant.archive
    known = assistant.answer("what did Sherman demand?").citations[0].article.id
    if isinstance(wanted, dict) and wanted.get("article") == "KNOWN":
        wanted = {**wanted, "article": known}
    assert "This article is not in the archive." in _opened(archive, wanted, [])


@settings(derandomize=True, deadline=None)
@given(hostile_text(lines=True))
def test_a_turn_is_a_question_and_an_answer_and_neither_is_html(asked: str) -> None:
    """Gradio would show a message of text as HTML: these are components."""
    messages = _messages([answer(BRIDGE, 0, 18, question=asked, note=asked)])
    question, told = (parsed(message.content.value) for message in messages)
    assert question.text == asked
    assert told.texts("p", "aside") == [asked]
    assert [message.role for message in messages] == ["user", "assistant"]


@pytest.mark.parametrize("language", languages("chat"))
def test_the_header_counts_articles_in_the_readers_language(
    seeds_archive: Archive, language: str
) -> None:
    counts = seeds_archive.current().languages
    total = texts("chat", language)["articles"].format(count=sum(counts.values()))
    read = parsed(_header(seeds_archive, language))
    assert read.texts("p")[0].startswith(f"{total} · ")
    assert all(str(count) in read.text for count in counts.values())


def test_what_the_header_names_is_no_html(
    seeds_archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive whose languages another program wrote."""
    shutil.copytree(seeds_archive.index_dir, tmp_path / "index")
    database = published(tmp_path / "index")
    assert database is not None
    with closing(open_for_writing(database)) as connection:
        connection.execute("UPDATE articles SET language = ?", ("<b>de</b> &lt;",))
    archive = Archive(tmp_path / "index", seeds_archive.embedder)
    wording = wording_with_markup(monkeypatch, page)
    total = sum(archive.current().languages.values())
    articles = wording["articles"].format(count=total)
    assert parsed(_header(archive, "en")).texts("p") == [f"{articles} · <b>de</b> &lt; {total}"]


def test_an_archive_of_one_article_is_told_as_one(seeds_archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\nlanguage: de\n---\nDer Deich hielt.", encoding="utf-8")
    update_index(tmp_path / "index", [tmp_path], seeds_archive.embedder, lambda *step: None)
    archive = Archive(tmp_path / "index", seeds_archive.embedder)
    assert parsed(_header(archive, "en")).texts("p") == ["1 article · German 1"]
    assert parsed(_header(archive, "fr")).texts("p")[0].startswith("1 article · allemand")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("FR", "fr"),
        ("zh-CN, it;q=0.5", "it"),
        ("zh-fr", "en"),
        ("", "en"),
        ("tlh" * 100 + ",de", "en"),
    ],
)
def test_a_browser_says_which_language_its_reader_reads(accepted: str, language: str) -> None:
    request = Request({"type": "http", "headers": [(b"accept-language", accepted.encode())]})
    assert _language_of(request) == language  # type: ignore[arg-type]


def test_the_quotes_of_one_answer_are_marked_and_those_of_others_are_not(
    assistant: Assistant,
) -> None:
    asked = ["what did Sherman demand?", "How long did the talks in Brussels last?"]
    turns = [assistant.answer(question) for question in asked]
    first = turns[0].citations
    assert len({citation.article.id for citation in first}) == 1
    wanted = {"article": first[0].article.id, "start": first[0].start, "end": first[0].end}
    read = parsed(_opened(assistant.archive, wanted, turns))
    assert read.texts("mark", "current") == [first[0].quote]
    assert sorted(read.texts("mark", "other")) == sorted(c.quote for c in first[1:])


def test_an_article_opens_at_its_very_beginning(assistant: Assistant) -> None:
    article = next(assistant.archive.current().articles())
    wanted = {"article": article.id, "start": 0, "end": 5}
    read = parsed(_opened(assistant.archive, wanted, []))
    assert read.texts("mark", "current") == [article.text[:5]]


def test_that_an_article_is_missing_is_said_in_the_last_turns_language(
    seeds_archive: Archive,
) -> None:
    turns = [answer(BRIDGE, 0, 18, language="de"), answer(BRIDGE, 0, 18, language="fr")]
    told = parsed(_opened(seeds_archive, {"article": "nobody", "start": 0, "end": 3}, turns))
    assert told.text.endswith(texts("chat", "fr")["gone"])
