"""Milvus keeps the contract of what searches vectors, as a file and as a server."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.storage import MilvusAddress
from index.storage.milvus import MilvusProposals, collections
from index.storage.milvus.rows import row
from index.storage.milvus.server import Server
from index.testing import check_proposals
from index.testing.vectors import Content, Sources


def test_proposals_by_milvus(new_address: Callable[[], MilvusAddress]) -> None:
    is_server = not new_address().is_file

    def make(content: Content, sources: Sources) -> MilvusProposals:
        server = Server(new_address())
        collections.create(server, "contract", 16)
        every = {i: vector for pair in content.values() for i, vector in zip(*pair, strict=True)}
        language_of = {i: language for language, (ids, _) in content.items() for i in ids}
        nothing = {"date": None, "author": None, "path": None}
        rows = [
            row(i, vector, nothing | {"language": language_of[i], "source": sources[i]})
            for i, vector in every.items()
        ]
        if rows:
            collections.insert(server, "contract", rows)

        def passing(ids, articles, language):  # type: ignore[no-untyped-def]
            part = (articles.source or "").casefold() if articles else ""
            return {
                i
                for i in ids
                if i in every
                and part in sources[i].casefold()
                and language in (None, language_of[i])
            }

        return MilvusProposals(
            server,
            "contract",
            {language: len(ids) for language, (ids, _) in content.items()},
            server.written("contract"),
            passing,
            np.zeros(0, np.int64),
            lambda ids: np.stack([every[i] for i in ids]),
        )

    check_proposals(make, approximate=is_server)
