"""A&E by provider and month: every layout gives the same figures, and no bad one passes."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_layouts import (
    CSV_HEADER,
    RETURNS,
    Return,
    Rows,
    csv_rows,
    csv_text,
    field_test,
    offered,
    workbook_rows,
    xls_bytes,
    xlsx_bytes,
)

from mutuality.base import Refusal
from mutuality.stores.sources import OBSERVATIONS, Reading, reader, recognise

READ = reader("ae-monthly")
MEASURES = ("ae-4h", "ae-attendances", "emergency-admissions")


def save(folder: Path, layout: str, returns: tuple[Return, ...] = RETURNS, **more: Any) -> Reading:
    """Save the returns in a layout, and read them back."""
    if layout.startswith("csv"):
        rows = csv_rows(returns, booked=layout == "csv", **more)
        return READ.read(offered(folder, "ae.csv", csv_text(rows)))
    kind, _, years = layout.partition(" ")
    rows = workbook_rows(returns, layout=years, **more)
    content = xls_bytes(rows) if kind == "xls" else xlsx_bytes(rows)
    return READ.read(offered(folder, f"ae.{kind}", content))


LAYOUTS = [
    *(
        f"{kind} {years}"
        for kind in ("xls", "xlsx")
        for years in ("2015", "2017-jan", "2017", "2018")
    ),
    "csv",
    "csv without booked",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_figures(layout: str, tmp_path: Path) -> None:
    found = save(tmp_path, layout)
    share, attendances, admissions = (found.tables[measure] for measure in MEASURES)
    for table in (share, attendances, admissions):
        assert table.schema == pl.Schema(OBSERVATIONS)
        assert table["organisation"].to_list() == ["RGT", "RXQ", "AAH", "C82038", "RAN"]
    assert attendances["value"].to_list() == [14386, 14008, 168, 323, 0]
    assert share["numerator"].to_list() == [13155, 10904, 167, 323, 0]
    assert share["denominator"].to_list() == [14386, 14008, 168, 323, 0]
    assert share["value"][1] == pytest.approx(10904 / 14008)
    assert share["value"][4] is None
    assert admissions["numerator"].to_list() == [3826, 4892, 0, 0, 41]
    assert admissions["denominator"].null_count() == 5
    assert found.names["AAH"] == "Cotswold Clinic Ltd"
    assert found.rows == 5
    assert recognise(offered(tmp_path, "again", (tmp_path / _only(tmp_path)).read_bytes())) is READ


def _only(folder: Path) -> str:
    return next(path.name for path in folder.iterdir() if path.name.startswith("ae."))


@pytest.mark.parametrize(("layout", "row"), [("xls 2015", 19), ("xlsx 2018", 19), ("csv", 2)])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(
    layout: str, row: int, tmp_path: Path
) -> None:
    table = save(tmp_path, layout).tables["ae-4h"]
    assert table["row"].to_list() == list(range(row, row + 5))


def test_the_sheet_is_named_and_only_the_provider_sheet_is_read(tmp_path: Path) -> None:
    rows = workbook_rows(layout="2018")
    for name, content, sheet in (
        (
            "a.xls",
            xls_bytes(rows, sheet="Provider Level Data", more=("STP Mapping",)),
            "Provider Level Data",
        ),
        ("b.xlsx", xlsx_bytes(rows, before="Contents"), "Provider Level Data"),
        ("c.xls", xls_bytes(rows, sheet="A&E Data"), "A&E Data"),
        ("d.xls", xls_bytes(rows, sheet="Blatt 1"), "Blatt 1"),
    ):
        table = READ.read(offered(tmp_path, name, content)).tables["ae-4h"]
        assert table["sheet"].unique().to_list() == [sheet]


def test_the_header_may_stand_in_any_row(tmp_path: Path) -> None:
    rows = workbook_rows(layout="2018")
    for missing in (0, 1, 3):
        found = READ.read(offered(tmp_path, f"{missing}.xls", xls_bytes(rows[missing:])))
        assert found.tables["ae-attendances"]["row"][0] == 19 - missing


def test_another_row_with_the_word_code_is_not_the_header(tmp_path: Path) -> None:
    rows = workbook_rows(layout="2018")
    legend = [[None, "Code", "Name"], [None, "RGT", "see the table"]]
    top = READ.read(offered(tmp_path, "top.xls", xls_bytes([*legend, *rows])))
    assert top.rows == 5
    foot = READ.read(offered(tmp_path, "foot.xls", xls_bytes([*rows, [None, "Code"]])))
    assert foot.rows == 5


def test_a_sheet_saved_as_csv_reads_as_the_sheet(tmp_path: Path) -> None:
    text = csv_text(workbook_rows(layout="2017"))
    found = READ.read(offered(tmp_path, "saved.csv", text))
    assert found.tables["ae-attendances"]["value"].sum() == 28885
    assert found.tables["ae-4h"]["period_start"].unique().to_list() == [dt.date(2015, 7, 1)]


def test_a_trust_in_the_field_test_has_attendances_but_no_share(tmp_path: Path) -> None:
    returns = (field_test(RETURNS[0]), *RETURNS[1:])
    for layout in ("xls 2018", "csv without booked"):
        period = (
            {"period": "May 2019"} if layout.startswith("xls") else {"period": "MSitAE-MAY-2019"}
        )
        found = save(tmp_path, layout, returns, **period)
        first = found.tables["ae-4h"].row(0, named=True)
        assert first["flags"] == "field-test"
        assert (first["numerator"], first["denominator"], first["value"]) == (None, None, None)
        assert found.tables["ae-attendances"]["value"][0] == 14386
        assert found.tables["ae-4h"]["flags"].to_list()[1:] == [""] * 4


def test_no_figure_outside_the_years_of_the_field_test_is_a_missing_part(tmp_path: Path) -> None:
    returns = (field_test(RETURNS[0]), *RETURNS[1:])
    found = save(tmp_path, "xls 2018", returns, period="April 2018")
    assert found.tables["ae-4h"]["flags"][0] == "part-missing"


def test_booked_appointments_are_added_where_they_stand_apart(tmp_path: Path) -> None:
    booked = replace(RETURNS[0], booked=(100, 0, 20), booked_late=(10, 0, 2))
    found = save(tmp_path, "csv", (booked,))
    row = found.tables["ae-4h"].row(0, named=True)
    assert row["denominator"] == 14386 + 120
    assert row["numerator"] == 14386 + 120 - 1231 - 12


@pytest.mark.parametrize("counted", [0, 120])
def test_a_printed_total_may_hold_the_booked_or_not(counted: int, tmp_path: Path) -> None:
    booked = replace(RETURNS[0], booked=(100, 0, 20), booked_late=(0, 0, 0))
    rows = csv_rows((booked,))
    for row, cell in zip(
        rows, ("Total attendances", 14386 + counted, 14386 + counted), strict=True
    ):
        row.append(cell)
    found = READ.read(offered(tmp_path, "ae.csv", csv_text(rows)))
    assert found.tables["ae-attendances"]["value"].to_list() == [14506]


def test_totals_stand_in_where_departments_are_not_given(tmp_path: Path) -> None:
    rows: Rows = [
        [
            "Period",
            "Code",
            "Total attendances",
            "Total attendances over 4 hours",
            "Total emergency admissions",
        ],
        ["April 2024", "RGT", 100, 10, 30],
        ["April 2024", "RXQ", 200, 20, 40],
        ["April 2024", "Total", 300, 30, 70],
    ]
    found = READ.read(offered(tmp_path, "ae.csv", csv_text(rows)))
    assert found.tables["ae-4h"]["numerator"].to_list() == [90, 180]
    assert found.tables["emergency-admissions"]["value"].to_list() == [30, 40]
    assert found.names == {}


def test_a_count_with_a_fraction_is_kept_and_flagged(tmp_path: Path) -> None:
    odd = replace(RETURNS[0], attended=(9970, 954.42857143, 4416))
    found = save(tmp_path, "xls 2015", (odd, *RETURNS[1:]))
    assert found.tables["ae-4h"]["flags"][0] == "out-of-range-kept"
    assert found.tables["ae-attendances"]["flags"].to_list() == [
        "out-of-range-kept",
        "",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("published", "revised", "order", "label"),
    [
        ("", "11th Febuary 2016", "2016-02-11", "revised 11 February 2016"),
        ("9th June 2017", "14th June 2018", "2018-06-14", "revised 14 June 2018"),
        ("9th June 2017", "", "2017-06-09", "published 9 June 2017"),
        ("", "12/05/2016", "2016-05-12", "revised 12 May 2016"),
        ("", "soon after Easter", "revised", "revised soon after Easter"),
        ("", "", "", "first published"),
        ("", "N/A", "", "first published"),
        ("9th June 2017", "-", "2017-06-09", "published 9 June 2017"),
    ],
)
def test_the_edition_is_what_the_sheet_says(
    published: str, revised: str, order: str, label: str, tmp_path: Path
) -> None:
    found = save(tmp_path, "xls 2017", published=published, revised=revised)
    assert (found.vintage.order, found.vintage.label) == (order, label)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("Monthly-AE-April-2024.csv", ""),
        ("Monthly-AE-April-2024-revised.csv", "revised"),
        ("April-2024-AE-by-provider-revised-110524.csv", "2024-05-11"),
    ],
)
def test_a_csv_says_its_edition_in_its_name(name: str, order: str, tmp_path: Path) -> None:
    assert READ.read(offered(tmp_path, name, csv_text(csv_rows()))).vintage.order == order


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    rows = [*workbook_rows(), [], [None, "Note: provisional figures"]]
    found = READ.read(offered(tmp_path, "ae.xls", xls_bytes(rows)))
    dropped = [(row.reason, row.rows, row.example) for row in found.dropped]
    assert dropped == [
        ("blank row", 2, "row 18"),
        ("total row", 1, "row 17"),
        ("note under the table", 1, "row 25"),
    ]
    assert found.checks == ("16 columns add up to the file's own total row.",)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(len(CSV_HEADER))), rows=st.permutations(range(1, 7)))
def test_neither_the_order_of_columns_nor_of_rows_matters(
    order: list[int], rows: list[int], tmp_path: Path
) -> None:
    plain = csv_rows()
    shuffled = [[row[n] for n in order] for row in (plain[0], *(plain[n] for n in rows))]
    first = READ.read(offered(tmp_path, "plain.csv", csv_text(plain)))
    second = READ.read(offered(tmp_path, "shuffled.csv", csv_text(shuffled)))
    for measure in MEASURES:
        a, b = (found.tables[measure].drop("row").sort("organisation") for found in (first, second))
        assert a.equals(b)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(1, 29)))
def test_the_order_of_a_workbooks_columns_does_not_matter(order: list[int], tmp_path: Path) -> None:
    rows = [row + [None] * (29 - len(row)) for row in workbook_rows(layout="2018")]
    group = ""
    for column in range(1, 29):  # each column names its group, as merged cells do when unmerged
        group = rows[14][column] or group
        rows[14][column] = group
    shuffled = [*rows[:14], *([None, *(row[n] for n in order)] for row in rows[14:])]
    found = READ.read(offered(tmp_path, "shuffled.csv", csv_text(shuffled)))
    assert found.tables["ae-4h"]["numerator"].to_list() == [13155, 10904, 167, 323, 0]
    assert found.tables["emergency-admissions"]["value"].to_list() == [3826, 4892, 0, 0, 41]


def test_headers_may_be_worded_a_little_differently(tmp_path: Path) -> None:
    rows = csv_rows()
    rows[0] = [f"  {text.upper()} " for text in rows[0]]
    rows[0][1], rows[0][3] = "Organisation Code", "Provider name"
    rows[0][9] = "A&E attendances Booked Appointments OtherDepartment"
    rows = [[*row, "", "", "a" if n == 0 else ""] for n, row in enumerate(rows)]
    found = READ.read(offered(tmp_path, "ae.csv", csv_text(rows)))
    assert found.tables["ae-attendances"]["value"].sum() == 28885


def test_a_total_row_may_say_so_in_any_of_its_names(tmp_path: Path) -> None:
    for said in (
        ("TOTAL", "", "", ""),
        ("", "Total", "", ""),
        ("", "", "England", ""),
        ("", "-", "-", "England"),
    ):
        rows = csv_rows()
        rows[-1][:4] = said
        found = READ.read(offered(tmp_path, "ae.csv", csv_text(rows)))
        assert found.rows == 5


def _refused(folder: Path, rows: Rows, name: str = "ae.csv") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        READ.read(offered(folder, name, csv_text(rows)))
    return refusal.value


def _changed(row: int, column: str, cell: object) -> Rows:
    rows = csv_rows()
    rows[row][CSV_HEADER.index(column)] = cell
    return rows


@pytest.mark.parametrize(
    ("row", "column", "cell", "code", "says"),
    [
        (1, "Org Code", "R!T", "STO-107", "'R!T'"),
        (1, "Org Code", "", "STO-107", "''"),
        (2, "A&E attendances Type 1", "many", "STO-108", "'many'"),
        (2, "A&E attendances Type 1", "-", "STO-108", "'-'"),
        (2, "A&E attendances Type 1", "", "STO-108", "''"),
        (2, "A&E attendances Type 1", "inf", "STO-108", "'inf'"),
        (2, "Attendances over 4hrs Type 1", "-", "STO-108", "RXQ"),
        (2, "Other emergency admissions", "-5", "STO-109", "-5"),
        (3, "Attendances over 4hrs Other Department", "169", "STO-110", "169"),
        (2, "Org Code", "RGT", "STO-113", "rows 2 and 3"),
        (2, "Period", "last month", "STO-114", "'last month'"),
        (2, "Period", "", "STO-114", "''"),
    ],
)
def test_a_bad_cell_is_refused_with_its_row(
    row: int, column: str, cell: object, code: str, says: str, tmp_path: Path
) -> None:
    refusal = _refused(tmp_path, _changed(row, column, cell))
    assert refusal.code == code
    assert says in refusal.problem
    assert refusal.where == f"ae.csv, row {row + 1}"


@pytest.mark.parametrize("column", [n for n, text in enumerate(CSV_HEADER) if "DTA" not in text])
def test_no_column_can_be_missed_in_silence(column: int, tmp_path: Path) -> None:
    name = CSV_HEADER[column]
    rows = [[cell for n, cell in enumerate(row) if n != column] for row in csv_rows()]
    if name in ("Parent Org", "Org name"):
        assert READ.read(offered(tmp_path, "ae.csv", csv_text(rows))).rows == 5
        return
    refusal = _refused(tmp_path, rows)
    assert refusal.code == ("STO-114" if name == "Period" else "STO-106")


def test_a_table_without_any_code_is_not_ours(tmp_path: Path) -> None:
    file = offered(tmp_path, "ae.csv", "a,b\n1,2\n")
    assert not READ.recognises(file)
    with pytest.raises(Refusal, match="STO-106"):
        READ.read(file)


def test_a_workbook_without_its_groups_is_read_by_its_totals(tmp_path: Path) -> None:
    rows = workbook_rows(layout="2018")
    rows[14] = []
    found = READ.read(offered(tmp_path, "ae.xls", xls_bytes(rows)))
    assert found.tables["ae-4h"]["numerator"].to_list() == [13155, 10904, 167, 323, 0]
    header = rows[15]
    header[header.index("Total Attendances > 4 hours")] = "Total late"
    with pytest.raises(Refusal, match=r"STO-106.*attendances over 4 hours"):
        READ.read(offered(tmp_path, "ae.xls", xls_bytes(rows)))


@pytest.mark.parametrize("column", list(range(4, 22)))
def test_each_column_must_add_up_to_the_total(column: int, tmp_path: Path) -> None:
    rows = csv_rows()
    rows[-1][column] += 1
    refusal = _refused(tmp_path, rows)
    assert refusal.code == "STO-117"
    assert CSV_HEADER[column] in refusal.problem
    assert refusal.where == "ae.csv, row 7"


def test_a_missing_row_is_noticed(tmp_path: Path) -> None:
    rows = csv_rows()
    assert _refused(tmp_path, [*rows[:2], *rows[3:]]).code == "STO-117"
    assert _refused(tmp_path, rows[:-1]).code == "STO-116"
    assert _refused(tmp_path, rows[:1]).code == "STO-101"


@pytest.mark.parametrize("column", ["Total attendances", "Total Attendances > 4 hours", *(
    "Total Emergency Admissions via A&E", "Total Emergency Admissions",
)])  # fmt: skip
def test_a_row_must_add_up_to_its_own_total(column: str, tmp_path: Path) -> None:
    rows = workbook_rows(layout="2018")
    rows[18][rows[15].index(column)] += 1
    with pytest.raises(Refusal) as refusal:
        READ.read(offered(tmp_path, "ae.xls", xls_bytes(rows)))
    assert refusal.value.code == "STO-112"
    assert refusal.value.where == "ae.xls, sheet 'A&E Data', row 19"


def test_the_name_of_the_file_may_not_contradict_it(tmp_path: Path) -> None:
    refusal = _refused(tmp_path, csv_rows(), "Monthly-AE-May-2024.csv")
    assert refusal.code == "STO-115"
    assert "May 2024" in refusal.problem
    assert "April 2024" in refusal.problem
    for fine in ("Monthly-AE-April-2024.csv", "fetched-2025-01-31.csv", "2024-apr.csv"):
        assert READ.read(offered(tmp_path, fine, csv_text(csv_rows()))).rows == 5


def test_several_months_may_stand_in_one_file(tmp_path: Path) -> None:
    april, may = csv_rows(), csv_rows(period="MSitAE-MAY-2024")
    rows = [*april[:-1], *may[1:-1], april[-1], may[-1]]
    found = READ.read(offered(tmp_path, "Monthly-AE-May-2024.csv", csv_text(rows)))
    assert found.tables["ae-4h"]["period_end"].unique().sort().to_list() == [
        dt.date(2024, 4, 30),
        dt.date(2024, 5, 31),
    ]


def test_the_period_comes_from_the_sheet_else_from_the_name(tmp_path: Path) -> None:
    rows = workbook_rows(period="")
    found = READ.read(offered(tmp_path, "2015-jul.xls", xls_bytes(rows)))
    assert found.tables["ae-4h"]["period_end"][0] == dt.date(2015, 7, 31)
    for name, period in (("ae.xls", ""), ("2015-jul.xls", "Quarter 1")):
        with pytest.raises(Refusal, match="STO-114"):
            READ.read(offered(tmp_path, name, xls_bytes(workbook_rows(period=period))))
