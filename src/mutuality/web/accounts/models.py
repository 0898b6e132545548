"""Who works here, in which team, as what.

In:    nothing.
Out:   Person, Team, Membership, Invitation, Link, SignInLink, ApiKey.
Never: a secret in the clear.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from mutuality.web.accounts.tokens import hashed
from mutuality.web.roles import GIVEN, Role


class People(BaseUserManager):
    """Makes people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Person:
        """A person; without a password they sign in by a link or a passkey."""
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """A person by address, in whatever case it was typed."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. The address is how they sign in; the name is how they are shown.

    Django's own groups, permissions and superusers are left out: roles in teams, and acts that
    name them, are the only way to be allowed anything.
    """

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_steward = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = People()

    @property
    def audit_name(self) -> str:
        """How the audit record names this person: by number, so that it holds no personal data."""
        return f"person:{self.pk}"

    @property
    def shown(self) -> str:
        """The name on pages."""
        return self.name or self.email

    def get_full_name(self) -> str:
        """What Django asks for."""
        return self.shown

    def get_short_name(self) -> str:
        """What Django asks for."""
        return self.shown

    def roles_in(self, team: Team | None) -> frozenset[Role]:
        """What this person is in a team, or in the installation where there is no team."""
        if team is None:
            return frozenset({Role.PERSON} | ({Role.STEWARD} if self.is_steward else set()))
        held = self.memberships.filter(team=team).first()
        return held.as_roles if held else frozenset()


class Team(models.Model):
    """An organisation, a system, a research group or a network that works here."""

    class Kind(models.TextChoices):
        """What sort of team it is."""

        ORGANISATION = "organisation", "An organisation"
        ICB = "icb", "An integrated care board"
        RESEARCH = "research", "A research group"
        NETWORK = "network", "A network"

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ORGANISATION)
    organisation = models.CharField("ODS code", max_length=10, blank=True)
    mfa_required = models.BooleanField(default=False)
    peers = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a team, with the roles they hold there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], name="one_membership_a_team")
        ]
        ordering = ["joined_at", "pk"]

    @property
    def as_roles(self) -> frozenset[Role]:
        """The roles held, and that of a member."""
        return frozenset({Role(role) for role in self.roles} & set(GIVEN) | {Role.MEMBER})


class Secret(models.Model):
    """Something handed out once, kept as a hash, that ends by itself or is revoked."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and timezone.now() < self.expires_at

    @classmethod
    def opened_by(cls, token: str) -> Any:
        """The live one that a secret opens; None otherwise, whatever the reason."""
        found = cls._default_manager.filter(token_hash=hashed(token)).first()
        return found if found is not None and found.is_live else None


class Invitation(Secret):
    """An offer of roles in a team to whoever reads the mail at an address."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_live(self) -> bool:
        """Whether it can still be taken up."""
        return self.accepted_at is None and super().is_live


class Link(Secret):
    """A link for somebody without an account: to read one thing, or to say what they think of it.

    `subject` names the thing as `kind:key`, such as `appraisal:7`.
    """

    class Purpose(models.TextChoices):
        """What the link is for."""

        READ = "read", "Read only"
        SCORE = "score", "Score and weight"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    subject = models.CharField(max_length=80, db_index=True)
    label = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    @property
    def audit_name(self) -> str:
        """How the audit record names whoever came by this link."""
        return f"link:{self.pk}"

    def roles_in(self, team: Team | None) -> frozenset[Role]:
        """A live scoring link may do what links may, in its own team alone."""
        own = team is not None and team.pk == self.team_id and self.is_live
        return frozenset({Role.LINK}) if own and self.purpose == self.Purpose.SCORE else frozenset()


class SignInLink(Secret):
    """Signs one person in, once: printed by `mutuality serve`, never sent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")


class ApiKey(Secret):
    """A key with which a program reads what its owner may read."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=120)
    start = models.CharField(max_length=8)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


def in_days(days: int) -> dt.datetime:
    """A moment some days from now, for things that end by themselves."""
    return timezone.now() + dt.timedelta(days=days)
