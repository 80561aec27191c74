"""Candidates → the passages that they stand in: what is found, without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index import ArticleDescription, Candidate, Passage, Snapshot


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that fits a question: the article's text[passage.start:passage.end].

    :param page: that it begins on, in a file that has pages.
    :param score: of its best sentence, in log-odds: higher fits better, and only passages of one
        search can be compared by it.
    """

    passage: Passage
    article: ArticleDescription
    page: int | None
    score: float


def best_passages(
    candidates: Iterable[Candidate], snapshot: Snapshot, limit: int
) -> list[FoundPassage]:
    """Each passage once, the one with the best candidate first.

    :param candidates: best first; `snapshot` is what they were found in.
    """
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        if len(best) == limit and candidate.passage.id not in best:
            break
        best.setdefault(candidate.passage.id, candidate)
    return [_found(candidate, snapshot) for candidate in best.values()]


def _found(candidate: Candidate, snapshot: Snapshot) -> FoundPassage:
    passage = candidate.passage
    article = snapshot.article(passage.article_id)
    page = article.page_of(passage.start)
    return FoundPassage(passage, article.description, page, candidate.score)
