"""A folder of files, with its subfolders."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.articles.formats import suffixes


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at `path`."""

    path: Path

    def paths(
        self, unreadable: Callable[[Path, OSError], None] = lambda folder, error: None
    ) -> list[Path]:
        """The article files under the folder, sorted; hidden ones are left out.

        A link that leads out of the folder is left out too: what is indexed stays within it.

        :param unreadable: told of each folder that cannot be read, and why.
        """
        real_root = self.path.resolve()
        found = []
        for folder, subfolders, names in os.walk(
            self.path, onerror=lambda error: unreadable(Path(error.filename), error)
        ):
            subfolders[:] = [name for name in subfolders if not name.startswith(".")]
            found += [Path(folder, name) for name in names if not name.startswith(".")]
        return [
            path
            for path in sorted(found)
            if path.suffix.lower() in suffixes()
            and path.is_file()
            and path.resolve().is_relative_to(real_root)
        ]
