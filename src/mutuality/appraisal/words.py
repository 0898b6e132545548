"""Numbers as people say them.

In:    probabilities, points, lists of names.
Out:   words, rounded as far as the method can bear: probabilities to 5 in 100, points to one.
Never: a printed probability finer than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP = 5
IN_WORDS = {
    0: "less than 1 in 40",
    5: "about 1 in 20",
    10: "about 1 in 10",
    15: "about 1 in 7",
    20: "about 1 in 5",
    25: "about 1 in 4",
    30: "about 3 in 10",
    35: "about 1 in 3",
    40: "about 2 in 5",
    45: "a little under half",
    50: "about half",
    55: "a little over half",
    60: "about 3 in 5",
    65: "about 2 in 3",
    70: "about 7 in 10",
    75: "about 3 in 4",
    80: "about 4 in 5",
    85: "about 6 in 7",
    90: "about 9 in 10",
    95: "about 19 in 20",
    100: "more than 39 in 40",
}


def rounded(probability: float) -> int:
    """A probability in hundredths, to the nearest five."""
    return STEP * round(100 * probability / STEP)


def chance(probability: float) -> str:
    """A probability in words: 0.24 is `about 1 in 4`."""
    return IN_WORDS[rounded(probability)]


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def number(value: float) -> str:
    """A level to three significant figures, without needless zeros."""
    return f"{value:,.4g}" if abs(value) >= 1000 else f"{value:.3g}"


def times(factor: float) -> str:
    """How many times as much: `2.4 times`."""
    return f"{factor:.1f} times"
