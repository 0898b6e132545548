"""Add to the record, and check what the database holds of it.

In:    an act, who did it, for which team, and plain details.
Out:   an Event at the end of the team's chain; or the first place where a chain does not hold.
Never: a line outside the transaction of the act that it tells of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from mutuality.web.audit.chain import FIELDS, START, Break, check, digest
from mutuality.web.audit.models import INSTALLATION, Event, Head

if TYPE_CHECKING:
    from mutuality.web.accounts.models import Team


def chain_of(team: Team | None) -> str:
    """Where a team's lines stand; what concerns everybody stands in the installation's own."""
    return INSTALLATION if team is None else f"team:{team.pk}"


def append(*, act: str, by: Any, team: Team | None, detail: dict[str, Any]) -> Event:
    """Add one line. The end of the chain stays locked until the transaction ends."""
    with transaction.atomic():
        chain = chain_of(team)
        Head.objects.get_or_create(chain=chain)
        head = Head.objects.select_for_update().get(chain=chain)
        event = Event(
            chain=chain,
            number=head.number + 1,
            at=timezone.now(),
            act=act,
            by=by.audit_name,
            detail=detail,
            previous=head.hash,
        )
        event.hash = digest(as_dict(event))
        event.save(force_insert=True)
        head.number, head.hash = event.number, event.hash
        head.save()
    return event


def as_dict(event: Event) -> dict[str, Any]:
    """A line as plain data, as it is downloaded and hashed."""
    return {name: getattr(event, name) for name in FIELDS} | {
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    }


def verify(chains: Iterable[str] = ()) -> tuple[int, tuple[Break, ...]]:
    """Check what the database holds: how many lines were read, and where a chain does not hold.

    A chain that was cut short is found by its head, which says how long it must be.
    """
    events = Event.objects.order_by("chain", "number")
    heads = Head.objects.order_by("chain")
    if chains:
        events, heads = events.filter(chain__in=chains), heads.filter(chain__in=chains)
    count = 0
    ends: dict[str, tuple[int, str]] = {}

    def lines() -> Iterator[dict[str, Any]]:
        nonlocal count
        for event in events.iterator(chunk_size=2000):
            count += 1
            ends[event.chain] = (event.number, event.hash)
            yield as_dict(event)

    broken = list(check(lines()))
    broken += [
        Break(head.chain, head.number, "Lines at its end are missing.")
        for head in heads
        if ends.get(head.chain, (0, START)) != (head.number, head.hash)
    ]
    return count, tuple(broken)
