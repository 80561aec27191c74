"""Which language model the settings name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index import InputError
from qa.llm import LLMError, LLMSettings, check_llm, open_llm


def test_no_language_model_is_one_of_the_choices() -> None:
    assert open_llm(LLMSettings(llm="none")) is None
    assert open_llm(LLMSettings()) is None


@pytest.mark.parametrize(
    "name",
    [
        "foo",
        "",
        "None",
        "ftp://x",
        "127.0.0.1:11434/v1",
        "http://",
        "http:///v1",
        "http://host:notaport/v1",
        "http://host:99999/v1",
        "http://[::1/v1",
        "http://host/v1\r",
        "http://ho\nst/v1",
        "file:///model.bin",
    ],
)
def test_what_can_name_no_model_is_bad_input(name: str) -> None:
    for use in (check_llm, open_llm):
        with pytest.raises(InputError) as raised:
            use(LLMSettings(llm=name))
        assert repr(name) in str(raised.value)
        assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    "name",
    [
        "http://127.0.0.1:11434/v1",
        "https://host/v1",
        "http://[::1]:8080/v1",
        "missing.gguf",
        "none",
    ],
)
def test_a_name_is_checked_without_opening_the_model(name: str) -> None:
    check_llm(LLMSettings(llm=name))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder.gguf").mkdir()
    for name in ("missing.gguf", "folder.gguf"):
        with pytest.raises(LLMError) as raised:
            open_llm(LLMSettings(llm=str(tmp_path / name)))
        assert raised.value.reason == "no_file"
        assert str(tmp_path / name) in str(raised.value)


def test_without_llama_cpp_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)  # importing it fails
    with pytest.raises(LLMError) as raised:
        open_llm(LLMSettings(llm=str(path)))
    assert raised.value.reason == "not_installed"
    assert "pip install" in str(raised.value)
