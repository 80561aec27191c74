"""The pipeline, and simpler ways to find evidence that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index import Candidate, Index
from index.search.search import narrowed
from qa.finding.confidence import answer_features, confidence
from qa.finding.evidence import Quote, choose_quotes

# How many sentences or passages a baseline looks at; more change nothing in the first places.
_DEPTH = 400
_QUOTES = 3


@dataclass(frozen=True)
class Ranker:
    """A way to find evidence.

    :param candidates: (question, language) → sentences, best first.
    :param sureness: (question, language, candidates) → how sure it is of the first, any scale.
    :param quotes: candidates → what it would cite.
    :param narrowed: (candidates, which of them stay) → what it would find without the others.
    """

    name: str
    candidates: Callable[[str, str], list[Candidate]]
    sureness: Callable[[str, str, Sequence[Candidate]], float]
    quotes: Callable[[Sequence[Candidate]], list[Quote]]
    narrowed: Callable[[Sequence[Candidate], Callable[[Candidate], bool]], list[Candidate]]


def pipeline(index: Index) -> Ranker:
    """What `Assistant` does."""

    def sureness(question: str, language: str, candidates: Sequence[Candidate]) -> float:
        article = index.article(candidates[0].sentence.article_id)
        return confidence(answer_features(question, language, candidates, article))

    return Ranker("fundstelle", index.candidates, sureness, choose_quotes, narrowed)


def baselines(index: Index) -> list[Ranker]:
    """BM25 alone, sentence vectors alone, ½ sentence + ½ passage vectors."""
    search = index.search

    def bm25(question: str, language: str) -> list[Candidate]:
        scores: dict[int, float] = {}
        for other in index.languages:
            scores |= search.store.search_sentences(question, other, _DEPTH)
        return _ranked(search.compare(question, list(scores)), lambda c: scores[c.sentence.id])

    def sentences(question: str, language: str) -> list[Candidate]:
        vector = index.embedder.embed_query(question)
        found = search.sentence_vectors.search(vector, _DEPTH)
        return _ranked(search.compare(question, list(found)), lambda c: c.features.sentence)

    def mixed(question: str, language: str) -> list[Candidate]:
        vector = index.embedder.embed_query(question)
        passages = list(search.passage_vectors.search(vector, _DEPTH // 4))
        found = dict.fromkeys(search.sentence_vectors.search(vector, _DEPTH))
        found |= dict.fromkeys(s.id for s in search.store.sentences_of_passages(passages))
        return _ranked(search.compare(question, list(found)), lambda c: c.score)

    return [
        Ranker(name, candidates, _first_score, _first_three, _only)
        for name, candidates in (
            ("bm25", bm25),
            ("sentence_vectors", sentences),
            ("sentence_and_passage_vectors", mixed),
        )
    ]


def _ranked(
    candidates: Sequence[Candidate], score: Callable[[Candidate], float]
) -> list[Candidate]:
    scored = [replace(candidate, score=score(candidate)) for candidate in candidates]
    return sorted(scored, key=lambda c: (-c.score, c.sentence.id))


def _first_score(question: str, language: str, candidates: Sequence[Candidate]) -> float:
    return candidates[0].score


def _only(candidates: Sequence[Candidate], keep: Callable[[Candidate], bool]) -> list[Candidate]:
    return [candidate for candidate in candidates if keep(candidate)]


def _first_three(candidates: Sequence[Candidate]) -> list[Quote]:
    return [
        Quote(c.sentence.article_id, c.sentence.start, c.sentence.end, c)
        for c in candidates[:_QUOTES]
    ]
