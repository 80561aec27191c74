"""Fits index/search/ranking.json:

    python -m benchmarks.fit_ranking DATA_FOLDER [--limit N] [--fold 0/3] [--write]

Questions that neither the adapter nor the reader has seen, in the articles' language, and parallel
ones across languages (benchmarks.unseen): one set of weights is fitted within a language, one
across languages; figures are cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from benchmarks.conditional_logit import mean_loss
from benchmarks.reading_cases import add_options, unseen
from benchmarks.unseen import UnseenQuestion
from index import Archive
from index.search import FEATURES
from qa.finding import stages
from qa.finding.stages import run

_CANDIDATES = 40  # the first ones; what ranks behind them teaches nothing
_PENALTY = 1e-2  # on squared weights of features of about unit size
# What makes them so: cosines of good candidates lie within a tenth.
_SCALE = np.array([1.0 if name == "lexical" else 10.0 for name in FEATURES])
_FOLDS = 8
_WEIGHTS = Path(__file__).parent.parent / "index" / "search" / "ranking.json"


@dataclass(frozen=True)
class Case:
    """A question, and its candidates in the shipped order, of the language of the one that answers.

    :param own: whether that is the question's.
    :param features: (candidates, features).
    :param right: bool, (candidates,): whether it holds the answer.
    """

    asked: UnseenQuestion
    own: bool
    features: np.ndarray
    right: np.ndarray

    @property
    def teaches(self) -> bool:
        return bool(self.right.any()) and not self.right.all()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, limit=150)
    parser.add_argument("--write", action="store_true", help="replace index/search/ranking.json")
    options = parser.parse_args()
    with unseen(options) as questions:
        cases = [_case(archive, asked) for archive, asked in tqdm(questions, desc="asking")]
    held_out = _cross_validate(cases)
    for source in sorted({case.asked.source for case in cases}):
        rows = [i for i, case in enumerate(cases) if case.asked.source == source]
        shipped = [cases[i].right for i in rows]
        fitted = [cases[i].right[np.argsort(-held_out[i], kind="stable")] for i in rows]
        print(f"{source:12} {len(rows)} first, in first three: {_hits(shipped)} as shipped, "
              f"{_hits(fitted)} cross-validated")  # fmt: skip
    weights = {
        kind: dict(zip(FEATURES, np.round(_fit(of_kind) * _SCALE, 2).tolist(), strict=True))
        for kind, of_kind in (
            ("own_language", [case for case in cases if case.own]),
            ("other_language", [case for case in cases if not case.own]),
        )
    }
    print(json.dumps(weights, indent=2))
    if options.write:
        margins = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["margins"]
        weights["margins"] = margins  # chosen, not fitted
        _WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def _case(archive: Archive, asked: UnseenQuestion) -> Case:
    snapshot = archive.current()
    language = snapshot.article(asked.article_id).language
    ranked = run(asked.question, stages(snapshot, archive.embedder))
    found = [candidate for candidate in ranked if candidate.language == language][:_CANDIDATES]
    return Case(
        asked,
        language == asked.question.language,
        np.array([astuple(candidate.features) for candidate in found]).reshape(-1, len(FEATURES)),
        np.array([asked.is_answered_in(candidate.sentence) for candidate in found], dtype=bool),
    )


def _fit(cases: Sequence[Case]) -> np.ndarray:
    """The weights under which the right candidates are likeliest, by the softmax of their scores.

    :return: (features,), of features times `_SCALE`.
    """
    lists = [(case.features * _SCALE, case.right) for case in cases if case.teaches]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        mean, gradient = mean_loss(weights, lists)
        return mean + _PENALTY * weights @ weights, gradient + 2 * _PENALTY * weights

    # More of a feature may not speak against a sentence: those that say much the same would else
    # take opposite sides, by chance.
    bounds = [(0.0, None)] * len(FEATURES)
    return minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds).x


def _cross_validate(cases: Sequence[Case]) -> list[np.ndarray]:
    """Each case's scores, by weights that were fitted without its article."""
    scores = [np.zeros(0)] * len(cases)
    groups = [case.asked.article_id for case in cases]
    for fitting, others in GroupKFold(_FOLDS).split(cases, groups=groups):
        for own in (True, False):
            weights = _fit([cases[i] for i in fitting if cases[i].own == own])
            for i in others:
                if cases[i].own == own:
                    scores[i] = cases[i].features * _SCALE @ weights
    return scores


def _hits(ranked: Sequence[np.ndarray]) -> str:
    first = np.mean([right[:1].any() for right in ranked])
    three = np.mean([right[:3].any() for right in ranked])
    return f"{first:.3f} {three:.3f}"


if __name__ == "__main__":
    main()
