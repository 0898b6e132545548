"""Findings: what is read, what is refused, what is never shown as fact."""

from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest

from mutuality.base import Refusal
from mutuality.evidence import parse_findings, select
from mutuality.evidence.findings import COLUMNS, UNCHECKED

ROW = {
    "id": "F1", "label": "buddying", "models": "buddying|learning-network", "domain": "staff",
    "outcome": "Days off sick", "measure": "sickness", "better": "lower", "effect": "0.1",
    "scale": "log-ratio", "unit": "log of the ratio", "se": "0.05", "low": "0.0", "high": "0.2",
    "direction": "adverse", "design": "quasi-experimental", "setting": "same-system",
    "year_to": "2004", "sites": "9", "size": "9 trusts", "overlap": "", "poolable": "yes",
    "serious_bias": "no", "outcome_indirect": "no", "dose_response": "no", "verified": "yes",
    "citation": "Somebody, 2004", "link": "10.1/1", "note": "",
}  # fmt: skip


def frame(*changes: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame([ROW | change for change in changes or ({},)])


def shipped() -> pl.DataFrame:
    path = files("mutuality").joinpath("stores", "reference", "findings.csv")
    return pl.read_csv(str(path), infer_schema=False)


def test_a_row_becomes_a_finding():
    (finding,) = parse_findings(frame())
    assert finding.models == ("buddying", "learning-network")
    assert (finding.effect, finding.se, finding.year_to, finding.sites) == (0.1, 0.05, 2004, 9)
    assert finding.overlap == "F1", "without a group a finding stands by itself"
    assert finding.summary == "Days off sick: 1.11 times (1.00 to 1.22), adverse."


def test_numbers_may_come_as_numbers():
    typed = frame().with_columns(pl.col("effect").cast(pl.Float64), pl.col("sites").cast(pl.Int64))
    assert parse_findings(typed) == parse_findings(frame())


def test_a_direction_has_no_number():
    (finding,) = parse_findings(
        frame({"scale": "direction", "effect": "", "se": "", "low": "", "high": "", "better": ""})
    )
    assert finding.effect is None
    assert finding.better is None
    assert finding.summary == "Days off sick: adverse."


def test_what_nobody_checked_says_so_and_stays_out_unless_asked_for():
    findings = parse_findings(frame({"verified": "no", "scale": "sd", "unit": "SD"}))
    assert findings[0].summary.startswith(UNCHECKED)
    assert select(findings) == ()
    assert select(findings, verified_only=False) == findings


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"model": "buddying"}, True),
        ({"model": "merger"}, False),
        ({"domain": "staff"}, True),
        ({"domain": "efficiency"}, False),
        ({"measure": "sickness"}, True),
        ({"measure": "shmi"}, False),
    ],
)
def test_select(asked: dict[str, str], found: bool):
    assert bool(select(parse_findings(frame()), **asked)) is found


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"domain": "money-ish"}, "EVI-002", "domain"),
        ({"outcome": " "}, "EVI-002", "outcome"),
        ({"effect": "small"}, "EVI-002", "effect"),
        ({"sites": "9.5"}, "EVI-002", "sites"),
        ({"verified": "maybe"}, "EVI-002", "verified"),
        ({"effect": ""}, "EVI-004", "F1"),
        ({"scale": "direction"}, "EVI-004", "F1"),
        ({"se": "0"}, "EVI-004", "F1"),
        ({"high": ""}, "EVI-004", "F1"),
        ({"low": "0.15"}, "EVI-004", "F1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    change: dict[str, str], code: str, place: str
):
    with pytest.raises(Refusal) as refused:
        parse_findings(frame(change))
    assert refused.value.code == code
    assert place in refused.value.where
    assert "line 2" in refused.value.where


def test_columns_must_be_the_known_ones():
    with pytest.raises(Refusal, match="sitez") as refused:
        parse_findings(frame().rename({"sites": "sitez"}))
    assert refused.value.code == "EVI-001"


def test_an_identifier_stands_once():
    with pytest.raises(Refusal, match="F1") as refused:
        parse_findings(frame({}, {}))
    assert refused.value.code == "EVI-003"


def test_the_shipped_findings_are_eighty_and_seven_are_unchecked():
    findings = parse_findings(shipped())
    assert tuple(shipped().columns) == COLUMNS
    assert len(findings) == 80
    unchecked = [finding.id for finding in findings if not finding.verified]
    assert unchecked == ["E39", "E41", "E42", "E77", "E78", "E79", "E80"]


def test_london_stroke_counts_once():
    findings = parse_findings(shipped())
    london = {f.id for f in findings if f.overlap == "london-stroke"}
    assert {"E38", "E43"} <= london


def test_a_shipped_ratio_reads_as_it_was_published():
    """Norwegian absence was published as 1.09 (1.03 to 1.15); logs are kept to four decimals."""
    (finding,) = [f for f in parse_findings(shipped()) if f.id == "E16"]
    assert "1.09 times (1.03 to 1.15)" in finding.summary
