"""What studies found, and how strong it is together.

In:    a model, a domain, a design, a setting.
Out:   findings, and the strength of all that fit.
Never: a finding that nobody checked without saying so: `verified` is false there.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from mutuality.base import Refusal, canonical
from mutuality.web import published
from mutuality.web.api import asked as words
from mutuality.web.api import shapes
from mutuality.web.api.answers import listed, provenance, told
from mutuality.web.api.problems import Missing

router = Router(tags=["Evidence"])
SOURCE = "Published studies, each with its citation; re-expressed in our own words and reviewed"
LICENCE = "Findings are facts: cite the study that each one names."


@router.get(
    "/findings",
    response=shapes.answers(shapes.Findings),
    url_name="findings",
    summary="Findings",
)
def list_findings(request: HttpRequest, asked: Annotated[words.Findings, Query()]) -> HttpResponse:
    """What studies found, with how strong all that fit are together."""
    parts = (asked.model, asked.domain, asked.design, asked.setting, asked.strong, asked.checked)
    found = published.remembered("api.findings", *parts, make=lambda: _chosen(asked))
    return listed(
        request,
        asked,
        found["findings"],
        shape=dict,
        origin=provenance(SOURCE, LICENCE),
        empty="No finding is held for this. That is an answer, not a gap to fill. Leave out one "
        "of the filters to see more.",
        strength=found["strength"],
    )


@router.get(
    "/findings/{finding}",
    response=shapes.answers(shapes.One[shapes.Finding]),
    url_name="finding",
    summary="One finding",
)
def one_finding(
    request: HttpRequest,
    finding: Annotated[str, Path(pattern=words.ID, description="An identifier, such as E01.")],
) -> HttpResponse:
    """One finding, whole."""
    every = published.remembered("api.findings.all", make=_every)
    if finding not in every:
        raise Missing(
            Refusal(
                "WEB-164",
                f"There is no finding '{finding}'.",
                "List them at /api/findings.",
                where="finding",
            )
        )
    found = every[finding]
    note = "" if found["verified"] else "Nobody has checked this at its source."
    return told(request, found, origin=provenance(SOURCE, LICENCE), note=note)


# The rooms of evidence take a second to import, so workers read what was made once.


def _every() -> dict[str, dict[str, Any]]:
    from mutuality.stores import shipped  # noqa: PLC0415

    return {one.id: json.loads(canonical(one)) for one in shipped.findings()}


def _chosen(asked: words.Findings) -> dict[str, Any]:
    from mutuality.evidence import select, strength  # noqa: PLC0415
    from mutuality.papers import is_strong  # noqa: PLC0415
    from mutuality.stores import shipped  # noqa: PLC0415

    chosen = [
        one
        for one in select(
            shipped.findings(),
            model=asked.model,
            domain=asked.domain,
            verified_only=asked.checked,
        )
        if asked.design in (None, one.design)
        and asked.setting in (None, one.setting)
        and (is_strong(one) or not asked.strong)
    ]
    return {
        "strength": json.loads(canonical(strength(chosen))),
        "findings": [json.loads(canonical(one)) for one in chosen],
    }
