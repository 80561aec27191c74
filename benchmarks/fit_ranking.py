"""Fits index/search/ranking.json:

    python -m benchmarks.fit_ranking DATA_FOLDER --adapter 0/3 FILE [--adapter …]
        [--distractors FILE_OR_FOLDER …] [--write]

The questions of XQuAD (xquad-dev.LANG.json in DATA_FOLDER) are asked in twelve languages of its
German articles, among others, each fold of articles with an adapter that was trained without it
(`python -m training.train DATA_FOLDER --held-out 0/3 --out FILE`). One set of weights is fitted on
the German questions, one on the others; figures are cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from benchmarks.conditional_logit import mean_loss
from benchmarks.held_out import add_adapter_option, add_distractors_option, held_out_embedders
from benchmarks.xquad import Question, archive_of, candidates_of, covers, read_xquad, write_articles
from index import Embedder
from index.search import FEATURES

_CANDIDATES = 40  # the first ones; what ranks behind them teaches nothing
_PENALTY = 1e-2  # on squared weights of features of about unit size
# What makes them so: cosines of good candidates lie within a tenth.
_SCALE = np.array([1.0 if name == "lexical" else 10.0 for name in FEATURES])
_FOLDS = 8
_WEIGHTS = Path(__file__).parent.parent / "index" / "search" / "ranking.json"


@dataclass(frozen=True)
class Case:
    """A question, and its candidates in the shipped order.

    :param features: (candidates, features).
    :param right: bool, (candidates,): whether it holds the answer.
    """

    language: str
    number: int
    features: np.ndarray
    right: np.ndarray

    @property
    def own(self) -> bool:
        return self.language == "de"

    @property
    def teaches(self) -> bool:
        return bool(self.right.any()) and not self.right.all()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    add_adapter_option(parser)
    add_distractors_option(parser)
    parser.add_argument("--write", action="store_true", help="replace index/search/ranking.json")
    options = parser.parse_args()
    languages = sorted(path.suffixes[0][1:] for path in options.data.glob("xquad-dev.*.json"))
    articles, questions = read_xquad(options.data, languages)
    cases: list[Case] = []
    for unseen, embedder in held_out_embedders(options.adapter, len(articles)):
        asked = [question for question in questions if question.number in unseen]
        cases += _ask(articles, options.distractors, asked, embedder)
    held_out = _cross_validate(cases)
    for language in languages:
        rows = [i for i, case in enumerate(cases) if case.language == language]
        shipped = [cases[i].right for i in rows]
        fitted = [cases[i].right[np.argsort(-held_out[i], kind="stable")] for i in rows]
        print(f"{language}→de {len(rows)} first, in first three: {_hits(shipped)} as shipped, "
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


def _ask(
    articles: list[str], distractors: list[Path], questions: list[Question], embedder: Embedder
) -> list[Case]:
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        paths = write_articles(articles, Path(folder))
        archive = archive_of(Path(folder) / "index", [*paths, *distractors], embedder)
        for question in tqdm(questions, desc="asking"):
            for language, text in question.texts.items():
                found = candidates_of(archive, text, language)[:_CANDIDATES]
                features = np.array([astuple(candidate.features) for candidate in found])
                right = np.array(
                    [covers(archive, candidate.sentence, question) for candidate in found]
                )
                cases.append(Case(language, question.number, features, right))
    return cases


def _fit(cases: list[Case]) -> np.ndarray:
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


def _cross_validate(cases: list[Case]) -> list[np.ndarray]:
    """Each case's scores, by weights that were fitted without its article."""
    weights = {
        (fold, own): _fit([c for c in cases if c.number % _FOLDS != fold and c.own == own])
        for fold in range(_FOLDS)
        for own in (True, False)
    }
    return [case.features * _SCALE @ weights[case.number % _FOLDS, case.own] for case in cases]


def _hits(ranked: list[np.ndarray]) -> str:
    first = np.mean([right[:1].any() for right in ranked])
    three = np.mean([right[:3].any() for right in ranked])
    return f"{first:.3f} {three:.3f}"


if __name__ == "__main__":
    main()
