"""The doctor says what is wrong, and how to mend it, and says nothing where all is well."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.checks import Warning as Warned
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from mutuality.base import Refusal
from mutuality.web.accounts.acts import create_team
from mutuality.web.acts import SYSTEM
from mutuality.web.audit.models import Event
from mutuality.web.running import Finding, examination, examine, finding, own_home, worker
from mutuality.web.running.checks import deployed


@pytest.fixture(autouse=True)
def no_issues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks of every page take long, and are not what is tried here."""
    monkeypatch.setattr(examination, "run_checks", lambda **_: [])


def found(part: str) -> Finding:
    (one,) = [one for one in examination.examine() if one.part == part]
    return one


@pytest.fixture
def counts(db: None) -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


def test_where_all_is_well_nothing_is_to_mend(counts: None) -> None:
    worker.beat()
    told = examination.examine()
    assert [one.part for one in told] == [
        "database", "tables", "shared counts", "worker", "audit record", "settings",
    ]  # fmt: skip
    assert not any(one.remedy for one in told)


def test_a_database_that_does_not_answer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("password of the database")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "ensure_connection", away)
        told = examination.examine()
    assert [one.part for one in told] == ["database", "settings"]
    assert "does not answer" in told[0].found
    assert "password" not in told[0].found
    assert "DATABASE_URL" in told[0].remedy


@pytest.mark.parametrize(("local", "words"), [(True, "serve"), (False, "prepare")])
def test_tables_of_an_older_version(db: None, local: bool, words: str, settings: Any) -> None:
    settings.LOCAL = local
    MigrationRecorder.Migration.objects.filter(app="audit", name="0002_append_only").delete()
    one = found("tables")
    assert one.found == "1 steps behind"
    assert words in one.remedy


def test_tables_of_a_newer_version(db: None) -> None:
    MigrationRecorder.Migration.objects.create(app="accounts", name="9999_later")
    assert "newer version" in found("tables").found


def test_counts_that_no_process_shares(db: None, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "not_made"}}
    one = found("shared counts")
    assert "missing" in one.found
    assert one.remedy
    assert "worker" not in {other.part for other in examination.examine()}


@pytest.mark.parametrize(("local", "words"), [(True, "serve"), (False, "mutuality-worker")])
def test_a_worker_that_never_ran_or_died(
    counts: None, local: bool, words: str, settings: Any
) -> None:
    settings.LOCAL = local
    assert found("worker").found == "never ran here"
    assert words in found("worker").remedy
    cache.set(worker.BEAT, (timezone.now() - timedelta(days=2)).isoformat())
    assert found("worker").found.startswith("not since")
    assert words in found("worker").remedy


def test_a_record_that_somebody_changed(counts: None, person) -> None:
    create_team(by=SYSTEM, team=None, name="North", kind="network", founder=person("ann"))
    assert found("audit record").found == "1 lines, unbroken"
    Event(chain="team:1", number=1, at=timezone.now(), act="x", by="x", previous="", hash="x").save(
        force_insert=True
    )
    assert "chain team:1 at line 1" in found("audit record").found
    assert found("audit record").remedy


def test_settings_that_are_not_safe(counts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    issues = [Warned("It is open.", hint="Close it.", id="x.W1"), Warned("So is that.", id="x.W2")]
    monkeypatch.setattr(examination, "run_checks", lambda **_: issues)
    told = [one for one in examination.examine() if one.part == "settings"]
    assert [(one.found, one.remedy) for one in told] == [
        ("x.W1: It is open.", "Close it."),
        ("x.W2: So is that.", "docs/reference/settings.md"),
    ]


def test_the_command_gives_them_as_plain_data(counts: None, asked) -> None:
    assert {"part", "purpose", "found", "remedy"} == asked("examine")["findings"][0].keys()


class TestFromOutside:
    def test_looking_makes_no_workbench(self, tmp_path: Path) -> None:
        told = examine(own_home(tmp_path / "none"))
        assert (told[0].found, told[0].remedy) == ("none yet", "run `mutuality serve`")
        assert not (tmp_path / "none").exists()

    def test_what_its_processes_find_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = own_home(tmp_path)
        home.make()
        one = {"part": "a", "purpose": "b", "found": "c", "remedy": "d"}
        monkeypatch.setattr(finding, "ask", lambda home, name: {"findings": [one]})
        assert examine(home)[0] == Finding("a", "b", "c", "d")

    def test_a_home_that_is_not_whole_is_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "secret-key").write_text("short")
        assert "no whole key" in examine(own_home(tmp_path))[0].found

    @pytest.mark.parametrize(
        ("error", "words"), [(ImportError, "not installed"), (OSError, "cannot find Pango")]
    )
    def test_papers_without_what_makes_a_pdf(
        self, error: type[Exception], words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def absent(name: str) -> None:
            raise error(name)

        monkeypatch.setattr(finding.importlib, "import_module", absent)
        assert words in finding.pdf().found
        assert finding.pdf().remedy

    def test_papers_with_it(self, pdf: None) -> None:
        assert finding.pdf().remedy == ""


class TestDeployed:
    @pytest.fixture
    def server(self, settings: Any, tmp_path: Path) -> Any:
        settings.LOCAL = False
        settings.STATIC_ROOT = tmp_path
        settings.DEFAULT_FROM_EMAIL = "mutuality@example.org"
        (tmp_path / "staticfiles.json").write_text("{}")
        return settings

    def ids(self) -> list[str]:
        others = ["mutuality.W002"] if connection.vendor == "sqlite" else []
        return [one.id for one in deployed(None) if one.id not in others]

    def test_as_it_should_be(self, server: Any) -> None:
        assert self.ids() == []

    def test_mail_into_the_log(self, server: Any) -> None:
        backend = "django.core.mail.backends.console.EmailBackend"
        server.EMAIL_BACKEND = backend
        server.MAILERS = {"default": {"BACKEND": backend}}
        assert self.ids() == ["mutuality.E001"]

    def test_static_files_that_are_not_there(self, server: Any, tmp_path: Path) -> None:
        (tmp_path / "staticfiles.json").unlink()
        assert self.ids() == ["mutuality.E003"]

    def test_mail_from_nobody(self, server: Any) -> None:
        server.DEFAULT_FROM_EMAIL = "mutuality@localhost"
        assert self.ids() == ["mutuality.W004"]

    def test_one_persons_machine_is_not_asked(self, settings: Any, tmp_path: Path) -> None:
        settings.LOCAL, settings.STATIC_ROOT = True, tmp_path
        assert deployed(None) == []


def test_a_refusal_of_a_command_reaches_whoever_asked(db: None, home: Path, asked) -> None:
    MigrationRecorder.Migration.objects.create(app="accounts", name="9999_later")
    with pytest.raises(Refusal, match="WEB-187"):
        asked("prepare")
