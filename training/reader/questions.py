"""The files of DATA_FOLDER/reading and XQuAD → questions, with the passages they are asked of."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index import InputError

_TOGETHER = 12
# Natural questions, a tenth of which nothing is trained on: what goes by the reader's scores is
# fitted to those.
_NATURAL = ("qed-nq", "afriqa", "piaf", "norquad")
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage, and where in it a question is answered.

    :param answers: (start, end) of one answer; of several candidates, one of which is right if any
        is, where `Question.is_labelled` is False; empty where it holds none.
    """

    title: str
    text: str
    answers: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class AskedQuestion:
    """A question in one language or in several, and a passage in one language or in several.

    :param source: the name of the set that it is from.
    :param article: what it is held out with: all of SQuAD's by the article's English title.
    :param wordings: by language.
    :param readings: by language: the same passage.
    """

    source: str
    article: str
    wordings: dict[str, str] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    is_labelled: bool = True


def read_questions(data: Path) -> list[AskedQuestion]:
    """All that DATA_FOLDER holds for reading. What comes from SQuAD is put together by its ids, so
    that a question can be asked of a passage in another language.

    :raises InputError: if it holds nothing.
    """
    files = sorted((data / "reading").glob("*.jsonl.gz"))
    if not files:
        raise InputError(f"{data} holds no reading/*.jsonl.gz to train on")
    parallel: dict[str, AskedQuestion] = {}
    questions = list(_xquad(data, parallel))
    english_title = {key: question.article for key, question in parallel.items()}
    for path in files:
        source, language = path.name.split(".")[:2]
        rows = _rows(path)
        if path.name.endswith(".candidates.jsonl.gz"):
            questions += _candidates(source, language, rows)
        elif source.startswith("squad"):
            questions += _squad(source, language, rows, parallel, english_title)
        else:
            questions += (_alone(source, language, row) for row in rows)
    return questions


def is_natural(question: AskedQuestion) -> bool:
    """Whether somebody asked it who wanted to know, or who had not seen the passage's words."""
    return question.source in _NATURAL


def is_kept_back(question: AskedQuestion) -> bool:
    """Whether it is for fitting, and not for training: articles as a whole."""
    return is_natural(question) and zlib.crc32(question.article.encode()) % _TENTH == 0


def _rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _alone(source: str, language: str, row: dict) -> AskedQuestion:
    key = f"{source} {row['title'] or row['context'][:80]}"
    reading = _reading(row)
    return AskedQuestion(source, key, {language: row["question"]}, {language: reading})


def _reading(row: dict) -> Reading:
    spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in row["answers"][:1]]
    return Reading(row["title"].replace("_", " "), row["context"], tuple(spans))


def _xquad(data: Path, parallel: dict[str, AskedQuestion]) -> Iterator[AskedQuestion]:
    files = {path.suffixes[-2][1:]: path for path in sorted(data.glob("xquad-dev.*.json"))}
    if "en" not in files:
        return
    contents = {name: json.loads(path.read_text("utf-8"))["data"] for name, path in files.items()}
    titles = [article["title"] for article in contents["en"]]
    for language, articles in contents.items():
        for title, article in zip(titles, articles, strict=True):
            for paragraph in article["paragraphs"]:
                for asked in paragraph["qas"]:
                    row = {**asked, "context": paragraph["context"], "title": title}
                    if asked["id"] not in parallel:
                        parallel[asked["id"]] = AskedQuestion("xquad", title)
                        yield parallel[asked["id"]]
                    parallel[asked["id"]].wordings[language] = asked["question"]
                    parallel[asked["id"]].readings[language] = _reading(row)


def _squad(
    source: str,
    language: str,
    rows: list[dict],
    parallel: dict[str, AskedQuestion],
    english_title: dict[str, str],
) -> Iterator[AskedQuestion]:
    """:param english_title: by question, as far as it is known; what is learnt here is added."""
    of_context: dict[str, str] = {}
    for row in rows:
        known = english_title.get(row["id"])
        if source.startswith("squad2"):  # whose titles are the English ones
            known = row["title"]
        if known is not None:
            of_context[row["context"]] = known
    for row in rows:
        if row["context"] not in of_context:
            continue  # an article that could be one that is held out, under another name
        english_title.setdefault(row["id"], of_context[row["context"]])
        if row["id"] not in parallel:
            parallel[row["id"]] = AskedQuestion("squad", of_context[row["context"]])
            yield parallel[row["id"]]
        asked = parallel[row["id"]]
        asked.wordings.setdefault(language, row["question"])
        asked.readings.setdefault(language, _reading(row))


def _candidates(source: str, language: str, rows: list[dict]) -> Iterator[AskedQuestion]:
    for number, row in enumerate(rows):
        spans = {(s["answer_start"], s["answer_start"] + len(s["text"])) for s in row["spans"]}
        reading = Reading("", row["context"], tuple(sorted(spans)))
        # Their titles are not known; passages of one article stand one after the other.
        key = f"{source} {number // _TOGETHER}"
        for question in row["questions"]:
            yield AskedQuestion(
                f"{source}-candidates", key, {language: question}, {language: reading}, False
            )
