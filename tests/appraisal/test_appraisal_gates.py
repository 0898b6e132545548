"""Gates: dated, with reasons, and beyond the reach of any score."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from small_case import GATES, document, judged, option, run

from mutuality.appraisal import parse_gates
from mutuality.base import Refusal

PERFECT = (judged("care", 100, 100, 100), judged("time", 100, 100, 100))
RULE: dict[str, Any] = {
    "id": "rule", "title": "A rule", "kind": "legal", "models": ["merger"], "effect": "reject",
    "reason": "The law says so.", "would_have_to_change": "The law.", "source": "An Act",
    "status": "found", "from": dt.date(2020, 1, 1), "to": dt.date(2026, 12, 31),
}  # fmt: skip


def rules(**change: Any) -> Any:
    return parse_gates({"schema_version": 1, "gate": [RULE | change]})


def with_mutual(**more: Any) -> dict[str, Any]:
    doc = document()
    doc["option"].append(option("own", "mutual", *PERFECT, **more))
    return doc


def by_name(found: Any, name: str) -> Any:
    return next(option for option in found.options if option.id == name)


def test_no_score_brings_a_gated_option_back():
    found = run(with_mutual())
    own = by_name(found, "own")
    assert own.gated_out
    assert "VAT" in own.reasons[0]
    assert own.points is None
    plain = found.as_dict()
    assert "own" not in plain["rank_acceptability"]
    assert plain["options"][-1]["gated_out"] is True
    assert plain["options"][-1]["reasons"] == list(own.reasons)


def test_the_others_are_compared_as_if_it_were_not_there():
    assert run(with_mutual()).as_dict()["regret"] == run(document()).as_dict()["regret"]


def test_a_service_is_asked_for_its_vat_and_not_shut_out():
    own = by_name(run(with_mutual(scope="service")), "own")
    assert not own.gated_out
    decisions = {gate.factor: gate.decision for gate in own.gates}
    assert decisions["vat-service"] == "condition"
    assert decisions["reserved-social-care"] == "to-check"
    assert "vat-contracted-out" not in decisions
    unchecked = next(gate for gate in own.gates if gate.decision == "to-check")
    assert unchecked.stated.startswith("Not checked: ")


def test_the_case_can_reject_and_its_reason_is_kept():
    doc = document()
    doc["option"][3]["gate"] = [
        {"factor": "affordability", "decision": "reject", "reason": "No money."}
    ]
    merge = by_name(run(doc), "merge")
    assert merge.gated_out
    assert merge.reasons == ("Affordability. No money.",)


@pytest.mark.parametrize(
    ("decision", "factor", "effect", "outcome", "out"),
    [
        ("carry", "strategic-fit", "reject", "carried", True),
        ("preferred", "strategic-fit", "reject", "preferred", True),
        ("carry", "rule", "reject", "set-aside", False),
        ("carry", "rule", "condition", "answered", False),
        ("reject", "rule", "condition", "rejected", True),
    ],
)
def test_what_the_case_says_of_a_gate(
    decision: str, factor: str, effect: str, outcome: str, out: bool
):
    doc = document()
    doc["option"][3]["gate"] = [{"factor": factor, "decision": decision, "reason": "Because."}]
    merge = by_name(run(doc, gates=rules(effect=effect)), "merge")
    assert merge.gates[0].decision == outcome
    assert merge.gates[0].by == "case"
    assert merge.gated_out is out


@pytest.mark.parametrize(
    ("date", "out"),
    [
        (dt.date(2019, 12, 31), False),
        (dt.date(2020, 1, 1), True),
        (dt.date(2026, 12, 31), True),
        (dt.date(2027, 1, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(date: dt.date, out: bool):
    doc = document()
    doc["case"]["date"] = date
    assert by_name(run(doc, gates=rules()), "merge").gated_out is out


def test_the_reserved_contract_ends_where_the_new_regime_begins():
    ended = next(rule for rule in GATES if rule.id == "reserved-contract-2015")
    begun = next(rule for rule in GATES if rule.id == "provider-selection-regime")
    assert ended.until is not None
    assert begun.since == ended.until + dt.timedelta(days=1) == dt.date(2024, 1, 1)


def test_business_as_usual_stays_the_comparison_when_it_is_rejected():
    doc = document()
    doc["option"][0]["gate"] = [
        {"factor": "strategic-fit", "decision": "reject", "reason": "The regulator forbids it."}
    ]
    found = run(doc)
    assert by_name(found, "usual").gated_out
    assert "usual" not in found.standings
    assert found.standings["buddy"].beats_usual > 0.5


def test_every_shipped_rule_has_its_source_and_says_what_would_have_to_change():
    assert len({rule.id for rule in GATES}) == len(GATES) >= 15
    assert all(rule.source and rule.would_have_to_change for rule in GATES)
    assert all(rule.effect == "condition" for rule in GATES if rule.status == "background")


@pytest.mark.parametrize(
    "change",
    [
        {"status": "background"},
        {"to": dt.date(2019, 1, 1)},
        {"effect": "forbid"},
        {"from": "2020"},
    ],
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, Any]):
    with pytest.raises(Refusal) as refused:
        rules(**change)
    assert refused.value.code == "APP-006"
    assert "gate[1]" in refused.value.where
