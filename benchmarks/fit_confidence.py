"""Fits qa/finding/confidence.json:

    python -m benchmarks.fit_confidence DATA_FOLDER --adapter 0/3 FILE [--adapter …]
        [--distractors FILE_OR_FOLDER …] [--write]

The shipped adapter has seen these questions, and is surer of their sentences than it will be of
others. So each fold of articles is asked with an adapter that was trained without it
(`python -m training.train DATA_FOLDER --held-out 0/3 --out FILE`); folds without one are left out.

The questions of XQuAD (xquad-dev.LANG.json in DATA_FOLDER) are asked in German, English and Spanish
of archives of its German articles: of all of them, of all of them among the distractors, of the one
that answers, and of one that does not; with everything in it, without the paragraph that answers
(near), without the article that does (far). Each kind of case weighs the same.

Two things are fitted: first what tells an archive with the answer from one without, then how that
has to be scaled to be the probability that the first quote answers (Platt 1999). Figures are
cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

import index.text
from benchmarks.held_out import add_adapter_option, add_distractors_option, held_out_embedders
from benchmarks.xquad import (
    Question,
    archive_of,
    article_number,
    candidates_of,
    covers,
    read_xquad,
    write_articles,
)
from index import Archive, Candidate, Embedder
from qa.finding import choose_quotes
from qa.finding.confidence import answer_features

_LANGUAGES = ("de", "en", "es")
_FALSE_REFUSALS_AT_MOST = 0.05
_FOLDS = 8
_WEIGHTS = Path(__file__).parent.parent / "qa" / "finding" / "confidence.json"


@dataclass(frozen=True)
class Case:
    """One question asked of one archive.

    :param right: whether the first quote answers it.
    """

    kind: str
    language: str
    number: int
    features: dict[str, float]
    right: bool

    @property
    def answerable(self) -> bool:
        return self.kind.startswith("answerable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    add_adapter_option(parser)
    add_distractors_option(parser)
    parser.add_argument("--write", action="store_true", help="replace qa/finding/confidence.json")
    options = parser.parse_args()
    articles, questions = read_xquad(options.data, _LANGUAGES)
    cases = []
    for unseen, embedder in held_out_embedders(options.adapter, len(articles)):
        asked = [question for question in questions if question.number in unseen]
        with tempfile.TemporaryDirectory() as folder:
            cases += _ask(articles, options.distractors, asked, embedder, Path(folder))
    names = list(cases[0].features)
    features = np.array([[case.features[name] for name in names] for case in cases])
    held_out = _cross_validate(features, cases)
    answerable = np.array([case.answerable for case in cases])
    threshold = float(np.quantile(held_out[answerable], _FALSE_REFUSALS_AT_MOST))
    _print_figures(held_out, cases, threshold)
    _print_calibration(held_out, cases)
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


def _ask(
    articles: list[str],
    distractors: list[Path],
    questions: list[Question],
    embedder: Embedder,
    folder: Path,
) -> list[Case]:
    paths = write_articles(articles, folder)
    alone = [
        archive_of(folder / f"index-{path.stem}", [path], embedder)
        for path in tqdm(paths, desc="indexing each")
    ]
    print("indexing all of them")
    together = archive_of(folder / "index", paths, embedder)
    among = archive_of(folder / "among", [*paths, *distractors], embedder) if distractors else None
    cases = []
    for position, question in enumerate(tqdm(questions, desc="asking")):
        other = (question.number + 1 + position % (len(articles) - 1)) % len(articles)
        for language, text in question.texts.items():
            archives = [
                ("", together, True),
                (", one article", alone[question.number], True),
                (", one article", alone[other], False),
                *([(", among others", among, True)] if among else []),
            ]
            for suffix, archive, answers in archives:
                asked = index.text.Question(text, language)
                found = candidates_of(archive, text, language)
                cases_of = (
                    _without(archive, found, question, text, language)
                    if answers
                    else {"far": found}
                )
                for kind, candidates in cases_of.items():
                    best = candidates[0].sentence.article_id
                    article = archive.current().article(best)
                    features = answer_features(asked, candidates, article)
                    right = covers(archive, choose_quotes(candidates)[0], question)
                    cases.append(Case(kind + suffix, language, question.number, features, right))
    return cases


def _without(
    archive: Archive, found: list[Candidate], question: Question, text: str, language: str
) -> dict[str, list[Candidate]]:
    """What is found in this archive, and what would be without the paragraph that answers, and
    without the article that does."""
    right = {c.passage.id for c in found if covers(archive, c.sentence, question)}

    def elsewhere(candidate: Candidate) -> bool:
        return article_number(archive, candidate.sentence.article_id) != question.number

    cases = {
        "answerable": found,
        "near": candidates_of(archive, text, language, lambda c: c.passage.id not in right),
        "far": candidates_of(archive, text, language, elsewhere),
    }
    return {kind: candidates for kind, candidates in cases.items() if candidates}


def _fit(features: np.ndarray, cases: list[Case], rows: np.ndarray) -> tuple[float, np.ndarray]:
    """The intercept and the features' weights."""
    counts = Counter(cases[i].kind for i in rows)
    # As many answerable ones as others in all: there are two kinds of those.
    each = [(2 if cases[i].answerable else 1) / counts[cases[i].kind] for i in rows]
    sample = np.array(each) * len(rows) / np.sum(each)
    tells = LogisticRegression(C=10.0, max_iter=3_000).fit(
        features[rows], [cases[i].answerable for i in rows], sample_weight=sample
    )
    told = tells.decision_function(features[rows])[:, None]
    scaled = LogisticRegression(C=1e6).fit(told, [cases[i].right for i in rows], sample)
    scale = scaled.coef_[0, 0]
    return scaled.intercept_[0] + scale * tells.intercept_[0], scale * tells.coef_[0]


def _cross_validate(features: np.ndarray, cases: list[Case]) -> np.ndarray:
    held_out = np.zeros(len(cases))
    groups = [case.number for case in cases]
    for rows, others in GroupKFold(_FOLDS).split(features, groups=groups):
        intercept, weights = _fit(features, cases, rows)
        held_out[others] = 1 / (1 + np.exp(-intercept - features[others] @ weights))
    return held_out


def _print_calibration(held_out: np.ndarray, cases: list[Case]) -> None:
    """Confidence and the share of right first quotes, by tenths of the cases."""
    right = np.array([case.right for case in cases])
    for tenth in np.array_split(np.argsort(held_out), 10):
        print(f"confidence {held_out[tenth].mean():.2f}  right {right[tenth].mean():.2f}")


def _print_figures(held_out: np.ndarray, cases: list[Case], threshold: float) -> None:
    print(
        f"threshold {threshold:.3f}: {_FALSE_REFUSALS_AT_MOST:.0%} of what can be answered refused"
    )
    for kind in sorted({case.kind for case in cases}):
        for language in _LANGUAGES:
            rows = [i for i, c in enumerate(cases) if (c.kind, c.language) == (kind, language)]
            scores = held_out[rows]
            line = (
                f"{kind:24} {language}→de {len(rows):5}  refused {(scores < threshold).mean():.3f}"
            )
            if kind.startswith("answerable"):
                line += f"  first quote right {np.mean([cases[i].right for i in rows]):.3f}"
            else:
                wanted = "answerable" + kind.partition(",")[1] + kind.partition(",")[2]
                base = held_out[
                    [i for i, c in enumerate(cases) if (c.kind, c.language) == (wanted, language)]
                ]
                labels = np.r_[np.ones(len(base)), np.zeros(len(rows))]
                line += f"  AUROC {roc_auc_score(labels, np.r_[base, scores]):.3f}"
            print(line)


if __name__ == "__main__":
    main()
