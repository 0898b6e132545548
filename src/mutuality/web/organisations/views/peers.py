"""The lists of peers that a team chose itself.

In:    a request of a member.
Out:   the lists, and a form that writes one.
Never: a list without its reason, or one written over unseen.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mutuality.base import Refusal
from mutuality.register import standing
from mutuality.web.accounts.models import Team
from mutuality.web.acts import may
from mutuality.web.organisations import acts
from mutuality.web.organisations.comparing import listed
from mutuality.web.organisations.forms import PeerList
from mutuality.web.organisations.listing import name_of
from mutuality.web.published import register, today


def peers(request: HttpRequest, team: Team) -> HttpResponse:
    """Every list, and the form for a new one or for `?list=`."""
    own = listed(team, request.GET.get("list", ""))
    if request.method == "POST" and "remove" in request.POST:
        acts.remove_peers(by=request.user, team=team, slug=request.POST["remove"])
        messages.success(request, "The list is removed.")
        return redirect("organisations:my-peers", team.slug)
    form = PeerList(request.POST if request.method == "POST" else None, initial=_initial(own))
    if form.is_bound and form.is_valid():
        slug = own["slug"] if own else request.GET.get("list", "")
        try:
            acts.save_peers(by=request.user, team=team, slug=slug, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal, at={"code": "codes", "codes": "codes", "reason": "reason",
                                     "name": "name"})  # fmt: skip
        else:
            messages.success(request, f"The list ‘{form.cleaned_data['name']}’ is saved.")
            return redirect("organisations:my-peers", team.slug)
    context: dict[str, Any] = {
        "form": form,
        "own": own,
        "lists": [
            one | {"names": [_standing(code) for code in one["codes"]]} for one in team.peers
        ],
        "may_save": may(request.user, "organisations.save_peers", team),
    }
    return render(request, "organisations/peers.html", context)


def _standing(code: str) -> tuple[str, str, str]:
    """A code, its name, and what became of it where it is gone."""
    held = standing(register(), code, at=today())
    return code, name_of(register(), code), "" if held.live else held.words


def _initial(own: dict[str, Any] | None) -> dict[str, Any]:
    if own is None:
        return {}
    codes = ", ".join(own["codes"])
    return {"name": own["name"], "reason": own["reason"], "codes": codes, "was": acts.mark(own)}
