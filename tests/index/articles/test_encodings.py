"""Old encodings are recognised with certainty, or refused: never another text than was written.

The sentences (`tests/data/encodings.json`) are in every encoding that their language is written in.
"""

from __future__ import annotations

import time

import pytest

from benchmarks.encodings import Case, cases, encoded
from index.articles.decoding import decode
from index.articles.encodings import NAMES

CASES = list(cases())


def outcome(case: Case) -> str:
    try:
        return "right" if decode(case.data) == case.text else "wrong"
    except ValueError:
        return "refused"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.form == "paragraph"],
    ids=lambda case: f"{case.language}-{case.encoding}",
)
def test_a_few_sentences_are_read(case: Case) -> None:
    assert decode(case.data) == case.text


def test_nothing_is_read_as_another_text() -> None:
    assert [case for case in CASES if outcome(case) == "wrong"] == []


@pytest.mark.parametrize(
    ("form", "at_least"),
    [("phrase", 0.85), ("sentence", 0.9), ("phrase within English", 0.85)],
)
def test_little_is_refused(form: str, at_least: float) -> None:
    outcomes = [outcome(case) for case in CASES if case.form == form]
    assert outcomes.count("right") >= at_least * len(outcomes)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-1"])
@pytest.mark.parametrize(
    "text",
    [
        "Schöne Grüße aus der Küche!",
        "Où est le garçon ? Il est déjà là.",
        "¿Dónde está mi niño?",
        "Perché non c'è più nessuno?",
        "Não há mais pão.",
        "På onsdag åker vi till sjön.",
        "Københavns rådhus er åbent hele året.",
        "Hyvää yötä, ystäväni.",
        "The café opened in 1990.",
        "Søren Kierkegaard and René Descartes never met.",
        "It was 30 °C in the shade, and 25 m² is all we had.",
    ],
)
def test_a_short_western_text_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "She said “no” again.",
        "They don’t know what it’s for.",
        "The war of 1654–1660 – a long one – cost them dear.",
        "The ticket costs 12 €.",
        "“Wait…” — and she was gone.",
    ],
)
def test_english_with_typographic_signs_is_read(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The old sign said “你好” in red letters.", "gb18030"),
        ("The newspaper is called 人民日报 in Chinese.", "gb18030"),
        ("The station is called 東京 in Japanese.", "cp932"),
        ("The station is called 서울역 in Korean.", "cp949"),
        ("The newspaper is called Известия in Russian.", "cp1251"),
        ("The word for “island” is νησί in Greek.", "cp1253"),
    ],
)
def test_a_foreign_word_within_english_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_kr"])
def test_escape_sequences_name_the_encoding(encoding: str) -> None:
    text = {"iso2022_jp": "窓のそばに机がある。", "iso2022_kr": "창가에 책상이 있다."}[encoding]
    assert decode(text.encode(encoding)) == text


def test_text_that_is_put_together_from_two_encodings_is_refused() -> None:
    german = "Die Männer gehen über die Brücke. " * 5
    with pytest.raises(ValueError, match="its encoding is unclear"):
        decode(german.encode("cp1252") + "Die Größe ist schön.".encode())


def test_one_byte_far_from_the_sample_can_rule_an_encoding_out() -> None:
    data = "Schöne Grüße. ".encode("cp1252") * 200_000
    middle = len(data) // 32 * 3
    with pytest.raises(ValueError, match="its encoding is unclear"):
        decode(data[:middle] + b"\x81" + data[middle:])


def test_every_encoding_that_is_looked_for_is_one_of_python() -> None:
    for name in NAMES:
        assert b"text".decode(name) == "text"


def test_hostile_bytes_take_no_longer_than_text() -> None:
    """Only so many bytes are weighed, however long the words are and however many there are."""
    words = [bytes(0xC0 + (i * j) % 63 for j in range(1, 200)) for i in range(5_000)]
    start = time.process_time()
    with pytest.raises(ValueError):
        decode(b" ".join(words))
    assert time.process_time() - start < 30


def test_vietnamese_tones_are_put_on_their_letters() -> None:
    text = "Ngày mai chúng tôi sẽ về thăm bà ngoại ở làng bên."
    assert decode(encoded(text, "cp1258")[1]) == text
    assert decode(encoded(text, "cp1258")[1], "cp1258") == text
