"""A question → candidates: the sentences that may answer it, scored.

Three searches propose passages: passage vectors and sentence vectors, in each of the archive's
languages, and BM25 in the question's own. Every sentence of a proposed passage is then scored in
the same way (index.ranking; docs/evaluation.md compares the parts), by

- the cosine of the sentence, that of the better of its neighbours, and that of its passage,
- how close the sentence's tokens come to those of the question, word by word, with and without the
  sentences next to it: what it says "he" or "it" of stands there,
- matching words, where the languages allow them to match.

From each cosine that of the question with the centre of the language's vectors is taken away.
Without that, the model ranks texts in the question's language above better ones in another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from index.articles.article import Passage, Sentence
from index.embedding.embedder import Embedder
from index.embedding.encoder import EncodedText
from index.embedding.token_codes import best_cosines
from index.search.ranking import (
    FEATURES,
    Features,
    best_of_passage,
    better_neighbour,
    lexical_weight,
    mean_of_kinds,
    scores,
    tokens_of_content,
    weakest_word,
)
from index.storage.centres import Centre
from index.storage.store import ArticleStore
from index.storage.vectors import VectorIndex

# How many each search proposes: in all languages together, but a fair part in each.
_PASSAGES, _SENTENCES, _MATCHES = 40, 80, 40
_AT_LEAST = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in its passage, with what speaks for it.

    :param language: of the article, ISO 639-1.
    :param score: the features together; candidates of one question are compared by it.
    """

    sentence: Sentence
    passage: Passage
    language: str
    features: Features
    score: float


def narrowed(candidates: Sequence[Candidate], keep: Callable[[Candidate], bool]) -> list[Candidate]:
    """What would have been found in an archive that holds no other of these: its best match is the
    best of those that stay.

    :param candidates: best first.
    :param keep: passages stay or go as a whole.
    """
    kept = [candidate for candidate in candidates if keep(candidate)]
    best_match = max((candidate.features.lexical for candidate in kept), default=0.0) or 1.0
    return _best_first([_matched_against(candidate, best_match) for candidate in kept])


def _matched_against(candidate: Candidate, best_match: float) -> Candidate:
    share = candidate.features.lexical / best_match
    gained = lexical_weight() * (share - candidate.features.lexical)
    features = replace(candidate.features, lexical=share)
    return replace(candidate, features=features, score=candidate.score + gained)


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
        content = tokens_of_content(question, language, asked)
        matches = self.store.search_sentences(question, language, _MATCHES)
        sentences = self.store.sentences_of_passages(self._proposed(asked.vector, list(matches)))
        if not sentences:
            return []
        languages = self._languages(sentences)
        own = languages == language
        by_token = {name: asked.tokens @ centre.sentences for name, centre in self._centres.items()}
        features = self._features(asked, content, sentences, languages, by_token)
        features[:, FEATURES.index("lexical")] = own * _shares(matches, sentences)
        usual = {
            name: _usual(centre, asked.vector, by_token[name], content)
            for name, centre in self._centres.items()
        }
        less_usual = features - np.array([usual[name] for name in languages])
        return _best_first(
            self._candidates(sentences, languages, features, scores(less_usual, own))
        )

    def compare(self, question: str, sentence_ids: Sequence[int]) -> list[Candidate]:
        """These sentences by their vectors alone: ½ sentence + ½ passage cosine, in no order."""
        vector = self._embedder.embed_query(question)
        sentences = self.store.sentences(sentence_ids)
        features = np.zeros((len(sentences), len(FEATURES)))
        of_sentence = self.sentence_vectors.vectors([s.id for s in sentences]) @ vector
        of_passage = self._of_passages(vector, sentences)
        features[:, FEATURES.index("sentence")] = of_sentence
        features[:, FEATURES.index("passage")] = of_passage
        score = 0.5 * of_sentence + 0.5 * of_passage
        return self._candidates(sentences, self._languages(sentences), features, score)

    def _features(
        self,
        asked: EncodedText,
        content: Sequence[np.ndarray],
        sentences: Sequence[Sentence],
        languages: np.ndarray,
        usual: dict[str, np.ndarray],
    ) -> np.ndarray:
        """Those of all sentences of some passages, in reading order: (sentences, features). The
        lexical one is left at 0.

        :param usual: by language, how close any text of it comes to each token of the question.
        """
        passages = np.array([sentence.passage_id for sentence in sentences])
        ids = [sentence.id for sentence in sentences]
        codes = self.store.tokens_of_sentences(ids)
        vectors = self.sentence_vectors.vectors(ids)
        by_token = best_cosines(asked.tokens, vectors, [codes.get(i, b"") for i in ids])
        in_context = np.maximum(by_token, better_neighbour(by_token, passages))
        above_usual = by_token - np.stack([usual[name] for name in languages])
        content_words, function_words = mean_of_kinds(by_token, content)
        of_sentence = vectors @ asked.vector
        columns = {
            "sentence": of_sentence,
            "neighbour": better_neighbour(of_sentence[:, None], passages)[:, 0],
            "passage": self._of_passages(asked.vector, sentences),
            "content_words": content_words,
            "context_words": mean_of_kinds(in_context, content)[0],
            "weakest_word": weakest_word(best_of_passage(above_usual, passages), content),
            "function_words": function_words,
            "lexical": np.zeros(len(sentences)),
        }
        return np.stack([columns[name] for name in FEATURES], axis=1)

    def _of_passages(self, vector: np.ndarray, sentences: Sequence[Sentence]) -> np.ndarray:
        """The cosine of each sentence's passage: (sentences,)."""
        passages = [sentence.passage_id for sentence in sentences]
        different, place = np.unique(passages, return_inverse=True)
        return (self.passage_vectors.vectors(different.tolist()) @ vector)[place]

    def _languages(self, sentences: Sequence[Sentence]) -> np.ndarray:
        passages = [sentence.passage_id for sentence in sentences]
        languages = self.store.languages_of_passages(sorted(set(passages)))
        return np.array([languages[passage] for passage in passages])

    def _candidates(
        self,
        sentences: Sequence[Sentence],
        languages: np.ndarray,
        features: np.ndarray,
        score: np.ndarray,
    ) -> list[Candidate]:
        passages = self.store.passages(sorted({sentence.passage_id for sentence in sentences}))
        rows = zip(sentences, languages.tolist(), features.tolist(), score.tolist(), strict=True)
        return [
            Candidate(sentence, passages[sentence.passage_id], language, Features(*row), total)
            for sentence, language, row, total in rows
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


def _usual(
    centre: Centre, vector: np.ndarray, by_token: np.ndarray, content: Sequence[np.ndarray]
) -> tuple[float, ...]:
    """What the features of any text of a language are, whatever it says.

    :param vector: of the question; `by_token` its tokens' cosines with the centre.
    """
    content_words, function_words = mean_of_kinds(by_token[None, :], content)
    of_sentence = float(centre.sentences @ vector)
    usual = Features(
        sentence=of_sentence,
        neighbour=of_sentence,
        passage=float(centre.passages @ vector),
        content_words=float(content_words[0]),
        context_words=float(content_words[0]),
        function_words=float(function_words[0]),
    )
    return astuple(usual)


def _shares(matches: dict[int, float], sentences: Sequence[Sentence]) -> np.ndarray:
    """BM25 of each sentence as a share of the best one's: (sentences,)."""
    found = np.array([matches.get(sentence.id, 0.0) for sentence in sentences])
    return found / (max(matches.values(), default=0.0) or 1.0)


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.sentence.id))
