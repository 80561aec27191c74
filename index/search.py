"""A question → candidates: the sentences that may answer it, scored.

Three searches propose passages: passage vectors and sentence vectors, in each of the archive's
languages, and BM25 in the question's own. Every sentence of a proposed passage is then scored in
the same way (index.ranking; docs/evaluation.md compares the parts), by

- the cosine of the sentence, and that of its passage,
- how close the sentence's tokens come to those of the question, word by word,
- matching words, where the languages allow them to match.

From each cosine that of the question with the centre of the language's vectors is taken away.
Without that, the model ranks texts in the question's language above better ones in another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.article import Passage, Sentence
from index.centres import Centre
from index.embedding import Embedder
from index.encoders import EncodedText
from index.ranking import is_of_content, lexical_weight, mean_of_kinds, scores
from index.store import ArticleStore
from index.token_codes import best_cosines
from index.vectors import VectorIndex

# How many each search proposes: in all languages together, but a fair part in each.
_PASSAGES, _SENTENCES, _LEXICAL = 40, 80, 40
_AT_LEAST = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its passage, with what speaks for it.

    :param language: of the article, ISO 639-1.
    :param sentence_score: cosine of question and sentence.
    :param passage_score: cosine of question and passage.
    :param content_word_score: how close the sentence comes to the question's content words: the
        mean of their tokens' best cosines.
    :param function_word_score: likewise to the other words, those that say what is asked for.
    :param lexical_score: BM25 of the sentence as a share of the best one's, 0 to 1; None where its
        language is not the question's.
    :param score: all of these together; candidates of one question are compared by it.
    """

    sentence: Sentence
    passage: Passage
    language: str
    sentence_score: float
    passage_score: float
    content_word_score: float
    function_word_score: float
    lexical_score: float | None
    score: float

    @property
    def features(self) -> list[float]:
        """In the order of `index.ranking.FEATURES`."""
        return [
            self.sentence_score,
            self.passage_score,
            self.content_word_score,
            self.function_word_score,
            self.lexical_score or 0.0,
        ]


def narrowed(candidates: Sequence[Candidate], keep: Callable[[Candidate], bool]) -> list[Candidate]:
    """What would have been found in an archive that holds no other of these: its best match is the
    best of those that stay.

    :param candidates: best first.
    """
    kept = [candidate for candidate in candidates if keep(candidate)]
    best_match = max((c.lexical_score or 0.0 for c in kept), default=0.0) or 1.0
    again = [
        replace(
            candidate,
            lexical_score=candidate.lexical_score / best_match,
            score=candidate.score
            + lexical_weight() * candidate.lexical_score * (1 / best_match - 1),
        )
        if candidate.lexical_score
        else candidate
        for candidate in kept
    ]
    return _best_first(again)


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
        asked = self._embedder.encode_query(question)
        matches = self.store.search_sentences(question, language, _LEXICAL)
        sentences = self.store.sentences_of_passages(self._proposed(asked.vector, list(matches)))
        of_content = is_of_content(question, language, asked)
        best_match = max(matches.values(), default=0.0)
        found = [
            replace(
                candidate,
                lexical_score=matches.get(candidate.sentence.id, 0.0) / (best_match or 1.0),
            )
            if candidate.language == language
            else candidate
            for candidate in self._compared(asked, of_content, sentences)
        ]
        return self._ranked(found, asked, of_content, language)

    def compare(self, question: str, language: str, sentence_ids: Sequence[int]) -> list[Candidate]:
        """These sentences by their vectors alone: ½ sentence + ½ passage cosine, in no order."""
        asked = self._embedder.encode_query(question)
        of_content = is_of_content(question, language, asked)
        return self._compared(asked, of_content, self.store.sentences(sentence_ids))

    def _compared(
        self, asked: EncodedText, of_content: np.ndarray, sentences: Sequence[Sentence]
    ) -> list[Candidate]:
        passage_ids = sorted({sentence.passage_id for sentence in sentences})
        passages = self.store.passages(passage_ids)
        languages = self.store.languages_of_passages(passage_ids)
        of_passages = self.passage_vectors.vectors(passage_ids) @ asked.vector
        passage_scores = dict(zip(passage_ids, of_passages.tolist(), strict=True))
        ids = [sentence.id for sentence in sentences]
        vectors = self.sentence_vectors.vectors(ids)
        codes = self.store.tokens_of_sentences(ids)
        by_token = best_cosines(asked.tokens, vectors, [codes.get(i, b"") for i in ids])
        columns = (vectors @ asked.vector, *mean_of_kinds(by_token, of_content))
        return [
            Candidate(
                sentence=sentence,
                passage=passages[sentence.passage_id],
                language=languages[sentence.passage_id],
                sentence_score=score,
                passage_score=passage_scores[sentence.passage_id],
                content_word_score=content,
                function_word_score=function,
                lexical_score=None,
                score=0.5 * score + 0.5 * passage_scores[sentence.passage_id],
            )
            for sentence, score, content, function in zip(
                sentences, *(column.tolist() for column in columns), strict=True
            )
        ]

    def _ranked(
        self,
        candidates: Sequence[Candidate],
        asked: EncodedText,
        of_content: np.ndarray,
        language: str,
    ) -> list[Candidate]:
        if not candidates:
            return []
        usual = {
            name: self._usual(centre, asked, of_content) for name, centre in self._centres.items()
        }
        features = np.array([candidate.features for candidate in candidates])
        features -= np.array([usual[candidate.language] for candidate in candidates])
        own = np.array([candidate.language == language for candidate in candidates])
        ranked = [
            replace(candidate, score=score)
            for candidate, score in zip(candidates, scores(features, own).tolist(), strict=True)
        ]
        return _best_first(ranked)

    @staticmethod
    def _usual(centre: Centre, asked: EncodedText, of_content: np.ndarray) -> list[float]:
        """What the features of any text of a language are, whatever it says."""
        content, function = mean_of_kinds((asked.tokens @ centre.sentences)[None, :], of_content)
        of_sentences = float(centre.sentences @ asked.vector)
        of_passages = float(centre.passages @ asked.vector)
        return [of_sentences, of_passages, float(content[0]), float(function[0]), 0.0]

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


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence.id))
