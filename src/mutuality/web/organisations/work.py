"""Kinds of work of this app: evaluate a change, and draw pages before anybody asks.

In:    a change, or nothing.
Out:   what pages then find in the page cache.
Never: an evaluation with the figures of one load kept as that of another.
"""

from __future__ import annotations

from typing import Any

from mutuality.base import Refusal
from mutuality.stores import CHANGE_MEASURES, effects_of
from mutuality.web.jobs.work import Handle, kind
from mutuality.web.published import store

EVALUATE = "organisations.evaluate"
WARM = "organisations.warm"


@kind(EVALUATE)
def evaluate(handle: Handle) -> dict[str, Any]:
    """Compare what happened after a change with what would have, measure by measure."""
    from mutuality.web.organisations import figures  # noqa: PLC0415 - it loads charts, acts do not

    change = handle.inputs["change"]
    measures = handle.inputs.get("measures") or list(CHANGE_MEASURES)
    version = store().version
    found: list[Any] = []
    for number, measure in enumerate(measures):
        handle.step(number, len(measures), f"Comparing {measure}")
        found += effects_of(store(), [change], measures=[measure])
    if store().version != version:
        raise Refusal(
            "WEB-039",
            "Figures were loaded while the change was being evaluated.",
            "Run it again: it will use the new figures.",
        )
    # A change that no panel can hold gives the same reason for every measure.
    figures.keep_effects(change, tuple(dict.fromkeys(found)))
    handle.step(len(measures), len(measures), "Done")
    return {"compared": sum(hasattr(one, "smallest_seen") for one in found)}


@kind(WARM)
def warm(handle: Handle) -> dict[str, Any]:
    """Draw the page of every open organisation that is not there yet."""
    from mutuality.web.organisations.views import profile, search  # noqa: PLC0415 - as above

    rows = [row for row in search.listed() if row.live]
    for number, row in enumerate(rows):
        handle.step(number, len(rows), row.name)
        profile.draw(row.code)
    handle.step(len(rows), len(rows), "Done")
    return {"organisations": len(rows)}
