"""Two people on one case: nothing that either typed is lost. And going back to what was before."""

import pytest
from writing_desk import TAMESIDE, Shown, errors, fresh

from mutuality.web.accounts.models import Membership
from mutuality.web.appraisals.models import Revision
from mutuality.web.appraisals.writing.changes import changes
from mutuality.web.audit.models import Event
from mutuality.web.roles import Role


@pytest.fixture
def bob(person, north, signed_in):
    """The browser of Bob, who writes in Ann's team."""
    made = person("bob")
    Membership.objects.create(person=made, team=north, roles=[str(Role.ANALYST)])
    return signed_in(made)


def option(tameside, name):
    """One option of the saved case."""
    return next(row for row in fresh(tameside).document["option"] if row["id"] == name)


def test_the_later_of_two_is_shown_what_the_other_saved_and_loses_nothing(desk, bob, tameside, at):
    address = at("option", tameside, option="buddy")
    anns, bobs = Shown(desk.get(address)), Shown(bob.get(address))
    bob.post(address, bobs.with_(title="Bob's buddy", planned_months="6"))

    response = desk.post(address, anns.with_(title="Ann's buddy"))
    shown = Shown(response)
    assert response.status_code == 200
    assert "Bob saved this appraisal while you were writing." in shown.errors[0]
    assert "Bob&#39;s buddy" in shown.text
    assert shown.sent["title"] == "Ann's buddy"
    assert "Name of the option" in shown.text.split("</table>")[0]
    assert "Months from the decision" in shown.text.split("</table>")[0]
    assert "Partners" not in shown.text.split("</table>")[0]
    assert option(tameside, "buddy")["title"] == "Bob's buddy"

    again = desk.post(address, shown.with_())
    assert again.status_code == 302
    assert option(tameside, "buddy")["title"] == "Ann's buddy"
    titles = [one["title"] for row in Revision.objects.all() for one in row.document["option"]]
    assert "Bob's buddy" in titles


def test_who_saved_another_page_is_not_in_the_way(desk, bob, tameside, at):
    address = at("option", tameside, option="buddy")
    anns = Shown(desk.get(address))
    other = at("option", tameside, option="group")
    bob.post(other, Shown(bob.get(other)).with_(title="Bob's group"))
    front = at("section", tameside, section="front")
    bob.post(front, Shown(bob.get(front)).with_(author="Bob"))
    assert desk.post(address, anns.with_(title="Ann's buddy")).status_code == 302
    assert option(tameside, "buddy")["title"] == "Ann's buddy"
    assert option(tameside, "group")["title"] == "Bob's group"
    assert fresh(tameside).document["front"]["author"] == "Bob"


def test_both_judged_the_same_criterion(desk, bob, tameside, at):
    address = at("judgements", tameside, criterion="mortality")
    anns, bobs = Shown(desk.get(address)), Shown(bob.get(address))
    bob.post(address, bobs.with_(buddy__low="-0.2"))
    shown = Shown(desk.post(address, anns.with_(buddy__likely="-0.01")))
    table = shown.text.split("</table>")[0]
    assert "Buddy with a trust that does well: low" in table
    assert "Buddy with a trust that does well: likely" in table
    assert "Merge with a neighbouring trust" not in table
    assert shown.sent["buddy__low"] == "-0.06"


def test_what_the_other_added_is_not_wiped_by_saving_again(desk, bob, tameside, at):
    address = at("judgements", tameside, criterion="mortality")
    anns = Shown(desk.get(address))
    add = at("add", tameside, section="options")
    bob.post(add, Shown(bob.get(add)).with_(model="franchise", title="Be run by others"))
    bobs = Shown(bob.get(address))
    bob.post(address, bobs.with_(**{
        "be-run-by-others__low": "-0.1", "be-run-by-others__likely": "0",
        "be-run-by-others__high": "0.1", "be-run-by-others__reason": "A guess",
    }))  # fmt: skip
    shown = Shown(desk.post(address, anns.with_(buddy__likely="-0.01")))
    assert desk.post(address, shown.with_()).status_code == 302
    assert option(tameside, "be-run-by-others")["score"][0]["reason"] == "A guess"
    assert option(tameside, "buddy")["score"][0]["likely"] == -0.01


def test_the_same_typed_twice_is_no_quarrel(desk, bob, tameside, at):
    address = at("section", tameside, section="front")
    anns, bobs = Shown(desk.get(address)), Shown(bob.get(address))
    bob.post(address, bobs.with_(author="Both"))
    page = desk.post(address, anns.with_(author="Both")).content.decode()
    assert "is the same" in page


def test_an_option_taken_out_meanwhile_comes_back_with_what_was_typed(desk, bob, tameside, at):
    address = at("option", tameside, option="buddy")
    anns = Shown(desk.get(address))
    bob.post(at("remove", tameside, section="options", item="buddy"))
    shown = Shown(desk.post(address, anns.with_(title="Ann's buddy")))
    assert "took this out" in shown.text
    assert shown.sent["title"] == "Ann's buddy"
    assert desk.post(address, shown.with_()).status_code == 302
    assert option(tameside, "buddy")["title"] == "Ann's buddy"


def test_judgements_of_a_criterion_taken_out_meanwhile_can_be_copied(desk, bob, tameside, at):
    address = at("judgements", tameside, criterion="mortality")
    anns = Shown(desk.get(address))
    bob.post(at("remove", tameside, section="criteria", item="mortality"))
    for _ in range(2):
        shown = Shown(desk.post(address, anns.with_(buddy__reason="My reason")))
        assert "It cannot be saved any more" in shown.text
        assert shown.sent["buddy__reason"] == "My reason"
        anns = shown


@pytest.mark.parametrize("version", ["", "0", "99", "one", "²", "-1"])
def test_a_version_that_never_was_is_a_conflict_and_not_a_fault(desk, tameside, at, version):
    address = at("section", tameside, section="front")
    response = desk.post(address, Shown(desk.get(address)).with_(author="Ann", version=version))
    assert response.status_code == 200
    assert "while you were writing" in errors(response)[0]
    assert fresh(tameside).version == 1


def test_entries_are_not_moved_over_another_persons_work(desk, bob, tameside, at, monkeypatch):
    """Between reading the list and saving it, Bob saves: the move asks for another try."""
    from mutuality.web.appraisals import acts
    from mutuality.web.appraisals.writing import items

    real = acts.save_part

    def late(**asked):
        return real(**(asked | {"version": asked["version"] - 1}))

    monkeypatch.setattr(items.acts, "save_part", late)
    move = at("move", tameside, section="options", item="buddy")
    page = desk.post(move, {"way": "up"}, follow=True).content.decode()
    assert "while you were writing" in page
    assert fresh(tameside).version == 1


def test_a_save_leaves_one_line_in_the_record(desk, tameside, at):
    address = at("judgements", tameside, criterion="mortality")
    desk.post(address, Shown(desk.get(address)).with_(buddy__low="-0.2"))
    last = Event.objects.order_by("-pk").first()
    assert last.act == "appraisals.save_scores"


# History


def test_the_history_says_who_saved_what_and_what_differs(desk, tameside, at):
    address = at("criterion", tameside, criterion="mortality")
    desk.post(address, Shown(desk.get(address)).with_(worst_value="1.3"))
    page = desk.get(at("history", tameside)).content.decode()
    assert "Version 2" in page
    assert "Criteria" in page
    one = desk.get(at("version", tameside, number=2)).content.decode()
    assert "Mortality (mortality): worst, value" in one
    assert ">1.2<" in one
    assert ">1.3<" in one
    first = desk.get(at("version", tameside, number=1)).content.decode()
    assert "nothing before it to compare with" in first
    against = desk.get(at("version", tameside, number=1) + "?with=2").content.decode()
    assert "What differs from version 2" in against
    same = desk.get(at("version", tameside, number=2) + "?with=2").content.decode()
    assert "Nothing differs from version 2" in same
    assert desk.get(at("version", tameside, number=9)).status_code == 404


def test_going_back_asks_first_and_keeps_the_versions_between(desk, tameside, at):
    address = at("section", tameside, section="front")
    desk.post(address, Shown(desk.get(address)).with_(author="Ann"))
    back = at("restore", tameside, number=1)
    page = desk.get(back).content.decode()
    assert "What would change" in page
    assert fresh(tameside).version == 2
    desk.post(back)
    held = fresh(tameside)
    assert held.document["front"]["author"] == "Invented: the strategy team"
    assert held.version == 3
    assert "is the same now as at version" in desk.get(back).content.decode()
    history = desk.get(at("history", tameside)).content.decode()
    assert "Version 1 again" in history


def test_a_sealed_case_does_not_go_back(desk, tameside, at):
    from django.utils import timezone

    from mutuality.web.appraisals.models import Scenario

    held = fresh(tameside)
    held.sealed = Scenario.objects.create(
        appraisal=held, title="It", document={}, inputs_hash="", model_version="", seal="ab"
    )
    held.sealed_at = timezone.now()
    held.save()
    page = desk.post(at("restore", tameside, number=1), follow=True).content.decode()
    assert "is sealed" in page


@pytest.mark.parametrize(
    ("change", "what", "before", "after"),
    [
        ({"case": {**TAMESIDE["case"], "tie_points": 5}}, "How close counts as level", "4", "5"),
        ({"option": TAMESIDE["option"][:-1]}, "Which there are, in order", None, None),
        ({"objective": TAMESIDE["objective"][::-1]}, "Which there are, in order", None, None),
        ({"readiness": {}}, "Culture", "-0.3, 0.3", ""),
    ],
)
def test_a_difference_is_told_with_what_was_there_and_what_is(change, what, before, after):
    found = {one.what: one for one in changes(TAMESIDE, TAMESIDE | change)}
    assert what in found
    if before is not None:
        assert (found[what].before, found[what].after) == (before, after)


def test_nothing_differs_from_itself():
    assert changes(TAMESIDE, TAMESIDE) == ()


def test_scores_costs_gates_and_weights_differ_in_words():
    found = {one.what: one.before for one in changes(TAMESIDE, {})}
    assert found["Buddy with a trust that does well (buddy) on Mortality"].startswith(
        "a change of -0.02 (-0.06 to 0.02), Invented for this example: "
    )
    assert found["Join a hospital group with shared leaders (group) on Sickness absence"] == (
        "from published studies"
    )
    assert found["Merge with a neighbouring trust (merge): year 0"] == "one-off 2, 4, 8"
    cost = {"year": 1, "running": [0, 1, 2], "mitigation": 0.5, "class": "x"}
    dealt = {"option": [{"id": "a", "title": "A", "cost": [cost]}]}
    after = {one.what: one.after for one in changes({}, dealt)}
    assert after["A (a): year 1, x"] == "each year 0, 1, 2; 50% dealt with"
    assert found["Staff (staff) on Mortality"] == "60, 90"
    assert found["Business as usual (as-now): strategic-fit"].startswith("carry: Invented")


def test_three_saves_of_others_in_a_row_ask_for_another_try(desk, tameside, at, monkeypatch):
    """Whoever is overtaken again and again is told so, and keeps what was typed."""
    from mutuality.web.appraisals import acts

    def overtaken(**asked):
        raise acts.Conflict(fresh(tameside))

    monkeypatch.setattr(acts, "save_part", overtaken)
    address = at("section", tameside, section="front")
    shown = Shown(desk.post(address, Shown(desk.get(address)).with_(author="Ann")))
    assert "Several people are saving this appraisal just now. Save again." in shown.errors
    assert shown.sent["author"] == "Ann"


def test_an_option_taken_out_between_reading_and_saving_is_a_conflict_too(
    desk, tameside, at, monkeypatch
):
    from mutuality.web.appraisals import acts

    def overtaken(**asked):
        held = fresh(tameside)
        held.document["option"] = [row for row in held.document["option"] if row["id"] != "buddy"]
        raise acts.Conflict(held)

    monkeypatch.setattr(acts, "save_part", overtaken)
    address = at("option", tameside, option="buddy")
    page = desk.post(address, Shown(desk.get(address)).with_()).content.decode()
    assert "took this out" in page
