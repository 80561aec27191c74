"""What a command prints, and where."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index import FundstelleError

if TYPE_CHECKING:
    from index.storage import Progress


def print_result(text: str) -> None:
    """:raises FundstelleError: if it cannot be written, to a full disk for one."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would try again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):  # who reads has seen enough
            sys.exit(1)
        raise FundstelleError(f"cannot print the result: {error.strerror}") from error


def say(message: str) -> None:
    """Beside the result."""
    print(f"fundstelle: {message}", file=sys.stderr)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on stderr, as `update_index` reports; none where nobody looks."""
    from tqdm import tqdm

    # Its own is one between processes, which is left behind where this one is killed.
    tqdm.set_lock(threading.RLock())
    with tqdm(disable=None, leave=False, bar_format="{desc}: {percentage:3.0f}%|{bar}|") as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.set_description_str(what, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        yield show
