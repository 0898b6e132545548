"""What people do with teams, roles, invitations, links and keys.

In:    by, team, and what the act needs.
Out:   the changed thing; for what is handed out once, the thing and its secret.
Never: a team without an administrator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.text import slugify

from mutuality.base import Refusal
from mutuality.web.accounts.models import (
    ApiKey,
    Invitation,
    Link,
    Membership,
    Person,
    SignInLink,
    Team,
    in_days,
)
from mutuality.web.accounts.tokens import fresh, hashed
from mutuality.web.acts import System, act
from mutuality.web.roles import GIVEN, Role


@act(allow={Role.PERSON, Role.SYSTEM}, records=("name", "kind", "organisation"))
def create_team(
    *,
    by: Person | System,
    team: None,
    name: str,
    kind: str,
    organisation: str = "",
    founder: Person,
) -> Team:
    """Create a team, with its founder in every role."""
    made = Team(name=name, kind=kind, organisation=organisation, slug=_free_slug(name))
    made.save()
    Membership.objects.create(person=founder, team=made, roles=[str(role) for role in GIVEN])
    return made


@act(allow={Role.ADMINISTRATOR}, records=("name", "mfa_required"))
def change_team(
    *, by: Person, team: Team, name: str, organisation: str, mfa_required: bool
) -> Team:
    """Change a team's name, organisation, and whether a second step is asked for."""
    team.name, team.organisation, team.mfa_required = name, organisation, mfa_required
    team.save()
    return team


@act(allow={Role.ADMINISTRATOR}, records=("roles",))
def invite(
    *, by: Person, team: Team, email: str, roles: Sequence[str], days: int = 14
) -> tuple[Invitation, str]:
    """Invite somebody to the team. Returns the invitation and its secret."""
    _refuse_roles(roles)
    token = fresh()
    made = Invitation.objects.create(
        team=team, email=email.lower(), roles=list(roles), invited_by=by,
        token_hash=hashed(token), expires_at=in_days(days),
    )  # fmt: skip
    return made, token


@act(allow={Role.ADMINISTRATOR}, records=("invitation",))
def revoke_invitation(*, by: Person, team: Team, invitation: Invitation) -> Invitation:
    """Take an invitation back."""
    invitation.revoked_at = timezone.now()
    invitation.save()
    return invitation


@act(allow={Role.PERSON}, records=("invitation",))
def accept_invitation(*, by: Person, team: None, invitation: Invitation) -> Membership:
    """Join the team that invited you, if the invitation was sent to an address of yours."""
    del team
    if invitation.email != by.email.lower():
        raise Refusal(
            "WEB-010",
            "This invitation was sent to another e-mail address.",
            "Sign in with the address that it was sent to, or ask for a new invitation.",
        )
    if not invitation.is_live:
        raise Refusal(
            "WEB-011",
            "This invitation has ended or was used.",
            "Ask the team's administrator for a new one.",
        )
    invitation.accepted_at = timezone.now()
    invitation.save()
    held, _ = Membership.objects.get_or_create(person=by, team=invitation.team)
    held.roles = sorted({*held.roles, *invitation.roles})
    held.save()
    return held


@act(allow={Role.ADMINISTRATOR}, records=("member", "roles"))
def change_roles(*, by: Person, team: Team, member: Membership, roles: Sequence[str]) -> Membership:
    """Give a member other roles."""
    _refuse_roles(roles)
    member.roles = list(roles)
    member.save()
    _refuse_without_administrator(team)
    return member


@act(allow={Role.ADMINISTRATOR}, records=("member",))
def remove_member(*, by: Person, team: Team, member: Membership) -> None:
    """Remove somebody from the team. What they wrote stays."""
    Membership.objects.filter(pk=member.pk).delete()  # the instance keeps its key, for the record
    _refuse_without_administrator(team)


@act(allow={Role.FACILITATOR, Role.APPROVER}, records=("purpose", "subject", "days"))
def give_link(
    *,
    by: Person,
    team: Team,
    purpose: str,
    subject: str,
    label: str,
    days: int = 14,
    detail: dict[str, str] | None = None,
) -> tuple[Link, str]:
    """Give out a link to one thing. Returns the link and its secret."""
    token = fresh()
    made = Link.objects.create(
        team=team, purpose=purpose, subject=subject, label=label, detail=detail or {},
        created_by=by, token_hash=hashed(token), expires_at=in_days(days),
    )  # fmt: skip
    return made, token


@act(allow={Role.FACILITATOR, Role.APPROVER}, records=("link",))
def revoke_link(*, by: Person, team: Team, link: Link) -> Link:
    """End a link now."""
    link.revoked_at = timezone.now()
    link.save()
    return link


@act(allow={Role.PERSON})
def rename(*, by: Person, team: None, name: str) -> Person:
    """Change how you are shown."""
    del team
    by.name = name
    by.save(update_fields=["name"])
    return by


@act(allow={Role.PERSON}, records=("label", "days"))
def create_key(*, by: Person, team: None, label: str, days: int = 90) -> tuple[ApiKey, str]:
    """Make a key for the API. Returns the key and its secret."""
    del team
    token = fresh()
    made = ApiKey.objects.create(
        person=by, label=label, start=token[:6],
        token_hash=hashed(token), expires_at=in_days(days),
    )  # fmt: skip
    return made, token


@act(allow={Role.PERSON}, records=("key",))
def revoke_key(*, by: Person, team: None, key: ApiKey) -> ApiKey:
    """End a key now."""
    del team
    if key.person_id != by.pk:
        raise Refusal("WEB-012", "This key is not yours.", "Only its owner can end it.")
    key.revoked_at = timezone.now()
    key.save()
    return key


@act(allow={Role.SYSTEM}, records=("person",))
def create_sign_in_link(*, by: System, team: None, person: Person, minutes: int = 30) -> str:
    """Make a link that signs one person in once. Returns its secret."""
    del by, team
    token = fresh()
    ends = timezone.now() + dt.timedelta(minutes=minutes)
    SignInLink.objects.create(person=person, token_hash=hashed(token), expires_at=ends)
    return token


def _refuse_roles(roles: Sequence[str]) -> None:
    wrong = set(roles) - {str(role) for role in GIVEN}
    if wrong or not roles:
        raise Refusal(
            "WEB-013",
            f"'{', '.join(sorted(wrong))}' is not a role." if wrong else "No role was chosen.",
            f"Choose from: {', '.join(role.label for role in GIVEN)}.",
            where="roles",
        )


def _refuse_without_administrator(team: Team) -> None:
    """The act's transaction is undone where nobody could look after the team any more."""
    held = [one.roles for one in Membership.objects.filter(team=team)]
    if not any(str(Role.ADMINISTRATOR) in roles for roles in held):
        raise Refusal(
            "WEB-014",
            "The team would be left without an administrator.",
            "Make somebody else administrator first.",
            where="roles",
        )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "team"
    slug, number = stem, 2
    while Team.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
