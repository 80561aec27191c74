"""The figures as a table, and as one self-contained page with what went wrong highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from jinja2 import Environment

from qa.evaluation.evaluate import Asked, Evaluation

_MISSES = 40
_CONTEXT = 350  # characters around the gold answer and the chosen sentence
_BINS = 10
_WIDTH, _HEIGHT = 420, 300  # of a plot, in pixels

Point = tuple[float, float]


def figures_table(evaluation: Evaluation) -> str:
    """Figures and intervals by column, the pipeline's first; below, those of what was written."""
    columns = {"fundstelle": evaluation.figures, **evaluation.baselines}
    lines = ["".join([" " * 26, *(f"{name:>30}" for name in columns)])]
    for figure in evaluation.figures:
        cells = [
            f"{of[figure].value:.3f} ({of[figure].low:.3f}–{of[figure].high:.3f})"
            if figure in of  # a baseline reads nothing
            else ""
            for of in columns.values()
        ]
        lines.append("".join([f"{figure:26}", *(f"{cell:>30}" for cell in cells)]))
    if evaluation.written:
        lines += ["", f"{'':26}{'written':>30}"]
    for name, of_written in evaluation.written.items():
        cell = f"{of_written.value:.3f} ({of_written.low:.3f}–{of_written.high:.3f})"
        lines.append(f"{name:26}{cell:>30}")
    return "\n".join(lines)


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Write `index.html` into `folder`, which is made where it is not there; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    template = files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True).from_string(template)
    path = folder / "index.html"
    path.write_text(
        page.render(
            evaluation=evaluation,
            rankers={"fundstelle": evaluation.figures, **evaluation.baselines},
            plots=[_risk_coverage(evaluation.asked), _calibration(evaluation.asked)],
            misses=_misses(evaluation),
            width=_WIDTH,
            height=_HEIGHT,
        ),
        encoding="utf-8",
    )
    return path


def _risk_coverage(asked: Sequence[Asked]) -> dict:
    """How many first quotes are wrong among the surest questions (El-Yaniv & Wiener 2010)."""
    ordered = sorted((a for a in asked if a.outcome.answerable), key=lambda a: -a.outcome.sure)
    wrong = np.cumsum([not any(a.outcome.hits[:1]) for a in ordered])
    count = np.arange(1, len(ordered) + 1)
    return {
        "title": "Risk and coverage",
        "x": "share of questions answered, the surest first",
        "y": "share of them wrong",
        "points": _scaled(list(zip(count / len(ordered), wrong / count, strict=True))),
        "diagonal": False,
        "dots": False,
    }


def _calibration(asked: Sequence[Asked]) -> dict:
    """Confidence against the share of right first quotes, in tenths of the questions: questions
    asked with their answer in the archive and without its article."""
    pairs = [(a.outcome.sure, any(a.outcome.hits[:1])) for a in asked]
    pairs += [(a.outcome.sure_far, False) for a in asked]
    pairs = [(min(1.0, max(0.0, sure)), right) for sure, right in sorted(pairs)]
    bins = [np.array(part) for part in np.array_split(np.array(pairs, dtype=float), _BINS)]
    points = [(float(p[:, 0].mean()), float(p[:, 1].mean())) for p in bins if len(p)]
    return {
        "title": "Calibration",
        "x": "confidence",
        "y": "share of first quotes right",
        "points": _scaled(points),
        "diagonal": True,
        "dots": True,
    }


def _scaled(points: Sequence[Point]) -> list[Point]:
    """0 to 1 → pixels of the plot, y upwards."""
    return [(round(x * _WIDTH, 1), round((1 - y) * _HEIGHT, 1)) for x, y in points]


def _misses(evaluation: Evaluation) -> list[dict]:
    """The questions that the pipeline was surest of and wrong on."""
    wrong = [a for a in evaluation.asked if a.outcome.answerable and not any(a.outcome.hits[:1])]
    wrong.sort(key=lambda a: -a.outcome.sure)
    return [_miss(evaluation, asked) for asked in wrong[:_MISSES]]


def _miss(evaluation: Evaluation, asked: Asked) -> dict:
    snapshot = evaluation.archive.archive.current()
    gold = snapshot.article(asked.gold.article_id)
    shown = [("gold", gold.title, _highlighted(gold.text, asked.gold.answers[0]))]
    read = None
    if asked.outcome.quotes:
        quote = asked.outcome.quotes[0]
        article = snapshot.article(quote.article_id)
        shown.append(
            ("chosen", article.title, _highlighted(article.text, (quote.start, quote.end)))
        )
        if (answer := quote.best.answer) is not None:
            read = article.text[answer.start : answer.end]
    return {
        "question": asked.question.asked,
        "sure": asked.outcome.sure,
        "rank": next((n for n, hit in enumerate(asked.outcome.hits, start=1) if hit), None),
        "read": read,
        "gold": gold.text[slice(*asked.gold.answers[0])],
        "shown": shown,
    }


def _highlighted(text: str, span: tuple[int, int]) -> tuple[str, str, str]:
    """Before, marked, after."""
    start, end = span
    return text[max(0, start - _CONTEXT) : start], text[start:end], text[end : end + _CONTEXT]
