"""A demonstration team that works offline: the three examples, one of them half decided.

In:    an installation, with or without people.
Out:   a team "Demonstration" whose members are everybody who is there, and three invented people
       who disagree about the first example.
Never: a person who could sign in: the invented ones have no password, and mail to them goes
       nowhere. Everything that they say is marked as invented.
"""

from __future__ import annotations

import tomllib

from django.db import transaction

from mutuality.stores import shipped
from mutuality.web.accounts import acts as accounts
from mutuality.web.accounts.models import Membership, Person, Team
from mutuality.web.acts import SYSTEM
from mutuality.web.appraisals import acts as appraisals
from mutuality.web.appraisals import opinions
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.roles import GIVEN, Role

NAME = "Demonstration"
EXAMPLES = ("tameside", "primary-care-network", "community-mutual")
VOICES = {
    # Invented. The biggest swing is 100, so that people can be set beside each other.
    "staff": (
        "Invented: a ward sister",
        {
            "mortality": [60, 80], "four-hours": [40, 50], "occupancy": [40, 60],
            "engagement": [100, 100], "absence": [60, 70], "burnout": [90, 100],
        },
    ),
    "patients": (
        "Invented: a patient governor",
        {
            "mortality": [100, 100], "four-hours": [80, 100], "occupancy": [20, 30],
            "engagement": [10, 20], "absence": [5, 10], "burnout": [10, 20],
        },
    ),
    "board": (
        "Invented: a finance director",
        {
            "mortality": [70, 80], "four-hours": [90, 100], "occupancy": [80, 100],
            "engagement": [20, 40], "absence": [40, 60], "burnout": [20, 30],
        },
    ),
}  # fmt: skip


def build() -> Team:
    """Make the team once; who came since joins it. All goes by acts, as people's work does."""
    with transaction.atomic():
        found: Team | None = Team.objects.filter(name=NAME).first()
        made = found or _new()
        for person in Person.objects.filter(is_active=True).exclude(memberships__team=made):
            Membership.objects.create(person=person, team=made, roles=[str(role) for role in GIVEN])
    return made


def _new() -> Team:
    first = _invented("facilitator")
    team = accounts.create_team(by=SYSTEM, team=None, name=NAME, kind="network", founder=first)
    cases = [
        appraisals.adopt(
            by=first,
            team=team,
            document=tomllib.loads(shipped.example(name).read_text(encoding="utf-8")),
        )
        for name in EXAMPLES
    ]
    for group in VOICES:
        _speak(team, cases[0], group)
    for section in ("problem", "objectives", "criteria", "options"):
        appraisals.mark(by=first, team=team, appraisal=cases[0], section=section, done=True)
    return team


def _speak(team: Team, case: Appraisal, group: str) -> None:
    """One invented person weighs the criteria of the first example."""
    name, swings = VOICES[group]
    person = _invented(group, name)
    Membership.objects.create(person=person, team=team, roles=[str(Role.VIEWER)])
    opinions.say(
        by=person, team=team, appraisal=case, group=group, name=name, given={"swings": swings}
    )


def _invented(address: str, name: str = "Invented: the facilitator") -> Person:
    made: Person = Person.objects.create_user(f"{address}@demonstration.invalid", name=name)
    return made
