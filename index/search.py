"""A question → candidates: the sentences that may answer it, scored.

Three searches propose passages: passage vectors and sentence vectors, in each of the archive's
languages, and BM25 in the question's own. Every sentence of a proposed passage is then scored in
the same way (docs/evaluation.md compares the parts):

- ½ cosine of the sentence + ½ cosine of its passage, each less the cosine of the question with the
  centre of that language's vectors. Without that, the model ranks texts in the question's language
  above better ones in another.
- + a little for matching words, where the languages allow them to match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.article import Passage, Sentence
from index.embedding import Embedder
from index.store import ArticleStore
from index.vectors import VectorIndex

# How many each search proposes: in all languages together, but a fair part in each.
_PASSAGES, _SENTENCES, _LEXICAL = 40, 80, 40
_AT_LEAST = 8
_LEXICAL_WEIGHT = 0.02
# What a sentence in another language is taken to match: more would favour it, less the question's.
_LEXICAL_ELSEWHERE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its passage, with what speaks for it.

    :param language: of the article, ISO 639-1.
    :param sentence_score: cosine of question and sentence.
    :param passage_score: cosine of question and passage.
    :param lexical_score: BM25 of the sentence as a share of the best one's, 0 to 1; None where its
        language is not the question's.
    :param score: all of these together; candidates of one question are compared by it.
    """

    sentence: Sentence
    passage: Passage
    language: str
    sentence_score: float
    passage_score: float
    lexical_score: float | None
    score: float


class Search:
    """The searches over one generation's store and vectors."""

    def __init__(
        self,
        store: ArticleStore,
        passage_vectors: VectorIndex,
        sentence_vectors: VectorIndex,
        embedder: Embedder,
    ) -> None:
        self.store = store
        self.passage_vectors = passage_vectors
        self.sentence_vectors = sentence_vectors
        self._embedder = embedder
        self._centres = store.centres()
        self._selectors = (
            {
                language: (
                    passage_vectors.selector(store.passage_ids(language)),
                    sentence_vectors.selector(store.sentence_ids(language)),
                )
                for language in self._centres
            }
            if len(self._centres) > 1
            else {}
        )

    def candidates(self, question: str, language: str) -> list[Candidate]:
        """All candidates, best first."""
        vector = self._embedder.embed_query(question)
        matches = self.store.search_sentences(question, language, _LEXICAL)
        sentences = self.store.sentences_of_passages(self._proposed(vector, list(matches)))
        centres = {
            name: 0.5 * float(centre.passages @ vector) + 0.5 * float(centre.sentences @ vector)
            for name, centre in self._centres.items()
        }
        best_match = max(matches.values(), default=0.0)
        found = []
        for candidate in self._scored(vector, sentences):
            lexical = None
            if candidate.language == language:
                match = matches.get(candidate.sentence.id, 0.0)
                lexical = match / best_match if best_match else 0.0
            share = _LEXICAL_ELSEWHERE if lexical is None else lexical
            score = candidate.score - centres[candidate.language] + _LEXICAL_WEIGHT * share
            found.append(replace(candidate, lexical_score=lexical, score=score))
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.sentence.id))

    def score_sentences(self, question: str, sentence_ids: Sequence[int]) -> list[Candidate]:
        """These sentences by their vectors alone: ½ sentence + ½ passage cosine, in no order."""
        vector = self._embedder.embed_query(question)
        return self._scored(vector, self.store.sentences(sentence_ids))

    def _scored(self, vector: np.ndarray, sentences: Sequence[Sentence]) -> list[Candidate]:
        passage_ids = sorted({sentence.passage_id for sentence in sentences})
        passages = self.store.passages(passage_ids)
        languages = self.store.languages_of_passages(passage_ids)
        of_passages = self.passage_vectors.vectors(passage_ids) @ vector
        passage_scores = dict(zip(passage_ids, of_passages.tolist(), strict=True))
        sentence_scores = self.sentence_vectors.vectors([s.id for s in sentences]) @ vector
        return [
            Candidate(
                sentence=sentence,
                passage=passages[sentence.passage_id],
                language=languages[sentence.passage_id],
                sentence_score=score,
                passage_score=passage_scores[sentence.passage_id],
                lexical_score=None,
                score=0.5 * score + 0.5 * passage_scores[sentence.passage_id],
            )
            for sentence, score in zip(sentences, sentence_scores.tolist(), strict=True)
        ]

    def _proposed(self, vector: np.ndarray, lexical: list[int]) -> list[int]:
        share = max(1, len(self._selectors))
        passages, sentences = set[int](), set(lexical)
        for of_passages, of_sentences in self._selectors.values() or [(None, None)]:
            limit = max(_AT_LEAST, _PASSAGES // share)
            passages.update(self.passage_vectors.search(vector, limit, of_passages))
            limit = max(2 * _AT_LEAST, _SENTENCES // share)
            sentences.update(self.sentence_vectors.search(vector, limit, of_sentences))
        passages.update(self.store.passage_ids_of_sentences(sorted(sentences)).values())
        return sorted(passages)
