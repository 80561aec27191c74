"""The archive as a llama-index retriever."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)
from llama_index.core.vector_stores import MetadataFilters

from index import Archive, Candidate, Settings, Snapshot
from index.text import Question, detect_language
from qa.finding import FoundPassage, best_passages, open_reader, run, stages
from qa.metadata import chosen, metadata_of


class PassageRetriever(BaseRetriever):
    """The best passages, each with the score of its best sentence, offsets, and what is known of
    its article as metadata. Each query sees the newest state of the archive.

    :param similarity_top_k: how many passages.
    :param fast: find by words and vectors alone; as the settings have it where it is not given.
    :param filters: of which articles: by date (>=, <=, ==), by source and author (==, and
        text_match_insensitive for a part of the name), by language and by path (==, of a file or a
        folder); all have to hold.
    :raises InputError: for other filters.
    """

    def __init__(
        self,
        archive: Archive,
        similarity_top_k: int = 5,
        fast: bool | None = None,
        filters: MetadataFilters | None = None,
    ) -> None:
        super().__init__()
        self._chosen = chosen(filters) if filters is not None else None
        self._reader = open_reader(Settings(fast=fast))
        self._archive = archive
        self._similarity_top_k = similarity_top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # A lone surrogate is no text to any tokenizer; programs get them from broken files.
        text = query_bundle.query_str.encode("utf-8", "replace").decode("utf-8")
        question = Question(text, detect_language(text))
        snapshot = self._archive.current()
        within = snapshot.within(self._chosen.filter) if self._chosen else None
        run_through = stages(snapshot, self._archive.embedder, self._reader, within)
        found = run(question, run_through, self._keep(snapshot))
        best = best_passages(found, snapshot, self._similarity_top_k)
        return [NodeWithScore(node=_node(one), score=one.score) for one in best]

    def _keep(self, snapshot: Snapshot) -> Callable[[Candidate], bool] | None:
        """Which proposed candidates count; all where it is None."""
        of = self._chosen
        if of is None or not of.exactly:
            return None
        article = cache(snapshot.article)
        return lambda candidate: of.holds(article(candidate.sentence.article_id))


def _node(found: FoundPassage) -> TextNode:
    passage, article = found.passage, found.article
    return TextNode(
        id_=f"{article.id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=metadata_of(article),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
    )
