"""What a person may be in a team.

In:    nothing.
Out:   Role: the words that acts name when they say who may do them.
Never: a role that implies another. A person who does two jobs holds two roles.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may be. The first six are given to members of a team."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    FACILITATOR = "facilitator"
    APPROVER = "approver"
    RETURNING_OFFICER = "returning-officer"
    ADMINISTRATOR = "administrator"

    MEMBER = "member"
    """Whoever belongs to the team, in any role."""
    PERSON = "person"
    """Whoever signed in."""
    STEWARD = "steward"
    """Looks after the published data of the whole installation."""
    LINK = "link"
    """Whoever holds a link that a team gave out, without an account."""
    SYSTEM = "system"
    """The installation itself: a worker, a command."""

    @property
    def label(self) -> str:
        """The role in words."""
        return self.value.replace("-", " ").capitalize()


GIVEN = (
    Role.VIEWER,
    Role.ANALYST,
    Role.FACILITATOR,
    Role.APPROVER,
    Role.RETURNING_OFFICER,
    Role.ADMINISTRATOR,
)
"""Roles that a team gives to its members."""

MEANINGS = {
    Role.VIEWER: "Reads everything that the team holds.",
    Role.ANALYST: "Writes cases, scores options and runs evaluations.",
    Role.FACILITATOR: "Invites people to score and weight, and gives out links.",
    Role.APPROVER: "Seals an appraisal, after which nothing in it changes.",
    Role.RETURNING_OFFICER: "Runs ballots, and sees no result before they close.",
    Role.ADMINISTRATOR: "Looks after members, roles and the team's settings.",
}
