"""Every setting, in one place. docs/operation.md lists the same names for readers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

DEFAULT_EMBEDDING_MODEL = "intfloat/multilingual-e5-small"


@dataclass(frozen=True)
class Settings:
    """Where things are, and which embedding model reads them.

    :param index_dir: the folder of the index (`FUNDSTELLE_INDEX`).
    :param embedding_model: a sentence-transformers model by name, or its folder
        (`FUNDSTELLE_EMBEDDING_MODEL`).
    :param cache_dir: where converted models are kept (`FUNDSTELLE_CACHE`).
    """

    index_dir: Path = field(default_factory=lambda: _folder_from_environment("INDEX", _data_dir()))
    embedding_model: str = field(
        default_factory=lambda: _from_environment("EMBEDDING_MODEL", DEFAULT_EMBEDDING_MODEL)
    )
    cache_dir: Path = field(
        default_factory=lambda: _folder_from_environment(
            "CACHE", platformdirs.user_cache_dir("fundstelle", appauthor=False)
        )
    )


def _from_environment(name: str, default: str) -> str:
    return os.environ.get(f"FUNDSTELLE_{name}") or default


def _folder_from_environment(name: str, default: str) -> Path:
    return Path(os.path.expanduser(_from_environment(name, default)))


def _data_dir() -> str:
    return os.path.join(platformdirs.user_data_dir("fundstelle", appauthor=False), "index")
