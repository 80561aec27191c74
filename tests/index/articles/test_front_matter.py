"""Front matter: what a file says about its article, and what only looks like it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from index.articles.front_matter import split_front_matter


def test_the_known_fields_are_read_and_the_rest_is_the_body() -> None:
    fields, body = split_front_matter(
        "---\ntitle: Der lange Weg\ndate: 2022-01-12\nauthor: Eva Lang\nsource: Abendblatt\n"
        "url: https://example.org/a?b=c\nlanguage: de\ncategory: none of ours\n---\n\nEs begann.\n"
    )
    assert fields == {
        "title": "Der lange Weg",
        "date": "2022-01-12",
        "author": "Eva Lang",
        "source": "Abendblatt",
        "url": "https://example.org/a?b=c",
        "language": "de",
    }
    assert body == "\nEs begann.\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-01-12", "2022-01-12"),
        ("2022-01-12 09:51:00", "2022-01-12T09:51:00"),
        ("2022-01-12T09:51:00Z", "2022-01-12T09:51:00+00:00"),
        ("'12. Januar 2022'", "12. Januar 2022"),
        ("2022", "2022"),
        ("2022-01-12 09:51:00 +0100", "2022-01-12T09:51:00+01:00"),
        ("2022-01-12T09:51:00.5+01:00", "2022-01-12T09:51:00.500000+01:00"),
    ],
)
def test_dates_are_given_as_iso_8601_or_as_written(written: str, read: str) -> None:
    assert split_front_matter(f"---\ndate: {written}\n---\nText")[0] == {"date": read}


def test_several_authors_become_one_line() -> None:
    text = "---\nauthor:\n  - Eva Lang\n  - Jan   Kurz\n---\nText"
    assert split_front_matter(text)[0] == {"author": "Eva Lang, Jan Kurz"}


def test_values_that_say_nothing_are_left_out() -> None:
    text = "---\ntitle:\nauthor: ''\ndate: true\nsource: {a: 1}\nurl: []\n---\nText"
    assert split_front_matter(text) == ({}, "Text")


def test_a_value_is_one_line_of_bounded_length() -> None:
    fields, _ = split_front_matter(f"---\ntitle: |\n  two\n  lines\nauthor: {'x' * 5_000}\n---\n")
    assert fields["title"] == "two lines"
    assert len(fields["author"]) == 1_000


def test_dots_may_close_it_and_blank_lines_may_precede_it() -> None:
    assert split_front_matter("\n\n---\ntitle: A\n...\nText") == ({"title": "A"}, "Text")


@pytest.mark.parametrize(
    "text",
    [
        "No front matter here.\n",
        "",
        "---\nJust a paragraph between rules.\n---\nAnd another.\n",
        "---\n- a list\n- of things\n---\nText",
        "---\n---\nText",
        "Title\n---\nkey: value\n---\n",
        "--- a dash begins this line\ntitle: no\n---\n",
        "---\ntitle: never closed\n\nText",
    ],
)
def test_what_is_no_mapping_of_fields_stays_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_broken_yaml_is_an_error_that_names_the_line() -> None:
    with pytest.raises(ValueError, match="front matter is not valid YAML in line 3") as caught:
        split_front_matter("---\nauthor: fine\ntitle: Rom: ein Tag\n---\nText")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.getcwd []",
        '!!int ""',
        '!!float ""',
        "!!bool maybe",
        "!!binary x",
        "!!set {a, b}",
    ],
)
def test_tags_make_nothing_but_text(value: str) -> None:
    fields, body = split_front_matter(f"---\ntitle: {value}\nauthor: Eva\n---\nText")
    assert (fields["author"], body) == ("Eva", "Text")
    assert fields.get("title", "") in ("", "maybe", "x")


@pytest.mark.parametrize("value", ["12:30:45", "1_000", "0x1F", ".nan", "1e3", "no", "on"])
def test_a_value_is_the_text_that_was_written(value: str) -> None:
    assert split_front_matter(f"---\ntitle: {value}\n---\nText")[0] == {"title": value}


def test_values_hold_nothing_that_cannot_be_shown_or_stored() -> None:
    text = '---\ntitle: "a \\ud800\\0\\x1b b\\u202Ec"\n---\nText'
    assert split_front_matter(text)[0] == {"title": "a bc"}


def test_text_between_rules_is_text() -> None:
    text = "---\nHe said: this: that\n---\nmore"
    assert split_front_matter(text) == ({}, text)


def test_front_matter_that_is_too_long_is_an_error() -> None:
    text = "---\ntitle: x\n" + "note: y\n" * 3_000 + "---\nText"
    with pytest.raises(ValueError, match="longer than 16,384 characters"):
        split_front_matter(text)


def test_merged_aliases_do_not_multiply() -> None:
    levels = [f"{b}: &{b}\n  <<: [{', '.join([f'*{a}'] * 10)}]" for a, b in pairwise("abcdefghij")]
    with pytest.raises(ValueError, match="aliases are not supported"):
        split_front_matter("---\na: &a {x: 1}\n" + "\n".join(levels) + "\n---\nText")


def test_a_date_that_does_not_exist_is_an_error_of_the_front_matter() -> None:
    with pytest.raises(ValueError, match="its front matter is not valid YAML: month"):
        split_front_matter("---\ndate: 2022-13-45\n---\nText")


def test_front_matter_nested_without_end_is_an_error() -> None:
    with pytest.raises(ValueError, match="front matter is not valid YAML"):
        split_front_matter("---\ntitle: " + "[" * 8_000 + "\n---\nText")


def test_front_matter_that_multiplies_itself_is_an_error() -> None:
    levels = [f"  - &{b} [{', '.join([f'*{a}'] * 12)}]" for a, b in pairwise("abcdefghijklmnop")]
    text = "---\nnames:\n  - &a [x]\n" + "\n".join(levels) + "\nauthor: *p\n---\nText"
    with pytest.raises(ValueError, match="aliases are not supported"):
        split_front_matter(text)


TOML = """+++
title = "The dyke"
date = 2022-01-12T09:51:00Z
authors = ["Eva Lang", "Jan Kurz"]
url = "/dyke/"
[params]
source = "Abendblatt"
+++
Text"""


def test_toml_between_plus_signs_is_front_matter() -> None:
    assert split_front_matter(TOML) == (
        {
            "title": "The dyke",
            "date": "2022-01-12T09:51:00+00:00",
            "author": "Eva Lang, Jan Kurz",
            "source": "Abendblatt",
        },
        "Text",
    )


def test_an_object_of_json_before_a_text_is_front_matter() -> None:
    text = '{\n "title": "A", "author": {"name": "Eva Lang"}\n}\n\nText'
    assert split_front_matter(text) == ({"title": "A", "author": "Eva Lang"}, "\n\nText")


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A"}',
        '{"title": "A"}\n \n',
        '{"title": "A"} and more\ntext',
        '{"unknown": 1}\nText',
        '{"title": "A"\nText',
        "{" * 50_000,
        "+++\nnothing here\n+++\nText",
        "+++\ntitle = 'never closed'\nText",
    ],
)
def test_what_only_looks_like_toml_or_json_stays_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_broken_toml_is_an_error() -> None:
    with pytest.raises(ValueError, match="its front matter is not valid TOML: ") as caught:
        split_front_matter("+++\ntitle = A\n+++\nText")
    assert "\n" not in str(caught.value)


def test_the_fields_of_docusaurus_are_known() -> None:
    text = "---\nauthors:\n  - name: Eva Lang\n    url: x\n  - Jan Kurz\nlang: de\n---\nText"
    assert split_front_matter(text)[0] == {"author": "Eva Lang, Jan Kurz", "language": "de"}
