"""The map of addresses, walked.

In:    the workbench's URL configuration, and the values of a World.
Out:   every address, filled in.
Never: an address passed over without a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

PASSED_OVER = {
    "socialaccount_login_error": "shown when the identity provider fails; its status is 401",
    "account_confirm_email": "opened by a secret from a mail; addresses are verified by code here",
    "account_reset_password_from_key": "opened by a secret from a mail; its journey is tested",
    "openid_connect_login": "leaves for the identity provider, which tests do not have",
    "openid_connect_callback": "reached from the identity provider alone",
    "mfa_reauthenticate_webauthn": "answers a script with a challenge, not a page",
    "mfa_login_webauthn": "answers a script with a challenge, not a page",
    "account_signup_by_passkey": "a further step of a sign-up; its journey is tested",
}


@dataclass(frozen=True)
class Address:
    """One entry of the map: its full name and the arguments it takes."""

    name: str
    route: str
    arguments: tuple[str, ...]

    def filled(self, values: dict[str, Any]) -> str:
        """The address with values in place."""
        return reverse(self.name, kwargs={name: values[name] for name in self.arguments})


def addresses() -> Iterator[Address]:
    """Every named address but those passed over."""
    yield from _walk(get_resolver().url_patterns, "", "", ())


def _walk(entries: list[Any], space: str, route: str, outer: tuple[str, ...]) -> Iterator[Address]:
    for entry in entries:
        here, arguments = route + str(entry.pattern), outer + _arguments(entry)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, inner, here, arguments)
        elif entry.name is None and here.startswith("account/"):
            continue  # old addresses of allauth that send on to its new ones
        elif isinstance(entry, URLPattern) and entry.name not in PASSED_OVER:
            yield Address(f"{space}{entry.name}", here, arguments)


def _arguments(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    """What an entry of the map asks for, written as a route or as a regular expression."""
    named = tuple(getattr(entry.pattern, "converters", ()))
    return named or tuple(entry.pattern.regex.groupindex)
