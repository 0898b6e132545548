"""Each sheet of a case: what is typed is saved, and what is wrong is said at its field."""

import pytest
from writing_desk import Shown, errors, fresh

from mutuality.appraisal import check_case
from mutuality.web.appraisals.acts import Problems
from mutuality.web.appraisals.models import Revision
from mutuality.web.appraisals.writing.scores import save_scores
from mutuality.web.appraisals.writing.sheets import (
    Costs,
    Evidence,
    Front,
    Gates,
    Judgements,
    Option,
    Problem,
    Weights,
)


@pytest.fixture
def save(desk, tameside, at):
    """Open a page, change some answers, send it: `save("option", option="buddy")(title="X")`."""

    def open_(name, **more):
        def send(**changed):
            address = at(name, tameside, **more)
            return desk.post(address, Shown(desk.get(address)).with_(**changed))

        return send

    return open_


def part(tameside, kind, name):
    """One entry of the saved case."""
    return next(row for row in fresh(tameside).document[kind] if row["id"] == name)


UNTOUCHED = [
    ("section", {"section": "problem"}),
    ("section", {"section": "front"}),
    ("section", {"section": "readiness"}),
    *[("objective", {"objective": name}) for name in ("safe", "timely")],
    *[("criterion", {"criterion": name}) for name in ("mortality", "burnout")],
    *[("option", {"option": name}) for name in ("as-now", "buddy", "mutual")],
    *[("group", {"group": name}) for name in ("staff", "board")],
    *[("gates", {"option": name}) for name in ("merge", "mutual", "own-plan")],
    *[("costs", {"option": name}) for name in ("merge", "as-now")],
    *[("judgements", {"criterion": name}) for name in ("mortality", "absence")],
    *[("evidence", {"criterion": name}) for name in ("mortality", "absence")],
    *[("weights", {"group": name}) for name in ("staff", "patients")],
]


@pytest.mark.parametrize(("name", "more"), UNTOUCHED)
def test_saving_a_page_as_it_is_changes_nothing_of_the_case(save, tameside, name, more):
    before = check_case(tameside.document, typed=True)[0]
    response = save(name, **more)()
    assert response.status_code == 302, errors(response)
    assert check_case(fresh(tameside).document, typed=True)[0] == before


def test_the_problem_is_saved(save, tameside):
    save("section", section="problem")(
        title="Whom should we work with?", tie_points="", organisations="rmp, RD7; rmp", notice=""
    )
    held = fresh(tameside)
    assert held.title == held.document["case"]["title"] == "Whom should we work with?"
    assert held.document["case"]["organisations"] == ["RMP", "RD7"]
    assert not {"tie_points", "notice"} & set(held.document["case"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter the question"),
        ({"organisations": "RMP, ZZZ99"}, "The register does not know “ZZZ99”"),
        ({"organisations": "Tameside"}, "perhaps RMP (Tameside and Glossop"),
        ({"organisations": "x"}, "The register does not know “x”"),
        ({"tie_points": "51"}, "Enter 50 or less"),
        ({"draws": "many"}, "Enter a number"),
        ({"date_month": "13"}, "Enter a real date"),
        ({"title": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_with_the_problem_is_said_and_what_was_typed_stays(
    save, tameside, changed, said
):
    response = save("section", section="problem")(**changed)
    assert any(said in one for one in errors(response)), errors(response)
    typed = Shown(response).sent
    assert all(typed[name] == value for name, value in changed.items() if "\0" not in value)
    assert fresh(tameside).version == 1


def test_the_front_sheet_is_saved(save, tameside):
    save("section", section="front")(author="Ann", sponsor="")
    assert fresh(tameside).document["front"]["author"] == "Ann"
    assert "sponsor" not in fresh(tameside).document["front"]


def test_readiness_is_an_interval_or_nothing(save, tameside):
    sheet = save("section", section="readiness")
    assert errors(sheet(capacity_from="0.1")) == ["Capacity: give both ends, or neither"]
    assert errors(sheet(capacity_to="0.1")) == ["Capacity: give both ends, or neither"]
    assert "from low to high" in errors(sheet(capacity_from="0.5", capacity_to="0.1"))[0]
    sheet(capacity_from="-0.5", capacity_to="0.1", culture_from="", culture_to="")
    held = fresh(tameside).document["readiness"]
    assert held["capacity"] == [-0.5, 0.1]
    assert "culture" not in held


def test_a_criterion_is_changed_and_keeps_what_hangs_on_it(save, tameside):
    save("criterion", criterion="mortality")(
        title="Deaths", worst_value="1.3", shape="concave", spread_value="", spread_means=""
    )
    held = part(tameside, "criterion", "mortality")
    assert (held["title"], held["worst"]["value"], held["shape"]) == ("Deaths", 1.3, "concave")
    assert "spread" not in held
    assert part(tameside, "option", "buddy")["score"][0]["criterion"] == "mortality"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"best_value": "1.2"}, "The best level must differ from the worst"),
        ({"spread_value": ""}, "Give the spread and what it is of, or neither"),
        ({"spread_means": ""}, "Give the spread and what it is of, or neither"),
        ({"spread_value": "0"}, "The spread must be above zero."),
        ({"points": "1.2 0\nnone"}, "Write two numbers on each line"),
        ({"points": "1.2 0\n1.0 50"}, "The points must run from worst (0) to best (100)"),
        ({"worst_means": ""}, "Say what the worst level means"),
        ({"objective": "other"}, "Choose one of the answers below"),
    ],
)
def test_what_is_wrong_with_a_criterion_is_said_at_its_field(save, changed, said):
    found = errors(save("criterion", criterion="mortality")(**changed))
    assert any(said.lower() in one.lower() for one in found), found
    assert not any("criterion[" in one for one in found)


def test_points_of_ones_own_are_kept(save, tameside):
    save("criterion", criterion="mortality")(points="1.2 0\n1.1, 60\n0.95 100")
    held = part(tameside, "criterion", "mortality")
    assert held["points"] == [[1.2, 0], [1.1, 60], [0.95, 100]]


def test_a_measure_that_came_with_a_file_stays_on_offer(desk, save, tameside, at):
    held = fresh(tameside)
    held.document["criterion"][0]["measure"] = "our-own"
    held.save()
    assert save("criterion", criterion="mortality")().status_code == 302
    assert part(tameside, "criterion", "mortality")["measure"] == "our-own"


def test_an_option_is_changed_and_keeps_its_gates_scores_and_costs(desk, save, tameside, at):
    save("option", option="buddy")(
        model="partnership", partners="rm3", degree_service="3", degree_reason="Shared rotas"
    )
    held = part(tameside, "option", "buddy")
    assert (held["model"], held["partners"]) == ("partnership", ["RM3"])
    options = desk.get(at("section", tameside, section="options")).content.decode()
    assert "with RM3, voluntary" in options
    assert held["degree"] == {"service": 3, "reason": "Shared rotas"}
    assert len(held["score"]) == 6
    assert len(held["gate"]) == 2
    assert len(held["cost"]) == 5


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"degree_service": "3"}, "Say why this changes more or less"),
        ({"degree_service": "5"}, "Enter 4 or less"),
        ({"partners": "Stockport"}, "RWJ"),
        ({"planned_months": "-1"}, "Enter 0 or more"),
    ],
)
def test_what_is_wrong_with_an_option_is_said_at_its_field(save, changed, said):
    found = errors(save("option", option="buddy")(**changed))
    assert any(said.lower() in one.lower() for one in found), found


def test_an_option_is_added_with_an_identifier_made_from_its_title(save, tameside):
    save("add", section="options")(model="franchise", title="Be run by Stockport & Co")
    save("add", section="options")(model="franchise", title="Be run by Stockport & Co")
    save("add", section="options")(model="franchise", title="")
    ids = [row["id"] for row in fresh(tameside).document["option"]][-3:]
    assert ids == [
        "be-run-by-stockport-and-co",
        "be-run-by-stockport-and-co-2",
        "management-franchise",
    ]


def test_objectives_criteria_and_groups_are_added(save, tameside):
    save("add", section="objectives")(title="日本")
    save("add", section="criteria")(
        title="A say", objective="safe", domain="staff", measure="", worst_value="0",
        worst_means="told", best_value="10", best_means="decide", shape="linear",
    )  # fmt: skip
    save("add", section="groups")(title="Partners", share="0.5")
    document = fresh(tameside).document
    assert document["objective"][-1] == {"id": "objective", "title": "日本"}
    assert document["criterion"][-1]["id"] == "a-say"
    assert document["group"][-1] == {"id": "partners", "title": "Partners", "share": 0.5}


def test_a_group_counts_for_more_than_nothing(save):
    found = errors(save("group", group="staff")(share="0"))
    assert any("greater than 0" in one for one in found), found


@pytest.mark.parametrize(("way", "place"), [("up", 1), ("down", 3), ("sideways", 2)])
def test_entries_move_up_and_down(desk, tameside, at, way, place):
    address = at("move", tameside, section="options", item="buddy")
    desk.post(address, {"way": way})
    names = [row["id"] for row in fresh(tameside).document["option"]]
    assert names.index("buddy") == place
    assert desk.get(address).status_code == 405


@pytest.mark.parametrize(("item", "way"), [("as-now", "up"), ("mutual", "down")])
def test_the_first_and_the_last_stay_where_they_are(desk, tameside, at, item, way):
    desk.post(at("move", tameside, section="options", item=item), {"way": way})
    assert fresh(tameside).version == 1


def test_what_is_taken_out_is_asked_about_first_and_says_what_goes_with_it(desk, tameside, at):
    address = at("remove", tameside, section="criteria", item="mortality")
    page = desk.get(address).content.decode()
    assert "6 scores" in page
    assert "the weight of 4 groups" in page
    assert fresh(tameside).version == 1
    told = desk.post(address, follow=True).content.decode()
    assert "went with the criterion" in told
    assert all(row["id"] != "mortality" for row in fresh(tameside).document["criterion"])


@pytest.mark.parametrize(
    ("section", "item", "said"),
    [
        ("options", "buddy", "2 gates"),
        ("groups", "staff", "6 weights"),
        ("objectives", "staff", "Nothing else"),
    ],
)
def test_other_entries_say_what_goes_with_them(desk, tameside, at, section, item, said):
    page = desk.get(at("remove", tameside, section=section, item=item)).content.decode()
    assert said in page


def test_a_criterion_that_nobody_scored_goes_alone(desk, save, tameside, at):
    save("add", section="criteria")(
        title="A say", objective="safe", domain="staff", worst_value="0", worst_means="told",
        best_value="10", best_means="decide", shape="linear",
    )  # fmt: skip
    page = desk.get(at("remove", tameside, section="criteria", item="a-say")).content.decode()
    assert "Nothing else" in page


def test_an_objective_that_criteria_serve_stays(desk, tameside, at):
    address = at("remove", tameside, section="objectives", item="safe")
    page = desk.post(address, follow=True).content.decode()
    assert "Criteria serve this objective: Mortality." in page
    assert fresh(tameside).version == 1


@pytest.mark.parametrize("name", ["move", "remove"])
def test_an_entry_that_is_not_there_is_not_found(desk, tameside, at, name):
    address = at(name, tameside, section="options", item="none")
    assert desk.post(address, {"way": "up"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("option", {"option": "none"}),
        ("criterion", {"criterion": "none"}),
        ("gates", {"option": "none"}),
        ("costs", {"option": "none"}),
        ("weights", {"group": "none"}),
        ("judgements", {"criterion": "none"}),
        ("evidence", {"criterion": "none"}),
    ],
)
def test_a_page_about_nothing_is_not_found(desk, tameside, at, name, more):
    address = at(name, tameside, **more)
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"version": "1"}).status_code == 404


def test_gates_are_decided_and_rules_answered(save, tameside):
    save("gates", option="merge")(
        **{
            "governors-approve__decision": "carry",
            "governors-approve__reason": "Both councils said yes.",
            "achievability__decision": "preferred",
            "achievability__reason": "Done before.",
            "new__factor": "Distance",
            "new__decision": "reject",
            "new__reason": "Too far.",
        }
    )
    held = part(tameside, "option", "merge")["gate"]
    assert {gate["factor"]: gate["decision"] for gate in held} == {
        "governors-approve": "carry", "affordability": "carry", "achievability": "preferred",
        "Distance": "reject",
    }  # fmt: skip


def test_the_gates_page_shows_the_dated_rules_with_their_standing(desk, tameside, at):
    page = desk.get(at("gates", tameside, option="merge")).content.decode()
    assert "Rules that apply on 22 November 2026" in page
    assert "More than half of all governors must approve" in page
    free = desk.get(at("gates", tameside, option="own-plan")).content.decode()
    assert "No dated rule of law or guidance bears on this option" in free


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"achievability__decision": "carry"}, "Say why: the paper prints the reason"),
        ({"achievability__reason": "Because"}, "Choose what is decided"),
        ({"new__decision": "carry", "new__reason": "Why"}, "Say which factor decides it"),
        ({"new__factor": "Distance"}, "Choose what is decided about “Distance”"),
    ],
)
def test_a_gate_needs_its_reason(save, changed, said):
    found = errors(save("gates", option="merge")(**changed))
    assert any(said.lower() in one.lower() for one in found), found


def test_costs_are_saved_by_year_and_empty_rows_dropped(save, tameside):
    row = {
        f"r1__transition_{end}": value
        for end, value in (("low", "1"), ("likely", "2"), ("high", "3.5"))
    }
    response = save("costs", option="as-now")(
        **row, r1__class="outsourcing-opex", r1__mitigation="0.5"
    )
    assert response.status_code == 302
    assert part(tameside, "option", "as-now")["cost"] == [
        {"year": 0, "transition": [1, 2, 3.5], "class": "outsourcing-opex", "mitigation": 0.5}
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"r1__running_low": "1"}, "Row 1: each year needs low, likely and high"),
        (
            {"r1__running_low": "3", "r1__running_likely": "2", "r1__running_high": "4"},
            "Row 1: each year must run from low to high",
        ),
        ({"r2__year": ""}, "Row 2: enter the year, 0 for the first"),
        ({"r1__mitigation": "2"}, "Enter 1 or less"),
    ],
)
def test_what_is_wrong_with_costs_is_said_with_its_row(save, changed, said):
    found = errors(save("costs", option="merge")(**changed))
    assert any(said.lower() in one.lower() for one in found), found


def test_judgements_of_all_options_are_saved_together(save, tameside):
    save("judgements", criterion="mortality")(
        **{
            "buddy__low": "", "buddy__likely": "", "buddy__high": "", "buddy__reason": "",
            "mutual__low": "-0.1", "mutual__likely": "0", "mutual__high": "0.2",
            "mutual__reason": "Nobody knows", "mutual__author": "Bob",
        }
    )  # fmt: skip
    held = fresh(tameside)
    assert held.version == 2
    assert all(
        one["criterion"] != "mortality" for one in part(tameside, "option", "buddy")["score"]
    )
    assert part(tameside, "option", "mutual")["score"] == [
        {"criterion": "mortality", "basis": "judgement", "scale": "change", "low": -0.1,
         "likely": 0.0, "high": 0.2, "author": "Bob", "reason": "Nobody knows"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"buddy__low": ""}, "Enter low: a judgement is three numbers"),
        ({"buddy__low": "9"}, "The three must run from low to high"),
        ({"buddy__reason": ""}, "Say why: the paper prints the reason"),
        ({"author": ""}, "Say whose judgement this is"),
        ({"mutual__author": "Bob"}, "Enter likely: a judgement is three numbers"),
        ({"buddy__low": "low"}, "Enter a number"),
    ],
)
def test_what_is_wrong_with_a_judgement_is_said_and_nothing_is_saved(save, tameside, changed, said):
    found = errors(save("judgements", criterion="mortality")(**changed))
    assert any(said.lower() in one.lower() for one in found), found
    assert fresh(tameside).version == 1


def test_in_a_grid_what_is_wrong_says_of_which_option(save):
    found = errors(save("judgements", criterion="mortality")(buddy__low="9", merge__low="x"))
    assert found[0].startswith("Merge with a neighbouring trust: enter a number")
    found = errors(save("judgements", criterion="mortality")(buddy__low="9"))
    assert found == ["Buddy with a trust that does well: the three must run from low to high"]


def test_save_and_next_goes_on_to_the_next_criterion(save, tameside, at):
    response = save("judgements", criterion="mortality")(go="next")
    assert response["Location"] == at("judgements", tameside, criterion="four-hours")
    last = save("judgements", criterion="burnout")(go="next")
    assert last["Location"] == at("section", tameside, section="judgements")


def test_evidence_replaces_a_judgement_only_when_ticked(save, tameside):
    save("evidence", criterion="mortality")(buddy__use="on")
    held = part(tameside, "option", "buddy")["score"][0]
    assert held == {"criterion": "mortality", "basis": "evidence"}
    save("evidence", criterion="mortality")(buddy__use=None)
    scores = part(tameside, "option", "buddy")["score"]
    assert all(score["criterion"] != "mortality" for score in scores)


def test_the_evidence_page_says_how_strong_and_why_not_a_number(desk, tameside, at):
    page = desk.get(at("evidence", tameside, criterion="mortality")).content.decode()
    assert "Strength: " in page
    assert "on file, none a number here" in page
    assert "Judged now: -0.02 (-0.06 to 0.02)" in page
    used = desk.get(at("evidence", tameside, criterion="absence")).content.decode()
    assert "Expect " in used


def test_evidence_waits_for_business_as_usual(desk, tameside, at):
    held = fresh(tameside)
    held.document["option"][0]["model"] = "buddying"
    held.save()
    page = desk.get(at("evidence", tameside, criterion="mortality")).content.decode()
    assert "exactly one option is business as usual" in page
    tasks = desk.get(at("appraisal", tameside)).content.decode()
    assert "Exactly one option must be business as usual" in tasks
    gates = desk.get(at("gates", tameside, option="merge")).content.decode()
    assert "No dated rule" in gates


def test_weights_are_one_number_or_two(save, tameside):
    save("weights", group="staff")(mortality__low="100", mortality__high="", burnout__low="",
                                   burnout__high="")  # fmt: skip
    swing = part(tameside, "group", "staff")["swing"]
    assert swing["mortality"] == [100, 100]
    assert "burnout" not in swing


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mortality__low": ""}, "Give the lower number too"),
        ({"mortality__high": "10"}, "Enter 60 or more"),
        ({"engagement__high": "90", "burnout__high": "95"}, "Give the step that matters most 100"),
        ({"mortality__high": "101"}, "Enter 100 or less"),
    ],
)
def test_what_is_wrong_with_weights_is_said_at_its_field(save, changed, said):
    found = errors(save("weights", group="staff")(**changed))
    assert any(said.lower() in one.lower() for one in found), found


def test_every_save_leaves_its_version_with_who_and_what(save, tameside, ann):
    save("section", section="front")(author="Ann")
    held = Revision.objects.filter(appraisal=tameside).order_by("version")
    assert [(one.version, one.section, one.by) for one in held] == [
        (1, "start", ann), (2, "front", ann),
    ]  # fmt: skip


def test_every_place_of_a_refusal_has_its_field():
    """What the forms do not catch themselves, the room refuses: it must land on its field."""
    document = {
        "criterion": [{"id": "x"}, {"id": "y"}],
        "option": [{"id": "a", "cost": [{"year": 0}]}, {"id": "b"}],
        "group": [{"id": "g"}],
    }
    costs = Costs("a")
    cleaned = costs.form(document, 1, {}).fields
    sent = dict.fromkeys(name for name in cleaned) | {"r2__saving_low": 1}
    costs.given(document, sent)
    assert costs.field_at(document, "option[1].cost[1].saving") == "r2__saving_low"
    assert costs.field_at(document, "option[1].cost[1].class") == "r2__class"
    assert costs.field_at(document, "option[1].cost[1]") == "r2__year"
    assert costs.field_at(document, "option[1].cost[7]") == ""
    gates = Gates("b")
    sent = dict.fromkeys(gates.form(document, 1, {}).fields) | {"affordability__decision": "carry"}
    gates.given(document, sent)
    assert gates.field_at(document, "option[2].gate[1].reason") == "affordability__reason"
    assert gates.field_at(document, "option[2].gate[1]") == "affordability__decision"
    assert gates.field_at(document, "option[2].gate[9]") == ""
    weights = Weights("g")
    assert weights.field_at(document, "group[1].swing.y") == "y__low"
    assert weights.field_at(document, "group[1].swing") == "x__low"
    judgements = Judgements("x")
    assert judgements.field_at(document, "option[2].score[1].high") == "b__high"
    assert judgements.field_at(document, "option[2].score[1]") == "b__low"
    assert judgements.field_at(document, "option[9].score[1]") == ""
    assert Evidence("x").field_at(document, "option[2].score[1]") == "b__use"
    assert Option("b").field_at(document, "option[2].degree") == "degree_reason"
    assert Option("b").field_at(document, "option[2].partners[1]") == "partners"
    assert Option("b").field_at(document, "option[1].title") == ""
    assert Front().field_at(document, "front.author") == "author"
    assert Problem().field_at(document, "case.organisations[1]") == "organisations"


def test_what_the_room_refuses_is_shown_with_everything_typed(save, tameside, monkeypatch):
    """All refusals of a part, each at its field, and above the form what has none."""
    from mutuality.base import Refusal
    from mutuality.web.appraisals import acts

    found = [
        Refusal("APP-002", "This is odd.", "Mend this entry, then try again.",
                where="option[3].planned_months"),
        Refusal("APP-002", "So is that.", "Change it.", where="option[1].title"),
        Refusal("APP-002", "And all.", "Change it."),
    ]  # fmt: skip

    def refuse(**asked):
        raise acts.Problems(found)

    send = save("option", option="buddy")
    monkeypatch.setattr(acts, "save_part", refuse)
    response = send(title="Mine")
    assert errors(response) == [
        "Business as usual: title: So is that. Change it.", "And all. Change it.", "This is odd.",
    ]  # fmt: skip
    assert Shown(response).sent["title"] == "Mine"


def test_scores_that_the_room_refuses_are_not_saved_in_part(tameside, ann, north):
    given = {
        "buddy": {"basis": "judgement", "low": 1, "likely": 2, "high": 3, "author": "A"},
        "merge": {"basis": "evidence"},
    }
    with pytest.raises(Problems) as refused:
        save_scores(
            by=ann, team=north, appraisal=tameside, version=1, criterion="mortality", given=given
        )
    assert "author and reason" in refused.value.problem
    assert fresh(tameside).version == 1


def test_a_figure_in_standard_deviations_is_told_with_its_direction():
    from types import SimpleNamespace

    from mutuality.web.appraisals.writing.studies import _number, _why_not

    cell = SimpleNamespace(basis="evidence", scale="sd", range=(-0.2, -0.1, 0.05))
    assert _number(cell) == (
        "0.10 standard deviations lower (9 in 10: 0.20 standard deviations lower to "
        "0.05 standard deviations higher)"
    )
    waiting = SimpleNamespace(basis="unscored", forecasts={"main": 1}, unused=())
    assert "where business as usual stands" in _why_not(waiting)
