"""Where an organisation stands among its peers, without a league table.

In:    figures of peers by period, and the organisation's latest figure and usual range.
Out:   the peers' median by period, and the place in words.
Never: a rank, a named peer, or a comparison of counts between bodies of different size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from mutuality.papers.spc_text import Comparison

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.outcomes import Measure
    from mutuality.papers.axes import Numbers

SAME_TYPE = "of the same type"
FEWEST = 5  # a median of fewer peers says more about who reported than about what is usual


def others(peers: pl.DataFrame, code: str) -> pl.DataFrame:
    """The figures of everyone but the organisation itself, with a figure."""
    return peers.filter((pl.col("organisation") != code) & pl.col("value").is_not_null())


def median_line(figures: pl.DataFrame, measure: Measure) -> Comparison | None:
    """The peers' median for every period in which enough of them report."""
    if measure.pooling == "sum":
        return None
    medians = (
        figures.group_by("period_end")
        .agg(pl.col("value").median(), pl.len().alias("count"))
        .filter(pl.col("count") >= FEWEST)
        .sort("period_end")
    )
    points = list(medians.select("period_end", "value").iter_rows())
    return Comparison("Median of peers", points) if points else None


def place(
    figures: pl.DataFrame,
    *,
    name: str,
    measure: Measure,
    numbers: Numbers,
    end: dt.date,
    value: float,
    limits: tuple[float, float] | None,
    whom: str = SAME_TYPE,
) -> str:
    """Where the organisation stands in the period that ends on `end`, as an interval in words.

    `whom` follows the word peers, and says which.

    With `limits`, how many peers lie below, within and above its usual range; without them,
    whether its figure is within the middle half of peers.
    """
    if measure.pooling == "sum":
        return "Peers are not compared: a count depends on the size of the organisation."
    now = figures.filter(pl.col("period_end") == end)["value"]
    if now.len() < FEWEST:
        return (
            f"Peers are not compared: {now.len()} {whom} have a figure for this period, "
            f"and at least {FEWEST} are needed."
        )
    said = f"Of peers {whom}, {now.len()} have a figure for this period. Their median is "
    said += f"{numbers.text(float(now.median()))}. "  # type: ignore[arg-type]  # not empty
    if limits:
        lower, upper = limits
        below, above = int((now < lower).sum()), int((now > upper).sum())
        return said + (
            f"{below} lie below the usual range of {name} "
            f"({numbers.span(lower, upper)}), {now.len() - below - above} within it "
            f"and {above} above it."
        )
    low, high = (float(now.quantile(q, "linear")) for q in (0.25, 0.75))  # type: ignore[arg-type]  # not empty
    where = "below" if value < low else "above" if value > high else "within"
    return said + (
        f"The middle half lies between {numbers.text(low)} and {numbers.text(high)}; "
        f"the latest figure of {name}, {numbers.text(value)}, is {where} that."
    )
