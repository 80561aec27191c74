"""A text in one language → another: what a translator is, and which ones translate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from index import InputError
from qa.gist.argos_packages import is_installed
from qa.gist.argos_translator import ArgosTranslator
from qa.gist.llm_translator import LLMTranslator
from qa.gist.small_model import SmallModel
from qa.gist.small_translator import SmallTranslator
from qa.llm import LLMSettings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


class Translator(Protocol):
    """It may be asked by one thread at a time. `qa.testing.check_translator` states what any of
    them has to keep."""

    @property
    def name(self) -> str:
        """What tells its work from that of others, and of other versions: what it translated is
        kept by it."""
        ...

    def knows(self, source: str, target: str) -> bool:
        """Whether it may be asked to translate from one language to another (ISO 639-1)."""
        ...

    def candidates(self, text: str, source: str, target: str) -> Iterator[str]:
        """The text, a sentence mostly, in the language `target`, on one line: one translation or
        more, the likeliest first. Each may take a second; whoever has a good one asks for no other.

        :raises LLMError: if the model cannot be had, or fails.
        """
        ...


def open_translators(
    settings: LLMSettings, llm: Callable[[], LLM] | None
) -> tuple[Translator, ...]:
    """Those that may translate, by `settings.translator`: the first that knows both languages does.

    :param llm: gives the language model that is set.
    :raises InputError: if the one that is wanted is not installed.
    """
    _check_installed(settings.translator)
    known: dict[str, Callable[[], Translator]] = {
        "argos": ArgosTranslator,
        "gemma": lambda: SmallTranslator(settings.cache_dir, settings.timeout),
    }
    if llm is not None:
        known["llm"] = lambda: LLMTranslator(llm, settings.name, seconds=2 * settings.timeout)
    wanted: tuple[str, ...] = (settings.translator,)
    if settings.translator == "auto":
        wanted = ("llm",) if llm is not None else ("argos", "gemma")
    return tuple(known[name]() for name in wanted if name in known)


def _check_installed(name: str) -> None:
    extras = {"argos": ("translate", is_installed), "gemma": ("local", SmallModel.is_installed)}
    extra, there = extras.get(name, ("", lambda: True))
    if not there():
        raise InputError(
            f"translator is {name!r}, but that needs: pip install 'fundstelle[{extra}]'"
        )
