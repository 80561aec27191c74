"""Bytes become the text that they hold, or are refused in one line."""

from __future__ import annotations

import codecs
import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import InputError
from index.articles import Limits, Source
from index.articles.decoding import check_encoding, decode

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
        ("Dvořák", "cp1250"),
        ("ačiū", "cp1257"),
        ("à", "cp850"),
        ("Où", "iso8859-15"),
        ("The note said 模 in red ink.", "big5"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused_not_guessed(
    text: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "unclear.txt"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(InputError) as caught:
        Source(path).text()
    assert re.fullmatch(
        rf"cannot read {path}: its encoding is unclear \(it could be [\w -]+\): "
        r"save it as UTF-8, or name it with --encoding [\w-]+",
        str(caught.value),
    )


def test_the_encoding_that_a_refusal_proposes_can_be_named() -> None:
    data = "Dvořák".encode("cp1250")
    with pytest.raises(ValueError, match="it could be Windows-1250 or ") as caught:
        decode(data)
    assert decode(data, str(caught.value).split("--encoding ")[1]) == "Dvořák"


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


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("eleven chars")
    with pytest.raises(InputError, match=r"too large \(12 bytes, at most 10\): split it up"):
        Source(path, limits=Limits(file_bytes=10)).text()


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


@pytest.mark.parametrize("encoding", ["cp037", "cp500"])
def test_what_is_text_in_no_known_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match="its encoding is unclear: save it as UTF-8"):
        decode("Niemand wusste, wohin der kleine Fuchs gelaufen war.".encode(encoding))


@given(st.binary())
def test_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    try:
        text = decode(data)
    except ValueError as error:
        assert type(error) is ValueError and "\n" not in str(error)
    else:
        assert "\0" not in text


@given(
    st.text(st.characters(codec="cp1251", exclude_characters="\0")),
    st.sampled_from(["cp1251", "windows-1251", "utf-8", "GB18030", "utf-16-be"]),
)
def test_a_named_encoding_is_followed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == text


def test_a_named_encoding_is_followed_where_another_would_be_found_out(tmp_path: Path) -> None:
    path = tmp_path / "named.txt"
    path.write_bytes("Größe".encode())
    assert Source(path).text() == "Größe"
    assert Source(path, "cp1252").text() == "GrÃ¶ÃŸe"


def test_bytes_that_are_not_in_the_named_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(b"caf\xe9 \x81")
    with pytest.raises(InputError, match=r"cannot read .*other\.txt: it is not valid CP1252"):
        Source(path, "windows-1252").text()
    path.write_bytes("Straße".encode("utf-16-le"))
    with pytest.raises(InputError, match="it holds null bytes"):
        Source(path, "latin-1").text()


@pytest.mark.parametrize("named", ["cp1252", "koi8-r", "utf-8", "utf-16", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("written", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_more_than_a_name(written: str, named: str) -> None:
    """A name may have been given for a whole folder."""
    assert decode("Straße 日本".encode(written), named) == "Straße 日本"


@pytest.mark.parametrize(
    ("name", "canonical"),
    [("UTF8", "utf-8"), ("latin-1", "iso8859-1"), ("Windows-1250", "cp1250"), ("GBK", "gbk")],
)
def test_an_encoding_is_known_by_any_of_its_names(name: str, canonical: str) -> None:
    assert check_encoding(name) == canonical


@pytest.mark.parametrize(
    "name",
    [
        *("klingon", "hex", "rot13", "base64", "zlib", "bz2", "uu", "quopri", "idna", "punycode"),
        *("unicode_escape", "raw_unicode_escape", "undefined", "charmap", "mbcs", "oem"),
        *("", "\0", "a\0b", "é", "\udc80", "../aliases", "x" * 500),
    ],
)
def test_what_is_no_encoding_of_text_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no text encoding") as caught:
        check_encoding(name)
    assert str(caught.value).isprintable()
    path = tmp_path / "text.txt"
    path.write_bytes(b"text")
    with pytest.raises(InputError, match="there is no text encoding"):
        Source(path, name).text()


@given(st.text())
def test_any_name_is_known_or_refused_in_one_line(name: str) -> None:
    try:
        assert "a".encode(check_encoding(name)) is not None
    except ValueError as error:
        assert "\n" not in str(error)
