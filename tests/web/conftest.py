"""People, teams and a client for tests of the workbench."""

import pytest
from django.db import transaction
from django.test import Client, override_settings

from mutuality.stores import Workspace
from mutuality.web import published
from mutuality.web.accounts.models import Membership, Person, Team
from mutuality.web.roles import GIVEN, Role
from web import world as worlds


@pytest.fixture
def person(db):
    """Make a person: `person("ann")` has the address ann@example.org."""

    def make(name: str = "ann", *, steward: bool = False) -> Person:
        return Person.objects.create_user(
            f"{name}@example.org", "correct horse battery", name=name.title(), is_steward=steward
        )

    return make


@pytest.fixture
def team(db):
    """Make a team: `team("North", ann, [Role.ANALYST])`; without roles the person has them all."""

    def make(name: str, *members: Person, roles: list[Role] | None = None) -> Team:
        made = Team.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        for one in members:
            Membership.objects.create(
                person=one, team=made, roles=[str(role) for role in roles or GIVEN]
            )
        return made

    return make


@pytest.fixture
def signed_in():
    """A client in which a person is signed in."""

    def make(who: Person) -> Client:
        client = Client()
        client.force_login(who)
        return client

    return make


@pytest.fixture
def workspace(tmp_path, settings):
    """An empty workspace, and a folder for files, of this test alone."""
    settings.WORKSPACE = tmp_path / "workspace"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    published.store.cache_clear()
    yield Workspace(tmp_path / "workspace")
    published.store.cache_clear()


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small world, made once for the tests of a module; each of them leaves it as it was."""
    place = tmp_path_factory.mktemp("world")
    files = override_settings(WORKSPACE=place / "workspace", MEDIA_ROOT=place / "uploads")
    with django_db_blocker.unblock(), files:
        published.store.cache_clear()
        with transaction.atomic():
            yield worlds.build()
            transaction.set_rollback(True)
    published.store.cache_clear()


@pytest.fixture
def world(shared_world, db):
    """One of everything that an address can name (tests/web/world)."""
    return shared_world
