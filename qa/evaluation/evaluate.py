"""The whole evaluation: question files → figures, for the pipeline and what it is compared with."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index import Archive, Embedder, Settings, archive_status, open_embedder
from index.storage import Progress
from index.text import Question, detect_language
from qa.answers import Answer
from qa.assistant import Assistant
from qa.evaluation.archive import Gold, QuestionArchive, build_archive
from qa.evaluation.asking import Outcome, ask, is_exact, is_in_language
from qa.evaluation.cached_embedder import CachedEmbedder, evaluation_folder
from qa.evaluation.figures import Figure, figures, median, share
from qa.evaluation.rankers import Ranker, baselines, pipeline
from qa.evaluation.squad import SquadFile, read_squad
from qa.evaluation.written import ask_to_write, written_figures
from qa.finding import Reader, open_reader, read_question
from qa.finding.confidence import threshold
from qa.llm import LLMSettings
from qa.quoting import quoting_answer

_TIMED = 50  # questions whose time is taken
# A baseline knows no threshold: it gets the one that refuses this share of answerable questions.
_BASELINE_REFUSES = 0.05


@dataclass(frozen=True)
class Asked:
    """A question as the pipeline read it, where its answer stands, and what came of it."""

    question: Question
    gold: Gold
    answer: Answer
    outcome: Outcome


@dataclass(frozen=True)
class Evaluation:
    """:param figures: of the pipeline, by name; `baselines` the same of each baseline.
    :param written: of what a language model writes, by name; empty where none is set.
    :param setup: what was asked of what.
    :param asked: each question, for a closer look.
    """

    figures: dict[str, Figure]
    baselines: dict[str, dict[str, Figure]]
    written: dict[str, Figure]
    setup: dict[str, Any]
    asked: tuple[Asked, ...]
    archive: QuestionArchive

    def to_json(self) -> dict[str, Any]:
        """The object that `fundstelle eval --json` prints; `written` is there where a language
        model wrote."""
        printed = {
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
            "baselines": {
                ranker: {name: asdict(figure) for name, figure in of.items()}
                for ranker, of in self.baselines.items()
            },
            "setup": self.setup,
        }
        if self.written:
            printed["written"] = {name: asdict(figure) for name, figure in self.written.items()}
        return printed


def evaluate(
    questions: Path,
    *,
    articles: Sequence[Path] = (),
    asked_in: Path | None = None,
    distractors: Sequence[Path] = (),
    settings: Settings | None = None,
    llm: LLMSettings | None = None,
    embedder: Embedder | None = None,
    reader: Reader | None = None,
    compare: bool = True,
    limit: int | None = None,
    strict: bool = False,
    progress: Progress = lambda done, total, what: None,
) -> Evaluation:
    """Ask the questions of a SQuAD file.

    :param articles: files and folders that hold the file's paragraphs; else these become articles.
    :param asked_in: a parallel file, whose questions are asked instead, by their ids.
    :param distractors: files and folders to search in besides.
    :param llm: a language model; what it writes is measured too.
    :param reader: one to read with instead of the shipped one.
    :param compare: whether the baselines are asked too.
    :param limit: ask no more than so many of the questions, spread evenly over the file.
    :param strict: what the language model writes without support is left out.
    :raises InputError: if a file cannot be read, or they do not belong together.
    """
    settings = settings or Settings()
    squad = read_squad(questions)
    worded = read_squad(asked_in) if asked_in else squad
    if asked_in:
        squad = squad.asked_in(worded)
    plain = embedder or open_embedder(settings)
    reader = reader or open_reader(settings)
    folder = evaluation_folder(settings)
    cached = CachedEmbedder.between_runs(plain, settings)
    sources = [str(path.resolve()) for path in (questions, *articles, *distractors)]
    name = hashlib.sha256("\n".join(sources).encode()).hexdigest()[:16]
    built = build_archive(
        squad, articles, distractors, folder / name, cached, progress, settings.store
    )
    asked = _spread(_questions(squad, built), limit)
    language = detect_language(" ".join(question.text for question in squad.questions[:200]))
    index_dir = built.archive.index_dir
    uncached = Archive(index_dir, plain, vectors_in=settings.store)
    snapshot = built.archive.current()

    results = _ask_pipeline(built.archive, reader, asked, progress)
    of_pipeline = {
        **figures([r.outcome for r in results], threshold(reader is not None)),
        "language_accuracy": share([r.question.language == language for r in results]),
        "answer_language_accuracy": share([is_in_language(r.answer, language) for r in results]),
        "citation_exactness": share([is_exact(r.answer, snapshot) for r in results]),
        "seconds_per_question": _seconds(pipeline(uncached, reader), asked),
    }
    of_baselines = {}
    rankers = zip(baselines(built.archive), baselines(uncached), strict=True) if compare else ()
    for ranker, timed in rankers:
        outcomes = _ask_baseline(built.archive, ranker, asked, progress)
        of_baselines[ranker.name] = {
            **figures(outcomes, _threshold_of(outcomes)),
            "language_accuracy": of_pipeline["language_accuracy"],
            "answer_language_accuracy": of_pipeline["answer_language_accuracy"],
            "citation_exactness": share([outcome.exact for outcome in outcomes]),
            "seconds_per_question": _seconds(timed, asked),
        }
    written = {}
    if llm is not None and llm.llm != "none":
        assistant = Assistant(built.archive, llm, strict, settings.fast)
        golds = {
            read_question(q.text).asked: tuple(text for _, text in q.answers)
            for q in worded.questions
        }
        written = written_figures(ask_to_write(assistant, asked, golds, progress))
    status = archive_status(index_dir, settings.store)
    setup = {
        "questions": str(questions),
        "asked_in": str(asked_in) if asked_in else None,
        "articles": [str(path) for path in articles],
        "distractors": [str(path) for path in distractors],
        "asked": len(asked),
        "left_out": len(squad.questions) - len(asked),
        "language": language,
        "embedding_model": plain.model_name,
        "llm": llm.name if llm else "none",
        "threshold": threshold(reader is not None),
        "archive": {n: getattr(status, n) for n in ("articles", "passages", "sentences")},
    }
    return Evaluation(of_pipeline, of_baselines, written, setup, tuple(results), built)


def _questions(squad: SquadFile, built: QuestionArchive) -> list[tuple[Question, Gold]]:
    """Those whose paragraph is in the archive, and which the pipeline takes for questions."""
    read = ((read_question(q.text), built.golds.get(q.id)) for q in squad.questions)
    return [(question, gold) for question, gold in read if gold and isinstance(question, Question)]


def _spread(
    asked: Sequence[tuple[Question, Gold]], limit: int | None
) -> Sequence[tuple[Question, Gold]]:
    if limit is None or limit >= len(asked):
        return asked
    return [asked[i * len(asked) // limit] for i in range(limit)]


def _ask_pipeline(
    archive: Archive,
    reader: Reader | None,
    asked: Sequence[tuple[Question, Gold]],
    progress: Progress,
) -> list[Asked]:
    ranker, snapshot = pipeline(archive, reader), archive.current()
    results = []
    for number, (question, gold) in enumerate(asked):
        progress(number, len(asked), f"asking {ranker.name}")
        found, outcome = ask(snapshot, ranker, question, gold)
        results.append(Asked(question, gold, quoting_answer(found), outcome))
    return results


def _ask_baseline(
    archive: Archive, ranker: Ranker, asked: Sequence[tuple[Question, Gold]], progress: Progress
) -> list[Outcome]:
    snapshot, outcomes = archive.current(), []
    for number, (question, gold) in enumerate(asked):
        progress(number, len(asked), f"asking {ranker.name}")
        outcomes.append(ask(snapshot, ranker, question, gold)[1])
    return outcomes


def _threshold_of(outcomes: Sequence[Outcome]) -> float:
    sure = [outcome.sure for outcome in outcomes if outcome.answerable]
    return float(np.quantile(sure, _BASELINE_REFUSES))


def _seconds(ranker: Ranker, asked: Sequence[tuple[Question, Gold]]) -> Figure:
    """The time of a warm question, nothing cached."""
    seconds = []
    for question, _ in [asked[0], *asked[:_TIMED]]:
        started = time.perf_counter()
        ranker.quotes(ranker.find(question, None))
        seconds.append(time.perf_counter() - started)
    return median(seconds[1:])
