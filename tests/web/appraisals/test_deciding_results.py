"""What a board reads is what was worked out, whole, and stays as it was sealed."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from mutuality.base import Refusal
from mutuality.web.appraisals import acts, endings, opinions, work
from mutuality.web.appraisals.deciding.comparing import in_words
from mutuality.web.appraisals.deciding.files import paper_policy
from mutuality.web.appraisals.deciding.sealing import spaced
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import Handle, run
from mutuality.web.roles import Role
from web.world.deciding import PATIENTS, adopted, appraised, disagree, worked_once


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def north(team, ann):
    return team("North", ann)


@pytest.fixture
def held(ann, north):
    made = adopted(ann, north)
    disagree(ann, north, made)
    return made


@pytest.fixture
def done(ann, north, held):
    return appraised(ann, north, held, "22 November 2026, with everybody’s answers")


@pytest.fixture
def viewer(person, north, signed_in):
    vera = person("vera")
    north.memberships.create(person=vera, roles=[str(Role.VIEWER)])
    return signed_in(vera)


def at(name, held, *more):
    return reverse(f"appraisals:{name}", args=[held.team.slug, held.pk, *more])


def text(response):
    return response.content.decode()


class TestScenarios:
    def test_appraising_begins_a_job_and_the_page_says_how_far_it_is(self, signed_in, ann, held):
        browser = signed_in(ann)
        page = text(browser.get(at("scenarios", held)))
        assert "Nothing was appraised yet." in page
        assert "with the answers of staff, patients and the public and the board" in page
        made = browser.post(at("scenarios", held), {"title": "Once"}, follow=True)
        assert "This waits for a worker to begin." in text(made)
        one = Scenario.objects.get()
        Job.objects.update(state="running", done=1, total=3, note="Writing the paper")
        assert "Writing the paper" in text(browser.get(at("scenario", held, one.pk)))
        assert "Being worked out" in text(browser.get(at("scenarios", held)))
        Job.objects.update(state="failed", refusal={"code": "X-1", "problem": "No.", "remedy": "Y"})
        assert "X-1" in text(browser.get(at("scenario", held, one.pk)))
        again = Job.objects.create(team=held.team, kind="x", title="x", after=Job.objects.get())
        assert f"/jobs/{again.pk}/" in text(browser.get(at("scenario", held, one.pk)))
        Job.objects.update(state="cancelled")
        assert "Somebody stopped the work" in text(browser.get(at("scenario", held, one.pk)))
        Scenario.objects.update(job=None)
        assert "Nothing is at work" in text(browser.get(at("scenario", held, one.pk)))

    def test_a_title_that_boasts_is_warned_about(self, signed_in, ann, held):
        page = signed_in(ann).post(at("scenarios", held), {"title": "Final one"}, follow=True)
        assert "nothing comes after it" in text(page)

    def test_a_title_is_needed(self, signed_in, ann, held):
        page = text(signed_in(ann).post(at("scenarios", held), {"title": ""}))
        assert "Enter a title that says what is different" in page

    def test_a_case_that_is_not_whole_is_refused_with_what_was_typed(self, signed_in, ann, held):
        document = held.document | {"criterion": []}
        Appraisal.objects.everywhere().filter(pk=held.pk).update(document=document)
        page = text(signed_in(ann).post(at("scenarios", held), {"title": "Typed before"}))
        assert "open problem" in page
        assert "Typed before" in page

    def test_parent_and_child_lead_to_each_other(self, signed_in, ann, held, done):
        browser = signed_in(ann)
        browser.post(at("scenarios", held), {"title": "Child", "parent": str(done.pk)})
        child = Scenario.objects.get(title="Child")
        assert child.parent == done
        assert "Child" in text(browser.get(at("scenario", held, done.pk)))

    def test_a_viewer_is_offered_nothing_and_may_do_nothing(self, viewer, held, done):
        page = text(viewer.get(at("scenarios", held)))
        assert "Appraise now" not in page
        assert viewer.post(at("scenarios", held), {"title": "Mine"}).status_code == 403
        results = text(viewer.get(at("scenario", held, done.pk)))
        for offer in ("Seal this", "Create new from this", "Give out a link"):
            assert offer not in results
        for name, more in (("seal", [done.pk]), ("links", [])):
            assert viewer.get(at(name, held, *more)).status_code == 403
        assert viewer.post(at("give-read", held)).status_code == 403
        assert viewer.post(at("give-score", held)).status_code == 403
        assert viewer.post(at("continue", held, done.pk), {"title": "x"}).status_code == 403

    def test_a_new_appraisal_can_start_from_a_sealed_one(self, signed_in, ann, north, held, done):
        endings.seal(by=ann, team=north, appraisal=held, scenario=done)
        browser = signed_in(ann)
        assert "starts with everything" in text(browser.get(at("continue", held, done.pk)))
        browser.post(at("continue", held, done.pk), {"title": "Second round"})
        new = Appraisal.objects.of(north).get(title="Second round")
        assert not new.is_sealed
        assert new.document["option"] == done.document["option"]
        assert not new.opinions.exists()


class TestResults:
    def test_the_job_leaves_what_a_board_asks_for(self, signed_in, ann, held, done):
        page = text(signed_in(ann).get(at("scenario", held, done.pk)))
        for wanted in (
            "Too close to call", "Options, in and out", "How often each option takes each place",
            "How the options compare", "What each group would put first",
            "What would change the answer", "Where people differ", "Strength of evidence",
            "How ready the organisation is", "Versions, seed and seals", "Loss of VAT recovery",
            "How was this calculated?", "Points are rough",
        ):  # fmt: skip
            assert wanted in page, wanted
        ids = set(re.findall(r'id="([^"]+)"', page))
        assert {one for one in re.findall(r'href="#([^"]+)"', page) if one not in ids} == set()
        assert len(re.findall(r"How was this calculated\?</summary>", page)) >= len(
            re.findall(r"Download CSV|Download SVG", page)
        )

    def test_a_page_never_appraises(self, signed_in, ann, held, done, monkeypatch):
        monkeypatch.setattr(work, "worked", None)
        assert signed_in(ann).get(at("scenario", held, done.pk)).status_code == 200

    def test_running_the_job_again_keeps_the_first_result(self, ann, held, done):
        before = endings.paper_file(done, "docx")
        outcome = work.appraise(Handle(Job(inputs={"scenario": str(done.pk)})))
        assert str(done.pk) in outcome["address"]
        assert endings.paper_file(done, "docx") == before

    def test_the_job_runs_to_its_end(self, ann, north, held, monkeypatch):
        made = acts.appraise(by=ann, team=north, appraisal=held, title="By the worker")
        known = worked_once(made)
        monkeypatch.setattr(work, "worked", lambda *_, **__: known)
        run.call(str(made.job.pk))
        made.refresh_from_db()
        made.job.refresh_from_db()
        assert made.job.state == "done"
        assert made.seal == known.seal

    @pytest.mark.parametrize("form", ["svg", "png", "csv", "xlsx", "ods"])
    def test_every_table_and_chart_can_be_saved(self, signed_in, ann, held, done, form):
        browser = signed_in(ann)
        page = text(browser.get(at("scenario", held, done.pk)))
        links = sorted(set(re.findall(r'href="(shown/\d+\.' + form + ')"', page)))
        assert len(links) > 5
        for link in links[:2]:
            response = browser.get(at("scenario", held, done.pk) + link)
            assert response.status_code == 200
            assert "attachment" in response["Content-Disposition"]
        if form == "csv":
            saved = browser.get(at("shown", held, done.pk, 2, "csv")).content.decode()
            assert "Buddy with a trust that does well" in saved
            assert done.seal[:12] in saved

    def test_what_is_not_shown_cannot_be_saved(self, signed_in, ann, held, done):
        browser = signed_in(ann)
        for number, form in ((999, "csv"), (1, "svg"), (2, "exe")):
            assert browser.get(at("shown", held, done.pk, number, form)).status_code == 404

    def test_the_paper_is_served_as_it_was_made(self, signed_in, ann, held, done):
        browser = signed_in(ann)
        page = browser.get(at("paper", held, done.pk, "html"))
        assert page.content == endings.paper_file(done, "html")
        policy = page["Content-Security-Policy"]
        assert policy == paper_policy(page.content)
        assert "sha256-" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        word = browser.get(at("paper", held, done.pk, "docx"))
        assert "tameside-2026" in word["Content-Disposition"]
        for form in ("exe", "json"):
            assert browser.get(at("paper", held, done.pk, form)).status_code == 404

    def test_a_paper_that_was_not_made_says_why(self, signed_in, ann, held, done):
        result = dict(done.result)
        result["paper_files"] = {k: v for k, v in result["paper_files"].items() if k != "pdf"}
        result["paper_missing"] = {"pdf": "No printer here. Install it."}
        Scenario.objects.filter(pk=done.pk).update(result=result)
        page = text(signed_in(ann).get(at("scenario", held, done.pk)))
        assert "No PDF: No printer here." in page
        assert signed_in(ann).get(at("paper", held, done.pk, "pdf")).status_code == 404

    def test_a_paper_that_was_changed_is_refused(self, signed_in, ann, held, done):
        for form, name in (("docx", "paper"), ("json", "shown")):
            (endings.folder(done) / f"paper.{form}").write_bytes(b"changed")
            more = [1, "csv"] if name == "shown" else [form]
            response = signed_in(ann).get(at(name, held, done.pk, *more))
            assert response.status_code == 422
            assert "WEB-067" in text(response)

    def test_a_result_without_its_page_is_not_found(self, signed_in, ann, held, done):
        Scenario.objects.filter(pk=done.pk).update(result={"paper_files": {}, "options": []})
        assert signed_in(ann).get(at("shown", held, done.pk, 1, "csv")).status_code == 404


class TestCompare:
    def test_inputs_and_results_stand_side_by_side(self, signed_in, ann, north, held, done):
        opinions.say(by=ann, team=north, appraisal=held, group="commissioner", given=PATIENTS)
        other = appraised(ann, north, held, "With the commissioner", parent=done)
        Scenario.objects.filter(pk=other.pk).update(model_version="9.9")
        browser = signed_in(ann)
        page = text(browser.get(at("compare", held), {"with": [str(done.pk), str(other.pk)]}))
        assert "The commissioner, how much it matters, Mortality" in page
        assert "Points lost on average" in page
        assert "These were worked out with versions" in page
        alone = text(browser.get(at("compare", held), {"with": str(done.pk)}))
        assert "It takes two scenarios" in alone
        assert "Choose two or more." in text(browser.get(at("compare", held)))

    def test_with_one_scenario_there_is_nothing_to_compare(self, signed_in, ann, held, done):
        assert "fewer than two scenarios" in text(signed_in(ann).get(at("compare", held)))

    def test_a_scenario_of_another_appraisal_is_not_found(self, signed_in, ann, north, held, done):
        other = adopted(ann, north)
        address = at("compare", other)
        assert signed_in(ann).get(address, {"with": str(done.pk)}).status_code == 404
        assert signed_in(ann).get(address, {"with": "nonsense"}).status_code == 404
        assert signed_in(ann).get(at("scenario", other, done.pk)).status_code == 404

    def test_places_are_said_in_words(self, held):
        case = opinions.whole(held)
        assert (
            in_words([case], "option[buddy].score[mortality].likely")
            == "Buddy with a trust that does well, Mortality, likely"
        )
        assert in_words([case], "option[merge].cost[2].saving").endswith("year 2, saving")
        assert in_words([case], "case.draws") == "The case, number of draws"
        assert in_words([case], "something_new") == "Something new"


class TestSeal:
    def test_it_asks_first_and_then_nothing_changes(self, signed_in, ann, north, held, done):
        browser = signed_in(ann)
        page = text(browser.get(at("seal", held, done.pk)))
        assert "Nothing: the case and the answers are as they were" in page
        assert f"../../scenarios/{done.pk}/paper.docx" in page
        assert browser.get(at("sealed", held)).status_code == 404
        unsure = text(browser.post(at("seal", held, done.pk), {}))
        assert "Tick the box once you have read" in unsure
        browser.post(at("seal", held, done.pk), {"sure": "on"})
        sheet = text(browser.get(at("sealed", held)))
        assert spaced(done.seal) in sheet
        assert spaced(done.result["paper_files"]["docx"]) in sheet
        held.refresh_from_db()
        for refused in (
            lambda: acts.appraise(by=ann, team=north, appraisal=held, title="x"),
            lambda: acts.restore(by=ann, team=north, appraisal=held, number=1),
            lambda: acts.mark(by=ann, team=north, appraisal=held, section="options", done=True),
            lambda: endings.seal(by=ann, team=north, appraisal=held, scenario=done),
        ):
            with pytest.raises(Refusal) as told:
                refused()
            assert told.value.code == "WEB-062"
        for name, more in (("opinions", []), ("scenarios", []), ("scenario", [done.pk])):
            assert "Sealed" in text(browser.get(at(name, held, *more)))
        assert "Answers are closed" in text(browser.get(at("say", held, "staff")))
        assert "was sealed on" in text(browser.get(at("seal", held, done.pk)))
        again = text(browser.post(at("seal", held, done.pk), {"sure": "on"}))
        assert "sealed" in again

    def test_what_changed_since_the_scenario_is_told(self, signed_in, ann, north, held, done):
        document = {**held.document, "readiness": {}}
        first_pass = {"placeholders": ["case.title", "criterion[9].title", "readiness"]}
        Appraisal.objects.everywhere().filter(pk=held.pk).update(
            document=document, first_pass=first_pass
        )
        row = held.opinions.get(group="patients")
        row.swings = {"gone": [1, 1]}
        row.save()
        result = done.result | {"paper_missing": {"pdf": "No printer."}}
        result["verdict"] = result["verdict"] | {"kind": "unscored"}
        Scenario.objects.filter(pk=done.pk).update(result=result)
        page = text(signed_in(ann).get(at("seal", held, done.pk)))
        for wanted in (
            "Changed since this scenario was made: ", "readiness", "3 answers are in this scenario",
            "1 answer no longer fit", "still as the quick first pass wrote them: case.title",
            "so there is no verdict", "No printer.",
        ):  # fmt: skip
            assert wanted in page, wanted
        broken = held.document | {"criterion": []}
        Appraisal.objects.everywhere().filter(pk=held.pk).update(document=broken)
        assert "cannot be appraised" in text(signed_in(ann).get(at("seal", held, done.pk)))

    def test_a_scenario_without_a_result_cannot_be_sealed(self, signed_in, ann, north, held):
        made = acts.appraise(by=ann, team=north, appraisal=held, title="x")
        browser = signed_in(ann)
        assert "no result yet" in text(browser.get(at("seal", held, made.pk)))
        browser.post(at("seal", held, made.pk), {"sure": "on"})
        held.refresh_from_db()
        assert not held.is_sealed

    def test_an_analyst_cannot_seal(self, person, north, held, done):
        ada = person("ada")
        north.memberships.create(person=ada, roles=[str(Role.ANALYST)])
        with pytest.raises(PermissionDenied):
            endings.seal(by=ada, team=north, appraisal=held, scenario=done)

    def test_an_appraisal_without_verdict_or_other_scenario_says_so(
        self, signed_in, ann, north, held, done
    ):
        other = appraised(ann, north, held, "The other")
        endings.seal(by=ann, team=north, appraisal=held, scenario=other)
        page = text(signed_in(ann).get(at("scenario", held, done.pk)))
        assert "Not the sealed one" in page
