"""The pages on which a case is written: what a strategy lead does from nothing to a draft."""

import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from writing_desk import TAMESIDE, Shown, errors, fresh

from mutuality.appraisal import check_case, parse_case
from mutuality.stores import shipped
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.appraisals.writing.places import SECTIONS
from mutuality.web.appraisals.writing.words import counted, identifier, typed
from mutuality.web.roles import Role

DAY = {"at_day": "22", "at_month": "11", "at_year": "2026"}
ASKED = {"organisation": "RMP", "problem": "Deaths are high.", "kinds": ["quality"], **DAY}


@pytest.fixture
def viewer(person, team, north, signed_in):
    """A client in which somebody who may only read is signed in."""
    from mutuality.web.accounts.models import Membership

    bob = person("bob")
    Membership.objects.create(person=bob, team=north, roles=[str(Role.VIEWER)])
    return signed_in(bob)


# Starting


def test_a_team_without_appraisals_is_shown_both_ways_to_start(desk):
    page = desk.get("/t/north/appraisals/").content.decode()
    assert "Start with a quick first pass" in page
    assert "Start from a file or an example" in page


def test_the_table_says_how_far_each_is_and_who_changed_it(desk, tameside):
    page = desk.get("/t/north/appraisals/").content.decode()
    assert "How should Tameside work with others?" in page
    assert "0 of 12 sections completed" in page
    assert "Ann" in page


def test_a_sealed_appraisal_is_called_sealed_in_the_table(desk, sealed):
    assert "Sealed" in desk.get("/t/north/appraisals/").content.decode()


def test_a_first_pass_is_made_from_a_code(desk):
    response = desk.post("/t/north/appraisals/start/", ASKED)
    page = desk.get(response["Location"]).content.decode()
    assert response["Location"].endswith("/first-pass/")
    assert "97 of 105 other trusts of its type did better" in page
    assert "Go on to the task list" in page
    assert "how close still counts as level" in page


@pytest.mark.parametrize("words", ["tameside", "tamesied", " rmp "])
def test_the_organisation_may_be_typed_as_people_call_it(desk, words):
    response = desk.post("/t/north/appraisals/start/", ASKED | {"organisation": words})
    assert response.status_code == 302
    made = Appraisal.objects.everywhere().get()
    assert made.organisation == "RMP"


def test_where_several_organisations_fit_one_asks_and_keeps_what_was_typed(desk):
    asked = ASKED | {"organisation": "general hospital"}
    response = desk.post("/t/north/appraisals/start/", asked)
    page = response.content.decode()
    assert "organisations fit" in errors(response)[0]
    assert 'type="radio"' in page
    assert "Deaths are high." in page
    codes = [one["value"] for one in Shown(response).inputs if one.get("name") == "code"]
    chosen = desk.post("/t/north/appraisals/start/", asked | {"code": codes[1]})
    assert chosen.status_code == 302
    assert Appraisal.objects.everywhere().get().organisation == codes[1]


def test_a_former_code_leads_to_what_became_of_it(desk):
    response = desk.post("/t/north/appraisals/start/", ASKED | {"organisation": "RD7"})
    assert "RD7 became RDU on 1 October 2014." in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"organisation": "qqqqqqqq"}, "Nothing fits"),
        ({"organisation": "x"}, "too short"),
        ({"organisation": ""}, "Enter the organisation's code or name"),
        ({"problem": ""}, "Say what is wrong, and for whom"),
        ({"kinds": []}, "Tick at least one kind"),
        ({"kinds": ["none-such"]}, "Choose from the answers below"),
        ({"at_month": "13"}, "Enter a real date"),
    ],
)
def test_a_start_that_cannot_be_made_says_why_at_its_field(desk, changed, said):
    response = desk.post("/t/north/appraisals/start/", ASKED | changed)
    assert response.status_code == 200
    assert any(said in one for one in errors(response)), errors(response)
    assert not Appraisal.objects.everywhere().exists()


def test_an_example_is_taken_in_whole(desk):
    response = desk.post("/t/north/appraisals/upload/", {"example": "community-mutual"})
    made = Appraisal.objects.everywhere().get()
    assert response["Location"].endswith(f"{made.pk}/")
    assert check_case(made.document, typed=True)[0] is not None


def test_a_file_is_taken_in_and_comes_out_the_same(desk, at):
    text = shipped.example("tameside").read_bytes()
    desk.post("/t/north/appraisals/upload/", {"file": SimpleUploadedFile("c.toml", text)})
    made = Appraisal.objects.everywhere().get()
    out = desk.get(at("download", made))
    assert out["Content-Disposition"] == 'attachment; filename="tameside-2026.toml"'
    assert parse_case(tomllib.loads(out.content.decode())) == parse_case(TAMESIDE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * (513 * 1024), "513 KB"),
        (b"\xff\xfe\x00", "is not a text file"),
        (b"PK\x03\x04 = zip", "is not TOML"),
        (b"a = 1\nb = = 2", "line 2"),
        (b"a = " + b"[" * 20_000, "nested too deeply"),
        (b'schema_version = 1\n[case]\ntitle = "a\\u0000b"', "the character NUL"),
        (b'schema_version = 1\nx = [{"a\\u0000" = ["b"]}]', "the character NUL"),
        (b"schema_version = 1", "case: this is needed"),
        (b"schema_version = 2", "schema_version"),
    ],
)
def test_a_file_that_is_no_case_is_refused_at_its_field(desk, content, said):
    sent = SimpleUploadedFile("case.toml", content)
    response = desk.post("/t/north/appraisals/upload/", {"file": sent})
    assert response.status_code == 200
    assert any(said.lower() in one.lower() for one in errors(response)), errors(response)[:3]
    assert not Appraisal.objects.everywhere().exists()


def test_everything_wrong_with_a_file_is_told_up_to_a_limit(desk):
    broken = "schema_version = 1\n" + "\n".join('[[option]]\nid = "X"' for _ in range(30))
    sent = SimpleUploadedFile("case.toml", broken.encode())
    found = errors(desk.post("/t/north/appraisals/upload/", {"file": sent}))
    assert len(found) == 21
    assert "further entries are wrong" in found[-1]


@pytest.mark.parametrize("both", [True, False])
def test_one_chooses_a_file_or_an_example(desk, both):
    sent = {"file": SimpleUploadedFile("c.toml", b"a = 1"), "example": "tameside"} if both else {}
    response = desk.post("/t/north/appraisals/upload/", sent)
    assert len(errors(response)) == 1
    empty = SimpleUploadedFile("c.toml", b"")
    response = desk.post("/t/north/appraisals/upload/", {"file": empty, "example": "tameside"})
    assert errors(response) == ["Choose a file that is not empty"]


def test_an_appraisal_from_a_file_has_no_first_pass_and_says_so(desk, tameside, at):
    page = desk.get(at("first-pass", tameside)).content.decode()
    assert "began from a file" in page


# The task list


def test_the_task_list_says_how_far_each_section_is(desk, tameside, at):
    page = desk.get(at("appraisal", tameside)).content.decode()
    for section in SECTIONS.values():
        assert section.title in page
    assert "34 of 48 cells judged" in page
    assert "Saved last by Ann" in page


def test_a_section_is_ticked_off_and_opened_again_by_a_person(desk, tameside, at):
    desk.post(at("mark", tameside, section="options"), {"done": "yes"})
    assert fresh(tameside).progress == {"options": "completed"}
    assert "1 of 12 sections are completed" in desk.get(at("appraisal", tameside)).content.decode()
    assert (
        "Open this section again"
        in desk.get(at("section", tameside, section="options")).content.decode()
    )
    desk.post(at("mark", tameside, section="options"), {"done": "no"})
    assert fresh(tameside).progress == {"options": "in-progress"}


def test_a_case_with_open_problems_is_not_offered_as_a_file(desk, tameside, at):
    held = fresh(tameside)
    held.document["objective"] = []
    held.save()
    page = desk.get(at("appraisal", tameside)).content.decode()
    assert "Incomplete" in page
    response = desk.get(at("download", tameside))
    assert response.status_code == 422
    assert "WEB-072" in response.content.decode() or "open problem" in response.content.decode()


def test_the_words_of_a_draft_count_until_somebody_puts_their_own(desk, at):
    desk.post("/t/north/appraisals/start/", ASKED | {"kinds": ["money"]})
    draft = Appraisal.objects.everywhere().get()
    page = desk.get(at("appraisal", draft)).content.decode()
    assert "2 entries of the draft to put in your own words" in page
    assert "Needs groups first" in page
    address = at("criterion", draft, criterion="within-means")
    desk.post(address, Shown(desk.get(address)).with_(worst_means="our words"))
    address = at("section", draft, section="problem")
    desk.post(address, Shown(desk.get(address)).with_(title="Ours", tie_points="3"))
    page = desk.get(at("appraisal", draft)).content.decode()
    assert "1 entry of the draft to put in your own words" in page
    desk.post(at("remove", draft, section="criteria", item="within-means"))
    assert "in your own words" not in desk.get(at("appraisal", draft)).content.decode()


def test_the_groups_that_a_first_pass_would_ask_are_one_button_away(desk, at):
    desk.post("/t/north/appraisals/start/", ASKED)
    draft = Appraisal.objects.everywhere().get()
    groups = at("section", draft, section="groups")
    assert "Add staff" in desk.get(groups).content.decode()
    sent = {"title": "Staff", "share": "1", "version": str(draft.version)}
    desk.post(at("add", draft, section="groups"), sent)
    assert fresh(draft).document["group"] == [{"id": "staff", "title": "Staff", "share": 1.0}]
    assert "Add staff" not in desk.get(groups).content.decode()
    weights = desk.get(at("section", draft, section="weights")).content.decode()
    assert "Any weights count as likely" in weights


def test_a_section_says_what_is_to_be_mended_in_it(desk, tameside, at):
    held = fresh(tameside)
    held.document["option"][2]["gate"][0].pop("reason")
    held.document["option"][1]["gate"] = [
        {"factor": "affordability", "decision": "reject", "reason": "No"}
    ]
    held.document["objective"].append({"id": "more", "title": "More"})
    held.save()
    tasks = desk.get(at("appraisal", tameside)).content.decode()
    assert "1 entry to mend" in tasks
    assert "1 entry is to mend" in tasks
    gates = desk.get(at("section", tameside, section="gates")).content.decode()
    assert "To mend here" in gates
    assert "Shut out" in gates
    assert "Mark as completed" not in gates
    objectives = desk.get(at("section", tameside, section="objectives")).content.decode()
    assert "No criterion yet" in objectives


def test_a_rule_that_shuts_an_option_out_is_named(desk, at):
    desk.post("/t/north/appraisals/upload/", {"example": "community-mutual"})
    made = Appraisal.objects.everywhere().get()
    add = at("add", made, section="options")
    desk.post(add, Shown(desk.get(add)).with_(model="mutual", title="All of it"))
    gates = desk.get(at("section", made, section="gates")).content.decode()
    assert "Shut out by a rule" in gates


def test_a_case_without_an_organisation_has_no_figures_and_says_nothing_of_them(desk, at):
    desk.post("/t/north/appraisals/upload/", {"example": "primary-care-network"})
    made = Appraisal.objects.everywhere().get()
    assert "No organisation" in desk.get("/t/north/appraisals/").content.decode()
    for row in made.document["criterion"]:
        page = desk.get(at("judgements", made, criterion=row["id"])).content.decode()
        assert "Today " not in page
    for name in SECTIONS:
        assert desk.get(at("section", made, section=name)).status_code == 200


def test_an_unknown_organisation_stops_no_page(desk, tameside, at):
    held = fresh(tameside)
    held.document["case"]["organisations"] = ["ZZZ99"]
    held.save()
    page = desk.get(at("criterion", tameside, criterion="mortality"))
    assert page.status_code == 200
    assert "The latest figure held" not in page.content.decode()


# Who may


PAGES = [
    ("section", {"section": name}) for name in SECTIONS
] + [
    ("criterion", {"criterion": "mortality"}),
    ("option", {"option": "buddy"}),
    ("objective", {"objective": "safe"}),
    ("group", {"group": "staff"}),
    ("gates", {"option": "merge"}),
    ("costs", {"option": "merge"}),
    ("evidence", {"criterion": "absence"}),
    ("judgements", {"criterion": "mortality"}),
    ("weights", {"group": "staff"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_a_viewer_reads_every_page_and_is_offered_no_button(viewer, tameside, at, name, more):
    response = viewer.get(at(name, tameside, **more))
    assert response.status_code == 200
    assert 'method="post"' not in response.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_a_viewer_who_posts_is_turned_away(viewer, tameside, at, name, more):
    is_page_only = name == "section" and more["section"] not in ("problem", "front", "readiness")
    response = viewer.post(at(name, tameside, **more), {})
    assert response.status_code == (405 if is_page_only else 403)
    assert fresh(tameside).version == 1


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("add", {"section": "options"}),
        ("move", {"section": "options", "item": "buddy"}),
        ("remove", {"section": "options", "item": "buddy"}),
        ("restore", {"number": 1}),
        ("mark", {"section": "options"}),
    ],
)
def test_a_viewer_may_change_nothing(viewer, tameside, at, name, more):
    assert viewer.post(at(name, tameside, **more), {}).status_code == 403


def test_a_viewer_cannot_start(viewer):
    assert viewer.get("/t/north/appraisals/start/").status_code == 403
    assert viewer.get("/t/north/appraisals/upload/").status_code == 403
    page = viewer.get("/t/north/appraisals/").content.decode()
    assert "An analyst or a facilitator of the team can start one." in page


@pytest.fixture
def sealed(tameside, ann):
    """The example after its seal."""
    from django.utils import timezone

    from mutuality.web.appraisals.models import Scenario

    made = Scenario.objects.create(
        appraisal=tameside, title="As it was", author=ann, document=tameside.document,
        inputs_hash="0" * 64, model_version="0", seal="ab" * 32,
    )  # fmt: skip
    held = fresh(tameside)
    held.sealed, held.sealed_by, held.sealed_at = made, ann, timezone.now()
    held.save()
    return held


def test_a_sealed_appraisal_shows_its_seal_and_no_form(desk, sealed, at):
    page = desk.get(at("appraisal", sealed)).content.decode()
    assert "ab" * 32 in page
    options = desk.get(at("section", sealed, section="options")).content.decode()
    assert "Mark as completed" not in options
    assert "Add an option" not in options


def test_nothing_of_a_sealed_appraisal_is_saved(desk, sealed, at):
    response = desk.post(at("objective", sealed, objective="safe"), {"title": "X", "version": "1"})
    assert response.status_code == 422
    assert fresh(sealed).version == 1


def test_entries_of_nothing_say_so(desk, tameside, at):
    held = fresh(tameside)
    held.document |= {"criterion": [], "option": [], "group": []}
    held.save()
    for name in ("gates", "weights", "judgements"):
        page = desk.get(at("section", tameside, section=name)).content.decode()
        assert "There is nothing to fill in yet." in page
    page = desk.get(at("section", tameside, section="criteria")).content.decode()
    assert "There is no criterion yet." in page


def test_a_draft_that_the_rooms_refuse_is_refused_at_its_field(desk, monkeypatch):
    from mutuality.base import Refusal
    from mutuality.web.appraisals import acts

    def refuse(**asked):
        raise Refusal("APP-010", "There is no kind of problem 'x'.", "Name one.", where="kinds")

    monkeypatch.setattr(acts, "start", refuse)
    found = errors(desk.post("/t/north/appraisals/start/", ASKED))
    assert found == ["There is no kind of problem 'x'. Name one."]


def test_words_are_counted_and_identifiers_kept_short():
    assert [counted(number, "entry", "entries") for number in (0, 1, 2)] == [
        "No entries", "1 entry", "2 entries",
    ]  # fmt: skip
    long = "A very long title of an option that would make an address nobody can read"
    assert identifier(long, [], otherwise="x") == "a-very-long-title-of-an-option-that"
    assert (typed(True), typed(None), typed(0.5), typed(100)) == ("True", "", "0.5", "100")
