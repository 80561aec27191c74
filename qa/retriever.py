"""The index as a llama-index retriever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from index.text.languages import detect_language

if TYPE_CHECKING:
    from index.search.search import Candidate
    from index.storage.archive import Index


class PassageRetriever(BaseRetriever):
    """The best passages, each with the score of its best sentence, offsets, and what is known of
    its article as metadata."""

    def __init__(self, index: Index, similarity_top_k: int) -> None:
        super().__init__()
        self._index = index
        self._similarity_top_k = similarity_top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # A lone surrogate is no text to any tokenizer; programs get them from broken files.
        question = query_bundle.query_str.encode("utf-8", "replace").decode("utf-8")
        best: dict[int, Candidate] = {}
        for candidate in self._index.candidates(question, detect_language(question)):
            best.setdefault(candidate.passage.id, candidate)
        top = list(best.values())[: self._similarity_top_k]
        return [NodeWithScore(node=self._node(c), score=c.score) for c in top]

    def _node(self, candidate: Candidate) -> TextNode:
        passage, article = candidate.passage, self._index.article(candidate.passage.article_id)
        known = {
            name: getattr(article, name)
            for name in ("title", "language", "date", "author", "source", "url", "path")
            if getattr(article, name)
        }
        return TextNode(
            id_=f"{article.id}:{passage.start}-{passage.end}",
            text=passage.text,
            start_char_idx=passage.start,
            end_char_idx=passage.end,
            metadata=known,
            relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
        )
