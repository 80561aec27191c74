"""Which language model do the settings name?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index import InputError
from qa.llm.settings import LLMSettings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


def check_llm(settings: LLMSettings) -> None:
    """:raises InputError: if `settings.llm` can name no language model at all."""
    name = settings.llm
    if name == "none" or _is_file(name):
        return
    try:
        address = urlsplit(name)
        usable = address.scheme in ("http", "https") and bool(address.hostname)
        if address.username is not None:
            raise InputError(
                "the language model's address holds a name or password: give the key as "
                "FUNDSTELLE_LLM_KEY, or in the settings file"
            )
        usable = usable and name.isprintable()
        _ = address.port  # raises where it is none
    except ValueError:
        usable = False
    if not usable:
        raise InputError(
            f"{name!r} names no language model: give an address such as "
            "http://127.0.0.1:11434/v1, a .gguf file, or none"
        )


def open_llm(settings: LLMSettings) -> LLM | None:
    """The language model; None where the settings name none. A file takes seconds to load.

    :raises InputError: if `settings.llm` can name no language model.
    :raises LLMError: if the model cannot be had.
    """
    check_llm(settings)
    if settings.llm == "none":
        return None
    if _is_file(settings.llm):
        from qa.llm.gguf import GGUFModel

        return GGUFModel(settings.llm)
    from qa.llm.endpoint import open_endpoint

    return open_endpoint(settings)


def _is_file(name: str) -> bool:
    return name.endswith(".gguf")
