"""One interface for any panel: what it says, and what it refuses."""

import datetime as dt
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuality.base import Refusal
from mutuality.evaluation import ESTIMATORS, estimate

COLUMNS = {"unit": "trust", "time": "year", "outcome": "rate", "adopted": "first"}
SIMPLE = ("imputation", "callaway-santanna", "twfe")


def _panel(
    seed: int = 0, *, noise: float = 0.3, cohorts: tuple[int, ...] = (0, 0, 0, 2005, 2007)
) -> pl.DataFrame:
    """Forty trusts, 2001 to 2010; the effect is 1 in the first year and grows by 0.2 a year."""
    rng = np.random.default_rng(seed)
    rows = []
    common = rng.standard_normal(10)
    for i in range(40):
        level, first = rng.standard_normal(), cohorts[i % len(cohorts)]
        for year in range(2001, 2011):
            effect = 1 + 0.2 * (year - first) if first and year >= first else 0.0
            value = level + common[year - 2001] + effect + noise * rng.standard_normal()
            rows.append((f"R{i:02d}", year, value, first))
    return pl.DataFrame(rows, orient="row", schema=["trust", "year", "rate", "first"])


def _one_treated(seed: int = 0) -> pl.DataFrame:
    return _panel(seed).filter((pl.col("first") == 0) | (pl.col("trust") == "R03"))


def _refused(panel: pl.DataFrame, estimator: str = "imputation", **changes: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        estimate(panel, **(COLUMNS | {"estimator": estimator} | changes))
    return caught.value


def _two_steps(panel: pl.DataFrame) -> float:
    """Imputation the slow way: unit and year dummies on untreated rows, then residuals."""
    frame = panel.with_columns(is_on=(pl.col("first") > 0) & (pl.col("year") >= pl.col("first")))
    dummies = frame.select("trust", pl.col("year").cast(pl.String)).to_dummies().to_numpy()
    rate, is_on = frame["rate"].to_numpy(), frame["is_on"].to_numpy()
    fixed, *_ = np.linalg.lstsq(dummies[~is_on].astype(float), rate[~is_on], rcond=None)
    return float((rate[is_on] - dummies[is_on] @ fixed).mean())


@pytest.mark.parametrize("gap", [0, 60])
def test_imputation_is_two_least_squares(gap):
    """Balanced, and with 60 rows taken out at random. Both solve the same normal equations, so they
    differ only by rounding."""
    panel = _panel(3)
    panel = panel.sample(len(panel) - gap, seed=1) if gap else panel
    assert estimate(panel, **COLUMNS).estimate == pytest.approx(_two_steps(panel), abs=1e-9)


def test_callaway_santanna_is_a_mean_of_two_by_two_tables():
    """ATT(g, t): change since the year before g, treated less never treated; weighted by trusts."""
    panel = _panel(4)
    wide = panel.pivot("year", index=["trust", "first"], values="rate")
    cells = []
    for group in (2005, 2007):
        for year in range(group, 2011):
            change = pl.col(str(year)) - pl.col(str(group - 1))
            mine = wide.filter(pl.col("first") == group).select(change).to_series()
            never = wide.filter(pl.col("first") == 0).select(change).to_series()
            cells.append((len(mine), mine.mean() - never.mean()))
    by_hand = sum(n * att for n, att in cells) / sum(n for n, _ in cells)
    found = estimate(panel, estimator="callaway-santanna", **COLUMNS)
    assert found.estimate == pytest.approx(by_hand, abs=1e-10)
    table = {(c["group"], c["time"]): c["estimate"] for c in found.group_time}
    assert table[2005, 2005] == pytest.approx(cells[0][1], abs=1e-10)


def test_callaway_santanna_says_so_where_the_panel_has_gaps():
    holed = estimate(_panel(4).sample(350, seed=1), estimator="callaway-santanna", **COLUMNS)
    assert any("Unbalanced panel" in warning for warning in holed.warnings)
    whole = estimate(_panel(4), estimator="callaway-santanna", **COLUMNS)
    assert whole.warnings == ()


def test_callaway_santanna_with_units_not_yet_treated():
    panel = _panel(4, cohorts=(2004, 2007, 2010)).filter(pl.col("year") < 2010)
    found = estimate(panel, estimator="callaway-santanna", control="notyet", **COLUMNS)
    assert found.estimate == pytest.approx(1.3, abs=0.2)


def test_two_way_regression_is_the_dummy_regression():
    panel = _panel(5).sample(340, seed=2)
    is_on = ((pl.col("first") > 0) & (pl.col("year") >= pl.col("first"))).cast(pl.Float64)
    dummies = panel.select("trust", pl.col("year").cast(pl.String)).to_dummies().to_numpy()
    design = np.column_stack([panel.select(is_on).to_numpy(), dummies])
    slow = np.linalg.lstsq(design, panel["rate"].to_numpy(), rcond=None)[0][0]
    found = estimate(panel, estimator="twfe", **COLUMNS)
    assert found.estimate == pytest.approx(slow, abs=1e-9)
    assert "misleads" in found.warnings[0]


def test_two_way_regression_misleads_where_effects_grow():
    """Without noise the true mean effect is known: imputation finds it, the regression does not."""
    panel = _panel(6, noise=0.0, cohorts=(0, 2003, 2006))
    on = panel.filter((pl.col("first") > 0) & (pl.col("year") >= pl.col("first")))
    truth = on.select(1 + 0.2 * (pl.col("year") - pl.col("first"))).to_series().mean()
    assert estimate(panel, **COLUMNS).estimate == pytest.approx(truth, abs=1e-9)
    assert estimate(panel, estimator="twfe", **COLUMNS).estimate < truth - 0.1


def test_two_way_regression_without_noise_is_certain():
    """A constant effect and nothing else: the residuals vanish, and so does the error."""
    rows = [
        (f"R{i}", year, float(i) + (year >= 2003) * (i == 0), 2003 if i == 0 else 0)
        for i in range(6)
        for year in range(2001, 2006)
    ]
    panel = pl.DataFrame(rows, orient="row", schema=["trust", "year", "rate", "first"])
    found = estimate(panel, estimator="twfe", **COLUMNS)
    assert found.estimate == pytest.approx(1)
    assert found.p == pytest.approx(0, abs=1e-12)


def test_synthetic_control_recovers_a_mixture():
    panel = _one_treated().sort("trust", "year")
    wide = panel.pivot("trust", index="year", values="rate")
    mixed = 0.6 * wide["R00"] + 0.4 * wide["R10"] + 2.0 * (wide["year"] >= 2009)
    series = pl.DataFrame({"year": wide["year"], "mixed": mixed, "trust": "R03"})
    panel = (
        panel.with_columns(first=pl.when(pl.col("trust") == "R03").then(2009).otherwise(0))
        .join(series, on=["trust", "year"], how="left")
        .with_columns(rate=pl.coalesce("mixed", "rate"))
        .filter(pl.col("trust").is_in(["R00", "R03", "R10", "R11", "R12", "R15"]))
    )
    found = estimate(panel, estimator="synthetic-control", **COLUMNS)
    assert found.estimate == pytest.approx(2, abs=1e-8)
    assert found.weights["R00"] == pytest.approx(0.6, abs=1e-8)
    assert found.event_study[0]["event_time"] == -8
    assert found.p is None


def test_synthetic_control_leaves_anticipation_out():
    found = estimate(_one_treated(), estimator="synthetic-control", anticipation=1, **COLUMNS)
    assert [point["event_time"] for point in found.event_study] == [-4, -3, -2, 0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_every_estimate_is_plain_data(estimator):
    panel = _one_treated() if estimator == "synthetic-control" else _panel()
    plain = estimate(panel, estimator=estimator, **COLUMNS).as_dict()
    assert list(json.loads(json.dumps(plain, allow_nan=False))) == [
        "estimator", "estimate", "se", "ci", "p", "n_units", "n_treated", "group_time",
        "event_study", "aggregations", "weights", "diagnostics", "warnings",
    ]  # fmt: skip
    assert plain["aggregations"]["simple"]["estimate"] == plain["estimate"]


def test_event_study_runs_from_before_to_after():
    found = estimate(_panel(7, noise=0.0), **COLUMNS)
    points = {p["event_time"]: p["estimate"] for p in found.event_study}
    assert points[0] == pytest.approx(1, abs=1e-9)
    assert points[3] == pytest.approx(1.6, abs=1e-9)
    assert points[-2] == pytest.approx(0, abs=1e-9)
    assert found.aggregations["dynamic"]["estimate"] == pytest.approx(1.5, abs=1e-9)
    assert found.aggregations["dynamic"]["se"] is None


def test_dates_are_shown_as_text():
    day = pl.date(pl.col("year"), 4, 1)
    first = pl.when(pl.col("first") > 0).then(pl.date(pl.col("first"), 4, 1))
    dated = _panel(4).with_columns(year=day, first=first)
    found = estimate(dated, estimator="callaway-santanna", **COLUMNS)
    plain = estimate(_panel(4), estimator="callaway-santanna", **COLUMNS)
    assert found.estimate == pytest.approx(plain.estimate)
    assert found.as_dict()["group_time"][0]["group"] == "2005-04-01"


@pytest.mark.parametrize(
    "written",
    [
        lambda year: f"{year}/Q1",
        lambda year: dt.datetime(year, 4, 1, tzinfo=dt.UTC),
        lambda year: year + 0.25,
    ],
)
def test_times_may_be_labels_datetimes_or_fractions(written):
    panel = _panel()
    changed = panel.with_columns(
        year=pl.Series([written(year) for year in panel["year"]]),
        first=pl.Series([written(first) if first else None for first in panel["first"]]),
    )
    assert estimate(changed, **COLUMNS).estimate == estimate(panel, **COLUMNS).estimate


def test_a_date_of_adoption_beside_datetimes():
    dated = _panel().with_columns(
        year=pl.datetime(pl.col("year"), 4, 1),
        first=pl.when(pl.col("first") > 0).then(pl.date(pl.col("first"), 4, 1)),
    )
    assert estimate(dated, **COLUMNS).estimate == pytest.approx(
        estimate(_panel(), **COLUMNS).estimate
    )


def test_adoption_between_two_periods_counts_from_the_next():
    between = _panel().with_columns(
        first=pl.when(pl.col("first") > 0).then(pl.col("first") - 0.5).otherwise(None)
    )
    assert estimate(between, **COLUMNS).estimate == estimate(_panel(), **COLUMNS).estimate


def test_never_may_be_written_in_several_ways():
    whole = estimate(_panel(), **COLUMNS).estimate
    for never in (None, float("nan"), float("inf"), 0.0):
        written = _panel().with_columns(
            first=pl.when(pl.col("first") > 0)
            .then(pl.col("first").cast(pl.Float64))
            .otherwise(never)
        )
        assert estimate(written, **COLUMNS).estimate == whole


def test_rows_without_an_outcome_are_counted():
    holed = _panel().with_columns(
        rate=pl.when(pl.int_range(pl.len()) < 3).then(None).otherwise(pl.col("rate"))
    )
    assert "3 rows have no outcome and were left out." in estimate(holed, **COLUMNS).warnings


def test_adoption_after_the_panel_is_said():
    short = _panel().filter(pl.col("year") < 2007)
    assert any("8 units adopt after" in w for w in estimate(short, **COLUMNS).warnings)


def test_few_treated_units_are_warned_about():
    assert any("Only 1 treated" in w for w in estimate(_one_treated(), **COLUMNS).warnings)
    assert not any("Only" in w for w in estimate(_panel(), **COLUMNS).warnings)


def test_huge_numbers_keep_their_digits():
    huge = _panel().with_columns(pl.col("rate") * 1e15)
    found, plain = estimate(huge, **COLUMNS), estimate(_panel(), **COLUMNS)
    assert found.estimate == pytest.approx(plain.estimate * 1e15, rel=1e-9)
    assert found.se == pytest.approx(plain.se * 1e15, rel=1e-6)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**31), estimator=st.sampled_from(SIMPLE))
def test_names_and_row_order_never_matter(seed, estimator):
    panel = _panel(1)
    names = panel["trust"].unique().sort()
    shuffled = dict(zip(names, names.shuffle(seed=seed), strict=True))
    renamed = panel.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        trust=pl.col("trust").replace_strict(shuffled)
    )
    one = estimate(panel, estimator=estimator, **COLUMNS)
    two = estimate(renamed, estimator=estimator, **COLUMNS)
    assert two.estimate == pytest.approx(one.estimate, abs=1e-10)
    assert two.se == pytest.approx(one.se, abs=1e-8)


# What is refused, code by code.


def test_eva_001_unknown_estimator():
    refusal = _refused(_panel(), "magic")
    assert refusal.code == "EVA-001"
    assert "synthetic-control" in refusal.remedy


def test_eva_002_missing_column():
    refusal = _refused(_panel(), outcome="mortality")
    assert (refusal.code, refusal.where) == ("EVA-002", "mortality")


def test_eva_003_two_rows_for_one_period():
    refusal = _refused(pl.concat([_panel(), _panel().head(2)]))
    assert refusal.code == "EVA-003"
    assert "R00 has 2 rows for 2001" in refusal.problem


def test_eva_004_treated_always():
    always = _panel().with_columns(
        first=pl.when(pl.col("trust") == "R07").then(2001).otherwise("first")
    )
    refusal = _refused(always)
    assert refusal.code == "EVA-004"
    assert "R07" in refusal.problem


def test_eva_005_nobody_left_to_compare_with():
    assert "At 2007 every unit" in _refused(_panel(cohorts=(2005, 2007))).problem


def test_eva_005_no_chain_to_a_donor():
    """The only donor has figures after the change alone, so its level cannot be told from the
    year's."""
    rows = [("RAA", y, float(y), 2003) for y in range(2001, 2005)]
    rows += [("RBB", y, float(y), 0) for y in (2003, 2004)]
    panel = pl.DataFrame(rows, orient="row", schema=["trust", "year", "rate", "first"])
    assert "No chain" in _refused(panel).problem


def test_eva_005_too_few_donors_to_mix():
    panel = _one_treated().filter(pl.col("trust").is_in(["R03", "R00"]))
    assert _refused(panel, "synthetic-control").code == "EVA-005"


def test_eva_006_two_adoption_times():
    twice = _panel().with_columns(
        first=pl.when((pl.col("trust") == "R03") & (pl.col("year") > 2008))
        .then(2008)
        .otherwise("first")
    )
    assert _refused(twice).code == "EVA-006"


@pytest.mark.parametrize(
    "rate", [pl.lit("high"), pl.when(pl.col("year") == 2004).then(float("inf")).otherwise("rate")]
)
def test_eva_007_outcomes_that_are_not_numbers(rate):
    assert _refused(_panel().with_columns(rate=rate)).code == "EVA-007"


def test_eva_008_nobody_treated():
    assert _refused(_panel(cohorts=(0,))).code == "EVA-008"


def test_eva_009_constant_outcome():
    assert _refused(_panel().with_columns(rate=pl.lit(1.0))).code == "EVA-009"


def test_eva_010_synthetic_control_of_many():
    assert _refused(_panel(), "synthetic-control").code == "EVA-010"


def test_eva_011_adoption_in_other_words():
    worded = _panel().with_columns(pl.col("first").cast(pl.String))
    refusal = _refused(worded)
    assert refusal.code == "EVA-011"
    assert refusal.where == "first"


def test_eva_012_rows_without_a_period():
    blank = _panel().with_columns(
        year=pl.when(pl.int_range(pl.len()) < 4).then(None).otherwise("year")
    )
    assert "4 rows have nothing in 'year'" in _refused(blank).problem


def test_eva_013_no_outcome_at_all():
    assert _refused(_panel().with_columns(rate=pl.lit(None, pl.Float64))).code == "EVA-013"


def test_eva_014_synthetic_control_with_gaps():
    assert _refused(_one_treated().head(-1), "synthetic-control").code == "EVA-014"


def test_eva_014_synthetic_control_with_one_period_before():
    assert _refused(_one_treated(), "synthetic-control", anticipation=3).code == "EVA-014"


def test_eva_018_negative_anticipation():
    assert _refused(_panel(), anticipation=-1).code == "EVA-018"


def test_dates_and_labels_beside_each_other():
    dated = _panel().with_columns(year=pl.date(pl.col("year"), 1, 1))
    assert _refused(dated).code == "EVA-011"
    assert isinstance(dated["year"][0], dt.date)
