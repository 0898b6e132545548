"""The appraisals of a team, and the file of one.

In:    a request.
Out:   a table by pages; a case as a TOML file.
Never: an appraisal of another team.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.appraisal import check_case, to_toml
from mutuality.base import Refusal
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.appraisals.writing import opening
from mutuality.web.appraisals.writing.places import in_words
from mutuality.web.appraisals.writing.tasks import tasks
from mutuality.web.appraisals.writing.words import counted

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team

A_PAGE = 20


def cases(request: HttpRequest, team: Team) -> HttpResponse:
    """The team's appraisals, the one changed last first."""
    held = Appraisal.objects.of(team).select_related("changed_by").order_by("-changed_at")
    page = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    rows = [(one, _state(one)) for one in page]
    return render(request, "appraisals/writing/cases.html", {"page": page, "rows": rows})


def download(request: HttpRequest, team: Team, appraisal: uuid.UUID) -> HttpResponse:
    """The case as a file that `mutuality appraise` takes.

    Raises Refusal WEB-072 where the case is unfinished, because such a file could not be read.
    """
    held = opening.opened(team, appraisal)
    case, wrong = check_case(held.document, typed=True)
    if case is None:
        place = in_words(held.document, wrong[0].where)
        raise Refusal(
            "WEB-072",
            f"The case has {counted(len(wrong), 'open problem')}, the first at {place}: "
            f"{wrong[0].problem}",
            "Mend what the task list shows as incomplete, then download it.",
        )
    response = HttpResponse(to_toml(case), content_type="application/toml")
    response["Content-Disposition"] = f'attachment; filename="{case.head.id}.toml"'
    return response


def _state(held: Appraisal) -> tuple[str, str]:
    """The state in words, and the tone of its tag."""
    if held.is_sealed:
        return "Sealed", "green"
    found = tasks(held.document, held.progress)
    done = sum(task.status == "completed" for task in found)
    return f"{done} of {len(found)} sections completed", "none"
