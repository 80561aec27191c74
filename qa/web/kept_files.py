"""Uploaded files on disk: each in a folder that its content names, under a harmless name."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.articles import is_read, packing_suffixes, suffixes

_NAME_LENGTH = 20  # of the hash that is a folder's name


class KeptFiles:
    """:param folder: that they are in; it is made when there is one to keep."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))

    def keep(self, name: str, path: Path) -> Path:
        """Move a file here; where one of the same content is here, that one stands for it.

        :param name: harmless already.
        :return: where it is from now on.
        :raises ValueError: if it is none of those that are read.
        :raises OSError: if the disk is full or fails.
        """
        if not is_read(name):
            path.unlink(missing_ok=True)
            known = ", ".join((*suffixes(), *packing_suffixes()))
            raise ValueError(f"cannot read {name}: not one of {known}")
        folder = self.folder / _content_name(name, path)
        folder.mkdir(parents=True, exist_ok=True)
        for same in _visible(folder):
            path.unlink(missing_ok=True)
            return same
        arriving = folder / f".{secrets.token_hex(4)}"  # hidden until all of it is there
        shutil.move(path, arriving)
        arriving.chmod(0o600)
        os.replace(arriving, folder / name)
        return folder / name

    def set_aside(self, path: Path) -> Path | None:
        """Hide a file, as if it were not there; None where it is not.

        :return: where it is meanwhile.
        """
        aside = path.with_name(f".{secrets.token_hex(4)}")
        try:
            return path.rename(aside)
        except FileNotFoundError:
            return None

    def discard(self, path: Path) -> None:
        """Delete a file, with its folder."""
        path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody is just keeping one there
            path.parent.rmdir()

    def has(self, path: Path) -> bool:
        """Whether a path is one of its files', there or not."""
        return path.is_relative_to(self.folder)

    def all(self) -> list[Path]:
        """Every file, in the order in which they came."""
        with suppress(OSError):
            folders = [folder for folder in self.folder.iterdir() if folder.is_dir()]
            files = [path for folder in folders for path in _visible(folder)]
            return sorted(files, key=lambda path: path.stat().st_mtime_ns)
        return []


def _content_name(name: str, path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(Path(name).suffix.lower().encode())  # says how it is read
    return digest.hexdigest()[:_NAME_LENGTH]


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))
