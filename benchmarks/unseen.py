"""Questions that the reader has not seen, and archives that answer them.

- natural ones: a tenth of Natural Questions, AfriQA, PIAF and NorQuAD (training.reader.questions),
  each passage an article, among others of these sets; neither has the adapter seen them
- parallel ones: of the articles of XQuAD that the reader's training held out, asked in several
  languages of all the German ones
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path

import index.text
from benchmarks.xquad import archive_of, article_number, read_xquad, write_articles
from index import Archive, Embedder, Sentence, update_index
from training.examples import fold_of
from training.reader.questions import AskedQuestion, is_kept_back, is_natural, read_questions

_OTHERS = 800
_ASKED_IN = ("de", "en", "es")
_LONGEST, _LONGEST_OTHER = 6_000, 3_000  # characters of an article


@dataclass(frozen=True)
class UnseenQuestion:
    """A question, and where its answer stands."""

    source: str
    question: index.text.Question
    article_id: str
    start: int
    end: int

    def is_answered_in(self, sentence: Sentence) -> bool:
        overlaps = sentence.start < self.end and self.start < sentence.end
        return overlaps and sentence.article_id == self.article_id


def natural_questions(
    data: Path, folder: Path, embedder: Embedder, limit: int
) -> tuple[Archive, list[UnseenQuestion]]:
    """:param folder: an empty one, for the articles and their index.
    :param limit: of questions from each set.
    """
    questions = [q for q in read_questions(data) if is_natural(q)]
    random.Random(1).shuffle(questions)
    kept = [q for q in questions if is_kept_back(q) and _is_short(q, _LONGEST)]
    others = [q for q in questions if not is_kept_back(q) and _is_short(q, _LONGEST_OTHER)]
    articles = folder / "articles"
    articles.mkdir()
    names: dict[str, str] = {}
    for question in (*kept, *others[:_OTHERS]):
        _write(question, articles, names)
    update_index(folder / "index", [articles], embedder, lambda done, total, what: None)
    archive = Archive(folder / "index", embedder)
    by_name = {Path(a.path or "").name: a for a in archive.current().articles()}
    found: list[UnseenQuestion] = []
    asked: dict[str, int] = {}
    for question in kept:
        ((language, reading),) = question.readings.items()
        article = by_name[names[reading.text]]
        answer = reading.text[slice(*reading.answers[0])]
        at = article.text.find(answer, max(0, reading.answers[0][0] - 40))
        if at < 0 or asked.get(question.source, 0) == limit:
            continue
        asked[question.source] = asked.get(question.source, 0) + 1
        text = " ".join(question.wordings[language].split())
        worded = index.text.Question(text, language)
        found.append(UnseenQuestion(question.source, worded, article.id, at, at + len(answer)))
    return archive, found


def parallel_questions(
    data: Path, folder: Path, embedder: Embedder, limit: int, fold: int, folds: int
) -> tuple[Archive, list[UnseenQuestion]]:
    """:param folder: an empty one, for the articles and their index.
    :param limit: of questions in each language.
    """
    articles, questions = read_xquad(data, _ASKED_IN)
    archive = archive_of(folder / "index", write_articles(articles, folder), embedder)
    ids = {article_number(archive, a.id): a.id for a in archive.current().articles()}
    unseen = [q for q in questions if fold_of(q.number, folds) == fold]
    return archive, [
        UnseenQuestion(
            f"xquad {language}",
            index.text.Question(asked.texts[language], language),
            str(ids[asked.number]),
            asked.start,
            asked.end,
        )
        for language in _ASKED_IN
        for asked in random.Random(1).sample(unseen, min(limit, len(unseen)))
    ]


def _is_short(question: AskedQuestion, longest: int) -> bool:
    (reading,) = question.readings.values()
    return bool(reading.answers) and len(reading.text) < longest


def _write(question: AskedQuestion, folder: Path, names: dict[str, str]) -> None:
    ((language, reading),) = question.readings.items()
    if reading.text in names:
        return
    names[reading.text] = f"{len(names):05}.txt"
    title = json.dumps(reading.title or " ".join(reading.text.split()[:6]), ensure_ascii=False)
    content = f"---\ntitle: {title}\nlanguage: {language}\n---\n{reading.text}\n"
    (folder / names[reading.text]).write_text(content, encoding="utf-8")
