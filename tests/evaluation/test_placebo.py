"""The difference in differences, and what placebos say of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.evaluation.placebo import placebo_test, rank_among

BEFORE, AFTER = 16, 8


def _noise(rng: np.random.Generator, units: int, rho: float = 0.5) -> np.ndarray:
    shocks = rng.standard_normal((BEFORE + AFTER, units))
    for row in range(1, len(shocks)):
        shocks[row] += rho * shocks[row - 1]
    return shocks


def _worked() -> np.ndarray:
    """Four units, two periods before and one after, small enough for paper and pencil."""
    return np.array([[1.0, 1, 2, 3], [1, 1, 2, 3], [5, 2, 2, 5]])


def test_estimate_is_the_difference_in_differences():
    """The unit rose by 4, the donors by 1, 0 and 2, so by 1 on average: 3 more."""
    assert placebo_test(_worked(), treated=0, before=2).estimate == pytest.approx(3)


def test_rank_and_p_by_hand():
    """Placebos: 1-1=0, 0-1.5=-1.5, 2-0.5=1.5. Ours is the largest of four."""
    found = placebo_test(_worked(), treated=0, before=2)
    assert (found.rank, found.p, found.p_floor) == (1, 0.25, 0.25)
    assert found.standard_error == pytest.approx(math.sqrt((0 + 1.5**2 + 1.5**2) / 3))


def test_fewer_than_nineteen_donors_give_no_bound():
    rng = np.random.default_rng(1)
    assert placebo_test(_noise(rng, 19), treated=0, before=BEFORE).interval[1] == math.inf
    assert math.isfinite(placebo_test(_noise(rng, 20), treated=0, before=BEFORE).interval[1])


def test_short_stretches_are_not_studentised():
    noise = _noise(np.random.default_rng(2), 25)
    assert placebo_test(noise, treated=0, before=8).is_studentised
    assert not placebo_test(noise, treated=0, before=7).is_studentised


def test_a_noiseless_panel_is_not_studentised_and_gives_the_effect_exactly():
    levels, times = np.arange(21.0), np.arange(BEFORE + AFTER, dtype=float)
    outcomes = levels + np.sin(times)[:, None]
    outcomes[BEFORE:, 4] += 0.7
    found = placebo_test(outcomes, treated=4, before=BEFORE)
    assert found.estimate == pytest.approx(0.7, abs=1e-12)
    assert not found.is_studentised
    assert found.smallest_seen == pytest.approx(0, abs=1e-12)


def test_ties_count_against_us():
    assert rank_among(2.0, np.array([1.0, 2.0, 2.0, 3.0])) == (4, 0.8)


def _null_p(rng: np.random.Generator, donors: int, *, pooled: int) -> float:
    """The treated unit is the mean of `pooled` ordinary ones: a merged body is less noisy."""
    sizes = rng.uniform(0.5, 2.0, donors + pooled)
    noise = _noise(rng, donors + pooled) * sizes
    merged = noise[:, :pooled].mean(axis=1)
    return placebo_test(np.column_stack([merged, noise[:, pooled:]]), treated=0, before=BEFORE).p


@pytest.mark.parametrize("pooled", [1, 2])
def test_null_p_values_are_uniform(pooled):
    """1,000 panels in which nothing happened, bodies of unequal noise, 39 donors.

    The share of false alarms at 5 % has a standard deviation of 0.7 points, so 2.9 to 7.1 is three
    of them either way. With 40 ranks a uniform p has mean 0.5125, and 0.028 is three standard
    deviations of the mean.
    """
    rng = np.random.default_rng(20261122)
    p = np.array([_null_p(rng, 39, pooled=pooled) for _ in range(1000)])
    assert 0.029 <= (p <= 0.05).mean() <= 0.071
    assert abs(p.mean() - 0.5125) < 0.028
    assert abs((p <= 0.5).mean() - 0.5) < 0.05


def test_without_studentising_a_pooled_pair_would_never_stand_out():
    """Why we divide: on one scale the bar is set by noisy single bodies."""
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(300):
        noise = _noise(rng, 42)
        outcomes = np.column_stack([noise[:, :3].mean(axis=1), noise[:, 3:]])
        gaps = outcomes - outcomes[:, 1:].mean(axis=1, keepdims=True)
        shift = np.abs(gaps[BEFORE:].mean(axis=0) - gaps[:BEFORE].mean(axis=0))
        alarms += rank_among(float(shift[0]), shift[1:])[1] <= 0.05
    assert alarms / 300 < 0.01


def test_smallest_seen_is_seen_four_times_in_five():
    """Add to each of 600 empty panels the effect that it says it could have seen.

    A share of 600 has a standard deviation of 1.6 points, so 75 to 85 is three of them either way.
    """
    rng = np.random.default_rng(11)
    seen = 0
    for _ in range(600):
        outcomes = _noise(rng, 60)
        promise = placebo_test(outcomes, treated=0, before=BEFORE).smallest_seen
        outcomes[BEFORE:, 0] += promise
        seen += placebo_test(outcomes, treated=0, before=BEFORE).p <= 0.05
    assert 0.75 <= seen / 600 <= 0.85


def test_a_drift_before_the_change_is_found():
    outcomes = _noise(np.random.default_rng(3), 40) * 0.1
    outcomes[:, 0] += 0.2 * np.arange(BEFORE + AFTER)
    assert placebo_test(outcomes, treated=0, before=BEFORE).pre_trend_p == pytest.approx(1 / 40)


def test_a_slump_just_before_the_change_is_found():
    outcomes = _noise(np.random.default_rng(4), 40) * 0.1
    outcomes[BEFORE - 4 : BEFORE, 0] -= 3
    found = placebo_test(outcomes, treated=0, before=BEFORE)
    assert found.late_shift_p == pytest.approx(1 / 40)
    assert found.late_shift < -2


@given(seed=st.integers(0, 2**32 - 1), scale=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_changing_the_unit_of_measurement_changes_nothing_but_the_unit(seed, scale, shift):
    outcomes = _noise(np.random.default_rng(seed), 24)
    one = placebo_test(outcomes, treated=0, before=BEFORE)
    two = placebo_test(outcomes * scale + shift, treated=0, before=BEFORE)
    assert two.estimate == pytest.approx(one.estimate * scale, rel=1e-7, abs=1e-9 * scale)
    assert two.smallest_seen == pytest.approx(one.smallest_seen * scale, rel=1e-6)
    assert two.rank == one.rank


@given(seed=st.integers(0, 2**32 - 1), units=st.integers(20, 70), effect=st.floats(-6, 6))
def test_the_interval_leaves_zero_out_exactly_when_p_is_five_per_cent(seed, units, effect):
    outcomes = _noise(np.random.default_rng(seed), units)
    outcomes[BEFORE:, 0] += effect
    found = placebo_test(outcomes, treated=0, before=BEFORE)
    assert (not found.interval[0] <= 0 <= found.interval[1]) is (found.p <= 0.05)


@given(seed=st.integers(0, 2**32 - 1), data=st.data())
def test_the_order_of_the_donors_never_matters(seed, data):
    outcomes = _noise(np.random.default_rng(seed), 24)
    order = data.draw(st.permutations(range(24)))
    one = placebo_test(outcomes, treated=0, before=BEFORE)
    two = placebo_test(outcomes[:, order], treated=order.index(0), before=BEFORE)
    assert two.estimate == pytest.approx(one.estimate, rel=1e-9, abs=1e-12)
    assert two.interval == pytest.approx(one.interval, rel=1e-9)
    assert two.rank == one.rank
