"""The four signs that a figure has changed by more than its usual variation.

In:    figures, their side of the mean, their distance from the limits, and the stretch each is in.
Out:   for every rule, every direction and every point: does the point take part in a signal.
Never: a window that reaches across a gap or across recalculated limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Signal = Literal["outside", "trend", "two-of-three", "shift"]
ORDER: tuple[Signal, ...] = ("outside", "trend", "two-of-three", "shift")
UP, DOWN = 0, 1


@dataclass(frozen=True, slots=True)
class Signs:
    """Where each point stands. All arrays have one entry a point, in time order.

    `side`: 1 above the mean, -1 below, 0 on it. `beyond`, `near`: 1 or -1 where the point is past
    a limit, or in the outer third before it; else 0. `step`: sign of the move from the point
    before, 0 for the first of a stretch. `stretch` numbers the unbroken stretches.
    """

    side: Ints
    beyond: Ints
    near: Ints
    step: Ints
    stretch: Ints


def members(signs: Signs, *, shift: int, trend: int) -> Bools:
    """Who takes part in what: shape (rule in ORDER, direction up or down, point)."""
    both = (1, -1)
    return np.array(
        [
            [signs.beyond == way for way in both],
            [_within(signs.step == way, trend, signs.stretch, steps=True) for way in both],
            [_two_of_three(signs, way) for way in both],
            [_within(signs.side == way, shift, signs.stretch) for way in both],
        ]
    )


def resolve(taking_part: Bools, step: Ints, *, good: int | None) -> tuple[Ints, Ints]:
    """One rule and one direction for each point: (index into ORDER or -1, 1 up, -1 down or 0).

    `good` is the direction (UP or DOWN) that wins wherever both directions have a signal; None
    leaves it to the order of the rules, and between two trends that meet, to the later one.
    """
    either = taking_part.any(axis=1)
    first = np.where(either.any(axis=0), either.argmax(axis=0), -1)
    points = np.arange(step.size)
    up, down = taking_part[first, UP, points], taking_part[first, DOWN, points]
    onward = np.append(step[1:], 0)
    way = np.where(up & down, onward, np.where(up, 1, -1))
    if good is not None:
        wanted = taking_part[:, good, :]
        wins = wanted.any(axis=0)
        first = np.where(wins, wanted.argmax(axis=0), first)
        way = np.where(wins, 1 if good == UP else -1, way)
    return first, np.where(first < 0, 0, way)


def tail(hits: Bools, stretch: Ints) -> int:
    """How many points at the end of the series are hits, within the last stretch.

    Never all of them: no series lies wholly above its own mean, and its first point is no step.
    """
    run = hits & (stretch == stretch[-1])
    return int(run[::-1].argmin())


def _within(hits: Bools, length: int, stretch: Ints, *, steps: bool = False) -> Bools:
    """Points in a window of `length` that hits throughout, all in one stretch.

    With `steps` a hit is a move from the point before, so a window's first point need not be one.
    """
    n = hits.size
    if n < length:
        return np.zeros(n, dtype=bool)
    windows = sliding_window_view(hits, length)[:, 1 if steps else 0 :]
    whole = windows.all(axis=1) & (stretch[: n - length + 1] == stretch[length - 1 :])
    return _spread(whole, length)


def _two_of_three(signs: Signs, way: int) -> Bools:
    """Points near a limit in three on one side of which two or more are near it."""
    n = signs.side.size
    if n < 3:
        return np.zeros(n, dtype=bool)
    near = signs.near == way
    together = sliding_window_view(signs.side == way, 3).all(axis=1)
    enough = sliding_window_view(near, 3).sum(axis=1) >= 2
    whole = together & enough & (signs.stretch[:-2] == signs.stretch[2:])
    flagged: Bools = np.logical_and(_spread(whole, 3), near)
    return flagged


def _spread(starts: Bools, length: int) -> Bools:
    """Every point of every window, from the windows' first points."""
    return np.asarray(np.convolve(starts, np.ones(length, dtype=np.int64)) > 0)
