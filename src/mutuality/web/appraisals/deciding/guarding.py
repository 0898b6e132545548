"""Pages that open by a secret in their address, without an account.

In:    a request, and the secret.
Out:   the link and the appraisal that it opens; an answer that nobody keeps, indexes or passes on.
Never: a difference between a secret that never was, one that has ended and one that was revoked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mutuality.base import Refusal
from mutuality.web.accounts.models import Link
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.tenancy import one_of

READ, SCORE = str(Link.Purpose.READ), str(Link.Purpose.SCORE)
"""What a link can be for."""
View = Callable[..., HttpResponse]
GUESSES = (30, 600)
"""Wrong secrets from one address, and the seconds in which they are counted."""
SENDINGS = (120, 600)
"""Answers sent from one address: a whole meeting may share it."""
TOO_MANY = Refusal(
    "WEB-091",
    "Too many requests came from where you are.",
    "Wait ten minutes, then open the link again. Nothing that you sent was lost.",
)


def by_secret(*, referrer: str) -> Callable[[View], View]:
    """Make a view one that opens by a secret. It may raise Http404 for whatever opens nothing.

    `referrer` is the policy for links away from it: `no-referrer`, or `same-origin` for pages with
    a form, because a browser that sends no referrer sends no origin with a form either.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_over(request, "guesses", GUESSES) or (
                request.method == "POST" and not counted(request, "sendings", SENDINGS)
            ):
                response = render(request, "design/refused.html", {"refusal": TOO_MANY}, status=429)
            else:
                try:
                    response = view(request, *args, **kwargs)
                except Http404:
                    counted(request, "guesses", GUESSES)
                    response = render(request, "design/404.html", status=404)
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response["Referrer-Policy"] = referrer
            return response

        return guarded

    return decorate


def opened(secret: str, purpose: str) -> tuple[Link, Appraisal]:
    """The live link of a secret, and its appraisal. Raises Http404 for everything else."""
    link: Link | None = Link.opened_by(secret)
    if link is None or link.purpose != purpose or not link.subject.startswith("appraisal:"):
        raise Http404
    key = link.subject.partition(":")[2]
    held = Appraisal.objects.of(link.team).select_related("team", "sealed", "sealed_by")
    return link, one_of(held, pk=key)


def counted(request: HttpRequest, what: str, limit: tuple[int, int]) -> bool:
    """Count one more, in the cache that all processes share. False where that is one too many."""
    most, seconds = limit
    key = _key(request, what)
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it ended between the two
        return True


def is_over(request: HttpRequest, what: str, limit: tuple[int, int]) -> bool:
    """Whether too many were counted, without counting one more."""
    return bool(cache.get(_key(request, what), 0) >= limit[0])


def _key(request: HttpRequest, what: str) -> str:
    address = get_adapter().get_client_ip(request)
    return f"link-{what}-{hashlib.sha256(str(address).encode()).hexdigest()}"
