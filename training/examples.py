"""XQuAD's parallel files → paragraphs with their sentences, and the questions that they answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from index import InputError
from index.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in every language.

    :param article: its article's number, the same in every language.
    :param texts: by language.
    :param sentences: by language, in reading order.
    """

    article: int
    texts: dict[str, str]
    sentences: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """One question in every language, and what answers it.

    :param answering: by language: the number of the sentence that its answer starts in.
    """

    paragraph: Paragraph
    questions: dict[str, str]
    answering: dict[str, int]


def fold_of(article: int, folds: int) -> int:
    """The fold that an article is held out in, of `folds`."""
    return article % folds


def read_examples(data: Path) -> list[Example]:
    """:param data: the folder with xquad-dev.LANG.json, parallel by paragraph and question.
    :raises InputError: if it holds none."""
    files = sorted(data.glob("xquad-dev.*.json"))
    if not files:
        raise InputError(f"{data} holds no xquad-dev.LANG.json to train on")
    contents = {
        path.suffixes[-2][1:]: json.loads(path.read_text(encoding="utf-8"))["data"]
        for path in files
    }
    languages = list(contents)
    examples = []
    for number, articles in enumerate(zip(*contents.values(), strict=True)):
        for parallel in zip(*(article["paragraphs"] for article in articles), strict=True):
            texts = dict(zip(languages, (p["context"] for p in parallel), strict=True))
            spans = {name: split_sentences(text, name) for name, text in texts.items()}
            sentences = {
                name: tuple(texts[name][start:end] for start, end in of_text)
                for name, of_text in spans.items()
            }
            paragraph = Paragraph(number, texts, sentences)
            asked = zip(*(p["qas"] for p in parallel), strict=True)
            examples += [
                _example(paragraph, dict(zip(languages, q, strict=True)), spans) for q in asked
            ]
    return examples


def _example(
    paragraph: Paragraph, asked: dict[str, dict], spans: dict[str, list[tuple[int, int]]]
) -> Example:
    answering = {}
    for language, question in asked.items():
        start = question["answers"][0]["answer_start"]
        before = [number for number, (first, _) in enumerate(spans[language]) if first <= start]
        answering[language] = before[-1] if before else 0
    questions = {language: question["question"] for language, question in asked.items()}
    return Example(paragraph, questions, answering)
