"""Corrections to the register: propose one, see them all, review another person's.

In:    a request.
Out:   pages, acts followed by a redirect, and the accepted ones for the maintainers.
Never: a correction without the source that somebody read.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.papers import Download
from mutuality.web import files
from mutuality.web.acts import may
from mutuality.web.organisations import acts
from mutuality.web.organisations.fields import field_words, fields_of
from mutuality.web.organisations.forms import Proposal, Review
from mutuality.web.organisations.models import Correction
from mutuality.web.organisations.views.change import find
from mutuality.web.published import register
from mutuality.web.tenancy import one_of

A_PAGE = 25
PEOPLE = ("proposed_by", "reviewed_by")


def propose(request: HttpRequest, change: str) -> HttpResponse:
    """Say what a field of a change should say, and what was read."""
    found = find(change)
    form = Proposal(
        request.POST if request.method == "POST" else None,
        fields=fields_of(found),
        initial={"field": request.GET.get("field", "")},
    )
    if form.is_bound and form.is_valid():
        try:
            made = acts.propose(by=request.user, team=None, change=found, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Thank you. Another person will review your correction.")
            return redirect("organisations:correction", made.pk)
    return render(request, "organisations/propose.html", {"form": form, "change": found})


def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction, the newest first; `?state=` keeps one sort."""
    state = request.GET.get("state", "")
    held = Correction.objects.select_related(*PEOPLE)
    if state in Correction.State.values:
        held = held.filter(state=state)
    context: dict[str, Any] = {
        "page": Paginator(held, A_PAGE).get_page(request.GET.get("page")),
        "states": Correction.State.choices,
        "state": state,
        "titles": _titles(),
        "field_words": field_words,
    }
    return render(request, "organisations/corrections.html", context)


def correction(request: HttpRequest, correction: int) -> HttpResponse:
    """One correction: what stands, what should, who says so; a steward's review."""
    found = one_of(Correction.objects.select_related(*PEOPLE), pk=correction)
    form = Review(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            acts.review(by=request.user, team=None, correction=found, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = found.get_state_display().lower()
            messages.success(request, f"The correction is {said}.")
            return redirect("organisations:correction", found.pk)
    is_own = found.proposed_by_id == request.user.pk
    is_waiting = found.state == Correction.State.PROPOSED
    context: dict[str, Any] = {
        "correction": found,
        "form": form,
        "title_of_change": _titles().get(found.change, found.change),
        "field": field_words(found.field),
        "is_own": is_own,
        "is_waiting": is_waiting,
        "may_review": is_waiting and not is_own and may(request.user, "organisations.review", None),
    }
    return render(request, "organisations/correction.html", context)


@require_POST
def withdraw(request: HttpRequest, correction: int) -> HttpResponse:
    """Take one's own correction back."""
    found = one_of(Correction.objects.all(), pk=correction)
    acts.withdraw(by=request.user, team=None, correction=found)
    messages.success(request, "The correction is withdrawn.")
    return redirect("organisations:correction", found.pk)


def accepted(request: HttpRequest) -> HttpResponse:
    """The accepted corrections as data, for whoever maintains the register."""
    held = Correction.objects.filter(state=Correction.State.ACCEPTED).select_related(*PEOPLE)
    rows = [
        {
            "change": one.change,
            "field": one.field,
            "stands": one.stands,
            "proposed": one.proposed,
            "source": one.source,
            "reason": one.reason,
            "proposed_by": one.proposed_by.shown if one.proposed_by else None,
            "proposed_on": one.proposed_at.date().isoformat(),
            "reviewed_by": one.reviewed_by.shown if one.reviewed_by else None,
            "reviewed_on": one.reviewed_at.date().isoformat(),
            "answer": one.answer,
        }
        for one in held.order_by("change", "field", "pk")
    ]
    whole = {"for": "the register of changes", "version": files.version(), "corrections": rows}
    content = json.dumps(whole, ensure_ascii=False, indent=2).encode()
    return files.answer(Download(content, "application/json", "corrections.json"))


def _titles() -> dict[str, str]:
    return {change.id: change.title for change in register().changes}
