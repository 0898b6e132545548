"""What whoever holds a read-only link sees: the case in short, and its results.

In:    the secret of a link.
Out:   a page, the paper, and each table and chart as a file.
Never: another page of the team, its name, or a way to change anything.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.web.accounts.models import Link
from mutuality.web.appraisals.deciding.files import (
    page_of,
    paper_answer,
    papers_of,
    shown_file,
)
from mutuality.web.appraisals.deciding.forms import SEALED
from mutuality.web.appraisals.deciding.guarding import READ, by_secret, opened
from mutuality.web.appraisals.deciding.opening import titles, verdict_of
from mutuality.web.appraisals.deciding.sealing import spaced
from mutuality.web.appraisals.models import Appraisal, Scenario


@by_secret(referrer="no-referrer")
def shared(request: HttpRequest, share: str) -> HttpResponse:
    """The case in short, and the results that the link is for."""
    link, held = opened(share, READ)
    found = _scenario(link, held)
    document: dict[str, Any] = found.document if found else held.document
    context: dict[str, Any] = {
        "held": held,
        "scenario": found,
        "link": link,
        "case": document.get("case", {}),
        "options": titles(document, "option"),
        "criteria": titles(document, "criterion"),
        "groups": titles(document, "group"),
    }
    if found is not None:
        context |= {
            "results": page_of(found),
            "papers": papers_of(found),
            "verdict": verdict_of(found),
            "is_sealed": held.sealed_id == found.pk,
            "spaced": spaced(found.seal),
        }
    return render(request, "appraisals/deciding/shared.html", context)


@by_secret(referrer="no-referrer")
def paper(request: HttpRequest, share: str, file_format: str) -> HttpResponse:
    """The board paper as it was made."""
    return paper_answer(_existing(*opened(share, READ)), file_format)


@by_secret(referrer="no-referrer")
def shown(request: HttpRequest, share: str, shown: int, file_format: str) -> HttpResponse:
    """One table or chart as a file."""
    return shown_file(_existing(*opened(share, READ)), shown, file_format)


def _scenario(link: Link, held: Appraisal) -> Scenario | None:
    """The scenario that the link is for; None while nothing is sealed."""
    wanted = link.detail.get("scenario", SEALED)
    done = held.scenarios.exclude(seal="").select_related("author")
    if wanted == SEALED:
        return done.filter(pk=held.sealed_id).first() if held.sealed_id else None
    found: Scenario | None = done.filter(pk=wanted).first()
    return found


def _existing(link: Link, held: Appraisal) -> Scenario:
    found = _scenario(link, held)
    if found is None:
        raise Http404
    return found
