"""An update in a process of its own that waits in its midst, for test_interrupted_update to end it.

Arguments: the index's folder, the articles' folder, and where to wait: “embedding”; “vectors”, when
their file is written and not yet safely on the disk; “publishing”, right before the commit;
“naming”, right before a new database gets its name; “merging”; “clearing”, right before what is not
needed any more is removed. Then “rebuild”, where all is made anew, and an address that begins with
“milvus”, where the vectors are there.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from word_encoder import word_embedder

from index import update_index
from index.storage import MilvusAddress, file_writing, publishing, segments
from index.storage.writing_store import WritingStore


def _wait(*_: object) -> None:
    print("waiting", flush=True)
    time.sleep(60)


def _embed_for_long(texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
    print("waiting", flush=True)
    for _ in range(3_000):
        time.sleep(0.02)
        progress(0)
    raise AssertionError("nobody ended it")


MOMENTS = {
    "vectors": (segments, "flush"),
    "publishing": (WritingStore, "commit"),
    "naming": (publishing, "put_in_place"),
    "merging": (file_writing, "merge"),
    "clearing": (publishing, "clear_up"),
}

if __name__ == "__main__":
    # A shell starts what runs in the background with Ctrl-C ignored, and so would this.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    index_dir, articles, moment, *more = sys.argv[1:]
    stores = [MilvusAddress.read(said) for said in more if said.startswith("milvus")]
    if moment in MOMENTS:
        setattr(*MOMENTS[moment], _wait)
    embedder = word_embedder()
    if moment == "embedding":
        embedder.encoder.embed_documents = _embed_for_long  # type: ignore[method-assign]
    try:
        update_index(
            Path(index_dir),
            [Path(articles)],
            embedder,
            lambda done, total, what: None,
            rebuild="rebuild" in more,
            vectors_in=stores[0] if stores else None,
        )
    except KeyboardInterrupt:
        print("interrupted")
