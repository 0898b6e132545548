"""XmR charts: the rules of Making Data Count as chapters, laws, and a slower way to the same."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.outcomes.spc import SpcResult, SpcSettings, xmr

# The worked example in the vignette of NHSRplotthedots 0.2.2, printed there to two decimals.
VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
CALM = [1.0, 2.0] * 8  # mean 1.5, limits 1.5 +/- 2.66, near limits 1.5 +/- 1.773


def months(n: int, *, first: int = 0) -> list[dt.date]:
    """Last days of n months from January 2020 on."""
    firsts = [dt.date(2020 + m // 12, m % 12 + 1, 1) for m in range(first + 1, first + n + 1)]
    return [day - dt.timedelta(days=1) for day in firsts]


def column(result: SpcResult, name: str) -> list[Any]:
    return result.points[name].to_list()


def line(result: SpcResult, name: str, row: int = 0) -> float | None:
    value: float | None = result.points[name][row]
    return value


class TestLimits:
    """Chapter 1: mean and limits."""

    def test_golden_with_the_large_moving_ranges_left_out(self) -> None:
        result = xmr(VIGNETTE)
        assert line(result, "mean") == pytest.approx(1.94, abs=0.005)
        assert line(result, "upper") == pytest.approx(4.60, abs=0.005)
        assert line(result, "lower") == pytest.approx(-0.72, abs=0.005)
        assert result.points["screened"].sum() == 2
        assert "left out (2 here)" in result.caption

    def test_golden_with_every_moving_range_kept(self) -> None:
        result = xmr(VIGNETTE, settings=SpcSettings(screen_outliers=False))
        assert line(result, "mean") == pytest.approx(1.94, abs=0.005)
        assert line(result, "upper") == pytest.approx(6.95, abs=0.005)
        assert line(result, "lower") == pytest.approx(-3.06, abs=0.005)
        assert "no moving range is left out" in result.caption

    def test_near_limits_stand_at_two_thirds(self) -> None:
        result = xmr(CALM)
        assert line(result, "upper") == pytest.approx(1.5 + 2.66)
        assert line(result, "near_upper") == pytest.approx(1.5 + 2.66 * 2 / 3)
        assert line(result, "near_lower") == pytest.approx(1.5 - 2.66 * 2 / 3)

    def test_a_figure_that_never_changes_has_limits_on_its_mean_and_no_signal(self) -> None:
        result = xmr([0.1] * 15)
        assert line(result, "upper") == line(result, "lower") == pytest.approx(0.1)
        assert set(column(result, "signal")) == {""}

    def test_a_single_figure_has_a_mean_and_no_limits(self) -> None:
        result = xmr([3.0], settings=SpcSettings(polarity="higher", target=2))
        assert (line(result, "mean"), line(result, "upper")) == (3.0, None)
        assert result.assurance == "none"
        assert result.warnings == ("The chart has no two successive points, so it has no limits.",)

    @pytest.mark.parametrize(("points", "trial"), [(12, True), (13, False)])
    def test_fewer_than_13_points_give_trial_limits(self, points: int, trial: bool) -> None:
        result = xmr(CALM[:points])
        assert any("trial limits" in said for said in result.warnings) is trial

    def test_a_frame_is_put_in_time_order(self) -> None:
        frame = pl.DataFrame({"period_end": months(16), "value": CALM})
        assert xmr(frame.reverse()).points.equals(xmr(CALM, periods=months(16)).points)


class TestSignals:
    """Chapter 2: the four signals, in order of priority."""

    def test_a_point_outside_the_limits(self) -> None:
        result = xmr(VIGNETTE)
        assert [r for r, s in enumerate(column(result, "signal"), 1) if s == "outside"] == [5]

    def test_a_point_on_a_limit_is_not_outside(self) -> None:
        baseline = [*([0.0, 100.0] * 10), 50 + 266.0, 50 + 266.1]
        result = xmr(baseline, settings=SpcSettings(baseline=20))
        assert column(result, "signal")[-2:] == ["", "outside"]

    @pytest.mark.parametrize("length", [6, 7, 8])
    def test_a_shift_takes_as_many_points_as_chosen(self, length: int) -> None:
        chosen = SpcSettings(baseline=20, shift=length)
        enough = xmr([*([0.0, 10.0] * 10), *([7.0] * length)], settings=chosen)
        short = xmr([*([0.0, 10.0] * 10), 3.0, *([7.0] * (length - 1))], settings=chosen)
        assert column(enough, "signal")[20:] == ["shift"] * length
        assert set(column(short, "signal")[20:]) == {""}

    def test_a_point_on_the_mean_ends_a_shift(self) -> None:
        result = xmr([*([0.0, 10.0] * 10), 7, 7, 7, 5, 7, 7, 7], settings=SpcSettings(baseline=20))
        assert set(column(result, "signal")[20:]) == {""}

    @pytest.mark.parametrize("length", [6, 7, 8])
    def test_a_trend_takes_as_many_points_as_chosen(self, length: int) -> None:
        calm = [0.0, 100.0] * 10
        rise = [40.0 + 3 * i for i in range(length)]
        result = xmr([*calm, *rise], settings=SpcSettings(baseline=20, trend=length))
        # The fall from 100 to 40 is not part of the rise, so it starts at the 40.
        assert column(result, "signal")[19:] == [""] + ["trend"] * length
        short = xmr([*calm, *rise[1:]], settings=SpcSettings(baseline=20, trend=length))
        assert set(column(short, "signal")[20:]) == {""}

    def test_two_equal_figures_end_a_trend(self) -> None:
        result = xmr([*([0.0, 100.0] * 10), 40, 43, 46, 46, 49, 52, 55], settings=BASED)
        assert "trend" not in column(result, "signal")

    def test_two_of_three_flags_only_the_points_near_the_limit(self) -> None:
        result = xmr([*([0.0, 100.0] * 10), 40, 250, 60, 260, 40], settings=BASED)
        assert column(result, "signal")[20:] == ["", "two-of-three", "", "two-of-three", ""]

    def test_two_of_three_needs_all_three_on_one_side(self) -> None:
        result = xmr([*([0.0, 100.0] * 10), 40, 250, 40, 260, 40], settings=BASED)
        assert set(column(result, "signal")[20:]) == {""}

    def test_a_point_past_the_limit_counts_as_near_only_where_chosen(self) -> None:
        figures = [*([0.0, 100.0] * 10), 40, 400, 60, 260, 40]
        plain = xmr(figures, settings=BASED)
        counting = xmr(figures, settings=SpcSettings(baseline=20, near_counts_outside=True))
        assert column(plain, "signal")[20:] == ["", "outside", "", "", ""]
        assert column(counting, "signal")[20:] == ["", "outside", "", "two-of-three", ""]
        assert column(counting, "signals")[21] == "outside|two-of-three"
        assert "or past it," in counting.caption

    def test_the_order_is_outside_then_trend_then_two_of_three_then_shift(self) -> None:
        rise = [60.0, 70, 80, 90, 250, 260, 400]
        result = xmr([*([0.0, 100.0] * 10), *rise], settings=BASED)
        assert column(result, "signal")[20:] == ["trend"] * 6 + ["outside"]
        assert column(result, "signals")[20:] == [
            *["trend|shift"] * 4,
            *["trend|two-of-three|shift"] * 2,
            "outside|trend|shift",
        ]
        level = xmr([*([0.0, 100.0] * 10), 60, 70, 60, 70, 60, 250, 260], settings=BASED)
        assert column(level, "signal")[20:] == ["shift"] * 5 + ["two-of-three"] * 2

    def test_nothing_is_a_signal_in_a_short_series(self) -> None:
        assert set(column(xmr([1, 2]), "signal")) == {""}


BASED = SpcSettings(baseline=20)


class TestMeaning:
    """Chapter 3: better, worse, or only different."""

    @pytest.mark.parametrize(
        ("polarity", "high", "low"),
        [
            ("higher", "improvement-high", "concern-low"),
            ("lower", "concern-high", "improvement-low"),
            ("neutral", "neutral-high", "neutral-low"),
        ],
    )
    def test_polarity_gives_a_signal_its_meaning(self, polarity: Any, high: str, low: str) -> None:
        chosen = SpcSettings(polarity=polarity)
        assert xmr([*CALM, 9.0], settings=chosen).variation == high
        assert xmr([*CALM, -9.0], settings=chosen).variation == low
        assert xmr(CALM, settings=chosen).variation == "common-cause"

    def test_improvement_wins_where_signals_disagree(self) -> None:
        # A fall from far above the mean: a shift above it, and a trend towards it.
        fall = [*([0.0, 100.0] * 10), *[120.0 - 5 * i for i in range(8)]]
        higher = xmr(fall, settings=SpcSettings(polarity="higher", baseline=20))
        lower = xmr(fall, settings=SpcSettings(polarity="lower", baseline=20))
        assert (column(higher, "signal")[-1], column(higher, "kind")[-1]) == (
            "shift",
            "improvement",
        )
        assert (column(lower, "signal")[-1], column(lower, "kind")[-1]) == ("trend", "improvement")

    def test_the_order_of_rules_may_be_chosen_instead(self) -> None:
        fall = [*([0.0, 100.0] * 10), *[120.0 - 5 * i for i in range(8)]]
        chosen = SpcSettings(polarity="higher", baseline=20, on_conflict="priority")
        result = xmr(fall, settings=chosen)
        assert (column(result, "signal")[-1], column(result, "kind")[-1]) == ("trend", "concern")

    def test_where_two_trends_meet_the_later_one_counts_unless_one_is_better(self) -> None:
        peak = [*([0.0, 100.0] * 10), *range(40, 47), *range(45, 39, -1)]
        by = {
            (polarity, rule): xmr(
                peak,
                settings=SpcSettings(polarity=polarity, baseline=20, on_conflict=rule),
            ).points["direction"][26]
            for polarity in ("higher", "neutral")
            for rule in ("improvement", "priority")
        }
        assert by == {
            ("higher", "improvement"): 1,
            ("higher", "priority"): -1,
            ("neutral", "improvement"): -1,
            ("neutral", "priority"): -1,
        }

    @pytest.mark.parametrize(
        ("polarity", "target", "icon"),
        [
            ("higher", 5.0, "fail"),
            ("higher", -2.0, "pass"),
            ("lower", 5.0, "pass"),
            ("lower", -2.0, "fail"),
            ("higher", 1.5, "hit-or-miss"),
            ("neutral", 5.0, "none"),
            ("higher", None, "none"),
        ],
    )
    def test_assurance_compares_the_target_with_the_limits(
        self, polarity: Any, target: float | None, icon: str
    ) -> None:
        assert xmr(CALM, settings=SpcSettings(polarity=polarity, target=target)).assurance == icon

    def test_assurance_uses_the_last_limits_after_a_rebase(self) -> None:
        figures, ends = [*CALM, *[v + 20 for v in CALM]], months(32)
        chosen = SpcSettings(polarity="higher", target=10)
        moved = SpcSettings(polarity="higher", target=10, rebase=(ends[16],))
        assert xmr(figures[:16], periods=ends[:16], settings=chosen).assurance == "fail"
        assert xmr(figures, periods=ends, settings=moved).assurance == "pass"

    @pytest.mark.parametrize(
        ("after", "said"),
        [
            ([50.0], "The latest figure is within usual variation."),
            ([900.0], "The latest figure is above the upper limit, a sign of improvement."),
            ([-900.0], "The latest figure is below the lower limit, a sign of concern."),
            (
                [40.0 + 3 * i for i in range(8)],
                "The figures have risen 7 times running, a sign of improvement.",
            ),
            (
                [40.0 - 3 * i for i in range(7)],
                "The figures have fallen 7 times running, a sign of concern.",
            ),
            (
                [60.0, 250, 240],
                "At least 2 of the last 3 figures are close to the upper limit, "
                "a sign of improvement.",
            ),
            (
                [40.0, -150, -140],
                "At least 2 of the last 3 figures are close to the lower limit, a sign of concern.",
            ),
            (
                [40.0, 60, 70, 60, 70, 60, 70, 60, 70],
                "The last 8 figures are all above the mean, a sign of improvement.",
            ),
            (
                [60.0, 40, 30, 40, 30, 40, 30, 40],
                "The last 7 figures are all below the mean, a sign of concern.",
            ),
        ],
    )
    def test_the_reading_says_it_in_words(self, after: list[float], said: str) -> None:
        calm = [0.0, 100.0] * 10
        chosen = SpcSettings(polarity="higher", baseline=20)
        assert xmr([*calm, *after], settings=chosen).reading == said

    def test_a_neutral_measure_only_changes(self) -> None:
        assert xmr([*CALM, 9.0]).reading.endswith(", a sign of change.")


class TestNewLimits:
    """Chapter 4: rebase and baseline."""

    def test_limits_start_again_at_the_first_period_that_ends_on_the_day_or_later(self) -> None:
        ends = months(32)
        mid = ends[15] + dt.timedelta(days=3)
        result = xmr(
            [*CALM, *[v + 20 for v in CALM]], periods=ends, settings=SpcSettings(rebase=(mid,))
        )
        assert column(result, "segment") == [1] * 16 + [2] * 16
        assert line(result, "mean", 0) == pytest.approx(1.5)
        assert line(result, "mean", 31) == pytest.approx(21.5)
        assert column(result, "moving_range")[16] is None
        assert set(column(result, "signal")) == {""}
        assert "New limits start at 31 May 2021." in result.caption

    def test_two_rebases_are_listed(self) -> None:
        ends = months(32)
        result = xmr([*CALM, *CALM], periods=ends, settings=SpcSettings(rebase=(ends[8], ends[20])))
        assert column(result, "segment") == [1] * 8 + [2] * 12 + [3] * 12
        assert "New limits start at 30 September 2020 and at 30 September 2021." in result.caption
        assert result.warnings[0].startswith("Part 1 of the chart has 8 points.")

    def test_a_rebase_after_the_last_figure_is_reported(self) -> None:
        day = dt.date(2030, 1, 1)
        result = xmr(CALM, periods=months(16), settings=SpcSettings(rebase=(day,)))
        assert "No figure ends on or after 1 January 2030" in result.warnings[-1]

    def test_a_baseline_fixes_the_limits_on_its_points(self) -> None:
        result = xmr([*CALM[:12], *[50.0] * 5], settings=SpcSettings(baseline=12))
        assert line(result, "mean") == pytest.approx(1.5)
        assert line(result, "upper") == pytest.approx(1.5 + 2.66)
        assert "of the first 12 points" in result.caption

    def test_rebase_and_baseline_work_together(self) -> None:
        ends = months(40)
        figures = [*CALM[:12], *[50.0] * 8, *[v + 20 for v in CALM[:12]], *[90.0] * 8]
        chosen = SpcSettings(baseline=12, rebase=(ends[20],))
        result = xmr(figures, periods=ends, settings=chosen)
        assert line(result, "mean", 0) == pytest.approx(1.5)
        assert line(result, "mean", 39) == pytest.approx(21.5)
        assert column(result, "signal")[32:] == ["outside"] * 8


class TestGaps:
    """Chapter 5: a missing period."""

    def test_no_moving_range_is_taken_across_an_empty_period(self) -> None:
        result = xmr([*CALM[:6], None, *CALM[6:]])
        assert column(result, "moving_range")[6:8] == [None, None]
        assert column(result, "run")[5:8] == [1, None, 2]
        assert "missing between point 6 and point 8." in result.warnings[0]

    def test_nor_across_a_period_that_was_left_out(self) -> None:
        ends = months(17)
        del ends[6]
        result = xmr(CALM, periods=ends)
        assert column(result, "moving_range")[6] is None
        assert "missing between 30 June 2020 and 31 August 2020." in result.warnings[0]

    def test_short_and_long_months_are_no_gap(self) -> None:
        assert xmr(CALM, periods=months(16)).warnings == ()

    def test_the_first_three_gaps_are_named_and_the_rest_counted(self) -> None:
        ends = [day for month, day in enumerate(months(20)) if month not in (4, 8, 12, 16)]
        two, four = (xmr(CALM[:n], periods=ends[:n]).warnings[0 if n > 12 else 1] for n in (9, 16))
        assert (
            "missing between 30 April 2020 and 30 June 2020; "
            "between 31 August 2020 and 31 October 2020. No" in two
        )
        assert four.count("between") == 3
        assert "; and 1 more. No" in four

    def test_a_shift_stops_at_a_gap(self) -> None:
        calm = [0.0, 10.0] * 10
        ends = months(28)
        whole = xmr([*calm, *[7.0] * 7], periods=ends[:27], settings=BASED)
        parted = xmr([*calm, *[7.0] * 7], periods=ends[:23] + ends[24:], settings=BASED)
        assert column(whole, "signal")[-1] == "shift"
        assert set(column(parted, "signal")[20:]) == {""}

    def test_a_trend_and_two_of_three_stop_there_too(self) -> None:
        calm = [0.0, 100.0] * 10
        rise = xmr([*calm, 40, 43, 46, None, 49, 52, 55, 58], settings=BASED)
        near = xmr([*calm, 40, 250, None, 60, 260], settings=BASED)
        assert set(column(rise, "signal")[20:]) == {"", None}
        assert set(column(near, "signal")[20:]) == {"", None}

    def test_an_empty_latest_period_leaves_the_icon_to_the_latest_figure(self) -> None:
        result = xmr([*CALM, 9.0, None])
        assert result.variation == "neutral-high"
        assert result.points.height == 18
        assert result.warnings == ()

    def test_a_chart_of_parted_points_has_no_limits(self) -> None:
        result = xmr([1.0, None, 2.0, float("nan"), 3.0])
        assert column(result, "upper") == [None] * 5
        assert "no two successive points" in result.warnings[0]


class TestRefusals:
    """Chapter 6: what is refused, and why."""

    @pytest.mark.parametrize(
        ("setting", "where"),
        [
            ({"shift": 5}, "shift"),
            ({"trend": 9}, "trend"),
            ({"baseline": 11}, "baseline"),
            ({"baseline": 21}, "baseline"),
            ({"target": float("inf")}, "target"),
        ],
    )
    def test_settings_the_rules_do_not_know(self, setting: dict[str, Any], where: str) -> None:
        with pytest.raises(Refusal) as refusal:
            SpcSettings(**setting)
        assert (refusal.value.code, refusal.value.where) == ("OUT-101", where)

    @pytest.mark.parametrize(
        ("call", "code"),
        [
            (lambda: xmr(pl.DataFrame({"value": [1.0]})), "OUT-102"),
            (lambda: xmr(pl.DataFrame()), "OUT-102"),
            (lambda: xmr(pl.DataFrame({"period_end": ["2020"], "value": [1.0]})), "OUT-102"),
            (lambda: xmr(pl.DataFrame({"period_end": months(1)})), "OUT-102"),
            (lambda: xmr([1.0, 2.0], periods=[months(1)[0], None]), "OUT-102"),  # type: ignore[list-item]  # the mistake under test
            (lambda: xmr([1.0, 2.0], periods=months(1) * 2), "OUT-103"),
            (lambda: xmr([]), "OUT-104"),
            (lambda: xmr([None, float("nan")]), "OUT-104"),
            (lambda: xmr([1.0, float("inf")]), "OUT-105"),
            (lambda: xmr([1.0], settings=SpcSettings(rebase=(months(1)[0],))), "OUT-106"),
            (lambda: xmr([1.0], periods=months(2)), "OUT-107"),
        ],
    )
    def test_figures_that_cannot_be_drawn(self, call: Any, code: str) -> None:
        with pytest.raises(Refusal) as refusal:
            call()
        assert refusal.value.code == code


# Laws. Whole numbers keep every comparison exact, so equal means equal.
whole = st.integers(-50, 50)
series = st.lists(st.one_of(whole, whole, whole, st.none()), min_size=1, max_size=40).filter(
    lambda values: any(v is not None for v in values)
)
polarity = st.sampled_from(["higher", "lower", "neutral"])
OTHER = {"higher": "lower", "lower": "higher", "neutral": "neutral"}
LINES = ["mean", "lower", "upper", "near_lower", "near_upper"]


def chosen(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "shift": draw(st.integers(6, 8)),
        "trend": draw(st.integers(6, 8)),
        "screen_outliers": draw(st.booleans()),
        "near_counts_outside": draw(st.booleans()),
        "baseline": draw(st.one_of(st.none(), st.integers(12, 20))),
        "on_conflict": draw(st.sampled_from(["improvement", "priority"])),
        "polarity": draw(polarity),
    }


switches = st.composite(chosen)()


@effort(max_examples=60)
@given(series, switches, st.integers(-1000, 1000))
def test_adding_a_constant_moves_every_line_and_no_signal(
    values: list[float | None], switch: dict[str, Any], by: int
) -> None:
    before = xmr(values, settings=SpcSettings(**switch)).points
    moved = [None if v is None else v + by for v in values]
    after = xmr(moved, settings=SpcSettings(**switch)).points
    for name in LINES:
        assert (after[name] - by).to_list() == pytest.approx(before[name].to_list())
    same = ["moving_range", "screened", "signals", "signal", "direction", "kind", "run"]
    assert after.select(same).equals(before.select(same))


@effort(max_examples=60)
@given(series, switches)
def test_turning_figures_and_polarity_round_leaves_the_meaning(
    values: list[float | None], switch: dict[str, Any]
) -> None:
    turned = [None if v is None else -v for v in values]
    other = {**switch, "polarity": OTHER[switch["polarity"]]}
    a = xmr(values, settings=SpcSettings(**switch))
    b = xmr(turned, settings=SpcSettings(**other))
    assert column(a, "kind") == column(b, "kind")
    assert column(a, "signal") == column(b, "signal")
    assert (-b.points["lower"]).to_list() == pytest.approx(column(a, "upper"))


@effort(max_examples=60)
@given(series, switches)
def test_turning_figures_round_swaps_improvement_and_concern_when_the_order_of_rules_decides(
    values: list[float | None], switch: dict[str, Any]
) -> None:
    by_order = SpcSettings(**{**switch, "on_conflict": "priority"})
    turned = [None if v is None else -v for v in values]
    swap = {"improvement": "concern", "concern": "improvement"}
    a, b = (column(xmr(v, settings=by_order), "kind") for v in (values, turned))
    assert [swap.get(k, k) for k in a] == b


@effort(max_examples=60)
@given(st.lists(whole, min_size=2, max_size=30), st.randoms())
def test_order_touches_the_limits_only_through_the_moving_ranges(
    values: list[int], random: st.Random
) -> None:
    plain = SpcSettings(screen_outliers=False)
    mixed = random.sample(values, len(values))
    a, b = xmr(values, settings=plain).points, xmr(mixed, settings=plain).points
    assert a["mean"][0] == pytest.approx(b["mean"][0])
    for frame in (a, b):
        half = 2.66 * (frame["moving_range"].mean() or 0)  # type: ignore[operator]  # floats
        assert frame["upper"][0] - frame["mean"][0] == pytest.approx(half)
    back = xmr(values[::-1], settings=plain).points
    assert back["upper"][0] == pytest.approx(a["upper"][0])


@effort(max_examples=60)
@given(series, switches)
def test_scaling_scales_the_lines_and_no_signal(
    values: list[float | None], switch: dict[str, Any]
) -> None:
    tripled = [None if v is None else 3 * v for v in values]
    a = xmr(values, settings=SpcSettings(**switch)).points
    b = xmr(tripled, settings=SpcSettings(**switch)).points
    assert (b["upper"] / 3).to_list() == pytest.approx(a["upper"].to_list())
    assert a["signals"].equals(b["signals"])


def slowly(points: list[dict[str, Any]], switch: dict[str, Any]) -> list[str]:
    """All rules met by each point, by plain loops over neighbours, from the printed lines."""
    held = [p for p in points if p["value"] is not None]

    def window(start: int, length: int) -> list[dict[str, Any]]:
        rows = held[start : start + length]
        one = len(rows) == length and len({(r["run"], r["segment"]) for r in rows}) == 1
        return rows if one and start >= 0 else []

    def past(row: dict[str, Any], lower: str, upper: str) -> int:
        if row[upper] is None:
            return 0
        slack = 1e-7
        return (row["value"] > row[upper] + slack) - (row["value"] < row[lower] - slack)

    def side(row: dict[str, Any]) -> int:
        away = row["value"] - row["mean"]
        return 0 if abs(away) < 1e-7 else (1 if away > 0 else -1)

    def near(row: dict[str, Any]) -> int:
        outer = past(row, "near_lower", "near_upper")
        return outer if switch["near_counts_outside"] or not past(row, "lower", "upper") else 0

    answer = []
    for i, row in enumerate(held):
        met = []
        if past(row, "lower", "upper"):
            met.append("outside")
        for name, length in (("trend", switch["trend"]), ("shift", switch["shift"])):
            for start, way in itertools.product(range(i - length + 1, i + 1), (1, -1)):
                rows = window(start, length)
                moves = [b["value"] - a["value"] for a, b in itertools.pairwise(rows)]
                hit = (
                    all(way * move > 0 for move in moves)
                    if name == "trend"
                    else all(side(r) == way for r in rows)
                )
                if rows and hit and name not in met:
                    met.append(name)
        for start in range(i - 2, i + 1):
            rows = window(start, 3)
            together = rows and abs(sum(side(r) for r in rows)) == 3
            if together and near(row) and sum(near(r) != 0 for r in rows) >= 2:
                met.append("two-of-three")
                break
        order = ["outside", "trend", "two-of-three", "shift"]
        answer.append("|".join(sorted(met, key=order.index)))
    return answer


@effort(max_examples=120)
@example([1, *[5] * 9, 1, 2, 3, 4, 5, 6, 7, 8, None, 9, 10], {}, ())
@given(
    st.one_of(
        series,
        st.lists(st.integers(0, 3), min_size=20, max_size=40),
        st.lists(st.integers(-3, 4), min_size=20, max_size=40).map(
            lambda steps: list(itertools.accumulate(steps))
        ),
    ),
    switches,
    st.lists(st.integers(0, 39), max_size=2),
)
def test_loops_over_neighbours_find_the_same_signals(
    values: list[float | None], switch: dict[str, Any], rebase: list[int]
) -> None:
    ends = months(len(values))
    days = tuple(ends[i] for i in rebase if i < len(ends))
    settings = SpcSettings(**switch, rebase=days)
    points = xmr(values, periods=ends, settings=settings).points.to_dicts()
    quick = [p["signals"] for p in points if p["value"] is not None]
    full = {"shift": 7, "trend": 7, "near_counts_outside": False, **switch}
    assert quick == slowly(points, full)
