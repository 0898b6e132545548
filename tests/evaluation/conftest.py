"""Made-up panels in the shape that `mutuality panel` writes."""

import datetime as dt

import numpy as np
import polars as pl
import pytest


def quarter_starts(first: dt.date, count: int) -> list[dt.date]:
    """The first days of so many quarters."""
    months = [first.year * 12 + first.month - 1 + 3 * i for i in range(count)]
    return [dt.date(m // 12, m % 12 + 1, 1) for m in months]


def build_panel(values: dict[str, list[float | None]], first: dt.date) -> pl.DataFrame:
    """Quarterly rates with 100 in every denominator; None leaves the row out."""
    length = max(len(v) for v in values.values())
    starts = quarter_starts(first, length + 1)
    rows = [
        (unit, starts[i], starts[i + 1] - dt.timedelta(days=1), 100.0 * v, 100.0, v, 1, 1, "")
        for unit, series in values.items()
        for i, v in enumerate(series)
        if v is not None
    ]
    return pl.DataFrame(
        rows,
        orient="row",
        schema={
            "unit": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
            "numerator": pl.Float64,
            "denominator": pl.Float64,
            "value": pl.Float64,
            "parts_expected": pl.Int32,
            "parts_present": pl.Int32,
            "flags": pl.String,
        },
    )


def draw_values(
    rng: np.random.Generator, *, units: int, periods: int, noise: float = 0.02
) -> dict[str, list[float]]:
    """Unit levels, a shared season and autocorrelated noise. The first unit is RAA, then D00 on."""
    levels = 0.85 + 0.05 * rng.standard_normal(units)
    shared = 0.02 * np.sin(np.arange(periods) * np.pi / 2) + 0.002 * np.arange(periods)
    shocks = noise * rng.standard_normal((periods, units))
    for row in range(1, periods):
        shocks[row] += 0.4 * shocks[row - 1]
    matrix = levels + shared[:, None] + shocks
    names = ["RAA", *(f"D{i:02d}" for i in range(units - 1))]
    return {name: matrix[:, i].tolist() for i, name in enumerate(names)}


@pytest.fixture(scope="session")
def make_panel():
    """`make_panel(values, first)`: see build_panel."""
    return build_panel


@pytest.fixture(scope="session")
def draw():
    """`draw(rng, units=, periods=, noise=)`: see draw_values."""
    return draw_values
