"""The task list of an appraisal, and ticking a section off.

In:    a request.
Out:   the page that everything starts from; the act `mark`.
Never: a section ticked off by a machine: people say when it is done.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.web.appraisals import acts
from mutuality.web.appraisals.writing import opening
from mutuality.web.appraisals.writing.places import SECTIONS
from mutuality.web.appraisals.writing.tasks import Task, still_standing, tasks
from mutuality.web.appraisals.writing.words import counted

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team
    from mutuality.web.appraisals.models import Appraisal

STAGES = (
    ("Say what it is about", ("problem", "front", "objectives", "criteria")),
    ("Say what could be done", ("options", "gates", "costs")),
    ("Say what each would do", ("evidence", "judgements", "readiness")),
    ("Say who weighs it, and how", ("groups", "weights")),
)


def appraisal(request: HttpRequest, team: Team, appraisal: uuid.UUID) -> HttpResponse:
    """The task list."""
    held = opening.opened(team, appraisal)
    context = opening.around(request, team, held)
    context["crumbs"] = context["crumbs"][:1]
    found = {task.name: task for task in _tasks(held)}
    context |= {
        "stages": [
            (title, [_line(held, found[name]) for name in names]) for title, names in STAGES
        ],
        "done": sum(task.status == "completed" for task in found.values()),
        "count": len(found),
        "count_wrong": sum(len(task.problems) for task in found.values()),
        "deciding": list(_deciding(held)),
    }
    return render(request, "appraisals/writing/appraisal.html", context)


@require_POST
def mark(request: HttpRequest, team: Team, appraisal: uuid.UUID, section: str) -> HttpResponse:
    """Tick a section off, or open it again."""
    held = opening.opened(team, appraisal)
    done = request.POST.get("done") == "yes"
    acts.mark(by=request.user, team=team, appraisal=held, section=section, done=done)
    title = SECTIONS[section].title
    messages.success(request, f"{title}: {'completed' if done else 'open again'}.")
    return redirect("appraisals:appraisal", team.slug, held.pk)


def _tasks(held: Appraisal) -> tuple[Task, ...]:
    places = held.first_pass.get("placeholders", [])
    first = held.revisions.filter(version=1).first() if places else None
    standing = still_standing(held.document, first.document, places) if first else []
    return tasks(held.document, held.progress, standing=standing)


def _line(held: Appraisal, task: Task) -> dict[str, str]:
    return {
        "title": task.title,
        "href": opening.address("section", held, section=task.name),
        "status": task.status,
        "hint": task.hint,
    }


def _deciding(held: Appraisal) -> list[dict[str, Any]]:
    """What comes after writing: the pages on which it is decided."""
    said = held.opinions.filter(withdrawn_at=None).count()
    made = held.scenarios.count()
    lines = [
        ("opinions", "What people say", counted(said, "answer")),
        ("scenarios", "Results, scenarios and the paper", counted(made, "scenario")),
    ]
    if held.is_sealed:
        lines.append(("sealed", "Seal", "Sealed"))
    return [
        {"title": title, "href": opening.address(name, held), "status": status}
        for name, title, status in lines
    ]
