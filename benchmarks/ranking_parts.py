"""What each part of the search's ranking gives once the reader has read:

    python -m benchmarks.ranking_parts DATA_FOLDER [--limit N] [--fold 0/3]

Asks the questions that the reader has not seen (benchmarks.reading_cases), and fits one ranking
after another: the features of some parts of the search, with the reader's odds and without. Prints
how often the sentence that answers comes first, and among the first three, cross-validated by
article. Each feature has a weight within a language and one across languages.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import astuple, replace

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from benchmarks.conditional_logit import mean_loss
from benchmarks.held_out import reader_of
from benchmarks.reading_cases import Case, add_options, read_cases, scores_and_odds, unseen
from index.search import FEATURES

_PARTS = {
    "passage vectors": ("passage",),
    "sentence vectors": ("sentence", "neighbour"),
    "words": ("lexical",),
}
_TRIED = (
    ("passage vectors",),
    ("passage vectors", "words"),
    ("passage vectors", "sentence vectors"),
    tuple(_PARTS),
)
_FOLDS = 8
_SMOOTHING = 0.001  # a penalty on the weights' squares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, limit=110)
    options = parser.parse_args()
    with unseen(options) as questions:
        cases = [
            _in_order(case)
            for case in read_cases(questions, reader_of(options.reader))
            if case.kind == "answerable"
        ]
    print(
        f"{len(cases)} questions: first, among the first three; with the odds: first, among three"
    )
    for parts in _TRIED:
        told = [_figures(cases, parts, with_odds) for with_odds in (False, True)]
        figures = "; ".join(f"{first:.3f} {three:.3f}" for first, three in told)
        print(f"{', '.join(parts):60} {figures}")


def _in_order(case: Case) -> Case:
    """Its candidates as they stand in the archive: what is alike is told apart by nothing else."""
    order = np.argsort([candidate.sentence.id for candidate in case.candidates])
    candidates = [case.candidates[i] for i in order]
    return replace(case, candidates=candidates, right=case.right[order])


def _figures(cases: Sequence[Case], parts: Sequence[str], with_odds: bool) -> tuple[float, float]:
    lists = [(_rows(case, parts, with_odds), case.right) for case in cases]
    groups = [case.asked.article_id for case in cases]
    first, three = [], []
    for fitting, others in GroupKFold(_FOLDS).split(lists, groups=groups):
        weights = _fitted([lists[i] for i in fitting if lists[i][1].any()])
        for i in others:
            rows, right = lists[i]
            ranked = right[np.argsort(-(rows @ weights), kind="stable")]
            first.append(ranked[0])
            three.append(ranked[:3].any())
    return float(np.mean(first)), float(np.mean(three))


def _fitted(lists: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = mean_loss(weights, lists)
        return value + _SMOOTHING * float(weights @ weights), slope + 2 * _SMOOTHING * weights

    return minimize(loss, np.zeros(lists[0][0].shape[1]), jac=True).x


def _rows(case: Case, parts: Sequence[str], with_odds: bool) -> np.ndarray:
    """(candidates, weights)."""
    features = np.array([astuple(candidate.features) for candidate in case.candidates])
    own = np.array([c.language == case.asked.question.language for c in case.candidates])[:, None]
    columns = []
    for name in (name for part in parts for name in _PARTS[part]):
        values = features[:, [FEATURES.index(name)]]
        if name == "lexical":  # across languages there is none
            columns.append(values * own)
        else:  # cosines differ by hundredths
            columns += [10 * values * own, 10 * values * ~own]
    odds = [scores_and_odds(case)[:, [1]]] if with_odds else []
    return np.hstack([*columns, *odds])


if __name__ == "__main__":
    main()
