"""Whoever reads a change's page sees what it was, and an evaluation once a job has made one."""

import pytest

from mutuality.web.audit.models import Event
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import run
from mutuality.web.organisations import acts, figures, work
from mutuality.web.organisations.work import EVALUATE
from mutuality.web.published import store

CHANGE = "acquisition-2020-04-01-ra7"
URL = f"/changes/{CHANGE}/"


@pytest.fixture
def ann(person, signed_in):
    return signed_in(person("ann"))


def test_a_change_that_was_not_evaluated_says_so_and_offers_it(ann, text):
    said = text(ann.get("/changes/acquisition-2019-10-01-rnn/"))
    assert "Not yet evaluated here" in said
    assert "Evaluate this change" in said
    assert "To compare them, run:" not in said
    assert "Propose a correction" in said


def test_parties_lead_to_their_pages(ann, text):
    assert 'href="/organisations/RA7/"' in text(ann.get(URL))


def test_an_unknown_change_is_not_found(ann):
    assert ann.get("/changes/merger-1066-10-14-hastings/").status_code == 404
    assert ann.post("/changes/merger-1066-10-14-hastings/evaluate").status_code == 404


def test_one_job_evaluates_a_change_for_everybody(ann, text, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = ann.post(f"{URL}evaluate")
    assert response["Location"] == URL
    job = Job.objects.get(kind=EVALUATE)
    said = text(ann.get(URL))
    assert "Being evaluated" in said
    assert "Check again" in said
    ann.post(f"{URL}evaluate")
    assert Job.objects.filter(kind=EVALUATE).count() == 1
    assert Event.objects.filter(act="organisations.evaluate").exists()

    job.inputs["measures"] = ["engagement"]
    job.save()
    run.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    said = text(ann.get(URL))
    assert "Evaluate this change" not in said
    assert "Not yet evaluated here" not in said
    assert "The smallest effect that could have been seen" in said


def test_an_evaluation_of_older_figures_is_not_kept(ann, text, monkeypatch):
    other = "merger-2020-10-01-r0d"
    job = acts.evaluate(by=ann.get("/changes/").wsgi_request.user, team=None, change=other)
    monkeypatch.setattr(work, "store", Moving)
    run.call(str(job.pk))
    job.refresh_from_db()
    assert job.refusal["code"] == "WEB-039"
    said = text(ann.get(f"/changes/{other}/"))
    assert "The last attempt failed" in said
    assert "Evaluate this change" in said


class Moving:
    """A workspace whose figures change each time somebody looks."""

    seen = 0

    def __getattr__(self, name):
        if name != "version":
            return getattr(store(), name)
        Moving.seen += 1
        return f"{store().version}-{Moving.seen}"


def test_a_change_that_no_panel_can_hold_needs_no_job(ann, text):
    unchecked = "partnership-2004-south-west-london-elective-orthopaedic-centre"
    said = text(ann.get(f"/changes/{unchecked}/"))
    assert "Evaluate this change" not in said
    assert "the day on which it took effect is not known" in said


def test_an_evaluation_that_was_culled_in_between_is_made_again(monkeypatch):
    monkeypatch.setattr(figures, "known", lambda *_: True)
    monkeypatch.setattr(figures, "CHANGE_MEASURES", ("engagement",))
    found = figures.effects("merger-2019-04-01-r0b")
    assert found


def test_a_change_can_be_saved_by_its_charts_and_tables(ann):
    page = ann.get(URL).content.decode()
    link = next(
        part.split('"')[0]
        for part in page.split('href="')
        if ".svg" in part.split('"')[0] and "file=" in part.split('"')[0]
    )
    assert ann.get(link)["Content-Type"] == "image/svg+xml"


def test_a_party_that_the_register_does_not_know_has_no_link():
    document = figures.change_document(CHANGE, at=figures.figures_day())
    front = dict(figures.for_page(document, ["ZZZ9", "RA7"]).front)["Parties"]
    assert front.count("](") == 1
