"""The page's fixed parts: every text is in prompts/, and can be written in any language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from parsed_html import ParsedHtml

import qa.web.page
from prompts import languages, texts
from qa.web.page import shell
from qa.web.page.shell import shell_html

_STATIC = Path(qa.web.page.__file__).parent / "static"
_NAMED = ("data-text", "data-label-text", "data-placeholder-text", "data-title-text")


def named(read: ParsedHtml) -> set[str]:
    return {
        attributes[name]
        for tag in set(read.tags)
        for attributes in read.attributes(tag)
        for name in _NAMED
        if name in attributes
    }


def test_every_text_that_the_page_names_is_there() -> None:
    html = shell_html()
    known = set(texts("chat", "en"))
    assert named(ParsedHtml(html)) <= known
    assert "{{" not in html and "${" not in html


def test_every_text_that_the_scripts_name_is_there() -> None:
    known = set(texts("chat", "en"))
    for path in _STATIC.glob("*.js"):
        for name in re.findall(r'\b(?:say|fail)\("(\w+)"', path.read_text("utf-8")):
            assert name in known, (path.name, name)


def test_the_page_can_be_read_in_every_language_of_the_chat() -> None:
    read = ParsedHtml(shell_html())
    (holder,) = [div for div in read.attributes("div") if "data-texts" in div]
    assert json.loads(holder["data-texts"]) == {
        language: texts("chat", language) for language in languages("chat")
    }
    offered = [option["value"] for option in read.attributes("option") if "lang" in option]
    assert offered == list(languages("chat"))


def test_its_texts_are_no_html(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = {name: f'<b>"{text}" & &lt;</b>' for name, text in texts("chat", "en").items()}
    plain = ParsedHtml(shell_html()).structure
    monkeypatch.setattr(shell, "texts", lambda task, language: marked)
    monkeypatch.setattr(shell, "_own_name", lambda language: "<b>x</b> &lt;")
    assert ParsedHtml(shell_html()).structure == plain


def test_the_scripts_make_no_html_of_texts() -> None:
    """What is put in as HTML came from the server, which escapes it."""
    for path in _STATIC.glob("*.js"):
        for line in path.read_text("utf-8").splitlines():
            assert not re.search(r"insertAdjacentHTML|outerHTML|document\.write|\beval\b", line)
            if "innerHTML" in line:
                assert "// escaped where the server made it" in line or "html[at]" in line, line


def test_nothing_of_the_page_comes_from_another_host() -> None:
    for path in _STATIC.glob("*.*"):
        if path.suffix in (".js", ".css"):
            assert not re.search(r"https?://|@import|//[a-z]+\.", path.read_text("utf-8")), path
