"""What an installation does by itself when it starts.

In:    by (the installation), and whom it concerns.
Out:   the first person; a fresh link to sign in with.
Never: a password that anybody could know.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils import timezone

from mutuality.web.accounts.acts import create_sign_in_link, create_team
from mutuality.web.accounts.models import Person, SignInLink, Team
from mutuality.web.acts import System, act
from mutuality.web.roles import Role

YOU = "you@localhost"


@act(allow={Role.SYSTEM})
def welcome(
    *, by: System, team: None, email: str = YOU, name: str = "You", called: str = "My team"
) -> Person:
    """Make the first person of an installation, who looks after it, and their team."""
    del team
    person = Person.objects.create_user(email, None, name=name, is_steward=True)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    create_team(by=by, team=None, name=called, kind=str(Team.Kind.ORGANISATION), founder=person)
    return person


@act(allow={Role.SYSTEM}, records=("person",))
def renew_sign_in_link(*, by: System, team: None, person: Person) -> str:
    """End a person's unused sign-in links and make a fresh one. Returns its secret."""
    SignInLink.objects.filter(person=person, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    return create_sign_in_link(by=by, team=team, person=person)


@act(allow={Role.SYSTEM}, records=("restore", "made_at"))
def restored(*, by: System, team: None, restore: str, made_at: str) -> None:
    """Say in the record that what stands before this line came from an archive."""
