"""One question's search in one snapshot: the two stages that every answer begins with.

`propose`: three searches propose passages: passage vectors and sentence vectors, in each of the
archive's languages, and BM25 in the question's own. `rank`: every sentence of a proposed passage is
scored in the same way, by the features of index.search.features, weighted by index.search.ranking.
docs/evaluation.md compares the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from index.embedding import Embedder
from index.search.candidate import Candidate, Features, best_first
from index.search.features import features as compute_features
from index.search.features import usual_features, word_tokens
from index.search.ranking import scores
from index.storage import Snapshot
from index.text import Question

# How many each search proposes: in all languages together, but a fair part in each.
_PASSAGES, _SENTENCES, _MATCHES = 40, 80, 40
_AT_LEAST = 8


class Search:
    """:param snapshot: what is searched.
    :param embedder: the one that it was made with.
    """

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self._snapshot = snapshot
        # Each stage reads the question's vectors; they are computed once.
        self._encoded = lru_cache(maxsize=2)(embedder.encode_query)

    def propose(self, question: Question, candidates: Sequence[Candidate] = ()) -> list[Candidate]:
        """The sentences of the passages that may answer, in reading order, not yet scored, after
        those that others proposed."""
        store = self._snapshot.store
        text = question.standalone
        matches = store.search_sentences(text, question.language, _MATCHES)
        passage_ids = self._proposed(self._encoded(text).vector, list(matches))
        known = {candidate.sentence.id for candidate in candidates}
        sentences = [s for s in store.sentences_of_passages(passage_ids) if s.id not in known]
        languages = store.languages_of_passages(passage_ids)
        passages = store.passages(passage_ids)
        return [
            *candidates,
            *(
                Candidate(
                    sentence=sentence,
                    passage=passages[sentence.passage_id],
                    language=languages[sentence.passage_id],
                    match=matches.get(sentence.id, 0.0),
                )
                for sentence in sentences
            ),
        ]

    def rank(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with their features and scores, best first.

        :param candidates: in reading order, with all sentences of each passage.
        """
        if not candidates:
            return []
        asked = self._encoded(question.standalone)
        content = word_tokens(question.content_words, asked)
        snapshot = self._snapshot
        own = np.array([c.language == question.language for c in candidates])
        computed = compute_features(asked, content, candidates, own, snapshot)
        usual = {
            name: usual_features(centre, asked, content)
            for name, centre in snapshot.centres.items()
        }
        less_usual = computed - np.array([usual[c.language] for c in candidates])
        rows = zip(candidates, computed.tolist(), scores(less_usual, own).tolist(), strict=True)
        return best_first(
            replace(candidate, features=Features(*row), score=score)
            for candidate, row, score in rows
        )

    def _proposed(self, vector: np.ndarray, lexical: list[int]) -> list[int]:
        """The ids of passages."""
        passages, sentences = set[int](), set(lexical)
        snapshot = self._snapshot
        languages = snapshot.passages.languages
        share = max(1, len(languages))
        for language in languages:
            limit = max(_AT_LEAST, _PASSAGES // share)
            passages.update(snapshot.passages.search(vector, limit, language))
            limit = max(2 * _AT_LEAST, _SENTENCES // share)
            sentences.update(snapshot.sentences.search(vector, limit, language))
        of_sentences = snapshot.store.passage_ids_of_sentences(sorted(sentences))
        return sorted(passages.union(of_sentences.values()))
