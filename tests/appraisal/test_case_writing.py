"""A case comes back from its file as it was, and a form hears of everything that is wrong in it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_case import criterion, document, group, judged

from mutuality.appraisal import Case, check_case, edit, parse_case, to_document, to_toml
from mutuality.base import Refusal

EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "examples").glob("*.toml")
    if not path.stem.endswith("-ballot")
)
words = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())
numbers = st.floats(-1e20, 1e20, allow_nan=False).map(lambda n: n + 0.0)
days = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


def ordered(low: float, high: float) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(low, high), min_size=3, max_size=3).map(sorted)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A case with any text, any levels, and any of what may be left out."""
    maybe = lambda strategy: draw(st.none() | strategy)  # noqa: E731
    doc = document()
    doc["case"] |= {"title": draw(words), "problem": draw(words), "date": draw(days)}
    more = {"notice": maybe(words), "tie_points": maybe(st.floats(0, 50))}
    doc["case"] |= {name: value for name, value in more.items() if value is not None}
    doc["front"] = {
        name: draw(words) for name in draw(st.sets(st.sampled_from(["author", "purpose"])))
    }
    low, high = sorted(draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1])))
    doc["criterion"][0] |= {
        "worst": {"value": low, "means": draw(words)},
        "best": {"value": high, "means": draw(words)},
        "shape": draw(st.sampled_from(["linear", "concave"])),
    }
    if draw(st.booleans()):
        doc["criterion"][0]["points"] = [[low, 0.0], [high, 100.0]]
    doc["option"][1] |= {
        "partners": draw(st.lists(words, max_size=3)),
        "degree": {"leadership": 2, "reason": draw(words)},
        "gate": [{"factor": draw(words), "decision": "carry", "reason": draw(words)}],
        "cost": [{"year": draw(st.integers(0, 60)), "saving": draw(ordered(0, 9)), "class": "a-b"}],
    }
    doc["option"][1]["score"][0] |= {"reason": draw(words), "author": draw(words)}
    doc["readiness"] = {"culture": draw(ordered(-1, 1))[:2]}
    doc["group"][0]["swing"]["care"] = draw(ordered(1, 100))[:2]
    return doc


class TestToToml:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
    def test_an_example_comes_back_as_it_was(self, path: Path) -> None:
        case = parse_case(tomllib.loads(path.read_text(encoding="utf-8")))
        text = to_toml(case)
        back = parse_case(tomllib.loads(text))
        assert back == case
        assert back.seal == case.seal
        assert to_toml(back) == text

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(documents())
    def test_any_case_comes_back_as_it_was(self, doc: dict[str, Any]) -> None:
        case = parse_case(doc)
        text = to_toml(case)
        assert parse_case(tomllib.loads(text)) == case
        assert parse_case(to_document(case)) == case
        assert check_case(json.loads(json.dumps(to_document(case, for_json=True))), typed=True) == (
            case, (),
        )  # fmt: skip

    def test_the_order_in_which_things_were_written_does_not_show(self) -> None:
        doc = document()
        turned = {key: doc[key] for key in reversed(doc)}
        turned["group"] = [
            {**row, "swing": dict(reversed(row["swing"].items()))} for row in doc["group"]
        ]
        assert to_toml(parse_case(turned)) == to_toml(parse_case(doc))

    def test_it_reads_as_people_would_write_it(self) -> None:
        doc = document()
        doc["case"]["problem"] = 'Two lines,\none "quoted" and a \\ in it.'
        text = to_toml(parse_case(doc))
        assert text.startswith('schema_version = 1\n\n[case]\nid = "test-case"\n')
        assert 'problem = """\nTwo lines,\none \\"quoted\\" and a \\\\ in it."""\n' in text
        assert 'worst = { value = 0, means = "none" }' in text
        assert "swing = { care = [60, 100], time = [20, 50] }" in text
        assert "draws = 400\nseed = 7\n" in text
        assert "#" not in text
        assert "[front]" not in text

    def test_draws_and_seed_stand_there_even_where_they_are_the_usual_ones(self) -> None:
        doc = document()
        del doc["case"]["draws"], doc["case"]["seed"]
        assert "draws = 20000\nseed = 1\n" in to_toml(parse_case(doc))

    def test_a_name_that_is_no_bare_key_is_quoted(self) -> None:
        case = parse_case(document())
        odd = case.criteria[0].model_copy(update={"id": "care & more"})
        swing = {"care & more": (1.0, 2.0)}
        groups = (case.groups[0].model_copy(update={"swing": swing}),)
        written = to_toml(case.model_copy(update={"criteria": (odd,), "groups": groups}))
        assert tomllib.loads(written)["group"][0]["swing"] == {"care & more": [1, 2]}

    def test_zero_below_and_above(self) -> None:
        doc = document()
        doc["option"][1]["score"][0] |= {"low": -0.0, "likely": 0.0, "high": 1e300}
        case = parse_case(doc)
        back = parse_case(tomllib.loads(to_toml(case)))
        assert back.seal == case.seal


def spoil(doc: dict[str, Any]) -> dict[str, Any]:
    """Five things wrong in five places."""
    doc["case"]["draws"] = "many"
    doc["case"]["title"] = " "
    doc["option"][1]["score"][0]["low"] = 99
    doc["option"][2]["nature"] = "forced"
    doc["group"][0]["swing"]["care"] = [60]
    return doc


class TestCheckCase:
    def test_every_problem_has_its_place_and_reads_by_itself(self) -> None:
        case, refusals = check_case(spoil(document()), typed=True)
        assert case is None
        assert {refusal.where: refusal.problem for refusal in refusals} == {
            "case.draws": "This needs a whole number such as 12 (it holds 'many').",
            "case.title": "This needs words.",
            "option[2].score[1]": "This must run from low to high, not 99, 50, 60.",
            "option[3].nature": "This cannot be 'forced'; use 'voluntary' or 'mandated'.",
            "group[1].swing.care[2]": "This is needed.",
        }
        assert {refusal.code for refusal in refusals} == {"APP-002"}
        assert all(refusal.remedy for refusal in refusals)

    @pytest.mark.parametrize(
        ("change", "code", "where"),
        [
            ({"schema_version": 2}, "APP-001", "schema_version"),
            ({"schema_version": True}, "APP-001", "schema_version"),
            ({"objective": []}, "APP-002", "objective"),
            (
                {"objective": [{"id": "other", "title": "Other"}]},
                "APP-003",
                "criterion[1].objective",
            ),
        ],
    )
    def test_it_refuses_what_parse_case_refuses(
        self, change: dict[str, Any], code: str, where: str
    ) -> None:
        case, refusals = check_case(document(**change))
        assert (case, refusals[0].code, refusals[0].where) == (None, code, where)
        with pytest.raises(Refusal) as caught:
            parse_case(document(**change))
        assert caught.value.code == code

    def test_text_is_taken_for_numbers_and_days_only_where_that_is_asked_for(self) -> None:
        doc = document()
        doc["case"] |= {"draws": "400", "date": "2026-11-22", "tie_points": "4"}
        assert check_case(doc, typed=True) == (parse_case(document()), ())
        assert [refusal.where for refusal in check_case(doc)[1]] == [
            "case.date", "case.draws", "case.tie_points",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("date", "22/11/2026", "needs a date such as 2026-11-22"),
            ("tie_points", "4 points", "needs a plain number such as 0.95"),
            ("tie_points", "nan", "needs a plain number such as 0.95"),
            ("draws", "400.5", "needs a whole number such as 12"),
            ("id", "My case", "needs lower-case words or digits joined by hyphens"),
        ],
    )
    def test_what_a_field_needs_is_said_in_plain_words(
        self, field: str, value: str, words: str
    ) -> None:
        doc = document()
        doc["case"][field] = value
        (refusal,) = check_case(doc, typed=True)[1]
        assert refusal.problem == f"This {words} (it holds {value!r})."
        assert refusal.where == f"case.{field}"


def case_of(**more: Any) -> Case:
    return parse_case(document(**more))


class TestEdit:
    def test_the_problem_keeps_what_the_form_does_not_ask_for(self) -> None:
        made = edit(case_of(), "problem", {"problem": "  Worse.\r\nMuch worse. ", "notice": ""})
        assert made.case is not None
        assert made.case.head.problem == "Worse.\nMuch worse."
        assert (made.case.head.seed, made.case.head.notice) == (7, None)
        assert (made.refusals, made.elsewhere, made.dropped) == ((), (), ())

    def test_a_day_may_be_a_day_or_its_text(self) -> None:
        for day in (dt.date(2027, 1, 2), "2027-01-02"):
            made = edit(case_of(), "problem", {"date": day})
            assert made.document["case"]["date"] == "2027-01-02"
            assert made.case is not None
            assert made.case.head.date == dt.date(2027, 1, 2)

    def test_what_is_cleared_is_gone(self) -> None:
        noted = edit(case_of(), "problem", {"notice": "An example."}).case
        assert noted is not None
        assert edit(noted, "problem", {"notice": ""}).case == case_of()
        assert edit(noted, "problem", {"title": ""}).refusals[0].where == "case.title"

    def test_front_and_readiness_are_replaced_whole(self) -> None:
        made = edit(case_of(front={"author": "A"}), "front", {"sponsor": "B", "author": " "})
        assert made.case is not None
        assert made.case.front.model_dump(exclude_none=True) == {"sponsor": "B"}
        ready = edit(made.document, "readiness", {"culture": ["-0.2", "0.4"], "capacity": ["", ""]})
        assert ready.case is not None
        assert ready.case.readiness.model_dump(exclude_none=True) == {"culture": (-0.2, 0.4)}
        cleared = edit(ready.document, "readiness", {"culture": ["", ""]})
        assert cleared.case == made.case

    def test_a_criterion_that_goes_takes_its_scores_and_swings_and_says_so(self) -> None:
        made = edit(case_of(), "criteria", [criterion("time")])
        assert made.case is not None
        assert [score.criterion for score in made.case.option("buddy").scores] == ["time"]
        assert all("care" not in weigher.swing for weigher in made.case.groups)
        assert "The score of Buddy on 'care' went with the criterion." in made.dropped
        assert "The swing of Staff on 'care' went with the criterion." in made.dropped
        assert len(made.dropped) == 4 + 2

    def test_an_option_keeps_its_gates_scores_and_costs(self) -> None:
        doc = document()
        doc["option"][2] |= {"gate": [{"factor": "f", "decision": "carry", "reason": "r"}]}
        doc["option"][2] |= {"cost": [{"year": "1", "saving": [0, 1, 2]}]}
        before, _ = check_case(doc, typed=True)
        assert before is not None
        rows = [
            {"id": "usual", "model": "business-as-usual", "title": "Now"},
            {"id": "buddy", "model": "buddying", "title": "New", "partners": ["RM3", ""]},
            {"id": "fresh", "model": "merger", "title": "Fresh"},
            {"id": "", "model": "", "title": ""},
        ]
        made = edit(before, "options", rows)
        assert made.case is not None
        assert [row.id for row in made.case.options] == ["usual", "buddy", "fresh"]
        old, new = before.option("buddy"), made.case.option("buddy")
        assert (new.gates, new.scores, new.costs) == (old.gates, old.scores, old.costs)
        assert (new.title, new.partners) == ("New", ("RM3",))
        assert made.case.option("fresh").scores == ()

    def test_an_empty_row_between_others_keeps_their_places(self) -> None:
        rows = [{"id": "good", "title": "Good"}, {"id": " "}, {"id": "x", "title": ""}]
        made = edit(case_of(), "objectives", rows)
        assert [refusal.where for refusal in made.refusals] == [
            "objective[2].id", "objective[2].title", "objective[3].title",
        ]  # fmt: skip
        assert made.document["objective"][2] == {"id": "x"}

    def test_scores_gates_costs_and_weights_are_of_one_option_or_group(self) -> None:
        case = case_of()
        scored = edit(case, "scores", [judged("care", "1", "2", "3")], of="little")
        gated = edit(
            case, "gates", [{"factor": "f", "decision": "reject", "reason": "r"}], of="merge"
        )
        priced = edit(case, "costs", [{"year": "0", "transition": ["1", "2", "3"]}], of="buddy")
        weighed = edit(case, "weights", {"care": ["10", "20"], "time": ["", ""]}, of="people")
        assert scored.case is not None
        assert [score.range for score in scored.case.option("little").scores] == [(1, 2, 3)]
        assert gated.case is not None
        assert gated.case.option("merge").gates[0].decision == "reject"
        assert priced.case is not None
        assert priced.case.option("buddy").costs[0].transition == (1, 2, 3)
        assert weighed.case is not None
        assert weighed.case.groups[1].swing == {"care": (10, 20)}
        assert weighed.case.groups[0] == case.groups[0]

    def test_nothing_given_empties_the_part(self) -> None:
        assert edit(case_of(), "scores", [], of="little").case is not None
        emptied = edit(case_of(), "weights", {}, of="staff").case
        assert emptied is not None
        assert emptied.groups[0].swing == {}

    def test_what_is_wrong_is_told_apart_by_page(self) -> None:
        made = edit(spoil(document()), "gates", [{"factor": "f"}], of="buddy")
        assert made.case is None
        assert [refusal.where for refusal in made.refusals] == [
            "option[3].gate[1].decision", "option[3].gate[1].reason",
        ]  # fmt: skip
        assert "case.title" in [refusal.where for refusal in made.elsewhere]
        listed = edit(spoil(document()), "options", copy.deepcopy(spoil(document())["option"]))
        assert [refusal.where for refusal in listed.refusals] == ["option[3].nature"]
        assert "option[2].score[1]" in [refusal.where for refusal in listed.elsewhere]

    def test_an_unfinished_document_can_be_filled_part_by_part(self) -> None:
        whole = to_document(case_of(), for_json=True)
        made = edit({}, "problem", whole["case"])
        assert made.refusals == ()
        assert [refusal.where for refusal in made.elsewhere] == ["objective", "criterion", "option"]
        for part, key in (
            ("objectives", "objective"), ("criteria", "criterion"),
            ("options", "option"), ("groups", "group"),
        ):  # fmt: skip
            made = edit(made.document, part, whole[key])  # type: ignore[arg-type]
            assert made.refusals == ()
        assert made.case == case_of()
        assert made.elsewhere == ()

    def test_what_was_typed_is_kept_though_it_is_wrong(self) -> None:
        made = edit(case_of(), "weights", {"care": ["sixty", "100"]}, of="staff")
        assert made.document["group"][0]["swing"] == {"care": ["sixty", "100"]}
        (refusal,) = made.refusals
        assert refusal.where == "group[1].swing.care[1]"

    def test_a_case_is_not_altered_by_an_edit(self) -> None:
        doc = document()
        before = copy.deepcopy(doc)
        edit(doc, "criteria", [criterion("time")])
        edit(doc, "scores", [], of="buddy")
        assert doc == before

    @pytest.mark.parametrize(
        ("doc", "part", "of", "where", "remedy"),
        [
            (document(), "money", "", "part", "problem"),
            (document(), "scores", "cats", "option", "usual, little, buddy, merge"),
            (document(group=[]), "weights", "staff", "group", "Add the group first."),
        ],
    )
    def test_there_is_no_such_part(
        self, doc: Any, part: Any, of: str, where: str, remedy: str
    ) -> None:
        with pytest.raises(Refusal) as caught:
            edit(doc, part, {}, of=of)
        assert (caught.value.code, caught.value.where) == ("APP-012", where)
        assert remedy in caught.value.remedy


def test_groups_keep_their_swings_where_the_form_does_not_ask() -> None:
    rows = [{"id": "staff", "title": "All staff", "share": "0.7"}, group("new", 0.3)]
    made = edit(case_of(), "groups", rows)
    assert made.case is not None
    assert made.case.groups[0].swing == case_of().groups[0].swing
    assert [weigher.title for weigher in made.case.groups] == ["All staff", "New"]
