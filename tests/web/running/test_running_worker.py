"""The worker does what waits, shows that it is alive, and outlives a busy database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mutuality.base import Refusal
from mutuality.web.jobs import work
from mutuality.web.jobs.models import STALE, Job
from mutuality.web.running import worker
from mutuality.web.running.locks import IN_USE, held
from mutuality.web.running.worker import Worker, keep, last_beat

OTHER = Refusal("WEB-183", "It is held.", "Wait.")


@pytest.fixture
def counts(db: None) -> None:
    """The table that rate limits and beats are kept in."""
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def over() -> threading.Event:
    """A sign to end after one round."""
    made = threading.Event()
    made.set()
    return made


def test_it_shows_that_it_is_alive(counts: None, over: threading.Event) -> None:
    assert last_beat() is None
    before = timezone.now()
    keep(over)
    beat = last_beat()
    assert beat is not None
    assert beat >= before


def test_it_finds_jobs_of_a_worker_that_died(counts: None, over: threading.Event) -> None:
    long_ago = timezone.now() - 2 * STALE
    job = Job.objects.create(
        kind="x", title="x", state=Job.State.RUNNING, started_at=long_ago, beat_at=long_ago
    )
    keep(over)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.refusal["code"] == "WEB-002"


def test_it_tidies_what_nobody_needs(counts: None, over: threading.Event) -> None:
    long_ago = timezone.now() - timedelta(days=worker.KEPT_DAYS + 1)
    Session.objects.create(session_key="ended", expire_date=long_ago)
    Session.objects.create(session_key="open", expire_date=timezone.now() + timedelta(hours=1))
    for age in (long_ago, timezone.now()):
        DBTaskResult.objects.create(
            status="SUCCESSFUL", args_kwargs={}, task_path="x", backend_name="default",
            run_after=age, started_at=age, finished_at=age, exception_class_path="", traceback="",
        )  # fmt: skip
    keep(over)
    assert [one.session_key for one in Session.objects.all()] == ["open"]
    assert DBTaskResult.objects.count() == 1


def test_a_busy_database_is_tried_again(
    counts: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = []

    def reap() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OperationalError("database is locked by ann@example.org")
        over.set()
        return 0

    over = threading.Event()
    monkeypatch.setattr(worker, "reap", reap)
    keep(over, every=0)
    assert rounds == [0, 1]
    assert "OperationalError" in caplog.text
    assert "ann@" not in caplog.text


def test_a_bug_in_the_keeper_is_no_silence(counts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "reap", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        keep(threading.Event())


def test_a_job_that_waits_is_done(
    counts: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(worker, "_keep", lambda over: over.wait())
    monkeypatch.setitem(work.KINDS, "test.count", lambda handle: {"sum": handle.inputs["a"] + 1})
    with django_capture_on_commit_callbacks(execute=True):
        job = work.begin(by=None, team=None, kind="test.count", title="Count", inputs={"a": 1})
    Worker(interval=0, max_tasks=1, worker_id="w").run()
    job.refresh_from_db()
    assert (job.state, job.outcome) == (Job.State.DONE, {"sum": 2})


@pytest.fixture
def quiet(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A worker that ends at once and leaves this process's signals alone."""
    done: list[str] = []
    monkeypatch.setattr(Worker, "configure_signals", lambda self: None)
    monkeypatch.setattr(Worker, "run", lambda self: done.append(self.worker_id))
    return done


def test_the_command_works_under_its_locks(db: None, quiet: list[str]) -> None:
    call_command("work")
    assert len(quiet) == 1


def test_it_waits_while_a_backup_is_restored(db: None, home: Path, quiet: list[str]) -> None:
    with held(home / f"{IN_USE}.lock", alone=True, otherwise=OTHER):
        with pytest.raises(SystemExit) as ended:
            call_command("work", stderr=open(os.devnull, "w"))  # noqa: PTH123, SIM115
        assert ended.value.code == 2
    assert quiet == []


def test_one_is_enough_for_sqlite(
    db: None, home: Path, quiet: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with held(home / "working.lock", alone=True, otherwise=OTHER):
        if connection.vendor == "sqlite":
            with pytest.raises(SystemExit):
                call_command("work")
            assert "WEB-189" in capsys.readouterr().err
            assert quiet == []
        else:
            call_command("work")
            assert len(quiet) == 1


def test_it_follows_whoever_started_it(
    db: None, quiet: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[Any] = []
    monkeypatch.setattr(
        "mutuality.web.running.management.commands.work.follow", lambda: followed.append(True)
    )
    call_command("work", "--with-parent")
    assert followed == [True]


def test_a_process_ends_when_its_parent_is_gone() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "import time; from mutuality.web.running.parent import follow; "
         "follow(); print('here', flush=True); time.sleep(600)"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(b"what is said there means nothing\n")
    child.stdin.flush()
    assert child.stdout.readline() == b"here\n"
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(60) == -signal.SIGTERM
    child.stdout.close()
