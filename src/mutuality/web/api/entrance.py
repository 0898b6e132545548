"""The way in: what there is to ask for, and the API in OpenAPI's words.

In:    a request.
Out:   addresses with a sentence on each; the description for programs.
Never: an address of another host.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from ninja import Router

from mutuality.web.api.answers import provenance, told
from mutuality.web.api.shapes import Entrance, One, answers

router = Router(tags=["The way in"])


@router.get("/", response=answers(One[list[Entrance]]), url_name="entrance", summary="Addresses")
def what_there_is(request: HttpRequest) -> HttpResponse:
    """Every address, and what is there."""
    from mutuality.web.api.interface import description  # noqa: PLC0415 - they name each other

    found = [
        {"address": path, "what": methods["get"]["description"]}
        for path, methods in description()["paths"].items()
    ]
    origin = provenance("Mutuality", "See /help/licence for the software's own.")
    return told(request, found, origin=origin)


@router.get("/openapi.json", include_in_schema=False, url_name="description")
def in_openapi(request: HttpRequest) -> HttpResponse:
    """The same for programs that read OpenAPI."""
    from mutuality.web.api.interface import description  # noqa: PLC0415 - they name each other

    return HttpResponse(json.dumps(description()), content_type="application/json")
