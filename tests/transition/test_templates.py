"""The journeys are checked at the door: nothing missing, unknown or pointing nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mutuality.base import Refusal
from mutuality.transition import Templates, plan, read_templates

DAY = dt.date(2026, 1, 1)


def a_file() -> dict[str, Any]:
    """The smallest journeys that can be used."""
    return {
        "schema_version": 1,
        "author": "A. Tester",
        "date": DAY,
        "approvers": [
            {"role": "boss", "name": "The boss", "starts": DAY, "source": "s", "standing": "found"}
        ],
        "rules": [{"id": "r", "text": "Do.", "starts": DAY, "source": "s", "standing": "found"}],
        "templates": [
            {
                "id": "t", "title": "T", "models": ["m"], "starts": DAY,
                "warning": "w", "warning_source": "s",
                "stages": [
                    {
                        "id": "one", "title": "One", "owner": "o", "months": [1, 2, 3],
                        "way_back": "Stop.", "gate": "g", "decided_by": "role:boss",
                        "evidence": [{"id": "e", "title": "E", "rule": "r"}],
                    }
                ],
                "deadlines": [{"id": "d", "title": "D", "stage": "one", "months_before": 5}],
            }
        ],
    }  # fmt: skip


def test_the_smallest_file_can_be_used_and_a_deadline_can_be_missed() -> None:
    journey = plan(read_templates(a_file()), "m", start=DAY)

    assert journey.deadlines[0].is_missed  # five months before a stage that lasts two
    assert journey.deadlines[0].rule is None
    assert journey.stages[0].gate.decided_by == "The boss"


def stage(data: dict[str, Any]) -> dict[str, Any]:
    return data["templates"][0]["stages"][0]


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda d: d.pop("author"), "author"),
        (lambda d: d.update(templates=[]), "templates"),
        (lambda d: d.update(surprise=1), "surprise"),
        (lambda d: stage(d).update(months=[3, 2, 1]), "templates.0.stages.0"),
        (lambda d: stage(d).update(months=[0, 2, 3]), "templates.0.stages.0.months.0"),
        (lambda d: stage(d).update(evidence=[]), "templates.0.stages.0.evidence"),
        (lambda d: stage(d)["evidence"].append({"id": "e", "title": "E"}), "templates.0.stages.0"),
        (lambda d: stage(d)["evidence"][0].update(kind="rumour"),
         "templates.0.stages.0.evidence.0.kind"),
        (lambda d: d["rules"][0].update(standing="hearsay"), "rules.0.standing"),
        (lambda d: stage(d)["evidence"][0].update(rule="elsewhere"), "journeys.toml"),
        (lambda d: stage(d).update(decided_by="role:nobody"), "journeys.toml"),
        (lambda d: d["templates"][0]["deadlines"][0].update(stage="two"), "templates.0"),
        (lambda d: d["templates"][0]["stages"].append(stage(d)), "templates.0"),
        (lambda d: d["rules"].append(d["rules"][0]), "journeys.toml"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_and_the_entry_named(spoil: Any, where: str) -> None:
    data = a_file()
    spoil(data)

    with pytest.raises(Refusal) as refused:
        read_templates(data)

    assert refused.value.code == "TRA-001"
    assert refused.value.where == where


def test_every_shipped_fact_says_whether_it_was_checked(shipped: Templates) -> None:
    facts = [*shipped.rules, *shipped.approvers]
    facts += [r for t in shipped.templates for s in t.stages for r in s.references]

    assert {fact.standing for fact in facts} == {"found", "background"}
    assert all(fact.source for fact in facts)
    assert all(f.standing == "background" for f in facts if f.source == "Not named")
