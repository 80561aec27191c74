"""Which language model writes comes from the environment, else from the settings file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import InputError, Settings
from qa import LLMSettings

NAMES = ("LLM", "LLM_MODEL", "LLM_KEY", "LLM_TIMEOUT")
Write = Callable[[str], Path]


def read(llm: str | None = None) -> tuple[str, str, str, float]:
    settings = LLMSettings.read(llm)
    assert settings.cache_dir == Settings().cache_dir
    return settings.llm, settings.model, settings.key, settings.timeout


def test_the_file_goes_before_the_default(write_settings: Write) -> None:
    write_settings(
        'llm = "http://host/v1"\nllm_model = "großes"\nllm_key = "secret"\nllm_timeout = 7.5\n'
        'cache = "/archive/cache"\nindex = "/archive/index"\nembedding_model = "a/model"\n'
    )
    assert read() == ("http://host/v1", "großes", "secret", 7.5)
    assert LLMSettings.read().cache_dir == Path("/archive/cache")


def test_the_environment_goes_before_the_file(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('llm = "f"\nllm_model = "f"\nllm_key = "f"\nllm_timeout = 1\n')
    for name in NAMES:
        monkeypatch.setenv(f"FUNDSTELLE_{name}", "2")
    assert read() == ("2", "2", "2", 2.0)


def test_an_empty_variable_sets_nothing(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('llm = "model.gguf"')
    monkeypatch.setenv("FUNDSTELLE_LLM", "")
    assert read()[0] == "model.gguf"


def test_what_nothing_sets_has_its_default(write_settings: Write) -> None:
    write_settings('llm_key = "secret"')
    assert read() == ("none", "", "secret", 60.0)


def test_without_a_settings_file_there_are_defaults(home: Path) -> None:
    assert read() == ("none", "", "", 60.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("llm-model = 'a'", ("'llm-model'", "llm_model", "embedding_model")),
        ("[llm]\nmodel = 'a'", ("llm has to be a text or a number",)),
        ("llm = ['a']", ("llm has to be a text or a number",)),
        ("llm = none", ("cannot read", "line 1")),
    ],
)
def test_a_faulty_file_is_bad_input(
    write_settings: Write, text: str, words: tuple[str, ...]
) -> None:
    path = write_settings(text)
    with pytest.raises(InputError) as raised:
        LLMSettings.read()
    for word in (str(path), *words):
        assert word in str(raised.value)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "nan", "inf", "60 s", "1e999"])
def test_what_is_no_time_is_bad_input(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    write_settings(f'llm_timeout = "{seconds}"')
    with pytest.raises(InputError) as raised:
        LLMSettings.read()
    assert "llm_timeout" in str(raised.value)
    assert repr(seconds) in str(raised.value)
    write_settings("")
    monkeypatch.setenv("FUNDSTELLE_LLM_TIMEOUT", seconds)
    with pytest.raises(InputError, match="llm_timeout"):
        LLMSettings.read()


def test_the_translator_is_one_of_those_there_are(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings("")
    assert LLMSettings.read().translator == "auto"
    write_settings('translator = "Argos"')
    assert LLMSettings.read().translator == "argos"
    monkeypatch.setenv("FUNDSTELLE_TRANSLATOR", "google")
    with pytest.raises(InputError, match="translator is 'google'.*auto, none, gemma, argos, llm"):
        LLMSettings.read()


def test_the_key_is_not_shown(write_settings: Write) -> None:
    write_settings('llm_key = "secret"')
    assert LLMSettings.read().key == "secret"
    assert "secret" not in repr(LLMSettings.read())


def test_a_key_is_shown_to_no_other_model_than_the_one_beside_it(write_settings: Write) -> None:
    write_settings('llm = "https://one.example/v1"\nllm_model = "one"\nllm_key = "secret"')
    assert read()[1:3] == ("one", "secret")
    assert read("https://other.example/v1")[:3] == ("https://other.example/v1", "", "")


def test_another_model_from_the_environment_does_not_get_the_files_key(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('llm = "https://one.example/v1"\nllm_key = "secret"')
    monkeypatch.setenv("FUNDSTELLE_LLM", "https://other.example/v1")
    assert LLMSettings.read().key == ""
    monkeypatch.setenv("FUNDSTELLE_LLM_KEY", "mine")
    assert LLMSettings.read().key == "mine"
