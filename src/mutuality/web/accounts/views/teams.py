"""Teams: their members, invitations, links and settings.

In:    a request; the middleware has turned the team's slug into a Team that the person belongs to.
Out:   pages, and acts followed by a redirect.
Never: a member, an invitation or a link of another team.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.web.accounts import acts
from mutuality.web.accounts.forms import Invite, NewTeam, Roles, TeamSettings
from mutuality.web.accounts.models import Invitation, Link, Membership, Team
from mutuality.web.roles import Role
from mutuality.web.tenancy import one_of


def new(request: HttpRequest) -> HttpResponse:
    """Create a team."""
    form = NewTeam(request.POST or None)
    if form.is_valid():
        made = acts.create_team(
            by=request.user, team=None, founder=request.user, **form.cleaned_data
        )
        messages.success(request, f"The team {made.name} is there.")
        return redirect("accounts:team", made.slug)
    return render(request, "accounts/new_team.html", {"form": form})


def show(request: HttpRequest, team: Team) -> HttpResponse:
    """Who belongs to the team, who is invited, and what was given out."""
    context: dict[str, Any] = {
        "members": list(team.memberships.select_related("person")),
        "invitations": [one for one in team.invitations.all() if one.is_live],
        "links": [one for one in team.links.select_related("created_by") if one.is_live],
        "titles": {str(role): role.label for role in Role},
    }
    return render(request, "accounts/team.html", context)


def change(request: HttpRequest, team: Team) -> HttpResponse:
    """Change the team's settings."""
    initial = {
        "name": team.name,
        "organisation": team.organisation,
        "mfa_required": team.mfa_required,
    }
    form = TeamSettings(request.POST or None, initial=initial)
    if form.is_valid():
        acts.change_team(by=request.user, team=team, **form.cleaned_data)
        messages.success(request, "The settings are saved.")
        return redirect("accounts:team", team.slug)
    return render(request, "accounts/team_settings.html", {"form": form})


def invite(request: HttpRequest, team: Team) -> HttpResponse:
    """Invite somebody: the link is sent, and shown once to be passed on."""
    form = Invite(request.POST or None)
    if form.is_valid():
        try:
            made, token = acts.invite(by=request.user, team=team, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            address = request.build_absolute_uri(reverse("accounts:join", args=[token]))
            words = render_to_string(
                "accounts/invitation.txt", {"team": team, "address": address, "made": made}
            )
            send_mail(f"Join {team.name}", words, settings.DEFAULT_FROM_EMAIL, [made.email])
            context = {"made": made, "address": address}
            return render(request, "accounts/invited.html", context)
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
def revoke_invitation(request: HttpRequest, team: Team, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    found = one_of(Invitation.objects.filter(team=team), pk=invitation)
    acts.revoke_invitation(by=request.user, team=team, invitation=found)
    messages.success(request, "The invitation is taken back.")
    return redirect("accounts:team", team.slug)


def member(request: HttpRequest, team: Team, member: int) -> HttpResponse:
    """Change what a member may do, or remove them."""
    found = one_of(Membership.objects.filter(team=team).select_related("person"), pk=member)
    form = Roles(request.POST or None, initial={"roles": found.roles})
    if form.is_valid():
        try:
            acts.change_roles(
                by=request.user, team=team, member=found, roles=form.cleaned_data["roles"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The roles of {found.person.shown} are saved.")
            return redirect("accounts:team", team.slug)
    return render(request, "accounts/member.html", {"form": form, "member": found})


def remove_member(request: HttpRequest, team: Team, member: int) -> HttpResponse:
    """Ask first, then remove somebody from the team."""
    found = one_of(Membership.objects.filter(team=team).select_related("person"), pk=member)
    refused = None
    if request.method == "POST":
        try:
            acts.remove_member(by=request.user, team=team, member=found)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, f"{found.person.shown} is no longer in the team.")
            own = found.person == request.user
            return redirect("home") if own else redirect("accounts:team", team.slug)
    context = {"member": found, "refused": refused}
    return render(request, "accounts/remove_member.html", context)


@require_POST
def revoke_link(request: HttpRequest, team: Team, link: str) -> HttpResponse:
    """End a link now."""
    found = one_of(Link.objects.filter(team=team), public_id=link)
    acts.revoke_link(by=request.user, team=team, link=found)
    messages.success(request, "The link opens nothing any more.")
    return redirect("accounts:team", team.slug)
