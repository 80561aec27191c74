"""One state of the index: what it was made with, and which of its states it is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.embedding import Embedder
from index.errors import InputError
from index.storage.damage import damage_told
from index.storage.layout import FORMAT, other_format

if TYPE_CHECKING:
    from index.storage.milvus import MilvusAddress


@dataclass(frozen=True)
class State:
    """:param number: counts the states of an index.
    :param identity: tells an index that was made anew from the one before.
    :param model_hash: tells the model's weights from any others that go by its name.
    :param created: when it was published (ISO 8601, UTC).
    :param collection: in Milvus that its vectors are searched in; empty where they are in files.
    :param written: when all of them had arrived there, in Milvus's own time.
    """

    number: int
    identity: str
    embedding_model: str
    model_hash: str
    dimension: int
    created: str
    format: int = FORMAT
    collection: str = ""
    written: int = 0

    @classmethod
    def first(cls, embedder: Embedder) -> State:
        """Of a new index."""
        model, weights = embedder.model_name, embedder.model_hash
        return cls(0, secrets.token_hex(8), model, weights, embedder.dimension, _now())

    @classmethod
    def of(cls, about: Mapping[str, Any], index_dir: Path) -> State:
        """:param about: as `to_about` gave it.
        :raises FundstelleError: if it is damaged, or of another version's format."""
        with damage_told(index_dir, "about"):
            written_as = int(about["format"])
            # Another format may have other fields: that is no damage.
            state = cls(**about) if written_as == FORMAT else None
        if state is None:
            raise other_format(index_dir, f"has format {written_as}")
        return state

    def to_about(self) -> dict[str, Any]:
        about = asdict(self)
        if not self.collection:  # as versions have it that know of files alone
            del about["collection"], about["written"]
        return about

    def next(self) -> State:
        """The one after it, published now."""
        return replace(self, number=self.number + 1, created=_now())

    def check_model(self, embedder: Embedder, index_dir: Path) -> None:
        """:raises InputError: if the index was made with another embedding model than this one."""
        if (self.embedding_model, self.dimension) != (embedder.model_name, embedder.dimension):
            raise InputError(
                f"the index in {index_dir} was made with the embedding model "
                f"{self.embedding_model} ({self.dimension} dimensions), but {embedder.model_name} "
                f"({embedder.dimension}) is set: set FUNDSTELLE_EMBEDDING_MODEL to the former, or "
                "use another folder with --index"
            )
        if self.model_hash != embedder.model_hash:
            raise InputError(
                f"the index in {index_dir} was made with other weights of the embedding model "
                f"{self.embedding_model}: make it anew with: fundstelle index --rebuild PATH"
            )

    def check_store(self, address: MilvusAddress | None, index_dir: Path) -> None:
        """:param address: that is set; None where vectors are to be in files.
        :raises InputError: if this state's are elsewhere.
        """
        name = self.collection.rpartition("_")[0].rpartition("_")[0]
        if name == (address.name if address else ""):
            return
        here = f"in Milvus ({self.collection})" if self.collection else "in files beside it"
        said = f"is {address.said}" if address else "is not set"
        back = f"set it to milvus://HOST:PORT/{name}" if name else "unset it"
        raise InputError(
            f"the vectors of the index in {index_dir} are {here}, but FUNDSTELLE_STORE {said}: "
            f"{back}, or bring them over, which embeds nothing, with: fundstelle repair"
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
