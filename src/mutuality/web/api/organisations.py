"""Organisations, and who became whom.

In:    a code, what people call a body, a day.
Out:   what the register says.
Never: a body left out because its name is not known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from mutuality.base import OGL, Refusal
from mutuality.register import Match, Organisation, standing
from mutuality.web import published
from mutuality.web.api import asked as words
from mutuality.web.api import shapes
from mutuality.web.api.answers import listed, provenance, told
from mutuality.web.api.problems import Missing

router = Router(tags=["Organisations"])
SOURCE = "Organisation Data Service, NHS England: lists and successions of organisations"
EVERY = 100_000
OfCode = Annotated[str, Path(pattern=words.CODE, description="An ODS code, such as RMP.")]


def origin() -> dict[str, str]:
    """Where the register's organisations come from."""
    return provenance(SOURCE, OGL)


@router.get(
    "/organisations",
    response=shapes.answers(shapes.Many[shapes.Organisation]),
    url_name="organisations",
    summary="Find organisations",
)
def list_organisations(
    request: HttpRequest, asked: Annotated[words.Organisations, Query()]
) -> HttpResponse:
    """Every organisation by code; or, with 'q', those that fit what people call them."""
    register, today = published.register(), published.today()
    rows: list[Match | Organisation]
    empty = "No organisation is of this kind and standing. Leave out 'kind' or 'live'."
    if asked.q is not None:
        found = register.search(asked.q, limit=EVERY, at=today)
        rows = list(found.matches)
        empty = found.advice or "What fits the words is of another kind or standing. " + empty
    else:
        rows = [register.organisations[code] for code in sorted(register.organisations)]

    def body_of(row: Match | Organisation) -> Organisation:
        return row.organisation if isinstance(row, Match) else row

    def is_live(row: Match | Organisation) -> bool:
        return standing(register, body_of(row).code, at=today).live

    def shape(row: Match | Organisation) -> dict[str, Any]:
        hit = row if isinstance(row, Match) else None
        return asdict(body_of(row)) | {
            "live": is_live(row),
            "why": hit.why if hit else None,
            "via": hit.via if hit else None,
            "score": hit.score if hit else None,
        }

    rows = [
        row
        for row in rows
        if (asked.kind is None or body_of(row).kind == asked.kind)
        and (asked.live is None or is_live(row) == asked.live)
    ]
    return listed(request, asked, rows, shape=shape, origin=origin(), empty=empty)


@router.get(
    "/organisations/{code}",
    response=shapes.answers(shapes.One[shapes.Summary]),
    url_name="organisation",
    summary="One organisation",
)
def one_organisation(
    request: HttpRequest, code: OfCode, asked: Annotated[words.At, Query()]
) -> HttpResponse:
    """Who it is or was: predecessors, successors, changes."""
    known(code)
    found = published.register().summary(code, at=asked.at or dt.date.max)
    return told(request, found, origin=origin(), note=found["note"])


@router.get(
    "/organisations/{code}/lineage",
    response=shapes.answers(shapes.One[shapes.Lineage]),
    url_name="lineage",
    summary="Lineage of one organisation",
)
def lineage(
    request: HttpRequest, code: OfCode, asked: Annotated[words.At, Query()]
) -> HttpResponse:
    """All it came from, all it became, and the unit that its figures are followed in."""
    body, register = known(code), published.register()
    at = asked.at or dt.date.max
    line, units = register.lineage(body.code, at=at), register.units(as_of=at)
    summary = register.summary(body.code, at=at)
    unit = units.unit(body.code)
    found = {
        "code": body.code,
        "at": asked.at,
        "predecessors": summary["predecessors"],
        "successors": summary["successors"],
        "ancestors": sorted(line.ancestors),
        "survivors": summary["survivors"],
        "unit": unit,
        "unit_codes": list(units.codes(unit)),
        "successor_known": line.successor_known,
        "note": line.note,
    }
    return told(request, found, origin=origin(), note=line.note)


def known(code: str) -> Organisation:
    """The body with this code. Raises Missing."""
    try:
        return published.register().organisation(code)
    except Refusal as refusal:
        raise Missing(refusal) from refusal
