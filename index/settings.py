"""Every setting, in one place. docs/operation.md lists the same names for readers.

A setting comes from the environment, else from the settings file, else it has its default.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs

from index.errors import InputError

DEFAULT_EMBEDDING_MODEL = "intfloat/multilingual-e5-small"
_WHOLE = 5  # times the longest silence
_NAMES = ("index", "embedding_model", "cache", "llm", "llm_model", "llm_key", "llm_timeout")


@dataclass(frozen=True)
class Settings:
    """Where things are, and which models read and write.

    :param index_dir: the folder of the index (`FUNDSTELLE_INDEX`).
    :param embedding_model: a sentence-transformers model by name, or its folder
        (`FUNDSTELLE_EMBEDDING_MODEL`).
    :param cache_dir: where converted models are kept (`FUNDSTELLE_CACHE`).
    :param llm: what writes answers (`FUNDSTELLE_LLM`): an OpenAI-compatible address
        (http://…/v1), a GGUF file, or "none".
    :param llm_model: the model to ask for at that address (`FUNDSTELLE_LLM_MODEL`).
    :param llm_key: the key to show there (`FUNDSTELLE_LLM_KEY`).
    :param llm_timeout: how long a language model may stay silent, in seconds
        (`FUNDSTELLE_LLM_TIMEOUT`).
    :raises InputError: if the settings file cannot be read.
    """

    index_dir: Path = field(default_factory=lambda: _folder("index", _data_dir()))
    embedding_model: str = field(
        default_factory=lambda: _text("embedding_model", DEFAULT_EMBEDDING_MODEL)
    )
    cache_dir: Path = field(
        default_factory=lambda: _folder(
            "cache", platformdirs.user_cache_dir("fundstelle", appauthor=False)
        )
    )
    llm: str = field(default_factory=lambda: _text("llm", "none"))
    llm_model: str = field(default_factory=lambda: _of_llm("llm_model", _text("llm", "none")))
    llm_key: str = field(
        default_factory=lambda: _of_llm("llm_key", _text("llm", "none")), repr=False
    )
    llm_timeout: float = field(default_factory=lambda: _seconds("llm_timeout", 60.0))

    @property
    def reply_timeout(self) -> float:
        """What a language model's whole reply may take, in seconds."""
        return _WHOLE * self.llm_timeout

    @property
    def llm_name(self) -> str:
        """Which language model this is: its address or file, and what it is called there."""
        return f"{self.llm} {self.llm_model}".strip()

    def with_llm(self, llm: str) -> Settings:
        """These, with another language model: the settings file's key is not shown to it."""
        return replace(
            self, llm=llm, llm_model=_of_llm("llm_model", llm), llm_key=_of_llm("llm_key", llm)
        )


def settings_file() -> Path:
    """`FUNDSTELLE_SETTINGS`, or settings.toml in the user's configuration folder."""
    folder = platformdirs.user_config_dir("fundstelle", appauthor=False)
    named = os.environ.get("FUNDSTELLE_SETTINGS")
    return Path(os.path.expanduser(named or os.path.join(folder, "settings.toml")))


def _text(name: str, default: str) -> str:
    return os.environ.get(f"FUNDSTELLE_{name.upper()}") or str(_written().get(name, default))


def _of_llm(name: str, llm: str) -> str:
    """What belongs to the language model `llm`: not the file's, if that names another one."""
    written = _written()
    from_file = written.get(name, "") if written.get("llm", llm) == llm else ""
    return os.environ.get(f"FUNDSTELLE_{name.upper()}") or str(from_file)


def _folder(name: str, default: str) -> Path:
    return Path(os.path.expanduser(_text(name, default)))


def _seconds(name: str, default: float) -> float:
    text = _text(name, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise InputError(f"{name} is {text!r}: give a number of seconds, such as 60")
    return seconds


def _written() -> dict[str, Any]:
    """What the settings file says."""
    path = settings_file()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if os.environ.get("FUNDSTELLE_SETTINGS"):
            raise InputError(f"there is no settings file {path} (FUNDSTELLE_SETTINGS)") from None
        return {}
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the settings file {path}: {error}") from error
    for name, value in content.items():
        if name not in _NAMES:
            raise InputError(f"{path} sets {name!r}, but the settings are: {', '.join(_NAMES)}")
        if not isinstance(value, str | int | float):
            raise InputError(f"{path}: {name} has to be a text or a number")
    return content


def _data_dir() -> str:
    return os.path.join(platformdirs.user_data_dir("fundstelle", appauthor=False), "index")
