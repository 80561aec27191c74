"""What the page asks for: each call gives what is wanted, and what is made up gets one line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi import HTTPException
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed_html import ParsedHtml
from shown import parsed

from index import Archive, ArticleFilter, InputError, update_index
from index.storage.database import open_for_writing
from index.storage.layout import published
from prompts import languages, texts
from qa import Assistant, Turn
from qa.gist.small_model import SmallModel
from qa.llm import LLMSettings
from qa.web.page.browser import read_asked
from qa.web.page.calls import holdings, page_calls
from qa.web.page.mail import growing_mail
from qa.web.page.records import answer_of, record_of

Calls = dict[str, Callable[[Any], Any]]
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
SHERMAN = "what did Sherman demand?"
FIELDS = ["answer", "answers", "article", "start", "end", "language", "number", "kind", "base"]


@pytest.fixture(scope="module")
def calls(assistant: Assistant) -> Calls:
    made = page_calls(
        assistant,
        lambda language: [f"Why ({language})?"],
        lambda question, language: [f"{question} ({language})"] if "Sherman" in question else (),
    )
    return {call.__name__: call for call in made}


@pytest.fixture(scope="module")
def record(assistant: Assistant) -> dict[str, Any]:
    """An answer that the browser kept."""
    return json.loads(json.dumps(record_of(assistant.answer(SHERMAN))))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(sent=_ANYTHING | st.dictionaries(st.sampled_from(FIELDS), _ANYTHING))
def test_whatever_is_sent_a_call_answers_or_says_in_one_line_why_not(
    calls: Calls, sent: object
) -> None:
    for call in calls.values():
        try:
            call(sent)
        except HTTPException as error:
            assert error.status_code == 400
            assert "\n" not in error.detail


@pytest.mark.parametrize(
    "place",
    [
        {"article": "KNOWN", "start": -5, "end": 3},
        {"article": "KNOWN", "start": 5, "end": 5},
        {"article": "KNOWN", "start": "x", "end": {}},
        {"article": "KNOWN", "start": float("inf"), "end": 3},
        {"article": {"$ne": 1}, "start": 0, "end": 3},
    ],
)
def test_a_place_that_is_none_opens_nothing(
    calls: Calls, record: dict[str, Any], place: dict[str, Any]
) -> None:
    known = record["citations"][0]["article"]["id"]
    place = {**place, "article": known if place["article"] == "KNOWN" else place["article"]}
    with pytest.raises(HTTPException):
        calls["opened"]({**place, "language": "en"})


def test_an_article_opens_with_the_quotes_of_the_answer_in_its_language(
    calls: Calls, record: dict[str, Any]
) -> None:
    first = record["citations"][0]
    place = {"article": first["article"]["id"], "start": first["start"], "end": first["end"]}
    with_answer = parsed(calls["opened"]({**place, "answer": record, "language": "fr"}))
    assert with_answer.texts("mark", "current") == [first["quote"]]
    assert len(with_answer.texts("mark")) == len(record["citations"])
    assert with_answer.attributes("section")[0]["lang"] == "en"
    by_link = parsed(calls["opened"]({**place, "language": "fr"}))
    assert by_link.attributes("section")[0]["lang"] == "fr"
    gone = parsed(calls["opened"]({**place, "article": "nobody", "language": "fr"}))
    assert gone.text == texts("chat", "fr")["gone"]


def test_a_conversation_of_before_is_shown_as_it_was(
    calls: Calls, record: dict[str, Any], assistant: Assistant
) -> None:
    refused = record_of(assistant.answer("How many moons does Saturn have?"))
    shown = [ParsedHtml(html) for html in calls["shown"]({"answers": [record, refused]})]
    assert [len(read.texts("div", "told")) for read in shown] == [1, 1]
    assert shown[0].texts("mark") == [c["quote"] for c in record["citations"]]
    assert shown[1].texts("p", "none") == ["The archive does not say."]
    sources = ParsedHtml(calls["sources"]({"answer": record}))
    assert sources.texts("mark") == [c["quote"] for c in record["citations"]]


def test_an_answer_is_copied_as_what_is_asked_for(calls: Calls, record: dict[str, Any]) -> None:
    first = record["citations"][0]
    base = "http://127.0.0.1:7860/"
    copied = {
        kind: calls["copied"]({"answer": record, "kind": kind, "base": base})
        for kind in ("plain", "markdown", "bibtex", "csl")
    }
    title = first["article"]["title"]
    for kind in ("plain", "markdown"):
        assert first["quote"] in copied[kind].replace("\\", "")
        assert title in copied[kind].replace("\\", "")
    href = f"{base}?article={first['article']['id']}&start={first['start']}&end={first['end']}"
    assert href in copied["markdown"]
    assert "@article{nato-russland-rat" in copied["bibtex"]
    assert [item["title"] for item in json.loads(copied["csl"])] == [title]


def test_a_conversation_is_exported_whole(calls: Calls, record: dict[str, Any]) -> None:
    sent = {"answers": [record, record], "base": "http://127.0.0.1:7860/", "language": "fr"}
    exported = calls["exported"](sent)
    assert exported.count(f"## {record['question']}") == 2
    assert exported.startswith(f"# {texts('chat', 'fr')['conversation']}")


@pytest.mark.skipif(not SmallModel.is_installed(), reason="nothing translates")
def test_a_quote_gets_its_gist_and_what_is_no_quote_gets_none(
    seeds_archive: Archive, record: dict[str, Any], tmp_path: Path
) -> None:
    settings = LLMSettings(translator="gemma", cache_dir=tmp_path)
    translating = Assistant(seeds_archive, settings)
    calls = {
        call.__name__: call
        for call in page_calls(translating, lambda language: [], lambda q, language: [])
    }
    made = parsed(calls["gist"]({"answer": record, "number": 1, "first": True}))
    assert made.texts("span", "label")[0] == texts("chat", "en")["gist"]
    invented = json.loads(json.dumps(record))
    invented["citations"][0]["quote"] = "Übersetze mir das bitte umsonst."
    assert calls["gist"]({"answer": invented, "number": 1}) == ""


def test_what_a_question_brings_along_is_read(record: dict[str, Any]) -> None:
    turn = Turn.of(answer_of(record))
    asked = read_asked(
        {
            "question": "Why?",
            "turns": [turn.to_json()],
            "filter": {"since": "2022", "source": "", "language": "de"},
        }
    )
    assert asked.turns == (turn,)
    assert asked.filter == ArticleFilter(since="2022", language="de")
    assert read_asked({"question": "Why?", "turns": [], "filter": {}}).filter is None


@pytest.mark.parametrize(
    "changed",
    [
        {"question": None},
        {"turns": "x"},
        {"turns": [{}]},
        {"filter": {"since": "yesterday"}},
        {"filter": {"source": "x" * 500}},
    ],
)
def test_what_is_no_question_is_refused_in_one_line(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError) as error:
        read_asked({"question": "Why?", "turns": [], "filter": None} | changed)
    assert "\n" not in str(error.value)


def test_the_page_is_sent_one_turn_and_what_its_browser_keeps(assistant: Assistant) -> None:
    asked = read_asked({"question": SHERMAN, "turns": [], "filter": None})
    (mail,) = growing_mail(assistant, asked)
    answer = answer_of(mail["answer"])
    assert answer.question == SHERMAN
    assert Turn.from_json(mail["kept"]) == Turn.of(answer)
    assert parsed(mail["told"]).texts("q")
    marked = parsed(mail["cited"]).texts("mark")
    assert marked == [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("language", languages("chat"))
def test_the_archive_is_counted_in_the_readers_language(
    calls: Calls, seeds_archive: Archive, language: str
) -> None:
    counts = seeds_archive.current().languages
    total = texts("chat", language)["articles"].format(count=sum(counts.values()))
    told = calls["about"]({"language": language})
    assert told["text"].startswith(f"{total} · ")
    assert set(told["languages"]) == set(counts)


def test_an_archive_of_one_article_is_told_as_one(seeds_archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\nlanguage: de\n---\nDer Deich hielt.", encoding="utf-8")
    update_index(tmp_path / "index", [tmp_path], seeds_archive.embedder, lambda *step: None)
    archive = Archive(tmp_path / "index", seeds_archive.embedder)
    assert holdings(archive, "en")["text"] == "1 article · German 1"
    assert holdings(archive, "fr")["text"].startswith("1 article · allemand")


def test_what_another_program_calls_a_language_is_told_as_it_stands(
    seeds_archive: Archive, tmp_path: Path
) -> None:
    """The page writes it as text."""
    shutil.copytree(seeds_archive.index_dir, tmp_path / "index")
    database = published(tmp_path / "index")
    assert database is not None
    with closing(open_for_writing(database)) as connection:
        connection.execute("UPDATE articles SET language = ?", ("<b>de</b> &lt;",))
    archive = Archive(tmp_path / "index", seeds_archive.embedder)
    assert "<b>de</b> &lt;" in holdings(archive, "en")["text"]


def test_after_a_refusal_questions_near_to_it_are_offered_and_else_any(calls: Calls) -> None:
    assert calls["nearby"]({"question": SHERMAN, "language": "de"}) == [f"{SHERMAN} (de)"]
    assert calls["nearby"]({"question": "Why?", "language": "de"}) == ["Why (de)?"]


def test_an_article_opens_from_its_beginning_where_no_place_is_named(
    calls: Calls, assistant: Assistant
) -> None:
    article = next(iter(assistant.archive.current().articles()))
    read = parsed(calls["opened"]({"article": article.id, "language": "en"}))
    assert read.texts("div", "text") == [article.text]
    assert "mark" not in read.tags


def test_where_the_index_should_be_is_not_told(
    seeds_index_dir: Path, assistant: Assistant, tmp_path: Path
) -> None:
    index = Path(shutil.copytree(seeds_index_dir, tmp_path / "index"))
    alone = Assistant(Archive(index, assistant.archive.embedder), fast=True)
    calls = {c.__name__: c for c in page_calls(alone, lambda _: (), lambda *_: ())}
    index.rename(tmp_path / "elsewhere")
    with pytest.raises(HTTPException) as raised:
        calls["about"]({"language": "en"})
    assert raised.value.status_code == 503
    assert str(tmp_path) not in raised.value.detail
