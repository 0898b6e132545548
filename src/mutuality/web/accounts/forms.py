"""Forms of people and teams.

In:    what people type about themselves and their teams.
Out:   checked values, or words at the field that needs mending.
Never: a role that a team does not give.
"""

from __future__ import annotations

from mutuality.web.accounts.models import Team
from mutuality.web.design import (
    CheckboxesField,
    EmailField,
    Form,
    NumberField,
    RadiosField,
    TextField,
    TickField,
)
from mutuality.web.roles import GIVEN, MEANINGS

ROLES = [(str(role), role.label, MEANINGS[role]) for role in GIVEN]


class NewTeam(Form):
    """A team to be."""

    name = TextField("Name of the team", missing="Enter the team's name", max_length=120)
    kind = RadiosField("What sort of team is it", list(Team.Kind.choices))
    organisation = TextField(
        "ODS code of your organisation",
        hint="For example RMP. Leave it empty if the team is not one organisation.",
        required=False,
        width=10,
        max_length=10,
    )


class TeamSettings(Form):
    """What an administrator decides for the team."""

    name = TextField("Name of the team", missing="Enter the team's name", max_length=120)
    organisation = TextField(
        "ODS code of your organisation", required=False, width=10, max_length=10
    )
    mfa_required = TickField(
        "Ask every member for a second step when they sign in",
        hint="A passkey or an authenticator app. Members without one are asked to set it up first.",
        required=False,
    )


class Invite(Form):
    """Who is to come, and as what."""

    email = EmailField("E-mail address", missing="Enter the e-mail address")
    roles = CheckboxesField("Roles", ROLES, missing="Choose at least one role")


class Roles(Form):
    """What a member may do."""

    roles = CheckboxesField("Roles", ROLES, missing="Choose at least one role")


class Name(Form):
    """How a person is shown."""

    name = TextField("Your name", hint="As colleagues know you.", required=False, max_length=120)


class NewKey(Form):
    """A key for a program."""

    label = TextField("What it is for", missing="Say what the key is for", max_length=120)
    days = NumberField("Days until it ends", whole=True, least=1, most=365, initial=90, width=4)
