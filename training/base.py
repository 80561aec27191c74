"""The model that is trained: the default one as it is, without the shipped adapter."""

from __future__ import annotations

from pathlib import Path

from index import Settings
from index.embedding.model_files import model_folder


def base_model_folder() -> Path:
    folder = model_folder(Settings(), print, adapter=None)
    assert folder is not None
    return folder
