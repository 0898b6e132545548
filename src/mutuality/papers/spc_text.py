"""An SPC chart in words and as a table.

In:    the points of a chart with the names of their periods, and how figures are written.
Out:   the alt text and the table that stand beside the picture.
Never: a point in the picture that the table leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from mutuality.papers import theme
from mutuality.papers.document import Table
from mutuality.papers.icons import icon

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.outcomes import SpcResult
    from mutuality.papers.axes import Numbers

SAID = {
    ("outside", 1): "Above the upper limit",
    ("outside", -1): "Below the lower limit",
    ("trend", 1): "Part of a rise",
    ("trend", -1): "Part of a fall",
    ("two-of-three", 1): "2 of 3 close to the upper limit",
    ("two-of-three", -1): "2 of 3 close to the lower limit",
    ("shift", 1): "Part of a run above the mean",
    ("shift", -1): "Part of a run below the mean",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A second line, thin and dotted, such as the median of peers: a name, days and values."""

    name: str
    points: Sequence[tuple[dt.date, float]]


def twin(
    result: SpcResult,
    points: pl.DataFrame,
    numbers: Numbers,
    subtitle: str,
    comparison: Comparison | None,
) -> Table:
    """Every period given, with its figure, its lines and what it shows."""
    beside = dict(comparison.points) if comparison else {}
    rows = []
    for row in points.iter_rows(named=True):
        cells = [row["label"], numbers.text(row["value"])]
        cells += [
            "" if row[name] is None else numbers.text(row[name])
            for name in ("mean", "lower", "upper")
        ]
        if comparison:
            cells.append(
                numbers.text(beside[row["period_end"]]) if row["period_end"] in beside else ""
            )
        rows.append([*cells, _shows(row["kind"], row["signal"], row["direction"])])
    columns = ["Period", "Figure", "Mean", "Lower limit", "Upper limit"]
    columns += [comparison.name] if comparison else []
    return Table(
        caption=f"Figures drawn: {subtitle}",
        columns=[*columns, "What it shows"],
        rows=rows,
        numeric=frozenset(columns[1:]),
        note=" ".join([result.caption, *result.warnings]),
    )


def alt_text(
    result: SpcResult,
    held: pl.DataFrame,
    numbers: Numbers,
    marked: Sequence[tuple[dt.date, str]],
    comparison: Comparison | None,
) -> str:
    """What a reader would see."""
    last = held.row(-1, named=True)
    flagged = held.filter(pl.col("kind") != "common-cause")
    said = [
        f"SPC chart of {held.height} points from {held['label'][0]} to {last['label']}.",
        f"The first is {numbers.text(held['value'][0])}, the latest {numbers.text(last['value'])}.",
        f"The latest mean is {numbers.text(last['mean'])}"
        + (
            "."
            if last["upper"] is None
            else f", with limits {numbers.text(last['lower'])} to {numbers.text(last['upper'])}."
        ),
        f"{flagged.height} of {held.height} points are signals of change.",
        result.reading,
    ]
    if result.settings.target is not None:
        said.append(
            f"The target is {numbers.text(result.settings.target)}: "
            f"{icon(result.assurance).words.lower()}."
        )
    if comparison:
        said.append(f"A dotted line shows {comparison.name[:1].lower()}{comparison.name[1:]}.")
    if marked:
        named = "; ".join(f"{words}, {day.day} {day:%B %Y}" for day, words in marked)
        said.append(f"Upright lines mark: {named}.")
    return " ".join(said)


def _shows(kind: str | None, signal: str | None, direction: int | None) -> str:
    if kind is None:
        return ""
    if kind == "common-cause" or signal is None or direction is None:
        return theme.SPC["common-cause"].words
    return f"{theme.SPC[kind].words}: {SAID[signal, direction].lower()}"
