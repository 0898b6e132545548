"""Find what an address of these pages names.

In:    a team, and keys from an address.
Out:   the Appraisal or the Scenario, and what stands around every page about it.
Never: anything of another team: that is 404.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mutuality.web.accounts.models import Team
from mutuality.web.appraisals.models import Appraisal, Scenario
from mutuality.web.tenancy import one_of

VERDICTS = {
    "clear-lead": "A clear lead",
    "lead-with-conditions": "A lead, with conditions",
    "too-close-to-call": "Too close to call",
    "unscored": "No verdict yet",
}


def appraisal_of(team: Team, key: Any) -> Appraisal:
    """The team's appraisal, or 404."""
    found: Appraisal = one_of(
        Appraisal.objects.of(team).select_related("sealed", "sealed_by", "team"), pk=key
    )
    return found


def scenario_of(held: Appraisal, key: Any) -> Scenario:
    """A scenario of the appraisal, or 404."""
    found: Scenario = one_of(held.scenarios.select_related("author", "parent", "job"), pk=key)
    return found


def crumbs(held: Appraisal, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way back: the appraisals, this one, and pages between, each as words and address."""
    team = held.team.slug
    return [
        {"text": "Appraisals", "href": reverse("appraisals:cases", args=[team])},
        {"text": held.title, "href": reverse("appraisals:appraisal", args=[team, held.pk])},
        *({"text": text, "href": reverse(name, args=[team, held.pk])} for text, name in further),
    ]


def titles(document: dict[str, Any], kind: str) -> dict[str, str]:
    """Titles of the options, criteria or groups of a document, by their identifier."""
    return {
        one["id"]: one.get("title") or str(one["id"]).replace("-", " ")
        for one in document.get(kind, ())
    }


def verdict_of(scenario: Scenario) -> str:
    """The verdict in a few words; empty where there is none yet."""
    told = scenario.result.get("verdict")
    if not told:
        return ""
    names = titles(scenario.document, "option")
    chosen = [names.get(name, name) for name in told["options"]]
    words = VERDICTS.get(told["kind"], told["kind"])
    if told["kind"] == "too-close-to-call" or not chosen:
        return words
    return f"{words}: {', '.join(chosen)}"
