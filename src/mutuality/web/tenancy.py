"""Keep teams apart: every address that names a team is opened to its members alone.

In:    a request whose address has a `team`.
Out:   the Team in its place, `request.team` and `request.roles`; 404 for everybody else.
Never: a hint that a team, or anything of it, exists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team

REMEMBERED = "team"


class TeamMiddleware:
    """Turns the slug in an address into the Team, for its members alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.team = None
        request.roles = frozenset()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Before any page of a team: find it, or 404."""
        if "team" not in kwargs:
            return None
        if isinstance(request.user, AnonymousUser):
            return None  # the login middleware, which comes after, sends them to sign in
        member = (
            request.user.memberships.select_related("team")
            .filter(team__slug=kwargs["team"])
            .first()
        )
        if member is None:
            raise Http404
        request.team = kwargs["team"] = member.team
        request.roles = member.as_roles
        if member.team.mfa_required and not has_second_step(request):
            messages.warning(
                request,
                f"{member.team.name} asks every member for a second step when they sign in. "
                "Set up a passkey or an authenticator app, then go on.",
            )
            return redirect("mfa_index")
        if request.session.get(REMEMBERED) != member.team.slug:
            request.session[REMEMBERED] = member.team.slug
        return None


def has_second_step(request: HttpRequest) -> bool:
    """Whether the person set up a second step; who has one cannot sign in without it."""
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - its models need Django ready

    return bool(is_mfa_enabled(request.user))


def current_team(request: HttpRequest) -> Team | None:
    """The team of the page, else the one worked in last, else the only or first one."""
    if getattr(request, "team", None) is not None:
        return request.team
    if not request.user.is_authenticated:
        return None
    mine = request.user.memberships.select_related("team")
    slug = request.session.get(REMEMBERED)
    found = mine.filter(team__slug=slug).first() if slug else None
    found = found or mine.first()
    return found.team if found else None


class Scoped(models.Manager):
    """A manager that gives nothing without a team."""

    def of(self, team: Team) -> Any:
        """What belongs to a team."""
        return super().get_queryset().filter(team=team)

    def everywhere(self) -> Any:
        """All of it, for what acts on the installation as a whole: workers, backups, checks."""
        return super().get_queryset()

    def get_queryset(self) -> Any:
        """Refuse to look without saying for whom."""
        raise UnscopedError(self.model.__name__)


class UnscopedError(RuntimeError):
    """A query that names no team: a bug, which must crash before it can show anything."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: say .of(team), or .everywhere() where no team is meant")


def one_of(found: Any, **wanted: Any) -> Any:
    """The one that is meant, or 404. Raises Http404."""
    one = found.filter(**wanted).first()
    if one is None:
        raise Http404
    return one
