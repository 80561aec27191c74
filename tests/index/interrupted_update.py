"""Run by test_update in a process of its own: an update that waits in its midst to be ended.

Arguments: the index's folder, the articles' folder, and where to wait (“embedding”, “publishing”).
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from word_encoder import word_embedder

from index import update_index
from index.storage import state as generation


def _wait(*_: object) -> None:
    print("waiting", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    # A shell starts what runs in the background with Ctrl-C ignored, and so would this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    index_dir, articles, moment = sys.argv[1:]
    if moment == "publishing":
        generation.os.rename = _wait  # type: ignore[attr-defined]
    try:
        update_index(
            Path(index_dir),
            [Path(articles)],
            word_embedder(),
            lambda done, total, what: _wait() if what == moment else None,
        )
    except KeyboardInterrupt:
        print("interrupted")
