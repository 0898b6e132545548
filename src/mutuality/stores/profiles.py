"""The charts and the page of one organisation, on the figures that are held.

In:    a workspace, an ODS code and a date.
Out:   figures with peers and changes marked, and the profile page.
Never: a figure after the date, or a part of a period drawn as if it were the whole.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.base import Refusal
from mutuality.register import readable
from mutuality.stores.panels import panel_about, registered_or_tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from mutuality.outcomes import Measure, Panel
    from mutuality.papers import Document, Figure, Series
    from mutuality.register import PeerGroup, Register
    from mutuality.stores.workspace import Workspace

UNKNOWN_KIND = "organisation of a type that we do not hold"


class ChartDesk:
    """What can be drawn of one organisation as at a date.

    `group` are the peers to compare it with; without one, those of its type. Raises Refusal
    REG-001 for an unknown code, STO-051 for a group of another body or day.
    """

    def __init__(
        self,
        store: Workspace,
        code: str,
        *,
        at: dt.date,
        register: Register | None = None,
        group: PeerGroup | None = None,
    ) -> None:
        self.store = store
        self.register = register or store.register()
        self.body = self.register.organisation(code)
        self.at = at
        self.units = self.register.units(as_of=at)
        self.unit = self.units.unit(self.body.code)
        self.group = group
        if group and (group.of, group.as_at) != (self.unit, at):
            raise Refusal(
                "STO-051",
                f"The peers were chosen for {group.of} as at {group.as_at}, "
                f"and the page is of {self.unit} as at {at}.",
                "Choose the peers again for this body and day.",
                where="peers",
            )

    @property
    def name(self) -> str:
        """Whose figures are drawn: the bodies that carry the unit on, by name where one is held."""
        bodies = (self.register.organisation(code) for code in self.unit.split("+"))
        return " and ".join(readable(body.name) if body.name else body.code for body in bodies)

    @cached_property
    def peers(self) -> frozenset[str]:
        """Units of the chosen group, else of the same type; none where the type is not known."""
        if self.group:
            return frozenset(self.group.units)
        kind = self.body.category
        return frozenset(
            self.units.unit(code)
            for code, other in self.register.organisations.items()
            if kind and other.category == kind
        )

    @cached_property
    def changes(self) -> tuple[tuple[dt.date, str], ...]:
        """Checked changes of the unit's bodies that took effect on a known day."""
        found = {
            (change.effective.day, change.title)
            for code in self.units.codes(self.unit)
            for change in self.register.changes_of(code)
            if change.status == "found" and change.effective and change.effective.day
        }
        return tuple(sorted((day, title) for day, title in found if day and day <= self.at))

    def panel(self, measure: Measure) -> Panel | None:
        """The panel of a measure up to the date; None without figures of the organisation."""
        code = self.body.code
        return panel_about(self.store, measure, code, at=self.at, register=self.register)

    def series(self, measure: Measure) -> tuple[Series, pl.DataFrame] | None:
        """The organisation's own figures and those of its peers; None without any of its own."""
        from mutuality.papers import Series  # noqa: PLC0415 - charts take a second

        built = self.panel(measure)
        if built is None:
            return None
        part = "short-period|part-missing" if measure.pooling == "sum" else "short-period"
        frame = built.frame.filter(~pl.col("flags").str.contains(part))
        own = frame.filter(pl.col("unit") == self.unit)
        if own["value"].null_count() == own.height:
            return None
        others = frame.filter(pl.col("unit").is_in(self.peers)).rename({"unit": "organisation"})
        line = self.store.source_of(measure.id).attribution
        first: Any = own["period_start"].min()
        resets = tuple(
            known.start for known in measure.breaks if known.resets and known.start > first
        )
        return Series(measure, own, line, rebase=resets), others

    def figures(self, measures: Iterable[str]) -> tuple[Figure, ...]:
        """A chart of each measure that the organisation has figures for."""
        from mutuality.papers import show  # noqa: PLC0415 - as above

        found = []
        for name in measures:
            drawn = self.series(registered_or_tidy(self.store, name))
            if drawn:
                shown = show(
                    drawn[0],
                    code=self.unit,
                    name=self.name,
                    peers=drawn[1] if self.peers else None,
                    changes=self.changes,
                    at=self.at,
                    rule=self.group.rule if self.group else "",
                )
                found.append(shown.figure)
        return tuple(found)


def profile_of(
    store: Workspace,
    code: str,
    *,
    at: dt.date,
    measures: Sequence[str] = (),
    peers: PeerGroup | None = None,
) -> Document:
    """The page of one organisation: three domains, peers, changes on the time axis.

    It is compared with the chosen `peers`, by a rule that the page names; else with its type.

    Raises Refusal REG-001 for an unknown code, STO-051 for a group of another body or day.
    """
    from mutuality.outcomes import REGISTRY  # noqa: PLC0415 - kept beside its use
    from mutuality.papers import profile  # noqa: PLC0415 - charts take a second

    desk = ChartDesk(store, code, at=at, group=peers)
    wanted = [registered_or_tidy(store, name) for name in measures] or [
        *(measure for measure in REGISTRY.values() if measure.headline),
        *store.declared().values(),
    ]
    drawn = {measure.id: found for measure in wanted if (found := desk.series(measure))}
    return profile(
        desk.unit,
        name=desk.name,
        kind=desk.body.category or UNKNOWN_KIND,
        series=[series for series, _ in drawn.values()],
        peers={name: others for name, (_, others) in drawn.items()} if desk.peers else {},
        changes=desk.changes,
        at=at,
        expected=wanted,
        rule=peers.rule if peers else "",
        caution=peers.caution if peers else "",
    )
