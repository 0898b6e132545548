"""Scenarios side by side: what went in that differs, and what came out.

In:    a request of a member of the team that names two scenarios or more.
Out:   a page.
Never: two answers that look alike in kind when another version of the model made one of them.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.appraisal import Case, Comparison
from mutuality.appraisal import Scenario as Version
from mutuality.appraisal import compare as side_by_side
from mutuality.web.accounts.models import Team
from mutuality.web.appraisals.deciding.forms import Compare
from mutuality.web.appraisals.deciding.opening import appraisal_of, crumbs
from mutuality.web.appraisals.models import Scenario
from mutuality.web.appraisals.opinions import case_of
from mutuality.web.tenancy import one_of

MOST = 6
"""Scenarios that still fit beside each other."""
ENTRY = re.compile(r"(?P<list>\w+)\[(?P<name>[^\]]*)\]")
FIELDS = {
    "case": "The case", "title": "title", "problem": "problem", "draws": "number of draws",
    "seed": "seed", "date": "date", "low": "low", "likely": "likely", "high": "high",
    "author": "who said so", "reason": "reason", "basis": "rests on", "scale": "scale",
    "share": "share of the say", "swing": "how much it matters", "worst": "worst level",
    "best": "best level", "value": "value", "means": "meaning",
    "tie_points": "points that count as level",
    "readiness": "Readiness", "findings": "The findings on file", "gates": "The legal gates",
    "defaults": "The default numbers", "period": "period", "decision": "decision",
    "planned_months": "planned months", "front": "Front sheet", "transition": "cost of the change",
    "running": "running cost", "saving": "saving", "mitigation": "optimism taken out",
}  # fmt: skip
WHAT = {
    "verdict": "Verdict",
    "comes first": "How often it comes first",
    "regret": "Points lost on average",
    "beats business as usual": "How often it beats carrying on",
}


def compare(request: HttpRequest, team: Team, appraisal: str) -> HttpResponse:
    """Two scenarios or more side by side, chosen by `?with=`."""
    held = appraisal_of(team, appraisal)
    done = list(held.scenarios.exclude(seal="").select_related("author"))
    wanted = list(dict.fromkeys(request.GET.getlist("with")))
    keys = {str(one.pk): one for one in done}
    for key in wanted:
        if key not in keys:
            one_of(held.scenarios.none(), pk=None)
    chosen = [keys[key] for key in wanted][:MOST]
    form = Compare(initial={"with": [str(one.pk) for one in chosen]}, scenarios=done)
    context: dict[str, Any] = {
        "held": held,
        "done": done,
        "form": form,
        "chosen": chosen,
        "comparison": None,
        "few": len(chosen) == 1,
        "crumbs": crumbs(held, ("Scenarios", "appraisals:scenarios")),
    }
    if len(chosen) > 1:
        context |= _beside(chosen)
    return render(request, "appraisals/deciding/compare.html", context)


def _beside(chosen: list[Scenario]) -> dict[str, Any]:
    cases = [case_of(one.document) for one in chosen]
    found: Comparison = side_by_side(
        [
            (
                Version(
                    id=str(one.pk),
                    title=one.title,
                    author=one.author.shown if one.author else "not known",
                    parent=str(one.parent_id) if one.parent_id else None,
                    made_at=one.made_at,
                    inputs_hash=one.inputs_hash,
                    model_version=one.model_version,
                    case=case,
                ),
                one.result,
            )
            for one, case in zip(chosen, cases, strict=True)
        ]
    )
    names = {option.id: option.title for case in cases for option in case.options}
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in found.results:
        parts.setdefault(WHAT.get(row.what, row.what), []).append(
            {
                "key": names.get(row.option, "Verdict"),
                "values": row.values,
                "differs": row.differs,
            }
        )
    return {
        "comparison": found,
        "results": parts,
        "inputs": [
            {"key": in_words(cases, row.path), "values": row.values} for row in found.inputs
        ],
    }


def in_words(cases: list[Case], path: str) -> str:
    """A place in a case as people call it: `Buddy with a trust, Mortality, likely`.

    A part that nobody named in words stays as it is written in the case.
    """
    titles: dict[str, str] = {}
    for case in cases:
        titles |= {one.id: one.title for one in case.options}
        titles |= {one.id: one.title for one in case.groups}
        titles |= {one.id: one.title for one in case.objectives}
        titles |= {one.id: one.name for one in case.criteria}
    said = []
    for part in re.findall(r"\w+\[[^\]]*\]|[^.\[\]]+", path):
        entry = ENTRY.fullmatch(part)
        name = entry["name"] if entry else part
        if entry and entry["list"] in ("cost", "year"):
            name = f"year {name}"
        said.append(titles.get(name) or FIELDS.get(name) or name.replace("_", " "))
    words = ", ".join(said)
    return words[:1].upper() + words[1:]
