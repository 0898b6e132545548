"""A plan that cannot be changed without showing."""

import dataclasses
import datetime as dt

import pytest

from mutuality.base import Refusal
from mutuality.evaluation import DonorRule, Protocol, Treatment, default_protocol


def test_the_same_plan_has_the_same_seal():
    one = default_protocol("ga-occupancy", domain="efficiency", changes=("merger-x",))
    two = default_protocol("ga-occupancy", domain="efficiency", changes=("merger-x",))
    assert one.seal == two.seal


@pytest.mark.parametrize(
    "change",
    [
        {"question": "Another?"},
        {"changes": ("merger-y",)},
        {"before": 12},
        {"after": 9},
        {"anticipation": 1},
        {"scale": "log"},
        {"exclusions": ("RAA",)},
        {"donor_rule": DonorRule(exclude_same_system=False)},
        {"donor_rule": DonorRule(largest_step=0.3)},
    ],
)
def test_every_choice_moves_the_seal(change):
    plan = default_protocol("ga-occupancy", domain="efficiency")
    assert dataclasses.replace(plan, **change).seal != plan.seal


@pytest.mark.parametrize(
    ("frequency", "before", "after"), [("month", 24, 24), ("quarter", 8, 8), ("year", 2, 1)]
)
def test_defaults_by_frequency(frequency, before, after):
    plan = default_protocol("m", domain="staff", frequency=frequency)
    assert (plan.min_before, plan.min_after) == (before, after)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("min_before", 1),
        ("min_before", 17),
        ("min_after", 0),
        ("min_after", 9),
        ("anticipation", -1),
        ("donor_rule", DonorRule(largest_step=0)),
        ("donor_rule", DonorRule(fewest=1)),
    ],
)
def test_eva_015_a_plan_that_cannot_be_met(field, value):
    with pytest.raises(Refusal) as caught:
        Protocol(question="", measure="m", domain="staff", **{field: value})
    assert caught.value.code == "EVA-015"
    assert caught.value.where.startswith(field)


def test_eva_016_announced_after_it_happened():
    with pytest.raises(Refusal) as caught:
        Treatment("merger-x", "RAA", dt.date(2015, 4, 1), announced=dt.date(2015, 5, 1))
    assert caught.value.code == "EVA-016"


def test_a_treatment_knows_its_codes_and_when_it_may_first_be_felt():
    change = Treatment("merger-x", "R0A+RM3", dt.date(2017, 10, 1), codes=("RM2", "RW3"))
    assert change.all_codes == {"R0A", "RM3", "RM2", "RW3"}
    assert change.starts == dt.date(2017, 10, 1)
    known = dataclasses.replace(change, announced=dt.date(2016, 6, 1))
    assert known.starts == dt.date(2016, 6, 1)
