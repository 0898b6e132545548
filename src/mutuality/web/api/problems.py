"""What goes wrong, as answers that say how to mend it.

In:    what an address raised, or a request that no address takes.
Out:   a problem as JSON, with its status.
Never: a bug dressed as a refusal: anything else crashes, and is told as a fault of ours.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from mutuality.base import Refusal
from mutuality.web.api.answers import problem
from mutuality.web.api.limits import A_MINUTE, TooMany
from mutuality.web.design import pages

SEE = "See /api/docs for what can be asked."


class Missing(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """What the address names is not there, for a reason that may be told."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Closed(Missing):
    """It is there, but asks for more than this key."""


def is_asked_of_the_api(request: HttpRequest) -> bool:
    """Whether an address that nobody takes lies below the API."""
    return request.path.startswith(reverse("api:entrance"))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for the whole workbench: a problem for a program, a page for a person."""
    if is_asked_of_the_api(request):
        return nothing_here()
    return pages.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for the whole workbench, likewise."""
    if not is_asked_of_the_api(request):
        return pages.server_error(request)
    fault = Refusal(
        "WEB-168",
        "Something went wrong on our side.",
        "Try again. If it fails again, tell whoever looks after the installation.",
    )
    return problem(fault, 500)


def nothing_here() -> HttpResponse:
    """404, the same for what never was and for what is another team's."""
    refusal = Refusal("WEB-164", "There is nothing at this address.", SEE, where="address")
    return problem(refusal, 404)


def not_offered(allowed: str) -> HttpResponse:
    """405: nothing can be changed here."""
    refusal = Refusal("WEB-165", "The API can be read only.", f"Use {allowed}.", where="method")
    return problem(refusal, 405, Allow=allowed)


def take_all(api: NinjaAPI) -> None:
    """Give an API these answers to all that its addresses raise."""
    api.add_exception_handler(Refusal, lambda _, refusal: problem(refusal, 422))
    api.add_exception_handler(Missing, lambda _, error: problem(error.refusal, 404))
    api.add_exception_handler(Closed, lambda _, error: problem(error.refusal, 403))
    api.add_exception_handler(Http404, lambda *_: nothing_here())
    api.add_exception_handler(AuthenticationError, lambda *_: _without_a_key())
    api.add_exception_handler(TooMany, lambda _, error: _too_many(error))
    api.add_exception_handler(ValidationError, _unusable)


def _without_a_key() -> HttpResponse:
    refusal = Refusal(
        "WEB-162",
        "No key was sent, or the key opens nothing.",
        "Make a key under 'Keys for the API' of your account, and send it as "
        "'Authorization: Bearer KEY'.",
        where="Authorization",
    )
    return problem(refusal, 401, WWW_Authenticate='Bearer realm="Mutuality"')


def _too_many(error: TooMany) -> HttpResponse:
    refusal = Refusal(
        "WEB-163",
        f"This key has made {A_MINUTE} requests in this minute.",
        f"Wait {error.wait} seconds. Longer pages need fewer requests.",
        where="Authorization",
    )
    return problem(refusal, 429, Retry_After=str(error.wait))


def _unusable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Every parameter that cannot be used, the first one named."""
    said = [_about(request, one) for one in error.errors]
    refusal = Refusal(
        "WEB-160",
        " ".join(problem for _, problem, _ in said),
        " ".join(dict.fromkeys(remedy for _, _, remedy in said)),
        where=said[0][0],
    )
    return problem(refusal, 422)


def _about(request: HttpRequest, error: dict[str, Any]) -> tuple[str, str, str]:
    """Field, problem and remedy of one parameter."""
    where = next(part for part in reversed(error["loc"]) if isinstance(part, str))
    seen = request.GET.get(where, "")[:60]
    bounds: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "less_than_equal" if where == "limit":
            remedy = (
                f"Ask for at most {bounds['le']:,} a page, and follow 'next'. Fewer fit if you "
                "narrow the list with the other parameters of this address."
            )
        case "literal_error":
            remedy = f"Use one of: {bounds['expected'].replace(' or ', ', ')}."
        case "value_error":
            remedy = bounds["error"]
        case "string_pattern_mismatch":
            remedy = f"What fits is described for '{where}' at /api/docs."
        case _:
            remedy = f"{error['msg']}."
    said = f"'{where}' cannot be '{seen}'." if seen else f"'{where}' cannot be used as it is."
    return where, said, remedy
