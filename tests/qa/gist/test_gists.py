"""Gists, translated by the real small model in its process, from the bundled articles."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from index import Archive
from index.text.languages import detect_language
from qa import Answer, Assistant, Citation
from qa.gist import Gists
from qa.gist.small_model import NAME, SmallModel, _whole_file
from qa.gist.small_translator import by_example
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
def translated(gists: Gists, answer: Answer) -> dict[Citation, str | None]:
    return {citation: gists.gist(citation, "en") for citation in gists.wanted(answer)}


@pytest.fixture
def empty_cache(settings: LLMSettings, translated: dict, tmp_path: Path) -> Path:
    """A cache folder that holds the model, and no gists yet."""
    for model in settings.cache_dir.glob("*.gguf"):
        os.link(model, tmp_path / model.name)
    return tmp_path


def small(gists: Gists) -> SmallModel:
    return gists._translator.model


def process(gists: Gists) -> subprocess.Popen[str]:
    running = small(gists)._process
    assert running is not None
    return running


def rows(cache_dir: Path) -> dict[bytes, str]:
    with closing(sqlite3.connect(cache_dir / "gists.sqlite")) as connection:
        return dict(connection.execute("SELECT key, gist FROM gists"))


def test_a_reader_of_english_gets_the_gist_of_a_german_quote(
    answer: Answer, translated: dict[Citation, str | None]
) -> None:
    assert {citation.article.language for citation in translated} == {"de"}
    assert list(translated) == list(answer.citations)
    shown = {citation: gist for citation, gist in translated.items() if gist is not None}
    assert shown
    for citation, gist in shown.items():
        assert gist.strip() == gist != ""
        assert gist != citation.quote
        assert detect_language(gist) == "en"
    assert any("Sherman" in gist for gist in shown.values())


def test_what_was_translated_once_needs_no_process_again(
    settings: LLMSettings, support: Support, translated: dict[Citation, str | None]
) -> None:
    later = Gists(settings, support)
    assert {citation: later.kept(citation, "en") for citation in translated} == translated
    assert {citation: later.gist(citation, "en") for citation in translated} == translated
    assert small(later)._process is None


def test_a_later_answer_has_its_gists_at_once(
    seeds_archive: Archive,
    settings: LLMSettings,
    answer: Answer,
    translated: dict[Citation, str | None],
) -> None:
    later = Assistant(seeds_archive, settings)
    again = later.answer(answer.question)
    assert [citation.gist for citation in again.citations] == list(translated.values())
    assert [c.quote for c in again.citations] == [c.quote for c in answer.citations]
    assert later.gists is not None
    assert small(later.gists)._process is None


def test_kept_gists_are_those_of_the_readers_language(
    gists: Gists, translated: dict[Citation, str | None]
) -> None:
    assert [gists.kept(citation, "fr") for citation in translated] == [None] * len(translated)


def test_a_sentence_without_a_gist_is_left_out_of_its_quotes(
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, str | None],
) -> None:
    keys = list(rows(settings.cache_dir))
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    first = next(iter(translated))

    def kept(texts: list[str]) -> str | None:
        with closing(sqlite3.connect(empty_cache / "gists.sqlite")) as connection, connection:
            connection.execute("DROP TABLE IF EXISTS gists")
            connection.execute("CREATE TABLE gists (key BLOB PRIMARY KEY, gist TEXT NOT NULL)")
            connection.executemany(
                "INSERT INTO gists VALUES (?, ?)", zip(keys, texts, strict=False)
            )
        return gists.kept(first, "en")

    assert first.quote.count(". ") == 2, "three sentences"
    assert kept(["One.", "Two.", "Three."]) == "One. Two. Three."
    assert kept(["One.", "", "Three."]) == "One. … Three."
    assert kept(["", "", ""]) is None
    assert gists.gist(first, "en") is None
    assert kept(["One.", "Two."]) is None, "the third is not translated yet"
    assert small(gists)._process is None


def test_quotes_in_the_readers_language_want_no_gist(gists: Gists, answer: Answer) -> None:
    assert gists.wanted(replace(answer, language="de")) == []


@pytest.mark.parametrize("language", ["ru", "fi", "ja"])
def test_languages_without_examples_want_no_gist(
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
    assert next(gists.each(known)) == (known.citations[0], "Known.")


def test_an_answer_without_quotes_wants_no_gist(gists: Gists, answer: Answer) -> None:
    assert gists.wanted(replace(answer, citations=())) == []


@pytest.mark.parametrize("how", ["killed", "left alone", "silent"])
def test_after_its_process_has_ended_the_model_translates_in_another_one(
    gists: Gists,
    settings: LLMSettings,
    translated: dict[Citation, str | None],
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
            assert gists.gist(next(iter(translated)), "en") is None
    assert any(gists.gist(c, "en") for c in translated)
    assert process(gists).pid != before.pid
    assert before.poll() is not None


def test_a_process_that_ends_while_it_translates_loses_that_gist_only(
    support: Support, settings: LLMSettings, empty_cache: Path, answer: Answer
) -> None:
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    try:
        small(gists).complete("One", 1)
        process(gists).send_signal(signal.SIGSTOP)
        asking = Thread(target=gists.gist, args=(answer.citations[0], "en"))
        asking.start()
        while not small(gists)._asking.locked():
            asking.join(0.01)
        asking.join(0.2)
        process(gists).kill()
        asking.join()
        assert gists.gist(answer.citations[0], "en")
    finally:
        small(gists).close()


@pytest.mark.parametrize("garbage", [b"", b"garbage" * 1_000, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_file_of_gists_costs_nothing_but_what_it_held(
    gists: Gists,
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, str | None],
    garbage: bytes,
) -> None:
    (empty_cache / "gists.sqlite").write_bytes(garbage)
    damaged = Gists(replace(settings, cache_dir=empty_cache), support)
    damaged._translator.model = small(gists)  # one process is enough
    assert [damaged.kept(citation, "en") for citation in translated] == [None] * len(translated)
    assert any(damaged.gist(citation, "en") for citation in translated)


def test_a_folder_in_the_place_of_the_file_of_gists_does_no_harm(
    gists: Gists,
    support: Support,
    settings: LLMSettings,
    empty_cache: Path,
    translated: dict[Citation, str | None],
) -> None:
    (empty_cache / "gists.sqlite").mkdir()
    hindered = Gists(replace(settings, cache_dir=empty_cache), support)
    hindered._translator.model = small(gists)
    assert any(hindered.gist(citation, "en") for citation in translated)


def test_where_the_model_cannot_be_put_together_there_are_no_gists(
    support: Support, settings: LLMSettings, answer: Answer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    gists = Gists(replace(settings, cache_dir=tmp_path / "file"), support)
    for _ in range(2):
        assert [gists.gist(citation, "en") for citation in gists.wanted(answer)] == [
            None for _ in answer.citations
        ]
    assert (tmp_path / "file").read_text() == "no folder"


def test_where_the_model_cannot_be_loaded_there_are_no_gists(
    support: Support, settings: LLMSettings, empty_cache: Path, answer: Answer
) -> None:
    model = _whole_file(empty_cache)
    model.unlink()
    model.write_bytes(b"GGUF and nothing else")
    gists = Gists(replace(settings, cache_dir=empty_cache), support)
    assert gists.gist(answer.citations[0], "en") is None
    assert gists.gist(answer.citations[0], "en") is None
    assert small(gists)._process is None


def test_a_model_that_is_put_together_leaves_nothing_else(
    settings: LLMSettings, translated: dict
) -> None:
    names = {path.name for path in settings.cache_dir.iterdir()}
    assert names - {"gists.sqlite"} == {_whole_file(settings.cache_dir).name}


def test_the_model_is_shown_its_sentence_on_one_line_after_examples_in_both_languages() -> None:
    prompt = by_example("Sie sagte:\n\nDeutsch: nein\tund ja.", "de", "fr")
    *examples, asked = prompt.split("\n\n")
    assert asked == "German: Sie sagte: Deutsch: nein und ja.\nFrench:"
    assert len(examples) == 4
    for example in examples:
        source, target = example.splitlines()
        assert source.startswith("German: ")
        assert target.startswith("French: ")


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
