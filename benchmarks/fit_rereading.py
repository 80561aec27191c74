"""Fits how close what a written sentence answers has to come to its quote's short answer, in
qa/writing/support.json:

    python -m benchmarks.fit_rereading DATA_FOLDER [--fold 0/3] [--write]

From the questions of XQuAD's articles that the reader's training held out: the sentence that
answers one in English stands for a written one, its parallel in German for the quote, with the
words in it that the reader takes for the answer. A wrong sentence has another question's answer in
the answer's place, one of its kind (a number, a name, other words). Says how many wrong ones pass
the other checks, how many of those fail by this one, and how many right ones do.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.reading_cases import shipped_reader
from index import Article, open_embedder
from index.text import split_sentences
from qa.answers import Citation
from qa.finding import Reader
from qa.writing.checking import check
from qa.writing.draft import DraftSentence
from qa.writing.support import Support
from training.examples import fold_of

_WEIGHTS = Path(__file__).parent.parent / "qa" / "writing" / "support.json"
_FAIL = 0.03  # of the right ones that are read again


@dataclass(frozen=True)
class Written:
    """A sentence that answers, and its quote.

    :param answer: the words of `sentence` that answer.
    """

    question: str
    sentence: str
    answer: str
    quote: str


@dataclass(frozen=True)
class Reread:
    """:param passes: the other checks.
    :param closeness: of what it answers to what its quote does; None where either is not sure.
    """

    right: bool
    passes: bool
    closeness: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--fold", default="0/3", help="what the reader's training held out")
    parser.add_argument("--write", action="store_true", help="replace qa/writing/support.json")
    options = parser.parse_args()
    reader, support = shipped_reader(), Support(open_embedder())
    fold, folds = map(int, options.fold.split("/"))
    written = list(_parallel(options.data, fold, folds))
    results = [
        _reread(asked, sentence, sentence == asked.sentence, reader, support)
        for asked in written
        for sentence in _right_and_wrong(asked, written)
    ]
    sure = [r.closeness for r in results if r.right and r.closeness is not None]
    floor = round(float(np.quantile(sure, _FAIL)), 3)
    for right in (True, False):
        passing = [r for r in results if r.right == right and r.passes]
        fail = [r for r in passing if r.closeness is not None and r.closeness < floor]
        total = sum(r.right == right for r in results)
        print(f"{'right' if right else 'wrong'}: {len(passing)} of {total} pass the other checks, "
              f"{len(fail)} of them fail by this one")  # fmt: skip
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8")) | {"rereading": {"floor": floor}}
    print(json.dumps(content["rereading"]))
    if options.write:
        _WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _parallel(data: Path, fold: int, folds: int) -> Iterator[Written]:
    english, german = (
        json.loads((data / f"xquad-dev.{name}.json").read_text(encoding="utf-8"))["data"]
        for name in ("en", "de")
    )
    for number, articles in enumerate(zip(english, german, strict=True)):
        if fold_of(number, folds) != fold:
            continue
        for one, other in zip(*(a["paragraphs"] for a in articles), strict=True):
            for asked, parallel in zip(one["qas"], other["qas"], strict=True):
                first = _sentence(one["context"], asked["answers"][0], "en")
                second = _sentence(other["context"], parallel["answers"][0], "de")
                if first and second and first[1:] == second[1:]:
                    yield Written(
                        asked["question"], first[0], asked["answers"][0]["text"], second[0]
                    )


def _sentence(text: str, answer: dict, language: str) -> tuple[str, int, int] | None:
    """The sentence that holds an answer, its place and of how many: equal ones are parallel."""
    spans = split_sentences(text, language)
    for place, (start, end) in enumerate(spans):
        if start <= answer["answer_start"] and answer["answer_start"] + len(answer["text"]) <= end:
            return text[start:end], place, len(spans)
    return None


def _right_and_wrong(asked: Written, written: list[Written]) -> Iterator[str]:
    others = [w.answer for w in written if _kind(w.answer) == _kind(asked.answer)]
    others = [a for a in others if a.casefold() not in asked.sentence.casefold()]
    if others:
        yield asked.sentence
        other = random.Random(asked.question).choice(others)
        yield asked.sentence.replace(asked.answer, other, 1)


def _kind(answer: str) -> tuple[bool, bool, bool]:
    return any(c.isdigit() for c in answer), answer[0].isupper(), len(answer.split()) > 3


def _reread(asked: Written, sentence: str, right: bool, reader: Reader, support: Support) -> Reread:
    article = Article(id="a", text=asked.quote, title="", language="de")
    citation = Citation(1, asked.quote, 0, len(asked.quote), 0.9, article=article.description)
    draft = [DraftSentence(sentence, (1,))]
    (checked,) = check(draft, asked.question, "en", [citation], {"a": article}, support)
    (quote_read,) = reader.read(asked.question, [("", asked.quote)])
    (sentence_read,) = reader.read(asked.question, [("", sentence)])
    quoted = quote_read.best(0, len(asked.quote))
    said = sentence_read.best(0, len(sentence))
    closeness = None
    if quoted and said and quoted.odds > 0 and said.odds > 0:
        answers = asked.quote[quoted.start : quoted.end], sentence[said.start : said.end]
        closeness = support.features(answers[1], answers[0])[0]
    return Reread(right, checked.supported, closeness)


if __name__ == "__main__":
    main()
