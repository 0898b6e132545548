"""Panels that survive mergers: what is added up, what is flagged, what is refused."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from mutuality.base import Period, Refusal
from mutuality.outcomes import REGISTRY, measure, panel
from mutuality.register import Register, combine

D = dt.date
LINKS = combine(
    {("RA1", "RN1"): D(2017, 10, 1), ("RB1", "RN1"): D(2017, 10, 1)},
    {},
    opened={"RN1": D(2017, 10, 1)},
)
REGISTER = Register({}, LINKS)
MERGED = REGISTER.units(as_of=D(2018, 12, 31))
APART = REGISTER.units(as_of=D(2016, 12, 31))
SCHEMA = {
    "organisation": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "flags": pl.String,
}


def month(code, year, number, numerator=None, denominator=None, value=None, flags=""):
    period = Period.month(year, number)
    return (code, period.start, period.end, numerator, denominator, value, flags)


def quarter(code, year, number, numerator=None, denominator=None, value=None, flags=""):
    period = Period.quarter(year, number)
    return (code, period.start, period.end, numerator, denominator, value, flags)


def year(code, which, value, flags=""):
    period = Period.year(which)
    return (code, period.start, period.end, None, None, value, flags)


def frame(*rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def rows_of(built, unit):
    return built.frame.filter(pl.col("unit") == unit).sort("period_start").to_dicts()


class TestPooling:
    def test_numerators_and_denominators_are_added_before_dividing(self):
        built = panel(
            frame(month("RA1", 2017, 8, 90, 100), month("RB1", 2017, 8, 10, 50)),
            measure("ae-4h"),
            units=MERGED,
        )
        (row,) = rows_of(built, "RN1")
        assert (row["numerator"], row["denominator"]) == (100, 150)
        assert row["value"] == pytest.approx(2 / 3, abs=1e-15)
        assert (row["parts_expected"], row["parts_present"], row["flags"]) == (2, 2, "")

    def test_counts_are_added_and_have_no_denominator(self):
        built = panel(
            frame(month("RA1", 2017, 8, 90), month("RB1", 2017, 8, 10)),
            measure("ae-attendances"),
            units=MERGED,
        )
        (row,) = rows_of(built, "RN1")
        assert (row["numerator"], row["denominator"], row["value"]) == (100, None, 100)

    def test_per_cent_of_respondents_is_weighted_by_its_base(self):
        built = panel(
            frame(
                (*year("RA1", 2016, 10.0)[:3], 10, 100, 10.0, ""),
                (*year("RB1", 2016, 40.0)[:3], 120, 300, 40.0, ""),
            ),
            measure("burnout"),
            units=MERGED,
        )
        (row,) = rows_of(built, "RN1")
        assert row["value"] == pytest.approx(32.5, abs=1e-12)

    def test_as_at_a_date_before_the_merger_the_parts_stand_alone(self):
        built = panel(
            frame(month("RA1", 2016, 8, 90, 100), month("RB1", 2016, 8, 10, 50)),
            measure("ae-4h"),
            units=APART,
        )
        assert built.frame["unit"].to_list() == ["RA1", "RB1"]

    def test_nothing_over_nothing_has_no_value(self):
        built = panel(frame(month("RA1", 2016, 8, 0, 0)), measure("ae-4h"), units=APART)
        assert rows_of(built, "RA1")[0]["value"] is None


class TestFlags:
    def test_a_part_that_should_have_reported_and_did_not(self):
        built = panel(
            frame(
                month("RA1", 2017, 6, 1, 2),
                month("RA1", 2017, 7, 1, 2),
                month("RA1", 2017, 8, 1, 2),
                month("RB1", 2017, 6, 1, 2),
                month("RB1", 2017, 8, 1, 2),
            ),
            measure("ae-4h"),
            units=MERGED,
        )
        june, july, _ = rows_of(built, "RN1")
        assert (july["parts_expected"], july["parts_present"]) == (2, 1)
        assert july["flags"] == "part-missing"
        assert june["flags"] == ""

    def test_a_return_that_stops_just_before_the_merger_is_still_expected(self):
        built = panel(
            frame(
                month("RA1", 2017, 8, 1, 2),
                month("RA1", 2017, 9, 1, 2),
                month("RB1", 2017, 8, 1, 2),
                month("RN1", 2017, 10, 2, 4),
            ),
            measure("ae-4h"),
            units=MERGED,
        )
        found = [(row["parts_expected"], row["parts_present"]) for row in rows_of(built, "RN1")]
        assert found == [(2, 2), (2, 1), (1, 1)]

    def test_a_service_that_ended_years_before_is_not(self):
        built = panel(
            frame(
                month("RA1", 2015, 8, 1, 2),
                month("RB1", 2015, 8, 1, 2),
                month("RA1", 2017, 8, 1, 2),
            ),
            measure("ae-4h"),
            units=MERGED,
        )
        assert rows_of(built, "RN1")[-1]["parts_expected"] == 1

    def test_a_gap_is_a_row_without_a_value(self):
        built = panel(
            frame(
                month("RA1", 2016, 1, 1, 2),
                month("RA1", 2016, 3, 1, 2),
                month("RB1", 2016, 2, 1, 2),
            ),
            measure("ae-4h"),
            units=APART,
        )
        gap = rows_of(built, "RA1")[1]
        assert (gap["value"], gap["parts_present"], gap["flags"]) == (None, 0, "part-missing")

    def test_figures_after_a_code_closed_count_for_its_successor(self):
        built = panel(
            frame(month("RB1", 2017, 10, 1, 2), month("RN1", 2017, 10, 3, 6)),
            measure("ae-4h"),
            units=MERGED,
        )
        (row,) = rows_of(built, "RN1")
        assert (row["numerator"], row["flags"]) == (4, "after-close")

    def test_a_field_test_trust_keeps_its_flag_and_its_row(self):
        built = panel(
            frame(month("RA1", 2019, 6, None, None, None, "field-test")),
            measure("ae-4h"),
            units=APART,
        )
        (row,) = rows_of(built, "RA1")
        assert (row["value"], row["flags"]) == (None, "part-missing|field-test")

    def test_a_break_is_marked_where_it_falls(self):
        built = panel(
            frame(month("RA1", 2019, 4, 1, 2), month("RA1", 2019, 5, 1, 2)),
            measure("ae-4h"),
            units=APART,
        )
        assert [row["flags"] for row in rows_of(built, "RA1")] == ["", "break:ae-field-test"]

    def test_more_than_one_edition_is_said(self):
        observed = frame(month("RA1", 2016, 4, 1, 2)).with_columns(vintages=pl.lit(2, pl.Int64))
        built = panel(observed, measure("ae-4h"), units=APART)
        assert rows_of(built, "RA1")[0]["flags"] == "vintage:2"


class TestFrequency:
    def test_flows_are_added_and_stocks_averaged(self):
        months = [("RA1", 1, 10), ("RA1", 2, 20), ("RA1", 3, 60)]
        observed = frame(*[month(code, 2016, number, value) for code, number, value in months])
        flow = panel(observed, measure("ae-attendances"), units=APART, frequency="quarter")
        stock = panel(observed, measure("rtt-over-52"), units=APART, frequency="quarter")
        assert flow.frame["value"].to_list() == [90]
        assert stock.frame["value"].to_list() == [30]
        assert flow.frame["period_end"].to_list() == [D(2016, 3, 31)]

    def test_a_quarter_of_two_months_is_short(self):
        built = panel(
            frame(month("RA1", 2016, 1, 1, 2), month("RA1", 2016, 2, 1, 2)),
            measure("ae-4h"),
            units=APART,
            frequency="quarter",
        )
        assert rows_of(built, "RA1")[0]["flags"] == "short-period"

    def test_whole_months_are_preferred_to_a_quarter_and_a_quarter_to_some_months(self):
        built = panel(
            frame(
                quarter("RA1", 2016, 1, 5, 10),
                *[month("RA1", 2016, number, 1, 1) for number in (1, 2, 3)],
                quarter("RA1", 2016, 2, 5, 10),
                month("RA1", 2016, 4, 1, 1),
            ),
            measure("ae-4h"),
            units=APART,
            frequency="quarter",
        )
        assert built.frame["value"].to_list() == [1, 0.5]

    def test_longer_figures_are_left_out_and_counted(self):
        built = panel(
            frame(quarter("RA1", 2016, 1, 5, 10), month("RA1", 2016, 4, 1, 1)),
            measure("ae-4h"),
            units=APART,
            frequency="month",
        )
        assert built.coverage["left_out_longer"] == 1
        assert built.frame.height == 1

    def test_only_longer_figures_are_refused(self):
        with pytest.raises(Refusal, match="OUT-003"):
            panel(
                frame(quarter("RA1", 2016, 1, 5, 10)),
                measure("ae-4h"),
                units=APART,
                frequency="month",
            )

    def test_the_default_is_the_shortest_that_leaves_no_figure_out(self):
        both = frame(quarter("RA1", 2016, 1, 1, 1), month("RA1", 2016, 4, 1, 1))
        assert panel(both, measure("ae-4h"), units=APART).frequency == "quarter"
        months = panel(frame(month("RA1", 2016, 4, 1, 1)), measure("ae-4h"), units=APART)
        quarters = panel(frame(quarter("RA1", 2016, 2, 1, 1)), measure("ae-4h"), units=APART)
        assert (months.frequency, quarters.frequency) == ("month", "quarter")
        assert months.last_period == D(2016, 4, 30)

    def test_a_financial_year_keeps_its_own_first_day(self):
        observed = frame(("RA1", D(2016, 4, 1), D(2017, 3, 31), 1.0, 2.0, 0.5, ""))
        built = panel(observed, measure("sickness"), units=APART, frequency="year")
        assert built.frame["period_start"].to_list() == [D(2016, 4, 1)]

    def test_a_year_of_quarters(self):
        built = panel(
            frame(*[quarter("RA1", 2016, number, number, 10) for number in (1, 2, 3, 4)]),
            measure("ga-occupancy"),
            units=APART,
            frequency="year",
        )
        (row,) = rows_of(built, "RA1")
        assert (row["numerator"], row["denominator"], row["value"]) == (2.5, 10, 0.25)


class TestRollingWindows:
    """SHMI: windows overlap and codes are as at publication, so units are mapped, not periods."""

    WINDOWS = frame(
        ("RA1", D(2016, 10, 1), D(2017, 9, 30), 10, 20, 0.5, ""),
        ("RN1", D(2017, 1, 1), D(2017, 12, 31), 30, 40, 0.75, ""),
        ("RN1", D(2017, 4, 1), D(2018, 3, 31), 30, 60, 0.5, ""),
    )

    def test_every_window_is_a_row_and_none_is_after_close(self):
        built = panel(self.WINDOWS, measure("shmi"), units=MERGED)
        assert built.frame["value"].to_list() == [0.5, 0.75, 0.5]
        assert built.coverage["after_close"] == 0

    def test_by_year_only_windows_that_do_not_overlap(self):
        built = panel(self.WINDOWS, measure("shmi"), units=MERGED, frequency="year")
        assert built.frame["period_end"].to_list() == [D(2018, 3, 31)]


class TestScores:
    SCORES = frame(year("RA1", 2016, 3.0), year("RB1", 2016, 4.0), year("RN1", 2018, 3.6))
    BEDS = pl.DataFrame(
        {
            "organisation": ["RA1", "RB1"],
            "period_start": [D(2016, 1, 1)] * 2,
            "weight": [300.0, 100.0],
        }
    )

    @pytest.mark.parametrize("name", ["engagement", "shmi-annual", "recommend-care"])
    def test_parts_without_a_base_are_refused(self, name):
        with pytest.raises(Refusal, match="OUT-004") as caught:
            panel(self.SCORES, measure(name), units=MERGED)
        assert ("--weights beds" in caught.value.remedy) == (name != "shmi-annual")

    def test_or_left_empty_when_asked(self):
        built = panel(self.SCORES, measure("engagement"), units=MERGED, composites="exclude")
        assert built.frame["value"].to_list() == [None, 3.6]

    def test_or_averaged_by_stated_weights(self):
        built = panel(self.SCORES, measure("engagement"), units=MERGED, weights=self.BEDS)
        assert built.frame["value"].to_list() == [pytest.approx(3.25, abs=1e-12), 3.6]

    def test_a_part_without_a_weight_leaves_the_figure_empty(self):
        built = panel(self.SCORES, measure("engagement"), units=MERGED, weights=self.BEDS.head(1))
        assert built.frame["value"].to_list() == [None, 3.6]

    def test_no_weights_rescue_an_index_without_counts(self):
        with pytest.raises(Refusal, match="OUT-004"):
            panel(self.SCORES, measure("shmi-annual"), units=MERGED, weights=self.BEDS)

    def test_a_single_part_needs_no_weights(self):
        built = panel(self.SCORES, measure("engagement"), units=APART)
        assert built.frame["value"].to_list() == [3.0, 4.0, 3.6]

    def test_many_units_are_named_in_part(self):
        links = combine({(f"RA{i}", f"RB{i}"): D(2017, 1, 1) for i in range(7)}, {}, opened={})
        scores = frame(*[year(f"R{side}{i}", 2016, 3.0) for side in "AB" for i in range(7)])
        with pytest.raises(Refusal, match="and others"):
            panel(
                scores, measure("engagement"), units=Register({}, links).units(as_of=D(2018, 1, 1))
            )

    def test_scores_by_quarter_average_over_time(self):
        scores = frame(*[month("RA1", 2016, n, None, None, float(n)) for n in (1, 2, 3)])
        built = panel(scores, measure("engagement"), units=APART, frequency="quarter")
        assert built.frame["value"].to_list() == [2.0]


class TestDoor:
    def test_an_unknown_measure_is_refused_with_the_list(self):
        with pytest.raises(Refusal, match="OUT-001") as caught:
            measure("happiness")
        assert "engagement" in caught.value.remedy

    def test_nothing_held_is_refused(self):
        with pytest.raises(Refusal, match="OUT-002"):
            panel(frame(), measure("ae-4h"), units=APART)

    def test_rates_know_that_they_are(self):
        assert REGISTRY["ae-4h"].is_rate
        assert not REGISTRY["ae-attendances"].is_rate

    def test_coverage_is_told_in_words(self):
        built = panel(frame(month("RA1", 2019, 6, 1, 2)), measure("ae-4h"), units=APART)
        assert built.notes[0].startswith(
            "A&E attendances dealt with within 4 hours: 1 rows, 1 units"
        )
        assert any("ae-field-test" in note for note in built.notes)


def test_a_stretch_that_nobody_reported_is_told():
    built = panel(
        frame(month("RA1", 2016, 1, 1, 2), month("RA1", 2016, 4, 1, 2)),
        measure("ae-4h"),
        units=APART,
    )
    assert "Nobody has figures between 2016-01-31 and 2016-04-01." in built.notes


months_of_counts = st.lists(
    st.tuples(
        st.sampled_from(["RA1", "RB1", "RN1", "RX1"]),
        st.integers(1, 12),
        st.integers(0, 500),
        st.integers(1, 500),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[:2],
)


@given(months_of_counts, st.randoms(use_true_random=False))
def test_law_nothing_is_lost_and_order_never_matters(rows, rng):
    made = [month(code, 2017, n, min(a, b), b, min(a, b) / b) for code, n, a, b in rows]
    built = panel(frame(*made), measure("ae-4h"), units=MERGED, frequency="quarter")
    rng.shuffle(made)
    again = panel(frame(*made), measure("ae-4h"), units=MERGED, frequency="quarter")
    assert_frame_equal(built.frame, again.frame)
    assert built.frame["denominator"].sum() == sum(row[4] for row in made)
    assert built.frame["numerator"].sum() == sum(row[3] for row in made)
    assert built.frame.select("unit", "period_start").is_unique().all()


@given(months_of_counts)
def test_law_renaming_every_code_changes_no_figure(rows):
    made = [month(code, 2017, n, min(a, b), b) for code, n, a, b in rows]
    renamed = [("Z" + row[0], *row[1:]) for row in made]
    links = combine({("Z" + s.old, "Z" + s.new): s.date for s in LINKS}, {}, opened={})
    there = Register({"ZRA1": None, "ZRB1": None, "ZRN1": None}, links)
    other = type(MERGED)(
        MERGED.as_of,
        {"Z" + a: "Z" + b for a, b in MERGED.of.items()},
        {},
        {"Z" + a: b for a, b in MERGED.closes.items()},
    )
    assert there.successions
    one = panel(frame(*made), measure("ae-4h"), units=MERGED).frame
    two = panel(frame(*renamed), measure("ae-4h"), units=other).frame
    assert_frame_equal(one.drop("unit"), two.drop("unit"))


def test_the_face_has_the_names_it_lists_and_no_others():
    from mutuality import outcomes

    assert all(getattr(outcomes, name) for name in outcomes.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Happiness'"):
        _ = outcomes.Happiness
