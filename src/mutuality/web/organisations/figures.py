"""What an organisation's page and a change's page show, drawn once for each load of data.

In:    a code or an identifier, a day, and whom to compare with.
Out:   Documents without their print pictures; effects that a job worked out; sources for files.
Never: a picture of an old load, or a page drawn anew each day though nothing happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.urls import reverse

from mutuality.base import OGL
from mutuality.papers import Document, Figure, Table, lineage_figure
from mutuality.papers.document import Block, Callout, Heading
from mutuality.register import PeerGroup, Register
from mutuality.stores import CHANGE_MEASURES, change_of, effects_of, profile_of
from mutuality.web.organisations.listing import change_rows
from mutuality.web.published import known, register, remembered, store, today

ODS = f"NHS England, Organisation Data Service, lists of organisations and successions. {OGL}"
REGISTER = "The register of changes that ships with Mutuality; each change names its own sources."

COMMAND = " To compare them, run:"
"""Where the paper of a change turns to whoever reads it beside a terminal."""


def coverage() -> list[dict[str, Any]]:
    """What is held of each measure, as of today."""
    day = today()
    return remembered(
        "coverage", day, make=lambda: [row.as_dict() for row in store().coverage(at=day)]
    )


def figures_day() -> dt.date:
    """The day as at which figures are drawn where nobody asks for another.

    The first of the month, or the last day since on which anything on record happened: a body
    opened, closed or became another, a change took effect, a period with figures ended. A page of
    today would show the same figures, and would be drawn again each morning.
    """
    return _last_news(store().version, today())


@lru_cache(maxsize=4)
def _last_news(version: str, day: dt.date) -> dt.date:
    del version  # only the key
    days = [*_days(register()), *(dt.date.fromisoformat(row["last_day"]) for row in coverage())]
    return max([day.replace(day=1), *(one for one in days if one <= day)])


def _days(held: Register) -> Iterable[dt.date]:
    yield from (link.date for link in held.successions)
    for body in held.organisations.values():
        yield from (one for one in (body.opened, body.closed) if one)
    for change in held.changes:
        if change.effective:
            yield change.effective.period.start


def profile_document(code: str, *, at: dt.date, key: str, peers: PeerGroup | None) -> Document:
    """The page of one organisation; `key` names the peers in the page cache."""
    return remembered(
        "profile",
        code,
        at,
        key,
        make=lambda: _light(_with_changes(profile_of(store(), code, at=at, peers=peers), code, at)),
    )


def _with_changes(document: Document, code: str, at: dt.date) -> Document:
    """The paper with its table of changes replaced by one that links to each change's page."""
    rows = change_rows(register(), code, at)
    table = Table(
        caption="Changes on the register that it, or a body counted with it, took part in",
        columns=["What happened", "Date", "Part", "Standing"],
        rows=rows,
        note="Those of a known day that fall inside a chart are marked on it. A mark does not mean "
        "a cause.",
    )
    blocks: list[Block] = []
    is_changes = False
    for block in document.blocks:
        if isinstance(block, Heading):
            is_changes = block.anchor == "changes"
        elif is_changes and rows:
            block = table  # noqa: PLW2901 - the paper's own table has no links
        blocks.append(block)
    return replace(document, blocks=blocks)


def opened(document: Document) -> Document:
    """A profile as a page shows it: the latest figures first, each leading to its chart.

    The name and the type stand on the page already.
    """
    glance = next(block for block in document.blocks if isinstance(block, Table))
    titles = {
        block.text: block.anchor
        for block in document.blocks
        if isinstance(block, Heading) and block.level == 3
    }
    rows: list[list[str]] = [
        [f"[{row[0]}](#{titles[row[0]]})" if row[0] in titles else row[0], *row[1:]]
        for row in glance.rows
    ]
    rest = [
        block
        for block in document.blocks
        if block is not glance and getattr(block, "anchor", "") != "glance"
    ]
    # What shares page one with the front sheet has this anchor.
    first: list[Block] = [
        Heading("At a glance", anchor="at-a-glance"),
        replace(glance, rows=rows),
    ]
    front = [row for row in document.front if row[0] not in ("Organisation", "Type")]
    return replace(document, front=front, blocks=[*first, *rest])


def lineage(code: str, *, at: dt.date) -> tuple[Figure, Figure]:
    """Who a body came from and became, for a wide and for a narrow window."""
    drawn = (
        lineage_figure(register(), code, at=at),
        lineage_figure(register(), code, at=at, layout="narrow"),
    )
    return replace(drawn[0], png=b""), replace(drawn[1], png=b"")


def effects(change: str) -> Any | None:
    """What a job worked out for a change with the figures of this load; None where none did.

    A change that no panel can hold needs no job: the reason is there at once.
    """
    if known("effects", change):
        return remembered("effects", change, make=lambda: _evaluated(change))
    return effects_of(store(), [change], measures=()) or None


def _evaluated(change: str) -> Any:
    return effects_of(store(), [change], measures=CHANGE_MEASURES)


def keep_effects(change: str, found: Any) -> None:
    """Keep what a job worked out, for every process."""
    remembered("effects", change, make=lambda: found)


def change_document(change: str, *, at: dt.date) -> Document:
    """The page of one change, with its effects where they are there."""
    held = effects(change)
    return remembered(
        "change",
        change,
        at,
        held is not None,
        make=lambda: _light(change_of(store(), change, at=at, effects=held)),
    )


def for_page(document: Document, codes: Iterable[str]) -> Document:
    """A change's page with links to its parties, and without the command for a terminal.

    In place of the command the page has a button.
    """
    blocks = [
        replace(block, text=block.text.partition(COMMAND)[0])
        if isinstance(block, Callout) and COMMAND in block.text
        else block
        for block in document.blocks
    ]
    front = [
        (label, _linked(text, codes) if label == "Parties" else text)
        for label, text in document.front
    ]
    return replace(document, front=front, blocks=blocks)


def _linked(text: str, codes: Iterable[str]) -> str:
    for code in codes:
        if register().knows(code):
            address = reverse("organisations:profile", args=[code])
            text = text.replace(f"({code})", f"([{code}]({address}))")
    return text


def sources(measures: Iterable[str]) -> list[str]:
    """Where the figures of measures come from, each publication once."""
    held = store().measures()
    lines = [store().source_of(name).attribution for name in measures if name in held]
    return list(dict.fromkeys([*lines, ODS, REGISTER]))


def measures_of(document: Document) -> Mapping[int, str]:
    """The measure of each chart of a profile, by the identity of the chart."""
    found: dict[int, str] = {}
    name = ""
    for block in document.blocks:
        if getattr(block, "level", 0) == 3:
            name = str(getattr(block, "anchor", ""))
        elif isinstance(block, Figure):
            found[id(block)] = name
    return found


def _light(document: Document) -> Document:
    """Without the pictures for print, which a page never shows and a download draws anew."""
    blocks = [
        replace(block, png=b"") if isinstance(block, Figure) else block for block in document.blocks
    ]
    return replace(document, blocks=blocks)
