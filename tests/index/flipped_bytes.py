"""Changes single bytes of an index, and reads all of it each time, for test_damage.

Arguments: the index's folder, which of its files (“database”, “vectors”), and how many bytes. Each
line that it writes says what became of one of them: “noticed”, “same”, “another” where something
else was read than before, “raised” for any other error.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from shelf import candidates
from word_encoder import word_embedder

from index import Archive, DamagedError, archive_status
from index.storage.layout import published
from index.storage.segments import vectors_folder


def _everything(index_dir: Path) -> list[object]:
    """All that can be read of it."""
    snapshot = Archive(index_dir, word_embedder()).current()
    store = snapshot.store
    sentences = list(store.all_sentence_ids())
    passages = store.passages([of_passage[0] // 256 for of_passage in sentences])
    ids = [stored.passage.id for stored in passages]
    flat = [i for of_passage in sentences for i in of_passage]
    asked = word_embedder().embed_query("Wer winkte am Morgen?")
    return [
        archive_status(index_dir),
        list(snapshot.articles()),
        [snapshot.article(article.id) for article in snapshot.articles()],
        passages,
        snapshot.passage_vectors(ids).tobytes(),
        snapshot.sentence_vectors(flat).tobytes(),
        {name: centre.passages.tobytes() for name, centre in snapshot.centres.items()},
        {name: centre.sentences.tobytes() for name, centre in snapshot.centres.items()},
        snapshot.proposals.search(asked, 100),
        candidates(snapshot, "Wer winkte am Morgen?", "de"),
        store.files(),
        store.sources(),
        store.dead().tolist(),
    ]


def main() -> None:
    index_dir, kind, changes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    database = published(index_dir)
    assert database is not None
    (path,) = [database] if kind == "database" else vectors_folder(index_dir).iterdir()
    whole, expected = path.read_bytes(), _everything(index_dir)
    rng = random.Random(0)
    for _ in range(changes):
        at, bit = rng.randrange(len(whole)), 1 << rng.randrange(8)
        changed = bytearray(whole)
        changed[at] ^= bit
        path.unlink()  # FAISS and SQLite may still have the last one open
        path.write_bytes(changed)
        problem = ""
        try:
            outcome = "same" if _everything(index_dir) == expected else "another"
        except DamagedError as error:
            outcome, problem = "noticed", str(error)
            if "\n" in problem or str(index_dir) not in problem:
                outcome = "no clear line"
        except Exception as error:
            outcome, problem = "raised", f"{type(error).__name__}: {error}"
        print(json.dumps({"outcome": outcome, "at": at, "bit": bit, "problem": problem}))
        path.unlink()
        path.write_bytes(whole)


if __name__ == "__main__":
    main()
