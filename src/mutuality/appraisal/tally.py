"""Counting draws: who comes first, and what choosing each option would forgo.

In:    points of each option in each draw, a chunk at a time.
Out:   rank acceptability, mean regret, its worst tenth, how often each beats business as usual.
Never: a tie broken by the order in which options were written: those that tie share the ranks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAIL = 0.1


@dataclass(slots=True)
class Tally:
    """Running sums over draws for `options` options; memory does not grow with draws.

    Only with `keep_regrets` does it hold every regret, which the worst tenth needs.
    """

    options: int
    keep_regrets: bool = False
    draws: int = 0
    points: NDArray[np.float64] = field(init=False)
    best: float = 0.0
    ranks: NDArray[np.float64] = field(init=False)
    beats: NDArray[np.float64] = field(init=False)
    _regrets: list[NDArray[np.float64]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.points = np.zeros(self.options)
        self.ranks = np.zeros((self.options, self.options))
        self.beats = np.zeros(self.options)

    def add(self, points: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add draws: points (options by draws) and those of business as usual (draws).

        Returns each option's share of first place in each draw.
        """
        above, level = standing(points)
        top = points.max(axis=0)
        self.draws += points.shape[1]
        self.points += points.sum(axis=1)
        self.best += float(top.sum())
        self.beats += (points > usual).sum(axis=1)
        for tied in range(1, self.options + 1):
            here = level == tied
            if not here.any():
                continue
            for rank in range(self.options):
                count = (here & (above == rank)).sum(axis=1)
                self.ranks[:, rank : rank + tied] += count[:, None] / tied
        if self.keep_regrets:
            self._regrets.append(top - points)
        return np.where(above == 0, 1.0 / level, 0.0)

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean points of each option."""
        return self.points / self.draws

    @property
    def regret(self) -> NDArray[np.float64]:
        """Mean regret: what the best option in each draw would have earned beyond this one."""
        return self.best / self.draws - self.mean

    @property
    def acceptability(self) -> NDArray[np.float64]:
        """Share of draws in which an option (row) takes a rank (column)."""
        return self.ranks / self.draws

    @property
    def beats_usual(self) -> NDArray[np.float64]:
        """Share of draws in which each option earns more than business as usual."""
        return self.beats / self.draws

    def worst_tenth(self) -> NDArray[np.float64]:
        """Mean of the worst tenth of each option's regrets (CVaR at 90 per cent)."""
        regrets = np.concatenate(self._regrets, axis=1)
        count = max(1, round(TAIL * regrets.shape[1]))
        tail = np.partition(regrets, -count, axis=1)[:, -count:]
        mean: NDArray[np.float64] = tail.mean(axis=1)
        return mean


def standing(
    points: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How many options stand above each, and how many stand level with it (itself included)."""
    above = np.zeros(points.shape, dtype=np.intp)
    level = np.zeros(points.shape, dtype=np.intp)
    for other in points:
        above += other > points
        level += other == points
    return above, level
