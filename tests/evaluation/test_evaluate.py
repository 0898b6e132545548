"""One change, one measure: an effect, or not enough to say."""

import dataclasses
import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.evaluation import DonorRule, Effect, NotEnough, Treatment, default_protocol, evaluate
from mutuality.evaluation.effect import CAUTIONS, EXPLORATORY, WEAKENING, grade

START = dt.date(2010, 4, 1)
LEGAL = dt.date(2014, 4, 1)
PLAN = default_protocol("ga-occupancy", domain="efficiency", changes=("merger-2014-04-01-raa",))
CHANGE = Treatment("merger-2014-04-01-raa", "RAA", LEGAL, announced=LEGAL)


def _everything(panel, **given):
    """With every table given, so that no rule goes unapplied."""
    units = panel["unit"].unique().to_list()
    return {
        "protocol": PLAN,
        "volume": panel,
        "systems": {u: u for u in units},
        "kinds": dict.fromkeys(units, "acute"),
    } | given


def _evaluate(panel, change=CHANGE, **given):
    return evaluate(change, panel, **_everything(panel, **given))


@pytest.fixture(scope="module")
def drawn(draw):
    """Thirty bodies, 24 quarters; nothing happens."""
    return draw(np.random.default_rng(7), units=30, periods=24)


def _shifted(values, size, *, first=16, last=None):
    own = list(values["RAA"])
    own[first:last] = [v + size for v in own[first:last]]
    return values | {"RAA": own}


def test_an_effect_without_noise_is_recovered_exactly(make_panel):
    season = 0.03 * np.sin(np.arange(24))
    values = {f"D{i:02d}": (0.8 + 0.005 * i + season).tolist() for i in range(25)}
    values = _shifted(values | {"RAA": (0.9 + season).tolist()}, 0.05)
    found = _evaluate(make_panel(values, START))
    assert isinstance(found, Effect)
    assert found.estimate == pytest.approx(0.05, abs=1e-12)
    assert found.stands_out
    assert "not-studentised" in found.flags


def test_the_packages_estimate_is_the_one_we_rank(make_panel, drawn):
    """With one treated unit and no gaps, imputation is the plain difference in differences."""
    found = _evaluate(make_panel(_shifted(drawn, 0.1), START))
    gap = np.array(_shifted(drawn, 0.1)["RAA"]) - np.mean(
        [series for unit, series in drawn.items() if unit != "RAA"], axis=0
    )
    assert found.estimate == pytest.approx(gap[16:].mean() - gap[:16].mean(), abs=1e-12)
    assert np.mean(found.interval) == pytest.approx(found.estimate, abs=1e-12)


def test_a_large_effect_stands_out_and_says_so(make_panel, drawn):
    found = _evaluate(make_panel(_shifted(drawn, -0.2), START))
    assert found.stands_out
    assert (found.rank, found.p) == (1, pytest.approx(1 / 30))
    assert found.sentence.startswith("ga-occupancy was lower by 0.")
    assert found.exploratory
    assert found.cautions[0] == EXPLORATORY
    assert dataclasses.replace(found, exploratory=False).cautions == ()


def test_nothing_is_said_as_nothing_with_what_could_have_been_seen(make_panel, drawn):
    found = _evaluate(make_panel(drawn, START))
    assert not found.stands_out
    assert found.sentence == (
        "No sign of an effect on ga-occupancy; "
        f"we could have seen one of {found.smallest_seen:.3g}."
    )
    assert found.grade == "moderate"
    assert found.flags == ()


def test_counts_dates_and_path(make_panel, drawn):
    found = _evaluate(make_panel(_shifted(drawn, 0.1), START))
    assert (found.n_treated, found.n_donors) == (1, 29)
    assert (found.periods_before, found.periods_after) == (16, 8)
    assert (found.first, found.last) == (START, dt.date(2016, 3, 31))
    assert [p.is_after for p in found.path] == [False] * 16 + [True] * 8
    after = [p.actual - p.expected for p in found.path if p.is_after]
    assert np.mean(after) == pytest.approx(found.estimate, abs=1e-12)
    assert np.mean([p.actual - p.expected for p in found.path if not p.is_after]) == pytest.approx(
        0, abs=1e-12
    )


def test_as_dict_is_json_and_whole(make_panel, drawn):
    found = _evaluate(make_panel(drawn, START))
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["kind"] == "effect"
    assert plain["seal"] == str(PLAN.seal)
    assert plain["sentence"] == found.sentence
    assert len(plain["path"]) == 24
    assert plain["synthetic"]["p_floor"] == pytest.approx(1 / 30)
    fields = {field.name for field in dataclasses.fields(Effect)}
    assert fields <= set(plain)


def test_with_few_donors_the_plan_may_accept_an_unbounded_interval(make_panel, drawn):
    few = {unit: drawn[unit] for unit in list(drawn)[:8]}
    plan = dataclasses.replace(PLAN, donor_rule=DonorRule(fewest=5))
    found = _evaluate(make_panel(few, START), protocol=plan)
    assert found.as_dict()["interval"] == [None, None]
    assert found.as_dict()["smallest_seen"] is None
    assert not found.stands_out


# Not enough


def test_too_few_quarters_after_with_more_to_come(make_panel, drawn):
    short = {unit: series[:21] for unit, series in drawn.items()}
    found = _evaluate(make_panel(short, START))
    assert isinstance(found, NotEnough)
    assert found.sentence == (
        "Not enough data to say: 5 clean quarters after the change, 8 needed "
        "(the figures end there)."
    )
    assert found.would_settle == "3 more quarters of figures"
    assert (found.periods_before, found.periods_after, found.need_after) == (16, 5, 8)
    assert found.donors is None


def test_a_change_later_than_all_figures(make_panel, drawn):
    change = dataclasses.replace(CHANGE, effective=dt.date(2017, 4, 1), announced=None)
    assert _evaluate(make_panel(drawn, START), change).would_settle == "8 more quarters of figures"


def test_too_few_quarters_on_both_sides(make_panel, drawn):
    change = dataclasses.replace(CHANGE, effective=dt.date(2011, 4, 1), announced=None)
    found = _evaluate(
        make_panel(drawn, START),
        change,
        others=[Treatment("merger-later", "RAA", dt.date(2012, 4, 1))],
    )
    assert "4 clean quarters before the change, 8 needed" in found.reason
    assert "4 clean quarters after the change, 8 needed (merger-later met" in found.reason
    assert "earlier figures" in found.would_settle
    assert "cut short in the past" in found.would_settle


def test_a_body_without_figures(make_panel, drawn):
    found = _evaluate(make_panel(drawn, START), dataclasses.replace(CHANGE, unit="RZZ"))
    assert found.reason == "RZZ has no figures for ga-occupancy"
    assert (found.periods_before, found.periods_after) == (0, 0)


def test_too_few_donors_says_where_they_went(make_panel, drawn):
    others = [Treatment(f"merger-{i}", f"D{i:02d}", LEGAL) for i in range(12)]
    plan = dataclasses.replace(PLAN, exclusions=("D20",))
    found = _evaluate(make_panel(drawn, START), others=others, protocol=plan)
    assert found.reason == "16 donors, 19 needed (left out: 1 protocol, 12 changed)"
    assert found.donors == 16
    plain = json.loads(json.dumps(found.as_dict()))
    assert (plain["kind"], plain["need_donors"]) == ("not-enough", 19)


def test_too_few_donors_with_nobody_left_out(make_panel, drawn):
    few = {unit: drawn[unit] for unit in list(drawn)[:8]}
    assert _evaluate(make_panel(few, START)).reason == "7 donors, 19 needed (left out: none)"


def test_a_receiver_is_disturbed_itself(make_panel, drawn):
    """RJZ took over services in October 2013, so its stretch before April 2014 is two quarters."""
    values = {("RJZ" if unit == "RAA" else unit): series for unit, series in drawn.items()}
    found = _evaluate(make_panel(values, START), dataclasses.replace(CHANGE, unit="RJZ"))
    assert isinstance(found, NotEnough)
    assert "a transfer of services from RYQ met the same body on 2013-10-01" in found.reason


def test_the_same_change_listed_twice_does_not_disturb_itself(make_panel, drawn):
    twin = Treatment(CHANGE.change_id, "ROL", LEGAL, codes=("RAA",))
    assert isinstance(_evaluate(make_panel(drawn, START), others=[CHANGE, twin]), Effect)


# Flags


def test_unapplied_rules_weaken_the_grade(make_panel, drawn):
    found = evaluate(CHANGE, make_panel(drawn, START), protocol=PLAN)
    assert found.not_applied == ("same-system", "same-kind", "step")
    assert found.flags == ("rule-not-applied",)
    assert found.grade == "low"


def test_announcement_unknown_and_inside(make_panel, drawn):
    panel = make_panel(drawn, START)
    unknown = dataclasses.replace(CHANGE, announced=None)
    assert "announcement-unknown" in _evaluate(panel, unknown).flags
    early = dataclasses.replace(CHANGE, announced=dt.date(2013, 2, 1))
    found = _evaluate(panel, early)
    assert "announced-inside" in found.flags
    gap = np.array(drawn["RAA"]) - np.mean([drawn[u] for u in drawn if u != "RAA"], axis=0)
    calm = gap[16:].mean() - gap[:11].mean()
    assert dict(found.alternatives)["periods since the announcement left out"] == pytest.approx(
        calm
    )


def test_an_announcement_before_the_window_leaves_no_such_alternative(make_panel, drawn):
    early = dataclasses.replace(CHANGE, announced=dt.date(2009, 2, 1))
    names = dict(_evaluate(make_panel(drawn, START), early).alternatives)
    assert "periods since the announcement left out" not in names
    assert "last year before left out" in names


def test_first_and_later_years_frame_the_effect(make_panel, drawn):
    found = _evaluate(make_panel(_shifted(drawn, 0.3, first=20), START))
    parts = dict(found.alternatives)
    assert (parts["first year after"] + parts["later years after"]) / 2 == pytest.approx(
        found.estimate
    )
    assert parts["later years after"] > parts["first year after"] + 0.2


def test_covid_inside_the_window(make_panel, drawn):
    late = dt.date(2015, 4, 1)
    change = dataclasses.replace(CHANGE, effective=dt.date(2019, 4, 1), announced=None)
    found = _evaluate(make_panel(drawn, late), change)
    assert "covid" in found.flags
    assert found.grade == "low"


def test_break_inside_the_window(make_panel, drawn):
    flagged = pl.when(pl.col("period_end") == dt.date(2015, 3, 31)).then(pl.lit("break:2015-kh03"))
    panel = make_panel(drawn, START).with_columns(flags=flagged.otherwise("flags"))
    assert "break" in _evaluate(panel).flags


def test_chosen_on_outcome_is_a_caution(make_panel, drawn):
    change = dataclasses.replace(CHANGE, chosen_on_outcome=True)
    found = _evaluate(make_panel(drawn, START), change)
    assert "chosen-on-outcome" in found.flags
    assert any("regression to the mean" in words for words in found.cautions)


def test_a_slump_just_before_is_a_caution(make_panel, drawn):
    found = _evaluate(make_panel(_shifted(drawn, -0.3, first=12, last=16), START))
    assert "late-shift" in found.flags


def test_a_drift_before_is_a_caution(make_panel, drawn):
    drift = [v + 0.02 * i for i, v in enumerate(drawn["RAA"])]
    assert "pre-trend" in _evaluate(make_panel(drawn | {"RAA": drift}, START)).flags


def test_a_mix_outside_the_interval_is_a_caution(make_panel, draw):
    """One donor is the body's twin until the change and then soars: the mix follows it."""
    values = draw(np.random.default_rng(7), units=60, periods=24)
    own, wobble = np.array(values["RAA"]), np.random.default_rng(1).standard_normal(24)
    twin = own + 0.001 * wobble + 2.0 * (np.arange(24) >= 16)
    found = _evaluate(make_panel(values | {"D99": twin.tolist()}, START))
    assert "mix-disagrees" in found.flags


def test_a_perfect_mix_is_not_ranked(make_panel, draw):
    crowd = draw(np.random.default_rng(3), units=120, periods=24)
    middle = np.mean([crowd[f"D{i:02d}"] for i in range(60)], axis=0).tolist()
    found = _evaluate(make_panel(crowd | {"RAA": middle}, START))
    assert "perfect-mix" in found.flags
    assert found.synthetic.p is None


def test_yearly_scores_are_graded_very_low(make_panel, drawn):
    """Engagement: three years before, two after, values alone."""
    yearly = {unit: series[:5] for unit, series in drawn.items()}
    panel = make_panel(yearly, START).with_columns(
        period_start=pl.date(2010 + (pl.col("period_end").rank("dense") - 1), 9, 1),
        period_end=pl.date(2011 + (pl.col("period_end").rank("dense") - 1), 8, 31),
        numerator=pl.lit(None, pl.Float64),
        denominator=pl.lit(None, pl.Float64),
    )
    plan = default_protocol("engagement", domain="staff", frequency="year")
    change = dataclasses.replace(CHANGE, effective=dt.date(2013, 9, 1), announced=None)
    found = _evaluate(panel, change, protocol=plan, volume=None)
    assert (found.periods_before, found.periods_after) == (3, 2)
    assert found.grade == "very low"
    assert {"few-periods", "not-studentised", "rule-not-applied"} <= set(found.flags)
    assert "later years after" in dict(found.alternatives)
    assert "last year before left out" in dict(found.alternatives)


def test_two_years_before_leave_none_out(make_panel, drawn):
    yearly = {unit: series[:3] for unit, series in drawn.items()}
    panel = make_panel(yearly, START).with_columns(
        period_start=pl.date(2010 + (pl.col("period_end").rank("dense") - 1), 9, 1),
        period_end=pl.date(2011 + (pl.col("period_end").rank("dense") - 1), 8, 31),
    )
    plan = default_protocol("engagement", domain="staff", frequency="year")
    change = dataclasses.replace(CHANGE, effective=dt.date(2012, 9, 1), announced=None)
    found = _evaluate(panel, change, protocol=plan)
    assert list(dict(found.alternatives)) == ["synthetic control"]


def test_grades_follow_the_flags():
    assert grade(()) == "moderate"
    assert grade(("announcement-unknown", "not-studentised", "perfect-mix")) == "moderate"
    assert {grade((flag,)) for flag in WEAKENING} == {"low"}
    assert grade(("few-periods", "covid")) == "very low"
    assert set(CAUTIONS) >= WEAKENING


# Scale, laws, refusals


def test_on_the_logarithmic_scale_a_tenth_is_a_tenth(make_panel):
    season = np.exp(0.1 * np.sin(np.arange(24)))
    values = {f"D{i:02d}": (1000 * (1 + i) * season).tolist() for i in range(25)}
    own = 5000 * season
    own[16:] *= 1.1
    plan = dataclasses.replace(PLAN, scale="log")
    found = _evaluate(make_panel(values | {"RAA": own.tolist()}, START), protocol=plan)
    assert found.estimate == pytest.approx(np.log(1.1), abs=1e-12)
    assert found.path[-1].expected == pytest.approx(own[-1] / 1.1)


def test_eva_017_no_logarithm_of_nothing(make_panel, drawn):
    values = drawn | {"D05": [0.0] * 24}
    plan = dataclasses.replace(PLAN, scale="log")
    panel = make_panel(values, START)
    with pytest.raises(Refusal) as caught:
        evaluate(CHANGE, panel, protocol=plan)
    assert caught.value.code == "EVA-017"
    assert "D05" in caught.value.problem


def test_eva_002_a_panel_without_flags(make_panel, drawn):
    with pytest.raises(Refusal) as caught:
        _evaluate(make_panel(drawn, START).drop("flags"))
    assert (caught.value.code, caught.value.where) == ("EVA-002", "flags")


def test_eva_003_a_panel_with_a_row_twice(make_panel, drawn):
    panel = make_panel(drawn, START)
    with pytest.raises(Refusal) as caught:
        _evaluate(pl.concat([panel, panel.head(1)]))
    assert caught.value.code == "EVA-003"


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_renaming_every_body_and_shuffling_every_row_changes_nothing(make_panel, drawn, seed):
    panel = make_panel(_shifted(drawn, 0.03), START)
    names = panel["unit"].unique().sort()
    renamed = dict(zip(names, names.shuffle(seed=seed), strict=True))
    other = panel.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        unit=pl.col("unit").replace_strict(renamed)
    )
    one = _evaluate(panel)
    two = _evaluate(other, dataclasses.replace(CHANGE, unit=renamed["RAA"]))
    assert two.estimate == pytest.approx(one.estimate, abs=1e-12)
    assert two.interval == pytest.approx(one.interval, abs=1e-12)
    assert two.smallest_seen == pytest.approx(one.smallest_seen, abs=1e-12)
    assert (two.rank, two.synthetic.rank, two.flags) == (one.rank, one.synthetic.rank, one.flags)
    assert {renamed[u]: pytest.approx(w, abs=1e-9) for u, w in one.synthetic.weights} == dict(
        two.synthetic.weights
    )
