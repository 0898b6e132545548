"""One finding whole.

In:    its identifier.
Out:   what it says, how sure it is and why, its source, and what it is used for.
Never: a name or a day of a review that nobody recorded.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mutuality.evidence import Finding, strength, why_not_a_number
from mutuality.outcomes import REGISTRY
from mutuality.web import files
from mutuality.web.design.jinja import paper
from mutuality.web.evidence import held
from mutuality.web.evidence.choosing import Chosen
from mutuality.web.evidence.drawing import charts_of, models_in_words
from mutuality.web.evidence.grid import LEVELS, labelled
from mutuality.web.published import remembered
from mutuality.web.shrinking import kept

if TYPE_CHECKING:
    from mutuality.papers import Claim, Document

LONGEST_TITLE = 50
SIDES = {"favourable": "found it better", "adverse": "found it worse"}


def finding(request: HttpRequest, finding: str) -> HttpResponse:
    """The page of a finding, or a file of its chart."""
    claim = held.findings().get(finding)
    if claim is None or claim.study is None:
        raise Http404
    study = claim.study

    def drawn() -> Document:
        return remembered("evidence finding", finding, make=lambda: charts_of(study))

    saved = files.of(request, drawn, sources=[held.SOURCE])
    if saved is not None:
        return saved
    here = reverse("evidence:finding", args=[finding])

    def draw() -> str:
        document = drawn()
        return paper(document, actions=files.actions(document, at=here))

    alone = strength([study])
    context = {
        "claim": claim,
        "study": study,
        "short": textwrap.shorten(claim.outcome, LONGEST_TITLE, placeholder="…"),
        "level": LEVELS.index(alone.label),
        "label": alone.label,
        "reasons": alone.reasons,
        "weaknesses": _weaknesses(study),
        "models": [
            {"text": held.titles()[model], "href": reverse("evidence:model", args=[model])}
            for model in study.models
        ],
        "domain": held.domains()[study.domain],
        "source": claim.source,
        "siblings": [
            {"text": f"{one.id}: {one.outcome}", "href": reverse("evidence:finding", args=[one.id])}
            for one in held.findings().values()
            if one.event == claim.event and one.id != claim.id
        ],
        "uses": list(_uses(claim, study)),
        "conflicts": list(_conflicts(claim)),
        "no_number": _why_no_number(study),
        "measured": REGISTRY.get(study.measure or ""),
        "chart": kept(request, "evidence finding", here, make=draw),
    }
    return render(request, "evidence/finding.html", context)


def _why_no_number(study: Finding) -> str | None:
    """Why an appraisal lists it and does not count with it; None where it can."""
    if study.measure is None and study.verified and study.poolable:
        return "its outcome is none of the measures that we keep"
    return why_not_a_number(study, measure=study.measure, level=1.0, spread=1.0)


def _weaknesses(study: Finding) -> list[str]:
    """What keeps it from being more, in words; its own note says the rest."""
    told = (
        (
            not study.verified,
            "Nobody has read it at its source. Until somebody does, it takes no part in any label "
            "or number.",
        ),
        (
            not study.poolable,
            "It is not an effect of the change: its authors, or we, say so. It is shown and never "
            "put together with others.",
        ),
        (study.serious_bias, "A serious risk of bias."),
        (
            study.design in ("comparative", "uncontrolled", "self-report"),
            "An association: what went together need not be cause and effect.",
        ),
        (study.setting != "same-system", "It comes from somewhere else than this health system."),
        (
            study.outcome_indirect,
            "It measured something close to the outcome, not the outcome itself.",
        ),
        (
            study.effect is not None and study.se is None,
            "No interval was published, or none could be read: how exact it is is not known.",
        ),
        (study.effect is None, "Only a direction is on file, no size."),
    )
    return [words for holds, words in told if holds]


def _uses(claim: Claim, study: Finding) -> list[dict[str, Any]]:
    """Each model in its domain, and whether the finding counts towards the label there."""
    uses = []
    for model in study.models or (held.GENERAL,):
        about = [
            one
            for one in held.findings().values()
            if held.is_about(one, model) and one.domain == study.domain
        ]
        label = labelled(about)
        uses.append(
            {
                "text": held.about(model, study.domain),
                "href": Chosen(model=model, domain=study.domain).address,
                "counts": claim.id in label.findings,
                "label": label.label,
                "others": len(label.findings) - 1,
            }
        )
    return uses


def _conflicts(claim: Claim) -> list[dict[str, str]]:
    """Disagreements that it takes part in, and on which side."""
    from mutuality.papers import conflicts  # noqa: PLC0415 - charts take a second to import

    studies = [one.study for one in held.findings().values() if one.study]
    return [
        {
            "text": models_in_words(one.models, one.domain),
            "href": f"{Chosen(model=one.models[0], domain=one.domain).address}#disagree",
            "side": SIDES.get(claim.direction, "found no clear difference"),
        }
        for one in conflicts(studies, domain=claim.domain)
        if claim.id in {c.id for c in (*one.better, *one.worse, *one.neither)}
    ]
