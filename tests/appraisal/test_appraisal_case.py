"""A case: the contract's own snippet parses, and everything wrong is told at once."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from small_case import document, judged, option

from mutuality.appraisal import parse_case
from mutuality.base import Refusal

SNIPPET = """
schema_version = 1

[case]
id = "tameside-2026"
title = "How should Tameside work with others?"
organisations = ["RMP"]
problem = "..."
date = 2026-11-22
draws = 20000
seed = 20261122
tie_points = 4                 # set by the board before scores are seen

[[objective]]
id = "safe"
title = "Safer care"

[[criterion]]
id = "mortality"
objective = "safe"
domain = "care-quality"
measure = "shmi"               # or none: then anchors are described
worst = { value = 1.15, means = "as high as the worst tenth of trusts" }
best = { value = 0.95, means = "as low as the best quarter" }
shape = "linear"               # linear | concave | points = [[value, 0..100], ...]

[[option]]
id = "buddy"
model = "buddying"
title = "Buddy with a high performer"
partners = ["RM3"]
nature = "voluntary"
[option.degree]                # defaults from the catalogue; override with reason
reason = ""
[[option.gate]]
factor = "affordability"       # options-framework critical success factors and dated legal gates
decision = "carry"             # carry | reject | preferred
reason = "..."
[[option.score]]
criterion = "mortality"
basis = "evidence"             # evidence | judgement (then low, likely, high, author, reason)
[[option.cost]]
year = 0
transition = [0.2, 0.3, 0.6]   # in millions, low likely high
running = [0.0, 0.0, 0.1]
saving = [0.0, 0.1, 0.4]
class = "outsourcing-opex"

[readiness]
relationships = [-0.2, 0.3]    # interval, -1 to 1
# quality_focus, culture, leadership, capacity

[[group]]
id = "staff"
title = "Staff"
share = 0.25
swing = { mortality = [60, 100] }   # biggest swing = 100
"""


def test_the_snippet_of_the_contract_parses():
    case = parse_case(tomllib.loads(SNIPPET))
    (buddy,) = case.options
    assert case.head.draws == 20_000
    assert buddy.partners == ("RM3",)
    assert buddy.costs[0].transition == (0.2, 0.3, 0.6)
    assert buddy.costs[0].kind == "outsourcing-opex"
    assert buddy.degree.scores == (None,) * 6
    assert case.readiness.relationships == (-0.2, 0.3)
    assert case.readiness.capacity is None
    assert case.groups[0].swing == {"mortality": (60, 100)}
    assert case.criteria[0].name == "mortality"


def test_the_seal_follows_the_content_and_nothing_else():
    case = parse_case(document())
    assert case.seal == parse_case(document()).seal
    changed = document()
    changed["option"][1]["score"][0]["likely"] = 51
    assert parse_case(changed).seal != case.seal


def test_measure_none_is_no_measure():
    doc = document()
    doc["criterion"][0]["measure"] = "none"
    assert parse_case(doc).criteria[0].measure is None


def refused(doc: dict[str, Any]) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        parse_case(doc)
    return refusal.value


@pytest.mark.parametrize("version", [None, 2, "1", True])
def test_another_schema_is_refused(version: object):
    assert refused(document(schema_version=version)).code == "APP-001"


def _set(doc: dict[str, Any], path: str, value: object) -> None:
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        doc = doc[step]
    doc[last] = value


@pytest.mark.parametrize(
    ("path", "value", "place", "says"),
    [
        ("case.title", " ", "case.title", "needs words"),
        ("case.draws", True, "case.draws", "valid integer (it holds True)"),
        ("case.draws", 5, "case.draws", "greater than or equal to 100"),
        ("case.date", "2026-11-22", "case.date", "date"),
        ("case.drawz", 1, "case.drawz", "not a known field. Did you mean 'draws'?"),
        ("case.qqqqqq", 1, "case.qqqqqq", "is not a known field."),
        ("criterion.0.shape", "round", "criterion[1].shape", "use 'linear' or 'concave'"),
        ("criterion.0.best.value", 0, "criterion[1]", "must differ"),
        ("criterion.0.spread.value", 0, "criterion[1]", "above zero"),
        ("criterion.0.points", [[0, 0], [50, 60]], "criterion[1]", "from worst (0) to best (100)"),
        ("criterion.0.points", [[0, 0], [50, 60], [50, 70], [100, 100]], "criterion[1]", "once"),
        ("criterion.0.points", [[0, 0], [40, 70], [50, 60], [100, 100]], "criterion[1]", "fall"),
        ("option.1.score.0.basis", "guess", "option[2].score[1].basis", "'guess'"),
        ("option.1.score.0.author", None, "option[2].score[1]", "needs low, likely, high, author"),
        ("option.1.score.0.low", 99, "option[2].score[1]", "must run from low to high, not 99"),
        ("option.1.score.0.low", "9", "option[2].score[1].low", "valid number (it holds '9')"),
        ("option.1.degree", {"service": 2}, "option[2].degree", "say in `reason`"),
        ("option.1.degree", {"service": 5, "reason": "x"}, "option[2].degree.service", "less than"),
        ("option.1.gate", [{"factor": "x", "decision": "carry", "reason": ""}],
         "option[2].gate[1].reason", "at least 1"),
        ("option.1.cost", [{"year": 0, "saving": [1, 0, 2]}], "option[2].cost[1].saving", "low to"),
        ("readiness", {"culture": [-2, 0]}, "readiness.culture", "from -1 to 1"),
        ("readiness", {"culture": [0.5, 0]}, "readiness.culture", "low to high"),
        ("group.0.share", 0, "group[1].share", "greater than 0"),
        ("group.0.swing", {"care": [0, 101]}, "group[1].swing", "between 0 and 100"),
        ("group.0.swing", {"care": [50, 20]}, "group[1].swing", "low to high"),
        ("group.0.swing", {"care": [0, 0]}, "group[1].swing", "above zero"),
        ("option", [], "option", "at least 1 item"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_place(path: str, value: object, place: str, says: str):
    doc = document()
    _set(doc, path, value)
    refusal = refused(doc)
    assert refusal.code == "APP-002"
    assert refusal.where == place
    assert says in refusal.problem
    assert refusal.problem.startswith("One thing is wrong")


def test_a_missing_field_and_a_long_value_are_told_briefly():
    doc = document()
    del doc["case"]["title"]
    doc["case"]["draws"] = "x" * 200
    refusal = refused(doc)
    assert "case.title: is needed." in refusal.problem
    assert "..." in refusal.problem
    assert "x" * 100 not in refusal.problem


def test_numbers_under_evidence_are_refused():
    doc = document()
    doc["option"][1]["score"][0] = {"criterion": "care", "basis": "evidence", "likely": 3}
    assert "judgement" in refused(doc).problem


def test_every_problem_is_told_at_once():
    doc = document()
    doc["case"]["draws"] = 1
    doc["group"][1]["share"] = -1
    refusal = refused(doc)
    assert refusal.problem.startswith("2 things are wrong")
    assert "case.draws" in refusal.problem
    assert "group[2].share" in refusal.problem


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("criterion.0.objective", "gone", "criterion[1].objective"),
        ("option.1.score.0.criterion", "gone", "option[2].score[1].criterion"),
        ("option.1.score.0.criterion", "time", "option[2].score"),
        ("option.1.id", "usual", "option"),
        ("criterion.1.id", "care", "criterion"),
        ("group.1.id", "staff", "group"),
        ("group.0.swing", {"gone": [1, 2]}, "group[1].swing.gone"),
    ],
)
def test_parts_that_do_not_agree_are_refused(path: str, value: object, place: str):
    doc = document()
    _set(doc, path, value)
    refusal = refused(doc)
    assert refusal.code == "APP-003"
    assert place in refusal.problem


def test_options_and_criteria_are_found_by_name():
    case = parse_case(document())
    assert case.option("merge").model == "merger"
    assert case.option("usual").is_business_as_usual
    assert case.criterion("time").domain == "efficiency"
    assert case.option("merge").score("care") is not None


def test_identity_is_what_an_option_is_and_not_what_it_is_called():
    first = option("one", "merger", judged("care", 1, 2, 3), partners=["RA", "RB"])
    second = option("two", "merger", partners=["RB", "RA"])
    case = parse_case(document(option=[first, second]))
    assert case.options[0].identity == case.options[1].identity
