"""The archive that is asked, and where in it the answers stand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Archive, Article, Embedder, InputError, update_index
from index.storage import MilvusAddress, Progress
from qa.evaluation.squad import Paragraph, Question, SquadFile

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a question's answer stands.

    :param answers: spans of the article's text, one a possible answer; none where there is none.
    :param paragraph: the span of the paragraph that the question was asked on.
    """

    article_id: str
    answers: tuple[Span, ...]
    paragraph: Span


@dataclass(frozen=True)
class QuestionArchive:
    """:param golds: by question id; a question whose paragraph was not found has none.
    :param question_articles: the ids of the articles that questions were asked on.
    """

    archive: Archive
    golds: dict[str, Gold]
    question_articles: frozenset[str]


def build_archive(
    squad: SquadFile,
    articles: Sequence[Path],
    distractors: Sequence[Path],
    folder: Path,
    embedder: Embedder,
    progress: Progress,
    vectors_in: MilvusAddress | None = None,
) -> QuestionArchive:
    """Index the file's paragraphs, or `articles` where given, and `distractors` with them.

    :param folder: where the index is made, anew; what is in it goes.
    :param vectors_in: where vectors are searched; None where that is in files of the index.
    :raises InputError: if the questions' paragraphs are not in the articles.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = list(articles) or [_write_articles(squad, folder / "articles")]
    index_dir = folder / "index"
    update_index(index_dir, [*own, *distractors], embedder, progress, vectors_in=vectors_in)
    archive = Archive(index_dir, embedder, vectors_in=vectors_in)
    roots = [path.resolve() for path in own]
    candidates = [
        article
        for article in archive.current().articles()
        if any(Path(article.path or "").resolve().is_relative_to(root) for root in roots)
    ]
    places = _places(squad.paragraphs, candidates)
    golds = {q.id: gold for q in squad.questions if (gold := _gold(q, places)) is not None}
    if not golds:
        raise InputError(f"the paragraphs of {squad.path} are not in the articles given")
    return QuestionArchive(archive, golds, frozenset(gold.article_id for gold in golds.values()))


def _write_articles(squad: SquadFile, folder: Path) -> Path:
    """Each article of the file as an article with its paragraphs."""
    folder.mkdir()
    for number, title in enumerate(squad.titles):
        paragraphs = dict.fromkeys(p.text.strip() for p in squad.paragraphs if p.article == number)
        text = "\n\n".join(paragraphs)
        path = folder / f"{number:05}.txt"
        path.write_text(
            f"---\ntitle: {json.dumps(title)}\n---\n{text}\n", encoding="utf-8", newline=""
        )
    return folder


def _places(
    paragraphs: Sequence[Paragraph], articles: Sequence[Article]
) -> dict[Paragraph, tuple[Article, int]]:
    """Where each paragraph stands: its article, and the offset of its first letter there."""
    places = {}
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        for article in articles:
            if text and (start := article.text.find(text)) >= 0:
                indent = len(paragraph.text) - len(paragraph.text.lstrip())
                places[paragraph] = (article, start - indent)
                break
    return places


def _gold(question: Question, places: dict[Paragraph, tuple[Article, int]]) -> Gold | None:
    if question.paragraph not in places:
        return None
    article, offset = places[question.paragraph]
    answers = tuple(
        (offset + start, offset + start + len(text))
        for start, text in question.answers
        if text and article.text[offset + start : offset + start + len(text)] == text
    )
    if question.answers and not answers:
        return None
    text = question.paragraph.text
    start = offset + len(text) - len(text.lstrip())
    return Gold(article.id, answers, (start, start + len(text.strip())))
