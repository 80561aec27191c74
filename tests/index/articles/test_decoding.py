"""Bytes become the text that they hold, or are refused in one line."""

from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import InputError
from index.articles import Source
from index.articles import source as source_module
from index.articles.decoding import decode

GERMAN = "Der Bürgermeister sagte: „Größe ist für Übermut kein Maß – nie!“\nDas war’s dann für 5 €."
FRENCH = "L’été dernier, le maire a reçu à l’hôtel de ville un garçon naïf ; c’était à Besançon."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
@pytest.mark.parametrize("text", [GERMAN, FRENCH])
def test_every_common_encoding_is_found_out(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + "Straße 日本".encode(encoding)) == "Straße 日本"


def test_latin_1_is_read_as_its_superset() -> None:
    text = "Die Größe der Straße änderte sich früher öfter."
    assert decode(text.encode("latin-1")) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_any_utf8_text_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мы говорили с ними о погоде и о новостях дня.", "cp1251"),
        ("Мы говорили с ними о погоде и о новостях дня.", "koi8-r"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία.", "cp1253"),
        ("Premiér řekl, že účet zaplatí příští měsíc.", "cp1250"),
        ("Zażółć gęślą jaźń, powiedział wójt.", "iso8859-2"),
        ("Die Größe der Straße änderte sich früher öfter.", "mac-roman"),
        ("Die Größe der Straße änderte sich früher öfter.", "cp850"),
        ("首相は会見で新しい対策を発表した。", "shift-jis"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused_not_guessed(text: str, encoding: str) -> None:
    with pytest.raises(ValueError, match="save it as UTF-8"):
        decode(text.encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0",
        b"PK\3\4\x14\0\6\0\x08\0!\0\xdf\xa4\xd2lZ\1\0\0",
        b"\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0",
        b"text with a null \0 in it",
        codecs.BOM_UTF8 + b"also \0 here",
        b"\xff\xfeodd",
        random.Random(0).randbytes(4_096),
    ],
)
def test_a_binary_file_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        Source(path).text()
    message = str(caught.value)
    assert message.startswith(f"cannot read {path}: it")
    assert "\n" not in message


def test_a_broken_utf8_file_is_not_read_as_something_else() -> None:
    with pytest.raises(ValueError, match="unclear"):
        decode("Москва и Киев".encode()[:-1])


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_becomes_a_newline(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(f"one{line_end}two{line_end}{line_end}three".encode())
    assert Source(path).text() == "one\ntwo\n\nthree"


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"") == decode(codecs.BOM_UTF8) == ""


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "MAX_FILE_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_text("eleven chars")
    with pytest.raises(InputError, match=r"too large \(12 bytes, at most 10\): split it up"):
        Source(path).text()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*gone\.txt: No such file"):
        Source(tmp_path / "gone.txt").text()


def test_damaged_utf_8_is_not_read_as_another_encoding() -> None:
    with pytest.raises(ValueError, match="its encoding is unclear"):
        decode(b"abc \xed\xa0\x80 def")
    with pytest.raises(ValueError, match="its encoding is unclear"):
        decode("Größe und Länge der Brücke".encode() + b"\xff")


def test_numbers_are_not_taken_for_utf_16() -> None:
    with pytest.raises(ValueError, match="null bytes"):
        decode(bytes([0, 1, 0, 2, 0, 3]) * 50)
