"""Tables: their rows are found, each whole, and read with their header."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.sentences import split_sentences
from index.text.tables import cells, find_tables, header_of, is_row, read_as

REGATTA = """The race is held in June.

| Year | Winner      | Club |
|------|:-----------:|-----:|
| 1986 | Jonas Quill | Pinewater |
| 1987 | Anna Holt. She | Old Ferry |

The cup is kept in the town hall."""
LONGEST = 800  # characters of a sentence


def _rows(text: str) -> list[str]:
    return [text[start:end] for table in find_tables(text) for start, end in table.rows]


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, "en")]


def test_each_row_is_a_sentence_and_neither_header_nor_delimiters_are() -> None:
    assert _sentences(REGATTA) == [
        "The race is held in June.",
        "| 1986 | Jonas Quill | Pinewater |",
        "| 1987 | Anna Holt. She | Old Ferry |",
        "The cup is kept in the town hall.",
    ]


def test_a_row_is_read_with_the_names_of_its_columns() -> None:
    spans = split_sentences(REGATTA, "en")
    assert read_as(REGATTA, spans, find_tables(REGATTA)) == [
        "The race is held in June.",
        "Year: 1986 | Winner: Jonas Quill | Club: Pinewater",
        "Year: 1987 | Winner: Anna Holt. She | Club: Old Ferry",
        "The cup is kept in the town hall.",
    ]


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("a | b\n- | -\n1 | 2", ("a", "b"), ["1 | 2"]),
        ("|a|\n|-|\n|1|\n|2|", ("a",), ["|1|", "|2|"]),
        ("| a \\| b | c |\n|---|---|\n| 1 | x \\| y |", ("a | b", "c"), ["| 1 | x \\| y |"]),
        ("|a|b|\r\n|-|-|\r\n|1|2|\r\n", ("a", "b"), ["|1|2|"]),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 |", ("a", "b"), ["| 1 | 2 |"]),
        ("Times | and places\n| a | b |\n|---|---|\n| 1 | 2 |", ("a", "b"), ["| 1 | 2 |"]),
        ("|a|b|\n|-|-|\n|1|\n|1|2|3|\nthe end\n|4|5|", ("a", "b"), ["|1|", "|1|2|3|"]),
        ("|a|b|\n|-|-|\n|1|2|\n|-|-|\n|| |\n|3|4|", ("a", "b"), ["|1|2|", "|3|4|"]),
        ("| |b|\n|-|-|\n|1|2|", ("", "b"), ["|1|2|"]),
    ],
)
def test_tables_as_they_are_written(text: str, columns: tuple[str, ...], rows: list[str]) -> None:
    (table,) = find_tables(text)
    assert table.columns == columns
    assert _rows(text) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Use grep | sort | uniq.\nThen read on.",
        "| a | b |\n|---|\n| 1 | 2 |",
        "a\n---\nb | c",
        "| a | b |\n\n|---|---|\n| 1 | 2 |",
        "|---|---|\n| 1 | 2 |",
        "",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert find_tables(text) == []


def test_a_table_without_rows_keeps_its_header_as_a_sentence() -> None:
    assert _sentences("| Year | Winner |\n|---|---|") == ["| Year | Winner |"]


def test_the_header_of_a_row_is_found_from_the_row_alone() -> None:
    text = f"{REGATTA}\n\nBoat | Crew\n--- | ---\nSwift | four"
    for row in ("| 1986", "| 1987"):
        assert header_of(text, text.index(row)) == ("Year", "Winner", "Club")
    assert header_of(text, text.index("Swift")) == ("Boat", "Crew")
    for no_row in ("The race", "| Year", "|---", "The cup", "Boat |"):
        assert header_of(text, text.index(no_row)) == ()


def test_a_long_row_is_cut_and_each_part_read_in_its_columns() -> None:
    words = " ".join(f"word{i}" for i in range(150))
    text = f"| Name | Life |\n|---|---|\n| Anna Holt | {words} |"
    spans = split_sentences(text, "en")
    assert len(spans) > 1
    assert max(end - start for start, end in spans) <= LONGEST
    first, second, *_ = read_as(text, spans, find_tables(text))
    assert first.startswith("Name: Anna Holt | Life: word0 ")
    assert second.startswith("Life: word")
    assert header_of(text, spans[1][0]) == ("Life",)


def test_a_row_is_told_from_a_sentence_by_its_line() -> None:
    whole = REGATTA.index("| 1986")
    assert is_row(REGATTA, whole, whole + len("| 1986 | Jonas Quill | Pinewater |"))
    assert not is_row(REGATTA, 0, REGATTA.index("\n"))
    text = "Use grep | sort. Then read on."
    assert not is_row(text, 0, len("Use grep | sort."))


def test_cells_lose_their_pipes_and_escapes() -> None:
    assert cells("| 1987 |  | a \\| b |") == ["1987", "", "a | b"]
    assert cells("1987 | Anna") == ["1987", "Anna"]


SOUP = st.lists(
    st.sampled_from(
        ["|", "|", "\\|", "\\", "-", "---", ":-:", "\n", "\n", "\n\n", "\r\n", " ", "\t", "> ", "a",
         "Anna won.", "1987", "\u2028", "🎉", "- ", "|a|b|\n|-|-|\n", "a | b\n--|--\n", "x" * 900]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_in_any_soup_of_pipes_rows_are_in_order_whole_and_quoted_as_they_stand(text: str) -> None:
    position = 0
    spans = split_sentences(text, "en")
    assert spans == sorted(spans)
    for table in find_tables(text):
        assert position <= table.header[0] < table.header[1] <= table.end <= len(text)
        position = table.header[1]
        for start, end in table.rows:
            assert position < start < end <= table.end
            line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", start)]
            assert text[start:end] == line.lstrip(" \t\r\u2028>").rstrip(" \t\r\u2028")
            assert header_of(text, start) == table.columns
            position = end
            inside = [span for span in spans if span[0] < end and start < span[1]]
            assert inside[0][0] == start
            assert inside[-1][1] == end
            if end - start <= LONGEST:
                assert inside == [(start, end)]
        position = table.end
    assert all(len(read) <= 2_000 for read in read_as(text, spans, find_tables(text)))


@pytest.mark.parametrize(
    "text",
    [
        "|" * 200_000,
        "|\n" * 100_000,
        "|-" * 100_000,
        "|-|\n" * 50_000,
        "|a|\n|-|\n" + "|b|\n" * 50_000,
        "|a|\n|-|\n|" + "b " * 200_000,
        "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|1" * 20_000,
        "\\|" * 100_000,
        " " * 100_000 + "|" + " " * 100_000,
        "> " * 50_000 + "|a|",
        ("|a|b|\n|-|-|\n|1|2|\n\n") * 10_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_hostile_tables_come_to_an_end(text: str) -> None:
    spans = split_sentences(text, "en")
    read = read_as(text, spans, find_tables(text))
    assert max(map(len, read), default=0) <= 2_000
    assert isinstance(header_of(text, len(text) - 1), tuple)
