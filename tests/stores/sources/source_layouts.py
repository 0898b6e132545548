"""A&E files in every layout that the publisher has used, from one list of made-up returns.

The same returns can be saved in each layout, so a test can ask for the same figures from all.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import xlsxwriter
import xlwt

from mutuality.stores.sources import Offered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Rows = list[list[Any]]
TYPE_1, TYPE_2 = "Type 1 Departments - Major A&E", "Type 2 Departments - Single Specialty"
TYPE_3 = "Type 3 Departments - Other A&E/Minor Injury Unit"
TYPES = [TYPE_1, TYPE_2, TYPE_3]
OVER = "A&E attendances > 4 hours from arrival to admission, transfer or discharge"
GREATER = "A&E attendances greater than 4 hours from arrival to admission, transfer or discharge"
LESS = "A&E attendances less than 4 hours from arrival to admission, transfer or discharge"
ADMISSIONS = [
    "Emergency Admissions via Type 1 A&E",
    "Emergency Admissions via Type 2 A&E",
    "Emergency Admissions via Type 3 and 4 A&E",
    "Total Emergency Admissions via A&E",
    "Other Emergency admissions (i.e not via A&E)",
    "Total Emergency Admissions",
]
WAITS = [
    "Number of patients spending >4 hours from decision to admit to admission",
    "Number of patients spending >12 hours from decision to admit to admission",
]
IN_FOUR = "Percentage in 4 hours or less"


@dataclass(frozen=True)
class Return:
    """What one provider sent: by department; `late` is None for a trust in the field test."""

    code: str
    name: str
    attended: tuple[float, float, float]
    late: tuple[float, float, float] | None
    admitted: tuple[float, float, float] = (0, 0, 0)
    other: float = 0
    booked: tuple[float, float, float] = (0, 0, 0)
    booked_late: tuple[float, float, float] = (0, 0, 0)


RETURNS = (
    Return("RGT", "Fenland Trust", (9970, 0, 4416), (1200, 0, 31), (3302, 0, 25), 499),
    Return("RXQ", "Chiltern Trust", (7342, 1167, 5499), (2995, 0, 109), (3394, 802, 0), 696),
    Return("AAH", "Cotswold Clinic Ltd", (0, 0, 168), (0, 0, 1)),
    Return("C82038", "Market Practice", (0, 0, 323), (0, 0, 0)),
    Return("RAN", "Spine Hospital", (0, 0, 0), (0, 0, 0), other=41),
)


def over(given: Return) -> tuple[Any, Any, Any]:
    """Over 4 hours by department, as workbooks print it."""
    return given.late or ("-", "-", "-")


def _sum(parts: Sequence[Any]) -> Any:
    return "-" if "-" in parts else sum(parts)


def _share(late: Any, attended: Any) -> Any:
    return "-" if late == "-" or not attended else 1 - late / attended


def groups_2015() -> tuple[list[str], list[str]]:
    """July 2015 to December 2016: 21 columns."""
    header = [
        *("Code", "Region", "Name"),
        *TYPES,
        "Total attendances",
        *TYPES,
        "Total Attendances > 4 hours",
        f"{IN_FOUR} (type 1)",
        f"{IN_FOUR} (all)",
        *ADMISSIONS,
        *WAITS,
    ]
    groups = [""] * len(header)
    groups[3], groups[7], groups[13] = "A&E attendances", OVER, "Emergency Admissions"
    return groups, header


def line_2015(given: Return) -> list[Any]:
    late = over(given)
    return [
        *(given.code, "Some Commissioning Region", given.name),
        *given.attended,
        sum(given.attended),
        *late,
        _sum(late),
        _share(late[0], given.attended[0]),
        _share(_sum(late), sum(given.attended)),
        *_admissions(given),
        *(48, 2),
    ]


def groups_2017() -> tuple[list[str], list[str]]:
    """April 2017 to March 2018: the attendances within four hours come in between."""
    header = [
        *("Code", "Region", "Name"),
        *TYPES,
        "Total attendances",
        *TYPES,
        "Total Attendances < 4 hours",
        *TYPES,
        "Total Attendances > 4 hours",
        f"{IN_FOUR} (type 1)",
        f"{IN_FOUR} (all)",
        *ADMISSIONS,
        *WAITS,
        "",
    ]
    groups = [""] * len(header)
    groups[3], groups[7], groups[11] = "A&E attendances", LESS, GREATER
    groups[15], groups[17] = "Percentage of attendances within 4 hours", "Emergency Admissions"
    return groups, header


def line_2017(given: Return) -> list[Any]:
    late = over(given)
    early = ["-" if b == "-" else a - b for a, b in zip(given.attended, late, strict=True)]
    return [
        *(given.code, "NHS England Somewhere ", given.name),
        *given.attended,
        sum(given.attended),
        *early,
        _sum(early),
        *late,
        _sum(late),
        _share(late[0], given.attended[0]),
        _share(_sum(late), sum(given.attended)),
        *_admissions(given),
        *(48, 2),
        "Some STP",
    ]


def groups_2018() -> tuple[list[str], list[str]]:
    """From April 2018: percentages for each type, in another order."""
    groups, header = groups_2017()
    at = header.index(f"{IN_FOUR} (type 1)")
    header[at : at + 2] = [f"{IN_FOUR} ({kind})" for kind in ("all", "type 1", "type 2", "type 3")]
    groups[at + 1 : at + 2] = ["", "", ""]
    return groups, header


def line_2018(given: Return) -> list[Any]:
    line = line_2017(given)
    late = over(given)
    line[15:17] = [
        _share(_sum(late), sum(given.attended)),
        *(_share(b, a) for a, b in zip(given.attended, late, strict=True)),
    ]
    return line


def _admissions(given: Return) -> list[float]:
    via = sum(given.admitted)
    return [*given.admitted, via, given.other, via + given.other]


def added_up(lines: Rows, header: Sequence[str], first: int) -> list[Any]:
    """A total row: dashes count as nothing, percentages are left blank."""
    return [
        ""
        if column < first or "Percentage" in text or not text
        else sum(line[column] for line in lines if line[column] != "-")
        for column, text in enumerate(header)
    ]


def workbook_rows(
    returns: Sequence[Return] = RETURNS,
    *,
    layout: str = "2015",
    period: str = "July 2015",
    published: str = "",
    revised: str = "",
) -> Rows:
    """The cells of a workbook's provider sheet, its first row and column empty as they are."""
    groups, header = {"2015": groups_2015, "2017": groups_2017, "2018": groups_2018}[
        "2015" if layout == "2017-jan" else layout
    ]()
    make = {"2015": line_2015, "2017-jan": line_2015, "2017": line_2017, "2018": line_2018}[layout]
    lines = [make(given) for given in returns]
    if layout == "2017-jan":
        header, groups = [*header, ""], [*groups, ""]
        lines = [[*line, "Some STP"] for line in lines]
    total = added_up(lines, header, 3)
    total[:3] = ["-", "-", "England"]
    stray = [None, None, None, "4", "5", "6"] if layout == "2018" else []
    body: Rows = [
        stray,
        ["Title:", "A&E Attendances & Emergency Admisson monthly statistics"],
        [],
        ["Summary:", "A&E attendances, performance and emergency admissions"],
        [],
        ["Period:", period],
        ["Source:", "SDCS data collection - MSitAE"],
        ["Basis:", "Provider"],
        ["Published:", published],
        ["Revised:", revised],
        ["Status:", "Published"],
        ["Contact:", "Somebody - somebody@example.org"],
        [],
        ["Provider Level Data"],
        groups,
        header,
        total,
        [],
        *lines,
    ]
    return [[None, *row] for row in body]


CSV_HEADER = [
    *("Period", "Org Code", "Parent Org", "Org name"),
    *(f"A&E attendances {k}" for k in ("Type 1", "Type 2", "Other A&E Department")),
    *(f"A&E attendances Booked Appointments {k}" for k in ("Type 1", "Type 2", "Other Department")),
    *(f"Attendances over 4hrs {k}" for k in ("Type 1", "Type 2", "Other Department")),
    *(
        f"Attendances over 4hrs Booked Appointments {k}"
        for k in ("Type 1", "Type 2", "Other Department")
    ),
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    *(f"Emergency admissions via A&E - {k}" for k in ("Type 1", "Type 2", "Other A&E department")),
    "Other emergency admissions",
]


def csv_rows(
    returns: Sequence[Return] = RETURNS, *, period: str = "MSitAE-APRIL-2024", booked: bool = True
) -> Rows:
    """The 22 columns from 2021, or the 16 before booked appointments had their own."""
    lines: Rows = [
        [
            *(period, given.code, "NHS ENGLAND SOMEWHERE ", given.name),
            *given.attended,
            *given.booked,
            *over(given),
            *given.booked_late,
            *(48, 2),
            *given.admitted,
            given.other,
        ]
        for given in returns
    ]
    total = added_up(lines, CSV_HEADER, 4)
    total[:4] = ["Total "] * 4
    rows = [list(CSV_HEADER), *lines, total]
    if booked:
        return rows
    keep = [n for n, text in enumerate(CSV_HEADER) if "Booked" not in text]
    rows = [[row[n] for n in keep] for row in rows]
    rows[0] = [
        text.replace("A&E attendances", "Number of A&E attendances").replace(
            "Attendances over", "Number of attendances over"
        )
        for text in rows[0]
    ]
    return rows


def csv_text(rows: Rows) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    return out.getvalue()


def xls_bytes(rows: Rows, *, sheet: str = "A&E Data", more: Sequence[str] = ()) -> bytes:
    """Rows as an old workbook."""
    book = xlwt.Workbook()
    place = book.add_sheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                place.write(number, column, cell)
    for name in more:
        book.add_sheet(name).write(0, 0, "Something else")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_bytes(rows: Rows, *, sheet: str = "Provider Level Data", before: str = "") -> bytes:
    """Rows as a workbook of today, after another sheet if one is named."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    if before:
        book.add_worksheet(before).write(0, 0, "Contents")
    place = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                place.write(number, column, cell)
    book.close()
    return out.getvalue()


def offered(folder: Path, name: str, content: bytes | str) -> Offered:
    """A file on disk, as a person would offer it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Offered(path)


def field_test(given: Return) -> Return:
    """The same return from a trust that reported no 4-hour figure."""
    return replace(given, late=None)
