"""Gists, translated by the real small model in its process, from the bundled articles."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from index import Archive
from index.text.languages import detect_language
from qa import Answer, Assistant, Citation
from qa.answers import ShortAnswer
from qa.gist import Gists
from qa.gist.alignment import linked
from qa.gist.kept import Translation
from qa.gist.small_model import NAME, SmallModel, whole_file
from qa.gist.small_translator import instruction
from qa.llm import LLMError, LLMSettings
from qa.writing.support import Support

pytestmark = pytest.mark.skipif(
    not SmallModel.is_installed(), reason=f"xllamacpp or {NAME} is not installed"
)


@pytest.fixture(scope="module")
def support(assistant: Assistant) -> Support:
    return assistant.support


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    """To a reader of English, from German articles."""
    return assistant.answer("what did Sherman demand?")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> LLMSettings:
    """Their cache folder holds the model, and the gists of the whole module."""
    return LLMSettings(cache_dir=tmp_path_factory.mktemp("gists") / "cache", llm="none")


@pytest.fixture(scope="module")
def gists(settings: LLMSettings, support: Support) -> Iterator[Gists]:
    gists = Gists(settings, support)
    yield gists
    small(gists).close()


@pytest.fixture(scope="module")
def translated(gists: Gists, answer: Answer) -> dict[Citation, Citation | None]:
    return {citation: gists.translated(citation, "en") for citation in gists.wanted(answer)}


@pytest.fixture
def empty_cache(settings: LLMSettings, translated: dict, tmp_path: Path) -> Path:
    """A cache folder that holds the model, and no gists yet."""
    for model in settings.cache_dir.glob("*.gguf"):
        os.link(model, tmp_path / model.name)
    return tmp_path


def small(gists: Gists) -> SmallModel:
    return gists.translations._translators[-1].model


def keep(gists: Gists, sentence: str, made: Translation) -> None:
    """As if it had been translated from German into English."""
    of = gists.translations
    translator = of.translator("de", "en")
    assert translator is not None
    of._kept.put(made, *of._known_by(sentence, translator, "de", "en"))


def process(gists: Gists) -> subprocess.Popen[str]:
    running = small(gists)._process
    assert running is not None
    return running


def test_a_reader_of_english_gets_the_gist_of_a_german_quote(
    answer: Answer, translated: dict[Citation, Citation | None]
) -> None:
    assert {citation.article.language for citation in translated} == {"de"}
    assert list(translated) == list(answer.citations)
    assert None not in translated.values()
    shown = [c for c in translated.values() if c is not None and c.gist is not None]
    assert shown
    for citation in shown:
        assert citation.gist is not None
        assert citation.gist.strip() == citation.gist != citation.quote
        assert detect_language(citation.gist) == "en"
    assert any("Sherman" in str(citation.gist) for citation in shown)


def test_what_was_translated_once_needs_no_process_again(
    settings: LLMSettings, support: Support, translated: dict[Citation, Citation | None]
) -> None:
    later = Gists(settings, support)
    assert {citation: later.kept(citation, "en") for citation in translated} == translated
    assert {citation: later.translated(citation, "en") for citation in translated} == translated
    assert small(later)._process is None


def test_a_later_answer_has_its_gists_at_once(
    seeds_archive: Archive,
    settings: LLMSettings,
    answer: Answer,
    translated: dict[Citation, Citation | None],
) -> None:
    later = Assistant(seeds_archive, settings)
    again = later.answer(answer.question)
    assert [*again.citations] == [*translated.values()]
    assert [c.quote for c in again.citations] == [c.quote for c in answer.citations]
    assert later.gists is not None
    assert small(later.gists)._process is None


def test_kept_gists_are_those_of_the_readers_language(
    gists: Gists, translated: dict[Citation, Citation | None]
) -> None:
    assert [gists.kept(citation, "fr") for citation in translated] == [None] * len(translated)


def test_a_sentence_that_fails_its_checks_is_left_out_and_shown_to_who_asks_for_it(
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, Citation | None],
) -> None:
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    first = next(iter(translated))
    sentences = [*map(str.strip, re.split(r"(?<=[.:]) ", first.quote))]
    assert len(sentences) == 3

    def kept(*told: tuple[str, bool]) -> tuple[str | None, str | None] | None:
        (empty_cache / "gists.sqlite").unlink(missing_ok=True)
        for sentence, (text, shown) in zip(sentences, told, strict=False):
            keep(gists, sentence, Translation(text, shown, []))
        found = gists.kept(first, "en")
        return None if found is None else (found.gist, found.doubtful_gist)

    one, two, three = ("One.", True), ("Two.", True), ("Three.", True)
    assert kept(one, two) is None, "the third is not translated yet"
    assert kept(one, two, three) == ("One. Two. Three.", None)
    assert kept(one, ("Two.", False), three) == ("One. … Three.", "One. Two. Three.")
    nothing = [(text, False) for text, _ in (one, two, three)]
    assert kept(*nothing) == (None, "One. Two. Three.")
    assert gists.translated(first, "en") == gists.kept(first, "en")
    assert gists.wanted(answering(first)) == [first]
    assert gists.wanted(gists.with_kept(answering(first))) == []
    assert small(gists)._process is None


def answering(citation: Citation) -> Answer:
    return Answer("Who?", "en", "", False, 0.9, "quote", (citation,))


def test_the_sentence_that_answers_is_translated_first(
    support: Support,
    settings: LLMSettings,
    gists: Gists,
    empty_cache: Path,
    translated: dict[Citation, Citation | None],
) -> None:
    first = next(iter(translated))
    at = first.quote.rindex("Sherman")
    start = first.start + at
    last = replace(first, short_answer=ShortAnswer("Sherman", start, start + len("Sherman")))
    assert first.quote.rindex(". ") < at, "it stands in the last sentence"
    anew = Gists(replace(settings, cache_dir=empty_cache), support)
    anew.translations._translators[-1].model = small(gists)  # type: ignore[attr-defined]
    grown = [*anew.each(answering(last))]
    assert len(grown) == 2
    early, whole = (citation.gist or citation.doubtful_gist or "" for citation in grown)
    assert early.startswith("… … ") and not early.endswith("…")
    assert whole.endswith(early.removeprefix("… … ")) and not whole.startswith("… … ")
    assert [*anew.each(answering(grown[-1]))] == grown[-1:]


def test_the_words_that_answer_are_marked_in_the_gist(
    support: Support, settings: LLMSettings, empty_cache: Path, answer: Answer
) -> None:
    quote = "Am Dienstag kam Anna Berg nach Brüssel. Sie blieb dort vier Tage."
    start = quote.index("Anna Berg")
    short = ShortAnswer("Anna Berg", start, start + len("Anna Berg"))
    citation = replace(
        answer.citations[0], quote=quote, start=0, end=len(quote), short_answer=short
    )
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    sentences = {
        "Am Dienstag kam Anna Berg nach Brüssel.": "On Tuesday Anna Berg came to Brussels.",
        "Sie blieb dort vier Tage.": "She stayed there for four days.",
    }
    for sentence, text in sentences.items():
        made = Translation(text, True, linked(sentence, text, support))
        keep(gists, sentence, made)
    shown = gists.kept(citation, "en")
    assert shown is not None and shown.gist is not None and shown.gist_answer is not None
    assert shown.gist == " ".join(sentences.values())
    assert shown.gist[slice(*shown.gist_answer)] == "Anna Berg"


def test_quotes_in_the_readers_language_want_no_gist(gists: Gists, answer: Answer) -> None:
    assert gists.wanted(replace(answer, language="de")) == []


@pytest.mark.parametrize("language", ["ru", "fi", "ja"])
def test_languages_that_no_translator_knows_want_no_gist(
    gists: Gists, answer: Answer, language: str
) -> None:
    assert gists.wanted(replace(answer, language=language)) == []
    foreign = tuple(
        replace(citation, article=replace(citation.article, language=language))
        for citation in answer.citations
    )
    assert gists.wanted(replace(answer, citations=foreign)) == []
    assert list(gists.each(replace(answer, citations=foreign))) == []


def test_a_quote_that_has_its_gist_wants_none(gists: Gists, answer: Answer) -> None:
    first, *rest = answer.citations
    known = replace(answer, citations=(replace(first, gist="Known."), *rest))
    assert gists.wanted(known) == rest
    assert next(gists.each(known)) == known.citations[0]


def test_an_answer_without_quotes_wants_no_gist(gists: Gists, answer: Answer) -> None:
    assert gists.wanted(replace(answer, citations=())) == []


@pytest.mark.parametrize("how", ["killed", "left alone", "silent"])
def test_after_its_process_has_ended_the_model_translates_in_another_one(
    gists: Gists,
    settings: LLMSettings,
    translated: dict[Citation, Citation | None],
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (settings.cache_dir / "gists.sqlite").unlink()
    if small(gists)._process is None:
        small(gists).complete("One", 1)
    before = process(gists)
    if how == "killed":
        before.kill()
        before.wait()
    elif how == "left alone":
        assert before.stdin is not None
        before.stdin.close()
        before.wait(timeout=30)
    else:
        before.send_signal(signal.SIGSTOP)
        with monkeypatch.context() as hurried:
            hurried.setattr(small(gists), "_timeout", 0.2)
            assert gists.translated(next(iter(translated)), "en") is None
    assert any(gists.translated(c, "en") for c in translated)
    assert process(gists).pid != before.pid
    assert before.poll() is not None


def test_a_process_that_ends_while_it_translates_loses_that_gist_only(
    support: Support, settings: LLMSettings, empty_cache: Path, answer: Answer
) -> None:
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    try:
        small(gists).complete("One", 1)
        process(gists).send_signal(signal.SIGSTOP)
        asking = Thread(target=gists.translated, args=(answer.citations[0], "en"))
        asking.start()
        while not small(gists)._asking.locked():
            asking.join(0.01)
        asking.join(0.2)
        process(gists).kill()
        asking.join()
        assert gists.translated(answer.citations[0], "en")
    finally:
        small(gists).close()


@pytest.mark.parametrize("garbage", [b"", b"garbage" * 1_000, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_file_of_gists_costs_nothing_but_what_it_held(
    gists: Gists,
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, Citation | None],
    garbage: bytes,
) -> None:
    (empty_cache / "gists.sqlite").write_bytes(garbage)
    damaged = Gists(replace(settings, cache_dir=empty_cache), support)
    damaged.translations._translators[-1].model = small(gists)  # one process is enough
    assert [damaged.kept(citation, "en") for citation in translated] == [None] * len(translated)
    assert any(damaged.translated(citation, "en") for citation in translated)


def test_a_folder_in_the_place_of_the_file_of_gists_does_no_harm(
    gists: Gists,
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, Citation | None],
) -> None:
    (empty_cache / "gists.sqlite").mkdir()
    hindered = Gists(replace(settings, cache_dir=empty_cache), support)
    hindered.translations._translators[-1].model = small(gists)
    assert any(hindered.translated(citation, "en") for citation in translated)


def test_where_the_model_cannot_be_put_together_there_are_no_gists(
    support: Support, settings: LLMSettings, answer: Answer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    gists = Gists(replace(settings, cache_dir=tmp_path / "file"), support)
    for _ in range(2):
        assert [gists.translated(citation, "en") for citation in gists.wanted(answer)] == [
            None for _ in answer.citations
        ]
    assert (tmp_path / "file").read_text() == "no folder"


def test_where_the_model_cannot_be_loaded_there_are_no_gists(
    support: Support, settings: LLMSettings, empty_cache: Path, answer: Answer
) -> None:
    model = whole_file(empty_cache)
    model.unlink()
    model.write_bytes(b"GGUF and nothing else")
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    assert gists.translated(answer.citations[0], "en") is None
    assert gists.translated(answer.citations[0], "en") is None
    assert small(gists)._process is None


def test_a_model_that_is_put_together_leaves_nothing_else(
    settings: LLMSettings, translated: dict
) -> None:
    names = {path.name for path in settings.cache_dir.iterdir()}
    assert names - {"gists.sqlite"} == {whole_file(settings.cache_dir).name}


def test_the_model_is_shown_its_sentence_on_one_line() -> None:
    asked = instruction("Sie sagte:\n\nDeutsch: nein\tund ja.", "de", "fr")
    assert asked == "German: Sie sagte: Deutsch: nein und ja.\nFrench:"


def test_the_models_process_runs_nothing_that_lies_in_the_current_folder(
    settings: LLMSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('ran', 'w')", encoding="utf-8")
    (tmp_path / "qa").mkdir()
    (tmp_path / "qa" / "__init__.py").write_text("open('ran', 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    model = SmallModel(settings.cache_dir, 60)
    try:
        assert model.complete("One, two, three,", 4)
    finally:
        model.close()
    assert not (tmp_path / "ran").exists()


def test_a_sentence_that_is_too_much_for_the_model_costs_no_other_one(
    settings: LLMSettings,
) -> None:
    model = SmallModel(settings.cache_dir, 120)
    try:
        with pytest.raises(LLMError) as raised:
            model.complete("\U00013080" * 3_000, 4)
        assert raised.value.reason == "too_long"
        process = model._process
        assert model.complete("One, two, three,", 4)
        assert model._process is process
    finally:
        model.close()
