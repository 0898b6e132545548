"""A small case that tests bend, and a catalogue like the one in the contract."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mutuality.appraisal import (
    Appraisal,
    Baseline,
    Defaults,
    appraise,
    parse_case,
    parse_defaults,
    parse_gates,
)
from mutuality.evidence import Finding

PROFILES: dict[str, tuple[tuple[int, ...], int]] = {
    "business-as-usual": ((0, 0, 0, 0, 0, 0), 5),
    "do-minimum": ((0, 0, 0, 0, 0, 1), 5),
    "learning-network": ((0, 0, 0, 0, 0, 1), 5),
    "buddying": ((0, 0, 1, 0, 0, 1), 5),
    "partnership": ((1, 0, 1, 0, 1, 2), 3),
    "group": ((2, 1, 3, 0, 1, 2), 3),
    "mutual": ((4, 4, 3, 4, 3, 2), 2),
    "merger": ((4, 4, 4, 3, 3, 3), 1),
}


@dataclass(frozen=True)
class Scores:
    scores: tuple[int, ...]


@dataclass(frozen=True)
class FakeModel:
    id: str
    title: str
    degree: Scores
    ease_rank: int


MODELS = [FakeModel(name, name, Scores(scores), ease) for name, (scores, ease) in PROFILES.items()]


def reference(name: str) -> dict[str, Any]:
    path = files("mutuality").joinpath("stores", "reference", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


DEFAULTS: Defaults = parse_defaults(reference("appraisal-defaults.toml"))
GATES = parse_gates(reference("gates.toml"))
BASELINES = {"sickness": Baseline(0.06, "2024/25", "Source: a test", dt.date(2025, 3, 31))}

FINDING = Finding(
    id="T1", label="", models=("buddying",), domain="staff", outcome="Absence", measure="sickness",
    better="lower", effect=-0.25, scale="log-ratio", unit="log ratio", se=0.01, low=None, high=None,
    direction="favourable", design="randomised", setting="same-system", year_to=2020, sites=30,
    size="", overlap="t1", poolable=True, serious_bias=False, outcome_indirect=False,
    dose_response=False, verified=True, citation="T 2020", link="x", note="",
)  # fmt: skip


def judged(criterion: str, low: float, likely: float, high: float, **more: Any) -> dict[str, Any]:
    return {
        "criterion": criterion, "basis": "judgement", "low": low, "likely": likely, "high": high,
        "author": "A tester", "reason": "for the test", **more,
    }  # fmt: skip


def both(low: float, likely: float, high: float) -> tuple[dict[str, Any], ...]:
    """The same judgement of both criteria."""
    return judged("care", low, likely, high), judged("time", low, likely, high)


def option(name: str, model: str, *scores: dict[str, Any], **more: Any) -> dict[str, Any]:
    title = name.replace("-", " ").capitalize()
    return {"id": name, "model": model, "title": title, "score": list(scores), **more}


def criterion(name: str, domain: str = "efficiency", **more: Any) -> dict[str, Any]:
    return {
        "id": name, "objective": "good", "domain": domain, "spread": {"value": 5, "means": "test"},
        "worst": {"value": 0, "means": "none"}, "best": {"value": 100, "means": "all"}, **more,
    }  # fmt: skip


SICK = criterion(
    "absence", "staff", measure="sickness", spread={"value": 0.008, "means": "test"},
    worst={"value": 0.065, "means": "high"}, best={"value": 0.045, "means": "low"},
)  # fmt: skip


def group(name: str, share: float = 1.0, **swing: list[float]) -> dict[str, Any]:
    return {"id": name, "title": name.capitalize(), "share": share, "swing": swing}


def document(**more: Any) -> dict[str, Any]:
    """Two criteria in points, business as usual, and three options of different degree."""
    base: dict[str, Any] = {
        "schema_version": 1,
        "case": {
            "id": "test-case", "title": "A test", "organisations": ["RMP"], "problem": "A problem.",
            "date": dt.date(2026, 11, 22), "draws": 400, "seed": 7, "tie_points": 4,
        },
        "objective": [{"id": "good", "title": "Good"}],
        "criterion": [criterion("care", "care-quality"), criterion("time")],
        "option": [
            option("usual", "business-as-usual", *both(40, 45, 50)),
            option("little", "do-minimum", *both(40, 50, 60)),
            option("buddy", "buddying", judged("care", 50, 70, 90), judged("time", 45, 55, 65)),
            option("merge", "merger", judged("care", 30, 60, 90), judged("time", 30, 60, 95)),
        ],
        "group": [
            group("staff", 0.5, care=[60, 100], time=[20, 50]),
            group("people", 0.5, care=[30, 60], time=[90, 100]),
        ],
    }  # fmt: skip
    return copy.deepcopy(base | more)


def run(doc: dict[str, Any], **more: Any) -> Appraisal:
    given: dict[str, Any] = {
        "models": MODELS,
        "findings": (FINDING,),
        "gates": GATES,
        "defaults": DEFAULTS,
        "baselines": BASELINES,
    }
    return appraise(parse_case(doc), **(given | more))


def altered(**parts: dict[str, Any]) -> Defaults:
    """The default parameters with some of them changed."""
    plain = DEFAULTS.model_dump()
    for name, change in parts.items():
        plain[name] = plain[name] | change
    return parse_defaults(plain)
