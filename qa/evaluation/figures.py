"""Outcomes → figures, each with the 95 % interval of a bootstrap over the questions
(Efron & Tibshirani 1993)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from qa.evaluation.asking import Outcome

_RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Figure:
    """:param low: the lower end of the 95 % interval; `high` the upper one."""

    value: float
    low: float
    high: float


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, Figure]:
    """What the outcomes of one ranker say.

    :param threshold: how sure it must be not to refuse.
    """
    answerable = [o for o in outcomes if o.answerable]
    sure = np.array([o.sure for o in answerable])
    far = np.array([o.sure_far for o in answerable])
    near = np.array(
        [o.sure_near for o in answerable] + [o.sure for o in outcomes if not o.answerable]
    )
    return {
        "evidence_hit_at_1": share([any(o.hits[:1]) for o in answerable]),
        "evidence_hit_at_3": share([any(o.hits[:3]) for o in answerable]),
        "passage_recall_at_1": share([any(o.passages[:1]) for o in answerable]),
        "passage_recall_at_5": share([any(o.passages[:5]) for o in answerable]),
        "refusal_auroc_far": _auroc(sure, far),
        "refusal_auroc_near": _auroc(sure, near),
        "false_refusal_rate": share(sure < threshold),
        "false_answer_rate_far": share(far >= threshold),
        "false_answer_rate_near": share(near >= threshold),
        **_short_answers(answerable),
    }


def _short_answers(answerable: Sequence[Outcome]) -> dict[str, Figure]:
    """How often words are pointed at, and their F1 where they are; nothing where none are."""
    given = [o.short_answer for o in answerable if o.short_answer is not None]
    if not given:
        return {}
    return {
        "short_answer_given": share([o.short_answer is not None for o in answerable]),
        "short_answer_f1": mean(given),
    }


def share(right: Sequence[bool] | np.ndarray) -> Figure:
    """The share of what is right."""
    return mean(np.asarray(right, dtype=float))


def mean(values: Sequence[float] | np.ndarray) -> Figure:
    return interval(np.asarray(values, dtype=float), np.mean)


def median(values: Sequence[float]) -> Figure:
    return interval(np.asarray(values, dtype=float), np.median)


def interval(values: np.ndarray, figure: Callable[..., np.ndarray]) -> Figure:
    """:param figure: of values along an axis, such as `numpy.mean`."""
    random = np.random.default_rng(0)
    resampled = figure(random.choice(values, (_RESAMPLES, len(values))), axis=1)
    return _figure(float(figure(values, axis=0)), resampled)


def _auroc(positive: np.ndarray, negative: np.ndarray) -> Figure:
    """How well a score separates questions to answer from questions to refuse.

    A question and its counterpart without the answer are drawn together.
    """
    random = np.random.default_rng(0)
    paired = random.integers(0, len(positive), (_RESAMPLES, len(positive)))
    surplus = len(negative) - len(positive)  # questions that have no answer anywhere
    single = random.integers(len(positive), len(negative), (_RESAMPLES, surplus)) if surplus else ()
    drawn = np.hstack([paired, single]) if surplus else paired
    value = float(_areas(positive[None, :], negative[None, :])[0])
    return _figure(value, _areas(positive[paired], negative[drawn]))


def _areas(positive: np.ndarray, negative: np.ndarray) -> np.ndarray:
    """Areas under ROC curves, row by row, from ranks (Hanley & McNeil 1982); a tie counts half."""
    count, others = positive.shape[1], negative.shape[1]
    ranks = rankdata(np.hstack([positive, negative]), axis=1)[:, :count]
    return (ranks.sum(axis=1) - count * (count + 1) / 2) / (count * others)


def _figure(value: float, resampled: np.ndarray) -> Figure:
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Figure(round(value, 4), round(float(low), 4), round(float(high), 4))
