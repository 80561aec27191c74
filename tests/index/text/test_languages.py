"""In which language is a text?"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.text.languages import LANGUAGES, detect_language, language_code

QUESTIONS = json.loads(
    (Path(__file__).parents[2] / "data" / "short_questions.json").read_text("utf-8")
)


def test_short_questions_are_told_apart() -> None:
    missed = [
        (asked["question"], asked["language"], found)
        for asked in QUESTIONS
        if (found := detect_language(asked["question"])) != asked["language"]
    ]
    assert 1 - len(missed) / len(QUESTIONS) >= 0.98, missed  # 0.985 when this was written


@pytest.mark.parametrize("language", sorted({asked["language"] for asked in QUESTIONS}))
def test_each_language_is_told_from_the_others(language: str) -> None:
    asked = [q["question"] for q in QUESTIONS if q["language"] == language]
    assert sum(detect_language(question) == language for question in asked) >= 0.9 * len(asked)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Parlament beschloss am Dienstag ein Gesetz, das die Städte entlastet. " * 5, "de"),
        ("Parliament passed a law on Tuesday that takes a load off the cities. " * 5, "en"),
        ("Le Parlement a adopté mardi une loi qui soulage les villes. " * 5, "fr"),
        ("El Parlamento aprobó el martes una ley que alivia a las ciudades. " * 5, "es"),
        ("Il Parlamento ha approvato martedì una legge che alleggerisce le città. " * 5, "it"),
        ("Het parlement keurde dinsdag een wet goed die de steden ontlast. " * 5, "nl"),
        ("O Parlamento aprovou na terça-feira uma lei que alivia as cidades. " * 5, "pt"),
        ("Парламент принял во вторник закон, который облегчает жизнь городам. " * 5, "ru"),
        ("Парламент ухвалив у вівторок закон, який полегшує життя містам. " * 5, "uk"),
        ("Το κοινοβούλιο ψήφισε την Τρίτη έναν νόμο που ανακουφίζει τις πόλεις. " * 5, "el"),
        ("議会は火曜日に都市の負担を軽減する法律を可決した。" * 5, "ja"),
        ("议会周二通过了一项减轻城市负担的法律。" * 5, "zh"),
        ("أقر البرلمان يوم الثلاثاء قانونا يخفف العبء عن المدن. " * 5, "ar"),
        ("संसद ने मंगलवार को शहरों का बोझ कम करने वाला कानून पारित किया। " * 5, "hi"),
        ("รัฐสภาผ่านกฎหมายเมื่อวันอังคารเพื่อลดภาระของเมืองต่าง ๆ " * 5, "th"),
        ("Parlament uchwalił we wtorek ustawę, która odciąża miasta. " * 5, "pl"),
        ("Meclis salı günü şehirlerin yükünü hafifleten bir yasa kabul etti. " * 5, "tr"),
    ],
    ids=lambda value: value if len(value) == 2 else "",
)  # fmt: skip
def test_articles_are_told_apart(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   \n", "12345", "?!…", "🙂🚆🎉", "\0\x1b", "_ _"])
def test_what_holds_no_letter_is_taken_to_be_the_default(text: str) -> None:
    assert detect_language(text) == "en"
    assert detect_language(text, default="de") == "de"


@pytest.mark.parametrize(
    "text", ["a", "ß", "\ud800abc", "x" * 100_000, "Who 🙂 is \n\n Jens\0 Stoltenberg?", "é" * 300]
)
def test_odd_texts_have_some_known_language(text: str) -> None:
    assert detect_language(text) in LANGUAGES


def test_emoji_and_line_breaks_change_no_verdict() -> None:
    assert detect_language("🙂 Wer ist\n der neue\tGeneralsekretär? 🎉") == "de"


def test_the_verdict_is_the_same_each_time_and_in_each_thread() -> None:
    mixed = "The summit ended. Der Gipfel ging zu Ende. Le sommet est terminé. " * 6
    with ThreadPoolExecutor(4) as threads:
        verdicts = set(threads.map(detect_language, [mixed] * 12))
    assert verdicts == {detect_language(mixed)}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de", "de"), ("EN", "en"), ("de-AT", "de"), ("en_US", "en"), ("Deutsch", "de"),
        ("english", "en"), ("français", "fr"), ("zh-Hans", "zh"), ("[de, en]", None),
        ("de, en", None), ('x"y', None), ("xx", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_code_or_name(written: str, code: str | None) -> None:
    assert language_code(written) == code
