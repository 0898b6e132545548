"""The page of a section, and of each sheet that is not an entry of a list.

In:    a request.
Out:   a form, a list or an overview; acts followed by a redirect.
Never: a form for somebody who may only read.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from mutuality.web.appraisals.writing import opening, overviews, pages, saving
from mutuality.web.appraisals.writing.places import LISTS, SECTIONS
from mutuality.web.appraisals.writing.sheets import (
    Costs,
    Evidence,
    Front,
    Gates,
    Judgements,
    Problem,
    Readiness,
    Sheet,
    Weights,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mutuality.web.accounts.models import Team
    from mutuality.web.appraisals.models import Appraisal

PLAIN: dict[str, Callable[[], Sheet]] = {"problem": Problem, "front": Front, "readiness": Readiness}


def section(request: HttpRequest, team: Team, appraisal: uuid.UUID, section: str) -> HttpResponse:
    """A section: its form, its list, or what it consists of."""
    held = opening.opened(team, appraisal)
    if section in PLAIN:
        return sheet(request, team, held, PLAIN[section](), title=SECTIONS[section].title)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET"])
    context = opening.around(request, team, held)
    context |= {"section": SECTIONS[section]} | pages.marking(held, section)
    if section in LISTS:
        context |= overviews.listed(held, section)
        return render(request, "appraisals/writing/list.html", context)
    context |= overviews.overview(held, section)
    return render(request, "appraisals/writing/overview.html", context)


def gates(request: HttpRequest, team: Team, appraisal: uuid.UUID, option: str) -> HttpResponse:
    """The gates of one option."""
    held = opening.opened(team, appraisal)
    return _of(request, team, held, Gates(option), "option")


def costs(request: HttpRequest, team: Team, appraisal: uuid.UUID, option: str) -> HttpResponse:
    """The costs of one option."""
    held = opening.opened(team, appraisal)
    return _of(request, team, held, Costs(option), "option")


def weights(request: HttpRequest, team: Team, appraisal: uuid.UUID, group: str) -> HttpResponse:
    """The weights of one group."""
    held = opening.opened(team, appraisal)
    return _of(request, team, held, Weights(group), "group")


def judgements(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, criterion: str
) -> HttpResponse:
    """What people judge each option would do on one criterion."""
    held = opening.opened(team, appraisal)
    author = request.user.shown if opening.may_write(request, team, held) else ""
    return _of(request, team, held, Judgements(criterion, author=author), "criterion")


def evidence(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, criterion: str
) -> HttpResponse:
    """What studies say of each option on one criterion."""
    held = opening.opened(team, appraisal)
    return _of(request, team, held, Evidence(criterion), "criterion")


def _of(request: HttpRequest, team: Team, held: Appraisal, asked: Sheet, kind: str) -> HttpResponse:
    """The sheet of one entry, with the way to the next."""
    title, following = overviews.place(held, asked, kind)
    return sheet(request, team, held, asked, title=title, following=following)


def sheet(
    request: HttpRequest,
    team: Team,
    held: Appraisal,
    asked: Sheet,
    *,
    title: str,
    following: str = "",
) -> HttpResponse:
    """A sheet as a page: shown, saved, or shown again with what to mend."""
    is_own = asked.section in PLAIN
    if request.method != "POST" and asked.values(held.document) is None:
        raise Http404
    found = saving.answer(request, team, held, asked)
    if found.is_saved:
        messages.success(request, f"{title} is saved.")
        if request.POST.get("go") == "next" and following:
            return redirect(opening.address(asked.section, held, **pages.named(asked, following)))
        if is_own:
            return redirect(opening.address("appraisal", held))
        return redirect(opening.address("section", held, section=asked.section))
    context = opening.around(request, team, held, "" if is_own else asked.section)
    if asked.values(held.document) is not None:
        context |= pages.beside(held, asked)
    context |= pages.marking(held, asked.section)
    context |= {
        "title": title,
        "form": found.form,
        "clash": found.clash,
        "shown": saving.shown(found.form),
        "following": following,
        "section": SECTIONS[asked.section],
        "is_own": is_own,
    }
    is_gone = found.clash is not None and found.clash.is_gone
    template = "sheet" if is_gone else pages.TEMPLATES[type(asked)]
    return render(request, f"appraisals/writing/{template}.html", context)
