"""The archive as a llama-index retriever."""

from __future__ import annotations

from dataclasses import fields

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from index import Archive, ArticleDescription, Settings
from index.text import Question, detect_language
from qa.finding import FoundPassage, best_passages, open_reader, run, stages

_METADATA = tuple(field.name for field in fields(ArticleDescription) if field.name != "id")


class PassageRetriever(BaseRetriever):
    """The best passages, each with the score of its best sentence, offsets, and what is known of
    its article as metadata. Each query sees the newest state of the archive.

    :param similarity_top_k: how many passages.
    :param fast: find by words and vectors alone; as the settings have it where it is not given.
    """

    def __init__(
        self, archive: Archive, similarity_top_k: int = 5, fast: bool | None = None
    ) -> None:
        super().__init__()
        self._reader = open_reader(Settings(fast=fast))
        self._archive = archive
        self._similarity_top_k = similarity_top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # A lone surrogate is no text to any tokenizer; programs get them from broken files.
        text = query_bundle.query_str.encode("utf-8", "replace").decode("utf-8")
        question = Question(text, detect_language(text))
        snapshot = self._archive.current()
        found = run(question, stages(snapshot, self._archive.embedder, self._reader))
        best = best_passages(found, snapshot, self._similarity_top_k)
        return [NodeWithScore(node=_node(one), score=one.score) for one in best]


def _node(found: FoundPassage) -> TextNode:
    passage, article = found.passage, found.article
    known = {name: value for name in _METADATA if (value := getattr(article, name))}
    return TextNode(
        id_=f"{article.id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=known,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
    )
