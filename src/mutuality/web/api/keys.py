"""Who asks: the owner of a key, or a person who is signed in.

In:    a request, with `Authorization: Bearer KEY` or from a browser that is signed in.
Out:   a Caller, whose request was counted; None for anybody else.
Never: a browser let in where a key was sent that opens nothing, or a word on why it does not.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from mutuality.web.accounts.models import ApiKey, Person
from mutuality.web.api.limits import spend

USED_AFRESH = dt.timedelta(minutes=1)
"""How old a key's last use is before it is written down again."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who may read, with or without a key."""

    person: Person


class Key(HttpBearer):
    """A key that its owner made, sent as `Authorization: Bearer KEY`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The owner of a live key. Raises TooMany."""
        key = ApiKey.opened_by(token)
        if key is None or not key.person.is_active:
            return None
        spend(key, now=time.time())
        at = timezone.now()
        if key.last_used_at is None or key.last_used_at < at - USED_AFRESH:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
        return Caller(key.person)


def signed_in(request: HttpRequest) -> Caller | None:
    """The person who is signed in, for a look at the API in a browser. Raises TooMany."""
    if "Authorization" in request.headers or not request.user.is_authenticated:
        return None
    spend(request.user, now=time.time())
    return Caller(request.user)


WAYS_IN = (Key(), signed_in)
