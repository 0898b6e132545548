"""One entry of a list: its page, adding it, moving it, taking it out.

In:    a request.
Out:   forms; the list saved whole, followed by a redirect.
Never: an objective taken out from under its criteria, or anything taken out without being asked.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.web.appraisals import acts
from mutuality.web.appraisals.writing import opening, overviews
from mutuality.web.appraisals.writing.places import LISTS, name_of, number_of, row_of
from mutuality.web.appraisals.writing.sections import sheet
from mutuality.web.appraisals.writing.sheets import Criterion, Group, Item, Objective, Option

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team
    from mutuality.web.appraisals.models import Appraisal

SHEETS: dict[str, type[Item]] = {
    "objectives": Objective, "criteria": Criterion, "options": Option, "groups": Group,
}  # fmt: skip
WAYS = {"up": -1, "down": 1}


def objective(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, objective: str
) -> HttpResponse:
    """One objective."""
    return _entry(request, team, appraisal, Objective(objective))


def criterion(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, criterion: str
) -> HttpResponse:
    """One criterion."""
    return _entry(request, team, appraisal, Criterion(criterion))


def option(request: HttpRequest, team: Team, appraisal: uuid.UUID, option: str) -> HttpResponse:
    """One option."""
    return _entry(request, team, appraisal, Option(option))


def group(request: HttpRequest, team: Team, appraisal: uuid.UUID, group: str) -> HttpResponse:
    """One group."""
    return _entry(request, team, appraisal, Group(group))


def add(request: HttpRequest, team: Team, appraisal: uuid.UUID, section: str) -> HttpResponse:
    """A new entry."""
    opening.demand(request, team)
    held = opening.opened(team, appraisal)
    return sheet(request, team, held, SHEETS[section](), title=f"Add {LISTS[section][1]}")


@require_POST
def move(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, section: str, item: str
) -> HttpResponse:
    """Move an entry up or down by one."""
    opening.demand(request, team)
    held = opening.opened(team, appraisal)
    kind = LISTS[section][0]
    rows = list(held.document.get(kind, []))
    here = number_of(held.document, kind, item) - 1
    there = here + WAYS.get(request.POST.get("way", ""), 0)
    if here < 0:
        raise Http404
    if there != here and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        try:
            _save(request, team, held, section, rows)
        except Refusal as refusal:
            messages.error(request, f"{refusal.problem} {refusal.remedy}")
    return redirect(opening.address("section", held, section=section))


def remove(
    request: HttpRequest, team: Team, appraisal: uuid.UUID, section: str, item: str
) -> HttpResponse:
    """Take an entry out, after saying what goes with it."""
    opening.demand(request, team)
    held = opening.opened(team, appraisal)
    kind, word = LISTS[section]
    row = row_of(held.document, kind, item)
    if row is None:
        raise Http404
    if request.method == "POST":
        rows = [one for one in held.document.get(kind, []) if one.get("id") != item]
        try:
            _in_use(held, kind, item)
            for said in _save(request, team, held, section, rows):
                messages.info(request, said)
        except Refusal as refusal:
            messages.error(request, f"{refusal.problem} {refusal.remedy}")
        else:
            messages.success(request, f"The {word} “{name_of(row)}” is taken out.")
        return redirect(opening.address("section", held, section=section))
    context = opening.around(request, team, held, section)
    context |= {"row": row, "name": name_of(row), "word": word, "item": item}
    context |= {"goes": list(overviews.goes_with(held.document, kind, item))}
    return render(request, "appraisals/writing/remove.html", context)


def _entry(request: HttpRequest, team: Team, appraisal: uuid.UUID, asked: Item) -> HttpResponse:
    held = opening.opened(team, appraisal)
    row = row_of(held.document, asked.kind, asked.of)
    return sheet(request, team, held, asked, title=name_of(row) if row else asked.of)


def _save(
    request: HttpRequest, team: Team, held: Appraisal, section: str, rows: list[dict[str, Any]]
) -> tuple[str, ...]:
    edited = acts.save_part(
        by=request.user, team=team, appraisal=held, version=held.version, part=section, given=rows
    )
    return edited.dropped


def _in_use(held: Appraisal, kind: str, item: str) -> None:
    """Refuse to take out an objective that criteria serve."""
    served = [
        name_of(row) for row in held.document.get("criterion", []) if row.get("objective") == item
    ]
    if kind == "objective" and served:
        raise Refusal(
            "WEB-071",
            f"Criteria serve this objective: {', '.join(served)}.",
            "Give them another objective first, or take them out.",
        )
