"""Questions that the reader has not seen, asked of archives that answer them and of others: what is
fitted to its scores is fitted to these cases.

Natural ones in the articles' language and parallel ones across languages (benchmarks.unseen) are
asked of an archive that answers them, of the same without the article that does (far), and of the
same with the sentence that does cut out of its passage (near).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.unseen import UnseenQuestion, natural_questions, parallel_questions
from index import Archive, Candidate, Settings, open_embedder
from qa.evaluation.cached_embedder import CachedEmbedder
from qa.finding import Reader, stages
from qa.finding.stages import run


@dataclass(frozen=True)
class Case:
    """A question asked of one archive.

    :param candidates: with the search's scores and the reader's odds, in any order.
    :param right: bool, (candidates,): whether it holds the answer.
    """

    kind: str
    archive: Archive
    asked: UnseenQuestion
    candidates: Sequence[Candidate]
    right: np.ndarray


def add_options(parser: argparse.ArgumentParser, limit: int) -> None:
    """What `unseen` is to be given."""
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=limit, help="of questions from each set")
    parser.add_argument("--fold", default="0/3", help="what the reader's training held out")
    parser.add_argument("--reader", type=Path, help="one to read with instead of the shipped one")


@contextmanager
def unseen(options: argparse.Namespace) -> Iterator[list[tuple[Archive, UnseenQuestion]]]:
    """The questions, and the archive that each is asked of, as long as it is needed."""
    settings = Settings(fast=False)
    embedder = CachedEmbedder.between_runs(open_embedder(settings), settings)
    fold, folds = map(int, options.fold.split("/"))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        natural = natural_questions(options.data, Path(one), embedder, options.limit)
        parallel = parallel_questions(
            options.data, Path(other), embedder, options.limit, fold, folds
        )
        yield [(archive, asked) for archive, of in (natural, parallel) for asked in of]


def read_cases(questions: Sequence[tuple[Archive, UnseenQuestion]], reader: Reader) -> list[Case]:
    """Each question's cases: one that its archive answers, near and far."""
    return [
        case
        for archive, asked in tqdm(questions, desc="asking")
        for case in _ask(archive, reader, asked)
    ]


def scores_and_odds(case: Case) -> np.ndarray:
    """(candidates, 2): the search's score and the odds of each."""
    return np.array([(c.score, c.answer.odds) for c in case.candidates if c.answer is not None])


def _ask(archive: Archive, reader: Reader, asked: UnseenQuestion) -> list[Case]:
    snapshot = archive.current()
    *search, read = stages(snapshot, archive.embedder, reader)
    ranked = run(asked.question, search)
    found = _with_search_scores(ranked, read(asked.question, ranked))
    elsewhere = [c for c in ranked if c.sentence.article_id != asked.article_id]
    far = _with_search_scores(elsewhere, read(asked.question, elsewhere))
    right = np.array([asked.is_answered_in(c.sentence) for c in found])
    cases = [
        Case("answerable", archive, asked, found, right),
        Case("far", archive, asked, far, np.zeros(len(far), dtype=bool)),
    ]
    if right.any() and not right.all():
        title = snapshot.article(asked.article_id).title
        near = _without_sentence(found, right, reader, asked, title)
        cases.append(Case("near", archive, asked, near, np.zeros(len(near), dtype=bool)))
    return [case for case in cases if case.candidates]


def _with_search_scores(ranked: Sequence[Candidate], read: Sequence[Candidate]) -> list[Candidate]:
    scores = {candidate.sentence.id: candidate.score for candidate in ranked}
    return [replace(c, score=scores[c.sentence.id]) for c in read if c.answer is not None]


def _without_sentence(
    found: Sequence[Candidate],
    right: np.ndarray,
    reader: Reader,
    asked: UnseenQuestion,
    title: str,
) -> list[Candidate]:
    """The candidates but those that answer, with the odds of their passages without those."""
    cut = {c.passage.id for c, is_right in zip(found, right, strict=True) if is_right}
    left = [c for c, is_right in zip(found, right, strict=True) if not is_right]
    near = [candidate for candidate in left if candidate.passage.id not in cut]
    for passage_id in sorted(cut):
        kept = [candidate for candidate in left if candidate.passage.id == passage_id]
        kept.sort(key=lambda candidate: candidate.sentence.start)
        text, places = "", []
        for candidate in kept:
            places.append((len(text), len(text) + len(candidate.sentence.text)))
            text += candidate.sentence.text + " "
        if not kept:
            continue
        (read,) = reader.read(asked.question.standalone, [(title, text)])
        for candidate, place in zip(kept, places, strict=True):
            span = read.best(*place)
            if span is not None and candidate.answer is not None:
                answer = replace(candidate.answer, odds=span.odds)
                without = replace(candidate.passage, text=text)
                near.append(replace(candidate, answer=answer, passage=without))
    return near
