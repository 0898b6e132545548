"""Small files in the publishers' layouts, and a workspace to load them into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from mutuality.stores import Workspace
from mutuality.stores.loading import LoadReport

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TIDY = "organisation,measure,period_start,period_end,numerator,denominator,value\n"
DESCRIBED = (
    "organisation,measure,period_start,period_end,numerator,denominator,"
    "title,domain,polarity,pooling,unit\n"
)
AE = (
    "Period,Org Code,Org name,A&E attendances Total,Attendances over 4hrs Total,"
    "Total emergency admissions\n"
)
AE_SERIES = (
    "nhs_trust22_code,total_attendances,attendances_over_4hours,total_emergency_admissions,"
    "emergency_admissions_over_4hours,pct_attendance_over_4hours,date\n"
)
SUCC = '"{}","{}","","{}","0"\n'

Sick = dict[tuple[str, str], tuple[float, float]]
"""Days lost and days available, by code and month such as 2024-04."""
Attended = dict[str, tuple[int, int, int]]
"""Attendances, those over four hours, and admissions, by code."""


def month_end(month: str) -> str:
    """The last day of a month such as 2024-04."""
    year, number = map(int, month.split("-"))
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return (following - dt.timedelta(days=1)).isoformat()


def sickness(figures: Sick) -> str:
    """A tidy table of sickness absence."""
    return TIDY + "".join(
        f"{code},sickness,{month}-01,{month_end(month)},{lost},{available},\n"
        for (code, month), (lost, available) in figures.items()
    )


def turnover(code: str, left: int, *, title: str = "Staff who left", pooling: str = "sums") -> str:
    """A tidy table with a measure of its own."""
    return DESCRIBED + (
        f"{code},turnover,2024-04-01,2024-06-30,{left},1000,{title},staff,lower,{pooling},share\n"
    )


def engagement(scores: dict[str, float], year: int = 2015) -> str:
    """A tidy table of engagement scores."""
    return TIDY + "".join(
        f"{code},engagement,{year}-01-01,{year}-12-31,,,{score}\n" for code, score in scores.items()
    )


def accident_and_emergency(returns: Attended, month: str = "April 2024") -> str:
    """A month of A&E by provider, with its total row."""
    rows = [
        f"MSitAE-{month.upper().replace(' ', '-')},{code},Trust {code},{a},{b},{c}\n"
        for code, (a, b, c) in returns.items()
    ]
    sums = ",".join(str(sum(column)) for column in zip(*returns.values(), strict=True))
    return AE + "".join(rows) + f"Total,Total,Total,{sums}\n"


def ae_series(returns: Attended, month: str = "April 2024") -> str:
    """The third party's extract of the same."""
    return AE_SERIES + "".join(
        f"{code},{a},{b},{c},0,{b / a},{month}\n" for code, (a, b, c) in returns.items()
    )


def successions(links: list[tuple[str, str, str]]) -> str:
    """The publisher's list of successions: old code, new code, date such as 20300401."""
    return "".join(SUCC.format(*link) for link in links)


def written(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def taken(
    store: Workspace, *paths: Path, source: str = "auto", supersede: bool = False
) -> LoadReport:
    """Load files, and see that none is refused."""
    report = store.load(source, paths, at=NOON, supersede=supersede)
    assert [str(outcome.refusal) for outcome in report.refused] == []
    return report


def on_disk(root: Path) -> dict[str, bytes]:
    """Every file under a folder, byte for byte."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def values(
    store: Workspace, measure: str, *, every_edition: bool = False
) -> list[tuple[object, ...]]:
    """Organisation, first day and value of each figure in a view."""
    frame = store.observations(measure, every_edition=every_edition)
    return frame.select("organisation", pl.col("period_start").cast(pl.String), "value").rows()
