"""The end of an appraisal: what sealing fixes and what is still open, the act, and its sheet.

In:    a request of a member of the team.
Out:   a page to check, the seal, and a sheet to print.
Never: a seal without having been told what it fixes.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mutuality.appraisal import combine, to_document
from mutuality.base import Refusal
from mutuality.web.accounts.models import Team
from mutuality.web.acts import may
from mutuality.web.appraisals import endings
from mutuality.web.appraisals.deciding.files import papers_of
from mutuality.web.appraisals.deciding.forms import Seal
from mutuality.web.appraisals.deciding.opening import (
    appraisal_of,
    crumbs,
    scenario_of,
    verdict_of,
)
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.appraisals.opinions import answers, as_document, whole

PARTS = {
    "case": "the problem and its settings", "front": "the front sheet",
    "objective": "the objectives", "criterion": "the criteria",
    "option": "the options, their gates, judgements and costs",
    "readiness": "readiness", "group": "the groups and their weights",
}  # fmt: skip


def seal(request: HttpRequest, team: Team, appraisal: str, scenario: str) -> HttpResponse:
    """Check, then seal the appraisal with this scenario."""
    held = appraisal_of(team, appraisal)
    found = scenario_of(held, scenario)
    if not may(request.user, "appraisals.seal", team):
        raise PermissionDenied("Sealing needs the role of approver.")
    form = Seal(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            endings.seal(by=request.user, team=team, appraisal=held, scenario=found)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The appraisal is sealed. Nothing in it changes any more.")
            return redirect("appraisals:sealed", team.slug, held.pk)
    context: dict[str, Any] = {
        "held": held,
        "scenario": found,
        "form": form,
        "verdict": verdict_of(found),
        "open": [] if held.is_sealed else still_open(held, found),
        "papers": papers_of(found, f"../../scenarios/{found.pk}/"),
        "spaced": spaced(found.seal),
        "crumbs": crumbs(held, ("Scenarios", "appraisals:scenarios")),
    }
    return render(request, "appraisals/deciding/seal.html", context)


def sealed(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """The sheet of a sealed appraisal, to print and to keep. 404 before the seal."""
    held = appraisal_of(team, appraisal)
    if held.sealed is None:
        raise Http404
    found = scenario_of(held, held.sealed_id)
    context = {
        "held": held,
        "scenario": found,
        "verdict": verdict_of(found),
        "papers": papers_of(found, f"../scenarios/{found.pk}/"),
        "hashes": [
            (form.upper(), spaced(digest))
            for form, digest in found.result["paper_files"].items()
            if form in endings.PAPERS
        ],
        "spaced": spaced(found.seal),
        "inputs": spaced(found.inputs_hash),
        "crumbs": crumbs(held, ("Scenarios", "appraisals:scenarios")),
    }
    return render(request, "appraisals/deciding/sealed.html", context)


def spaced(digest: str) -> str:
    """A seal in groups of four characters, as people read it out."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def still_open(held: Appraisal, found: Scenario) -> list[str]:
    """What is unfinished or has changed since the scenario was made, in sentences."""
    said = []
    try:
        rows = answers(held)
        case = whole(held)
        now = to_document(combine(case, [thought for _, thought in rows if thought]), for_json=True)
    except Refusal as refusal:
        return [f"The case as it stands now cannot be appraised: {refusal.problem}"]
    changed = [words for part, words in PARTS.items() if now.get(part) != found.document.get(part)]
    if changed:
        said.append(
            f"Changed since this scenario was made: {'; '.join(changed)}. The seal keeps them as "
            "they were in the scenario."
        )
    fitting = [as_document(row) for row, thought in rows if thought]
    if fitting != found.opinions:
        said.append(
            f"{len(found.opinions)} answers are in this scenario; {len(fitting)} stand now, or "
            "some say something else. The seal keeps those of the scenario."
        )
    if unfit := sum(thought is None for _, thought in rows):
        said.append(
            f"{unfit} answer{'' if unfit == 1 else 's'} no longer fit the case, because an option, "
            "a criterion or a group is gone, and are not in it."
        )
    said += _of_first_pass(held)
    if found.result.get("verdict", {}).get("kind") == "unscored":
        said.append("Something is not scored, so there is no verdict.")
    said += list(found.result.get("paper_missing", {}).values())
    return said


def _of_first_pass(held: Appraisal) -> list[str]:
    """Words and numbers of the quick first pass that nobody replaced."""
    drafted = held.first_pass.get("placeholders", [])
    if not drafted or not held.revisions.filter(version=1).exists():
        return []
    first = held.revisions.get(version=1).document
    left = [place for place in drafted if _at(first, place) == _at(held.document, place)]
    if not left:
        return []
    return [
        f"{len(left)} entries are still as the quick first pass wrote them: {', '.join(left[:5])}"
        f"{' and others' if len(left) > 5 else ''}."
    ]


def _at(document: Any, place: str) -> Any:
    """What a document holds at a place such as `criterion[2].title`; None where it has none."""
    here = document
    for step in place.replace("]", "").replace("[", ".").split("."):
        if isinstance(here, list):
            number = int(step) - 1 if step.isdigit() else -1
            here = here[number] if 0 <= number < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
    return here
