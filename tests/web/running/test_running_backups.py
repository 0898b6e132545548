"""A backup holds everything, and a restore puts everything back or changes nothing.

Homes are real here, each with its own processes: a backup looks at what an installation keeps from
outside, as nobody inside could.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mutuality.base import Refusal
from mutuality.stores import Workspace
from mutuality.web.running import Home, backup, deployed_home, own_home, restore
from mutuality.web.running import backups as module
from mutuality.web.running.children import ask
from mutuality.web.running.exchange import Journal, Move
from mutuality.web.running.locks import IN_USE, SERVING, held

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
OTHER = Refusal("WEB-183", "It is held.", "Wait.")
PASSING = {
    "cache", "django_session", "usersessions_usersession", "accounts_signinlink", "sqlite_sequence",
    "django_migrations", "audit_event", "audit_head",
}  # fmt: skip
"""Tables that a restore empties, adds to or makes afresh; the audit record is compared apart."""


FILL = """
import datetime as dt
from allauth.mfa.models import Authenticator
from django.utils import timezone
from mutuality.web.accounts import acts
from mutuality.web.acts import SYSTEM
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.jobs.models import Job
from mutuality.web.roles import Role
from mutuality.web.running.acts import welcome
zoe = welcome(by=SYSTEM, team=None, email="zoe@example.org", name="Zoë O’Neill", called="North")
bob = welcome(by=SYSTEM, team=None, email="bob@example.org", name="Bob\\n", called="South")
team = zoe.memberships.get().team
acts.invite(by=zoe, team=team, email="eve@example.org", roles=[str(Role.VIEWER)])
acts.give_link(by=zoe, team=team, purpose="read", subject="appraisal:1", label="50 % “off”")
acts.create_key(by=bob, team=None, label="for R")
Authenticator.objects.create(user=zoe, type="totp", data={"secret": "x"})
job = Job.objects.create(
    team=team, by=zoe, kind="x", title="No. 1", inputs={"a": [1, 2.5, None, "é", {"b": True}]},
    started_at=timezone.now() + dt.timedelta(microseconds=1),
)
Job.objects.create(kind="x", title="For all", after=job)
case = Appraisal(team=team, title="A&E", document={"n": 0.1, "zero": 0, "deep": {"z": 1, "a": []}})
case.save()
result = Scenario(appraisal=case, title="As it was", document={}, model_version="1")
result.save()
case.sealed, case.sealed_at = result, timezone.now()
case.save()
"""
"""Something of every sort that a column can hold, and rows that name one another in a ring."""


def inside(home: Home, code: str) -> None:
    """Run Python in an installation."""
    subprocess.run(
        [sys.executable, "-m", "mutuality.web", "shell", "--no-imports", "-v", "0", "-c", code],
        env=home.environment(os.environ),
        check=True,
        capture_output=True,
    )


def select(home: Home, line: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home.folder / "workbench.sqlite3")) as there:
        return there.execute(line).fetchall()


def change(home: Home, *lines: str) -> None:
    with closing(sqlite3.connect(home.folder / "workbench.sqlite3")) as there:
        for line in lines:
            there.execute(line)
        there.commit()


def plain(cell: Any) -> Any:
    """A cell; an object without its order, which PostgreSQL does not keep."""
    if isinstance(cell, str) and cell.startswith(("{", "[")):
        return json.dumps(json.loads(cell), sort_keys=True)
    return cell


def rows(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that a restore changes."""
    named = "select name from sqlite_master where type = 'table' order by name"
    return {
        name: sorted(
            (tuple(map(plain, row)) for row in select(home, f'select * from "{name}"')), key=repr
        )
        for (name,) in select(home, named)
        if name not in PASSING
    }


def files(home: Home) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for folder in (home.workspace / "observations", home.folder / "uploads")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def figures(home: Home, code: str) -> None:
    """Load one figure into the workspace, and keep an upload."""
    table = home.folder / "figures.csv"
    table.write_text(
        "organisation,measure,period_start,period_end,numerator,denominator,value\n"
        f"{code},sickness,2024-04-01,2024-04-30,4,100,\n"
    )
    Workspace(home.workspace).load("tidy", [table], at=NOON)
    folder = home.folder / "uploads" / "0a1b"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.move(table, folder / "A & E figures.csv")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one of everything, to be copied and never changed."""
    home = own_home(tmp_path_factory.mktemp("world") / "home")
    home.make()
    ask(home, "prepare")
    inside(home, FILL)
    figures(home, "RM2")
    return home


@pytest.fixture(scope="module")
def archive(world: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "all.zip"
    told = backup(world, path, at=NOON)
    assert told["people"] == 2
    assert (told["loads"], told["uploads"], told["audit_breaks"]) == (1, 1, 0)
    assert told["vendor"] == "sqlite"
    assert told["workspace"] == str(world.workspace)
    assert path.stat().st_mode & 0o077 == 0
    return path


@pytest.fixture
def copied(world: Home, tmp_path: Path) -> Home:
    """A home of the test's own, like the world."""
    shutil.copytree(world.folder, tmp_path / "copy")
    return own_home(tmp_path / "copy")


@pytest.fixture
def untouched(copied: Home) -> Callable[[], None]:
    """See that nothing that people keep was changed."""
    before = rows(copied), files(copied), select(copied, "select * from audit_event")

    def check() -> None:
        now = rows(copied), files(copied), select(copied, "select * from audit_event")
        assert now == before
        left = {path.name for path in copied.folder.iterdir() if path.name.startswith(".")}
        assert not left
        assert not (copied.folder / "restoring.json").exists()

    return check


def altered(archive: Path, target: Path, edit: Callable[[Path], None]) -> Path:
    """An archive like another, but for its database: whole by its hashes, and not to be trusted."""
    from mutuality.stores import restore_archive, write_archive

    folder = target.parent / "altered"
    folder.mkdir()
    database = folder / "database.sqlite3"
    names = ["database.sqlite3", "uploads/0a1b/A & E figures.csv"]
    parts = {names[0]: database, names[1]: folder / "upload"}
    restore_archive(archive, into=folder / "workspace", parts_to=parts, at=NOON)
    edit(database)
    write_archive(
        target,
        workspace=Workspace(folder / "workspace"),
        parts=parts,
        made_at=NOON,
        about={"people": "2"},
    )
    return target


def edited(*lines: str) -> Callable[[Path], None]:
    def edit(database: Path) -> None:
        with closing(sqlite3.connect(database)) as there:
            for line in lines:
                there.execute(line)
            there.commit()

    return edit


class TestWhole:
    def test_a_fresh_machine_has_everything_again(
        self, world: Home, archive: Path, tmp_path: Path
    ) -> None:
        other = own_home(tmp_path / "other", workspace=tmp_path / "elsewhere")
        told = restore(other, archive, at=NOON, force=False)
        assert told["kept"] is None
        assert (told["loads"], told["uploads"]) == (1, 1)
        assert rows(other) == rows(world)
        assert files(other) == files(world)
        assert Workspace(other.workspace).observations("sickness").height == 1
        record = "select * from audit_event where act != 'running.restored' order by id"
        assert select(other, record) == select(world, record)
        said = "select count(*) from audit_event where act = 'running.restored'"
        assert select(other, said) == [(1,)]
        assert other.folder.stat().st_mode & 0o077 == 0
        assert ask(other, "prepare")["migrated"] is False

    def test_what_was_there_is_kept_and_can_be_had_again(self, copied: Home, archive: Path) -> None:
        figures(copied, "RMP")
        change(copied, "update accounts_team set name = 'Later'")
        later = rows(copied), files(copied)
        (copied.folder / "cache").mkdir(exist_ok=True)
        (copied.folder / "cache" / "page").write_text("drawn from what was there")

        told = restore(copied, archive, at=NOON, force=False)
        assert select(copied, "select count(*) from accounts_team where name = 'Later'") == [(0,)]
        assert not (copied.folder / "cache").exists()
        kept = Path(told["kept"])
        assert kept == copied.folder / "before-restore-20261122-120000.zip"

        restore(copied, kept, at=NOON + dt.timedelta(hours=1), force=False)
        assert (rows(copied), files(copied)) == later

    def test_whoever_was_signed_in_is_signed_out(self, world: Home, tmp_path: Path) -> None:
        shutil.copytree(world.folder, tmp_path / "copy")
        home = own_home(tmp_path / "copy")
        ask(home, "prepare", "--one-person")
        change(
            home,
            "insert into django_session values ('stolen', 'x', '2099-01-01')",
            "update accounts_signinlink set expires_at = '2099-01-01'",
        )
        backup(home, tmp_path / "b.zip", at=NOON)
        restore(home, tmp_path / "b.zip", at=NOON, force=False)
        assert select(home, "select count(*) from django_session") == [(0,)]
        assert select(home, "select count(*) from accounts_signinlink") == [(0,)]

    def test_the_archive_holds_no_key(self, world: Home, archive: Path) -> None:
        key = (world.folder / "secret-key").read_bytes()
        with zipfile.ZipFile(archive) as opened:
            assert not any(key in opened.read(name) for name in opened.namelist())
            assert not any("secret" in name for name in opened.namelist())

    def test_an_older_archive_is_brought_up_to_date(
        self, archive: Path, copied: Home, tmp_path: Path
    ) -> None:
        older = altered(
            archive,
            tmp_path / "older.zip",
            edited(
                "drop trigger audit_event_no_update",
                "drop trigger audit_event_no_delete",
                "delete from django_migrations where name = '0002_append_only'",
            ),
        )
        restore(copied, older, at=NOON, force=False)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            change(copied, "delete from audit_event")


class TestRefused:
    def test_a_damaged_archive(
        self, archive: Path, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        whole = archive.read_bytes()
        for name, damaged in {
            "cut": whole[:-100],
            "flipped": whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
            "empty": b"",
        }.items():
            path = tmp_path / f"{name}.zip"
            path.write_bytes(damaged)
            with pytest.raises(Refusal, match="STO-026"):
                restore(copied, path, at=NOON, force=True)
        untouched()

    def test_a_newer_one(
        self, archive: Path, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        newer = altered(
            archive,
            tmp_path / "newer.zip",
            edited(
                "insert into django_migrations (app, name, applied)"
                " values ('accounts', '9999_later', '2027-01-01')"
            ),
        )
        with pytest.raises(Refusal, match="newer version") as refused:
            restore(copied, newer, at=NOON, force=True)
        assert refused.value.code == "WEB-187"
        untouched()

    def test_one_whose_database_is_none(
        self, archive: Path, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        for name, edit in {
            "text": lambda path: path.write_text("no database at all"),
            "other": lambda path: (path.unlink(), edited("create table other (a)")(path)),
        }.items():
            folder = tmp_path / name
            folder.mkdir()
            path = altered(archive, folder / "a.zip", edit)
            with pytest.raises(Refusal, match="WEB-196"):
                restore(copied, path, at=NOON, force=True)
        untouched()

    def test_one_of_something_else(
        self, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        from mutuality.stores import write_archive

        path = tmp_path / "figures.zip"
        write_archive(path, workspace=Workspace(tmp_path / "w"), parts={}, made_at=NOON, about={})
        with pytest.raises(Refusal, match="WEB-192"):
            restore(copied, path, at=NOON, force=True)
        untouched()

    def test_one_whose_record_was_changed_unless_forced(
        self, archive: Path, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        forged = altered(
            archive,
            tmp_path / "forged.zip",
            edited(
                "drop trigger audit_event_no_update",
                "insert into audit_event (chain, number, at, act, by, detail, previous, hash)"
                " values ('team:99', 1, '2026-01-01', 'x', 'person:1', '{}', '', 'no hash')",
            ),
        )
        with pytest.raises(Refusal, match="chain 'team:99', line 1") as refused:
            restore(copied, forged, at=NOON, force=False)
        assert refused.value.code == "WEB-193"
        (copied.folder / "before-restore-20261122-120000.zip").unlink()
        untouched()
        told = restore(copied, forged, at=NOON, force=True)
        assert told["audit_breaks"] > 0

    def test_while_the_workbench_runs_unless_forced(
        self, archive: Path, copied: Home, untouched: Callable[[], None]
    ) -> None:
        serving = copied.lock(SERVING)
        with held(copied.lock(IN_USE), alone=False, otherwise=OTHER):
            with held(serving, alone=True, otherwise=OTHER):
                serving.write_text('{"address": "http://localhost:1", "process": 7}')
                with pytest.raises(Refusal, match=r"http://localhost:1 \(process 7\)") as refused:
                    restore(copied, archive, at=NOON, force=False)
            assert refused.value.code == "WEB-194"
            with pytest.raises(Refusal, match=r"is running\."):
                restore(copied, archive, at=NOON, force=False)
            untouched()
            restore(copied, archive, at=NOON, force=True)

    def test_while_another_command_loads(
        self, archive: Path, copied: Home, untouched: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(module, "PATIENCE", 0.1)
        manifest = copied.workspace / "manifest.sqlite"
        with closing(sqlite3.connect(manifest, isolation_level=None)) as loading:
            loading.execute("begin immediate")
            with pytest.raises(Refusal, match="WEB-194"):
                restore(copied, archive, at=NOON, force=True)
        (copied.folder / "before-restore-20261122-120000.zip").unlink(missing_ok=True)
        untouched()

    def test_where_what_is_there_cannot_be_kept_unless_forced(
        self, world: Home, archive: Path, copied: Home
    ) -> None:
        change(
            copied,
            "insert into django_migrations (app, name, applied)"
            " values ('accounts', '9999_later', '2027-01-01')",
        )
        with pytest.raises(Refusal, match="newer version") as refused:
            restore(copied, archive, at=NOON, force=False)
        assert refused.value.code == "WEB-195"
        assert restore(copied, archive, at=NOON, force=True)["kept"] is None
        assert rows(copied) == rows(world)

    def test_a_backup_over_another_file_or_of_nothing(
        self, world: Home, archive: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(Refusal, match="STO-025"):
            backup(world, archive, at=NOON)
        with pytest.raises(Refusal, match="WEB-185"):
            backup(own_home(tmp_path / "none"), tmp_path / "a.zip", at=NOON)
        assert not (tmp_path / "none").exists()


class TestKilled:
    """What the next command finds where a restore was killed."""

    def begun(self, home: Home, restore: str) -> None:
        fresh = home.folder / ".uploads.restoring"
        fresh.mkdir()
        (fresh / "new").write_text("new")
        place = home.folder / "uploads"
        move = Move(fresh, place, home.folder / ".uploads.before")
        Journal(restore, (move,), removed=()).write(home.folder)

    def test_before_the_database_was_exchanged(
        self, copied: Home, untouched: Callable[[], None]
    ) -> None:
        self.begun(copied, "never-committed")
        assert ask(copied, "carry_on") == {"restored": False}
        untouched()
        assert ask(copied, "carry_on") == {"restored": None}

    def test_after_it_the_next_start_ends_it(self, copied: Home, archive: Path) -> None:
        restore(copied, archive, at=NOON, force=False)
        line = "select json_extract(detail, '$.restore') from audit_event where act = '{}'"
        self.begun(copied, select(copied, line.format("running.restored"))[0][0])
        ask(copied, "prepare")
        assert files(copied).keys() >= {"new"}

    def test_a_backup_ends_it_and_clears_what_an_older_one_left(
        self, copied: Home, tmp_path: Path, untouched: Callable[[], None]
    ) -> None:
        self.begun(copied, "never-committed")
        (copied.folder / ".backup-killed").mkdir()
        backup(copied, tmp_path / "b.zip", at=dt.datetime.now(dt.UTC))
        assert (copied.folder / ".backup-killed").exists()  # somebody may be at it
        later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
        backup(copied, tmp_path / "c.zip", at=later)
        untouched()

    def test_an_older_version_is_copied_before_it_is_changed(self, copied: Home) -> None:
        change(
            copied,
            "drop trigger audit_event_no_update",
            "drop trigger audit_event_no_delete",
            "delete from django_migrations where name = '0002_append_only'",
        )
        assert ask(copied, "prepare")["migrated"] is True
        copy = copied.folder / "before-upgrade.sqlite3"
        assert copy.stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(copy)) as there:
            triggers = "select count(*) from sqlite_master where type = 'trigger'"
            assert there.execute(triggers).fetchall() == [(0,)]


def test_no_table_is_forgotten(world: Home) -> None:
    code = "from mutuality.web.running.rows import tables; " + (
        "open('tables', 'w').write(' '.join(one._meta.db_table for one in tables()))"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mutuality.web", "shell", "--no-imports", "-v", "0", "-c", code],
        env=world.environment(os.environ), cwd=world.folder, check=True,
    )  # fmt: skip
    assert done.returncode == 0
    copied = set((world.folder / "tables").read_text().split())
    there = {name for (name,) in select(world, "select name from sqlite_master where type='table'")}
    assert there - copied == {"cache", "django_migrations", "sqlite_sequence"}


@pytest.mark.postgres
class TestPostgreSQL:
    @pytest.fixture
    def server(self, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
        """A server's home, as deploy/ sets it, on a database of the test's own."""
        monkeypatch.delenv("MUTUALITY_LOCAL")
        monkeypatch.delenv("MUTUALITY_WORKSPACE")
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mutuality.web.settings")
        monkeypatch.setenv("MUTUALITY_HOME", str(tmp_path / "server"))
        monkeypatch.setenv("DATABASE_URL", postgres)
        monkeypatch.setenv("ALLOWED_HOSTS", "mutuality.example.org")
        (tmp_path / "server").mkdir()
        home = deployed_home(os.environ)
        assert home is not None
        return home

    def test_everything_goes_there_and_back(
        self, world: Home, archive: Path, server: Home, tmp_path: Path
    ) -> None:
        into = restore(server, archive, at=NOON, force=False)
        assert into["kept"] is None
        told = backup(server, tmp_path / "pg.zip", at=NOON)
        assert told["vendor"] == "postgresql"
        assert told["audit_breaks"] == 0

        other = own_home(tmp_path / "other")
        restore(other, tmp_path / "pg.zip", at=NOON, force=False)
        assert rows(other) == rows(world)
        assert files(other) == files(world)
        record = "select chain, number, hash from audit_event where act != 'running.restored'"
        assert sorted(select(other, record)) == sorted(select(world, record))

        # Keys go on after those that were restored, and the record is guarded again.
        before = ask(server, "welcome", "new@example.org", "--team", "New")
        assert before["sign_in"].startswith("https://mutuality.example.org/")
        again = restore(server, tmp_path / "pg.zip", at=NOON, force=False)
        assert Path(again["kept"]).is_file()
        ask(server, "welcome", "new@example.org", "--team", "New")
        refused = "from mutuality.web.audit.models import Event; Event.objects.all().delete()"
        with pytest.raises(subprocess.CalledProcessError):
            inside(server, refused)

    def test_a_restore_that_is_refused_changes_nothing(
        self, archive: Path, server: Home, tmp_path: Path
    ) -> None:
        restore(server, archive, at=NOON, force=False)
        ask(server, "welcome", "new@example.org", "--team", "New")
        newer = altered(
            archive,
            tmp_path / "newer.zip",
            edited(
                "insert into django_migrations (app, name, applied)"
                " values ('accounts', '9999_later', '2027-01-01')"
            ),
        )
        with pytest.raises(Refusal, match="WEB-187"):
            restore(server, newer, at=NOON, force=True)
        told = backup(server, tmp_path / "b.zip", at=NOON)
        assert told["people"] == ask(server, "export_database", str(tmp_path / "x"))["people"]
        with closing(sqlite3.connect(tmp_path / "x")) as there:
            found = there.execute("select email from accounts_person").fetchall()
        assert ("new@example.org",) in found

    def test_a_server_that_is_not_ready_is_not_kept(
        self, server: Home, tmp_path: Path, postgres: str
    ) -> None:
        import psycopg

        with pytest.raises(Refusal, match="no tables yet") as refused:
            backup(server, tmp_path / "b.zip", at=NOON)
        assert refused.value.code == "WEB-191"
        ask(server, "prepare")
        with psycopg.connect(postgres) as there:
            there.execute("delete from django_migrations where name = '0002_append_only'")
        with pytest.raises(Refusal, match="older version") as refused:
            backup(server, tmp_path / "b.zip", at=NOON)
        assert refused.value.code == "WEB-191"
        assert not (tmp_path / "b.zip").exists()
