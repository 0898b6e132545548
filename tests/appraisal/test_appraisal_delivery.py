"""Delivery: more change, more risk, as a prior that can be switched off."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import expit
from small_case import BASELINES, DEFAULTS, MODELS, altered, document, option, run

from mutuality.appraisal import parse_case
from mutuality.appraisal.delivery import FACTORS, Outcome, change, deliver, undertakings
from mutuality.appraisal.draws import Stream
from mutuality.appraisal.variants import MAIN, VARIANTS
from mutuality.base import Refusal

BY_NAME = {variant.id: variant for variant in (MAIN, *VARIANTS)}
CATALOGUE = {model.id: model for model in MODELS}
STREAM = Stream(5, 0, 20_000)
CERTAIN = altered(
    delivery={"a0": {"mean": 1.7, "sd": 0}, "b": {"mean": 1.5, "sd": 0}},
    readiness=dict.fromkeys(FACTORS, 0.0),
)


def outcome(variant: str = "main", *, defaults: Any = DEFAULTS, **more: Any) -> Outcome:
    model, ready = more.pop("model", "merger"), more.pop("ready", {})
    doc = document(option=[option("it", model, **more)], readiness=ready)
    case = parse_case(doc)
    task = undertakings(case, CATALOGUE, defaults)["it"]
    return deliver(task, case=case, defaults=defaults, variant=BY_NAME[variant], stream=STREAM)


@pytest.mark.parametrize(
    ("variant", "degree"),
    [
        ("main", 21 / 24),
        ("degree-off", 0.0),
        ("degree-step", 0.58),
        ("degree-halved", 21 / 48),
        ("degree-doubled", 21 / 12),
    ],
)
def test_the_odds_and_the_share_follow_the_formula(variant: str, degree: float):
    """20,000 Bernoulli draws: standard error at most 0.0036; Beta mean SE below 0.0013."""
    found = outcome(variant, defaults=CERTAIN)
    assert found.degree == pytest.approx(degree)
    assert found.delivered.mean() == pytest.approx(expit(1.7 - 1.5 * degree), abs=0.011)
    assert found.realised.mean() == pytest.approx(expit(0.8 - 1.2 * degree), abs=0.004)


def test_below_the_threshold_a_step_counts_nothing():
    assert outcome("degree-step", model="buddying").degree == 0


def test_promises_kept_in_full():
    found = outcome("promises-kept")
    assert set(found.share) == {1.0}
    assert set(found.overrun) == {0.0}


def test_business_as_usual_happens_by_itself():
    found = outcome(model="business-as-usual")
    assert set(found.share) == {1.0}
    assert found.degree == 0


def test_time_is_the_plan_times_a_log_normal():
    """Median 1.5 times the plan; 20,000 draws of log SD 0.4 give the log median to 0.0035."""
    found = outcome(planned_months=10.0)
    assert np.median(found.months) == pytest.approx(15, rel=0.015)
    assert np.std(np.log(found.months)) == pytest.approx(0.4, rel=0.03)
    assert found.overrun.min() == 0
    usual = outcome().months
    assert np.median(usual) == pytest.approx(36, rel=0.015), "24 months are usual for a merger"


@pytest.mark.parametrize(
    ("ready", "nature", "odds"),
    [
        ({"relationships": [1, 1]}, None, 0.5),
        ({"culture": [-1, -1], "capacity": [0.5, 0.5]}, None, -0.2),
        ({}, "voluntary", 0.2),
        ({}, "mandated", -0.2),
    ],
)
def test_readiness_moves_the_odds(ready: dict[str, Any], nature: str | None, odds: float):
    named = {name: [0, 0] for name in
             ("relationships", "quality_focus", "culture", "leadership", "capacity")}  # fmt: skip
    certain = altered(delivery={"a0": {"mean": 1.7, "sd": 0}, "b": {"mean": 1.5, "sd": 0}})
    more = {"nature": nature} if nature else {}
    found = outcome(defaults=certain, ready=named | ready, **more)
    expected = expit(1.7 - 1.5 * 21 / 24 + odds)
    assert found.delivered.mean() == pytest.approx(expected, abs=0.011)


def test_a_degree_can_be_overridden_with_a_reason():
    found = run(
        document(
            option=[
                *document()["option"][:3],
                option("merge", "merger", degree={"employer": 0, "reason": "No transfer."}),
            ]
        )
    )
    merge = found.options[3]
    assert merge.degree == pytest.approx(18 / 24)
    assert merge.degree_reason == "No transfer."


def test_what_arrives_follows_the_formula():
    """x = D R theta + (1 - D) phi - dip G overrun, in three draws worked by hand."""
    case = parse_case(document())
    stream = Stream(1, 0, 3)
    noise = stream.normal("failure", "care")
    made = Outcome(
        delivered=np.array([1.0, 1.0, 0.0]),
        realised=np.array([0.5, 1.0, 0.7]),
        months=np.zeros(3),
        overrun=np.array([0.0, 2.0, 0.0]),
        degree=0.5,
    )
    found = change(
        np.array([10.0, 10.0, 10.0]),
        made,
        criterion=case.criterion("care"),
        sd=4.0,
        defaults=DEFAULTS,
        stream=stream,
    )
    by_hand = [5.0, 10.0 - 4 * 0.05 * 0.5 * 2, 4 * (-0.10 * 0.5 + 0.05 * noise[2])]
    assert found == pytest.approx(by_hand)


def test_an_unknown_model_is_refused_with_those_that_are_known():
    with pytest.raises(Refusal) as refused:
        run(document(option=[*document()["option"], option("x", "alliance")]))
    assert refused.value.code == "APP-004"
    assert "merger" in refused.value.remedy
    assert "option 'x'" in refused.value.where


def test_a_catalogue_may_be_a_mapping():
    assert run(document(), models=CATALOGUE).as_dict() == run(document()).as_dict()


@pytest.mark.parametrize("count", [0, 2])
def test_business_as_usual_stands_exactly_once(count: int):
    options = document()["option"]
    usual = [option(f"usual-{n}", "business-as-usual") for n in range(count)]
    with pytest.raises(Refusal) as refused:
        run(document(option=[*usual, *options[1:]]), baselines=BASELINES)
    assert refused.value.code == "APP-005"


def test_the_defaults_are_checked_and_carry_their_author():
    assert DEFAULTS.author == "The Mutuality founders"
    assert DEFAULTS.date.isoformat() == "2026-11-22"
    with pytest.raises(Refusal) as refused:
        altered(
            value={"tie_points": -1}, cost={"optimism": {"x": {"low": 1, "high": 0, "source": "s"}}}
        )
    assert refused.value.code == "APP-007"
    assert "value.tie_points" in refused.value.problem
    assert "highest must not be below" in refused.value.problem
