"""Where the index and the models are: every setting but those of language models (qa.llm.settings).

A setting comes from the environment, else from the settings file, else it has its default.
docs/operation.md lists the same names for readers.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from index.articles import Limits
from index.errors import InputError
from index.storage.milvus.address import MilvusAddress

DEFAULT_EMBEDDING_MODEL = "intfloat/multilingual-e5-small"
_LIMITS = tuple(limit.name for limit in fields(Limits))
NAMES = (
    *("index", "embedding_model", "cache", "fast", "workers"),
    *("store", "store_token", "store_token_file"),
    *(f"limit_{name}" for name in _LIMITS),
)
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


class Written:
    """What the environment and the settings file say, read once.

    :raises InputError: if the settings file cannot be read.
    """

    def __init__(self) -> None:
        self.path = settings_file()
        self._file = _content(self.path)

    def text(self, name: str, default: str) -> str:
        """A setting's value; the environment's `FUNDSTELLE_NAME` goes before the file's."""
        return os.environ.get(f"FUNDSTELLE_{name.upper()}") or self.in_file(name, default)

    def in_file(self, name: str, default: str) -> str:
        """What the file alone says."""
        return str(self._file.get(name, default))

    def secret(self, name: str) -> str:
        """A setting that nobody else should read, or what is in the file that `NAME_FILE` names;
        empty where neither is written. Its value is in no error.

        :raises InputError: if that file cannot be read.
        """
        return (
            os.environ.get(f"FUNDSTELLE_{name.upper()}")
            or in_secret_file(os.environ.get(f"FUNDSTELLE_{name.upper()}_FILE", ""), name)
            or self.in_file(name, "")
            or in_secret_file(self.in_file(f"{name}_file", ""), name)
        )

    def folder(self, name: str, default: str) -> Path:
        """A setting that names a folder; ~ stands for the user's."""
        return Path(os.path.expanduser(self.text(name, default)))

    def yes(self, name: str) -> bool:
        """A setting that is on or off; off where it is not written.

        :raises InputError: if it is neither.
        """
        said = self.text(name, "").strip().lower()
        if said not in (*_YES, *_NO):
            raise InputError(f"{name} is {said!r}: give true or false")
        return said in _YES

    def limits(self) -> Limits:
        """How much of a file is read at most: `limit_file_bytes` and its like.

        :raises InputError: if one is no number above 0.
        """
        said = {name: self.text(f"limit_{name}", "") for name in _LIMITS}
        return Limits(**{name: _number(name, said[name]) for name in _LIMITS if said[name]})

    def store(self) -> MilvusAddress | None:
        """Where vectors are searched; None where that is in files of the index.

        :raises InputError: if it is no address, or the file of its token cannot be read.
        """
        if not (said := self.text("store", "")):
            return None
        return MilvusAddress.read(said, self.secret("store_token"))

    def check_names(self, names: Iterable[str]) -> None:
        """:raises InputError: if the file sets what is none of these `names`."""
        known = tuple(names)
        for name in self._file:
            if name not in known:
                raise InputError(
                    f"{self.path} sets {name!r}, but the settings are: {', '.join(known)}"
                )


@dataclass(frozen=True, init=False)
class Settings:
    """What is not given here is as it is written in the environment and the settings file.

    :param index_dir: the folder of the index (`FUNDSTELLE_INDEX`).
    :param embedding_model: a sentence-transformers model by name, or its folder
        (`FUNDSTELLE_EMBEDDING_MODEL`).
    :param cache_dir: where converted models are kept (`FUNDSTELLE_CACHE`).
    :param fast: find by words and vectors alone, and read nothing (`FUNDSTELLE_FAST`).
    :param workers: who splits and embeds articles (`FUNDSTELLE_WORKERS`): “ray://HOST:PORT”,
        “local”, or empty for this process.
    :param limits: how much of a file is read at most (`FUNDSTELLE_LIMIT_FILE_BYTES` and its like).
    :param store: where vectors are searched, if not in files of the index (`FUNDSTELLE_STORE`).
    :param written: what is written, where it has been read already.
    :raises InputError: if the settings file cannot be read, or makes no sense.
    """

    index_dir: Path
    embedding_model: str
    cache_dir: Path
    fast: bool
    workers: str
    limits: Limits
    store: MilvusAddress | None

    def __init__(
        self,
        index_dir: Path | None = None,
        embedding_model: str | None = None,
        cache_dir: Path | None = None,
        fast: bool | None = None,
        limits: Limits | None = None,
        store: MilvusAddress | None = None,
        written: Written | None = None,
        workers: str | None = None,
    ) -> None:
        given = (index_dir, embedding_model, cache_dir, fast, workers, limits, store)
        if any(value is None for value in given):
            written = written or Written()
            index_dir = index_dir or written.folder("index", _index_dir())
            embedding_model = embedding_model or written.text(
                "embedding_model", DEFAULT_EMBEDDING_MODEL
            )
            cache_dir = cache_dir or written.folder("cache", _cache_dir())
            fast = written.yes("fast") if fast is None else fast
            workers = written.text("workers", "") if workers is None else workers
            limits = limits or written.limits()
            store = store or written.store()
        object.__setattr__(self, "index_dir", index_dir)
        object.__setattr__(self, "embedding_model", embedding_model)
        object.__setattr__(self, "cache_dir", cache_dir)
        object.__setattr__(self, "fast", fast)
        object.__setattr__(self, "workers", workers)
        object.__setattr__(self, "limits", limits)
        object.__setattr__(self, "store", store)


def _number(limit: str, said: str) -> Any:
    try:
        number = float(said) if "." in said else int(said)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise InputError(f"limit_{limit} is {said!r}: give a number above 0")
    return number


def in_secret_file(path: str, name: str) -> str:
    """What stands in the file at `path` alone on its line; empty where `path` is.

    :raises InputError: if it cannot be read, or is empty.
    """
    if not path:
        return ""
    try:
        secret = Path(os.path.expanduser(path)).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"cannot read {name}_file {path}: {reason}") from None
    if not secret:
        raise InputError(f"{name}_file {path} is empty")
    return secret


def settings_file() -> Path:
    """`FUNDSTELLE_SETTINGS`, or settings.toml in the user's configuration folder."""
    folder = platformdirs.user_config_dir("fundstelle", appauthor=False)
    named = os.environ.get("FUNDSTELLE_SETTINGS")
    return Path(os.path.expanduser(named or os.path.join(folder, "settings.toml")))


def _content(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if os.environ.get("FUNDSTELLE_SETTINGS"):
            raise InputError(f"there is no settings file {path} (FUNDSTELLE_SETTINGS)") from None
        return {}
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the settings file {path}: {error}") from error
    for name, value in content.items():
        if not isinstance(value, str | int | float):
            raise InputError(f"{path}: {name} has to be a text or a number")
    return content


def _index_dir() -> str:
    return os.path.join(platformdirs.user_data_dir("fundstelle", appauthor=False), "index")


def _cache_dir() -> str:
    return platformdirs.user_cache_dir("fundstelle", appauthor=False)
