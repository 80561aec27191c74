"""Fits qa/confidence.json: `python -m benchmarks.fit_confidence DATA_FOLDER [--write]`.

The questions of XQuAD (xquad-dev.LANG.json in DATA_FOLDER) are asked of its German articles, and of
each article alone; in German, English and Spanish; with everything in the archive, without the
paragraph that answers (near), without the whole article (far). What is fitted is whether the first
candidate covers the answer. Figures are cross-validated by article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from tqdm import tqdm

from index import Candidate, Embedder, Index, Settings, update_index
from qa.confidence import answer_features

_FALSE_REFUSALS_AT_MOST = 0.04
_WEIGHTS = Path(__file__).parent.parent / "qa" / "confidence.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace qa/confidence.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(options.data, Path(folder))
    names = list(rows[0][0])
    features = np.array([[row[0][name] for name in names] for row in rows])
    correct = np.array([row[1] for row in rows])
    kinds = np.array([row[2] for row in rows])
    groups = np.array([row[3] for row in rows])
    model = LogisticRegression(C=10.0, max_iter=1_000)
    folds = GroupKFold(8)
    held_out = cross_val_predict(
        model, features, correct, groups=groups, cv=folds, method="predict_proba"
    )[:, 1]
    threshold = _print_figures(held_out, correct, kinds)
    model.fit(features, correct)
    weights = {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)}
    print(json.dumps(weights, indent=2))
    if options.write:
        content = {
            "intercept": round(float(model.intercept_[0]), 4),
            "weights": weights,
            "threshold": round(threshold, 3),
        }
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _rows(data: Path, folder: Path) -> list[tuple[dict[str, float], bool, str, int]]:
    """(features, whether the first candidate is right, kind of case, article) of every case."""
    articles = json.loads((data / "xquad-dev.de.json").read_text(encoding="utf-8"))["data"]
    asked = {
        language: {
            qa["id"]: qa["question"]
            for article in json.loads((data / f"xquad-dev.{language}.json").read_text("utf-8"))[
                "data"
            ]
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        }
        for language in ("de", "en", "es")
    }
    for number, article in enumerate(articles):
        text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    settings = Settings(index_dir=folder / "index")
    embedder = Embedder.load(settings)
    with tqdm(desc="indexing", unit=" characters") as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        update_index(settings.index_dir, [folder], embedder, show)
    index = Index.open(settings, embedder=embedder)
    rows = []
    for number, article in enumerate(tqdm(articles, desc="asking")):
        offset = 0
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                start = offset + qa["answers"][0]["answer_start"]
                gold = (f"{number:02}.txt", start, start + len(qa["answers"][0]["text"]))
                for language, questions in asked.items():
                    found = index.candidates(questions[qa["id"]], language)
                    for kind, candidates in _cases(index, found, gold).items():
                        if candidates:
                            best = candidates[0]
                            features = answer_features(
                                questions[qa["id"]],
                                language,
                                candidates,
                                index.article(best.sentence.article_id),
                            )
                            right = _covers(index, best, gold)
                            rows.append((features, right, f"{kind} {language}→de", number))
            offset += len(paragraph["context"]) + 2
    return rows


Gold = tuple[str, int, int]


def _cases(index: Index, found: list[Candidate], gold: Gold) -> dict[str, list[Candidate]]:
    """What would have been found in other archives than this one."""
    right = {c.passage.id for c in found if _covers(index, c, gold)}
    in_article = [c for c in found if _file(index, c) == gold[0]]
    return {
        "answerable": found,
        "answerable, one article": in_article,
        "near": [c for c in found if c.passage.id not in right],
        "near, one article": [c for c in in_article if c.passage.id not in right],
        "far": [c for c in found if _file(index, c) != gold[0]],
    }


def _file(index: Index, candidate: Candidate) -> str:
    return Path(index.article(candidate.sentence.article_id).path or "").name


def _covers(index: Index, candidate: Candidate, gold: Gold) -> bool:
    file, start, end = gold
    sentence = candidate.sentence
    return sentence.start < end and start < sentence.end and _file(index, candidate) == file


def _print_figures(held_out: np.ndarray, correct: np.ndarray, kinds: np.ndarray) -> float:
    answerable = np.array([kind.startswith("answerable") for kind in kinds])
    right = held_out[answerable & correct]
    threshold = float(np.quantile(right, _FALSE_REFUSALS_AT_MOST))
    print(f"threshold {threshold:.3f}: {_FALSE_REFUSALS_AT_MOST:.0%} of right answers refused")
    for kind in sorted(set(kinds)):
        of_kind = kinds == kind
        line = f"{kind:32} {of_kind.sum():5}  refused {(held_out[of_kind] < threshold).mean():.3f}"
        if not kind.startswith("answerable"):
            language = kind.split(" ")[-1]
            one = ", one article" if "one article" in kind else ""
            base = kinds == f"answerable{one} {language}"
            labels = np.r_[np.ones(base.sum()), np.zeros(of_kind.sum())]
            scores = np.r_[held_out[base], held_out[of_kind]]
            line += f"  AUROC {roc_auc_score(labels, scores):.3f}"
        else:
            line += f"  first candidate right {correct[of_kind].mean():.3f}"
        print(line)
    return threshold


if __name__ == "__main__":
    main()
