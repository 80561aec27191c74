"""A folder of files, with its subfolders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.articles.containers.unpacking import is_read
from index.articles.containers.unread import Unread
from index.articles.problems import Problem, ignore
from index.articles.source import Source


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at `path`."""

    path: Path

    def sources(self, problem: Problem) -> Iterator[Source]:
        def unreadable(folder: Path, error: OSError) -> None:
            problem(f"cannot read {_shown(folder)}: {error.strerror}")

        yield from map(Source, self.paths(unreadable, problem))

    def paths(
        self,
        unreadable: Callable[[Path, OSError], None] = lambda folder, error: None,
        problem: Problem = ignore,
    ) -> list[Path]:
        """The files under the folder that are read, sorted; hidden ones are left out.

        A link that leads out of the folder is left out too: what is indexed stays within it.

        :param unreadable: told of each folder that cannot be read, and why.
        :param problem: told in a line of what else is left out, and why; files of formats that are
            not read are counted in one.
        """
        real_root = self.path.resolve()
        found, unread = [], Unread()
        for path in self._files(unreadable, problem, real_root):
            if not is_read(path.name):
                unread.add(path.name)
            elif reason := _reason_against(path, real_root):
                problem(f"{_shown(path)} is left out: {reason}")
            else:
                found.append(path)
        unread.tell(_shown(self.path), problem)
        return found

    def _files(
        self, unreadable: Callable[[Path, OSError], None], problem: Problem, real_root: Path
    ) -> list[Path]:
        files = []
        for folder, subfolders, names in os.walk(
            self.path, onerror=lambda error: unreadable(Path(error.filename), error)
        ):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            files += [Path(folder, name) for name in names if not name.startswith(".")]
            for linked in filter(os.path.islink, (Path(folder, name) for name in subfolders)):
                if reason := _way_out(linked, real_root):
                    problem(f"{_shown(linked)} is left out: {reason}")
        return sorted(files)


def _reason_against(path: Path, real_root: Path) -> str | None:
    if not path.is_file():
        return "it is a link to nothing" if path.is_symlink() else "it is not a regular file"
    return _way_out(path, real_root)


def _way_out(path: Path, real_root: Path) -> str | None:
    inside = path.resolve().is_relative_to(real_root)
    return None if inside else f"it is a link that leads out of {_shown(real_root)}"


def _shown(path: Path) -> str:
    return Source(path).name
