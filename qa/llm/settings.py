"""Which language model writes, how long it may take, and what translates."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from index import InputError, Settings
from index.settings import NAMES, Written, in_secret_file
from qa.settings import WEB_NAMES

LLM_NAMES = ("llm", "llm_model", "llm_key", "llm_key_file", "llm_timeout", "translator")
TRANSLATORS = ("auto", "none", "gemma", "argos", "llm")
_WHOLE = 5  # times the longest silence


@dataclass(frozen=True)
class LLMSettings:
    """:param llm: what writes answers (`FUNDSTELLE_LLM`): an OpenAI-compatible address
        (http://…/v1), a GGUF file, or "none".
    :param model: the model to ask for at that address (`FUNDSTELLE_LLM_MODEL`).
    :param key: the key to show there (`FUNDSTELLE_LLM_KEY`, or in the file that
        `FUNDSTELLE_LLM_KEY_FILE` names).
    :param timeout: how long a language model may stay silent, in seconds
        (`FUNDSTELLE_LLM_TIMEOUT`).
    :param translator: what translates quotes (`FUNDSTELLE_TRANSLATOR`): the language model (llm),
        Argos Translate's packages (argos), the small model (gemma), the first of these that there
        is (auto), or nothing (none).
    :param cache_dir: where translations are kept, and the file of the small model that makes them.
    """

    llm: str = "none"
    model: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    translator: str = "auto"
    cache_dir: Path = field(default_factory=lambda: Settings().cache_dir)

    @classmethod
    def read(cls, llm: str | None = None, written: Written | None = None) -> LLMSettings:
        """As they are written in the environment and the settings file.

        :param llm: another language model than is written there: the settings file's key is not
            shown to it.
        :raises InputError: if they cannot be read, or make no sense.
        """
        written = written or Written()
        written.check_names((*NAMES, *LLM_NAMES, *WEB_NAMES))
        llm = llm or written.text("llm", "none")
        return cls(
            llm=llm,
            model=_of(llm, "llm_model", written),
            key=_key(llm, written),
            timeout=_seconds("llm_timeout", 60.0, written),
            translator=_translator(written),
            cache_dir=Settings(written=written).cache_dir,
        )

    @property
    def reply_timeout(self) -> float:
        """What a language model's whole reply may take, in seconds."""
        return _WHOLE * self.timeout

    @property
    def name(self) -> str:
        """Which language model this is: its address or file, and what it is called there."""
        return f"{self.llm} {self.model}".strip()


def _of(llm: str, name: str, written: Written) -> str:
    """What belongs to the language model `llm`: not the file's, if that names another one."""
    belongs = written.in_file("llm", llm) == llm
    in_file = written.in_file(name, "") if belongs else ""
    return os.environ.get(f"FUNDSTELLE_{name.upper()}") or in_file


def _key(llm: str, written: Written) -> str:
    """The key itself, or what is in the file that is named instead."""
    in_file = os.environ.get("FUNDSTELLE_LLM_KEY_FILE", "")
    if in_file and not os.environ.get("FUNDSTELLE_LLM_KEY"):
        return in_secret_file(in_file, "llm_key")
    return _of(llm, "llm_key", written) or in_secret_file(
        _of(llm, "llm_key_file", written), "llm_key"
    )


def _translator(written: Written) -> str:
    name = written.text("translator", "auto").strip().lower()
    if name not in TRANSLATORS:
        raise InputError(f"translator is {name!r}: give one of {', '.join(TRANSLATORS)}")
    return name


def _seconds(name: str, default: float, written: Written) -> float:
    text = written.text(name, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise InputError(f"{name} is {text!r}: give a number of seconds, such as 60")
    return seconds
