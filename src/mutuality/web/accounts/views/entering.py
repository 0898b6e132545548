"""Ways in that are not a password: a link that signs one person in once, and an invitation.

In:    a secret in the address.
Out:   a page that asks first, because mail scanners follow links; then the way in.
Never: a difference between a secret that never was and one that has ended.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from mutuality.base import Refusal
from mutuality.web.accounts import acts
from mutuality.web.accounts.adapters import INVITED, may_sign_up
from mutuality.web.accounts.models import Invitation, SignInLink

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
def sign_in(request: HttpRequest, sign_in: str) -> HttpResponse:
    """Sign one person in, once."""
    found = SignInLink.opened_by(sign_in)
    if found is None:
        return render(request, "accounts/link_ended.html", status=404)
    if request.method == "POST":
        used = SignInLink.objects.filter(pk=found.pk, revoked_at=None)
        if not used.update(revoked_at=timezone.now()):
            raise Http404
        login(request, found.person, backend=BACKEND)
        return redirect("home")
    return render(request, "accounts/sign_in.html")


@login_not_required
@never_cache
def join(request: HttpRequest, invitation_token: str) -> HttpResponse:
    """Take up an invitation."""
    found = Invitation.opened_by(invitation_token)
    if found is None:
        return render(request, "accounts/link_ended.html", status=404)
    if not request.user.is_authenticated:
        request.session[INVITED] = invitation_token
    refused = None
    if request.method == "POST" and request.user.is_authenticated:
        try:
            held = acts.accept_invitation(by=request.user, team=None, invitation=found)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, f"You are now in the team {held.team.name}.")
            return redirect("accounts:team", held.team.slug)
    context = {"invitation": found, "refused": refused, "may_sign_up": may_sign_up(request)}
    return render(request, "accounts/join.html", context)
