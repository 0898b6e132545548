"""Draws, values, weights and tallies: each against a sum done another way."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import linprog
from small_case import criterion

from mutuality.appraisal.case import Criterion, Group
from mutuality.appraisal.draws import Stream, beta, triangular
from mutuality.appraisal.figures import changes_apart
from mutuality.appraisal.flips import nearest_weights
from mutuality.appraisal.tally import Tally
from mutuality.appraisal.value import belonging, combine, outside, points, weights

MANY = Stream(seed=1, start=0, count=40_000)


def made(**more: object) -> Criterion:
    return Criterion.model_validate(criterion("care", **more))


def test_a_stream_is_the_same_whole_or_in_chunks():
    whole = Stream(3, 0, 1000).uniform("a", "b")
    parts = [Stream(3, start, 250).uniform("a", "b") for start in range(0, 1000, 250)]
    assert np.array_equal(whole, np.concatenate(parts))
    assert 0 < whole.min() < whole.max() < 1


def test_names_and_seeds_part_streams():
    stream = Stream(3, 0, 100)
    assert not np.array_equal(stream.uniform("a", "b"), stream.uniform("ab"))
    assert not np.array_equal(stream.uniform("a"), Stream(4, 0, 100).uniform("a"))


def test_a_stream_is_pcg64_and_nothing_else():
    """Frozen by definition: SHA-256 of seed and name, PCG64, top 53 bits. Exact."""
    key = int.from_bytes(hashlib.sha256(b"3\x1fa").digest(), "big")
    raw = np.random.PCG64(key).random_raw(5) >> np.uint64(11)
    assert np.array_equal(Stream(3, 0, 5).uniform("a"), (raw + 0.5) * 2.0**-53)


def test_triangular_draws_follow_their_law():
    """Kolmogorov-Smirnov at 40,000 draws: the 1 in 1,000 bound is 0.0098."""
    draws = triangular(MANY.uniform("t"), -1.0, 0.5, 3.0)
    law = stats.triang(c=1.5 / 4, loc=-1, scale=4)
    assert stats.kstest(draws, law.cdf).statistic < 0.0098
    assert np.all(triangular(MANY.uniform("t"), 2, 2, 2) == 2)


def test_beta_draws_follow_their_law():
    draws = beta(MANY.uniform("b"), 5.5, 2.5)
    assert stats.kstest(draws, stats.beta(5.5, 2.5).cdf).statistic < 0.0098


@pytest.mark.parametrize(
    ("more", "level", "worth"),
    [
        ({}, 25, 25),
        ({}, -10, 0),
        ({}, 110, 100),
        ({"shape": "concave"}, 50, 68),
        ({"shape": "concave"}, 100, 100),
        ({"points": [[0, 0], [50, 80], [100, 100]]}, 25, 40),
    ],
)
def test_points_for_levels(more: dict[str, object], level: float, worth: float):
    assert points(made(**more), np.array([level]), midpoint=68)[0] == pytest.approx(worth)


def test_less_can_be_better():
    lower = made(
        worst={"value": 10, "means": "much"}, best={"value": 0, "means": "none"},
        points=[[10, 0], [4, 70], [0, 100]],
    )  # fmt: skip
    assert points(lower, np.array([10, 4, 0]), midpoint=68).tolist() == [0, 70, 100]
    assert outside(lower, np.array([-1, 5, 11])).tolist() == [True, False, True]


def test_bending_swaps_straight_and_curved_and_leaves_stated_points():
    half = np.array([50.0])
    assert points(made(), half, midpoint=68, bend=True)[0] == pytest.approx(68)
    assert points(made(shape="concave"), half, midpoint=68, bend=True)[0] == pytest.approx(50)
    stated = made(points=[[0, 0], [50, 80], [100, 100]])
    assert points(stated, half, midpoint=68, bend=True)[0] == pytest.approx(80)


def two() -> list[Criterion]:
    return [Criterion.model_validate(criterion(name)) for name in ("one", "two")]


def test_weights_are_swings_made_to_add_up():
    group = Group(id="g", title="G", share=1, swing={"one": (50, 50), "two": (100, 100)})
    drawn = weights(group, two(), Stream(1, 0, 10))
    assert np.allclose(drawn, [[1 / 3] * 10, [2 / 3] * 10])


def test_a_group_that_says_nothing_may_hold_any_weights():
    """A flat Dirichlet over two: each weight uniform. Tolerance as for the draws above."""
    drawn = weights(Group(id="g", title="G", share=1), two(), MANY)
    assert np.allclose(drawn.sum(axis=0), 1)
    assert stats.kstest(drawn[0], stats.uniform.cdf).statistic < 0.0098


def test_a_criterion_that_a_group_did_not_weigh_runs_from_nothing_to_all():
    drawn = weights(Group(id="g", title="G", share=1, swing={"one": (100, 100)}), two(), MANY)
    odds = drawn[1] / drawn[0]
    assert stats.kstest(odds, stats.uniform.cdf).statistic < 0.0098


def test_draws_belong_to_groups_by_share_and_are_never_averaged():
    groups = [Group(id=str(i), title="G", share=share) for i, share in enumerate((1, 3))]
    whose = belonging(groups, np.array([0.0, 0.2, 0.3, 0.99]))
    assert whose.tolist() == [0, 0, 1, 1]


def test_adding_and_multiplying():
    worths = np.array([[[0.0], [100.0]], [[50.0], [50.0]]])
    shares = np.array([[0.5], [0.5]])
    assert combine(worths, shares).ravel().tolist() == [50, 50]
    assert combine(worths, shares, geometric=True).ravel().tolist() == pytest.approx([10, 50])


small = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=30).map(
    lambda rows: np.array(rows, dtype=float).T
)


@given(drawn=small)
def test_a_tally_agrees_with_counting_one_draw_at_a_time(drawn: np.ndarray):
    tally = Tally(3, keep_regrets=True)
    for column in np.array_split(drawn, max(1, drawn.shape[1] // 4), axis=1):
        tally.add(column, column[0])
    ranks = np.zeros((3, 3))
    regrets = []
    for draw in drawn.T:
        regrets.append(draw.max() - draw)
        for a, mine in enumerate(draw):
            first, tied = (draw > mine).sum(), (draw == mine).sum()
            ranks[a, first : first + tied] += 1 / tied
    worst = np.sort(np.array(regrets), axis=0)[::-1][: max(1, round(0.1 * len(regrets)))]
    assert np.allclose(tally.acceptability, ranks / len(regrets))
    assert np.allclose(tally.acceptability.sum(axis=0), 1)
    assert np.allclose(tally.regret, np.mean(regrets, axis=0))
    assert np.allclose(tally.worst_tenth(), worst.mean(axis=0))
    assert np.allclose(tally.beats_usual, (drawn > drawn[0]).mean(axis=1))


@given(drawn=small)
def test_the_leaders_regret_is_the_value_of_knowing_everything(drawn: np.ndarray):
    tally = Tally(3)
    tally.add(drawn, drawn[0])
    assert tally.regret.min() == pytest.approx(drawn.max(axis=0).mean() - drawn.mean(axis=1).max())


@given(
    gaps=st.lists(st.integers(-9, 9), min_size=3, max_size=3),
    shares=st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_the_nearest_weights_agree_with_a_linear_programme(gaps: list[int], shares: list[int]):
    """min sum(up + down) with gaps @ (w + up - down) >= 0, weights at least 0, sum 1: to 1e-9."""
    gap, now = np.array(gaps, dtype=float), np.array(shares) / sum(shares)
    found = nearest_weights(gap, now)
    solved = linprog(
        np.ones(6),
        A_ub=np.vstack([np.r_[-gap, gap], np.hstack([-np.eye(3), np.eye(3)])]),
        b_ub=np.r_[gap @ now, now],
        A_eq=np.r_[np.ones(3), -np.ones(3)][None],
        b_eq=[0],
    )
    if found is None:
        assert solved.status == 2, "infeasible"
    else:
        assert np.abs(found - now).sum() == pytest.approx(solved.fun, abs=1e-9)
        assert found.min() >= -1e-12
        assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other", "texts"),
    [
        (0.11, 0.12, ("+0.11", "+0.12")),
        (0.1101, 0.1104, ("+0.1101", "+0.1104")),
        (-0.02, 0.02, ("−0.02", "+0.02")),
        (0.5, 0.5, ("+0.5", "+0.5")),
    ],
)
def test_two_changes_are_printed_with_the_digits_that_tell_them_apart(one, other, texts):
    assert changes_apart(made().model_copy(update={"measure": None}), one, other) == texts
