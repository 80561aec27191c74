"""How well the words that answer are found again in a translation:

    python -m benchmarks.aligned_answers DATA_FOLDER [--limit N]

A sentence of XQuAD that answers a question, and its parallel: what `qa.gist.alignment` marks there,
against the answer that the parallel file has, by token F1 (Rajpurkar et al. 2016).
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from tqdm import tqdm

from index import open_embedder
from index.text import split_sentences
from qa.evaluation.overlap import token_f1
from qa.gist.alignment import counterpart, linked
from qa.writing import Support

_PAIRS = (("de", "en"), ("en", "de"), ("es", "en"), ("es", "de"))

Span = tuple[int, int]


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
    paragraphs = zip(_paragraphs(data, source), _paragraphs(data, target), strict=True)
    for one, other in paragraphs:
        ones = split_sentences(one["context"], source)
        others = split_sentences(other["context"], target)
        if len(ones) != len(others):
            continue
        golds = {qa["id"]: qa["answers"][0] for qa in other["qas"]}
        for qa in one["qas"]:
            answer, gold = qa["answers"][0], golds.get(qa["id"])
            at, last = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            for (start, end), (first, stop) in zip(ones, others, strict=True):
                if gold is None or not first <= gold["answer_start"] < stop:
                    continue
                if start <= at and last <= end:
                    sentence, parallel = one["context"][start:end], other["context"][first:stop]
                    found.append((sentence, (at - start, last - start), parallel, gold["text"]))
    return found


def _paragraphs(data: Path, language: str) -> list[dict]:
    content = json.loads((data / f"xquad-dev.{language}.json").read_text(encoding="utf-8"))["data"]
    return [paragraph for article in content for paragraph in article["paragraphs"]]


if __name__ == "__main__":
    main()
