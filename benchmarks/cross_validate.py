"""`fundstelle eval` on articles that the adapter, the reader or both have not seen:

    python -m benchmarks.cross_validate QUESTIONS.json [--adapter 0/3 FILE …] [--reader 0/3 FILE …]
        [--asked-in OTHER.json] [--distractors FILE_OR_FOLDER …] [--leave-out TITLE …]

The whole archive is indexed once a fold, and asked the questions on its unseen articles, but
for those that are left out: the distractors may know their answers too.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tqdm import tqdm

from benchmarks.held_out import add_distractors_option, add_held_out_options, held_out_models
from qa.evaluation import evaluate
from qa.evaluation.figures import figures
from qa.finding.confidence import threshold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    add_held_out_options(parser)
    parser.add_argument("--asked-in", type=Path)
    add_distractors_option(parser)
    parser.add_argument("--leave-out", nargs="+", default=[], metavar="TITLE")
    options = parser.parse_args()
    content = json.loads(options.questions.read_text(encoding="utf-8"))
    outcomes, exact = [], []
    left_out = {
        number
        for number, article in enumerate(content["data"])
        if article["title"] in options.leave_out
    }
    for unseen, embedder, reader in held_out_models(options, len(content["data"])):
        with tempfile.TemporaryDirectory() as folder, _Bar() as bar:
            questions = Path(folder) / options.questions.name
            questions.write_text(
                json.dumps(_asking_only(unseen - left_out, content)), encoding="utf-8"
            )
            evaluation = evaluate(
                questions,
                asked_in=options.asked_in,
                distractors=options.distractors,
                embedder=embedder,
                reader=reader,
                compare=False,
                progress=bar.show,
            )
        outcomes += [asked.outcome for asked in evaluation.asked]
        exact.append(evaluation.figures["citation_exactness"].value)
    print(f"{len(outcomes)} questions; citation exactness at least {min(exact):.3f}")
    for name, figure in figures(outcomes, threshold(reads=True)).items():
        print(f"{name:24} {figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})")
    quotes = sum(len(outcome.quotes) for outcome in outcomes) / len(outcomes)
    print(f"{'quotes a question':24} {quotes:.2f}")


def _asking_only(numbers: set[int], content: dict) -> dict:
    """All articles, with the questions on some of them."""
    articles = [
        {
            **article,
            "paragraphs": [
                paragraph if number in numbers else {**paragraph, "qas": []}
                for paragraph in article["paragraphs"]
            ],
        }
        for number, article in enumerate(content["data"])
    ]
    return {"data": articles}


class _Bar(tqdm):
    def show(self, done: int, total: int, what: str) -> None:
        self.total, self.n = total, done
        self.set_description(what)


if __name__ == "__main__":
    main()
