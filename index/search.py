"""A question → candidates: the sentences that may answer it, scored.

Three searches propose passages: passage vectors, sentence vectors and, within the question's own
language, BM25. Every sentence of a proposed passage is then scored in the same way:
½ cosine of the sentence + ½ cosine of its passage + a little BM25 (docs/evaluation.md compares).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.article import Passage, Sentence
from index.embedding import Embedder
from index.store import ArticleStore
from index.vectors import VectorIndex

_PASSAGES, _SENTENCES, _LEXICAL = 20, 40, 40  # how many each search proposes
_LEXICAL_WEIGHT = 0.005


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its passage, with what speaks for it.

    :param sentence_score: cosine of question and sentence.
    :param passage_score: cosine of question and passage.
    :param lexical_score: BM25 of the sentence; 0 where its language is not the question's.
    """

    sentence: Sentence
    passage: Passage
    sentence_score: float
    passage_score: float
    lexical_score: float

    @property
    def score(self) -> float:
        return (
            0.5 * self.sentence_score
            + 0.5 * self.passage_score
            + _LEXICAL_WEIGHT * self.lexical_score
        )


class Search:
    """The searches over one generation's store and vectors."""

    def __init__(
        self,
        store: ArticleStore,
        passage_vectors: VectorIndex,
        sentence_vectors: VectorIndex,
        embedder: Embedder,
    ) -> None:
        self._store = store
        self._passage_vectors = passage_vectors
        self._sentence_vectors = sentence_vectors
        self._embedder = embedder

    def candidates(self, question: str, language: str) -> list[Candidate]:
        """All candidates, best first. A question without any is one to an empty index."""
        vector = self._embedder.embed_query(question)
        lexical = self._store.search_sentences(question, language, _LEXICAL)
        passage_ids = self._proposed(vector, lexical)
        passages = self._store.passages(passage_ids)
        sentences = self._store.sentences_of_passages(passage_ids)
        sentence_scores = self._sentence_vectors.vectors([s.id for s in sentences]) @ vector
        passage_scores = dict(
            zip(passage_ids, self._passage_vectors.vectors(passage_ids) @ vector, strict=True)
        )
        found = [
            Candidate(
                sentence=sentence,
                passage=passages[sentence.passage_id],
                sentence_score=float(score),
                passage_score=float(passage_scores[sentence.passage_id]),
                lexical_score=lexical.get(sentence.id, 0.0),
            )
            for sentence, score in zip(sentences, sentence_scores, strict=True)
        ]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.sentence.id))

    def _proposed(self, vector: np.ndarray, lexical: dict[int, float]) -> list[int]:
        by_passage = self._passage_vectors.search(vector, _PASSAGES)
        sentences = [*self._sentence_vectors.search(vector, _SENTENCES), *lexical]
        by_sentence = self._store.passage_ids_of_sentences(sentences)
        return sorted({*by_passage, *by_sentence.values()})
