"""Evidence strength: where it starts, and each step up or down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mutuality.evidence import Bias, Finding, Prior, strength, synthesise

GOOD = Finding(
    id="A", label="", models=("buddying",), domain="staff", outcome="Absence", measure="sickness",
    better="lower", effect=-0.2, scale="log-ratio", unit="", se=0.02, low=-0.24, high=-0.16,
    direction="favourable", design="randomised", setting="same-system", year_to=2020, sites=30,
    size="", overlap="a", poolable=True, serious_bias=False, outcome_indirect=False,
    dose_response=False, verified=True, citation="A 2020", link="x", note="",
)  # fmt: skip
OTHER = replace(GOOD, id="B", overlap="b")
NO_BIAS = Bias({"randomised": 0.0}, {"same-system": 0.0}, old=0.0, old_before=2005)


@pytest.mark.parametrize(
    ("design", "label"),
    [
        ("randomised", "High"),
        ("quasi-experimental", "Moderate"),
        ("comparative", "Low"),
        ("review", "Low"),
        ("uncontrolled", "Very low"),
        ("self-report", "Very low"),
    ],
)
def test_where_two_sound_studies_start(design: str, label: str):
    pair = [replace(f, design=design) for f in (GOOD, OTHER)]
    assert strength(pair).label == strength(pair).start == label


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"serious_bias": True}, "bias"),
        ({"setting": "us"}, "another health system"),
        ({"outcome_indirect": True}, "another health system"),
        ({"overlap": "same"}, "single study"),
        ({"direction": "null"}, "no clear effect"),
    ],
)
def test_each_weakness_costs_one_step_and_says_why(change: dict[str, object], why: str):
    found = strength([replace(f, **change) for f in (GOOD, OTHER)])
    assert (found.start, found.label) == ("High", "Moderate")
    assert why in found.reasons[1]


def test_opposite_directions_cost_a_step():
    assert strength([GOOD, replace(OTHER, direction="adverse")]).label == "Moderate"


def test_fewer_than_three_sites_start_at_the_bottom():
    assert strength([replace(f, sites=2) for f in (GOOD, OTHER)]).start == "Very low"


@pytest.mark.parametrize("change", [{"dose_response": True}, {"effect": -0.7}])
def test_more_of_it_or_a_large_effect_adds_a_step(change: dict[str, object]):
    pair = [replace(f, design="comparative", low=None, high=None, **change) for f in (GOOD, OTHER)]
    found = strength(pair)
    assert (found.start, found.label) == ("Low", "Moderate")
    assert found.reasons[-1].startswith("Up one")


def test_the_best_design_leads_and_weaker_ones_do_not_drag_it_down():
    weak = replace(GOOD, id="C", overlap="c", design="self-report", direction="adverse")
    assert strength([GOOD, OTHER, weak]).label == "High"


@pytest.mark.parametrize("change", [{"verified": False}, {"poolable": False}])
def test_what_nobody_checked_or_is_no_effect_does_not_count(change: dict[str, object]):
    found = strength([replace(GOOD, **change)])
    assert (found.label, found.findings) == ("None", ())
    assert found.reasons


def test_numbers_show_an_interval_that_holds_benefit_and_harm():
    vague = [replace(f, effect=-0.01, low=-0.3, high=0.3, se=0.15) for f in (GOOD, OTHER)]
    predictive = synthesise(vague, prior=Prior(), bias=NO_BIAS)
    assert "both benefit and harm" in strength(vague, predictive=predictive).reasons[-1]


def test_numbers_show_sites_that_differ_too_much():
    apart = [
        replace(GOOD, id=str(i), overlap=str(i), effect=e, low=None, high=None)
        for i, e in enumerate(np.linspace(-0.6, -0.1, 6))
    ]
    predictive = synthesise(apart, prior=Prior(tau_scale=0.3), bias=NO_BIAS)
    assert any("sites differ" in why for why in strength(apart, predictive=predictive).reasons)
