"""Fits qa/finding/reader/weighing.json and qa/finding/reading.json:

    python -m benchmarks.fit_reading DATA_FOLDER [--limit N] [--fold 0/3] [--write]

On questions that the reader has not seen (benchmarks.reading_cases). Two weights rank: the search's
score and the reader's odds. The features of qa.finding.confidence tell how likely the first quote
answers. Figures are cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.conditional_logit import mean_loss
from benchmarks.held_out import reader_of
from benchmarks.reading_cases import Case, add_options, read_cases, scores_and_odds, unseen
from qa.finding.confidence import answer_features

_ROOT = Path(__file__).parent.parent / "qa" / "finding"
_KINDS = ("answerable", "near", "far")
_FOLDS = 8
# Of what the first quote answers this much may be refused. One that is more than twice as likely
# wrong as right is shown with a doubt: a doubt too many costs its reader less than a wrong answer.
_REFUSED, _LIKELY, _CERTAIN = 0.02, 0.3, 0.85
_SURE_OF_WORDS = 0.8  # of the words that are pointed at so many have to overlap the answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, limit=150)
    parser.add_argument("--write", action="store_true", help="replace the two files")
    options = parser.parse_args()
    with unseen(options) as questions:
        cases = read_cases(questions, reader_of(options.reader))
        weights = _fit_ranking([case for case in cases if case.kind == "answerable"])
        _print_hits(cases, weights)
        model = _fit_confidence(cases, weights)
    before = json.loads((_ROOT / "reader" / "weighing.json").read_text())
    weighing = {
        "search": round(float(weights[0]), 4),
        "odds": round(float(weights[1]), 4),
        # As wide as it was, in odds.
        "quote_margin": round(before["quote_margin"] * float(weights[1]) / before["odds"], 1),
        "short_answer": _sure_of_words(cases, weights),
    }
    for path, content in (
        (_ROOT / "reader" / "weighing.json", weighing),
        (_ROOT / "reading.json", model),
    ):
        print(path.name, json.dumps(content, indent=2))
        if options.write:
            path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _fit_ranking(cases: list[Case]) -> np.ndarray:
    lists = [(scores_and_odds(case), case.right) for case in cases if case.right.any()]
    return minimize(mean_loss, np.array([1.0, 0.3]), args=(lists,), jac=True).x


def _order(case: Case, weights: np.ndarray) -> np.ndarray:
    return np.argsort(-(scores_and_odds(case) @ weights), kind="stable")


def _print_hits(cases: list[Case], weights: np.ndarray) -> None:
    for source in sorted({case.asked.source for case in cases}):
        of_source = [c for c in cases if c.asked.source == source and c.kind == "answerable"]
        told = []
        for name, by in (
            ("search", np.array([1.0, 0.0])),
            ("reader", np.array([0.0, 1.0])),
            ("both", weights),
        ):
            ranked = [case.right[_order(case, by)] for case in of_source]
            first = np.mean([right[0] for right in ranked])
            three = np.mean([right[:3].any() for right in ranked])
            told.append(f"{name} {first:.3f} {three:.3f}")
        print(f"{source:10}{len(of_source):5}  first, in first three: {', '.join(told)}")


def _fit_confidence(cases: list[Case], weights: np.ndarray) -> dict:
    features, right = [], []
    for case in cases:
        scores = scores_and_odds(case) @ weights
        order = np.argsort(-scores, kind="stable")
        scored = [replace(case.candidates[i], score=float(scores[i])) for i in order]
        article = case.archive.current().article(scored[0].sentence.article_id)
        features.append(answer_features(case.asked.question, scored, article))
        right.append(bool(case.right[order[0]]))
    names = list(features[0])
    table = np.array([[told[name] for name in names] for told in features])
    answers = np.array(right)
    kinds = np.array([case.kind for case in cases])
    weight = np.where(kinds == "answerable", 1.0, 0.5)
    groups = [case.asked.article_id for case in cases]
    for some in (["odds"], ["odds", "lead"], names):
        held_out = _cross_validated(
            table[:, [names.index(n) for n in some]], answers, weight, groups
        )
        print(f"confidence by {', '.join(some)}:")
        for kind in _KINDS[1:]:
            without = held_out[kinds == kind]
            told = [
                roc_auc_score(
                    np.r_[np.ones(chosen.sum()), np.zeros(len(without))],
                    np.r_[held_out[chosen], without],
                )
                for chosen in (kinds == "answerable", answers)
            ]
            print(f"  {kind} AUROC {told[0]:.3f}, against what is answered rightly {told[1]:.3f}")
    answerable = held_out[kinds == "answerable"]
    answered = held_out[(kinds == "answerable") & answers]
    threshold = float(np.quantile(answered, _REFUSED))
    for kind in _KINDS[1:]:
        scores = held_out[kinds == kind]
        print(f"{kind} refused {(scores < threshold).mean():.3f}, "
              f"refused or doubted {(scores < _LIKELY).mean():.3f}")  # fmt: skip
    for name, scores in (("answerable", answerable), ("… first quote right", answered)):
        print(f"{name} refused {(scores < threshold).mean():.3f}, "
              f"refused or doubted {(scores < _LIKELY).mean():.3f}")  # fmt: skip
    for low, high in ((0.0, threshold), (threshold, _LIKELY), (_LIKELY, _CERTAIN), (_CERTAIN, 1.0)):
        inside = (held_out >= low) & (held_out <= high)
        print(f"confidence {low:.2f} to {high:.2f}: {inside.sum()} cases, "
              f"{answers[inside].mean():.2f} right")  # fmt: skip
    fitted = LogisticRegression().fit(table, answers, weight)
    return {
        "intercept": round(float(fitted.intercept_[0]), 4),
        "weights": {
            name: round(float(weight), 4)
            for name, weight in zip(names, fitted.coef_[0], strict=True)
        },
        "threshold": round(threshold, 3),
        "likely": _LIKELY,
        "certain": _CERTAIN,
    }


def _cross_validated(
    table: np.ndarray, answers: np.ndarray, weight: np.ndarray, groups: Sequence[str]
) -> np.ndarray:
    """The confidence of each case, by a model that was fitted without its article."""
    held_out = np.zeros(len(table))
    for rows, others in GroupKFold(_FOLDS).split(table, groups=groups):
        fitted = LogisticRegression().fit(table[rows], answers[rows], weight[rows])
        held_out[others] = fitted.predict_proba(table[others])[:, 1]
    return held_out


def _sure_of_words(cases: list[Case], weights: np.ndarray) -> float:
    """The odds from which on so many of the words pointed at overlap the answer."""
    pointed = []
    for case in cases:
        first = case.candidates[_order(case, weights)[0]]
        if case.kind == "answerable" and first.answer is not None:
            of_article = first.sentence.article_id == case.asked.article_id
            overlaps = first.answer.start < case.asked.end and case.asked.start < first.answer.end
            pointed.append((first.answer.odds, of_article and overlaps))
    pointed.sort(reverse=True)
    shares = np.cumsum([right for _, right in pointed]) / np.arange(1, len(pointed) + 1)
    enough = np.flatnonzero(shares >= _SURE_OF_WORDS)
    place = enough[-1] if len(enough) else 0
    print(f"words pointed at: {place + 1} of {len(pointed)}, {shares[place]:.3f} overlap")
    return round(float(pointed[place][0]), 2)


if __name__ == "__main__":
    main()
