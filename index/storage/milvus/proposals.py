"""What lies near a question, by Milvus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from index.storage.article_filter import ArticleFilter
from index.storage.milvus.collections import CLUSTERS
from index.storage.milvus.expressions import among, both, expression, of_language
from index.storage.milvus.server import READING, Server
from index.storage.records import Within
from index.storage.vectors import ExactVectors

# So many more are looked at again, exactly: a byte a dimension mistakes vectors for each other
# that are next to each other in rank, and some may have been deleted meanwhile.
_LOOKED_AT = 20
_AT_MOST = 16_384  # that Milvus gives for one question
_PROBED = 128  # of the clusters of each segment
_IDS_AT_ONCE = 20_000


class Passing(Protocol):
    """Tells which passages a state has, and lets pass: `ArticleStore.passing`."""

    def __call__(
        self, ids: Sequence[int], articles: ArticleFilter | None, language: str | None
    ) -> set[int]: ...


class MilvusProposals:
    """Milvus may hold passages of other states than this one, and say of an article what was known
    of it before: what it proposes counts only if the database has it and lets it pass.

    :param counts: language → how many passages there are of it.
    :param written: when all of them had arrived there, in the server's own time; 0 if unknown.
    :param passing: which of some passages there are, and pass.
    :param described: int64: passages whose rows do not say what is known of their articles now.
    :param exact: the vectors that the cosines are taken from.
    """

    def __init__(
        self,
        server: Server,
        collection: str,
        counts: Mapping[str, int],
        written: int,
        passing: Passing,
        described: np.ndarray,
        exact: ExactVectors,
    ) -> None:
        self._server = server
        self._collection = collection
        self._counts = {language: count for language, count in counts.items() if count}
        self._passing = passing
        self._described = described
        self._exact = exact
        # To ask for what is newest would wait for the server's next tick, a fifth of a second.
        self._consistency = (
            {"consistency_level": "Customized", "guarantee_timestamp": written}
            if written
            else {"consistency_level": "Strong"}
        )

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._counts)

    def __len__(self) -> int:
        return sum(self._counts.values())

    def search(
        self,
        vector: np.ndarray,
        limit: int,
        language: str | None = None,
        filter: Within | None = None,
    ) -> dict[int, float]:
        in_language = len(self) if language is None else self._counts.get(language, 0)
        if limit <= 0 or not in_language or (filter is not None and not filter.passages):
            return {}
        found = {
            passage
            for condition in self._conditions(language, filter)
            for passage in self._near(vector, limit, condition, language, filter)
        }
        if not found:
            return {}
        ids = list(found)
        cosines = (self._exact(ids) @ vector).tolist()
        ranked = sorted(zip(ids, cosines, strict=True), key=lambda pair: -pair[1])
        return dict(ranked[:limit])

    def _conditions(self, language: str | None, filter: Within | None) -> Iterator[str]:
        """One search each, and all of them together let everything pass that should."""
        spoken = "" if language is None else of_language(language) or ""
        if filter is None:
            yield spoken
            return
        said = expression(filter.articles, self._server.is_recent)
        if said is not None:
            yield both(spoken, said)
        ids = filter.passages if said is None else self._passing_of_described(filter, language)
        for start in range(0, len(ids), _IDS_AT_ONCE):
            yield both(spoken, among(ids[start : start + _IDS_AT_ONCE]))

    def _passing_of_described(self, filter: Within, language: str | None) -> list[int]:
        if not len(self._described):
            return []
        return sorted(self._passing(self._described.tolist(), filter.articles, language))

    def _near(
        self,
        vector: np.ndarray,
        limit: int,
        condition: str,
        language: str | None,
        filter: Within | None,
    ) -> list[int]:
        """The nearest that there are and pass, best first."""
        articles = None if filter is None else filter.articles
        share = 1.0 if filter is None else len(filter.passages) / len(self)
        depth = min(limit + _LOOKED_AT, _AT_MOST)
        while True:
            ids = self._ask(vector, depth, condition, share)
            passing = self._passing(ids, articles, language)
            if len(passing) >= limit or len(ids) < depth or depth == _AT_MOST:
                return [i for i in ids if i in passing]
            depth = min(4 * depth, _AT_MOST)

    def _ask(self, vector: np.ndarray, depth: int, condition: str, share: float) -> list[int]:
        """:param share: of all passages that may pass: the fewer, the farther off they lie."""
        probed = min(CLUSTERS, int(_PROBED / share))
        with self._server.asked() as client:
            (hits,) = client.search(
                self._collection,
                data=[vector],
                filter=condition,
                limit=depth,
                search_params={"metric_type": "IP", "params": {"nprobe": probed}},
                timeout=READING,
                **self._consistency,
            )
        return [hit["id"] for hit in hits]
