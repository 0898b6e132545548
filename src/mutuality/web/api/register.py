"""The register of changes, and the catalogue of models.

In:    the words of the typology, an ODS code, an identifier.
Out:   entries, each statement with its source and its standing; effects that were computed before.
Never: an evaluation run for a request: it takes seconds, and is a job.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from mutuality.base import OGL, Refusal
from mutuality.register import Change, change_shape, model_shape
from mutuality.web import published
from mutuality.web.api import asked as words
from mutuality.web.api import shapes
from mutuality.web.api.answers import listed, provenance, told
from mutuality.web.api.problems import Missing

router = Router(tags=["Changes and models"])
SOURCE = "Mutuality, {what}: our own words, each statement with the publication that it rests on"
OWN = "Facts are not owned by anyone: cite the publication that each one names."
OfChange = Annotated[
    str, Path(pattern=words.ID, description="An identifier, such as merger-2017-10-01-r0a.")
]


@router.get(
    "/changes",
    response=shapes.answers(shapes.Many[shapes.Change]),
    url_name="changes",
    summary="Changes",
)
def list_changes(request: HttpRequest, asked: Annotated[words.Changes, Query()]) -> HttpResponse:
    """The register of organisational changes, oldest first, the undated last."""
    rows = [
        change
        for change in published.register().changes
        if asked.form in (None, change.form)
        and asked.nature in (None, change.nature)
        and asked.scale in (None, change.scale)
        and (asked.organisation is None or asked.organisation.upper() in change.codes)
    ]
    return listed(
        request,
        asked,
        rows,
        shape=lambda change: _changes(published.store().version)[change.id],
        origin=provenance(SOURCE.format(what="register of organisational changes"), OWN),
        empty="No change in the register has all of this. Leave out one of the filters.",
    )


@router.get(
    "/changes/{change}",
    response=shapes.answers(shapes.One[shapes.Change]),
    url_name="change",
    summary="One change",
)
def one_change(request: HttpRequest, change: OfChange) -> HttpResponse:
    """One change, whole."""
    origin = provenance(SOURCE.format(what="register of organisational changes"), OWN)
    return told(request, change_shape(_known(change)), origin=origin)


class _NotYet(Exception):  # noqa: N818 - never leaves this module
    """Nobody has computed it."""


@router.get(
    "/changes/{change}/effects",
    response=shapes.answers(shapes.One[list[shapes.Effect]]),
    url_name="effects",
    summary="Effects of one change",
)
def effects(request: HttpRequest, change: OfChange) -> HttpResponse:
    """What the change did to each measure, or why nobody can tell, once it was computed."""
    known = _known(change)

    def not_yet() -> Any:
        raise _NotYet

    try:
        found = published.remembered("effects", known.id, make=not_yet)
    except _NotYet as error:
        raise Missing(
            Refusal(
                "WEB-166",
                f"The effects of '{known.id}' have not been computed on the figures now loaded.",
                f"Open the page /changes/{known.id}/ in the workbench and choose to compute them; "
                "it takes some seconds. Then ask again.",
                where="change",
            )
        ) from error
    origin = provenance("Mutuality, from the measures named: see /api/coverage for each", OGL)
    note = "Exploratory: the figures were loaded before the plan was sealed."
    return told(request, [_finite(one.as_dict()) for one in found], origin=origin, note=note)


@router.get(
    "/models",
    response=shapes.answers(shapes.Many[shapes.Model]),
    url_name="models",
    summary="Models",
)
def list_models(request: HttpRequest, asked: Annotated[words.Paged, Query()]) -> HttpResponse:
    """The catalogue of organisational models, with the degree of change that each takes."""
    return listed(
        request,
        asked,
        list(published.register().models.values()),
        shape=lambda model: _models(published.store().version)[model.id],
        origin=provenance(SOURCE.format(what="catalogue of models"), OWN),
        empty="",
    )


@router.get(
    "/models/{model}",
    response=shapes.answers(shapes.One[shapes.Model]),
    url_name="model",
    summary="One model",
)
def one_model(
    request: HttpRequest,
    model: Annotated[str, Path(pattern=words.ID, description="Such as buddying.")],
) -> HttpResponse:
    """One model, whole."""
    catalogue = published.register().models
    if model not in catalogue:
        raise Missing(
            Refusal(
                "WEB-164",
                f"There is no model '{model}'.",
                f"Choose one of: {', '.join(catalogue)}.",
                where="model",
            )
        )
    origin = provenance(SOURCE.format(what="catalogue of models"), OWN)
    return told(request, model_shape(catalogue[model]), origin=origin)


# A shape takes longer to make than to send, so workers keep them until the next load.


@lru_cache(maxsize=1)
def _changes(version: str) -> dict[str, dict[str, Any]]:
    del version
    return {change.id: change_shape(change) for change in published.register().changes}


@lru_cache(maxsize=1)
def _models(version: str) -> dict[str, dict[str, Any]]:
    del version
    return {model.id: model_shape(model) for model in published.register().models.values()}


def _known(name: str) -> Change:
    found = next((row for row in published.register().changes if row.id == name), None)
    if found is None:
        raise Missing(
            Refusal(
                "WEB-164",
                f"There is no change '{name}' in the register.",
                "List them at /api/changes.",
                where="change",
            )
        )
    return found


def _finite(value: Any) -> Any:
    """The same without infinities, which JSON does not have: null, as for an open interval."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
