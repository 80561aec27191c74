"""An article in parts."""

from __future__ import annotations

import pytest

from qa.mcp.parts import PART, part_id, part_of, parts, read_id

TEXTS = {
    "empty": "",
    "short": "One paragraph.\n\nAnother.",
    "exactly one": "x" * PART,
    "paragraphs": "A paragraph of an article.\n\n" * 2_500,
    "lines": "A line of a table\n" * 3_000,
    "words": "word " * 10_000,
    "one word": "x" * (2 * PART + 1),
    "white space": "\n" * (PART + 5),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_parts_of_a_text_are_all_of_it_and_none_is_too_long(text: str) -> None:
    found = parts(text)
    assert "".join(text[part.start : part.end] for part in found) == text
    assert [part.number for part in found] == list(range(1, len(found) + 1))
    assert all(part.of == len(found) and part.end - part.start <= PART for part in found)
    for offset in (0, len(text) // 2, max(0, len(text) - 1)):
        part = part_of(found, offset)
        assert part.start <= offset < part.end or not text


@pytest.mark.parametrize(("kind", "end"), [("paragraphs", "\n\n"), ("lines", "\n"), ("words", " ")])
def test_a_part_ends_where_something_ends(kind: str, end: str) -> None:
    text = TEXTS[kind]
    assert len(parts(text)) > 2
    assert all(text[part.start : part.end].endswith(end) for part in parts(text)[:-1])


def test_a_part_is_asked_for_by_its_id() -> None:
    for part in parts(TEXTS["words"]):
        assert read_id(part_id("abc", part)) == ("abc", part.number)
    for wrong in ("abc#", "abc#x", "abc#-1", "abc#0", "abc#1.5", "abc#" + "9" * 5_000, "abc#²"):
        with pytest.raises(ValueError):
            read_id(wrong)
