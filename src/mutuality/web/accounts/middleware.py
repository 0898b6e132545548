"""When a session was last used, for the page on which a person ends the ones they do not know.

In:    requests of people who signed in.
Out:   the same; now and then the session's row says when and from where it was used.
Never: a write for every page: with many readers at once that is most of what the database does.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

EVERY = 300.0
"""Seconds between two marks of one session by one process."""
HELD = 10_000


class SessionActivityMiddleware:
    """Marks a session as used, at most every five minutes in each process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.marked: OrderedDict[str, float] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and self._is_due(key):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def _is_due(self, key: str) -> bool:
        now = time.monotonic()
        if now - self.marked.get(key, -EVERY) < EVERY:
            return False
        self.marked[key] = now
        self.marked.move_to_end(key)
        while len(self.marked) > HELD:
            self.marked.popitem(last=False)
        return True
