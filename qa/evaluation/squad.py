"""Question files in the format of SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from index import InputError


@dataclass(frozen=True, slots=True)
class Paragraph:
    """:param article: the number of its article in the file."""

    article: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """:param answers: (start, text) in the paragraph; none where it does not hold an answer."""

    id: str
    text: str
    paragraph: Paragraph
    answers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SquadFile:
    """:param titles: of its articles."""

    path: Path
    titles: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    questions: tuple[Question, ...]

    def asked_in(self, other: SquadFile) -> SquadFile:
        """The same questions, worded as in `other`, by their ids.

        :raises InputError: if the files share no id.
        """
        words = {question.id: question.text for question in other.questions}
        questions = tuple(replace(q, text=words[q.id]) for q in self.questions if q.id in words)
        if not questions:
            raise InputError(f"{other.path} and {self.path} have no question ids in common")
        return replace(self, questions=questions)


def read_squad(path: Path) -> SquadFile:
    """:raises InputError: if the file cannot be read, or holds no questions in this format."""
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        paragraphs, questions, titles = [], [], []
        for number, article in enumerate(articles):
            titles.append(str(article.get("title") or f"Article {number + 1}"))
            for content in article["paragraphs"]:
                paragraph = Paragraph(number, str(content["context"]))
                paragraphs.append(paragraph)
                questions += [_question(qa, paragraph) for qa in content["qas"]]
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path} holds no questions in SQuAD's format (data, paragraphs, qas): "
            f"{type(error).__name__} {error}"
        ) from error
    if not questions:
        raise InputError(f"{path} holds no questions")
    return SquadFile(path, tuple(titles), tuple(paragraphs), tuple(questions))


def _question(qa: dict, paragraph: Paragraph) -> Question:
    answers = {(int(a["answer_start"]), str(a["text"])) for a in qa.get("answers", [])}
    return Question(str(qa["id"]), str(qa["question"]), paragraph, tuple(sorted(answers)))
