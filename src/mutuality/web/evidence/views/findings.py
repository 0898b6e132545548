"""What is known: findings by model and domain, as charts, as conflicts and as a table.

In:    a request whose query says what is wanted.
Out:   the page, or a file of one of its charts and tables.
Never: an empty table: where nothing was found, the page says so, and what would settle it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from mutuality.web import files
from mutuality.web.design.jinja import paper
from mutuality.web.evidence import held
from mutuality.web.evidence.choosing import Chosen, Filters
from mutuality.web.evidence.drawing import (
    OURS,
    drawn,
    is_drawn,
    models_in_words,
    table_of,
)
from mutuality.web.evidence.grid import LEVELS, cell, grid, tiles, ways
from mutuality.web.shrinking import kept

if TYPE_CHECKING:
    from mutuality.papers import Claim, Document

A_PAGE = 20
COLUMNS = (
    {"text": "Finding", "key": "finding"},
    {"text": "Domain", "key": "domain"},
    {"text": "Result", "key": "result"},
    {"text": "Design", "key": "design"},
    {"text": "Strength on its own", "key": "strength"},
    {"text": "Last data", "key": "year", "numeric": True},
)
WAYS = ("favourable", "adverse", "null", "mixed", "unclear")
LABELS = tuple(level.lower() for level in LEVELS)
ORDERS: dict[str, Any] = {
    "finding": lambda claim: claim.outcome.lower(),
    "domain": lambda claim: list(held.domains()).index(claim.domain),
    "result": lambda claim: WAYS.index(claim.direction),
    "design": lambda claim: claim.rank,
    "strength": lambda claim: LABELS.index(claim.strength),
    "year": lambda claim: claim.year or 0,
}


def findings(request: HttpRequest) -> HttpResponse:
    """The evidence of a choice; of everything where nothing is chosen."""
    form = Filters(request.GET or None)
    chosen = form.chosen

    def document() -> Document:
        return drawn(chosen).whole(table_of(chosen.claims(), _title(chosen)))

    sources = [held.SOURCE, *([OURS] if chosen.own else [])]
    if (saved := files.of(request, document, sources=sources)) is not None:
        return saved

    def draw() -> str:
        return render_to_string("evidence/results.html", _results(request, chosen), request)

    context = {
        "form": form,
        "chosen": chosen,
        "about": held.about(chosen.model, chosen.domain),
        "tiles_of": held.titles().get(chosen.model, ""),
        # What one reader typed is not kept for others, and goes into no link of theirs.
        "results": kept(request, "evidence", chosen.address, make=draw)
        if not chosen.q and {k: v for k, v in request.GET.items() if v} == chosen.query
        else mark_safe(draw()),  # a template made it
    }
    return render(request, "evidence/findings.html", context)


def _results(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """What stands below the filters."""
    claims = chosen.claims()
    about = held.about(chosen.model, chosen.domain)
    asked = request.GET.get("sort", "")
    order = ORDERS.get(asked.lstrip("-"))
    ordered = sorted(claims, key=order, reverse=asked.startswith("-")) if order else claims
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    is_wide = not chosen.model and not chosen.domain
    everything = replace(chosen, q="", strong=False, checked=False, own="")
    return {
        "chosen": chosen,
        "about": about,
        "source": held.SOURCE,
        "everything": everything,
        "left_out": len(everything.claims()) - len(claims),
        "number": len(claims),
        "checked": sum(bool(claim.study and claim.study.verified) for claim in claims),
        "studies": len({claim.event for claim in claims}),
        "strong": sum(claim.is_strong for claim in claims),
        "ways": ways(claims),
        "cell": cell(claims, about, "") if chosen.is_cell else None,
        "grid": grid(chosen) if is_wide and claims else [],
        "domains": [
            {"text": title, "href": chosen.but(domain=domain)}
            for domain, title in held.domains().items()
        ],
        "tiles": [] if is_wide or chosen.is_cell else tiles(chosen),
        "settling": held.settling(chosen.model, chosen.domain) if chosen.is_cell else [],
        "page": page,
        "columns": COLUMNS,
        "rows": [_row(claim) for claim in page],
        "sort": asked if order else "",
        "downloads": _downloads(chosen),
        **_pictures(chosen, claims),
    }


def _pictures(chosen: Chosen, claims: list[Claim]) -> dict[str, Any]:
    """Charts and conflicts: in full on a narrow page, conflicts as links on the widest."""
    if not chosen.model and not chosen.domain and not is_drawn(chosen, claims):
        return {"charts": None, "conflicts": None, "unanswered": (), "links": _links(chosen)}
    found = drawn(chosen)
    links = files.actions(found.whole(table_of(claims, _title(chosen))), at=chosen.address)
    parts = {"charts": found.charts, "conflicts": found.conflicts}
    pictures = {
        name: paper(document, actions=links, prefix=f"{name}-") if document.blocks else None
        for name, document in parts.items()
    }
    return {**pictures, "unanswered": found.unanswered, "links": []}


def _links(chosen: Chosen) -> list[dict[str, Any]]:
    """Each disagreement in a line: about what, how many on each side, and its page."""
    from mutuality.papers import conflicts  # noqa: PLC0415 - charts take a second to import

    studies = [claim.study for claim in chosen.claims() if claim.study]
    return [
        {
            "title": models_in_words(one.models, one.domain),
            "href": f"{chosen.but(model=one.models[0], domain=one.domain)}#disagree",
            "better": len(one.better),
            "worse": len(one.worse),
            "neither": len(one.neither),
        }
        for one in conflicts(studies)
    ]


def _row(claim: Claim) -> list[Any]:
    titles, domains = held.titles(), held.domains()
    models = [titles[model] for model in claim.models] or [held.GENERAL_TITLE]
    first = format_html(
        '<a href="{}">{}</a><span class="ev-under">{} · {}</span>',
        reverse("evidence:finding", args=[claim.id]),
        claim.outcome,
        claim.id,
        ", ".join(models),
    )
    warning = (
        format_html('<span class="ev-warn">{}</span> ', claim.standing) if claim.standing else ""
    )
    strong = format_html("<strong>{}</strong>", claim.design) if claim.is_strong else claim.design
    result = format_html("{}{}", warning, claim.result[:1].upper() + claim.result[1:])
    return [first, domains[claim.domain], result, strong, claim.strength.capitalize(), claim.year]


def _title(chosen: Chosen) -> str:
    return f"Findings: {held.about(chosen.model, chosen.domain) or 'every model and domain'}"


def _downloads(chosen: Chosen) -> list[dict[str, str]]:
    """All findings of the choice, not only those of this page."""
    document = table_of(chosen.claims(), _title(chosen))
    [table] = document.blocks
    links = files.actions(document, at=chosen.address)(table)  # type: ignore[arg-type]  # a Table
    return [{"text": text, "href": href} for text, href in links]
