"""The pipeline, and simpler ways to find evidence that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import Archive, Candidate
from index.search import Features, best_first
from index.storage import passage_of
from index.text import Question
from qa.finding import MAX_QUOTES, Finding, Quote, Reader, find, stages

Keep = Callable[[Candidate], bool]
# How many sentences or passages a baseline looks at; more change nothing in the first places.
_DEPTH = 400
# How sure one is of an answer where nothing at all was found.
_NOTHING_FOUND = -1e9


@dataclass(frozen=True)
class Ranker:
    """A way to find evidence.

    :param find: (question, which candidates stay) → what it finds, on any scale of confidence.
    :param quotes: what is found → what would be cited.
    """

    name: str
    find: Callable[[Question, Keep | None], Finding]
    quotes: Callable[[Finding], list[Quote]]


def pipeline(archive: Archive, reader: Reader | None) -> Ranker:
    """What `Assistant` does."""
    snapshot = archive.current()

    def found(question: Question, keep: Keep | None) -> Finding:
        return find(question, stages(snapshot, archive.embedder, reader), snapshot, keep)

    return Ranker("fundstelle", found, lambda finding: finding.quotes(MAX_QUOTES))


def baselines(archive: Archive) -> list[Ranker]:
    """BM25 alone, sentence vectors alone, ½ sentence + ½ passage vectors."""
    snapshot = archive.current()
    store, embedder = snapshot.store, archive.embedder
    sentence_ids = [i for of_passage in store.all_sentence_ids() for i in of_passage]
    every_sentence = snapshot.sentence_vectors(sentence_ids)

    def compared(question: Question, sentence_ids: Sequence[int]) -> list[Candidate]:
        """These sentences by their vectors alone, in no order."""
        vector = embedder.embed_query(question.standalone)
        of_passages = store.passages(list({passage_of(i) for i in sentence_ids}))
        passages = {stored.passage.id: stored for stored in of_passages}
        sentences = {s.id: s for stored in of_passages for s in stored.sentences}
        passage_ids = [passage_of(i) for i in sentence_ids]
        of_sentence = snapshot.sentence_vectors(sentence_ids) @ vector
        of_passage = snapshot.passage_vectors(passage_ids) @ vector
        cosines = np.stack([of_sentence, of_passage], axis=1).tolist()
        return [
            Candidate(
                sentences[i],
                passages[passage_of(i)].passage,
                passages[passage_of(i)].language,
                features=Features(sentence=one, passage=other),
            )
            for i, (one, other) in zip(sentence_ids, cosines, strict=True)
        ]

    def nearest_sentences(question: Question) -> list[int]:
        cosines = every_sentence @ embedder.embed_query(question.standalone)
        return [sentence_ids[place] for place in np.argsort(-cosines, kind="stable")[:_DEPTH]]

    def bm25(question: Question) -> list[Candidate]:
        scores: dict[int, float] = {}
        for language in snapshot.languages:
            scores |= store.search_sentences(question.standalone, language, _DEPTH)
        return _ranked(compared(question, list(scores)), lambda c: scores[c.sentence.id])

    def sentence_vectors(question: Question) -> list[Candidate]:
        found = nearest_sentences(question)
        return _ranked(compared(question, found), lambda c: c.features.sentence)

    def both_vectors(question: Question) -> list[Candidate]:
        vector = embedder.embed_query(question.standalone)
        passages = store.passages(list(snapshot.proposals.search(vector, _DEPTH // 4)))
        found = dict.fromkeys(nearest_sentences(question))
        found |= dict.fromkeys(s.id for stored in passages for s in stored.sentences)
        return _ranked(compared(question, list(found)), lambda c: c.features.closeness)

    return [
        _baseline("bm25", bm25),
        _baseline("sentence_vectors", sentence_vectors),
        _baseline("sentence_and_passage_vectors", both_vectors),
    ]


def _baseline(name: str, candidates: Callable[[Question], list[Candidate]]) -> Ranker:
    """It is as sure of the first candidate as its score says."""

    def found(question: Question, keep: Keep | None) -> Finding:
        kept = [c for c in candidates(question) if keep is None or keep(c)]
        return Finding(question, kept, {}, kept[0].score if kept else _NOTHING_FOUND)

    return Ranker(name, found, lambda finding: _first(finding.candidates))


def _ranked(
    candidates: Sequence[Candidate], score: Callable[[Candidate], float]
) -> list[Candidate]:
    return best_first(replace(candidate, score=score(candidate)) for candidate in candidates)


def _first(candidates: Sequence[Candidate]) -> list[Quote]:
    return [
        Quote(c.sentence.article_id, c.sentence.start, c.sentence.end, c)
        for c in candidates[:MAX_QUOTES]
    ]
