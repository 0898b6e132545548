"""The register of changes as a table to filter, sort and download, and as a grid.

In:    filters, an order and a page, all in the address.
Out:   the page, or a file of the rows that fit.
Never: a change that nobody checked among the others without its mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mutuality.papers import Document, Figure, Table, typology_grid
from mutuality.register import Change
from mutuality.web import files
from mutuality.web.design.jinja import paper
from mutuality.web.organisations.figures import REGISTER
from mutuality.web.organisations.forms import Filters
from mutuality.web.organisations.listing import (
    filtered,
    sort_key,
    standing_of,
    typed,
    when,
    word,
)
from mutuality.web.published import register, remembered
from mutuality.web.shrinking import kept

A_PAGE = 25
SHOWN = 4
CAPTION = "Changes on the register"
USUAL = "-date"


def changes(request: HttpRequest) -> HttpResponse:
    """The changes that fit the filters."""
    held = register()
    form = Filters(request.GET if set(request.GET) & set(Filters.base_fields) else None,
                   register=held)  # fmt: skip
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = request.GET.get("sort", USUAL)
    order = sort_key(asked.lstrip("-"))
    rows = filtered(held.changes, wanted)
    if order:
        rows.sort(key=order, reverse=asked.startswith("-"))
        rows.sort(key=lambda change: "date" in asked and change.dated is None)
    sent = files.of(request, lambda: _as_document(rows), sources=[REGISTER])
    if sent is not None:
        return sent
    context: dict[str, Any] = {
        "form": form,
        "wanted": wanted,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "cells": _cells,
        "sort": asked if order else "",
        "checked": sum(change.status == "found" for change in rows),
        "held": len(held.changes),
        "downloads": _downloads(request) if rows else [],
        "grid": kept(request, "typology-grid", make=_grid),
    }
    return render(request, "organisations/changes.html", context)


def _cells(change: Change) -> list[Any]:
    """A row of the table."""
    names = [party.name for party in change.parties]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return [
        {"text": change.title, "href": reverse("organisations:change", args=[change.id])},
        word(change.form),
        typed(change.nature),
        typed(change.scale),
        when(change),
        f"{', '.join(names[:SHOWN])}{more}",
        standing_of(change),
    ]


def _downloads(request: HttpRequest) -> list[dict[str, str]]:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(files.ASKED, None)
    at = f"{reverse('organisations:changes')}?{query.urlencode()}"
    table = Table(CAPTION, [], [])  # a link needs the name alone
    links = files.actions(Document("", "", [], [table], []), at=at.rstrip("?"))
    return [{"text": text, "href": address} for text, address in links(table)]


def _as_document(rows: Sequence[Change]) -> Document:
    """The rows that fit, and the grid of the whole register, as files know them."""
    table = Table(
        caption=CAPTION,
        columns=["Title", "Identifier", "Form", "Nature", "Scale", "Date", "Codes", "Parties",
                 "Fate", "Standing", "Confidence", "Sources"],
        rows=[
            [
                change.title,
                change.id,
                word(change.form),
                typed(change.nature),
                typed(change.scale),
                when(change),
                ", ".join(change.codes),
                "; ".join(f"{party.name} ({word(party.role).lower()})" for party in change.parties),
                typed(change.fate),
                standing_of(change),
                change.confidence,
                "; ".join(one.short for one in change.sources),
            ]
            for change in rows
        ],
    )  # fmt: skip
    figure, twin = _typology()
    return Document("", "", [], [table, figure, twin], [])


def _typology() -> tuple[Figure, Table]:
    """The grid as a picture and as a table whose cells lead to the changes."""

    def make() -> tuple[Figure, Table]:
        grid = typology_grid(register().changes)
        forms = sorted({cell.form for cell in grid.cells})
        # The table of the room has a column for each of these, in this order.
        places = [
            (nature, scale)
            for nature in ("mandated", "voluntary", "unknown")
            for scale in ("individual", "structural", "unknown")
            if any((cell.nature, cell.scale) == (nature, scale) for cell in grid.cells)
        ]
        here = reverse("organisations:changes")
        rows = []
        for form, given in zip(forms, grid.table.rows, strict=True):
            row = [f"[{given[0]}]({here}?{urlencode({'form': form})})"]
            for nature, scale in places:
                cell = grid.cell(nature, scale, form)
                query = urlencode({"nature": nature, "scale": scale, "form": form})
                row.append(f"[{cell.words}]({here}?{query})" if cell else "0")
            rows.append([*row, given[-1]])
        light = replace(grid.figure, png=b"")
        return light, replace(grid.table, rows=rows)

    return remembered("typology", make=make)


def _grid() -> str:
    whole = _as_document([])
    links = files.actions(whole, at=reverse("organisations:changes"))
    _, figure, table = whole.blocks
    shown = Document("", "", [], [table, figure], [])
    return str(paper(shown, actions=links, prefix="grid-"))
