"""What a person sees when a page cannot be shown.

In:    a request that failed.
Out:   a page in the same layout that says what happened and what to do next.
Never: a stack trace, a hint that something hidden exists, or, for a fault of ours, a query: it may
       be the database that failed.

In the URL map: `handler400 = "mutuality.web.design.pages.bad_request"`, and so on for 403
(`permission_denied`), 404 (`page_not_found`) and 500 (`server_error`). In settings:
`CSRF_FAILURE_VIEW = "mutuality.web.design.pages.csrf_failure"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, without asking who it is: the request itself may be a lie."""
    return _bare("design/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but the role does not allow it."""
    said = str(exception) if exception is not None else ""
    return _told(request, "design/403.html", 403, said=said)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same words for what never was and for what is another team's."""
    return _told(request, "design/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that asks nothing of the database or of the person."""
    return _bare("design/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was too old, or came from elsewhere."""
    return _told(request, "design/csrf.html", 403)


def _bare(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)


def _told(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    return HttpResponse(render_to_string(template, context, request=request), status=status)
