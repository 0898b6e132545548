"""The page of one organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from mutuality.outcomes.measures import REGISTRY
from mutuality.papers.ages import is_old
from mutuality.papers.axes import Numbers
from mutuality.papers.document import Bullets, Callout, Document, Figure, Heading, Paragraph, Table
from mutuality.papers.html import to_html
from mutuality.papers.profile import Series, profile
from mutuality.papers.shown import short

AT = dt.date(2026, 11, 22)
SOURCE = "Source: a publisher. Contains public sector information."


def quarters(n: int, *, last: dt.date = dt.date(2026, 9, 30)) -> pl.DataFrame:
    """The last n quarters up to a day, with their first and last days."""
    ends = pl.Series("period_end", [last]).to_frame()
    back = pl.DataFrame({"k": [-3 * i for i in reversed(range(n))]})
    frame = back.join(ends, how="cross").with_columns(
        pl.col("period_end").dt.offset_by(pl.format("{}mo", "k")).dt.month_end()
    )
    start = pl.col("period_end").dt.month_start().dt.offset_by("-2mo")
    return frame.select(start.alias("period_start"), "period_end")


def occupancy(
    n: int = 16, *, bump: float = 0.0, last: dt.date = dt.date(2026, 9, 30)
) -> pl.DataFrame:
    values = [0.85 + 0.02 * (i % 2) for i in range(n)]
    values[-1] += bump
    return quarters(n, last=last).with_columns(pl.Series("value", values))


def trusts(count: int, *, n: int = 16) -> pl.DataFrame:
    own = occupancy(n).select("period_end", "value").with_columns(organisation=pl.lit("RMP"))
    frames = [
        own.with_columns(organisation=pl.lit(f"R{i:02d}"), value=pl.lit(0.7 + 0.05 * i))
        for i in range(count)
    ]
    return pl.concat([own, *frames])


def page(**changed: Any) -> Document:
    given: dict[str, Any] = {
        "name": "Tameside and Glossop Integrated Care NHS Foundation Trust",
        "kind": "acute trust",
        "series": [Series(REGISTRY["ga-occupancy"], occupancy(), SOURCE, target=0.92)],
        "peers": {"ga-occupancy": trusts(6)},
        "changes": [(dt.date(2024, 4, 1), "Joined a group")],
        "at": AT,
        "expected": [REGISTRY[m] for m in ("ga-occupancy", "shmi", "engagement")],
    }
    return profile("RMP", **given | changed)


def all_of(document: Document, kind: type) -> list[Any]:
    return [block for block in document.blocks if isinstance(block, kind)]


def words(document: Document) -> str:
    said = [block.text for block in all_of(document, Paragraph)]
    said += [item for block in all_of(document, Bullets) for item in block.items]
    return "\n".join(said)


class TestThePage:
    """Chapter 1: what stands where."""

    def test_the_front_says_who_when_and_how_much(self) -> None:
        front = dict(page().front)
        assert front["Organisation"].endswith("Trust (RMP)")
        assert front["As at"] == "22 November 2026"
        assert (front["Measures shown"], front["Measures not supplied"]) == ("1", "2")
        assert front["Out of date"] == "none"

    def test_the_three_domains_are_always_there_in_order(self) -> None:
        titles = [block.text for block in all_of(page(), Heading) if block.level == 2]
        assert titles == ["At a glance", "Changes on record", "Care quality", "Efficiency", "Staff"]

    def test_an_absent_measure_is_not_supplied(self) -> None:
        document = page()
        assert "**Staff engagement score**: not supplied." in words(document)
        glance = all_of(document, Table)[0]
        assert [row[1] for row in glance.rows] == ["87.0%", "not supplied", "not supplied"]

    def test_a_series_without_a_figure_is_not_supplied_either(self) -> None:
        empty = occupancy().with_columns(pl.lit(None, pl.Float64).alias("value"))
        document = page(series=[Series(REGISTRY["ga-occupancy"], empty, SOURCE)], expected=[])
        assert "**General and acute overnight beds occupied**: not supplied." in words(document)
        assert not all_of(document, Figure)

    @pytest.mark.parametrize(("held", "tested"), [(7, False), (8, True)])
    def test_with_few_figures_no_limits_are_drawn(self, held: int, tested: bool) -> None:
        document = page(series=[Series(REGISTRY["ga-occupancy"], occupancy(held), SOURCE)])
        (figure,) = all_of(document, Figure)
        assert ("Upper limit" in figure.twin.columns) == tested
        assert ("Only 7 figures are held" in figure.note) != tested
        assert ("trial limits" in figure.note.lower()) == tested

    def test_measures_follow_the_order_of_the_domains(self) -> None:
        yearly = pl.DataFrame(
            {
                "period_end": [dt.date(y, 12, 31) for y in range(2019, 2026)],
                "value": [3.6, 3.7, 3.6, 3.8, 3.7, 3.6, 3.7],
            }
        )
        document = page(
            series=[
                Series(REGISTRY["engagement"], yearly, SOURCE),
                Series(REGISTRY["shmi-annual"], yearly.with_columns(value=pl.lit(1.0)), SOURCE),
            ],
            expected=[],
        )
        assert [figure.title.split(":")[0] for figure in all_of(document, Figure)] == [
            "SHMI, value only",
            "Staff engagement score",
        ]

    def test_changes_are_listed_and_marked(self) -> None:
        document = page()
        table = all_of(document, Table)[1]
        assert table.rows == [["1 April 2024", "Joined a group"]]
        assert (
            "Upright lines mark: Joined a group, 1 April 2024." in all_of(document, Figure)[0].alt
        )

    def test_no_change_is_said(self) -> None:
        assert "No organisational change is on record." in words(page(changes=[]))

    def test_it_can_be_made_a_web_page(self) -> None:
        html = to_html(page())
        assert "Decision support, not legal, financial or HR advice." in html
        assert "<script" not in html


class TestAMeasure:
    """Chapter 2: what is said of one measure."""

    def test_the_headline_states_the_signal_in_words(self) -> None:
        calm, worse = (
            page(),
            page(series=[Series(REGISTRY["ga-occupancy"], occupancy(bump=0.2), SOURCE)]),
        )
        assert all_of(calm, Figure)[0].title == (
            "General and acute overnight beds occupied: the latest figure is within usual variation"
        )
        assert all_of(worse, Figure)[0].title == (
            "General and acute overnight beds occupied: "
            "the latest figure is above the upper limit, a sign of concern"
        )

    def test_source_last_period_and_table_stand_with_the_chart(self) -> None:
        figure = all_of(page(), Figure)[0]
        assert figure.source == SOURCE
        assert figure.last_period == "Q2 2026/27"
        assert figure.twin.rows[-1][:2] == ["Q2 2026/27", "87.0%"]
        assert figure.subtitle.endswith("Trust, Q3 2022/23 to Q2 2026/27")

    def test_old_figures_are_marked_out_of_date(self) -> None:
        old = occupancy(last=dt.date(2024, 9, 30))
        document = page(series=[Series(REGISTRY["ga-occupancy"], old, SOURCE)])
        warning = next(b for b in all_of(document, Callout) if b.kind == "warning")
        assert warning.text == (
            "The latest figure is for Q2 2024/25, more than 18 months before 22 November 2026."
        )
        assert all_of(document, Figure)[0].last_period == "Q2 2024/25 (out of date)"
        assert all_of(document, Table)[0].rows[0][2] == "Q2 2024/25 (out of date)"
        assert dict(document.front)["Out of date"].startswith("1 of 1 measures")

    @pytest.mark.parametrize(
        ("end", "old"),
        [
            (dt.date(2025, 5, 22), False),
            (dt.date(2025, 5, 21), True),
            (dt.date(2025, 6, 30), False),
            (dt.date(2025, 4, 30), True),
        ],
    )
    def test_old_is_more_than_18_months(self, end: dt.date, old: bool) -> None:
        assert is_old(end, AT) is old

    def test_figures_later_than_the_date_are_left_out_and_counted(self) -> None:
        document = page(at=dt.date(2026, 3, 31))
        assert all_of(document, Figure)[0].last_period == "Q4 2025/26"
        assert "2 figures of later periods are left out." in words(document)

    def test_few_points_give_trial_limits_and_the_page_says_so(self) -> None:
        document = page(series=[Series(REGISTRY["ga-occupancy"], occupancy(8), SOURCE)])
        assert "The chart has 8 points. With fewer than 13" in words(document)

    def test_breaks_in_the_measure_and_flags_on_periods_are_listed(self) -> None:
        frame = quarters(40).with_columns(
            pl.Series("value", [0.8, 0.9] * 20),
            pl.Series("flags", ["", "part-missing", "part-missing|after-close", None] * 10),
        )
        document = page(series=[Series(REGISTRY["ae-4h"], frame, SOURCE)], expected=[])
        assert "From 1 May 2019: 14 trusts stopped reporting" in words(document)
        assert "Flagged periods: after-close (10), part-missing (20)." in words(document)

    def test_no_flag_no_line(self) -> None:
        frame = occupancy().with_columns(flags=pl.lit(""))
        document = page(series=[Series(REGISTRY["ga-occupancy"], frame, SOURCE)])
        assert "Flagged" not in words(document)

    def test_overlapping_periods_are_drawn_without_limits(self) -> None:
        frame = occupancy().with_columns(value=pl.lit(1.1))
        document = page(series=[Series(REGISTRY["shmi"], frame, SOURCE)], peers={}, expected=[])
        figure = all_of(document, Figure)[0]
        assert (
            figure.title
            == "Deaths observed over deaths expected (SHMI): 1.100 in the latest period"
        )
        assert "limits drawn from them would be too narrow" in words(document)
        assert list(figure.twin.columns)[1:] == ["Tameside and Glossop Integrated Care"]

    def test_without_first_days_the_last_day_names_a_period(self) -> None:
        frame = occupancy().drop("period_start")
        document = page(series=[Series(REGISTRY["ga-occupancy"], frame, SOURCE)])
        assert all_of(document, Figure)[0].last_period == "30 September 2026"

    def test_a_calendar_year_is_named_by_its_number(self) -> None:
        frame = pl.DataFrame(
            {
                "period_start": [dt.date(y, 1, 1) for y in range(2016, 2026)],
                "period_end": [dt.date(y, 12, 31) for y in range(2016, 2026)],
                "value": [3.6, 3.7] * 5,
            }
        )
        document = page(series=[Series(REGISTRY["engagement"], frame, SOURCE)], expected=[])
        assert all_of(document, Figure)[0].last_period == "2025"


class TestPeers:
    """Chapter 3: peers, without a league table."""

    def test_peers_are_counted_below_within_and_above_the_usual_range(self) -> None:
        said = words(page())
        assert (
            "Of peers of the same type, 6 have a figure for this period. Their median is 82.5%. "
            "3 lie below the usual range of Tameside and Glossop Integrated Care "
            "(80.7% to 91.3%), 2 within it and 1 above it."
        ) in said

    def test_the_organisation_is_not_its_own_peer(self) -> None:
        assert "4 of the same type have a figure" in words(page(peers={"ga-occupancy": trusts(4)}))

    def test_their_median_is_drawn(self) -> None:
        figure = all_of(page(), Figure)[0]
        assert "Median of peers" in figure.twin.columns
        assert figure.twin.rows[0][5] == "82.5%"

    def test_too_few_give_no_line(self) -> None:
        document = page(peers={"ga-occupancy": trusts(4)})
        assert "Median of peers" not in all_of(document, Figure)[0].twin.columns

    def test_counts_are_not_compared(self) -> None:
        frame = occupancy().with_columns(value=pl.lit(1000.0))
        document = page(
            series=[Series(REGISTRY["ae-attendances"], frame, SOURCE)],
            peers={"ae-attendances": trusts(9)},
        )
        assert "a count depends on the size of the organisation" in words(document)
        assert "Median of peers" not in all_of(document, Figure)[0].twin.columns

    def test_peers_may_be_missing(self) -> None:
        assert "Figures of peers are not supplied." in words(page(peers={}))

    @pytest.mark.parametrize(
        ("value", "where"), [(0.5, "below"), (0.82, "within"), (0.99, "above")]
    )
    def test_without_limits_the_middle_half_is_the_measure(self, value: float, where: str) -> None:
        single = occupancy(1).with_columns(value=pl.lit(value))
        said = words(page(series=[Series(REGISTRY["ga-occupancy"], single, SOURCE)]))
        assert (
            "The middle half lies between 76.2% and 88.8%; the latest figure of "
            f"Tameside and Glossop Integrated Care, {value:.1%}, is {where} that."
        ) in said

    def test_nobody_is_named_or_ranked(self) -> None:
        said = words(page())
        assert "R00" not in said
        assert not any(word in said for word in ("best", "worst", "rank", "position"))


@pytest.mark.parametrize(
    ("measure", "value", "said"),
    [
        ("ga-occupancy", 0.9131, "91.3%"),
        ("sickness", 0.04561, "4.56%"),
        ("burnout", 31.25, "31.2%"),
        ("ae-attendances", 12345, "12,345"),
        ("shmi", 1.0769, "1.077"),
        ("engagement", 3.785, "3.79"),
    ],
)
def test_figures_are_written_as_their_measure_asks(measure: str, value: float, said: str) -> None:
    assert Numbers.of(REGISTRY[measure]).text(value) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Old Place NHS Foundation Trust", "Old Place"),
        ("Old Place NHS Trust", "Old Place"),
        ("Old Place CIC", "Old Place CIC"),
        (" NHS Trust", " NHS Trust"),
    ],
)
def test_names_lose_what_they_all_end_with(name: str, said: str) -> None:
    assert short(name) == said
