"""The three examples: they parse, they say that they are invented, and they come to an answer."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from small_case import DEFAULTS, GATES, reference

from mutuality.appraisal import Appraisal, appraise, parse_case
from mutuality.evidence import parse_findings
from mutuality.register import parse_models

ROOT = Path(__file__).parents[2]
EXAMPLES = ("tameside", "primary-care-network", "community-mutual")
FIGURES: dict[str, Any] = {
    "shmi-annual": (1.1442, "2019", "s"),
    "ae-4h": (0.622, "Q1 2025/26", "s"),
    "ga-occupancy": (0.913, "Q2 2024/25", "s"),
    "engagement": (3.943, "2019", "s"),
    "sickness": (0.0596, "Q3 2024/25", "s"),
    "burnout": (30.69, "2024", "s"),
}
OXLEAS: dict[str, Any] = {
    "sickness": (0.053, "Q3 2024/25", "s"),
    "burnout": (24.84, "2024", "s"),
}


def example(name: str, figures: dict[str, Any] | None = None) -> Appraisal:
    findings = ROOT / "src/mutuality/stores/reference/findings.csv"
    document = tomllib.loads((ROOT / f"examples/{name}.toml").read_text(encoding="utf-8"))
    given = OXLEAS if name == "community-mutual" else FIGURES
    return appraise(
        parse_case(document),
        models=parse_models(reference("models.toml")),
        findings=parse_findings(pl.read_csv(findings, infer_schema=False)),
        gates=GATES,
        defaults=DEFAULTS,
        baselines=given if figures is None else figures,
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_judgement_says_that_it_is_invented(name: str):
    found = example(name)
    assert found.case.head.notice is not None
    assert "invented" in found.case.head.notice
    assert found.provenance["notice"] == found.case.head.notice
    judged = [cell for cell in found.cells.values() if cell.basis == "judgement"]
    assert judged
    for cell in judged:
        assert cell.author == "Invented for this example"
        assert cell.reason.startswith("Invented: ")
    for option in found.case.options:
        assert all(gate.reason.startswith("Invented: ") for gate in option.gates)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_option_that_is_in_is_scored_and_a_verdict_is_reached(name: str):
    found = example(name)
    assert found.verdict.kind != "unscored"
    assert all(not option.unscored for option in found.options if not option.gated_out)
    assert found.verdict.recommend in found.standings


def test_tameside_holds_the_options_of_the_study_and_shuts_out_the_whole_trust_mutual():
    found = example("tameside")
    assert {option.model for option in found.options} == {
        "business-as-usual", "do-minimum", "buddying", "clinical-network", "group", "merger",
        "ft-plus", "mutual",
    }  # fmt: skip
    out = [option for option in found.options if option.gated_out]
    assert [option.model for option in out] == ["mutual"]
    assert "£19 million" in out[0].reasons[0]
    assert {c.measure for c in found.case.criteria} == set(FIGURES)
    assert {c.domain for c in found.case.criteria} == {"care-quality", "efficiency", "staff"}
    evidence = {cell.findings for cell in found.cells.values() if cell.basis == "evidence"}
    assert evidence == {("E16",), ("E17",)}


def test_tameside_without_its_figures_abstains_and_says_what_is_missing():
    found = example("tameside", figures={})
    assert found.verdict.kind == "unscored"
    assert len(found.missing) == len(FIGURES)


def test_the_network_needs_no_figures_and_no_trust():
    found = example("primary-care-network", figures={})
    assert found.case.head.organisations == ()
    assert found.missing == ()
    assert found.verdict.kind == "too-close-to-call"


def test_the_service_meets_contract_pension_tax_and_procurement():
    found = example("community-mutual")
    mutual = next(option for option in found.options if option.model == "mutual")
    assert not mutual.gated_out
    gates = {gate.factor: gate.decision for gate in mutual.gates}
    assert gates["vat-service"] == "answered"
    assert {name for name, decision in gates.items() if decision == "condition"} >= {
        "pension-direction", "provider-selection-regime", "contract-dependence", "staff-mandate",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_called_level_is_within_the_points_that_the_board_set(name: str):
    """APPRAISAL 1.9: level are those within delta of the least regret, or first everywhere."""
    found = example(name)
    delta = found.case.head.tie_points or DEFAULTS.value.tie_points
    least = min(standing.mean for standing in found.standings.values())
    always = {
        option
        for option in found.standings
        if all(view.first[option] >= DEFAULTS.verdict.always_first for view in found.variants)
    }
    within = {o for o, standing in found.standings.items() if standing.mean - least <= delta}
    assert len(within | always) > 1
    assert set(found.verdict.options) == within | always
