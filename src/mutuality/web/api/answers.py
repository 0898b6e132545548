"""Answers as JSON: data with their provenance, pages of a list, and problems with a remedy.

In:    plain data.
Out:   responses with an entity tag, kept by nobody but the asker.
Never: data without their source, or an empty list without a word on why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.web.api.asked import Paged
from mutuality.web.published import store

ADVICE = "Decision support, not legal, financial or HR advice."
KINDS = {
    "OGL-UK-3.0": "Open Government Licence v3.0",
    "unclear": "Unclear: attribute the publisher, and ask before you publish",
    "other": "See the publication",
}


def provenance(source: str, licence: str) -> dict[str, str]:
    """What stands in every answer: whence, under which licence, in which versions."""
    return {
        "source": source,
        "licence": licence,
        "data_version": store().version,
        "software_version": __version__,
        "advice": ADVICE,
    }


def told(
    request: HttpRequest, data: Any, *, origin: dict[str, str], note: str = "", **more: Any
) -> HttpResponse:
    """One thing. `note` says what a reader must know to read it rightly."""
    return _tagged(request, {"data": data, "note": note, **more, "provenance": origin})


def listed(
    request: HttpRequest,
    asked: Paged,
    rows: Sequence[Any],
    *,
    shape: Callable[[Any], Any],
    origin: dict[str, str],
    empty: str,
    note: str = "",
    **more: Any,
) -> HttpResponse:
    """A page of `rows`, which are all there are, in an order that stays."""
    data = [shape(row) for row in rows[asked.offset : asked.offset + asked.limit]]
    return paged(
        request, asked, data, total=len(rows), origin=origin, empty=empty, note=note, **more
    )


def paged(
    request: HttpRequest,
    asked: Paged,
    data: list[Any],
    *,
    total: int,
    origin: dict[str, str],
    empty: str,
    note: str = "",
    **more: Any,
) -> HttpResponse:
    """One page that was cut already. `empty` says why nothing fits, and what would."""
    if not total:
        note = f"{empty} {note}".strip()
    elif not data:
        note = f"The list ends after {total:,}. Ask for a smaller offset. {note}".strip()
    body = {"data": data, "total": total, "next": _next(request, asked, len(data), total)}
    return _tagged(request, {**body, "note": note, **more, "provenance": origin})


def problem(refusal: Refusal, status: int, **headers: str) -> HttpResponse:
    """What is wrong, and how to mend it."""
    said = refusal.as_dict() | {"remedy": _for_programs(refusal.remedy)}
    response = HttpResponse(_json(said), content_type="application/json", status=status)
    response["Cache-Control"] = "private, no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def _next(request: HttpRequest, asked: Paged, shown: int, total: int) -> str | None:
    """The address of the next page, in the words of this one."""
    if not shown or asked.offset + shown >= total:
        return None
    query = request.GET.copy()
    query["offset"] = str(asked.offset + shown)
    query["limit"] = str(asked.limit)
    return f"{request.path}?{query.urlencode()}"


def _tagged(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """The answer, or 304 where the asker has it already."""
    content = _json(body)
    response = HttpResponse(content, content_type="application/json")
    # Weak, because what is sent may be compressed on the way.
    response["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _json(body: Any) -> bytes:
    return json.dumps(
        body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
    ).encode()


def _plain(value: dt.date) -> str:
    """A day or a moment. Nothing else comes here: it would crash."""
    return value.isoformat()


WORDS = (
    ("`mutuality organisation NAME`", "/api/organisations?q=NAME"),
    ("`mutuality sources`", "/api/coverage"),
    ("--codes ", "codes="),
    ("--weights ", "weights="),
    ("--composites ", "composites="),
    ("--as-of", "as_of"),
    ("--frequency", "frequency"),
)


def _for_programs(remedy: str) -> str:
    """A remedy that speaks of the command line, in the words of the API."""
    for command, words in WORDS:
        remedy = remedy.replace(command, words)
    return remedy
