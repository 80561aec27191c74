"""What an archive holds, in figures."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.storage.layout import database_or_raise
from index.storage.milvus.address import MilvusAddress
from index.storage.state import State
from index.storage.store import ArticleStore


@dataclass(frozen=True)
class Status:
    """What an archive holds.

    :param store: where its vectors are searched, and whether that server answers, where one is set.
    """

    index: str
    state: int
    created: str
    embedding_model: str
    dimension: int
    articles: int
    passages: int
    sentences: int
    languages: dict[str, int]
    sources: list[str]
    bytes: int
    store: str
    store_answers: bool | None


def archive_status(index_dir: Path, vectors_in: MilvusAddress | None = None) -> Status:
    """What the archive in `index_dir` holds; needs no embedding model.

    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :raises InputError: if nothing has been published there.
    :raises FundstelleError: if it is damaged.
    """
    with closing(ArticleStore(database_or_raise(index_dir), index_dir)) as store:
        state = State.of(store.about(), index_dir)
        return Status(
            index=str(index_dir),
            state=state.number,
            created=state.created,
            embedding_model=state.embedding_model,
            dimension=state.dimension,
            **store.counts(),
            languages=store.languages(),
            sources=[str(path) for path in store.sources()],
            bytes=sum(path.stat().st_size for path in index_dir.rglob("*") if path.is_file()),
            store=f"Milvus ({state.collection})" if state.collection else "files",
            store_answers=_answers(vectors_in) if vectors_in is not None else None,
        )


def _answers(vectors_in: MilvusAddress) -> bool:
    from index.storage.milvus.server import Server, StoreError

    try:
        return bool(Server(vectors_in).version)
    except StoreError:
        return False
