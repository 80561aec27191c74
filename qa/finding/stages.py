"""The stages that a question goes through, each taking candidates on to better ones.

They are listed here and nowhere else: the assistant, the retriever and `fundstelle eval` run them.
A new one is a module of its own and an entry in `stages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from index import Candidate, Embedder, Search, Snapshot
from index.search import best_first, same_article_bonus
from index.storage import Within
from index.text import Question
from qa.finding.reader import Read, Reader


class Stage(Protocol):
    """`qa.testing.check_stage` states what any of them has to keep."""

    def __call__(
        self, question: Question, candidates: Sequence[Candidate], /
    ) -> Sequence[Candidate]:
        """:param question: whose words have been read.
        :param candidates: what the stage before gave; none to the first one.
        :return: some or all of them, and perhaps others, in an order of its own.
        """
        ...


def stages(
    snapshot: Snapshot,
    embedder: Embedder,
    reader: Reader | None = None,
    within: Within | None = None,
) -> tuple[Stage, ...]:
    """What is done, in this order, for one question at a time.

    :param reader: reads what the search ranks first; without one, that is the answer.
    :param within: the passages that may answer; any where it is None.
    """
    search = Search(snapshot, embedder, within)
    reading = (Read(snapshot, reader),) if reader is not None else ()
    return search.propose, search.rank, prefer_article, Once(snapshot), *reading


def run(
    question: Question,
    stages: Iterable[Stage],
    keep: Callable[[Candidate], bool] | None = None,
) -> list[Candidate]:
    """The candidates that come out at the end, best first.

    :param keep: which of the proposed candidates go on: what would be found in an archive without
        the others. Passages go on, or not, as a whole.
    """
    candidates: Sequence[Candidate] = ()
    for number, stage in enumerate(stages):
        candidates = stage(question, candidates)
        if number == 0 and keep is not None:
            candidates = [candidate for candidate in candidates if keep(candidate)]
    return list(candidates)


class Once:
    """Of articles that say nearly the same, the one that fits best stands for all.

    :param snapshot: that knows which do.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __call__(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """:param candidates: best first."""
        groups = self._snapshot.groups({c.sentence.article_id for c in candidates})
        chosen: dict[int, str] = {}
        for candidate in candidates:
            article_id = candidate.sentence.article_id
            chosen.setdefault(groups[article_id], article_id)
        kept = set(chosen.values())
        return [candidate for candidate in candidates if candidate.sentence.article_id in kept]


def prefer_article(question: Question, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Of a follow-up question, candidates in the article that answered before are preferred."""
    if question.article_id is None:
        return candidates
    return best_first(
        replace(c, score=c.score + same_article_bonus())
        if c.sentence.article_id == question.article_id
        else c
        for c in candidates
    )
