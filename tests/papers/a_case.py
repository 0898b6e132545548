"""A case with invented judgements, appraised, for the tests of the board paper."""

from __future__ import annotations

import copy
import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from mutuality.appraisal import Baseline, appraise, parse_case, parse_defaults, parse_gates
from mutuality.register import parse_models
from mutuality.stores import shipped

if TYPE_CHECKING:
    from mutuality.appraisal import Appraisal

DATE = dt.date(2026, 11, 22)
NOTICE = "Example. The judgements in this paper are invented; the figures are real."
TODAY = {
    "shmi": Baseline(1.08, "January to December 2019", "NHS England, SHMI", dt.date(2019, 12, 31)),
    "ae-4h": Baseline(0.71, "Q2 2026/27", "NHS England, A&E attendances", dt.date(2026, 9, 30)),
}


def _judged(criterion: str, low: float, likely: float, high: float) -> dict[str, Any]:
    return {
        "criterion": criterion, "basis": "judgement", "scale": "change",
        "low": low, "likely": likely, "high": high,
        "author": "Workshop of 3 November 2026", "reason": "Judged from the visits to two sites.",
    }  # fmt: skip


def _option(name: str, model: str, title: str, change: float | None, **more: Any) -> dict[str, Any]:
    scores = [] if change is None else [
        _judged("mortality", -0.04 * change, -0.02 * change, 0.01),
        _judged("waits", -0.02, 0.03 * change, 0.06 * change),
        _judged("engagement", -0.1 * change, 0.1 * change, 0.4 * change),
    ]  # fmt: skip
    return {"id": name, "model": model, "title": title, "score": scores, **more}


def document() -> dict[str, Any]:
    """The case as `tomllib` would give it."""
    usual = {**_judged("engagement", 6.4, 6.6, 6.8), "scale": "level"}
    return {
        "schema_version": 1,
        "case": {
            "id": "anytown", "title": "How should Anytown work with others?",
            "organisations": ["RMP"], "date": DATE, "draws": 400, "seed": 7, "notice": NOTICE,
            "tie_points": 4.0,
            "problem": (
                "Waits in A&E are among the longest in the region, and three of eight clinical "
                "leads have left in a year. The trust is small and cannot staff every rota. "
                "The board asked in July which ways of working with others are worth a business "
                "case, and which are not."
            ),
        },
        "objective": [
            {"id": "safe", "title": "Safer care"},
            {"id": "prompt", "title": "Quicker care"},
            {"id": "staff", "title": "A place people want to work"},
        ],
        "criterion": [
            {"id": "mortality", "title": "Deaths compared with expected", "objective": "safe",
             "domain": "care-quality", "measure": "shmi",
             "worst": {"value": 1.15, "means": "as high as the worst tenth of trusts"},
             "best": {"value": 0.95, "means": "as low as the best quarter"}},
            {"id": "waits", "title": "A&E within 4 hours", "objective": "prompt",
             "domain": "efficiency", "measure": "ae-4h",
             "worst": {"value": 0.60, "means": "the worst trust last year"},
             "best": {"value": 0.85, "means": "the best tenth"}},
            {"id": "engagement", "title": "Staff engagement", "objective": "staff",
             "domain": "staff", "measure": "engagement",
             "worst": {"value": 6.0, "means": "the lowest trust"},
             "best": {"value": 7.5, "means": "the highest trust"}},
        ],
        "option": [
            {"id": "usual", "model": "business-as-usual", "title": "Carry on as now",
             "score": [usual]},
            _option("buddy", "buddying", "Buddy with a high performer", 1.0,
                    partners=["RM3"], nature="voluntary", planned_months=18.0,
                    cost=[{"year": 0, "transition": [0.2, 0.3, 0.6], "class": "outsourcing-opex"},
                          {"year": 1, "running": [0.1, 0.2, 0.3], "saving": [0.0, 0.1, 0.4]}]),
            _option("network", "clinical-network", "Join a clinical network", 1.1),
            _option("group", "group", "Join a group", 1.2, partners=["R0A"]),
            _option("merge", "merger", "Merge with a larger neighbour", 1.4, partners=["R0A"],
                    gate=[{"factor": "affordability", "decision": "reject",
                           "reason": "No money for transition in 2026/27 or 2027/28."}]),
            _option("ft-plus", "ft-plus", "Stay a trust, with more staff governance", 0.9),
            _option("mutual", "mutual", "Become a mutual as a whole trust", None),
        ],
        "readiness": {"relationships": [-0.2, 0.3], "culture": [-0.3, 0.1]},
        "group": [
            {"id": "staff", "title": "Staff", "share": 0.5,
             "swing": {"mortality": [60.0, 80.0], "waits": [20.0, 40.0],
                       "engagement": [100.0, 100.0]}},
            {"id": "patients", "title": "Patients", "share": 0.5,
             "swing": {"mortality": [90.0, 100.0], "waits": [100.0, 100.0],
                       "engagement": [10.0, 30.0]}},
        ],
    }  # fmt: skip


def appraised(change: Any = None, *, baselines: Any = None) -> Appraisal:
    """The appraisal of the case, after `change` has been made to the document."""
    data = copy.deepcopy(document())
    if change:
        change(data)
    return appraise(
        parse_case(data),
        models=parse_models(shipped.document("models.toml")),
        findings=shipped.findings(),
        gates=parse_gates(shipped.document("gates.toml")),
        defaults=parse_defaults(shipped.document("appraisal-defaults.toml")),
        baselines=TODAY if baselines is None else baselines,
    )


@cache
def example() -> Appraisal:
    """The appraisal of the case as it stands."""
    return appraised()
