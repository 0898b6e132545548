"""The clean stretch around a change."""

import datetime as dt

import polars as pl
import pytest

from mutuality.evaluation import Treatment, default_protocol
from mutuality.evaluation.windows import window

START = dt.date(2010, 4, 1)
PLAN = default_protocol("ga-occupancy", domain="efficiency")


def _window(make_panel, effective, *, series=None, plan=PLAN, disturbed=(), panel=None):
    values = {"RAA": series or [0.9] * 40, "RBB": [0.9] * 40}
    frame = make_panel(values, START) if panel is None else panel
    change = Treatment("merger-x", "RAA", effective)
    return window(frame, treatment=change, protocol=plan, disturbed=disturbed)


def test_takes_sixteen_quarters_before_and_eight_after(make_panel):
    found = _window(make_panel, dt.date(2015, 4, 1))
    assert (len(found.before), len(found.after)) == (16, 8)
    assert found.before[-1] == dt.date(2015, 3, 31)
    assert found.after[0] == dt.date(2015, 6, 30)
    assert (found.start, found.end) == (dt.date(2011, 4, 1), dt.date(2017, 3, 31))
    assert found.periods == found.before + found.after


@pytest.mark.parametrize(
    ("effective", "last_before", "first_after"),
    [
        (dt.date(2015, 4, 2), dt.date(2015, 3, 31), dt.date(2015, 6, 30)),
        (dt.date(2015, 4, 8), dt.date(2015, 3, 31), dt.date(2015, 6, 30)),
        (dt.date(2015, 4, 9), dt.date(2015, 3, 31), dt.date(2015, 9, 30)),
        (dt.date(2015, 6, 1), dt.date(2015, 3, 31), dt.date(2015, 9, 30)),
    ],
)
def test_a_quarter_that_the_change_cuts_is_on_neither_side(
    make_panel, effective, last_before, first_after
):
    """A legal date in the first week opens the quarter; later dates leave the quarter out."""
    found = _window(make_panel, effective)
    assert (found.before[-1], found.after[0]) == (last_before, first_after)


def test_anticipation_leaves_the_last_quarters_out(make_panel):
    plan = default_protocol("x", domain="efficiency")
    plan = type(plan)(question="", measure="x", domain="efficiency", anticipation=2)
    assert _window(make_panel, dt.date(2015, 4, 1), plan=plan).before[-1] == dt.date(2014, 9, 30)


def test_more_anticipation_than_there_is_leaves_nothing(make_panel):
    plan = type(PLAN)(question="", measure="x", domain="efficiency", anticipation=50)
    assert _window(make_panel, dt.date(2015, 4, 1), plan=plan).before == ()


def test_a_year_that_nobody_reported_beside_the_change_is_no_window(make_panel):
    """A&E: nothing from January 2020 to March 2021. A change in between has no period before."""
    values = {"RAA": [0.9] * 40, "RBB": [0.9] * 40}
    whole = make_panel(values, START)
    hole = pl.col("period_start").is_between(dt.date(2015, 1, 1), dt.date(2016, 3, 31))
    found = _window(make_panel, dt.date(2016, 4, 1), panel=whole.filter(~hole))
    assert found.before == ()
    assert found.why_start == "nobody has figures between 2014-12-31 and 2016-04-01"
    assert len(found.after) == 8
    found = _window(make_panel, dt.date(2015, 1, 1), panel=whole.filter(~hole))
    assert found.after == ()
    assert found.why_end == "nobody has figures between 2015-01-01 and 2016-04-01"


def test_a_gap_ends_the_stretch(make_panel):
    series = [0.9] * 40
    series[14] = None
    series[24] = float("nan")
    found = _window(make_panel, dt.date(2015, 4, 1), series=series)
    assert (len(found.before), len(found.after)) == (5, 4)
    assert found.why_start == "there is no figure in the period to 2013-12-31"
    assert found.why_end == "there is no figure in the period to 2016-06-30"


def test_a_missing_part_ends_the_stretch(make_panel):
    panel = make_panel({"RAA": [0.9] * 40}, START).with_columns(
        parts_expected=pl.when(pl.col("period_end") < dt.date(2015, 1, 1)).then(2).otherwise(1),
        parts_present=pl.when(pl.col("period_end") == dt.date(2014, 6, 30))
        .then(1)
        .when(pl.col("period_end") < dt.date(2015, 1, 1))
        .then(2)
        .otherwise(1),
    )
    found = _window(make_panel, dt.date(2015, 4, 1), panel=panel)
    assert len(found.before) == 3
    assert found.why_start == "only 1 of 2 parts have figures in the period to 2014-06-30"


def test_a_period_that_nobody_reported_ends_the_stretch(make_panel):
    """As A&E figures do from January 2020 to March 2021 in the files we hold."""
    panel = make_panel({"RAA": [0.9] * 40}, START).filter(
        ~pl.col("period_end").is_between(dt.date(2016, 1, 1), dt.date(2016, 6, 30))
    )
    found = _window(make_panel, dt.date(2015, 4, 1), panel=panel)
    assert len(found.after) == 3
    assert found.why_end == "nobody has figures between 2015-12-31 and 2016-07-01"


def test_another_change_ends_the_stretch_on_its_side(make_panel):
    others = [(dt.date(2013, 2, 1), "merger-early"), (dt.date(2016, 7, 1), "merger-late")]
    found = _window(make_panel, dt.date(2015, 4, 1), disturbed=others)
    assert (found.before[0], found.after[-1]) == (dt.date(2013, 6, 30), dt.date(2016, 6, 30))
    assert found.why_start == "merger-early met the same body on 2013-02-01"
    assert found.why_end == "merger-late met the same body on 2016-07-01"


def test_another_change_on_the_same_day_leaves_no_after(make_panel):
    found = _window(make_panel, dt.date(2015, 4, 1), disturbed=[(dt.date(2015, 4, 1), "split-y")])
    assert found.after == ()


def test_says_where_the_figures_begin_and_end(make_panel):
    found = _window(make_panel, dt.date(2011, 4, 1), series=[0.9] * 9)
    assert (len(found.before), len(found.after)) == (4, 5)
    assert found.why_start == "the figures begin there"
    assert found.why_end == "there is no figure in the period to 2012-09-30"
    assert _window(make_panel, dt.date(2019, 4, 1)).why_end == "the figures end there"


def test_a_body_without_figures_has_no_stretch(make_panel):
    found = _window(make_panel, dt.date(2030, 4, 1), panel=make_panel({"RBB": [0.9] * 4}, START))
    assert found.periods == ()
    assert found.start == found.end == dt.date(2030, 4, 1)
