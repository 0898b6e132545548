"""The typology: degree profiles, and the crosswalk between four lists."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mutuality.base import Refusal
from mutuality.register.entries import Entry
from mutuality.register.typology import (
    DIMENSIONS,
    FORMS,
    MODELS,
    Crosswalk,
    DegreeProfile,
    parse_crosswalk,
    read_degree,
)

REFERENCE = Path(__file__).parents[2] / "src" / "mutuality" / "stores" / "reference"
DAY = dt.date(2026, 11, 22)

# Every label that the published findings use, as they stood on 22 November 2026.
LABELS = {
    "acquisition_system",
    "any_it_development",
    "any_outsourced_operation",
    "any_reorganisation_high",
    "any_reorganisation_moderate",
    "clinical_network",
    "clinical_network_hub_spoke",
    "franchise",
    "group_chain",
    "learning_network",
    "mandated_support_buddying",
    "merger_acquisition",
    "mutual_employee_ownership",
    "partnership_integrated_care",
    "staff_engagement_mechanism",
    "vertical_integration",
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "crosswalk.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def crosswalk(document: dict[str, Any]) -> Crosswalk:
    return parse_crosswalk(document)


def a_profile(**scores: int) -> DegreeProfile:
    return DegreeProfile(**(dict.fromkeys(DIMENSIONS, 0) | scores), author="The board", date=DAY)


def a_table(**changes: Any) -> Entry:
    table = dict.fromkeys(DIMENSIONS, 2) | {"author": "The board", "date": DAY} | changes
    return Entry({name: value for name, value in table.items() if value is not None}, "case.toml")


# ------------------------------------------------------------------------------ degree of change


@pytest.mark.parametrize(
    ("scores", "total", "share"),
    [
        ({}, 0, 0.0),
        ({"service": 1}, 1, 1 / 24),
        (dict.fromkeys(DIMENSIONS, 4), 24, 1.0),
        ({"accountability": 4, "legal_entity": 4, "leadership": 4}, 12, 0.5),
    ],
)
def test_the_total_and_the_share(scores: dict[str, int], total: int, share: float) -> None:
    profile = a_profile(**scores)
    assert profile.total == total
    assert profile.share == pytest.approx(share, abs=1e-12)  # exact but for binary fractions


def test_scores_come_in_the_order_of_the_dimensions() -> None:
    assert a_profile(leadership=3, service=1).scores == (0, 0, 3, 0, 0, 1)


@pytest.mark.parametrize("score", [-1, 5])
def test_a_score_outside_nought_to_four_is_refused(score: int) -> None:
    with pytest.raises(Refusal, match="cannot be given") as no:
        a_profile(employer=score)
    assert (no.value.code, no.value.where) == ("REG-110", "employer")


def test_a_profile_is_read_with_its_author_and_date() -> None:
    assert read_degree(a_table()) == a_profile(**dict.fromkeys(DIMENSIONS, 2))


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"employer": None}, "REG-110", "case.toml"),
        ({"date": None}, "REG-110", "case.toml"),
        ({"date": "22 November"}, "REG-110", "case.toml"),
        ({"employer": 5}, "REG-110", "case.toml, employer"),
        ({"employer": 1.5}, "REG-101", "case.toml"),
        ({"employer": "much"}, "REG-101", "case.toml"),
        ({"employer": True}, "REG-101", "case.toml"),
        ({"author": None}, "REG-101", "case.toml"),
        ({"reason": "because"}, "REG-102", "case.toml"),
    ],
)
def test_a_profile_with_something_wrong_is_refused(
    changes: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(Refusal) as no:
        read_degree(a_table(**changes))
    assert no.value.code == code
    assert no.value.where.startswith(where)


# -------------------------------------------------------------------------------- the crosswalk


def test_every_form_has_one_line_and_every_model_at_least_one(crosswalk: Crosswalk) -> None:
    assert sorted(row.form for row in crosswalk.rows if row.form) == sorted(FORMS)
    assert {row.model for row in crosswalk.rows if row.model} == set(MODELS)


def test_every_label_of_the_published_findings_has_a_place(crosswalk: Crosswalk) -> None:
    assert crosswalk.labels == LABELS


@pytest.mark.parametrize(
    ("form", "hsmc", "model"),
    [
        ("buddying", "buddying", "buddying"),
        ("merger", "merger", "merger"),
        ("acquisition", "acquisition", "acquisition"),
        ("partnership", "partnering", "partnership"),
        ("mutual", "outside", "mutual"),
        ("split", "outside", None),
        ("support-programme", "outside", "buddying"),
    ],
)
def test_where_a_form_stands(crosswalk: Crosswalk, form: Any, hsmc: str, model: str) -> None:
    row = crosswalk.of_form(form)
    assert (row.hsmc, row.model) == (hsmc, model)


def test_a_nearby_label_is_not_taken_for_a_finding_about_the_model(crosswalk: Crosswalk) -> None:
    assert crosswalk.findings_of("ft-plus") == frozenset()
    assert crosswalk.findings_of("buddying") == {"mandated_support_buddying"}
    assert "mutual_employee_ownership" in crosswalk.of_form("ft-plus").nearby
    assert "any_reorganisation_high" in crosswalk.general


def test_a_model_that_is_no_change_has_no_form(crosswalk: Crosswalk) -> None:
    assert [row.form for row in crosswalk.of_model("business-as-usual")] == [None]


@pytest.mark.parametrize("lost", ["form", "model"])
def test_a_form_or_a_model_left_out_is_refused(document: dict[str, Any], lost: str) -> None:
    short = copy.deepcopy(document)
    short["row"] = [row for row in short["row"] if row.get(lost) != "franchise"]
    with pytest.raises(Refusal, match="'franchise'") as no:
        parse_crosswalk(short, file="mine.toml")
    assert (no.value.code, no.value.where) == ("REG-111", "mine.toml")


def test_a_form_placed_twice_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="'group'"):
        parse_crosswalk({"row": [*document["row"], {"form": "group", "hsmc": "outside"}]})


def test_an_unknown_word_is_refused_with_its_line(document: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="'twinning'") as no:
        parse_crosswalk({"row": [{"hsmc": "twinning", "form": "merger"}]})
    assert (no.value.code, no.value.where) == ("REG-103", "crosswalk.toml, row 1")
