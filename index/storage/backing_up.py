"""A copy of an index, whole, while it is in use."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from index.errors import InputError
from index.storage.layout import database_or_raise, writing
from index.storage.segments import flush, vectors_folder
from index.storage.store import ArticleStore


def back_up(index_dir: Path, folder: Path, wait: float = 0.0) -> None:
    """Copy the index to `folder`, which may be used as an index then. Readers go on meanwhile, who
    writes waits.

    :raises InputError: if there is no index, or something lies in `folder`.
    :raises FundstelleError: if the disk is full or fails.
    """
    database_or_raise(index_dir)
    with writing(index_dir, wait):
        database = database_or_raise(index_dir)
        with writing(folder):
            if any(not path.name.startswith(".") for path in folder.iterdir()):
                raise InputError(f"{folder} is not empty: name a new folder to copy the index to")
            vectors_folder(folder).mkdir()
            with closing(ArticleStore(database, index_dir)) as store:
                for segment in store.segments():
                    name = segment.name
                    shutil.copyfile(vectors_folder(index_dir) / name, vectors_folder(folder) / name)
                    flush(vectors_folder(folder) / name)
            # With what a reader has kept out of the database so far.
            for ending in ("-wal", ""):
                path = Path(f"{database}{ending}")
                if path.exists():
                    shutil.copyfile(path, folder / path.name)
                    flush(folder / path.name)
            flush(vectors_folder(folder))
            flush(folder)
