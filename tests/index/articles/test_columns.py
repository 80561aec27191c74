"""Which column is which field, as somebody says it."""

from __future__ import annotations

import pytest

from index.articles import parse_columns


def test_fields_and_columns_are_pairs() -> None:
    assert parse_columns("text=body, title = Head line") == {"text": "body", "title": "Head line"}
    assert parse_columns("text=a=b") == {"text": "a=b"}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "the columns are given as FIELD=COLUMN,FIELD=COLUMN, not ''"),
        ("body", "the columns are given as FIELD=COLUMN,FIELD=COLUMN, not 'body'"),
        ("text=", "the columns are given as FIELD=COLUMN,FIELD=COLUMN, not 'text='"),
        ("text=a,", "the columns are given as FIELD=COLUMN,FIELD=COLUMN, not ''"),
        ("body=text", "there is no field 'body': the fields are text, title, language, date"),
        ("text=a,text=b", "two columns are given for 'text'"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(said: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_columns(said)
    assert str(caught.value).startswith(reason)
