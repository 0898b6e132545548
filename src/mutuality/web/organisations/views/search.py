"""Find an organisation by whatever people call it, or browse by type and region.

In:    what was typed, or filters.
Out:   matches with the reason for each; lists by type and region.
Never: an empty page: where nothing fits it says what would.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.register import Found, readable
from mutuality.web.organisations import acts
from mutuality.web.organisations.forms import Listing
from mutuality.web.organisations.listing import Row, counted, organisations
from mutuality.web.published import register, remembered, today

A_PAGE = 25
MOST = 50
EXAMPLES = (
    ("RDU", "a code"),
    ("RD7", "a code that is gone"),
    ("Wexham Park", "a name that is gone"),
    ("Manchester", "a word of a name"),
    ("Frimly", "a slip of the key"),
    ("Devon", "an integrated care board"),
)


def search(request: HttpRequest) -> HttpResponse:
    """What fits `q`; without it, how to search, and lists."""
    query = " ".join(request.GET.get("q", "").split())
    if query:
        return _found(request, query)
    return _browse(request)


def _found(request: HttpRequest, query: str) -> HttpResponse:
    held, day = register(), today()
    try:
        found = held.search(query, limit=MOST, at=day)
    except Refusal as refusal:
        context: dict[str, Any] = {"query": query, "found": None, "refusal": refusal}
        return render(request, "organisations/found.html", context)
    if (code := _open_code(found)) and query.upper() == code:
        return redirect("organisations:profile", code)
    context = {"query": query, "found": found, "refusal": None, "readable": readable}
    return render(request, "organisations/found.html", context)


def _open_code(found: Found) -> str:
    """The code of the first match where it is open and fits by its own code."""
    first = next(iter(found.matches), None)
    return first.organisation.code if first and first.live and not first.via else ""


def _browse(request: HttpRequest) -> HttpResponse:
    rows = listed()
    types, regions = counted(rows, "type"), counted(rows, "region")
    form = Listing(
        request.GET if {"type", "region", "standing"} & set(request.GET) else None,
        types=[name for name, _ in types],
        regions=[name for name, _ in regions],
    )
    context: dict[str, Any] = {
        "form": form,
        "types": types,
        "regions": regions,
        "examples": EXAMPLES,
        "page": None,
    }
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        kept = [row for row in rows if _is_wanted(row, wanted)]
        context["page"] = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "organisations/search.html", context)


@require_POST
def warm(request: HttpRequest) -> HttpResponse:
    """Ask a job to draw every page."""
    job = acts.warm(by=request.user, team=None)
    return redirect("jobs:job", job.pk)


def listed() -> tuple[Row, ...]:
    """Every organisation as of today."""
    day = today()
    return remembered("organisations", day, make=lambda: organisations(register(), at=day))


def _is_wanted(row: Row, wanted: dict[str, Any]) -> bool:
    is_of = all(not wanted[name] or getattr(row, name) == wanted[name] for name in TYPED)
    standing = wanted["standing"]
    return is_of and (standing == "all" or row.live == (standing != "closed"))


TYPED = ("type", "region")
