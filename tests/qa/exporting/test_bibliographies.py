"""Sources as BibTeX, read by pybtex, and as CSL-JSON, by the schema of the Citation Style
Language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pybtex.database import BibliographyData, parse_string
from shown import article

from qa import Assistant
from qa.exporting import bibtex, csl_json
from qa.exporting.lines import one_line

ROOT = Path(__file__).parents[3]
SCHEMA = Draft7Validator(json.loads((ROOT / "tests/data/csl-data.json").read_text("utf-8")))
LINE = hostile_text()
TEXT = st.one_of(LINE, st.text(max_size=30).map(lambda text: text.replace("\ud800", "")))
_COMMANDS = {
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    **{f"\\{char}": char for char in "%#$&_"},
}
_COMMAND = re.compile("|".join(map(re.escape, _COMMANDS)))


def entries(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def read(value: str) -> str:
    """A field as LaTeX sets it."""
    return _COMMAND.sub(lambda command: _COMMANDS[command[0]], value)


def items(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    SCHEMA.validate(found)
    return found


def test_the_sources_of_an_answer_are_a_bibliography(assistant: Assistant) -> None:
    told = assistant.answer("Wie lange dauerte das Treffen des NATO-Russland-Rates?", "de")
    sources = [citation.article for citation in told.citations]
    (key, entry), *_ = entries(bibtex(sources)).entries.items()
    assert entry.type == "article"
    assert dict(entry.fields) == {
        "title": "{NATO-Russland-Rat: Vier Stunden Gespräch, kein Durchbruch}",
        "journaltitle": "Fundstelle, Demonstrationsarchiv",
        "date": "2022-01-12",
        "langid": "german",
    }
    assert [str(person) for person in entry.persons["author"]] == ["{Fundstelle-Redaktion}"]
    assert items(csl_json(sources))[0] == {
        "id": key,
        "type": "article-newspaper",
        "title": "NATO-Russland-Rat: Vier Stunden Gespräch, kein Durchbruch",
        "language": "de",
        "container-title": "Fundstelle, Demonstrationsarchiv",
        "author": [{"literal": "Fundstelle-Redaktion"}],
        "issued": {"date-parts": [[2022, 1, 12]]},
    }


@pytest.mark.parametrize(
    ("known", "kind", "csl"),
    [
        ({"source": "Bote", "url": "https://a.example/"}, "article", "article-newspaper"),
        ({"url": "https://a.example/"}, "online", "webpage"),
        ({"url": "javascript:alert(1)"}, "misc", "document"),
        ({}, "misc", "document"),
    ],
)
def test_what_is_known_decides_what_kind_of_source_it_is(
    known: dict[str, str], kind: str, csl: str
) -> None:
    of = article("Text.", **known)
    (entry,) = entries(bibtex([of])).entries.values()
    (item,) = items(csl_json([of]))
    assert (entry.type, item["type"]) == (kind, csl)
    url = known.get("url") if kind != "misc" else None
    assert (entry.fields.get("url"), item.get("URL")) == (url, url)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2022-03-31T18:00:00", [2022, 3, 31]),
        ("2022-03", [2022, 3]),
        ("2022", [2022]),
        ("0800-12-25", [800, 12, 25]),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(date: str, expected: list[int]) -> None:
    of = article("Text.", date=date)
    assert items(csl_json([of]))[0]["issued"] == {"date-parts": [expected]}
    (entry,) = entries(bibtex([of])).entries.values()
    assert entry.fields["date"] == date[:10]


@pytest.mark.parametrize("date", ["im Frühjahr", "2022-13-01", "20220101", "0000", "2022-1"])
def test_what_is_no_date_stays_in_words(date: str) -> None:
    of = article("Text.", date=date)
    assert items(csl_json([of]))[0]["issued"] == {"literal": date}
    (entry,) = entries(bibtex([of])).entries.values()
    assert entry.fields["note"] == date
    assert "date" not in entry.fields


def test_an_article_is_named_once_and_always_the_same() -> None:
    one = article("Text.", id="one", title="Straße & Öl", date="2021-05")
    other = article("Text.", id="other", title="Straße & Öl", date="2021-05")
    together = [*entries(bibtex([one, other, one])).entries]
    assert len(together) == 2
    assert together[1:] == [*entries(bibtex([other])).entries]
    assert [item["id"] for item in items(csl_json([one, other, one]))] == together
    assert all(re.fullmatch(r"strasse-ol-2021-[0-9a-f]{10}", key) for key in together)


def test_nothing_is_a_bibliography_too() -> None:
    assert not entries(bibtex([])).entries
    assert items(csl_json([])) == []


@settings(derandomize=True, deadline=None)
@given(title=TEXT, author=TEXT, source=TEXT, date=TEXT, url=TEXT, id=TEXT, language=TEXT)
def test_a_bibliography_reads_as_its_articles_were_written(**known: str) -> None:
    known["url"] = f"https://a.example/{known['url']}"
    of, after = article("Text.", **known), article("Text.", id="after", title="After")
    found = entries(bibtex([of, after])).entries
    assert len(found) == 2
    assert [entry.fields["title"] for entry in found.values()][1] == "{After}"
    entry = next(iter(found.values()))
    title = read(entry.fields["title"])
    assert title == f"{{{one_line(known['title'])}}}"
    # pybtex's own way with blanks in braces is another; what stands there is not.
    named = "".join(str(person) for person in entry.persons.get("author", ()))
    assert read(named) == f"{{{one_line(known['author'])}}}" or not one_line(known["author"])
    assert read(entry.fields.get("journaltitle", "")) == one_line(known["source"])
    assert "{" not in entry.fields["url"] and " " not in entry.fields["url"]
    assert set(entry.fields) <= {"title", "journaltitle", "date", "note", "url", "langid"}
    item, _ = items(csl_json([of, after]))
    assert item["title"] == one_line(known["title"])
    assert item["author"] == [{"literal": one_line(known["author"])}] if known["author"] else True


@pytest.mark.parametrize(
    "title",
    [
        "}\n@book{evil, title={x}}",
        "} @book{evil,",
        "\\}, note = {evil}",
        '" # evil # "',
        "@comment{",
        "% the rest is gone",
        "{{{{",
        "\\input{/etc/passwd}",
        "\\write18{rm}",
        "$x^2$ ~ \\LaTeX",
    ],
)
def test_a_title_ends_no_field_and_commands_nothing(title: str) -> None:
    of = article("Text.", title=title, source=title, author=title)
    text = bibtex([of])
    (entry,) = entries(text).entries.values()
    assert read(entry.fields["title"]) == f"{{{one_line(title)}}}"
    assert set(entry.fields) == {"title", "journaltitle", "langid"}
    commands = set(re.findall(r"\\[a-zA-Z]+", text))
    assert commands <= {command.rstrip("{}") for command in _COMMANDS}
