"""Readers of a table with one header: figures, flags, what is left out and what is refused."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from source_layouts import csv_text, offered, xlsx_bytes

from mutuality.base import Refusal
from mutuality.stores.sources import OBSERVATIONS, Reading, reader, recognise
from mutuality.stores.sources.beds import quarter_ending
from mutuality.stores.sources.shmi import window

AE_HEAD = (
    "nhs_trust22_code,total_attendances,attendances_over_4hours,total_emergency_admissions,"
    "emergency_admissions_over_4hours,pct_attendance_over_4hours,date\n"
)
RTT_HEAD = "nhs_trust22_code,nhs_trust22_name,date,waits_over_18_weeks,waits_over_52_weeks\n"
SHMI_HEAD = "DATE,PROVIDER,PROVIDER NAME,DENOMINATOR,OBSERVED,EXPECTED,VALUE,OD_BANDING\n"
ONE_HEAD = "INDICATOR_CODE,PROVIDER,PROVIDER_NAME,DENOMINATOR,OBSERVED,EXPECTED,VALUE\n"
LATER_HEAD = (
    "Provider code,Provider name,SHMI value,Number of spells,Observed deaths,Expected deaths\n"
)
YEAR_HEAD = (
    "Code,Year.Index,SHMI.Index,Name,Responses,Engagement.Index,RecommendWork.Index,"
    "RecommendCare.Index\n"
)
SURVEY_HEAD = (
    "ODS code,Year,Organisation name,Burned_out_base,Burned_out_rate,Stress_base,Stress_rate\n"
)
SICK_HEAD = (
    "DATE,ORG_CODE,ORG_NAME,FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n"
)
ESR_HEAD = "Date,Org.Code,Org.Name,FTE.Days.Sick,FTE.Days.Available,SA.Rate....\n"
BEDS_HEAD = (
    "year,period_end,org_code,org_name,total_on_beds_available,general_acute_on_beds_available,"
    "total_on_beds_occupied,general_acute_on_beds_occupied,general_acute_on_beds_percent_occupied,"
    "quarter\n"
)


def read(folder: Path, source: str, text: str, name: str = "file.csv") -> Reading:
    """Read text with a reader, once it is seen that no other reader would take it."""
    file = offered(folder, name, text)
    assert recognise(file).id == source
    found = reader(source).read(file)
    for table in found.tables.values():
        assert table.schema == pl.Schema(OBSERVATIONS)
    return found


def refused(folder: Path, source: str, text: str, name: str = "file.csv") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        reader(source).read(offered(folder, name, text))
    assert name in refusal.value.where
    return refusal.value


def test_a_reader_that_is_asked_by_name_says_which_columns_it_misses(tmp_path: Path) -> None:
    refusal = refused(tmp_path, "sickness", "DATE,ORG_CODE,DAYS\n30/04/2024,RGT,5\n")
    assert refusal.code == "STO-106"
    assert refusal.problem == "The header has no column 'fte days lost', 'fte days available'."
    assert refusal.where == "file.csv, row 1"


def test_empty_cells_beyond_the_header_do_no_harm(tmp_path: Path) -> None:
    text = RTT_HEAD.strip() + ",,\nAAH,TETBURY,2019-10-01,3,2,,\n"
    assert read(tmp_path, "rtt-long-waits", text).rows == 1


class TestAeTrustSeries:
    def test_figures(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            "ae-trust-series",
            AE_HEAD + "RGT,100.0,,30.0,0,,May 2023\nRWH,200.0,50.0,40.0,1,0.25,June 2023\n",
        )
        share = found.tables["ae-4h"]
        assert share["flags"].to_list() == ["field-test", ""]
        assert share["value"].to_list() == [None, 0.75]
        assert share["period_end"].to_list() == [dt.date(2023, 5, 31), dt.date(2023, 6, 30)]
        assert found.tables["ae-attendances"]["numerator"].to_list() == [100, 200]
        assert found.tables["emergency-admissions"]["row"].to_list() == [2, 3]
        assert found.source.standing == "derived"

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("RGT,100,101,30,0,,May 2023", "STO-110"),
            ("RGT,-100,,30,0,,May 2023", "STO-109"),
            ("RGT,100,,,0,,May 2023", "STO-108"),
            ("RGT,100,,30,0,,2023", "STO-114"),
            ("R,100,,30,0,,May 2023", "STO-107"),
        ],
    )
    def test_refusals(self, line: str, code: str, tmp_path: Path) -> None:
        assert refused(tmp_path, "ae-trust-series", AE_HEAD + line).code == code


class TestRtt:
    def test_counts(self, tmp_path: Path) -> None:
        found = read(tmp_path, "rtt-long-waits", RTT_HEAD + "AAH,TETBURY,2019-10-01,118.0,3.0\n")
        assert found.tables["rtt-over-18"].row(0) == (
            "AAH", dt.date(2019, 10, 1), dt.date(2019, 10, 31), 118, None, 118, "", "", 2,
        )  # fmt: skip
        assert found.tables["rtt-over-52"]["value"].to_list() == [3]
        assert found.names == {"AAH": "TETBURY"}

    def test_more_waits_over_a_year_than_over_18_weeks(self, tmp_path: Path) -> None:
        text = RTT_HEAD + "AAH,TETBURY,2019-10-01,2,3\n"
        assert refused(tmp_path, "rtt-long-waits", text).code == "STO-110"

    def test_a_body_stands_once_in_a_month(self, tmp_path: Path) -> None:
        line = "AAH,TETBURY,2019-10-01,3,2\n"
        refusal = refused(
            tmp_path, "rtt-long-waits", RTT_HEAD + line + "RXQ,X,2019-10-01,1,0\n" + line
        )
        assert refusal.code == "STO-113"
        assert "rows 2 and 4" in refusal.problem


class TestShmi:
    def test_a_publication_covers_the_year_to_half_a_year_before_it(self) -> None:
        covered = window(dt.date(2011, 10, 1))
        assert covered is not None
        assert (covered.start, covered.end) == (dt.date(2010, 4, 1), dt.date(2011, 3, 31))
        july = window(dt.date(2012, 7, 1))
        assert july is not None
        assert (july.start, july.end) == (dt.date(2011, 1, 1), dt.date(2011, 12, 31))
        assert window(dt.date(2012, 5, 1)) is None
        assert window(dt.date(2012, 7, 2)) is None
        assert window(dt.date(2019, 7, 1)) is None

    def test_all_publications_in_one_file(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            "shmi",
            SHMI_HEAD + "2011-10-01,RA2,SURREY,43924,1346,1478.9925,0.9101,2\n"
            "2012-07-01,R1H,,100,40,50,0.8,2\n",
        )
        table = found.tables["shmi"]
        assert table["numerator"].to_list() == [1346, 40]
        assert table["value"][0] == pytest.approx(1346 / 1478.9925)
        assert table["period_end"].to_list() == [dt.date(2011, 3, 31), dt.date(2011, 12, 31)]
        assert found.names == {"RA2": "SURREY"}

    def test_one_publication_is_dated_by_its_name(self, tmp_path: Path) -> None:
        text = (
            ONE_HEAD
            + 'I00699,RA2,SURREY,46198,1290,1372.2196,0.9401\n,,,,,,\n"Copyright © 2014",,,,,,\n'
        )
        found = read(tmp_path, "shmi", text, "shmi-2014-april.csv")
        assert found.tables["shmi"]["period_start"][0] == dt.date(2012, 10, 1)
        assert [(row.reason, row.rows) for row in found.dropped] == [
            ("blank row", 1),
            ("note under the table", 1),
        ]
        assert refused(tmp_path, "shmi", text, "shmi.csv").code == "STO-114"

    def test_a_later_file_is_read_where_it_states_its_months(self, tmp_path: Path) -> None:
        text = LATER_HEAD + "ENGLAND,England,1,10,100,100\nRA2,Surrey,0.9468,46195,1290,1365\n"
        found = read(tmp_path, "shmi", text, "SHMI data at trust level, Jul20-Jun21 (csv).csv")
        assert found.tables["shmi"]["period_end"][0] == dt.date(2021, 6, 30)
        assert [row.reason for row in found.dropped] == ["total row"]
        refusal = refused(tmp_path, "shmi", text, "shmi-2021-june.csv")
        assert refusal.code == "STO-114"
        assert "which twelve months" in refusal.problem
        assert refused(tmp_path, "shmi", text, "Jul20-Sep20.csv").code == "STO-114"

    def test_a_sheet_with_its_months_in_the_title(self, tmp_path: Path) -> None:
        rows = [["SHMI, July 2020 to June 2021"], [], LATER_HEAD.strip().split(","),
                ["RA2", "Surrey", 0.9468, 46195, 1290, 1365]]  # fmt: skip
        file = offered(tmp_path, "a.xlsx", xlsx_bytes(rows, sheet="Data", before="Title"))
        table = reader("shmi").read(file).tables["shmi"]
        assert table.row(0)[1:3] == (dt.date(2020, 7, 1), dt.date(2021, 6, 30))
        assert table.row(0)[-2:] == ("Data", 4)

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("2011-10-01,RA2,SURREY,43924,1346,1478.9925,0.9301,2", "STO-112"),
            ("2011-10-01,RA2,SURREY,43924,1346,14.789925,91.0079,2", "STO-111"),
            ("2011-10-01,RA2,SURREY,43924,-1,1478.9925,0,2", "STO-109"),
            ("2011-11-01,RA2,SURREY,43924,1346,1478.9925,0.9101,2", "STO-114"),
            ("autumn,RA2,SURREY,43924,1346,1478.9925,0.9101,2", "STO-114"),
            ("2011-10-01,RA2,SURREY,43924,*,1478.9925,0.9101,2", "STO-108"),
        ],
    )
    def test_refusals(self, line: str, code: str, tmp_path: Path) -> None:
        assert refused(tmp_path, "shmi", SHMI_HEAD + line).code == code

    def test_rounding_to_five_excuses_only_what_it_can(self, tmp_path: Path) -> None:
        name = "Jul20-Jun21.csv"
        fine = LATER_HEAD + "RA2,Surrey,0.9481,46195,1290,1365\n"
        assert read(tmp_path, "shmi", fine, name).rows == 1
        wrong = LATER_HEAD + "RA2,Surrey,0.9551,46195,1290,1365\n"
        assert refused(tmp_path, "shmi", wrong, name).code == "STO-112"


class TestEngagement:
    def test_one_file_feeds_four_measures(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            "engagement-shmi",
            YEAR_HEAD + "R1F,2012,1.0769,NA,NA,NA,NA,NA\nRGT,2013,0.91,Fenland,400,3.9,3.7,3.8\n"
            "RXQ,2013,NA,Chiltern,NA,NA,NA,NA\n",
        )
        assert {name: table.height for name, table in found.tables.items()} == {
            "engagement": 1, "recommend-care": 1, "recommend-work": 1, "shmi-annual": 2,
        }  # fmt: skip
        row = found.tables["engagement"].row(0, named=True)
        assert (row["value"], row["numerator"], row["denominator"]) == (3.9, None, None)
        assert (row["period_start"], row["period_end"]) == (
            dt.date(2013, 1, 1),
            dt.date(2013, 12, 31),
        )
        assert found.names == {"RGT": "Fenland"}
        assert [(row.reason, row.rows, row.measure) for row in found.dropped] == [
            ("no figures", 1, ""),
            ("no figure for engagement", 1, "engagement"),
            ("no figure for recommend-care", 1, "recommend-care"),
            ("no figure for recommend-work", 1, "recommend-work"),
        ]
        assert found.source.licence == "unclear"

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("RGT,2013,0.91,Fenland,400,6.9,3.7,3.8", "STO-111"),
            ("RGT,2013,91,Fenland,400,3.9,3.7,3.8", "STO-111"),
            ("RGT,13,0.91,Fenland,400,3.9,3.7,3.8", "STO-114"),
            ("RGT,x,0.91,Fenland,400,3.9,3.7,3.8", "STO-114"),
            ("RGT,2013,0.91,Fenland,400,high,3.7,3.8", "STO-108"),
        ],
    )
    def test_refusals(self, line: str, code: str, tmp_path: Path) -> None:
        assert refused(tmp_path, "engagement-shmi", YEAR_HEAD + line).code == code


class TestStaffSurvey:
    def test_items(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            "staff-survey",
            SURVEY_HEAD
            + "RGT,2021,Fenland,400,30,400,-\nNQT,2021,A social enterprise,24,1.5,24,8\n"
            "01T/01V,2021,Two groups,100,20,100,20\nR1F1,2021,Wight (acute sector),100,20,100,20\n",
        )
        burnout = found.tables["burnout"]
        assert burnout["organisation"].to_list() == ["RGT", "NQT"]
        assert burnout["value"].to_list() == [30, 1.5]
        assert burnout["numerator"].to_list() == pytest.approx([120, 0.36])
        assert burnout["denominator"].to_list() == [400, 24]
        assert found.tables["stress"]["organisation"].to_list() == ["NQT"]
        assert sorted(found.tables) == ["burnout", "stress"]
        assert [(row.reason, row.example) for row in found.dropped] == [
            ("one figure for several bodies", "row 4: 01T/01V"),
            ("one sector of a trust", "row 5: R1F1"),
            ("no figure for stress", "row 2: RGT"),
        ]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("RGT,2021,Fenland,400,130,400,20", "STO-111"),
            ("RGT,2021,Fenland,-4,30,400,20", "STO-109"),
            ("R1F12,21,Fenland,400,30,400,20", "STO-114"),
            ("RG/,2021,Fenland,400,30,400,20\nR!,2021,X,1,1,1,1", "STO-107"),
        ],
    )
    def test_refusals(self, line: str, code: str, tmp_path: Path) -> None:
        assert refused(tmp_path, "staff-survey", SURVEY_HEAD + line).code == code


class TestSickness:
    def test_a_month(self, tmp_path: Path) -> None:
        text = (
            SICK_HEAD + "30/04/2024,0AR,A support unit,3.53,100,3.53\n30/04/2024,NL0,A CIC,0,0,-\n"
        )
        found = read(tmp_path, "sickness", text, "nhs_sickness_absence_2024-04.csv")
        table = found.tables["sickness"]
        assert table["value"].to_list() == [pytest.approx(0.0353), None]
        assert table["period_start"].to_list() == [dt.date(2024, 4, 1)] * 2
        assert found.checks
        assert refused(tmp_path, "sickness", text, "sickness-2024-05.csv").code == "STO-115"

    def test_the_history(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            "sickness",
            ESR_HEAD + "2009-APR,5A3,A PCT,5,100,5\n2009-MAY,5A3,A PCT,6,100,6\n",
        )
        assert found.tables["sickness"]["period_end"].to_list() == [
            dt.date(2009, 4, 30),
            dt.date(2009, 5, 31),
        ]

    def test_without_a_printed_rate_there_is_nothing_to_compare(self, tmp_path: Path) -> None:
        text = "Date,Org Code,FTE Days Sick,FTE Days Available\n2009-APR,5A3,5,100\nTotal,-,5,100\n"
        found = read(tmp_path, "sickness", text)
        assert found.checks == ()
        assert [row.reason for row in found.dropped] == ["total row"]

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("30/04/2024,0AR,A unit,3.53,100,3.63", "STO-112"),
            ("30/04/2024,0AR,A unit,353,100,353", "STO-110"),
            ("30/04/2024,0AR,A unit,,100,3", "STO-108"),
            ("31/02/2024,0AR,A unit,3,100,3", "STO-114"),
        ],
    )
    def test_refusals(self, line: str, code: str, tmp_path: Path) -> None:
        assert refused(tmp_path, "sickness", SICK_HEAD + line).code == code


BEDS = (
    '"2017","March","RGT","FENLAND",1000,900.25,900,810.225,0.9,"Q4"\n'
    '"2017","March","RY6","LEEDS",10,0,5,0,NA,"Q4"\n'
    '"2017","March",NA,"ENGLAND",1010,900.25,905,810.225,0.9,"Q4"\n'
)


class TestBeds:
    def test_the_year_is_the_calendars_and_the_label_the_financial_one(
        self, tmp_path: Path
    ) -> None:
        found = read(tmp_path, "beds-kh03", BEDS_HEAD + BEDS)
        table = found.tables["ga-occupancy"]
        assert table["period_start"].to_list() == [dt.date(2017, 1, 1)] * 2
        assert table["period_end"].to_list() == [dt.date(2017, 3, 31)] * 2
        assert table["value"].to_list() == [pytest.approx(0.9), None]
        assert table["denominator"].to_list() == [900.25, 0]
        assert found.checks == ("1 quarters add up to their England rows in 4 columns.",)
        assert [(row.reason, row.rows) for row in found.dropped] == [("total row", 1)]

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("2017|March|Q4", dt.date(2017, 1, 1)),
            ("2017|June|Q1", dt.date(2017, 4, 1)),
            ("2017|September|Q2", dt.date(2017, 7, 1)),
            ("2017|December|Q3", dt.date(2017, 10, 1)),
            ("2017|December|", dt.date(2017, 10, 1)),
            ("2017|March|Q1", None),
            ("2017|April|Q1", None),
            ("2017|Winter|Q1", None),
            ("|March|Q4", None),
            ("0|March|Q4", None),
            ("2017|March|Q4|", None),
        ],
    )
    def test_quarters(self, text: str, first: dt.date | None) -> None:
        found = quarter_ending(text)
        assert (found.start if found else None) == first

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ('ENGLAND",1010', 'ENGLAND",1011', "STO-117"),
            ('ENGLAND",1010,900.25', 'ENGLAND",1010,900.2501', "STO-117"),
            ('"2017","March",NA', '"2017","June",NA', "STO-114"),
            ("900,810.225", "900,910", "STO-110"),
            ("900,810.225,0.9", "900,810.225,0.8", "STO-112"),
            ('"RY6"', '"RGT"', "STO-113"),
            ("1000,900.25", "-1000,900.25", "STO-109"),
            ("1000,900.25", "NA,900.25", "STO-108"),
        ],
    )
    def test_refusals(self, old: str, new: str, code: str, tmp_path: Path) -> None:
        assert old in BEDS
        assert refused(tmp_path, "beds-kh03", BEDS_HEAD + BEDS.replace(old, new)).code == code

    def test_a_quarter_without_its_england_row(self, tmp_path: Path) -> None:
        more = BEDS + '"2017","June","RGT","FENLAND",1000,900.25,900,810.225,0.9,"Q1"\n'
        refusal = refused(tmp_path, "beds-kh03", BEDS_HEAD + more)
        assert refusal.code == "STO-116"
        assert "2017-06-30" in refusal.problem

    def test_fewer_columns_will_do(self, tmp_path: Path) -> None:
        text = csv_text(
            [
                ["Year", "Period end", "Org code", "General acute on beds available",
                 "General acute on beds occupied"],
                ["2017", "March", "RGT", 900, 810],
                ["2017", "March", "England", 900, 810],
            ]
        )  # fmt: skip
        found = read(tmp_path, "beds-kh03", text)
        assert found.tables["ga-occupancy"]["numerator"].to_list() == [810]
