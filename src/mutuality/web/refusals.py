"""Refusals that no form took: a page that says what is wrong and how to mend it.

In:    a Refusal raised while a page was made.
Out:   that page, with status 422.
Never: a bug dressed as a refusal: anything else crashes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.base import Refusal


class RefusalMiddleware:
    """Shows a Refusal as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; None leaves every other exception alone."""
        if not isinstance(error, Refusal):
            return None
        return render(request, "design/refused.html", {"refusal": error}, status=422)
