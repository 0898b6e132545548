"""What a level is worth, and who weighs what.

In:    levels of a criterion; swing intervals by group.
Out:   points from 0 (worst) to 100 (best); weights that add up to one.
Never: groups averaged into one set of weights: a draw belongs to one group.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mutuality.appraisal.draws import between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mutuality.appraisal.case import Criterion, Group
    from mutuality.appraisal.draws import Stream

FLOOR = 1.0  # the least points that a geometric mean can hold without sinking everything


def points(
    criterion: Criterion,
    levels: NDArray[np.float64],
    *,
    midpoint: float,
    bend: bool = False,
) -> NDArray[np.float64]:
    """Points for levels; levels beyond an anchor earn what the anchor earns.

    A curved value is exponential with `midpoint` points half-way. `bend` swaps straight and
    curved; stated points stay as they are.
    """
    if criterion.points is not None:
        path = sorted(criterion.points)
        return np.interp(levels, [level for level, _ in path], [worth for _, worth in path])
    worst, best = criterion.worst.value, criterion.best.value
    share = np.clip((levels - worst) / (best - worst), 0.0, 1.0)
    if (criterion.shape == "concave") == bend:
        return 100.0 * share
    rate = 2 * math.log(midpoint / (100 - midpoint))
    return 100.0 * np.expm1(-rate * share) / math.expm1(-rate)


def outside(criterion: Criterion, levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which levels lie beyond the anchors."""
    ends = sorted((criterion.worst.value, criterion.best.value))
    return (levels < ends[0]) | (levels > ends[1])


def weights(group: Group, criteria: Sequence[Criterion], stream: Stream) -> NDArray[np.float64]:
    """Weights, one row a criterion and one column a draw, from the group's swing intervals.

    A criterion that the group did not weigh runs from 0 to 100. A group that weighed none may
    hold any weights at all, every set being equally likely (a flat Dirichlet). Groups that weighed
    none share their draws: nothing tells them apart, so no luck may.
    """
    who = group.id if group.swing else "everyone"
    rows = [stream.uniform("weight", who, criterion.id) for criterion in criteria]
    if group.swing:
        swings = np.array(
            [
                between(row, *group.swing.get(criterion.id, (0.0, 100.0)))
                for row, criterion in zip(rows, criteria, strict=True)
            ]
        )
    else:
        swings = -np.log(np.array(rows))
    total: NDArray[np.float64] = swings / swings.sum(axis=0)
    return total


def combine(
    worths: NDArray[np.float64], shares: NDArray[np.float64], *, geometric: bool = False
) -> NDArray[np.float64]:
    """Total points (options by draws) from worths (options by criteria by draws) and weights."""
    if geometric:
        logs = np.log(np.maximum(worths, FLOOR))
        product: NDArray[np.float64] = np.exp(np.einsum("acn,cn->an", logs, shares))
        return product
    total: NDArray[np.float64] = np.einsum("acn,cn->an", worths, shares)
    return total


def belonging(groups: Sequence[Group], uniform: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which group each draw belongs to, in proportion to the groups' shares."""
    edges = np.cumsum([group.share for group in groups])
    return np.searchsorted(edges[:-1] / edges[-1], uniform)
