"""What a container is: it holds files, and reads none of them itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol


class Container(Protocol):
    """A place that files lie in."""

    def paths(self, unreadable: Callable[[Path, OSError], None]) -> list[Path]:
        """The files in it in a format that is read, always in the same order.

        :param unreadable: told of each part of it that cannot be read, and why; the others count.
        """
        ...
