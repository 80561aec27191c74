"""Fits qa/confidence.json:

    python -m benchmarks.fit_confidence DATA_FOLDER --adapter 0/3 FILE [--adapter …] [--write]

The shipped adapter has seen these questions, and is surer of their sentences than it will be of
others. So each fold of articles is asked with an adapter that was trained without it
(`python -m training.train DATA_FOLDER --held-out 0/3 --out FILE`); folds without one are left out.

The questions of XQuAD (xquad-dev.LANG.json in DATA_FOLDER) are asked in German, English and Spanish
of archives of its German articles: of all of them, of the one that answers, and of one that does
not; with everything in it, without the paragraph that answers (near), without the article that does
(far). What is fitted is whether the archive holds the answer; questions that it does answer, but
whose first candidate is another sentence, teach neither and are left out. Each kind of case weighs
the same. Figures are cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from benchmarks.held_out import add_adapter_option, held_out_models
from benchmarks.xquad import (
    Question,
    article_number,
    covers,
    index_of,
    read_xquad,
    write_articles,
)
from index import Candidate, Embedder, Index
from index.encoders import ConvertedModel
from index.search import narrowed
from qa.confidence import answer_features
from qa.evaluation.cached_embedder import CachedEmbedder

_LANGUAGES = ("de", "en", "es")
_FALSE_REFUSALS_AT_MOST = 0.05
_FOLDS = 8
_WEIGHTS = Path(__file__).parent.parent / "qa" / "confidence.json"


@dataclass(frozen=True)
class Case:
    """One question asked of one archive."""

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
    parser.add_argument("--write", action="store_true", help="replace qa/confidence.json")
    options = parser.parse_args()
    articles, questions = read_xquad(options.data, _LANGUAGES)
    cases = []
    for unseen, model in held_out_models(options.adapter, len(articles)):
        asked = [question for question in questions if question.number in unseen]
        with tempfile.TemporaryDirectory() as folder:
            cases += _ask(articles, asked, _cached(model, Path(folder)), Path(folder))
    names = list(cases[0].features)
    features = np.array([[case.features[name] for name in names] for case in cases])
    held_out = _cross_validate(features, cases)
    right = np.array([case.right for case in cases])
    threshold = float(np.quantile(held_out[right], _FALSE_REFUSALS_AT_MOST))
    _print_figures(held_out, cases, threshold)
    model = _fit(features, cases, np.arange(len(cases)))
    weights = {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)}
    print(json.dumps(weights, indent=2))
    if options.write:
        content = {
            "intercept": round(float(model.intercept_[0]), 4),
            "weights": weights,
            "threshold": round(threshold, 3),
        }
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _cached(model: ConvertedModel, folder: Path) -> Embedder:
    """The same questions and sentences come back in case after case."""
    return CachedEmbedder(Embedder(model, "held out"), folder / "embedded.sqlite")


def _ask(
    articles: list[str], questions: list[Question], embedder: Embedder, folder: Path
) -> list[Case]:
    paths = write_articles(articles, folder)
    alone = [
        index_of(folder / f"index-{path.stem}", [path], embedder)
        for path in tqdm(paths, desc="indexing each")
    ]
    print("indexing all of them")
    together = index_of(folder / "index", paths, embedder)
    cases = []
    for position, question in enumerate(tqdm(questions, desc="asking")):
        other = (question.number + 1 + position % (len(articles) - 1)) % len(articles)
        for language, text in question.texts.items():
            archives = (
                ("", together, together.candidates(text, language)),
                (", one article", alone[question.number], None),
                (", one article", alone[other], None),
            )
            for suffix, index, found in archives:
                found = found or index.candidates(text, language)
                for kind, candidates in _without(index, found, question).items():
                    best = candidates[0].sentence.article_id
                    article = index.article(best)
                    features = answer_features(text, language, candidates, article)
                    right = covers(index, candidates[0], question)
                    cases.append(Case(kind + suffix, language, question.number, features, right))
    return cases


def _without(
    index: Index, found: list[Candidate], question: Question
) -> dict[str, list[Candidate]]:
    """What is found in this archive, and what would be without the paragraph that answers, and
    without the article that does."""
    in_article = {
        c.sentence.article_id for c in found if article_number(index, c) == question.number
    }
    right = {c.passage.id for c in found if covers(index, c, question)}
    if not in_article:
        return {"far": found}
    cases = {
        "answerable": found,
        "near": narrowed(found, lambda c: c.passage.id not in right),
        "far": narrowed(found, lambda c: c.sentence.article_id not in in_article),
    }
    return {kind: candidates for kind, candidates in cases.items() if candidates}


def _fit(features: np.ndarray, cases: list[Case], rows: np.ndarray) -> LogisticRegression:
    kinds = [case.kind for case in cases]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    used = np.array([i for i in rows if cases[i].right or not cases[i].answerable])
    # As many answerable ones as others in all: there are two kinds of those.
    weights = np.array([(2 if cases[i].answerable else 1) / counts[kinds[i]] for i in used])
    model = LogisticRegression(C=10.0, max_iter=3_000)
    return model.fit(
        features[used],
        [cases[i].answerable for i in used],
        sample_weight=weights * len(used) / weights.sum(),
    )


def _cross_validate(features: np.ndarray, cases: list[Case]) -> np.ndarray:
    held_out = np.zeros(len(cases))
    groups = [case.number for case in cases]
    for rows, others in GroupKFold(_FOLDS).split(features, groups=groups):
        held_out[others] = _fit(features, cases, rows).predict_proba(features[others])[:, 1]
    return held_out


def _print_figures(held_out: np.ndarray, cases: list[Case], threshold: float) -> None:
    print(f"threshold {threshold:.3f}: {_FALSE_REFUSALS_AT_MOST:.0%} of right answers refused")
    for kind in sorted({case.kind for case in cases}):
        for language in _LANGUAGES:
            rows = [i for i, c in enumerate(cases) if (c.kind, c.language) == (kind, language)]
            scores = held_out[rows]
            line = (
                f"{kind:24} {language}→de {len(rows):5}  refused {(scores < threshold).mean():.3f}"
            )
            if kind.startswith("answerable"):
                line += f"  first candidate right {np.mean([cases[i].right for i in rows]):.3f}"
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
