"""`mutuality draft`: a case to go on with, and an honest list of what it lacks."""

from __future__ import annotations

import tomllib
from pathlib import Path

from mutuality.appraisal import check_case, parse_case

ASKED = ("draft", "RMP", "--problem", "Deaths are high.", "--kind", "quality")
DAY = ("--at", "2026-11-22")


def test_the_case_is_written_and_can_be_appraised(answer, tmp_path: Path) -> None:
    case = tmp_path / "new" / "case.toml"
    found = answer(*ASKED, "--kind", "staff", *DAY, "-o", case, "--json")
    assert f"Draft case: {case}" in found.err
    read = parse_case(tomllib.loads(case.read_text(encoding="utf-8")))
    assert check_case(found.json["case"], typed=True) == (read, ())
    assert found.json.keys() == {
        "case", "facts", "gates", "gaps", "weighers", "placeholders", "next_steps",
    }  # fmt: skip
    assert answer("appraise", case, "--json").json["verdict"]["kind"] == "unscored"


def test_for_people(answer, tmp_path: Path) -> None:
    said = answer(*ASKED, *DAY, "-o", tmp_path / "case.toml").out
    assert said.startswith("How should Tameside and Glossop Integrated Care NHS Foundation Trust")
    assert "Mortality (SHMI, value only): 1.144, 2019." in said
    assert "Merger: NHS England assures the transaction (condition)" in said
    assert "  Mortality: Do the minimum, Learning network" in said
    assert "  1. Look for newer figures." in said
    assert said.endswith("Decision support, not legal, financial or HR advice.\n")


def test_a_file_that_is_there_is_kept_unless_replacing_is_asked_for(
    refusal, answer, tmp_path: Path
) -> None:
    case = tmp_path / "case.toml"
    case.write_text("mine")
    told = refusal(*ASKED, *DAY, "-o", case)
    assert (told["code"], case.read_text()) == ("CLI-014", "mine")
    answer(*ASKED, *DAY, "-o", case, "--replace")
    assert case.read_text().startswith("schema_version = 1")


def test_refusals(refusal, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    assert refusal(*ASKED, "-o", tmp_path / "case.html")["code"] == "CLI-013"
    assert refusal(*ASKED[:-2], "-o", case)["code"] == "APP-010"
    assert refusal(*ASKED, "--at", "soon", "-o", case)["code"] == "CLI-002"
    assert refusal("draft", "XXXXX", *ASKED[2:], "-o", case)["code"] == "REG-001"
    assert not case.exists()
