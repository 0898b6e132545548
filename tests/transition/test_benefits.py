"""Spec: a promise has a baseline or says that it has none, and no target that nobody set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from mutuality.base import Refusal
from mutuality.transition import Baseline, BenefitsRegister, promise


@dataclass(frozen=True)
class Criterion:
    id: str
    name: str
    measure: str | None


CRITERIA = [
    Criterion("waits", "Shorter waits", "rtt-over-18"),
    Criterion("staff", "Staff would recommend it", "engagement"),
    Criterion("trust", "Partners trust each other", None),
]
BASELINES = {"rtt-over-18": (8123.0, "March 2024", "NHS England, RTT")}


def test_a_benefit_starts_from_the_panel_or_says_that_it_has_no_baseline() -> None:
    register = promise(CRITERIA, option="buddy", baselines=BASELINES, due=dt.date(2029, 3, 31))
    waits, staff, trust = register.benefits

    assert waits.baseline == Baseline(8123.0, "March 2024", "NHS England, RTT")
    assert waits.status == "no signal yet"
    assert "did not change" in waits.counterfactual
    assert (staff.baseline, staff.status) == (None, "no baseline")
    assert (trust.measure, trust.status) == ("not supplied", "no baseline")
    assert "To be agreed" in trust.counterfactual
    assert register.without_baseline == ("staff", "trust")


def test_nobody_is_made_an_owner_and_nothing_a_target_by_default() -> None:
    waits = promise(CRITERIA, option="buddy", baselines=BASELINES).benefits[0]

    assert (waits.owner, waits.target, waits.due) == ("not supplied", None, None)


def test_owners_and_targets_go_by_criterion() -> None:
    waits = promise(
        CRITERIA,
        option="buddy",
        baselines=BASELINES,
        owners={"waits": "Operations director"},
        targets={"waits": 6000.0},
    ).benefits[0]

    assert (waits.owner, waits.target) == ("Operations director", 6000.0)


def test_a_target_for_nothing_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        promise(CRITERIA, option="buddy", baselines={}, targets={"speed": 1.0})

    assert refused.value.code == "TRA-009"


def test_a_benefit_promised_twice_is_refused() -> None:
    benefit = promise(CRITERIA, option="buddy", baselines={}).benefits[0]

    with pytest.raises(Refusal) as refused:
        BenefitsRegister("buddy", (benefit, replace(benefit, title="Again")))

    assert refused.value.code == "TRA-008"
