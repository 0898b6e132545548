"""Synthesis against oracles: inverse variance, exact sums, coverage, and what cannot be pooled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.evidence import (
    Bias,
    Finding,
    Prior,
    count_once,
    synthesise,
    why_not_a_number,
)
from mutuality.evidence.synthesis import _posterior

BASE = Finding(
    id="A", label="", models=("merger",), domain="staff", outcome="Absence", measure="sickness",
    better="lower", effect=0.08, scale="log-ratio", unit="log ratio", se=0.03, low=None, high=None,
    direction="adverse", design="quasi-experimental", setting="same-system", year_to=2010,
    sites=50, size="", overlap="a", poolable=True, serious_bias=False, outcome_indirect=False,
    dose_response=False, verified=True, citation="A 2010", link="x", note="",
)  # fmt: skip
NONE = Bias(
    {"quasi-experimental": 0.0, "randomised": 0.0}, {"same-system": 0.0}, old=0.0, old_before=2005
)


def studies(*pairs: tuple[float, float]) -> list[Finding]:
    return [
        replace(BASE, id=f"S{i}", overlap=f"s{i}", effect=effect, se=se)
        for i, (effect, se) in enumerate(pairs)
    ]


def test_a_wide_prior_and_no_difference_between_sites_give_the_inverse_variance_mean():
    """Limit V0 to infinity, tau to 0. Tolerance: the prior's pull, of order se^2 / V0 = 1e-9."""
    pairs = [(0.10, 0.02), (-0.05, 0.04), (0.20, 0.10)]
    found = synthesise(studies(*pairs), prior=Prior(sd=1e3, tau_scale=1e-6), bias=NONE)
    weights = np.array([se**-2 for _, se in pairs])
    mean = weights @ [effect for effect, _ in pairs] / weights.sum()
    assert found.mean == pytest.approx(mean, abs=1e-8)
    assert found.sd == pytest.approx(weights.sum() ** -0.5, rel=1e-5)


def test_no_study_leaves_the_prior():
    """Variance of the predictive: V0 + E[tau^2] = 0.04 + 0.01; the grid is exact to 1e-4."""
    found = synthesise([], prior=Prior(), bias=NONE)
    assert found.mean == 0
    assert found.sd**2 == pytest.approx(0.05, rel=1e-3)
    assert (found.studies, found.information) == (0, 0.0)


def test_studies_inform_and_the_grid_agrees_with_brute_force():
    """A second, slower way: the joint density of mu and tau summed on a fine square grid."""
    pairs = [(0.10, 0.05), (0.02, 0.08), (-0.12, 0.10)]
    found = synthesise(studies(*pairs), prior=Prior(), bias=NONE)
    mu = np.linspace(-1.2, 1.2, 2401)[:, None]
    tau = ((np.arange(1000) + 0.5) * 0.5 / 1000)[None, :]
    log = -0.5 * (mu / 0.2) ** 2 - 0.5 * (tau / 0.1) ** 2
    for effect, se in pairs:
        spread = se**2 + tau**2
        log = log - 0.5 * (effect - mu) ** 2 / spread - 0.5 * np.log(spread)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = float((weight * mu).sum())
    sd = float(np.sqrt((weight * (tau**2 + (mu - mean) ** 2)).sum()))
    assert found.mean == pytest.approx(mean, abs=2e-4)
    assert found.sd == pytest.approx(sd, rel=2e-3)
    assert 0 < found.information < 1


def test_intervals_for_a_new_site_cover_nine_times_in_ten():
    """1,000 worlds from the prior itself, so 90 per cent is exact; tolerance 2 points (2 SE)."""
    rng = np.random.default_rng(20261122)
    prior, noise = Prior(), np.array([0.05, 0.08, 0.06, 0.1, 0.07]) ** 2
    hits = 0
    for _ in range(1000):
        tau = abs(rng.normal(0, prior.tau_scale))
        mu = rng.normal(prior.mean, prior.sd)
        effects = rng.normal(mu, np.sqrt(noise + tau**2))
        low, high = _posterior(effects, noise, prior, ("x",) * 5).interval()
        hits += low <= rng.normal(mu, tau) <= high
    assert 0.88 <= hits / 1000 <= 0.92


def test_draws_follow_the_predictive():
    """20,000 draws: standard error of the mean about sd / 141, so 3 SE is about 0.004."""
    rng = np.random.default_rng(1)
    found = synthesise(studies((0.1, 0.05), (0.0, 0.05)), prior=Prior(), bias=NONE)
    draws = found.draws(rng.random(20_000), rng.random(20_000))
    assert draws.mean() == pytest.approx(found.mean, abs=0.004)
    low, high = found.interval()
    assert np.mean((draws > low) & (draws < high)) == pytest.approx(0.9, abs=0.01)


def test_the_average_is_surer_than_the_next_site():
    found = synthesise(studies((0.1, 0.05), (0.0, 0.05)), prior=Prior(), bias=NONE)
    low, high = found.mean_interval()
    assert high - low < np.subtract(*found.interval()[::-1])
    assert 0 < found.tau < 0.2


@given(factor=st.floats(1.1, 100))
def test_more_bias_means_less_information(factor: float):
    biased = Bias({"quasi-experimental": 0.05}, {"same-system": 0.0}, old=0.0, old_before=2005)
    few = studies((0.1, 0.03), (0.1, 0.03))
    plain = synthesise(few, prior=Prior(), bias=biased)
    more = synthesise(few, prior=Prior(), bias=biased.scaled(factor))
    assert more.information < plain.information
    assert abs(more.mean) < abs(plain.mean)


def test_bias_adds_in_quadrature_and_old_data_add_their_own():
    bias = Bias({"quasi-experimental": 0.05}, {"us": 0.10}, old=0.05, old_before=2005)
    recent = replace(BASE, setting="us")
    assert bias.sd(recent) == pytest.approx(np.sqrt(0.05**2 + 0.10**2))
    assert bias.sd(replace(recent, year_to=None)) == bias.sd(recent)
    old = bias.scaled(2).sd(replace(recent, year_to=2000))
    assert old == pytest.approx(2 * np.sqrt(0.05**2 + 0.10**2 + 0.05**2))


def test_one_study_counts_once_by_its_best_finding():
    weaker = replace(BASE, id="B", design="uncontrolled", se=0.001)
    vaguer = replace(BASE, id="C", se=None)
    apart = replace(BASE, id="D", overlap="d")
    assert [f.id for f in count_once([vaguer, weaker, apart, BASE])] == ["A", "D"]
    twice = synthesise([BASE, vaguer, apart], prior=Prior(), bias=NONE)
    assert twice.findings == ("A", "D")


def test_effects_without_errors_and_mixed_scales_are_refused():
    with pytest.raises(Refusal) as refused:
        synthesise([replace(BASE, se=None)], prior=Prior(), bias=NONE)
    assert refused.value.code == "EVI-005"
    mixed = [BASE, replace(BASE, id="B", overlap="b", scale="sd")]
    with pytest.raises(Refusal) as refused:
        synthesise(mixed, prior=Prior(), bias=NONE)
    assert refused.value.code == "EVI-006"


@pytest.mark.parametrize(
    ("change", "given", "why"),
    [
        ({}, {}, None),
        ({"scale": "sd"}, {}, None),
        ({"verified": False}, {}, "nobody has checked"),
        ({"poolable": False}, {}, "not the effect"),
        ({"effect": None, "scale": "direction"}, {}, "direction and no size"),
        ({"se": None}, {}, "no standard error"),
        ({}, {"measure": "shmi"}, "something else"),
        ({}, {"measure": None}, "something else"),
        ({"scale": "pp", "unit": "percentage points"}, {}, "in percentage points"),
        ({"scale": "natural", "unit": ""}, {}, "in natural"),
        ({}, {"level": None}, "today's figure"),
        ({}, {"level": 0.0}, "today's figure"),
        ({"scale": "sd"}, {"spread": None}, "standard deviations"),
    ],
)
def test_why_a_finding_is_no_number(
    change: dict[str, object], given: dict[str, object], why: str | None
):
    criterion = {"measure": "sickness", "level": 0.05, "spread": 0.01} | given
    told = why_not_a_number(replace(BASE, **change), **criterion)
    assert told is None if why is None else why in told
