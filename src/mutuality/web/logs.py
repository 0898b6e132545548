"""Structured logs: one line of JSON for each request, without personal data.

In:    requests and log records.
Out:   lines with the route, the status and the time taken; for a bug, where it happened.
Never: an address as typed (it can hold a secret or a name), a person, an IP address, a query. Nor
       the words of an error: PostgreSQL quotes the row, a conversion what somebody typed.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from mutuality.base import Refusal

log = logging.getLogger("mutuality.requests")
logging.raiseExceptions = False
"""A line that cannot be written is lost: Python would show it with everything that it is about."""
FIELDS = ("request", "method", "route", "status", "milliseconds", "job")
OUR_WORDS = (ImportError, ImproperlyConfigured, SyntaxError)
"""Errors of whoever set this up. Their words name modules and settings, and nobody."""


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        fields = {name: getattr(record, name, None) for name in FIELDS}
        # Django puts its whole request under a name of ours.
        line |= {name: said for name, said in fields.items() if isinstance(said, str | int | float)}
        if record.exc_info:
            line["traceback"] = where_it_happened(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """What it says. Where Django refuses a request it quotes it, so only the kind is kept."""
    if record.name.startswith("django.security."):
        return f"a request was refused: {record.name.rpartition('.')[2]}"
    return record.getMessage()


def where_it_happened(error: BaseException | None) -> str:
    """Every line of code that an error came through, and its kind, without what it says."""
    told: list[str] = []
    while error is not None:
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        if isinstance(error, Refusal):
            kind += f" {error.code}"
        elif isinstance(error, OUR_WORDS):
            kind += f": {error}"
        told.append("".join(traceback.format_tb(error.__traceback__)) + kind)
        # As Python's own: what was raised `from` another, or while another was dealt with.
        hidden = error.__suppress_context__ or error.__cause__
        error = error.__cause__ if hidden else error.__context__
    return "\n\nafter\n\n".join(told)


class RequestLogMiddleware:
    """Logs each request by its route, and logs the bug behind a 500 with its traceback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.log_id = uuid.uuid4().hex[:12]
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "request": request.log_id,
                "method": request.method,
                "route": match.route if match else "(no page)",
                "status": response.status_code,
                "milliseconds": round(1000 * (time.perf_counter() - started), 1),
            },
        )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """A bug: say which request it was, with the traceback. A no is not a bug."""
        if isinstance(error, Http404 | PermissionDenied | Refusal):
            return
        log.error("bug", extra={"request": request.log_id}, exc_info=error)
