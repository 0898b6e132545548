"""Everybody's answer is theirs alone, is kept as they typed it, and stands beside the others."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from mutuality.base import Refusal
from mutuality.web.accounts import acts as accounts
from mutuality.web.appraisals import endings, opinions
from mutuality.web.appraisals.deciding.units import Unit
from mutuality.web.appraisals.models import Appraisal, Opinion
from mutuality.web.audit.models import Event
from mutuality.web.roles import Role
from web.world.deciding import BOARD, STAFF, adopted, appraised, change, disagree


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def north(team, ann):
    return team("North", ann)


@pytest.fixture
def held(ann, north):
    return adopted(ann, north)


def at(name, held, *more):
    return reverse(f"appraisals:{name}", args=[held.team.slug, held.pk, *more])


def answer(**more):
    """What the form sends: one cell of one option, and two weights."""
    return {
        "version": "0", "name": "Ann", "scores.buddy.four-hours.low": "-1",
        "scores.buddy.four-hours.likely": "2.5", "scores.buddy.four-hours.high": "7%",
        "scores.buddy.four-hours.reason": "Seen it next door", "swings.mortality": "100",
        "swings.engagement": "50", **more,
    }  # fmt: skip


class TestSay:
    def test_shares_are_typed_as_per_cent_and_checked_before_they_are_sent(
        self, signed_in, ann, held
    ):
        browser = signed_in(ann)
        checked = browser.post(at("say", held, "staff"), answer(**{
            "scores.buddy.four-hours.high": "7"}))  # fmt: skip
        assert "Check your answer" in checked.content.decode()
        assert "+2.5 (−1 to +7) percentage points" in checked.content.decode()
        assert not Opinion.objects.exists()
        sent = dict(
            re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', checked.content.decode())
        )
        done = browser.post(at("say", held, "staff"), sent | {"sure": "1"})
        assert done.status_code == 302
        kept = Opinion.objects.get()
        assert kept.scores["buddy"]["four-hours"] == {
            "low": -0.01, "likely": 0.025, "high": 0.07, "scale": "change",
            "reason": "Seen it next door",
        }  # fmt: skip
        assert kept.swings == {"mortality": [100.0, 100.0], "engagement": [50.0, 50.0]}
        assert (kept.person, kept.name, kept.version) == (ann, "Ann", 1)

    def test_what_was_said_is_filled_in_again(self, signed_in, ann, north, held):
        opinions.say(
            by=ann, team=north, appraisal=held, group="staff", name="Ann",
            given={"scores": {"buddy": {
                "mortality": change(-0.08, -0.05, -0.03, "Same"),
                "four-hours": change(0.0, 0.02, 0.05, "Same")}}, "swings": {"mortality": 80}},
        )  # fmt: skip
        page = signed_in(ann).get(at("say", held, "staff")).content.decode()
        for name, value in (
            ("scores.buddy.mortality.low", "-0.08"),
            ("scores.buddy.four-hours.likely", "2"),
            ("why.buddy", "Same"),
            ("scores.buddy.mortality.reason", ""),
            ("swings.mortality", "80"),
            ("version", "1"),
        ):
            assert re.search(f'name="{re.escape(name)}"[^>]*value="{value}"', page), name

    def test_scores_carry_over_to_another_group_and_weights_do_not(
        self, signed_in, ann, north, held
    ):
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        page = signed_in(ann).get(at("say", held, "board")).content.decode()
        assert re.search(r'name="scores.buddy.mortality.low"[^>]*value="-0.08"', page)
        assert re.search(r'name="swings.mortality"[^>]*value=""', page)
        with pytest.raises(Refusal) as refused:
            opinions.say(by=ann, team=north, appraisal=held, group="board", given=BOARD)
        assert refused.value.code == "APP-014"
        assert refused.value.where == "scores.buddy.mortality"

    @pytest.mark.parametrize(
        ("typed", "field", "words"),
        [
            ({"scores.buddy.four-hours.low": "many"}, "scores.buddy.four-hours.low",
             "Enter a number"),
            ({"scores.buddy.four-hours.high": ""}, "scores.buddy.four-hours.high",
             "enter the high value too"),
            ({"scores.buddy.four-hours.low": "9"}, "scores.buddy.four-hours.likely",
             "must run upwards"),
            ({"scores.buddy.four-hours.reason": ""}, "scores.buddy.four-hours.reason",
             "say why in a few words"),
            ({"scores.merge.mortality.reason": "Because"}, "scores.merge.mortality.low",
             "enter low, likely and high"),
            ({"swings.mortality": "120"}, "swings.mortality", "Enter 100 or less"),
            ({"swings.mortality": "0", "swings.engagement": "0"}, "swings.mortality",
             "at least one criterion more than 0"),
            ({"name": "[win](https://x.example)"}, "name", "make a link"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(
        self, signed_in, ann, held, typed, field, words
    ):
        sent = answer(**{"scores.buddy.four-hours.high": "7"} | typed, sure="1")
        page = signed_in(ann).post(at("say", held, "staff"), sent).content.decode()
        assert f'href="#id_{field}"' in page
        assert words in page
        assert "Seen it next door" in page or not sent["scores.buddy.four-hours.reason"]
        assert "<title>Error: " in page
        assert not Opinion.objects.exists()

    def test_one_reason_can_stand_for_a_whole_option(self, signed_in, ann, held):
        sent = answer(**{
            "scores.buddy.four-hours.high": "7", "scores.buddy.four-hours.reason": "",
            "why.buddy": "All of it seen"}, sure="1")  # fmt: skip
        assert signed_in(ann).post(at("say", held, "staff"), sent).status_code == 302
        assert Opinion.objects.get().scores["buddy"]["four-hours"]["reason"] == "All of it seen"

    def test_nothing_said_is_not_an_answer(self, signed_in, ann, held):
        page = signed_in(ann).post(at("say", held, "staff"), {"version": "0", "sure": "1"})
        assert "Say what you think of at least one option" in page.content.decode()

    def test_change_something_first_keeps_what_was_typed(self, signed_in, ann, held):
        page = signed_in(ann).post(at("say", held, "staff"), answer(change="1")).content.decode()
        assert "Seen it next door" in page
        assert "<title>Error" not in page

    def test_two_windows_of_one_person_do_not_overwrite_each_other(
        self, signed_in, ann, north, held
    ):
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        sent = answer(**{"scores.buddy.four-hours.high": "7"}, sure="1")
        page = signed_in(ann).post(at("say", held, "staff"), sent).content.decode()
        assert "changed in another window" in page
        assert "Seen it next door" in page
        assert re.search(r'name="version"[^>]*value="1"|value="1"[^>]*name="version"', page)
        assert Opinion.objects.get().swings["engagement"] == [100.0, 100.0]

    def test_cells_from_studies_are_told_and_not_asked(self, signed_in, ann, held):
        page = signed_in(ann).get(at("say", held, "staff")).content.decode()
        assert "scores.group.absence.low" not in page
        assert "Scored from studies, so nobody is asked." in page
        assert "scores.as-now.mortality.low" not in page

    def test_a_group_that_is_not_there_has_no_page(self, signed_in, ann, held):
        assert signed_in(ann).get(at("say", held, "nobody")).status_code == 404

    def test_a_case_that_is_not_whole_says_what_is_open(self, signed_in, ann, held):
        document = held.document | {"criterion": []}
        Appraisal.objects.everywhere().filter(pk=held.pk).update(document=document)
        for name, more in (("say", ["staff"]), ("opinions", []), ("meeting", [])):
            page = signed_in(ann).get(at(name, held, *more)).content.decode()
            assert "WEB-064" in page


class TestOpinions:
    def test_names_stand_only_where_they_were_given(self, signed_in, ann, north, held):
        opinions.say(by=ann, team=north, appraisal=held, group="staff", name="", given=STAFF)
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "1 without a name" in page
        assert "Without a name" in page
        assert ">Ann (Staff)" not in page

    def test_groups_that_disagree_are_told_first_what_most_hangs_on(
        self, signed_in, ann, north, held
    ):
        disagree(ann, north, held)
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "How much Staff engagement matters, of 100" in page
        assert "points of 100 hang on it" not in page, "nothing was appraised yet"
        assert "What they hold possible does not meet." in page
        appraised(ann, north, held, "With points")
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "points of 100 hang on it" in page
        opinions.say(
            by=ann, team=north, appraisal=held, group="commissioner",
            given={"swings": {"mortality": 10}},
        )  # fmt: skip
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "points of 100 hang on it" not in page, "they are of other answers"

    def test_one_criterion_is_shown_with_everybody_on_it(self, signed_in, ann, north, held):
        disagree(ann, north, held)
        page = signed_in(ann).get(at("opinions", held), {"criterion": "mortality"})
        text = page.content.decode()
        assert "Ours fell when we had a buddy" in text
        assert "Much of it would have come anyway" in text
        assert "−0.05 (−0.08 to −0.03)" in text
        other = signed_in(ann).get(at("opinions", held), {"criterion": "occupancy"})
        assert "Nobody has said anything about Bed occupancy." in other.content.decode()

    def test_members_who_have_not_answered_are_named(
        self, signed_in, ann, north, held, person, team
    ):
        bob = person("bob")
        north.memberships.create(person=bob, roles=["viewer"])
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "who have not answered:</strong> Bob." in page

    def test_answers_that_no_longer_fit_are_counted_and_left_out(self, signed_in, ann, north, held):
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        Opinion.objects.update(swings={"gone": [10, 10]})
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "Answers that the case has outgrown" in page
        made = appraised(ann, north, held, "Without them")
        assert made.opinions == []

    def test_answers_that_cannot_stand_together_are_told(self, signed_in, ann, north, held):
        disagree(ann, north, held)
        row = Opinion.objects.get(group="board")
        row.scores["buddy"]["mortality"] |= {"scale": "level", "low": 1, "likely": 1, "high": 1.1}
        row.save()
        page = signed_in(ann).get(at("opinions", held)).content.decode()
        assert "as a level by some and as a change by others" in page

    def test_the_meeting_page_counts_each_group(self, signed_in, ann, north, held):
        empty = signed_in(ann).get(at("meeting", held)).content.decode()
        assert "Nobody has answered yet." in empty
        disagree(ann, north, held)
        page = signed_in(ann).get(at("meeting", held)).content.decode()
        assert "Talk about these first" in page
        assert "Refresh" in page

    @pytest.mark.parametrize("name", ["said", "differences"])
    @pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
    def test_what_is_shown_can_be_saved(self, signed_in, ann, north, held, name, form):
        assert signed_in(ann).get(at(name, held, form)).status_code == 404
        disagree(ann, north, held)
        response = signed_in(ann).get(at(name, held, form))
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        if form == "csv" and name == "said":
            assert b"Ours fell when we had a buddy" in response.content
        assert signed_in(ann).get(at(name, held, "exe")).status_code == 404

    def test_a_formula_in_a_reason_is_saved_as_text(self, signed_in, ann, north, held):
        given = {"scores": {"buddy": {"mortality": change(-0.1, 0, 0.1, '=HYPERLINK("x")')}}}
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=given)
        saved = signed_in(ann).get(at("said", held, "csv")).content.decode()
        assert ",=HYPERLINK" not in saved
        assert ',"=HYPERLINK' not in saved


class TestWithdraw:
    def test_an_answer_that_was_taken_out_counts_no_more_and_can_come_back(
        self, signed_in, ann, north, held
    ):
        row, _ = opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        browser = signed_in(ann)
        assert (
            "will count for nothing" in browser.get(at("withdraw", held, row.pk)).content.decode()
        )
        assert browser.post(at("withdraw", held, row.pk)).status_code == 302
        assert opinions.thoughts(held) == ()
        assert browser.post(at("withdraw", held, row.pk)).status_code == 404
        opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        assert len(opinions.thoughts(held)) == 1

    def test_another_person_s_answer_needs_a_facilitator(self, signed_in, ann, north, held, person):
        bob = person("bob")
        north.memberships.create(person=bob, roles=[str(Role.ANALYST)])
        row, _ = opinions.say(by=ann, team=north, appraisal=held, group="staff", given=STAFF)
        browser = signed_in(bob)
        assert "Ask a facilitator" in browser.get(at("withdraw", held, row.pk)).content.decode()
        refused = browser.post(at("withdraw", held, row.pk)).content.decode()
        assert "This is somebody else&#39;s answer." in refused
        assert len(opinions.thoughts(held)) == 1


class TestAct:
    def test_a_link_speaks_for_its_own_appraisal_and_group_alone(self, ann, north, held, team):
        other = adopted(ann, north)
        link, _, _, _ = disagree(ann, north, held)
        for where, group in ((other, "patients"), (held, "staff")):
            with pytest.raises(PermissionDenied):
                opinions.say(by=link, team=north, appraisal=where, group=group, given=STAFF)
        south = team("South", ann)
        with pytest.raises(PermissionDenied):
            opinions.say(by=link, team=south, appraisal=held, group="patients", given=STAFF)
        accounts.revoke_link(by=ann, team=north, link=link)
        with pytest.raises(PermissionDenied):
            opinions.say(by=link, team=north, appraisal=held, group="patients", given=STAFF)

    def test_a_secret_that_is_not_there_changes_nothing(self, ann, north, held):
        link, _, _, _ = disagree(ann, north, held)
        with pytest.raises(Refusal) as refused:
            opinions.say(
                by=link, team=north, appraisal=held, group="patients", given=STAFF, key="guess"
            )
        assert refused.value.code == "WEB-065"

    def test_what_does_not_fit_the_case_is_refused_at_each_place(self, ann, north, held):
        with pytest.raises(Refusal) as refused:
            opinions.say(
                by=ann, team=north, appraisal=held, group="staff", given={"swings": {"gone": 1}}
            )
        assert [one.where for one in refused.value.found] == ["swings.gone"]

    def test_nothing_is_said_after_the_seal_and_each_act_left_a_line(self, ann, north, held):
        disagree(ann, north, held)
        endings.seal(by=ann, team=north, appraisal=held, scenario=appraised(ann, north, held, "x"))
        row = held.opinions.first()
        for act, more in (
            (opinions.say, {"group": "staff", "given": STAFF}),
            (opinions.withdraw, {"opinion": row}),
        ):
            with pytest.raises(Refusal) as refused:
                act(by=ann, team=north, appraisal=held, **more)
            assert refused.value.code == "WEB-062"
        acts = list(Event.objects.values_list("act", flat=True))
        assert acts.count("appraisals.say") == 3
        assert acts.count("appraisals.seal") == 1


def test_a_unit_reads_and_writes_the_same_number(held):
    case = opinions.whole(held)
    share = Unit.of(case.criterion("four-hours"), "change")
    assert (share.typed(0.025), share.suffix, share.words(0.025)) == ("2.5", "% points", "+2.5")
    level = Unit.of(case.criterion("four-hours"), "level")
    assert level.span(0.6, 0.6, 0.6) == "60%"
    assert level.span(0.6, 0.7, 0.8) == "70% (60% to 80%)"
    plain = Unit.of(case.criterion("mortality"), "change")
    assert plain.suffix == ""
    assert plain.span(-0.1, 0.0, 0.05) == "0 (−0.1 to +0.05)"
