"""A first draft on the figures that ship: its levels are the peers', and none is of later."""

from __future__ import annotations

import datetime as dt
import tomllib

import polars as pl
import pytest

from mutuality.appraisal import parse_case, to_toml
from mutuality.base import Refusal
from mutuality.stores import CaseDesk, Workspace, draft_case, first_pass, panel_of

AT = dt.date(2026, 11, 22)
ASKED = "Deaths are high, and A&E is slow."


def test_every_kind_of_problem_gives_a_case_that_can_be_read_and_appraised(
    store: Workspace,
) -> None:
    kinds = [kind.id for kind in first_pass().kinds]
    made = draft_case(store, "RMP", problem=ASKED, kinds=kinds, at=AT, draws=200)
    assert parse_case(tomllib.loads(to_toml(made.case))) == made.case
    result = CaseDesk(store, made.case).appraisal
    assert result.verdict.kind == "unscored"
    assert result.missing == ()
    assert {gap.option for gap in made.gaps} == set(result.verdict.options)
    assert made.case.head.draws == 200


def test_the_levels_are_those_of_trusts_of_the_same_type_in_the_same_quarter(
    store: Workspace,
) -> None:
    """The tenth and the quarter worked out again, straight from the panel."""
    made = draft_case(store, "RMP", problem=ASKED, kinds=["flow"], at=AT)
    register = store.register()
    units = register.units(as_of=AT)
    kind = register.organisation("RMP").category
    alike = {units.unit(c) for c, body in register.organisations.items() if body.category == kind}
    frame = panel_of(store, "ga-occupancy", as_of=AT, composites="exclude").frame
    last = frame.filter(unit="RMP")["period_end"].max()
    row = frame.filter(
        pl.col("unit").is_in(alike) & (pl.col("period_end") == last) & pl.col("value").is_not_null()
    )["value"]
    criterion = made.case.criterion("occupancy")
    assert criterion.worst.value == pytest.approx(row.quantile(0.9, "linear"), abs=6e-4)
    assert criterion.best.value == pytest.approx(row.quantile(0.25, "linear"), abs=6e-4)
    assert criterion.spread is not None
    assert criterion.spread.value == pytest.approx(row.std(), rel=0.05)
    assert f"{row.len()} trusts of its type" in criterion.spread.means
    fact = next(fact for fact in made.facts if fact.about == "occupancy")
    own = frame.filter(pl.col("unit") == "RMP", pl.col("period_end") == last)["value"].item()
    assert (
        f"{100 * own:.1f}%, Q2 2024/25. {(row < own).sum()} of {row.len() - 1} other" in fact.words
    )
    assert fact.is_old


def test_counts_are_set_beside_the_trusts_own_record(store: Workspace) -> None:
    made = draft_case(store, "RMP", problem=ASKED, kinds=["waits", "flow"], at=AT)
    waits = made.case.criterion("long-waits")
    assert (waits.best.value, waits.spread) == (0, None)
    assert waits.worst.means == "the worst of its own 3 figures since Q1 2024/25"
    admitted = made.case.criterion("emergency-admissions")
    assert admitted.worst.value > admitted.best.value
    assert "since Q1 2021/22" in admitted.worst.means  # what went before the hole is no guide


def test_nothing_later_than_the_date_is_looked_at(store: Workspace) -> None:
    then = dt.date(2013, 11, 30)
    made = draft_case(store, "RMP", problem=ASKED, kinds=["quality"], at=then)
    assert {fact.about: fact.period for fact in made.facts}["mortality"] == (
        "October 2012 to September 2013"
    )
    assert made.case.head.date == then
    assert any(fact.about.startswith("support-programme-2013") for fact in made.facts)
    assert not any("2014" in fact.period for fact in made.facts)


def test_a_former_code_is_followed_to_what_became_of_it(store: Workspace) -> None:
    made = draft_case(store, "RM2", problem=ASKED, kinds=["quality"], at=AT)
    assert "Manchester University" in made.case.head.title
    assert any(fact.about.startswith("merger-2017-10-01-r0a") for fact in made.facts)


def test_a_body_without_figures_still_gets_a_draft(store: Workspace) -> None:
    code = next(link.old for link in store.register().successions if not link.old.startswith("R"))
    made = draft_case(store, code, problem=ASKED, kinds=["quality"], at=AT)
    assert made.case.criterion("mortality").measure is None
    assert not any(fact.source.startswith("Source:") for fact in made.facts)


@pytest.mark.parametrize(
    ("code", "kinds", "refused"), [("XXXXX", ["quality"], "REG-001"), ("RMP", ["cats"], "APP-010")]
)
def test_refusals(store: Workspace, code: str, kinds: list[str], refused: str) -> None:
    with pytest.raises(Refusal) as caught:
        draft_case(store, code, problem=ASKED, kinds=kinds, at=AT)
    assert caught.value.code == refused
