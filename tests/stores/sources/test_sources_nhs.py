"""The publishers' own files: all load, and each equals its own totals."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from mutuality.stores.sources import OBSERVATIONS, READERS, Offered, Reading, offer, recognise

pytestmark = pytest.mark.nhs

FILES = {
    "ae-monthly": 63, "sickness": 9, "shmi": 3, "ae-trust-series": 1, "beds-kh03": 1, "ods-etr": 1,
    "ods-etrust": 1, "ods-succ": 1, "ods-succ-combined": 1, "trust-icb": 1, "trust-points": 1,
    "trust-types": 1, "rtt-long-waits": 1, "engagement-shmi": 1, "staff-survey": 1,
}  # fmt: skip
ROWS = {
    "ae-by-trust-2021-2025.csv": 7895,
    "beds-kh03-2010-2024.csv": 12506,
    "engagement-shmi-2012-2019.csv": 1084,
    "etr.csv": 210,
    "etrust-2018.csv.gz": 29955,
    "nhs_sickness_absence_2024-04.csv": 285,
    "nhs_sickness_absence_2024-12.csv": 280,
    "rtt-long-waits-2019-2025.csv": 32433,
    "shmi.csv": 1576,
    "shmi-2011-october.csv": 147,
    "shmi-2014-april.csv": 141,
    "staff-survey-2021-2024.csv": 1055,
    "succ.csv": 11537,
    "successions-combined.csv": 25441,
    "trust-icb-2022.csv": 138,
    "trust-points-2022.csv": 218,
    "trust-types-2022.csv": 208,
    "2015-jul.xls": 252,
    "2019-dec.xls": 230,
    "Monthly-AE-April-2024.csv": 197,
    "Monthly-AE-September-2024.csv": 197,
}
FIELD_TEST = set("RGT RC9 RGR RQM RYJ RNQ RX1 RXF RVW RFR RDU RHU RD3 RK9".split())  # noqa: SIM905 - reads better


@pytest.fixture(scope="module")
def read(nhs_data: Path) -> dict[str, tuple[Offered, Reading]]:
    found = {}
    for path in sorted(nhs_data.rglob("*")):
        if path.is_file():
            file = offer(path)
            found[path.name] = (file, recognise(file).read(file))
    return found


def together(read: dict[str, tuple[Offered, Reading]], reader: str, measure: str) -> pl.DataFrame:
    return pl.concat(found.tables[measure] for _, found in read.values() if found.reader == reader)


def test_each_file_has_one_reader(read: dict[str, tuple[Offered, Reading]]) -> None:
    assert Counter(found.reader for _, found in read.values()) == FILES
    for file, found in read.values():
        assert [known.id for known in READERS if known.recognises(file)] == [found.reader]


def test_rows_are_as_many_as_known(read: dict[str, tuple[Offered, Reading]]) -> None:
    assert {name: read[name][1].rows for name in ROWS} == ROWS


def test_every_row_is_kept_or_counted(read: dict[str, tuple[Offered, Reading]]) -> None:
    headers = {"ods-succ": 0, "ods-etr": 0, "ods-etrust": 0}
    for file, found in read.values():
        header = 16 if file.grid.sheet else headers.get(found.reader, 1)
        whole = sum(row.rows for row in found.dropped if not row.measure)
        assert file.grid.cells.height - header == found.rows + whole
        for measure, table in found.tables.items():
            without = sum(row.rows for row in found.dropped if row.measure == measure)
            assert table.height == found.rows - without


def test_observations_are_well_formed(read: dict[str, tuple[Offered, Reading]]) -> None:
    for file, found in read.values():
        for measure, table in found.tables.items():
            if measure in ("successions", "organisations"):
                continue
            assert table.schema == pl.Schema(OBSERVATIONS)
            assert not table.select(pl.col("value").is_nan().any()).item()
            assert table.select("organisation", "period_start").n_unique() == table.height
            codes = set(table["organisation"])
            assert not codes & {"TOTAL", "NA", "-", "ENGLAND"}, file.name
            rows = file.grid.cells["row"]
            assert table["row"].is_in(rows.implode()).all()


def test_all_ae_files_equal_their_totals(read: dict[str, tuple[Offered, Reading]]) -> None:
    checks = Counter(
        (file.grid.sheet, found.checks)
        for file, found in read.values()
        if found.reader == "ae-monthly"
    )
    said = {(sheet, text[0].split()[0]): number for (sheet, text), number in checks.items()}
    assert said == {
        ("A&E Data", "16"): 18,
        ("Provider Level Data", "16"): 3,
        ("Provider Level Data", "20"): 33,
        ("", "18"): 9,
    }


def test_englands_own_share_is_ours(read: dict[str, tuple[Offered, Reading]]) -> None:
    """The workbooks print England's share on the returns that report it: so do we."""
    compared = 0
    for file, found in read.values():
        if found.reader != "ae-monthly" or not file.grid.sheet:
            continue
        header, england = file.grid.head[15], file.grid.head[16]
        printed = float(england[header.index("Percentage in 4 hours or less (all)")])
        table = found.tables["ae-4h"]
        ours = table["numerator"].sum() / table["denominator"].sum()
        # Nine decimals are printed.
        assert ours == pytest.approx(printed, abs=1e-9)
        compared += 1
    assert compared == 54


def test_the_field_test(read: dict[str, tuple[Offered, Reading]]) -> None:
    monthly = together(read, "ae-monthly", "ae-4h").filter(pl.col("flags") == "field-test")
    assert set(monthly["organisation"]) == FIELD_TEST
    assert monthly.height == 14 * 8
    assert monthly["value"].null_count() == monthly.height
    series = together(read, "ae-trust-series", "ae-4h").filter(pl.col("flags") == "field-test")
    assert series.height == 354
    assert series["organisation"].n_unique() == 14
    attended = together(read, "ae-monthly", "ae-attendances")
    assert attended.join(monthly, on=("organisation", "period_start")).height == monthly.height


def test_one_return_has_a_fraction(read: dict[str, tuple[Offered, Reading]]) -> None:
    odd = together(read, "ae-monthly", "ae-attendances").filter(
        pl.col("flags") == "out-of-range-kept"
    )
    assert odd.select("organisation", "value", "row").rows() == [("RXC", 9685.42857143, 218)]


def test_vintages(read: dict[str, tuple[Offered, Reading]]) -> None:
    assert read["2015-jul.xls"][1].vintage.order == "2016-02-11"
    assert read["2019-dec.xls"][1].vintage.order == "2020-08-13"
    revised = [name for name, (_, found) in read.items() if found.vintage.order == "revised"]
    assert len(revised) == 3
    assert all("revised" in name for name in revised)
    dated = [
        f for _, f in read.values() if f.reader == "ae-monthly" and f.vintage.order[:2] == "20"
    ]
    assert len(dated) == 54


def test_beds_equal_england_in_58_quarters(read: dict[str, tuple[Offered, Reading]]) -> None:
    _, found = read["beds-kh03-2010-2024.csv"]
    assert found.checks == ("58 quarters add up to their England rows in 10 columns.",)
    table = found.tables["ga-occupancy"]
    assert table["period_end"].n_unique() == 58
    assert (str(table["period_start"].min()), str(table["period_end"].max())) == (
        "2010-04-01",
        "2024-09-30",
    )


def test_single_shmi_publications_are_in_the_long_file(
    read: dict[str, tuple[Offered, Reading]],
) -> None:
    """The window that a name gives is the one that DATE gives, and the figures agree."""
    long = read["shmi.csv"][1].tables["shmi"].drop("row")
    for name in ("shmi-2011-october.csv", "shmi-2014-april.csv"):
        table = read[name][1].tables["shmi"].drop("row")
        assert table.join(long, on=table.columns, how="anti", nulls_equal=True).is_empty()
    assert long["period_end"].n_unique() == 11


def test_known_successions_and_places(read: dict[str, tuple[Offered, Reading]]) -> None:
    links = read["succ.csv"][1].tables["successions"]
    assert links.filter(pl.col("old") == "RM2").select("new", "date").rows()[0][0] == "R0A"
    trusts = read["etr.csv"][1].tables["organisations"]
    assert trusts.filter(pl.col("code") == "G6V2S")["kind"].to_list() == ["trust"]
    assert trusts["closed"].count() == 5
    sites = read["etrust-2018.csv.gz"][1].tables["organisations"]
    assert sites["kind"].value_counts().sort("kind").rows() == [("site", 29721), ("trust", 234)]


def test_boards_agree_with_ods(read: dict[str, tuple[Offered, Reading]]) -> None:
    """For each board, most trusts whose largest share is there are placed there by ODS."""
    ours = read["trust-icb-2022.csv"][1].tables["organisations"].select("code", "icb")
    ods = read["etr.csv"][1].tables["organisations"].select("code", theirs="icb")
    both = ours.join(ods, on="code")
    agree = both.group_by("icb").agg((pl.col("icb") == pl.col("theirs")).mean().alias("share"))
    assert agree.height == 42
    assert agree["share"].min() > 0.5
