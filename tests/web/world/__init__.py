"""A small world for tests that walk the map of addresses.

Each app has a module here whose `build(world)` makes one of everything that its addresses name, and
puts its value under the name of the address's argument. An address whose argument nobody filled
fails the tests, so that a new page is covered the day it is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from mutuality.web.accounts.models import Membership, Person, Team
from mutuality.web.roles import GIVEN

APPS = (
    "accounts",
    "organisations",
    "evidence",
    "appraisals",
    "deciding",
    "data",
    "jobs",
    "audit",
    "guide",
    "api",
)


@dataclass
class World:
    """Ann of the team North, who has one of everything; Bob of the team South, who has nothing."""

    ann: Person
    bob: Person
    north: Team
    south: Team
    values: dict[str, Any] = field(default_factory=dict)
    """The value of each argument that an address can have, by its name."""
    special: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Values for one address, where it needs others than the rest."""
    public: set[str] = field(default_factory=set)
    """Names of addresses that open without an account, such as `guide:help`."""
    cases: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Further values worth a visit: name of an address, its arguments."""

    def of(self, address: Any) -> dict[str, Any]:
        """The values of the arguments of one address (see addresses.Address)."""
        return {**self.values, **self.special.get(address.name, {})}

    def missing(self, address: Any) -> set[str]:
        """Arguments of an address that nobody filled."""
        return set(address.arguments) - set(self.of(address))


def build() -> World:
    """Make the world in the database as it is."""
    ann, bob = (
        Person.objects.create_user(
            f"{name}@example.org",
            "correct horse battery",
            name=name.title(),
            is_steward=name == "ann",
        )
        for name in ("ann", "bob")
    )
    north, south = (
        Team.objects.create(name=name, slug=name.lower()) for name in ("North", "South")
    )
    for one, team in ((ann, north), (bob, south)):
        Membership.objects.create(person=one, team=team, roles=[str(role) for role in GIVEN])
    world = World(ann, bob, north, south, {"team": north.slug})
    for app in APPS:
        import_module(f"web.world.{app}").build(world)
    return world
