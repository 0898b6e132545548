"""The audit record as people read it: filtered, downloaded, checked.

In:    a request, for a team's chain or, for stewards, that of the installation.
Out:   pages, and the whole chain as JSON lines or CSV that anyone can check.
Never: a line left out of a download, or a name in it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from mutuality.base import canonical
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import ACTS
from mutuality.web.audit.chain import FIELDS
from mutuality.web.audit.forms import Filter
from mutuality.web.audit.models import Event
from mutuality.web.audit.record import as_dict, chain_of, verify
from mutuality.web.roles import Role

A_PAGE = 50


def record(request: HttpRequest, team: Team | None = None) -> HttpResponse:
    """The record of a team, or of the installation, the latest line first."""
    held = _events(request, team)
    acts = held.order_by().values_list("act", flat=True).distinct()
    form = Filter(request.GET)
    form.offer(sorted({(name, title(name)) for name in acts}, key=lambda one: one[1]))
    form.is_valid()
    asked = {"act": "act", "by": "by", "since": "at__gte"}
    chosen = {place: form.cleaned_data.get(name) for name, place in asked.items()}
    held = held.filter(**{place: value for place, value in chosen.items() if value})
    page = Paginator(held.order_by("-number"), A_PAGE).get_page(request.GET.get("page"))
    people = names(event.by for event in page)
    context: dict[str, Any] = {
        "page": page,
        "of_team": team,
        "lines": [(event, people.get(event.by, event.by), title(event.act)) for event in page],
        "form": form,
    }
    return render(request, "audit/record.html", context)


def check(request: HttpRequest, team: Team | None = None) -> HttpResponse:
    """Whether the chain holds."""
    _events(request, team)
    count, broken = verify([chain_of(team)])
    context = {"count": count, "broken": broken, "of_team": team}
    return render(request, "audit/check.html", context)


def download(request: HttpRequest, file_format: str, team: Team | None = None) -> HttpResponse:
    """The whole chain as a file."""
    events = _events(request, team).order_by("number")
    writers = {"jsonl": (_json_lines, "application/jsonl"), "csv": (_rows, "text/csv")}
    if file_format not in writers:
        raise Http404
    write, kind = writers[file_format]
    response = StreamingHttpResponse(write(events), content_type=f"{kind}; charset=utf-8")
    name = f"audit-{chain_of(team).replace(':', '-')}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def names(found: Iterator[str]) -> dict[str, str]:
    """Who stands behind the numbers of people in the record, while they have an account."""
    keys = {by.partition(":")[2] for by in found if by.startswith("person:")}
    return {f"person:{one.pk}": one.shown for one in Person.objects.filter(pk__in=keys)}


def title(act: str) -> str:
    """An act in words: the first line of what it says of itself."""
    return ACTS[act].title.split(". ")[0].rstrip(".") if act in ACTS else act


def _events(request: HttpRequest, team: Team | None) -> Any:
    if team is None and Role.STEWARD not in request.user.roles_in(None):
        raise PermissionDenied("The installation's record is read by its stewards.")
    return Event.objects.filter(chain=chain_of(team))


def _json_lines(events: Any) -> Iterator[bytes]:
    for event in events.iterator(chunk_size=500):
        yield canonical(as_dict(event)) + b"\n"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _rows(events: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield str(writer.writerow(FIELDS))
    for event in events.iterator(chunk_size=500):
        line = as_dict(event) | {"detail": json.dumps(event.detail, sort_keys=True)}
        yield str(writer.writerow([line[name] for name in FIELDS]))
