"""An update in a process of its own that waits in its midst, for test_interrupted_update to end it.

Arguments: the index's folder, the articles' folder, and where to wait (“embedding”, “publishing”).
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from word_encoder import word_embedder

from index import update_index
from index.storage import state


def _wait(*_: object) -> None:
    print("waiting", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    # A shell starts what runs in the background with Ctrl-C ignored, and so would this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    index_dir, articles, moment = sys.argv[1:]
    if moment == "publishing":
        state.os.rename = _wait  # type: ignore[attr-defined]
    try:
        update_index(
            Path(index_dir),
            [Path(articles)],
            word_embedder(),
            lambda done, total, what: _wait() if what == moment else None,
        )
    except KeyboardInterrupt:
        print("interrupted")
