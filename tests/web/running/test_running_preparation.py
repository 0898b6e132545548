"""What is up to date is left alone, nothing is lost on the way, and nobody gets a password."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import resolve
from whitenoise.compress import Compressor

from mutuality.base import Refusal
from mutuality.web.accounts.models import Membership, Person, SignInLink
from mutuality.web.audit.models import Event
from mutuality.web.roles import Role
from mutuality.web.running import preparation
from mutuality.web.running.preparation import (
    collected,
    first_person,
    migrated,
    sign_in_path,
)
from mutuality.web.running.static import CollectedStorage


class TestTables:
    def test_what_is_up_to_date_is_left_alone(self, db: None, home: Path) -> None:
        assert migrated() is False
        assert not list(home.iterdir())

    def test_an_older_database_is_brought_up_to_date(
        self, db: None, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        MigrationRecorder.Migration.objects.filter(app="audit", name="0002_append_only").delete()
        called: list[str] = []
        monkeypatch.setattr(preparation, "copy_sqlite", lambda path: called.append(path.name))
        monkeypatch.setattr(preparation, "call_command", lambda name, **_: called.append(name))
        assert migrated() is True
        copied = ["before-upgrade.sqlite3"] if connection.vendor == "sqlite" else []
        assert called == [*copied, "migrate", "createcachetable"]

    def test_a_newer_database_is_not_touched(self, db: None, home: Path) -> None:
        for name in ("9998_later", "9999_later_still"):
            MigrationRecorder.Migration.objects.create(app="accounts", name=name)
        with pytest.raises(Refusal, match=r"'accounts\.9998_later' and 1 more") as refused:
            migrated()
        assert refused.value.code == "WEB-187"

    def test_one_unknown_step_is_named_alone(self, db: None, home: Path) -> None:
        MigrationRecorder.Migration.objects.create(app="accounts", name="9999_later")
        with pytest.raises(Refusal, match=r"'accounts\.9999_later'\."):
            migrated()


class TestStaticFiles:
    def test_they_are_collected_once_for_each_version(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert collected() is True
        assert (home / "static" / "nhsuk").is_dir()
        assert collected() is False
        monkeypatch.setattr(preparation, "__version__", "a later one")
        assert collected() is True

    @pytest.mark.parametrize("local", [True, False])
    def test_nothing_slow_is_done_on_one_machine(self, local: bool, settings: Any) -> None:
        settings.LOCAL = local
        made = CollectedStorage().create_compressor(extensions=None, quiet=True)
        assert isinstance(made, Compressor)
        assert made.should_compress("app.js")
        assert not made.should_compress("app.js.map")
        assert not (local and made.use_brotli)


class TestFirstPerson:
    def test_somebody_is_made_with_a_team_and_no_password(self, db: None) -> None:
        person, is_new = first_person()
        assert is_new
        assert (person.email, person.name) == ("you@localhost", "You")
        assert person.is_steward
        assert not person.has_usable_password()
        held = Membership.objects.get(person=person)
        assert held.team.name == "My team"
        assert Role.ADMINISTRATOR in held.as_roles
        assert person.emailaddress_set.get().verified
        assert [line.act for line in Event.objects.order_by("number")] == [
            "accounts.create_team",
            "running.welcome",
        ]
        assert first_person() == (person, False)

    def test_after_a_restore_it_is_whoever_looks_after_the_installation(self, person) -> None:
        person("ann")
        steward = person("bob", steward=True)
        assert first_person() == (steward, False)

    def test_where_nobody_may_sign_in_it_is_said(self, person) -> None:
        person("ann")
        Person.objects.update(is_active=False)
        with pytest.raises(Refusal, match="WEB-188"):
            first_person()

    def test_a_fresh_link_ends_the_older_one(self, person) -> None:
        ann = person("ann", steward=True)
        first, second = sign_in_path(ann), sign_in_path(ann)
        assert resolve(second).view_name == "accounts:sign-in"
        assert SignInLink.opened_by(resolve(first).kwargs["sign_in"]) is None
        opened = SignInLink.opened_by(resolve(second).kwargs["sign_in"])
        assert opened.person == ann


class TestCommands:
    def test_for_one_person_it_says_where_they_sign_in(self, db: None, home: Path, asked) -> None:
        told = asked("prepare", "--one-person")
        assert told["migrated"] is False
        assert told["collected"] is True
        assert told["is_new"] is True
        assert told["person"] == "you@localhost"
        assert resolve(told["sign_in"]).view_name == "accounts:sign-in"

    def test_on_a_server_nobody_is_made(self, db: None, home: Path, asked) -> None:
        assert asked("prepare") == {"migrated": False, "collected": True}
        assert not Person.objects.exists()

    def test_the_demonstration_is_built_where_it_is_asked_for(
        self, db: None, home: Path, asked, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        built: list[int] = []
        demo = ModuleType("mutuality.web.demo")
        demo.build = lambda: built.append(Person.objects.count())  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "mutuality.web.demo", demo)
        asked("prepare")
        assert built == []
        asked("prepare", "--one-person", "--demo")
        assert built == [1]

    def test_the_first_person_of_a_server_is_let_in(self, db: None, asked, settings: Any) -> None:
        settings.LOCAL, settings.ALLOWED_HOSTS = False, [".example.org", "other.org"]
        told = asked("welcome", "Ann@Example.org", "--name", "Ann", "--team", "North Trust")
        assert told["sign_in"].startswith("https://example.org/sign-in/")
        ann = Person.objects.get()
        assert (ann.email, ann.name, ann.is_steward) == ("ann@example.org", "Ann", True)
        again = asked("welcome", "ann@example.org")
        assert again["sign_in"] != told["sign_in"]
        assert [held.team.name for held in Membership.objects.all()] == ["North Trust"]

    def test_what_is_no_address_is_refused(self, db: None, asked) -> None:
        with pytest.raises(Refusal, match="WEB-197"):
            asked("welcome", "ann")
