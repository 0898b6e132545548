"""Starting an appraisal: from an organisation and its problem, or from a file.

In:    a request: a code or a name, a problem in words and its kinds; or a case as TOML.
Out:   forms; the acts `start` and `adopt`; the first pass as a page to read in a minute.
Never: an organisation guessed where several fit, or a file taken in part.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mutuality.base import Refusal
from mutuality.web.appraisals import acts
from mutuality.web.appraisals.writing import files, opening
from mutuality.web.appraisals.writing.finding import Start
from mutuality.web.appraisals.writing.forms import Adopt
from mutuality.web.appraisals.writing.reading import first_pass_of
from mutuality.web.published import today

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team


def start(request: HttpRequest, team: Team) -> HttpResponse:
    """A quick first pass: the questions, and the draft that comes of the answers."""
    opening.demand(request, team, "appraisals.start")
    initial = {"organisation": request.GET.get("code", team.organisation), "at": today()}
    form = Start(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and form.found:
        try:
            made = acts.start(
                by=request.user,
                team=team,
                organisation=form.found,
                problem=form.cleaned_data["problem"],
                kinds=form.cleaned_data["kinds"],
                at=form.cleaned_data["at"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Here is a first draft. Nobody has scored anything in it.")
            return redirect("appraisals:first-pass", team.slug, made.pk)
    return render(request, "appraisals/writing/start.html", {"form": form})


def adopt(request: HttpRequest, team: Team) -> HttpResponse:
    """Start from a case that was written elsewhere, or from an example."""
    opening.demand(request, team, "appraisals.adopt")
    is_sent = request.method == "POST"
    form = Adopt(request.POST, request.FILES) if is_sent else Adopt()
    if form.is_valid():
        try:
            document = files.document(form.cleaned_data["file"], form.cleaned_data["example"])
            made = acts.adopt(by=request.user, team=team, document=document)
        except files.Unreadable as refusal:
            for one in refusal.found:
                form.refuse(one, at="file")
        else:
            messages.success(request, "The case was taken in whole.")
            return redirect("appraisals:appraisal", team.slug, made.pk)
    return render(request, "appraisals/writing/adopt.html", {"form": form})


def first_pass(request: HttpRequest, team: Team, appraisal: uuid.UUID) -> HttpResponse:
    """What is known, what bears on it, and what nobody knows yet."""
    held = opening.opened(team, appraisal)
    context = opening.around(request, team, held) | {"told": first_pass_of(held)}
    return render(request, "appraisals/writing/first_pass.html", context)
