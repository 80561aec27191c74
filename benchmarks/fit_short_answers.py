"""Fits when a short answer is taken to follow from a quote (qa/writing/support.json):

    python -m benchmarks.fit_short_answers DATA_FOLDER [--write]

From questions with their articles (reading/*.jsonl.gz in DATA_FOLDER): a short answer, read behind
its question, is supported by the sentence in which it stands, and not by a sentence of the same
paragraph with the answer to another question, said in its place. The floor is where 10 % of what
is supported fails, since quotes of the same paragraph are hard to tell apart; half of the articles
fit, the other half says how well.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import open_embedder
from index.text import split_sentences
from qa.writing.support import Support, is_short_answer

# The questions' file and language, and those of the passages, parallel where they differ.
_SETS = (
    ("squad2-dev.en", "squad2-dev.en"),
    ("squad2-dev.en", "squad2-dev.es"),
    ("squad2-dev.es", "squad2-dev.en"),
    ("squad1-dev.it", "squad1-dev.it"),
    ("piaf.fr", "piaf.fr"),
)
_QUESTIONS = 200  # of each set
_LONGEST = 500  # characters of a sentence
_FAIL = 0.1
_WEIGHTS = Path(__file__).parent.parent / "qa" / "writing" / "support.json"

Row = dict[str, Any]
Case = tuple[str, str, str, str]  # title, question, answer, sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace qa/writing/support.json")
    options = parser.parse_args()
    support = Support(open_embedder())
    measured = {}
    for one, other in _SETS:
        right, wrong = _cases(options.data / "reading", one, other)
        features = [support.features(f"{q} {a}", s) for _, q, a, s in right + wrong]
        of_titles = np.array([title for title, *_ in right + wrong])
        is_right = np.arange(len(features)) < len(right)
        measured[one, other] = np.array(features), is_right, of_titles
    titles = sorted({title for *_, of in measured.values() for title in of})
    fitting = set(titles[::2])
    first = {pair: np.isin(of, list(fitting)) for pair, (_, _, of) in measured.items()}
    fitted = np.concatenate([f[first[pair]] for pair, (f, _, _) in measured.items()])
    holds = np.concatenate([h[first[pair]] for pair, (_, h, _) in measured.items()])
    # Cosines differ by hundredths: scaled, else the regression's penalty would keep weights small.
    weights = LogisticRegression(C=1e4, max_iter=2_000).fit(fitted * 10, holds).coef_[0] * 10
    floor = float(np.quantile(fitted[holds] @ weights, _FAIL))
    for (one, other), (of_all, right_of_all, _) in measured.items():
        scores = of_all[~first[one, other]] @ weights - floor
        said = right_of_all[~first[one, other]]
        print(
            f"{one} on {other}: {sum(said)} supported, {sum(~said)} not; "
            f"AUROC {roc_auc_score(said, scores):.3f}, "
            f"supported that fail {np.mean(scores[said] < 0):.3f}, "
            f"others that fail {np.mean(scores[~said] < 0):.3f}"
        )
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    content["short_answers"] = {
        "tokens": round(float(weights[0]), 1),
        "cosine": round(float(weights[1]), 1),
        "floor": round(floor, 2),
    }
    print(json.dumps(content["short_answers"]))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _cases(folder: Path, one: str, other: str) -> tuple[list[Case], list[Case]]:
    """Short answers with the sentences that they stand in, and with others of the paragraph."""
    language, passage_language = one[-2:], other[-2:]
    asked, passages = _read(folder, one), _read(folder, other)
    answers = defaultdict(list)  # of each paragraph
    for name in sorted(asked.keys() & passages.keys()):
        answer = asked[name]["answers"][0]["text"]
        sentence = _sentence(passages[name], passage_language)
        if sentence and is_short_answer(answer, language):
            answers[passages[name]["context"]].append((name, f"{answer}.", sentence))
    rng = random.Random(1)
    right, wrong = [], []
    for paragraph in rng.sample(sorted(answers), len(answers)):
        for name, answer, sentence in answers[paragraph]:
            title, question = asked[name]["title"], asked[name]["question"]
            right.append((title, question, answer, sentence))
            others = [(a, s) for _, a, s in answers[paragraph] if s != sentence]
            if others:
                wrong.append((title, question, *rng.choice(others)))
        if len(right) >= _QUESTIONS:
            break
    return right, wrong


def _read(folder: Path, name: str) -> dict[str, Row]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {str(row["id"]): row for row in rows if row["answers"] and not row["is_impossible"]}


def _sentence(row: Row, language: str) -> str | None:
    """That in which the answer begins."""
    at = row["answers"][0]["answer_start"]
    for start, end in split_sentences(row["context"], language):
        if start <= at < end:
            return row["context"][start:end] if end - start <= _LONGEST else None
    return None


if __name__ == "__main__":
    main()
