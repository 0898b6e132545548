"""Measures and their figures, as answers hold them.

In:    nothing.
Out:   a class for each.
Never: a figure without the file that it stands in.
"""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from mutuality.web.api.shapes.envelopes import Many


class Break(Schema):
    """A day from which the figures mean something else."""

    id: str
    start: dt.date
    what: str
    resets: bool


class Measure(Schema):
    """A measure: the shape of `mutuality measures --json`."""

    id: str
    title: str
    domain: str
    polarity: str
    pooling: str
    unit: str
    numerator: str
    denominator: str
    native: str
    publisher: str
    lowest: float | None
    highest: float | None
    decimals: int
    over_time: str
    breaks: list[Break]
    windows_overlap: bool
    note: str
    headline: bool
    held: bool


class Coverage(Schema):
    """How far one measure reaches."""

    measure: str
    title: str
    first: str
    last: str
    last_day: dt.date
    periods: int
    missing: list[str]
    organisations: int
    figures: int
    vintage: str
    file: str
    from_reference: bool
    out_of_date: bool
    attribution: str


class Observation(Schema):
    """A figure as loaded, with the file, the sheet and the row that it stands in."""

    organisation: str
    period_start: dt.date
    period_end: dt.date
    numerator: float | None
    denominator: float | None
    value: float | None
    source: str
    file: str
    sheet: str
    row: int
    vintage: str


class PanelRow(Schema):
    """A unit in a period. Flags are joined by |."""

    unit: str
    period_start: dt.date
    period_end: dt.date
    numerator: float | None
    denominator: float | None
    value: float | None
    parts_expected: int
    parts_present: int
    flags: str


class Panel(Many[PanelRow]):
    """A page of a panel, and what is true of the whole of it."""

    measure: str
    frequency: str
    as_of: dt.date
    last_period: dt.date
    coverage: dict[str, int]
    notes: list[str]
