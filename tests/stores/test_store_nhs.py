"""The publishers' own files, all in one call: they load, add up, and survive mergers."""

from __future__ import annotations

import csv
import datetime as dt
import statistics
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl
import pytest
import xlrd
from small_files import NOON, on_disk

from mutuality.outcomes import REGISTRY
from mutuality.register import Register
from mutuality.stores import Workspace, panel_of
from mutuality.stores.loading import LoadReport

pytestmark = pytest.mark.nhs
FILES = 87
Totals = dict[str, float]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nhs") / "workspace"


@pytest.fixture(scope="module")
def report(nhs_data: Path, root: Path) -> LoadReport:
    return Workspace(root).load("auto", [nhs_data], at=NOON)


@pytest.fixture(scope="module")
def nhs(report: LoadReport, root: Path) -> Workspace:
    assert report.load_id
    return Workspace(root)


@pytest.fixture(scope="module")
def register(nhs: Workspace) -> Register:
    return nhs.register()


def test_all_files_load_in_one_call(report: LoadReport) -> None:
    assert [str(outcome.refusal) for outcome in report.refused] == []
    assert len(report.loaded) == FILES


def test_all_files_twice_change_nothing(nhs: Workspace, nhs_data: Path) -> None:
    before = on_disk(nhs.root)
    again = nhs.load("auto", [nhs_data], at=NOON)
    assert again.load_id is None
    assert all(outcome.already for outcome in again.outcomes)
    assert on_disk(nhs.root) == before


def test_every_file_says_what_it_left_out(report: LoadReport) -> None:
    totals = {
        outcome.path.name
        for outcome in report.loaded
        if outcome.reading and any("total" in row.reason for row in outcome.reading.dropped)
    }
    assert len(totals) == 54 + 9 + 1


def stored(nhs: Workspace, measure: str) -> dict[str, tuple[float, float]]:
    """Sums of numerators and denominators by file, every edition counted."""
    frame = nhs.observations(measure, every_edition=True)
    sums = frame.group_by("file").agg(pl.sum("numerator", "denominator"))
    return {name: (top, bottom) for name, top, bottom in sums.rows()}


def workbook_totals(path: Path) -> Totals:
    """What the England row of a workbook says, found by the words over its columns."""
    book = fastexcel.read_excel(path)
    name = next(sheet for sheet in book.sheet_names if "data" in sheet.lower())
    sheet = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0).to_polars()
    rows = [[cell or "" for cell in row] for row in sheet.rows()]
    header = next(row for row in rows if "Code" in row)
    england = next(row for row in rows if row[header.index("Code")] == "-")
    found = dict(zip((text.strip() for text in header), england, strict=True))
    return {
        "attendances": float(found["Total attendances"]),
        "over": float(found["Total Attendances > 4 hours"]),
        "admissions": float(found["Total Emergency Admissions"]),
    }


def csv_totals(path: Path) -> Totals:
    """What the TOTAL row of a monthly CSV says, booked appointments included."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    total = next(row for row in rows if row[1].strip().upper() == "TOTAL")
    found = [(text.lower(), cell) for text, cell in zip(header, total, strict=True) if text]
    return {
        kind: sum(float(cell) for text, cell in found if text.startswith(start))
        for kind, start in (
            ("attendances", "a&e attendances"),
            ("over", "attendances over 4hrs"),
            ("admissions", ("emergency admissions", "other emergency admissions")),
        )
    }


def published(folder: Path) -> Iterator[tuple[str, Totals]]:
    for path in sorted((folder / "ae" / "monthly-xls").iterdir()):
        yield path.name, workbook_totals(path)
    for path in sorted((folder / "ae" / "monthly-csv").iterdir()):
        yield path.name, csv_totals(path)


def test_stored_ae_figures_equal_the_total_rows(nhs: Workspace, nhs_data: Path) -> None:
    attendances = stored(nhs, "ae-attendances")
    shares = stored(nhs, "ae-4h")
    admissions = stored(nhs, "emergency-admissions")
    compared = 0
    for name, totals in published(nhs_data):
        assert attendances[name][0] == pytest.approx(totals["attendances"], abs=0.5), name
        assert shares[name][1] - shares[name][0] == pytest.approx(totals["over"], abs=0.5), name
        assert admissions[name][0] == pytest.approx(totals["admissions"], abs=0.5), name
        compared += 1
    assert compared == 63


@pytest.mark.parametrize("name", ["2015-jul.xls", "2017-oct.xls", "2019-dec.xls"])
def test_sheet_and_row_are_where_the_figure_stands(
    name: str, nhs: Workspace, nhs_data: Path
) -> None:
    book = xlrd.open_workbook(nhs_data / "ae" / "monthly-xls" / name)
    rows = nhs.observations("ae-attendances", every_edition=True).filter(file=name)
    assert rows.height > 200
    for code, value, sheet, row in rows.select("organisation", "value", "sheet", "row").rows():
        cells = book.sheet_by_name(sheet).row_values(row - 1)
        assert code in cells
        assert value in cells


def test_stored_beds_equal_the_england_rows(nhs: Workspace, nhs_data: Path) -> None:
    with (nhs_data / "beds" / "beds-kh03-2010-2024.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["org_code"] == "NA"]
    assert len(rows) == 58
    beds = nhs.observations("ga-occupancy")
    sums = beds.group_by("period_end").agg(pl.sum("numerator", "denominator"))
    assert sums.height == 58
    by_month = {(end.year, end.month): rest for end, *rest in sums.rows()}
    last_month = {"Q1": 6, "Q2": 9, "Q3": 12, "Q4": 3}
    for row in rows:
        quarter = next(name for name in last_month if name in row["quarter"])
        occupied, available = by_month[int(row["year"]), last_month[quarter]]
        assert occupied == pytest.approx(float(row["general_acute_on_beds_occupied"]), abs=1)
        assert available == pytest.approx(float(row["general_acute_on_beds_available"]), abs=1)


def test_linking_takes_the_fake_jump_away(nhs: Workspace, register: Register) -> None:
    """Attendances in the 12 months after a merger over the 12 before: 1.03 linked, 1.70 not."""
    figures = nhs.observations("ae-attendances")
    units = register.units(as_of=dt.date(2025, 7, 31))
    mergers = {"RGN": (2017, 4), "RRK": (2018, 4), "RDE": (2018, 7), "RTG": (2018, 7),
               "RH8": (2022, 4), "RH5": (2023, 4), "RBN": (2023, 7)}  # fmt: skip

    def ratio(codes: tuple[str, ...], first: dt.date) -> float:
        months = (pl.col("period_start").dt.year() - first.year) * 12 + (
            pl.col("period_start").dt.month() - first.month
        )
        own = figures.filter(pl.col("organisation").is_in(codes)).with_columns(months=months)
        sums = [
            own.filter(pl.col("months").is_between(start, start + 11))["numerator"].sum()
            for start in (0, -12)
        ]
        return sums[0] / sums[1]

    linked, unlinked = [], []
    for code, (year, month) in mergers.items():
        first = dt.date(year, month, 1)
        linked.append(ratio(units.codes(units.unit(code)), first))
        unlinked.append(ratio((code,), first))
    assert round(statistics.median(linked), 2) == 1.03
    assert round(statistics.median(unlinked), 2) == 1.70


@pytest.mark.parametrize("measure", sorted(REGISTRY))
def test_a_panel_has_no_unit_that_is_a_total(
    measure: str, nhs: Workspace, register: Register
) -> None:
    built = panel_of(nhs, measure, codes="all", composites="exclude", register=register)
    assert built.frame.height > 100
    assert not set(built.frame["unit"]) & {"TOTAL", "Total", "NA", "-", "ENGLAND", "England", ""}


def test_revised_months_are_marked(nhs: Workspace) -> None:
    frame = nhs.observations("ae-attendances")
    months = frame.filter(
        pl.col("vintage") != "first published", pl.col("file").str.contains("Monthly")
    )
    assert sorted(months["file"].unique()) == [
        "Monthly-AE-July-2024-revised.csv",
        "Monthly-AE-November-2024-revised.csv",
        "Monthly-AE-October-2024-revised.csv",
    ]


def test_the_official_month_wins_over_the_extract(nhs: Workspace) -> None:
    frame = nhs.observations("ae-attendances").filter(period_start=dt.date(2024, 4, 1))
    both = nhs.observations("ae-attendances", every_edition=True).filter(
        period_start=dt.date(2024, 4, 1)
    )
    assert set(frame["file"]) == {"Monthly-AE-April-2024.csv"}
    assert set(both["file"]) == {"Monthly-AE-April-2024.csv", "ae-by-trust-2021-2025.csv"}
    assert not frame.select("organisation", "period_start").is_duplicated().any()
