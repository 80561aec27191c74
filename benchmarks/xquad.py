"""The questions of XQuAD over its German articles, which ranking and confidence are fitted on.

Each fold of articles is asked with an adapter that was trained without it: the shipped one has seen
these questions, and finds their sentences more surely than it will those of others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index import Archive, Embedder, Sentence, update_index
from qa.finding import Quote

_PREFIX = "xquad-article-"


@dataclass(frozen=True)
class Question:
    """A question in each language, and where its answer stands: characters of article `number`."""

    texts: dict[str, str]
    number: int
    start: int
    end: int


def read_xquad(data: Path, languages: Sequence[str]) -> tuple[list[str], list[Question]]:
    """The German articles, and the questions in `languages`."""
    content = {
        language: json.loads((data / f"xquad-dev.{language}.json").read_text("utf-8"))["data"]
        for language in {"de", *languages}
    }
    asked = {
        language: {
            qa["id"]: qa["question"]
            for article in content[language]
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        }
        for language in languages
    }
    articles, questions = [], []
    for number, article in enumerate(content["de"]):
        text = ""
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answer = qa["answers"][0]
                start = len(text) + answer["answer_start"]
                texts = {language: asked[language][qa["id"]] for language in languages}
                questions.append(Question(texts, number, start, start + len(answer["text"])))
            text += paragraph["context"] + "\n\n"
        articles.append(text)
    return articles, questions


def write_articles(articles: Sequence[str], folder: Path) -> list[Path]:
    """A file for each, by its number."""
    paths = [folder / f"{_PREFIX}{number}.txt" for number in range(len(articles))]
    for path, text in zip(paths, articles, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def archive_of(index_dir: Path, sources: Sequence[Path], embedder: Embedder) -> Archive:
    update_index(index_dir, sources, embedder, lambda done, total, what: None)
    return Archive(index_dir, embedder)


@cache
def article_number(archive: Archive, article_id: str) -> int | None:
    """None for a distractor."""
    name = Path(archive.current().article(article_id).path or "").stem
    return int(name.removeprefix(_PREFIX)) if name.startswith(_PREFIX) else None


def covers(archive: Archive, part: Sentence | Quote, question: Question) -> bool:
    """Whether a part of an article holds the answer, or a part of it."""
    overlaps = part.start < question.end and question.start < part.end
    return overlaps and article_number(archive, part.article_id) == question.number
