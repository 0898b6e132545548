"""A job says how far it is, stops when asked, and never pretends to run."""

import datetime as dt

import pytest
from django.utils import timezone

from mutuality.base import Refusal
from mutuality.web.audit.models import Event
from mutuality.web.jobs import acts
from mutuality.web.jobs.models import STALE, Job
from mutuality.web.jobs.reaper import reap
from mutuality.web.jobs.work import KINDS, Handle, begin, run


@pytest.fixture
def work(monkeypatch):
    """Say for one test what a job of the kind `test.work` does."""

    def say(function):
        monkeypatch.setitem(KINDS, "test.work", function)

    return say


@pytest.fixture
def queued(db, work):
    """A job in the queue."""
    work(lambda handle: {"sum": sum(handle.inputs["numbers"])})
    return begin(by=None, team=None, kind="test.work", title="Add", inputs={"numbers": [1, 2]})


def test_a_job_ends_with_its_outcome(queued):
    run.call(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.state, queued.outcome) == ("done", {"sum": 3})
    assert queued.started_at <= queued.ended_at


def test_a_job_is_run_once_however_often_the_queue_offers_it(queued):
    run.call(str(queued.pk))
    before = Job.objects.get(pk=queued.pk).ended_at
    run.call(str(queued.pk))
    assert Job.objects.get(pk=queued.pk).ended_at == before


def test_a_refusal_stands_on_the_job_with_its_remedy(queued, work):
    def refuse(handle: Handle):
        raise Refusal("STO-004", "There is nothing.", "Give something.")

    work(refuse)
    run.call(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.state, queued.refusal["code"]) == ("failed", "STO-004")


def test_a_bug_is_marked_and_raised(queued, work):
    work(lambda handle: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run.call(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.state, queued.refusal["code"]) == ("failed", "WEB-001")


def test_a_job_stops_when_somebody_asks(queued, work):
    def long(handle: Handle):
        handle.step(1, 3, "the first")
        Job.objects.filter(pk=handle.job.pk).update(cancel_asked=True)
        handle.step(2, 3, "the second")
        raise AssertionError("it went on")

    work(long)
    run.call(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.state, queued.done) == ("cancelled", 2)


def test_a_waiting_job_is_cancelled_at_once_and_never_begins(queued, person, work):
    ann = person("ann", steward=True)
    assert acts.cancel(by=ann, team=None, job=queued).state == "cancelled"
    run.call(str(queued.pk))
    queued.refresh_from_db()
    assert queued.started_at is None


def test_a_job_whose_worker_died_is_marked_and_can_be_run_again(queued, person):
    long_ago = timezone.now() - STALE - dt.timedelta(seconds=1)
    Job.objects.update(state="running", started_at=long_ago, beat_at=long_ago)
    assert Job.objects.get().is_stale
    assert reap() == 1
    queued.refresh_from_db()
    assert (queued.state, queued.refusal["code"]) == ("failed", "WEB-002")
    assert Event.objects.filter(act="jobs.reap").count() == 1
    again = acts.run_again(by=person("ann", steward=True), team=None, job=queued)
    assert (again.state, again.inputs, again.after) == ("waiting", queued.inputs, queued)


def test_a_living_worker_is_left_alone(queued):
    Job.objects.update(state="running", started_at=timezone.now(), beat_at=timezone.now())
    assert reap() == 0


def test_a_job_that_was_taken_but_never_begun_goes_back_to_the_queue(queued):
    """The worker died between taking its place in the queue and starting the work."""
    Job.objects.update(task="", created_at=timezone.now() - STALE - dt.timedelta(seconds=1))
    assert reap() == 1
    assert Job.objects.get().task


def test_a_finished_job_is_not_run_again(queued, person):
    run.call(str(queued.pk))
    queued.refresh_from_db()
    with pytest.raises(Refusal, match="WEB-003"):
        acts.run_again(by=person("ann", steward=True), team=None, job=queued)


def test_work_that_nobody_wrote_cannot_be_asked_for(db):
    with pytest.raises(KeyError):
        begin(by=None, team=None, kind="test.nothing", title="?", inputs={})
