"""Updates in processes that are killed at any moment, for test_kills.

The processes are forked off one that has imported all that is needed: they begin at once.
"""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

from word_encoder import word_embedder

from index import update_index

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["killed_updates"])


def take_up(index_dir: str, articles: str) -> None:
    """An update, whole."""
    update_index(Path(index_dir), [Path(articles)], word_embedder(), lambda *_: None, wait=60)


def kill_after(seconds: float, index_dir: Path, articles: Path) -> bool:
    """Whether the update was killed, and not done before."""
    process = CONTEXT.Process(target=take_up, args=(str(index_dir), str(articles)))
    process.start()
    process.join(seconds)
    was_running = process.is_alive()
    process.kill()
    process.join()
    assert was_running or process.exitcode == 0
    return was_running


def seconds_of(index_dir: Path, articles: Path) -> float:
    """That an update takes which nobody kills."""
    started = time.perf_counter()
    assert not kill_after(60, index_dir, articles)
    return time.perf_counter() - started
