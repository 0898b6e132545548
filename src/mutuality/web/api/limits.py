"""How many requests one key may make in a minute, counted across all processes.

In:    the row of whoever asks, and the moment.
Out:   nothing, or TooMany with the seconds to wait.
Never: two counts for one key: the row is held while its count goes up, so that workers take turns.
"""

from __future__ import annotations

import math

from django.core.cache import caches
from django.db import transaction

from mutuality.web.accounts.models import ApiKey, Person

A_MINUTE = 600
"""Requests that one key may make in a minute: a walk through everything takes less than half."""
MINUTE = 60


class TooMany(Exception):  # noqa: N818 - it is an answer, not an error of ours
    """The key has had its share of this minute."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def name_of(who: ApiKey | Person) -> str:
    """The name under which requests are counted."""
    return f"api:{who._meta.model_name}:{who.pk}"


def spend(who: ApiKey | Person, *, now: float, allowed: int = A_MINUTE) -> None:
    """Count one request at `now`, in seconds. Raises TooMany where the minute is used up.

    The cache's own increment reads and then writes, and would lose counts between two processes.
    PostgreSQL holds the row of the key until the count is written; SQLite lets one writer in.
    """
    cache = caches["default"]
    minute = int(now // MINUTE)
    with transaction.atomic():
        list(
            who._meta.model._default_manager.select_for_update().filter(pk=who.pk).values_list("pk")
        )
        began, count = cache.get(name_of(who), (minute, 0))
        spent = count if began == minute else 0
        if spent >= allowed:
            raise TooMany(max(1, math.ceil((minute + 1) * MINUTE - now)))
        cache.set(name_of(who), (minute, spent + 1), timeout=2 * MINUTE)
