"""Fits qa/finding/confidence.json, for finding without the reader:

    python -m benchmarks.fit_confidence DATA_FOLDER [--limit N] [--fold 0/3] [--write]

Questions that the adapter has not been trained on, and parallel ones across languages
(benchmarks.unseen), are asked of an archive that answers them, of the same without the passages
that do (near), and without the article that does (far).

Two things are fitted: first what tells an archive with the answer from one without, then how that
has to be scaled to be the probability that the first quote answers (Platt 1999). Figures are
cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from benchmarks.reading_cases import add_options, unseen
from benchmarks.unseen import UnseenQuestion
from index import Archive, Candidate
from qa.finding import stages
from qa.finding.confidence import answer_features
from qa.finding.stages import run

_FALSE_REFUSALS_AT_MOST = 0.05
_FOLDS = 8
_WEIGHTS = Path(__file__).parent.parent / "qa" / "finding" / "confidence.json"


@dataclass(frozen=True)
class Case:
    """One question asked of one archive.

    :param kind: “answerable”, “near” or “far”.
    :param right: whether the first candidate answers it.
    """

    kind: str
    source: str
    article_id: str
    features: dict[str, float]
    right: bool

    @property
    def answerable(self) -> bool:
        return self.kind == "answerable"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, limit=150)
    parser.add_argument("--write", action="store_true", help="replace qa/finding/confidence.json")
    options = parser.parse_args()
    with unseen(options) as questions:
        cases = [case for pair in tqdm(questions, desc="asking") for case in _ask(*pair)]
    names = list(cases[0].features)
    features = np.array([[case.features[name] for name in names] for case in cases])
    held_out = _cross_validate(features, cases)
    answerable = np.array([case.answerable for case in cases])
    threshold = float(np.quantile(held_out[answerable], _FALSE_REFUSALS_AT_MOST))
    _print_figures(held_out, cases, threshold)
    intercept, weights = _fit(features, cases, np.arange(len(cases)))
    content = {
        "intercept": round(float(intercept), 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
        "threshold": round(threshold, 3),
        # Shifts of the features, which the intercept makes up for: chosen, not fitted.
        "usual_cosine": json.loads(_WEIGHTS.read_text(encoding="utf-8"))["usual_cosine"],
    }
    print(json.dumps(content, indent=2))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _ask(archive: Archive, asked: UnseenQuestion) -> Iterator[Case]:
    snapshot = archive.current()
    found = run(asked.question, stages(snapshot, archive.embedder))
    right = {c.passage.id for c in found if asked.is_answered_in(c.sentence)}
    kinds: dict[str, list[Candidate]] = {
        "answerable": found,
        "near": [c for c in found if c.passage.id not in right],
        "far": [c for c in found if c.sentence.article_id != asked.article_id],
    }
    for kind, candidates in kinds.items():
        if candidates:
            article = snapshot.article(candidates[0].sentence.article_id)
            features = answer_features(asked.question, candidates, article)
            is_right = asked.is_answered_in(candidates[0].sentence)
            yield Case(kind, asked.source, asked.article_id, features, is_right)


def _fit(features: np.ndarray, cases: Sequence[Case], rows: np.ndarray) -> tuple[float, np.ndarray]:
    """The intercept and the features' weights."""
    # As many answerable ones as others in all: there are two kinds of those.
    weight = np.array([1.0 if cases[i].answerable else 0.5 for i in rows])
    tells = LogisticRegression(C=10.0, max_iter=3_000).fit(
        features[rows], [cases[i].answerable for i in rows], sample_weight=weight
    )
    told = tells.decision_function(features[rows])[:, None]
    scaled = LogisticRegression(C=1e6).fit(told, [cases[i].right for i in rows], weight)
    scale = scaled.coef_[0, 0]
    return scaled.intercept_[0] + scale * tells.intercept_[0], scale * tells.coef_[0]


def _cross_validate(features: np.ndarray, cases: Sequence[Case]) -> np.ndarray:
    held_out = np.zeros(len(cases))
    groups = [case.article_id for case in cases]
    for rows, others in GroupKFold(_FOLDS).split(features, groups=groups):
        intercept, weights = _fit(features, cases, rows)
        held_out[others] = 1 / (1 + np.exp(-intercept - features[others] @ weights))
    return held_out


def _print_figures(held_out: np.ndarray, cases: Sequence[Case], threshold: float) -> None:
    print(
        f"threshold {threshold:.3f}: {_FALSE_REFUSALS_AT_MOST:.0%} of what can be answered refused"
    )
    for source in sorted({case.source for case in cases}):
        told = []
        of_source = np.array([case.source == source for case in cases])
        kinds = np.array([case.kind for case in cases])
        answerable = held_out[of_source & (kinds == "answerable")]
        for kind in ("near", "far"):
            scores = held_out[of_source & (kinds == kind)]
            answers = np.r_[np.ones(len(answerable)), np.zeros(len(scores))]
            auroc = roc_auc_score(answers, np.r_[answerable, scores])
            told.append(f"{kind} AUROC {auroc:.3f}, refused {(scores < threshold).mean():.3f}")
        refused = (answerable < threshold).mean()
        print(f"{source:12} answerable refused {refused:.3f}; {'; '.join(told)}")


if __name__ == "__main__":
    main()
