"""The mix of donors that tracked a unit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from mutuality.evaluation.synthetic import mix, simplex_weights, synthetic_control

NAMES = tuple(f"R{i:02d}" for i in range(40))


def _panel(seed: int, periods: int, units: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    factors = rng.standard_normal((periods, 2)).cumsum(axis=0)
    return factors @ rng.standard_normal((2, units)) + rng.standard_normal((periods, units))


def test_a_mixture_without_noise_is_recovered():
    donors = _panel(1, 30, 6)
    truth = np.array([0.5, 0.3, 0.2, 0, 0, 0])
    assert simplex_weights(donors, donors @ truth) == pytest.approx(truth, abs=1e-9)


def test_the_effect_on_a_mixture_without_noise_is_recovered():
    donors = _panel(2, 30, 6)
    target = donors @ np.array([0.5, 0.3, 0.2, 0, 0, 0])
    target[20:] += 1.5
    found = synthetic_control(
        np.column_stack([target, donors]), units=NAMES[:7], treated=0, before=20
    )
    assert found.estimate == pytest.approx(1.5, abs=1e-8)
    assert [name for name, weight in found.weights if weight > 1e-9] == ["R01", "R02", "R03"]


def test_a_perfect_fit_is_not_ranked():
    donors = _panel(2, 30, 6)
    found = synthetic_control(
        np.column_stack([donors.mean(axis=1), donors]), units=NAMES[:7], treated=0, before=20
    )
    assert (found.rank, found.p) == (None, None)


def test_a_donor_that_equals_the_target_takes_all_the_weight():
    donors = _panel(3, 12, 5)
    assert simplex_weights(donors, donors[:, 2]) == pytest.approx([0, 0, 1, 0, 0], abs=1e-12)


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    periods=st.integers(2, 30),
    units=st.integers(1, 40),
    scale=st.floats(1e-6, 1e6),
)
def test_weights_meet_the_conditions_of_an_optimum(seed, periods, units, scale):
    """Karush, Kuhn and Tucker: with these, no other mix fits better. No solver is asked."""
    panel = _panel(seed, periods, units + 1) * scale
    target, donors = panel[:, 0], panel[:, 1:]
    weights = simplex_weights(donors, target)
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)
    slope = donors.T @ (donors @ weights - target) / scale**2
    room = slope - slope[weights > 0].max()
    assert room.min() > -1e-7 * max(1.0, float(np.abs(slope).max()))


def test_agrees_with_a_general_optimiser():
    """SLSQP stops at about 1e-6 of the objective; ours must be no worse and nearly the same."""
    panel = _panel(7, 20, 9)
    target, donors = panel[:, 0], panel[:, 1:]

    def loss(weights: np.ndarray) -> float:
        return float(np.square(donors @ weights - target).sum())

    slow = minimize(
        loss,
        np.full(8, 1 / 8),
        bounds=[(0, 1)] * 8,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    ours = simplex_weights(donors, target)
    assert loss(ours) <= slow.fun + 1e-10
    assert ours == pytest.approx(slow.x, abs=1e-4)


def test_rank_is_that_of_the_error_ratio():
    """A second, slower way: refit every unit by hand and sort."""
    panel = _panel(8, 28, 12)
    panel[20:, 0] += 30
    found = synthetic_control(panel, units=NAMES[:12], treated=0, before=20)
    donors = panel[:, 1:]
    ratios = [mix(np.delete(donors, j, axis=1), donors[:, j], before=20).ratio for j in range(11)]
    own = found.post_rmspe / found.pre_rmspe
    assert found.rank == 1 + sum(r >= own for r in ratios) == 1
    assert found.p == found.p_floor == pytest.approx(1 / 12)


def test_null_ranks_are_uniform():
    """300 panels with nothing in them, 19 donors: p <= 0.1 in a tenth of them, give or take three
    standard deviations of 1.7 points."""
    p = [
        synthetic_control(_panel(seed, 28, 20), units=NAMES[:20], treated=0, before=20).p
        for seed in range(300)
    ]
    known = np.array([value for value in p if value is not None])
    assert known.size > 290
    assert 0.048 <= (known <= 0.1).mean() <= 0.152
    assert abs(known.mean() - 0.525) < 0.06


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), data=st.data())
def test_names_and_order_never_matter(seed, data):
    panel = _panel(seed, 28, 10)
    order = data.draw(st.permutations(range(10)))
    one = synthetic_control(panel, units=NAMES[:10], treated=0, before=20)
    renamed = tuple(f"X{NAMES[i]}" for i in order)
    two = synthetic_control(panel[:, order], units=renamed, treated=order.index(0), before=20)
    assert two.estimate == pytest.approx(one.estimate, rel=1e-7, abs=1e-9)
    assert two.rank == one.rank
    weights = {name[1:]: weight for name, weight in two.weights}
    for name, weight in one.weights:
        assert weights.get(name, 0) == pytest.approx(weight, abs=1e-7)


def test_as_dict_is_plain():
    plain = synthetic_control(_panel(8, 28, 6), units=NAMES[:6], treated=0, before=20).as_dict()
    assert plain["donors"] == 5
    assert sum(plain["weights"].values()) == pytest.approx(1)
    assert len(plain["gap"]) == 28
