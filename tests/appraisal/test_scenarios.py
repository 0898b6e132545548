"""Two scenarios side by side: what went in that differs, what came out, what to beware of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from small_case import DEFAULTS, MODELS, altered, criterion, document, option, run

from mutuality.appraisal import Appraisal, Baseline, Scenario, compare, inputs_seal, parse_case
from mutuality.appraisal.words import IN_WORDS
from mutuality.base import Refusal

DASH = "\N{EN DASH}"


def scenario(name: str, result: Appraisal, **more: Any) -> Scenario:
    made = Scenario(
        id=name,
        title=name.capitalize(),
        author="A tester",
        parent=None,
        made_at=dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC),
        inputs_hash=str(inputs_seal(result)),
        model_version="1.0",
        case=result.case,
    )
    return replace(made, **more)


def entry(name: str, result: Appraisal, **more: Any) -> tuple[Scenario, dict[str, Any]]:
    return scenario(name, result, **more), result.as_dict()


@pytest.fixture(scope="module")
def first() -> Appraisal:
    return run(document())


class TestInputsSeal:
    def test_the_same_inputs_have_the_same_seal(self, first: Appraisal) -> None:
        assert inputs_seal(run(document())) == inputs_seal(first)

    @pytest.mark.parametrize(
        ("doc", "more"),
        [
            (document(readiness={"culture": [0, 1]}), {}),
            (document(), {"findings": ()}),
            (document(), {"gates": ()}),
            (document(), {"defaults": altered(value={"tie_points": 9.0})}),
            (document(), {"baselines": {"sickness": Baseline(0.05, "2024/25", "Source: a test")}}),
            (document(), {"models": [replace(model, ease_rank=3) for model in MODELS]}),
        ],
    )
    def test_any_input_changes_it(
        self, first: Appraisal, doc: dict[str, Any], more: dict[str, Any]
    ) -> None:
        assert inputs_seal(run(doc, **more)) != inputs_seal(first)


class TestCompare:
    def test_what_differs_is_told_by_what_it_is_about(self, first: Appraisal) -> None:
        doc = document()
        doc["option"].reverse()
        doc["group"].reverse()
        doc["option"][1]["score"][0]["likely"] = 75.0
        doc["option"][1]["partners"] = ["RM3", "R0A"]
        doc["group"][1]["swing"]["care"] = [60, 90]
        doc["case"]["tie_points"] = 5
        found = compare([entry("one", first), entry("two", run(doc))])
        assert {row.path: row.values for row in found.inputs} == {
            "case.tie_points": ("4", "5"),
            "option[buddy].partners": (DASH, "RM3, R0A"),
            "option[buddy].score[care].likely": ("70", "75"),
            "group[staff].swing.care": ("60, 100", "60, 90"),
        }
        assert found.titles == ("One", "Two")

    def test_entries_that_share_a_name_are_told_apart(self, first: Appraisal) -> None:
        doc = document()
        cost = {"year": 1, "saving": [0, 1, 2]}
        doc["option"][2]["cost"] = [cost, {**cost, "saving": [1, 2, 3]}, {"year": 2, "class": "a"}]
        doc["option"][2]["cost"][2]["class"] = next(iter(DEFAULTS.cost.optimism))
        found = compare([entry("one", first), entry("two", run(doc))])
        paths = [row.path for row in found.inputs]
        assert "option[buddy].cost[1].saving" in paths
        assert "option[buddy].cost[1 (2)].saving" in paths
        assert f"option[buddy].cost[2 {next(iter(DEFAULTS.cost.optimism))}].year" in paths

    def test_what_was_known_differs_too(self, first: Appraisal) -> None:
        measured = document(criterion=[criterion("care", measure="sickness"), criterion("time")])
        old = {"sickness": Baseline(50.0, "2023/24", "Source: a test")}
        one, two = run(measured, baselines=old), run(measured, baselines={}, findings=())
        found = compare([entry("one", one), entry("two", two), entry("three", first)])
        rows = {row.path: row.values for row in found.inputs}
        assert rows["figures[sickness].period"] == ("2023/24", "not supplied", DASH)
        assert len(set(rows["findings"])) == 2
        assert "gates" not in rows

    def test_results_stand_beside_each_other(self, first: Appraisal) -> None:
        doc = document()
        doc["option"][1]["gate"] = [{"factor": "f", "decision": "reject", "reason": "r"}]
        doc["option"][3]["score"] = []
        doc["option"].append(option("fresh", "learning-network", *doc["option"][2]["score"]))
        found = compare([entry("one", first), entry("two", run(doc))])
        rows = {(row.what, row.option): row for row in found.results}
        assert rows["verdict", ""].differs
        assert rows["verdict", ""].values[0].endswith(": Buddy")
        assert rows["verdict", ""].values[1] == "Unscored"
        assert rows["regret", "little"].values[1] == "shut out"
        assert rows["regret", "merge"].values[1] == "not compared"
        assert rows["regret", "fresh"].values[0] == DASH
        assert rows["regret", "buddy"].values[0].endswith(" points")
        assert rows["beats business as usual", "usual"].values == (DASH, DASH)
        assert rows["comes first", "merge"].values[0] in IN_WORDS.values()
        assert "Two: no verdict, because something is not scored." in found.notes

    def test_nothing_differs(self, first: Appraisal) -> None:
        found = compare([entry("one", first), entry("two", first)])
        assert found.inputs == ()
        assert not any(row.differs for row in found.results)
        assert "Nothing that went in differs between these." in found.notes

    def test_a_difference_that_no_row_shows_is_still_told(self, first: Appraisal) -> None:
        other = run(document(), models=[replace(model, ease_rank=3) for model in MODELS])
        found = compare([entry("one", first), entry("two", other)])
        assert found.inputs == ()
        assert any("something that is not listed" in note for note in found.notes)

    def test_another_version_of_the_model_is_said(self, first: Appraisal) -> None:
        found = compare([entry("one", first), entry("two", first, model_version="2.0")])
        assert "versions 1.0 and 2.0" in found.notes[0]
        assert "appraise the older ones again" in found.notes[0]

    def test_chance_is_said(self, first: Appraisal) -> None:
        doc = document()
        doc["case"]["seed"] = 8
        notes = compare([entry("one", first), entry("two", run(doc))]).notes
        assert any("chance alone" in note for note in notes)
        assert any("Fewer than 10,000 draws" in note for note in notes)
        many = parse_case(document())
        full = many.model_copy(update={"head": many.head.model_copy(update={"draws": 10_000})})
        told = first.as_dict()
        told["provenance"]["case_seal"] = str(full.seal)
        pair = [(scenario(name, first, case=full), told) for name in ("one", "two")]
        assert not any("draws" in note for note in compare(pair).notes)

    def test_an_answer_of_another_case_is_refused(self, first: Appraisal) -> None:
        other = run(document(readiness={"culture": [0, 1]}))
        with pytest.raises(Refusal) as caught:
            compare([entry("one", first), (scenario("two", first), other.as_dict())])
        assert (caught.value.code, caught.value.where) == ("APP-015", "two")

    def test_one_scenario_is_no_comparison(self, first: Appraisal) -> None:
        with pytest.raises(Refusal) as caught:
            compare([entry("one", first)])
        assert caught.value.code == "APP-015"
