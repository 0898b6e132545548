"""Cells: evidence and judgement kept apart, and nothing made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small_case import BASELINES, FINDING, SICK, criterion, document, judged, option, run

from mutuality.appraisal import Appraisal, Baseline
from mutuality.appraisal.variants import MAIN

EVIDENCE = {"criterion": "absence", "basis": "evidence"}


def sick(*scores: dict[str, Any], usual: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return document(
        criterion=[SICK],
        option=[
            option("usual", "business-as-usual", *usual),
            option("little", "do-minimum", judged("absence", 0, 0, 0, scale="change")),
            option("buddy", "buddying", *scores),
        ],
        group=[],
    )


def test_evidence_becomes_a_number_with_its_strength_and_its_findings():
    found = run(sick(EVIDENCE))
    cell = found.cell("buddy", "absence")
    assert (cell.basis, cell.scale, cell.findings) == ("evidence", "log-ratio", ("T1",))
    assert cell.low is not None
    assert cell.high is not None
    assert cell.low < (cell.likely or 0) < 0 < cell.high < 0.1, "a new site may differ"
    assert cell.strength.label == "Moderate", "High, less one for a single study"
    assert 0.4 < cell.informed < 1
    assert found.told("buddy", "absence").startswith("Studies suggest 19% less (3")
    (told,) = [e for e in found.as_dict()["evidence"] if e["option"] == "buddy"]
    assert told == {
        "option": "buddy", "criterion": "absence", "basis": "evidence",
        "strength": "Moderate", "findings": ["T1"],
    }  # fmt: skip


def test_only_strict_designs_leave_the_prior_alone_where_none_is_strict():
    loose = replace(FINDING, design="comparative")
    cell = run(sick(EVIDENCE), findings=(loose,)).cell("buddy", "absence")
    assert cell.forecasts[MAIN.reading].studies == 1
    assert cell.forecasts[1.0, True].studies == 0


def test_standard_deviations_are_used_only_where_the_spread_was_supplied():
    spread = {"sickness": Baseline(0.06, "2024/25", "s", spread=0.008)}
    in_sd = replace(FINDING, scale="sd", effect=-0.5)
    doc = sick(EVIDENCE)
    doc["criterion"] = [{key: value for key, value in SICK.items() if key != "spread"}]
    assert run(doc, findings=(in_sd,)).cell("buddy", "absence").basis == "unscored"
    found = run(doc, findings=(in_sd,), baselines=spread)
    cell = found.cell("buddy", "absence")
    assert cell.scale == "sd"
    assert "standard deviations" in found.told("buddy", "absence")
    assert found.variants[5].id == "promises-kept"
    assert found.standings["buddy"].beats_usual > 0.5


def test_evidence_that_cannot_be_a_number_is_unscored_and_the_verdict_abstains():
    vague = replace(FINDING, se=None)
    found = run(sick(EVIDENCE), findings=(vague,))
    cell = found.cell("buddy", "absence")
    assert cell.basis == "unscored"
    assert cell.unused == (("T1", "it gives a size and no standard error"),)
    assert cell.context.findings == ("T1",)
    assert found.told("buddy", "absence").startswith("Not scored. No study")
    assert found.verdict.kind == "unscored"
    assert found.verdict.options == ("buddy",)
    assert found.verdict.recommend is None
    assert "absence" in found.verdict.conditions[0]
    assert set(found.standings) == {"usual", "little"}, "those with scores are still compared"


def test_a_finding_nobody_checked_is_never_a_number():
    found = run(sick(EVIDENCE), findings=(replace(FINDING, verified=False),))
    assert found.cell("buddy", "absence").basis == "unscored"
    assert found.cell("buddy", "absence").context.label == "None"


def test_a_judgement_stands_beside_the_evidence_and_borrows_none_of_its_strength():
    found = run(sick(judged("absence", -0.01, -0.005, 0, scale="change")))
    cell = found.cell("buddy", "absence")
    assert (cell.basis, cell.strength.label, cell.findings) == ("judgement", "None", ())
    assert cell.context.label == "Moderate"
    assert cell.informed == 0
    assert found.told("buddy", "absence") == (
        "Judged \N{MINUS SIGN}0.5 (\N{MINUS SIGN}1 to 0) percentage points "
        "against business as usual."
    )


def test_no_score_at_all_is_unscored():
    assert run(sick()).cell("buddy", "absence").reason == "The case does not score it."


def test_todays_figure_is_carried_forward_for_business_as_usual():
    found = run(sick(EVIDENCE))
    cell = found.cell("usual", "absence")
    assert (cell.basis, cell.likely) == ("figure", 0.06)
    assert found.told("usual", "absence") == (
        "6.0%. The figure for 2024/25, carried forward unchanged."
    )


def test_business_as_usual_can_be_judged_as_a_level_or_a_change():
    level = run(sick(EVIDENCE, usual=(judged("absence", 0.05, 0.055, 0.06),)))
    assert level.told("usual", "absence") == "Judged 5.5% (5.0% to 6.0%)."
    change = run(sick(EVIDENCE, usual=(judged("absence", -0.01, -0.005, 0.0, scale="change"),)))
    assert change.cell("usual", "absence").range == pytest.approx((0.05, 0.055, 0.06))


@pytest.mark.parametrize(
    "usual", [(), (judged("absence", -0.01, 0, 0.01, scale="change"),), (EVIDENCE,)]
)
def test_without_a_level_for_business_as_usual_nothing_is_scored(usual: tuple[Any, ...]):
    found = run(sick(EVIDENCE, usual=usual), baselines={"sickness": None})
    assert {cell.basis for cell in found.cells.values()} == {"unscored"}
    assert found.verdict.kind == "unscored"
    assert found.missing == ("absence: the figure for sickness was not supplied.",)
    assert found.standings == {}
    assert found.as_dict()["regret"] == {}


def test_a_judged_level_of_business_as_usual_can_carry_a_ratio():
    usual = (judged("absence", 0.05, 0.06, 0.07),)
    found = run(sick(EVIDENCE, usual=usual), baselines={})
    assert found.cell("buddy", "absence").basis == "evidence"


def test_ratios_are_preferred_to_standard_deviations():
    both = (replace(FINDING, id="T2", overlap="t2", scale="sd"), FINDING)
    cell = run(sick(EVIDENCE), findings=both).cell("buddy", "absence")
    assert cell.findings == ("T1",)


def test_a_plain_tuple_will_do_for_a_figure():
    tuples = {"sickness": (0.06, "2024/25", "Source: a test")}
    assert (
        run(sick(EVIDENCE), baselines=tuples).as_dict()["regret"]
        == (run(sick(EVIDENCE), baselines=BASELINES).as_dict()["regret"])
    )


def _kept(found: Appraisal, name: str) -> float:
    return next(view for view in found.variants if view.id == "promises-kept").first[name]


def test_with_every_promise_kept_the_level_is_the_one_that_was_judged():
    """Buddy at 60, usual at 50, no uncertainty: buddy first in every draw, points as judged."""
    doc = document(
        criterion=[criterion("care")],
        option=[
            option("usual", "business-as-usual", judged("care", 50, 50, 50)),
            option("buddy", "buddying", judged("care", 60, 60, 60)),
        ],
        group=[],
    )
    assert _kept(run(doc), "buddy") == 1
    as_change = document(
        criterion=[criterion("care")],
        option=[
            option("usual", "business-as-usual", judged("care", 50, 50, 50)),
            option("buddy", "buddying", judged("care", 10, 10, 10, scale="change")),
        ],
        group=[],
    )
    assert run(as_change).as_dict()["regret"] == run(doc).as_dict()["regret"]


def test_a_stated_spread_decides_what_failing_costs():
    doc = document()
    wide = document()
    for each in wide["criterion"]:
        each["spread"]["value"] = 50
    by_points = [
        np.mean(list(o.points.values()))
        for found in (run(doc), run(wide))
        for o in found.options
        if o.id == "merge" and o.points
    ]
    assert by_points[1] < by_points[0]
