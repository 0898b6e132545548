"""Spec: a journey is dated, names its rules and its approvers, and opens no gate on a promise."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuality.base import Refusal, seal
from mutuality.governance import Question, Threshold, count_advisory, mandate
from mutuality.transition import Evidence, Journey, Stage, Templates, plan
from mutuality.transition.journey import NOT_SETTLED, add_months

START = dt.date(2026, 11, 30)
MODELS = [
    "acquisition", "buddying", "clinical-network", "franchise", "ft-plus", "group",
    "joint-venture", "learning-network", "merger", "mutual", "partnership", "service-chain",
]  # fmt: skip


def everything(stage: Stage) -> list[Evidence]:
    """What the gate of a stage asks for, all of it."""
    return [
        Evidence(asked.id, asked.title, "folder 1", START, asked.kind) for asked in stage.gate.asks
    ]


def a_mandate(yes: int, no: int) -> Evidence:
    question = Question(
        "Shall we?", "Staff", seal("an appraisal"),
        Threshold(Fraction(1, 2), Fraction(1, 2)), dt.date(2026, 10, 1),
    )  # fmt: skip
    result = count_advisory(
        ["yes"] * yes + ["no"] * no,
        roll=20, question=question, opened=dt.date(2026, 10, 2), closed=dt.date(2026, 10, 9),
    )  # fmt: skip
    return Evidence.of_mandate(mandate(result, appraisal=seal("an appraisal")))


@pytest.mark.parametrize("model", MODELS)
def test_each_model_has_a_journey_that_ends_with_a_benefits_review(
    shipped: Templates, model: str
) -> None:
    journey = plan(shipped, model, start=START)

    assert shipped.models == tuple(MODELS)
    assert "review" in [asked.id for asked in journey.stages[-1].gate.asks]
    assert journey.warning
    assert journey.warning_source
    assert all(stage.way_back and stage.owner for stage in journey.stages)


def test_a_merger_tells_ods_five_months_before_its_legal_date(shipped: Templates) -> None:
    journey = plan(shipped, "merger", start=START)
    legal_date = next(s.ends for s in journey.stages if s.id == "prepare")
    (deadline,) = journey.deadlines

    assert legal_date == dt.date(2028, 8, 30)
    assert deadline.due == dt.date(2028, 3, 30)
    assert deadline.rule is not None
    assert deadline.rule.standing == "found"
    assert not deadline.is_missed


def test_a_merger_needs_the_vote_of_more_than_half_of_the_governors(shipped: Templates) -> None:
    stage = next(s for s in plan(shipped, "merger", start=START).stages if s.id == "business-case")
    vote = next(asked for asked in stage.gate.asks if asked.id == "governors")

    assert vote.kind == "decision"
    assert vote.rule is not None
    assert "more than half" in vote.rule.text


def test_a_mutual_asks_about_pensions_procurement_and_staff(shipped: Templates) -> None:
    asks = {
        asked.id: asked.rule.id if asked.rule else ""
        for stage in plan(shipped, "mutual", start=START).stages
        for asked in stage.gate.asks
    }

    assert asks["pensions"] == "new-fair-deal"
    assert asks["selection"] == "provider-selection"
    assert asks["consultation"] == "tupe-consult"
    assert asks["staff-ballot"] == ""


def test_buddying_fixes_its_exit_test_before_the_work_starts(shipped: Templates) -> None:
    stages = {stage.id: stage for stage in plan(shipped, "buddying", start=START).stages}

    assert "exit-test" in [asked.id for asked in stages["agree"].gate.asks]
    assert [r.months for r in stages["work"].references] == [24, 12]


def test_an_approver_past_its_last_day_is_not_settled(shipped: Templates) -> None:
    early = plan(shipped, "merger", start=dt.date(2026, 7, 1)).stages[0].gate
    late = plan(shipped, "merger", start=START).stages[0].gate

    assert early.decided_by.startswith("NHS England")
    assert early.note == ""
    assert late.decided_by == NOT_SETTLED
    assert "not settled" in late.note


def test_an_approver_that_nobody_checked_is_marked(shipped: Templates) -> None:
    journey = plan(shipped, "buddying", start=dt.date(2024, 1, 1))
    work = next(stage for stage in journey.stages if stage.id == "work")

    assert "not been checked" in work.gate.note


def test_a_model_without_a_journey_is_refused(shipped: Templates) -> None:
    with pytest.raises(Refusal) as refused:
        plan(shipped, "business-as-usual", start=START)

    assert refused.value.code == "TRA-002"
    assert "mutual" in refused.value.remedy


def test_a_journey_before_its_rules_is_refused(shipped: Templates) -> None:
    with pytest.raises(Refusal) as refused:
        plan(shipped, "merger", start=dt.date(2015, 1, 1))

    assert refused.value.code == "TRA-002"


def test_gates_are_passed_in_order_and_each_once(shipped: Templates) -> None:
    journey = plan(shipped, "buddying", start=START)
    assert [journey.state(s.id) for s in journey.stages] == [
        "In progress", "Cannot start yet", "Cannot start yet", "Cannot start yet",
    ]  # fmt: skip

    for stage in journey.stages:
        journey = journey.pass_gate(stage.id, everything(stage))

    assert journey.current is None
    assert {journey.state(s.id) for s in journey.stages} == {"Completed"}
    refusal(journey, "diagnose", [], "TRA-007")


def refusal(journey: Journey, stage: str, evidence: list[Evidence], code: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        journey.pass_gate(stage, evidence)
    assert refused.value.code == code
    return refused.value


def test_a_gate_ahead_of_its_turn_is_refused(shipped: Templates) -> None:
    journey = plan(shipped, "buddying", start=START)

    assert (
        "Agree what is wrong"
        in refusal(journey, "work", everything(journey.stages[2]), "TRA-007").problem
    )
    refusal(journey, "nowhere", [], "TRA-006")


def test_a_gate_without_its_evidence_stays_closed(shipped: Templates) -> None:
    journey = plan(shipped, "buddying", start=START)
    first = journey.stages[0]

    assert (
        first.gate.asks[1].title
        in refusal(journey, first.id, everything(first)[:1], "TRA-003").problem
    )


def test_evidence_of_another_kind_or_brought_twice_is_refused(shipped: Templates) -> None:
    journey = plan(shipped, "buddying", start=START)
    first = journey.stages[0]
    right = everything(first)
    wrong_kind = Evidence(right[0].answers, "Yes", "minutes", START, "decision")

    refusal(journey, first.id, [wrong_kind, right[1]], "TRA-004")
    refusal(journey, first.id, [*right, right[0]], "TRA-004")
    refusal(journey, first.id, [*right, Evidence("other", "x", "y", START)], "TRA-004")


def test_a_ballot_that_carries_opens_the_gate_and_one_that_does_not_keeps_it_closed(
    shipped: Templates,
) -> None:
    journey = plan(shipped, "ft-plus", start=START)
    journey = journey.pass_gate("listen", everything(journey.stages[0]))
    others = [e for e in everything(journey.stages[1]) if e.kind != "mandate"]

    assert journey.pass_gate("ballot", [*others, a_mandate(9, 3)]).state("ballot") == "Completed"
    assert (
        "does not carry"
        in refusal(journey, "ballot", [*others, a_mandate(3, 9)], "TRA-005").problem
    )


@given(start=st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31)), model=st.sampled_from(MODELS))
def test_stages_follow_each_other_and_ranges_hold_the_likely_date(shipped, start, model) -> None:
    journey = plan(shipped, model, start=start)

    assert journey.stages[0].starts == start
    for stage, after in zip(journey.stages, journey.stages[1:], strict=False):
        assert stage.ends == after.starts
    for stage in journey.stages:
        assert stage.starts < stage.ends
        assert stage.earliest <= stage.ends <= stage.latest


@given(day=st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), months=st.integers(-40, 80))
def test_adding_months_moves_the_month_and_never_spills_over(day, months) -> None:
    moved = add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day


def test_adding_months_to_the_31st_ends_on_the_last_day() -> None:
    assert add_months(dt.date(2027, 8, 31), 6) == dt.date(2028, 2, 29)
    assert add_months(dt.date(2026, 11, 22), -5) == dt.date(2026, 6, 22)
