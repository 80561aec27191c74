"""Settings come from the environment, else from the settings file, else they have defaults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import InputError, Settings
from index.articles import Limits
from index.settings import settings_file

Write = Callable[[str], Path]


def test_the_file_goes_before_the_default(write_settings: Write) -> None:
    write_settings(
        'index = "/archive/index"\nembedding_model = "a/model"\ncache = "/archive/cache"\n'
    )
    settings = Settings()
    assert settings.index_dir == Path("/archive/index")
    assert settings.embedding_model == "a/model"
    assert settings.cache_dir == Path("/archive/cache")


def test_the_environment_goes_before_the_file(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('index = "/f"\nembedding_model = "f"\ncache = "/f"\n')
    for name in ("INDEX", "EMBEDDING_MODEL", "CACHE"):
        monkeypatch.setenv(f"FUNDSTELLE_{name}", f"/{name}")
    settings = Settings()
    assert settings.index_dir == Path("/INDEX")
    assert settings.embedding_model == "/EMBEDDING_MODEL"
    assert settings.cache_dir == Path("/CACHE")


def test_an_empty_variable_sets_nothing(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('embedding_model = "a/model"')
    monkeypatch.setenv("FUNDSTELLE_EMBEDDING_MODEL", "")
    assert Settings().embedding_model == "a/model"


def test_what_nothing_sets_has_its_default(write_settings: Write) -> None:
    write_settings("")
    settings = Settings()
    assert settings.embedding_model == "intfloat/multilingual-e5-small"
    assert settings.index_dir.is_absolute()
    assert settings.cache_dir.is_absolute()
    assert settings.index_dir != settings.cache_dir


def test_what_is_given_goes_before_what_is_written(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings('index = "/i"\ncache = "/c"')
    monkeypatch.setenv("FUNDSTELLE_INDEX", "/e")
    settings = Settings(index_dir=Path("/mine"))
    assert (settings.index_dir, settings.cache_dir) == (Path("/mine"), Path("/c"))


def test_without_a_settings_file_there_are_defaults(home: Path) -> None:
    assert not settings_file().exists()
    assert Settings().embedding_model == "intfloat/multilingual-e5-small"


def test_the_settings_file_is_found_in_the_users_configuration(home: Path) -> None:
    assert settings_file().is_relative_to(home)
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('embedding_model = "mine"', encoding="utf-8")
    assert Settings().embedding_model == "mine"


def test_a_tilde_is_the_home_folder(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write_settings('index = "~/index"\ncache = "~/cache"')
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", "~/settings.toml")
    assert Settings().index_dir == tmp_path / "index"
    assert Settings().cache_dir == tmp_path / "cache"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[index]\nfolder = 'a'", "index has to be a text or a number"),
        ("index = ['a']", "index has to be a text or a number"),
        ("index = 2026-07-01", "index has to be a text or a number"),
        ("index = here", "line 1"),
        ("index = 'a'\nindex = 'b'", "cannot read"),
    ],
)
def test_a_faulty_file_is_bad_input(write_settings: Write, text: str, words: str) -> None:
    path = write_settings(text)
    with pytest.raises(InputError) as raised:
        Settings()
    assert str(path) in str(raised.value)
    assert words in str(raised.value)
    assert str(raised.value).isprintable()


def test_a_file_that_is_no_text_is_bad_input(write_settings: Write) -> None:
    path = write_settings("")
    path.write_bytes(b'index = "\xff\xfe"')
    with pytest.raises(InputError, match="cannot read") as raised:
        Settings()
    assert str(path) in str(raised.value)


def test_a_named_file_that_is_not_there_is_bad_input(write_settings: Write, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="FUNDSTELLE_SETTINGS") as raised:
        Settings()
    assert str(tmp_path / "settings.toml") in str(raised.value)


def test_a_folder_is_no_settings_file(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FUNDSTELLE_SETTINGS", str(tmp_path))
    with pytest.raises(InputError, match="cannot read"):
        Settings()


@pytest.mark.parametrize(
    ("written", "fast"),
    [("", False), ("fast = true", True), ("fast = false", False), ('fast = "yes"', True),
     ("fast = 1", True), ('fast = ""', False)],
)  # fmt: skip
def test_fast_is_on_or_off(write_settings: Write, written: str, fast: bool) -> None:
    write_settings(written)
    assert Settings().fast is fast
    assert Settings(fast=not fast).fast is not fast


def test_fast_that_is_neither_is_bad_input(write_settings: Write) -> None:
    write_settings('fast = "rather"')
    with pytest.raises(InputError, match="fast is 'rather': give true or false"):
        Settings()


def test_limits_of_what_is_read_are_settings(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings("limit_file_bytes = 1_000\nlimit_seconds = 2.5")
    monkeypatch.setenv("FUNDSTELLE_LIMIT_PAGES", "7")
    limits = Settings().limits
    assert (limits.file_bytes, limits.seconds, limits.pages) == (1_000, 2.5, 7)
    assert limits.entries == Limits().entries


@pytest.mark.parametrize("said", ["0", "-1", "many", "inf", "nan", "1e400"])
def test_a_limit_is_a_number_above_nothing(
    write_settings: Write, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    write_settings("")
    monkeypatch.setenv("FUNDSTELLE_LIMIT_FILE_BYTES", said)
    with pytest.raises(InputError, match="limit_file_bytes is .*: give a number above 0"):
        Settings()
