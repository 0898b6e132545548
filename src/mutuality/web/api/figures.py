"""Figures: measures, how far they reach, figures as loaded, and panels that survive mergers.

In:    a measure, codes, days, a frequency.
Out:   rows, a page at a time, with what is true of all of them.
Never: a figure without its source, or more rows than a page holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from mutuality.base import OGL, Refusal, Source
from mutuality.outcomes import REGISTRY
from mutuality.outcomes import measure as registered
from mutuality.web import published
from mutuality.web.api import asked as words
from mutuality.web.api import frames, shapes
from mutuality.web.api.answers import KINDS, listed, paged, provenance
from mutuality.web.api.problems import Missing

if TYPE_CHECKING:
    import polars as pl

router = Router(tags=["Figures"])
OfMeasure = Annotated[
    str, Path(pattern=words.ID, description="A measure's identifier, such as ae-4h.")
]
NARROWER = "Ask for other codes, or for longer between 'since' and 'until'."


@router.get(
    "/measures",
    response=shapes.answers(shapes.Many[shapes.Measure]),
    url_name="measures",
    summary="Measures",
)
def list_measures(request: HttpRequest, asked: Annotated[words.Paged, Query()]) -> HttpResponse:
    """What each measure means, and how parts add up before a merger."""
    store = published.store()
    held = frames.held(store.version)
    return listed(
        request,
        asked,
        [*REGISTRY.values(), *store.declared().values()],
        shape=lambda row: row.as_dict() | {"held": row.id in held},
        origin=provenance("Mutuality, registry of measures; each names its publisher", OGL),
        empty="",
    )


@router.get(
    "/coverage",
    response=shapes.answers(shapes.Many[shapes.Coverage]),
    url_name="coverage",
    summary="Coverage",
)
def coverage(request: HttpRequest, asked: Annotated[words.Paged, Query()]) -> HttpResponse:
    """How far each measure reaches, what is missing, and what is out of date."""
    day = published.today()
    rows = published.remembered(
        "coverage",
        day,
        make=lambda: [row.as_dict() for row in published.store().coverage(at=day)],
    )
    return listed(
        request,
        asked,
        rows,
        shape=dict,
        origin=provenance("The publications in 'attribution', for each measure", OGL),
        empty="Nothing is loaded, and nothing ships.",
    )


@router.get(
    "/observations/{measure}",
    response=shapes.answers(shapes.Many[shapes.Observation]),
    url_name="observations",
    summary="Figures as loaded",
)
def observations(
    request: HttpRequest, measure: OfMeasure, asked: Annotated[words.Observations, Query()]
) -> HttpResponse:
    """The figures of one measure, each with the file, sheet and row that it stands in."""
    origin = _origin(measure)
    frame = frames.observed(published.store().version, measure, asked.every_edition)
    codes = [_known(code) for code in asked.organisation]
    rows = _within(frame, "organisation", codes, asked)
    return _page(request, asked, rows, origin=origin, note=_shipped(measure))


@router.get(
    "/panels/{measure}",
    response=shapes.answers(shapes.Panel),
    url_name="panel",
    summary="A panel that survives mergers",
)
def panel(
    request: HttpRequest, measure: OfMeasure, asked: Annotated[words.Panel, Query()]
) -> HttpResponse:
    """The same units in every period, with predecessors added up."""
    origin = _origin(measure)
    held = frames.built(
        published.store().version,
        measure,
        asked.frequency,
        frames.step(asked.as_of),
        asked.codes,
        asked.weights,
        asked.composites,
    )
    codes = [_known(code) for code in asked.organisation]
    units = {code: held.units.unit(code) for code in codes}
    rows = _within(held.panel.frame, "unit", sorted(set(units.values())), asked)
    followed = [f"{code} is followed as {unit}." for code, unit in units.items() if code != unit]
    return _page(
        request,
        asked,
        rows,
        origin=origin,
        note=" ".join(followed),
        measure=measure,
        frequency=held.panel.frequency,
        as_of=asked.as_of or held.as_of,
        last_period=held.panel.last_period,
        coverage=dict(held.panel.coverage),
        notes=[note for note in (_shipped(measure), *held.panel.notes) if note],
    )


def _page(
    request: HttpRequest,
    asked: words.Figures,
    rows: pl.DataFrame,
    *,
    origin: dict[str, str],
    note: str,
    **more: Any,
) -> HttpResponse:
    return paged(
        request,
        asked,
        rows.slice(asked.offset, asked.limit).to_dicts(),
        total=rows.height,
        origin=origin,
        empty=f"No figure is held for these codes and days. {NARROWER}",
        note=note,
        **more,
    )


def _within(
    frame: pl.DataFrame, column: str, wanted: list[str], asked: words.Figures
) -> pl.DataFrame:
    """The rows of some codes or units, and of some periods."""
    import polars as pl  # noqa: PLC0415 - most answers need none of it

    if wanted:
        frame = frame.filter(pl.col(column).is_in(wanted))
    if asked.since is not None:
        frame = frame.filter(pl.col("period_start") >= asked.since)
    if asked.until is not None:
        frame = frame.filter(pl.col("period_end") <= asked.until)
    return frame


def _known(code: str) -> str:
    """The code as the register has it. Raises Refusal REG-001."""
    return published.register().organisation(code).code


def _origin(measure: str) -> dict[str, str]:
    """Where a measure's figures come from. Raises Missing where there are none."""
    store = published.store()
    try:
        if measure not in frames.held(store.version):
            registered(measure)
        source: Source = store.source_of(measure)
    except Refusal as refusal:
        raise Missing(refusal) from refusal
    return provenance(source.attribution, KINDS[source.licence])


def _shipped(measure: str) -> str:
    if not published.store().is_from_reference(measure):
        return ""
    return f"Nothing is loaded for {measure}: these are the figures that ship."
