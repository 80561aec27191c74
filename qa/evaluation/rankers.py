"""The pipeline, and simpler ways to find evidence that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import Archive, Candidate
from index.search import Features, best_first
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

    def compared(question: Question, sentence_ids: Sequence[int]) -> list[Candidate]:
        """These sentences by their vectors alone, in no order."""
        vector = embedder.embed_query(question.standalone)
        sentences = store.sentences(sentence_ids)
        passage_ids = [sentence.passage_id for sentence in sentences]
        passages = store.passages(sorted(set(passage_ids)))
        languages = store.languages_of_passages(sorted(passages))
        of_sentence = snapshot.sentences.vectors([s.id for s in sentences]) @ vector
        of_passage = snapshot.passages.vectors(passage_ids) @ vector
        cosines = np.stack([of_sentence, of_passage], axis=1).tolist()
        return [
            Candidate(
                sentence,
                passages[sentence.passage_id],
                languages[sentence.passage_id],
                features=Features(sentence=one, passage=other),
            )
            for sentence, (one, other) in zip(sentences, cosines, strict=True)
        ]

    def bm25(question: Question) -> list[Candidate]:
        scores: dict[int, float] = {}
        for language in snapshot.languages:
            scores |= store.search_sentences(question.standalone, language, _DEPTH)
        return _ranked(compared(question, list(scores)), lambda c: scores[c.sentence.id])

    def sentence_vectors(question: Question) -> list[Candidate]:
        vector = embedder.embed_query(question.standalone)
        found = snapshot.sentences.search(vector, _DEPTH)
        return _ranked(compared(question, list(found)), lambda c: c.features.sentence)

    def both_vectors(question: Question) -> list[Candidate]:
        vector = embedder.embed_query(question.standalone)
        passages = list(snapshot.passages.search(vector, _DEPTH // 4))
        found = dict.fromkeys(snapshot.sentences.search(vector, _DEPTH))
        found |= dict.fromkeys(s.id for s in store.sentences_of_passages(passages))
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
