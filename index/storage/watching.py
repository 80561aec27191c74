"""Keeps taking up what changes in files and folders."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import watchfiles

from index.articles import DEFAULT_LIMITS, Limits
from index.embedding import Embedder
from index.errors import FundstelleError, InputError
from index.storage.milvus.address import MilvusAddress
from index.storage.scan import Progress
from index.storage.update import update_index

# What is still being written is waited for so long, but not for ever.
_QUIET_MS, _LONGEST_MS = 700, 3_000
_POLL_MS = 1_000
_FIRST_MS = 500  # until the first look
_WAIT = 600.0  # seconds, for another process that writes the index


def watch(
    index_dir: Path,
    paths: Sequence[Path],
    embedder: Embedder,
    progress: Progress,
    report: Callable[[str], None],
    encoding: str | None = None,
    columns: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    poll: bool = False,
    stop: threading.Event | None = None,
    vectors_in: MilvusAddress | None = None,
) -> None:
    """Take up `paths`, and then whatever changes in them, until it is interrupted.

    :param limits: how much of a file is read at most.
    :param report: told of each update that changed something, and of whatever failed.
    :param poll: look again and again, where the system tells of no changes: drives in a network.
    :param vectors_in: as `update_index` has it.
    :param stop: ends it when it is set.
    :raises InputError: for a path that is missing; later on that is only told.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InputError(f"no such file or folder: {missing[0]}")

    def take_up() -> None:
        try:
            update = update_index(
                index_dir,
                paths,
                embedder,
                progress,
                encoding,
                columns=columns,
                limits=limits,
                take_back=False,
                wait=_WAIT,
                vectors_in=vectors_in,
            )
        except FundstelleError as error:
            report(str(error))
            return
        for problem in update.problems:
            report(problem)
        if update.changes:
            report(update.summary())

    roots = [Path(os.path.abspath(path)) for path in paths]
    folders = {root for root in roots if root.is_dir()}
    own = os.path.abspath(index_dir)

    def matters(change: watchfiles.Change, path: str) -> bool:
        """What the updates themselves write must not lead to another one."""
        changed = Path(path)
        if changed.is_relative_to(own):
            return False
        return changed in roots or not folders.isdisjoint((changed, *changed.parents))

    # A file is replaced by many programs: its folder tells of that, the file itself does not.
    changes = watchfiles.watch(
        *(folders or ()),
        *(root.parent for root in roots if root not in folders),
        watch_filter=matters,
        recursive=bool(folders),
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        stop_event=stop,
        force_polling=poll or None,
        poll_delay_ms=_POLL_MS,
        ignore_permission_denied=True,
        rust_timeout=_FIRST_MS,
        yield_on_timeout=True,
    )
    is_first = True  # what changes while all is taken up at first is seen: it is watched by then
    for changed in changes:
        if changed or is_first:
            take_up()
        is_first = False
