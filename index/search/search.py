"""One question's search in one snapshot: the two stages that every answer begins with.

`propose`: two searches propose passages: passage vectors, in each of the archive's languages, and
BM25 over sentences in the question's own. `rank`: every sentence of a proposed passage is scored in
the same way, by the features of index.search.features, weighted by index.search.ranking.
docs/evaluation.md compares the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from index.embedding import Embedder
from index.search.candidate import Candidate, Features, best_first
from index.search.features import features as compute_features
from index.search.features import usual_features
from index.search.ranking import scores
from index.storage import Snapshot, Within, passage_of
from index.text import Question

# How many each search proposes: in all languages together, but a fair part in each.
_PASSAGES, _MATCHES = 60, 40
_AT_LEAST = 12


class Search:
    """:param snapshot: what is searched.
    :param embedder: the one that it was made with.
    :param within: the passages that may be proposed; any where it is None.
    """

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, within: Within | None = None
    ) -> None:
        self._snapshot = snapshot
        self._within = within
        # Each stage reads the question's vector; it is computed once.
        self._embedded = lru_cache(maxsize=2)(embedder.embed_query)

    def propose(self, question: Question, candidates: Sequence[Candidate] = ()) -> list[Candidate]:
        """The sentences of the passages that may answer, in reading order, not yet scored, after
        those that others proposed."""
        store, text = self._snapshot.store, question.standalone
        passages = None if self._within is None else self._within.passages
        matches = store.search_sentences(text, question.language, _MATCHES, passages)
        known = {candidate.sentence.id for candidate in candidates}
        stored = store.passages(sorted({*self._near(text), *map(passage_of, matches)}))
        return [
            *candidates,
            *(
                Candidate(
                    sentence=sentence,
                    passage=of_passage.passage,
                    language=of_passage.language,
                    match=matches.get(sentence.id, 0.0),
                )
                for of_passage in stored
                for sentence in of_passage.sentences
                if sentence.id not in known
            ),
        ]

    def rank(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with their features and scores, best first.

        :param candidates: in reading order, with all sentences of each passage.
        """
        if not candidates:
            return []
        vector, snapshot = self._embedded(question.standalone), self._snapshot
        own = np.array([c.language == question.language for c in candidates])
        computed = compute_features(vector, candidates, own, snapshot)
        usual = {name: usual_features(centre, vector) for name, centre in snapshot.centres.items()}
        less_usual = computed - np.array([usual[c.language] for c in candidates])
        rows = zip(candidates, computed.tolist(), scores(less_usual, own).tolist(), strict=True)
        return best_first(
            # Some hundred of them: `replace` takes three times as long.
            Candidate(c.sentence, c.passage, c.language, c.match, Features(*row), c.answer, score)
            for c, row, score in rows
        )

    def _near(self, text: str) -> list[int]:
        """The ids of the passages that come nearest, in each language."""
        proposals = self._snapshot.proposals
        limit = max(_AT_LEAST, _PASSAGES // max(1, len(proposals.languages)))
        vector = self._embedded(text)
        return [
            passage_id
            for language in proposals.languages
            for passage_id in proposals.search(vector, limit, language, self._within)
        ]
