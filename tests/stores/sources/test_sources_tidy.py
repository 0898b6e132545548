"""The tidy layout: our own, checked row by row."""

import datetime as dt
import io
import math
from pathlib import Path

import polars as pl
import pytest
from source_layouts import offered, xlsx_bytes

from mutuality.base import Refusal
from mutuality.stores.sources import OBSERVATIONS, Reading, reader, recognise

HEAD = "organisation,measure,period_start,period_end,numerator,denominator,value\n"
TOLD = (
    "organisation,measure,period_start,period_end,numerator,denominator,value,title,domain,"
    "polarity,pooling,unit,lowest,highest,publisher\n"
)
TURNOVER = "RGT,turnover,2024-04-01,2024-06-30,5,100,,Turnover,staff,lower,sums,share,0,1,A trust\n"


def read(folder: Path, content: str | bytes, name: str = "tidy.csv") -> Reading:
    file = offered(folder, name, content)
    assert recognise(file).id == "tidy"
    found = reader("tidy").read(file)
    for table in found.tables.values():
        assert table.schema == pl.Schema(OBSERVATIONS)
    return found


def refused(folder: Path, text: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        reader("tidy").read(offered(folder, "tidy.csv", text))
    return refusal.value


def test_registered_measures_follow_the_registry(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        HEAD
        + "RGT,sickness,2024-04-01,2024-04-30,5,100,\nRXQ,sickness,2024-04-01,2024-04-30,0,0,\n"
        "RGT,engagement,2015-01-01,2015-12-31,,,3.9\nRGT,ae-attendances,01/04/2024,30/04/2024,,,500\n"
        "RXQ,ae-attendances,01/04/2024,30/04/2024,600,,\nTOTAL,ae-attendances,,,1100,,\n"
        "RGT,burnout,2023-01-01,2023-12-31,120,400,30\n",
    )
    assert sorted(found.tables) == ["ae-attendances", "burnout", "engagement", "sickness"]
    assert found.tables["sickness"]["value"].to_list() == [0.05, None]
    assert found.tables["burnout"]["value"].to_list() == [30]
    assert found.tables["ae-attendances"]["numerator"].to_list() == [500, 600]
    assert found.tables["ae-attendances"]["value"].to_list() == [500, 600]
    assert found.tables["ae-attendances"]["period_start"][0] == dt.date(2024, 4, 1)
    assert found.tables["engagement"]["row"].to_list() == [4]
    assert found.declared == {}
    assert [row.reason for row in found.dropped] == ["total row"]


def test_a_ratio_may_be_more_than_one(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "RGT,shmi,2023-01-01,2023-12-31,110,100,1.1\n")
    assert found.tables["shmi"]["value"].to_list() == [pytest.approx(1.1)]


def test_a_measure_of_your_own_describes_itself(tmp_path: Path) -> None:
    found = read(tmp_path, TOLD + TURNOVER)
    measure = found.declared["turnover"]
    assert (measure.title, measure.domain, measure.pooling, measure.native) == (
        "Turnover", "staff", "sums", "quarter",
    )  # fmt: skip
    assert (measure.lowest, measure.highest, measure.publisher) == (0, 1, "A trust")
    assert found.tables["turnover"]["value"].to_list() == [0.05]


def test_what_a_description_need_not_say(tmp_path: Path) -> None:
    head = "organisation,measure,period_start,period_end,value,title,domain,polarity,pooling\n"
    found = read(
        tmp_path,
        head + "RGT,cqc-rating,2024-01-03,2024-02-20,3,Rating,care-quality,higher,refused\n",
    )
    measure = found.declared["cqc-rating"]
    assert (measure.lowest, measure.highest) == (-math.inf, math.inf)
    assert measure.native == "year"
    assert measure.publisher == "Not stated"
    assert measure.denominator == ""


def test_workbooks_and_parquet(tmp_path: Path) -> None:
    rows = [
        ["Organisation", "Measure", "Period start", "Period end", "Value", "Name"],
        ["RGT", "engagement", "2015-01-01 00:00:00", "2015-12-31 00:00:00", 3.9, "Fenland"],
    ]
    found = read(tmp_path, xlsx_bytes(rows, sheet="Sheet1"), "tidy.xlsx")
    assert found.tables["engagement"]["sheet"].to_list() == ["Sheet1"]
    assert found.names == {"RGT": "Fenland"}
    out = io.BytesIO()
    pl.DataFrame(
        {
            "value": [3.9],
            "organisation": ["RGT"],
            "measure": ["engagement"],
            "period_start": [dt.date(2015, 1, 1)],
            "period_end": [dt.date(2015, 12, 31)],
        }
    ).write_parquet(out)
    again = read(tmp_path, out.getvalue(), "tidy.parquet")
    columns = ["organisation", "period_start", "period_end", "value", "row"]
    assert (
        again.tables["engagement"]
        .select(columns)
        .equals(found.tables["engagement"].select(columns))
    )


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("R,sickness,2024-04-01,2024-04-30,5,100,", "STO-107", "'R'"),
        ("RGT,sickness,2024-04-01,2024-04-30,five,100,", "STO-108", "'five'"),
        ("RGT,sickness,2024-04-01,2024-04-30,-5,100,", "STO-109", "-5"),
        ("RGT,sickness,2024-04-01,2024-04-30,105,100,", "STO-110", "105"),
        ("RGT,engagement,2015-01-01,2015-12-31,,,7.9", "STO-111", "7.9"),
        ("RGT,sickness,2024-04-01,2024-04-30,5,100,0.5", "STO-112", "0.5"),
        ("RGT,burnout,2023-01-01,2023-12-31,120,400,0.3", "STO-112", "0.3"),
        ("RGT,sickness,spring,2024-04-30,5,100,", "STO-118", "'spring'"),
        ("RGT,sickness,2024-04-01,,5,100,", "STO-118", "period_end"),
        ("RGT,sickness,2024-04-30,2024-04-01,5,100,", "STO-119", "before 2024-04-30"),
        ("RGT,sickness,2024-04-01,2024-04-30,,100,", "STO-120", "a numerator"),
        ("RGT,sickness,2024-04-01,2024-04-30,5,,", "STO-120", "a denominator"),
        ("RGT,engagement,2015-01-01,2015-12-31,,,", "STO-120", "a value"),
        ("RGT,Sick Leave,2024-04-01,2024-04-30,5,100,", "STO-121", "'Sick Leave'"),
        ("RGT,,2024-04-01,2024-04-30,5,100,", "STO-121", "''"),
        ("RGT,cats,2024-04-01,2024-04-30,5,100,", "STO-122", "no column 'title'"),
    ],
)
def test_refusals(line: str, code: str, says: str, tmp_path: Path) -> None:
    refusal = refused(tmp_path, HEAD + line)
    assert refusal.code == code
    assert says in refusal.problem
    assert refusal.where == "tidy.csv, row 2"


def test_a_row_stands_once(tmp_path: Path) -> None:
    line = "RGT,sickness,2024-04-01,2024-04-30,5,100,\n"
    assert refused(tmp_path, HEAD + line + line).code == "STO-113"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",staff,", ",pay,", "'domain' must be one of: care-quality"),
        (",lower,", ",,", "'polarity' is empty"),
        (",sums,", ",guess,", "'pooling' must be one of"),
        (",0,1,", ",none,1,", "'none' is no bound"),
    ],
)
def test_a_bad_description(old: str, new: str, says: str, tmp_path: Path) -> None:
    refusal = refused(tmp_path, TOLD + TURNOVER.replace(old, new))
    assert refusal.code == "STO-122"
    assert says in refusal.problem


def test_a_description_must_agree_with_itself(tmp_path: Path) -> None:
    second = TURNOVER.replace("RGT", "RXQ").replace("Turnover", "Leavers")
    refusal = refused(tmp_path, TOLD + TURNOVER + second)
    assert "'title' is both 'Turnover' and 'Leavers'" in refusal.problem
