"""A text in one language → another: what a translator is, and which ones translate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from llama_index.core.llms import LLM

from index import InputError
from qa.gist.argos_packages import is_installed
from qa.gist.argos_translator import ArgosTranslator
from qa.gist.checking import Judge
from qa.gist.llm_translator import LLMTranslator
from qa.gist.small_model import SmallModel
from qa.gist.small_translator import SmallTranslator
from qa.llm import LLMSettings


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

    def translate(self, text: str, source: str, target: str) -> str:
        """The text, a sentence mostly, in the language `target`, on one line.

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


def open_judge(settings: LLMSettings, translators: Sequence[Translator]) -> Judge | None:
    """The small model, where it is installed: it judges what any of `translators` says."""
    if not translators or not SmallModel.is_installed():
        return None
    own = (t for t in translators if isinstance(t, SmallTranslator))
    return next(own, None) or SmallTranslator(settings.cache_dir, settings.timeout)


def _check_installed(name: str) -> None:
    extras = {"argos": ("translate", is_installed), "gemma": ("local", SmallModel.is_installed)}
    extra, there = extras.get(name, ("", lambda: True))
    if not there():
        raise InputError(
            f"translator is {name!r}, but that needs: pip install 'fundstelle[{extra}]'"
        )
