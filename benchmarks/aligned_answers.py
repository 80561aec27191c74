"""How well the words that answer are found again in a translation:

    python -m benchmarks.aligned_answers DATA_FOLDER [--limit N]

A sentence of XQuAD that answers a question, and its parallel: what `qa.gist.alignment` marks there,
against the answer that the parallel file has, by token F1 (Rajpurkar et al. 2016).
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tqdm import tqdm

from index import open_embedder
from qa.evaluation.overlap import token_f1
from qa.gist.alignment import Span, counterpart, linked
from qa.writing import Support
from training.translator.paragraphs import parallel_paragraphs

_PAIRS = (("de", "en"), ("en", "de"), ("es", "en"), ("es", "de"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    options = parser.parse_args()
    support = Support(open_embedder())
    for source, target in _PAIRS:
        cases = _cases(options.data, source, target)
        random.Random(1).shuffle(cases)
        scores, exact, none = [], 0, 0
        for text, answer, parallel, gold in tqdm(cases[: options.limit], leave=False, disable=None):
            part = counterpart(linked(text, parallel, support), answer)
            none += part is None
            marked = parallel[slice(*part)] if part else ""
            scores.append(token_f1(marked, [gold]))
            exact += marked.casefold() == gold.casefold()
        count = len(scores)
        print(
            f"{source}→{target}: {count} sentences, token F1 {sum(scores) / count:.3f}, the same "
            f"words in {exact / count:.3f}, nothing marked in {none / count:.3f}"
        )


def _cases(data: Path, source: str, target: str) -> list[tuple[str, Span, str, str]]:
    """Sentences with where they answer, their parallels, and the answers in these."""
    found = []
    for paragraph in parallel_paragraphs(data, source, target):
        golds = {qa["id"]: qa["answers"][0] for qa in paragraph.other["qas"]}
        for qa in paragraph.one["qas"]:
            answer, gold = qa["answers"][0], golds.get(qa["id"])
            if gold is None:
                continue
            at, last = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            places = zip(paragraph.sentences, paragraph.texts(), strict=True)
            for ((start, end), (first, stop)), (sentence, parallel) in places:
                if start <= at and last <= end and first <= gold["answer_start"] < stop:
                    found.append((sentence, (at - start, last - start), parallel, gold["text"]))
    return found


if __name__ == "__main__":
    main()
