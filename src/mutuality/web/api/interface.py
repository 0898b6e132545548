"""The API itself: its addresses, who may use them, and its description.

In:    the routers of the modules beside this one.
Out:   `api`, and `opened`, which makes its addresses answer in JSON whatever befalls.
Never: an address that changes anything, or one that the description leaves out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.web.api import appraisals, entrance, evidence, figures, organisations, register
from mutuality.web.api.keys import WAYS_IN
from mutuality.web.api.problems import not_offered, take_all


class Api(NinjaAPI):
    """The API, with the names of its addresses as the names of its operations."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name that `reverse` knows too."""
        return str(operation.url_name)


api = Api(
    title="Mutuality",
    version=__version__,
    description="Read access to what the workbench shows, for programs. Nothing can be changed.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=WAYS_IN,
)
"""Ninja's own pages are left out: they come with scripts that our pages do not allow."""


def known_words(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a parameter that the address does not have. Raises Refusal WEB-161."""

    @wraps(operation)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = kwargs.get("asked")
        known = sorted(type(asked).model_fields) if asked is not None else []
        odd = sorted(set(request.GET) - set(known))
        if odd:
            raise Refusal(
                "WEB-161",
                f"There is no parameter '{odd[0][:60]}' here.",
                f"Use any of: {', '.join(known)}." if known else "This address takes none.",
                where=odd[0][:60],
            )
        return operation(request, *args, **kwargs)

    return asked


take_all(api)
api.add_decorator(known_words)
for router in (entrance, organisations, register, figures, evidence, appraisals):
    api.add_router("", router.router)


@cache
def description() -> dict[str, Any]:
    """The API in OpenAPI's words. It names no host: its addresses are those of this one."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api:entrance")))


def opened() -> list[URLPattern]:
    """The addresses. They ask for a key themselves, so nobody is sent to a page to sign in."""
    patterns: list[URLPattern] = [one for one in api.urls[0] if one.name != "api-root"]
    for one in patterns:
        one.callback = login_not_required(csrf_exempt(_in_json(one.callback)))
    return patterns


def _in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        team = getattr(request, "team", None)
        if team is not None:  # tenancy let a browser in, and put the Team in its place
            kwargs["team"] = team.slug
        response = view(request, **kwargs)
        return not_offered(response["Allow"]) if response.status_code == 405 else response

    return answer
