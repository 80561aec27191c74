"""What all are given: the same passages and questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from index import Embedder
from index.articles import Source, extract_articles
from index.storage import passage_of
from qa.evaluation.archive import Gold, build_archive
from qa.evaluation.squad import read_squad

Place = tuple[str, int]  # of a passage: its article's id, and where it begins there


@dataclass(frozen=True)
class Passages:
    """:param texts: of the passages, as Fundstelle splits articles.
    :param places: of the passages.
    :param sources: the folders of files that they come from.
    :param questions: for each way of asking, the texts of the questions.
    :param right: for each of the questions the places of the passages that hold an answer.
    """

    texts: list[str]
    places: list[Place]
    sources: list[str]
    questions: Mapping[str, list[str]]
    right: list[frozenset[Place]]

    def recall(self, found: Sequence[Any]) -> float:
        """The share of questions whose first passage holds an answer.

        :param found: for each question the passage's number, or its place; None where none is.
        """
        places = [self.places[p] if isinstance(p, int) else tuple(p or ()) for p in found]
        return sum(p in right for p, right in zip(places, self.right, strict=True)) / len(places)

    def spread(self, limit: int) -> Passages:
        """With no more than so many of the questions, spread evenly over all."""
        count = min(limit, len(self.right))
        kept = [i * len(self.right) // count for i in range(count)]
        return replace(
            self,
            questions={name: [of[i] for i in kept] for name, of in self.questions.items()},
            right=[self.right[i] for i in kept],
        )


def read_passages(
    questions: Path,
    asked_in: Sequence[Path],
    articles: Sequence[Path],
    most: int,
    folder: Path,
    embedder: Embedder,
) -> Passages:
    """The paragraphs of a SQuAD file, and other articles, as passages.

    :param asked_in: parallel files, whose questions are asked too, by their ids.
    :param most: of the other articles; the first ones.
    :param folder: where the files and their index are made anew. They stay there.
    :raises InputError: if a file cannot be read, or they do not belong together.
    """
    squad = read_squad(questions)
    others = folder.with_name(folder.name + "-others")
    _write(articles, most, others)
    besides = [others] if articles else []
    built = build_archive(squad, (), besides, folder, embedder, lambda *step: None)
    store = built.archive.current().store
    ids = [passage_of(of_passage[0]) for of_passage in store.all_sentence_ids()]
    stored = [of.passage for of in store.passages(ids)]
    right = {
        question: frozenset(
            (p.article_id, p.start) for p in stored if _holds(gold, p.article_id, p.start, p.end)
        )
        for question, gold in built.golds.items()
    }
    wordings = {questions.stem: {q.id: q.text for q in squad.questions}} | {
        path.stem: {q.id: q.text for q in squad.asked_in(read_squad(path)).questions}
        for path in asked_in
    }
    asked = [i for i, of in right.items() if of and all(i in texts for texts in wordings.values())]
    return Passages(
        [p.text for p in stored],
        [(p.article_id, p.start) for p in stored],
        [str(path) for path in (folder / "articles", *besides)],
        {name: [texts[i] for i in asked] for name, texts in wordings.items()},
        [right[i] for i in asked],
    )


def _write(sources: Sequence[Path], most: int, folder: Path) -> None:
    """The first articles of these files and folders, a file each."""
    folder.mkdir(parents=True)
    files = (
        file
        for path in sources
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.is_file()
    )
    articles = (article for file in files for article in extract_articles(Source(file)))
    for number, article in enumerate(islice(articles, most)):
        head = f"title: {json.dumps(article.title)}\nlanguage: {article.language}"
        content = f"---\n{head}\n---\n{article.text}\n"
        (folder / f"{number:05}.txt").write_text(content, encoding="utf-8", newline="")


def _holds(gold: Gold, article_id: str, start: int, end: int) -> bool:
    return article_id == gold.article_id and any(
        start <= first and last <= end for first, last in gold.answers
    )
