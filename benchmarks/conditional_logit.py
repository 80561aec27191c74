"""What the rankings are fitted by: a conditional logit over the candidates of a question (McFadden
1974)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def mean_loss(
    weights: np.ndarray, lists: Sequence[tuple[np.ndarray, np.ndarray]]
) -> tuple[float, np.ndarray]:
    """How unlikely the right candidates are by the softmax of their scores, and its gradient.

    :param weights: (features,).
    :param lists: of each question (candidates, features), and which of them are right.
    """
    total, gradient = 0.0, np.zeros_like(weights)
    for features, right in lists:
        scores = features @ weights
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        of_right = likely[right].sum()
        total -= np.log(of_right)
        gradient += features.T @ (likely - np.where(right, likely / of_right, 0.0))
    return total / len(lists), gradient / len(lists)
