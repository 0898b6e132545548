"""Who may be compared with, and why the others may not."""

import datetime as dt

import polars as pl
import pytest

from mutuality.evaluation import (
    UNREGISTERED_TRANSFERS,
    DonorRule,
    Treatment,
    choose_donors,
)

START = dt.date(2012, 4, 1)
CHANGE = Treatment("merger-x", "RAA", dt.date(2014, 4, 1), codes=("ROL",))
UNITS = ("RAA", "RBB", "RCC", "RDD", "RJZ", "ROL")


def _choose(make_panel, *, values=None, rule=None, **given):
    panel = make_panel(values or {unit: [0.9] * 16 for unit in UNITS}, START)
    periods = panel["period_end"].unique().sort().to_list()
    return choose_donors(
        panel, treatment=CHANGE, periods=periods, rule=rule or DonorRule(), **given
    )


def _why(donors):
    return {o.unit: o.rule for o in donors.left_out}


def test_everybody_is_a_donor_or_has_a_reason(make_panel):
    found = _choose(make_panel)
    assert found.units == ("RBB", "RCC", "RDD")
    assert _why(found) == {"RJZ": "receiver", "ROL": "party"}
    assert set(found.units) | set(_why(found)) == set(UNITS) - {"RAA"}


def test_receivers_of_unregistered_transfers_are_data():
    """From the contract: background knowledge, used only to exclude."""
    assert {(t.receiver, t.date) for t in UNREGISTERED_TRANSFERS} == {
        ("RJZ", dt.date(2013, 10, 1)),
        ("RJ2", dt.date(2013, 10, 1)),
        ("RJE", dt.date(2014, 11, 1)),
        ("RL4", dt.date(2014, 11, 1)),
    }
    assert {t.status for t in UNREGISTERED_TRANSFERS} == {"background"}
    assert all("not checked" in t.reason for t in UNREGISTERED_TRANSFERS)


def test_receivers_may_be_kept(make_panel):
    assert "RJZ" in _choose(make_panel, rule=DonorRule(exclude_receivers=False)).units
    assert "RJZ" in _choose(make_panel, transfers=()).units


@pytest.mark.parametrize(
    ("effective", "announced", "stays"),
    [
        (dt.date(2012, 3, 31), None, True),
        (dt.date(2012, 4, 1), None, False),
        (dt.date(2016, 3, 31), None, False),
        (dt.date(2016, 4, 1), None, True),
        (dt.date(2017, 4, 1), dt.date(2016, 1, 1), False),
        (dt.date(2017, 4, 1), dt.date(2016, 4, 2), True),
    ],
)
def test_a_unit_that_changed_or_was_about_to_is_no_donor(make_panel, effective, announced, stays):
    """The window runs from 1 April 2012 to 31 March 2016."""
    other = Treatment("merger-y", "RBB+RZZ", effective, announced)
    found = _choose(make_panel, others=[CHANGE, other])
    assert ("RBB" in found.units) is stays


def test_a_gap_bars_a_donor(make_panel):
    values = {unit: [0.9] * 16 for unit in UNITS}
    values["RCC"] = [0.9] * 7 + [None] + [0.9] * 8
    assert _why(_choose(make_panel, values=values))["RCC"] == "incomplete"


def test_neighbours_are_left_out_unless_the_rule_is_off(make_panel):
    systems = {"ROL": "QE1", "RBB": "QE1", "RCC": "QR1", "RDD": None}
    found = _choose(make_panel, systems=systems)
    assert _why(found)["RBB"] == "same-system"
    assert found.units == ("RCC", "RDD")
    off = _choose(make_panel, systems=systems, rule=DonorRule(exclude_same_system=False))
    assert "RBB" in off.units
    assert "same-system" not in off.not_applied


def test_other_kinds_are_left_out_unless_the_rule_is_off(make_panel):
    kinds = {"RAA": "acute", "RBB": "acute", "RCC": "mental health", "RDD": None}
    found = _choose(make_panel, kinds=kinds)
    assert _why(found)["RCC"] == "other-kind"
    assert found.units == ("RBB", "RDD")
    assert "RCC" in _choose(make_panel, kinds=kinds, rule=DonorRule(same_kind=False)).units


def test_rules_without_their_table_are_named(make_panel):
    assert _choose(make_panel).not_applied == ("same-system", "same-kind", "step")
    known = _choose(
        make_panel,
        systems={"RAA": "QE1"},
        kinds={"RAA": "acute"},
        volume=make_panel({"RBB": [1.0] * 16}, START),
    )
    assert known.not_applied == ()


def test_a_table_that_does_not_know_the_party_is_not_applied(make_panel):
    found = _choose(make_panel, systems={"RBB": "QE1"}, kinds={"RBB": "acute"})
    assert found.not_applied == ("same-system", "same-kind", "step")
    assert found.units == ("RBB", "RCC", "RDD")


def _beds(make_panel, size):
    """Everybody falls by 30 % in period 5; RBB also moves by itself in period 9."""
    shared = [500.0] * 5 + [350.0] * 11
    volume = make_panel(dict.fromkeys(UNITS, shared), START).drop("denominator")
    own = pl.when((pl.col("unit") == "RBB") & (pl.col("period_end") > dt.date(2014, 6, 30)))
    return volume.with_columns(value=own.then(pl.col("value") * size).otherwise("value"))


def test_a_step_of_its_own_bars_a_donor(make_panel):
    found = _choose(make_panel, volume=_beds(make_panel, 1.21))
    assert _why(found)["RBB"] == "step"
    assert "21%" in found.left_out[0].detail
    assert "RBB" in _choose(make_panel, volume=_beds(make_panel, 1.19)).units
    loose = DonorRule(largest_step=0.25)
    assert "RBB" in _choose(make_panel, volume=_beds(make_panel, 1.21), rule=loose).units


def test_the_denominator_of_a_rate_is_its_volume(make_panel):
    rate = _beds(make_panel, 1.5).with_columns(denominator="value", value=pl.lit(0.9))
    assert _why(_choose(make_panel, volume=rate))["RBB"] == "step"


def test_all_rules_that_a_unit_fails_are_listed(make_panel):
    values = {unit: [0.9] * 16 for unit in UNITS}
    values["RJZ"] = [0.9] * 3
    found = _choose(make_panel, values=values, exclusions=("RJZ", "RBB"))
    failed = {o.unit: (o.rule, *o.also) for o in found.left_out}
    assert failed["RJZ"] == ("protocol", "incomplete", "receiver")
    assert failed["RBB"] == ("protocol",)


def test_the_attrition_table_has_a_row_for_each_unit_left_out(make_panel):
    table = _choose(make_panel).attrition()
    assert table.columns == ["unit", "rule", "detail", "also"]
    assert table["unit"].to_list() == ["RJZ", "ROL"]
    assert table["detail"][0] == "took over services of RYQ"
