"""Settings come from the environment, else from the settings file, else they have defaults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import InputError, Settings
from index.settings import settings_file
from qa import LLMSettings
from qa.application import Application

NAMES = ("INDEX", "EMBEDDING_MODEL", "CACHE", "LLM", "LLM_MODEL", "LLM_KEY", "LLM_TIMEOUT")
Write = Callable[[str], Path]


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Write:
    """Writes the settings file; nothing is set in the environment."""
    for name in NAMES:
        monkeypatch.delenv(f"FUNDSTELLE_{name}", raising=False)
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", str(path))

    def write(text: str) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


def read(llm: str | None = None) -> dict[str, object]:
    """Every setting, by its name in the file."""
    settings, llm_settings = Settings(), LLMSettings.read(llm)
    assert llm_settings.cache_dir == settings.cache_dir
    return {
        "index": settings.index_dir,
        "embedding_model": settings.embedding_model,
        "cache": settings.cache_dir,
        "llm": llm_settings.llm,
        "llm_model": llm_settings.model,
        "llm_key": llm_settings.key,
        "llm_timeout": llm_settings.timeout,
    }


def test_the_file_goes_before_the_default(write: Write) -> None:
    write(
        'index = "/archive/index"\nembedding_model = "a/model"\ncache = "/archive/cache"\n'
        'llm = "http://host/v1"\nllm_model = "großes"\nllm_key = "secret"\nllm_timeout = 7.5\n'
    )
    assert read() == {
        "index": Path("/archive/index"),
        "embedding_model": "a/model",
        "cache": Path("/archive/cache"),
        "llm": "http://host/v1",
        "llm_model": "großes",
        "llm_key": "secret",
        "llm_timeout": 7.5,
    }


def test_the_environment_goes_before_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        'index = "/f"\nembedding_model = "f"\ncache = "/f"\n'
        'llm = "f"\nllm_model = "f"\nllm_key = "f"\nllm_timeout = 1\n'
    )
    for name in NAMES:
        monkeypatch.setenv(f"FUNDSTELLE_{name}", "2")
    assert list(read().values()) == [Path("2"), "2", Path("2"), "2", "2", "2", 2.0]


def test_an_empty_variable_sets_nothing(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write('llm = "model.gguf"')
    monkeypatch.setenv("FUNDSTELLE_LLM", "")
    assert read()["llm"] == "model.gguf"


def test_what_nothing_sets_has_its_default(write: Write) -> None:
    write('llm_key = "secret"')
    settings = Settings()
    llm_settings = LLMSettings.read()
    assert (llm_settings.llm, llm_settings.model, llm_settings.timeout) == ("none", "", 60.0)
    assert settings.embedding_model == "intfloat/multilingual-e5-small"
    assert settings.index_dir.is_absolute()
    assert settings.cache_dir.is_absolute()


@pytest.fixture
def home(write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of somebody who names no settings file."""
    monkeypatch.delenv("FUNDSTELLE_SETTINGS")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def test_without_a_settings_file_there_are_defaults(home: Path) -> None:
    assert not settings_file().exists()
    assert read()["llm"] == "none"


def test_the_settings_file_is_found_in_the_users_configuration(home: Path) -> None:
    assert settings_file().is_relative_to(home)
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('llm_model = "mine"', encoding="utf-8")
    assert read()["llm_model"] == "mine"


def test_a_tilde_is_the_home_folder(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write('index = "~/index"\ncache = "~/cache"')
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", "~/settings.toml")
    assert Settings().index_dir == tmp_path / "index"
    assert Settings().cache_dir == tmp_path / "cache"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("llm-model = 'a'", ("'llm-model'", "llm_model")),
        ("[llm]\nmodel = 'a'", ("llm has to be a text or a number",)),
        ("llm = ['a']", ("llm has to be a text or a number",)),
        ("llm = 2026-07-01", ("llm has to be a text or a number",)),
        ("llm = none", ("cannot read", "line 1")),
        ("llm = 'a'\nllm = 'b'", ("cannot read",)),
    ],
)
def test_a_faulty_file_is_bad_input(write: Write, text: str, words: tuple[str, ...]) -> None:
    path = write(text)
    with pytest.raises(InputError) as raised:
        LLMSettings.read()
    for word in (str(path), *words):
        assert word in str(raised.value)
    assert str(raised.value).isprintable()


def test_a_file_that_is_no_text_is_bad_input(write: Write) -> None:
    path = write("")
    path.write_bytes(b'llm = "\xff\xfe"')
    with pytest.raises(InputError, match="cannot read") as raised:
        LLMSettings.read()
    assert str(path) in str(raised.value)


def test_a_named_file_that_is_not_there_is_bad_input(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="FUNDSTELLE_SETTINGS") as raised:
        LLMSettings.read()
    assert str(tmp_path / "settings.toml") in str(raised.value)


def test_a_folder_is_no_settings_file(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", str(tmp_path))
    with pytest.raises(InputError, match="cannot read"):
        LLMSettings.read()


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "nan", "inf", "60 s", "1e999"])
def test_what_is_no_time_is_bad_input(
    write: Write, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    write(f'llm_timeout = "{seconds}"')
    with pytest.raises(InputError) as raised:
        LLMSettings.read()
    assert "llm_timeout" in str(raised.value)
    assert repr(seconds) in str(raised.value)
    write("")
    monkeypatch.setenv("FUNDSTELLE_LLM_TIMEOUT", seconds)
    with pytest.raises(InputError, match="llm_timeout"):
        LLMSettings.read()


def test_the_key_is_not_shown(write: Write) -> None:
    write('llm_key = "secret"')
    assert read()["llm_key"] == "secret"
    assert "secret" not in repr(LLMSettings.read())


def test_a_key_is_shown_to_no_other_model_than_the_one_beside_it(write: Write) -> None:
    write('llm = "https://one.example/v1"\nllm_model = "one"\nllm_key = "secret"')
    assert (read()["llm_model"], read()["llm_key"]) == ("one", "secret")
    other = LLMSettings.read("https://other.example/v1")
    assert (other.llm, other.model, other.key) == ("https://other.example/v1", "", "")


def test_another_model_from_the_environment_does_not_get_the_files_key(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('llm = "https://one.example/v1"\nllm_key = "secret"')
    monkeypatch.setenv("FUNDSTELLE_LLM", "https://other.example/v1")
    assert read()["llm_key"] == ""
    monkeypatch.setenv("FUNDSTELLE_LLM_KEY", "mine")
    assert read()["llm_key"] == "mine"


def test_the_file_is_read_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('llm = "model.gguf"\nindex = "/i"\ncache = "/c"')
    reads = []
    read_text = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, **how: (reads.append(self), read_text(self, **how))[1]
    )
    application = Application.of(print)
    assert (application.llm.llm, application.settings.cache_dir) == ("model.gguf", Path("/c"))
    assert reads == [path]


def test_what_is_given_goes_before_what_is_written(write: Write) -> None:
    write('index = "/i"\ncache = "/c"')
    assert Settings(index_dir=Path("/mine")).index_dir == Path("/mine")
    assert Settings(index_dir=Path("/mine")).cache_dir == Path("/c")
