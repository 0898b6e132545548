"""Evaluate registered changes on the figures that are held.

In:    a workspace and the identifiers of changes.
Out:   an Effect or a NotEnough for every change and measure.
Never: a change left out in silence: one that cannot be placed in a panel is told with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mutuality.base import Refusal
from mutuality.evaluation import (
    Effect,
    NotEnough,
    Protocol,
    Treatment,
    default_protocol,
    evaluate,
)
from mutuality.stores.panels import panel_of, registered_or_tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import polars as pl

    from mutuality.outcomes import Measure, Panel
    from mutuality.register import Change, Register, Units
    from mutuality.stores.workspace import Workspace

STRUCTURAL = ("merger", "acquisition", "split")
"""Forms that `--all` evaluates: those that change who a body is."""
FIRST_MEASURES = ("ga-occupancy", "ae-4h", "engagement")
"""What is evaluated unless measures are named: one a domain where figures reach far enough."""
CHOSEN_ON_OUTCOME = ("support-programme", "buddying")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A registered change that no panel can hold, and why."""

    change_id: str
    reason: str

    def as_dict(self) -> dict[str, str]:
        """Plain data for `--json` and the API."""
        return {
            "kind": "not-placed",
            "change_id": self.change_id,
            "sentence": f"Not enough data to say: {self.reason}.",
        }


class Bench:
    """The figures and the register that evaluations of one call share."""

    def __init__(self, store: Workspace) -> None:
        self.store = store
        self.register: Register = store.register()
        self._panels: dict[tuple[str, dt.date], Panel] = {}
        self._frames: dict[str, pl.DataFrame] = {}

    @cached_property
    def treatments(self) -> dict[str, Treatment]:
        """Every checked change with a known day and a party with a code, by identifier."""
        placed = ((change, self.treatment(change)) for change in self.register.changes)
        return {change.id: found for change, found in placed if isinstance(found, Treatment)}

    def treatment(self, change: Change) -> Treatment | Unplaced:
        """The change as it meets the unit of the body that it is about."""
        day = change.effective.day if change.effective else None
        if day is None:
            return Unplaced(change.id, "the day on which it took effect is not known")
        if change.status != "found":
            return Unplaced(change.id, "nobody has checked at its source that it took place")
        if not change.codes:
            return Unplaced(change.id, "none of its parties has an ODS code")
        lead = change.in_role("successor", "acquirer", "recipient")
        code = next((party.code for party in lead if party.code), change.codes[0])
        announced = change.announced.day if change.announced else None
        return Treatment(
            change_id=change.id,
            unit=self.units(day).unit(code),
            effective=day,
            announced=announced,
            codes=change.codes,
            chosen_on_outcome=change.form in CHOSEN_ON_OUTCOME,
        )

    def units(self, as_of: dt.date) -> Units:
        """Units as at a date."""
        return self.register.units(as_of=as_of)

    def panel(self, measure: str, *, as_of: dt.date) -> Panel:
        """The panel of a measure on units as at a date; scores are weighted by beds."""
        key = measure, as_of
        if key not in self._panels:
            what = registered_or_tidy(self.store, measure)
            self._panels[key] = panel_of(
                self.store,
                measure,
                as_of=as_of,
                frequency="quarter" if what.native == "month" else None,
                weights="beds" if what.pooling == "weights" else None,
                composites="exclude",
                register=self.register,
                observed=self._observed(measure),
            )
        return self._panels[key]

    def _observed(self, measure: str) -> pl.DataFrame:
        if measure not in self._frames:
            self._frames[measure] = self.store.observations(measure)
        return self._frames[measure]

    @cached_property
    def systems(self) -> dict[str, str]:
        """Integrated care board of each body, where known."""
        return {code: body.icb for code, body in self.register.organisations.items() if body.icb}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Peer group of each body, where known."""
        return {
            code: body.category
            for code, body in self.register.organisations.items()
            if body.category
        }


def effects_of(
    store: Workspace,
    changes: Sequence[str] = (),
    *,
    measures: Iterable[str] = FIRST_MEASURES,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Effect | NotEnough | Unplaced, ...]:
    """Evaluate changes by identifier; all structural ones where none is named.

    Raises Refusal STO-009 for a change that is not in the register, and OUT-001 for a measure.
    """
    bench = Bench(store)
    known = {change.id: change for change in bench.register.changes}
    missing = [name for name in changes if name not in known]
    if missing:
        raise Refusal(
            "STO-009",
            f"There is no change '{missing[0]}' in the register.",
            "List them with `mutuality changes`.",
            where="change",
        )
    chosen = [known[name] for name in changes] or [
        change for change in known.values() if change.form in STRUCTURAL
    ]
    wanted = [registered_or_tidy(store, name) for name in measures]
    results: list[Effect | NotEnough | Unplaced] = []
    for number, change in enumerate(chosen, start=1):
        if progress:
            progress(number, len(chosen), change.id)
        treatment = bench.treatment(change)
        if isinstance(treatment, Unplaced):
            results.append(treatment)
        else:
            results += _of_one(bench, treatment, wanted)
    return tuple(results)


def _of_one(
    bench: Bench, treatment: Treatment, measures: Iterable[Measure]
) -> Iterator[Effect | NotEnough]:
    """One change on each measure, on units as at the day it took effect."""
    others = [other for name, other in bench.treatments.items() if name != treatment.change_id]
    for measure in measures:
        panel = bench.panel(measure.id, as_of=treatment.effective)
        yield evaluate(
            treatment,
            panel.frame,
            protocol=protocol_for(measure, panel, treatment.change_id),
            others=others,
            volume=bench.panel("ga-occupancy", as_of=treatment.effective).frame,
            systems=bench.systems,
            kinds=bench.kinds,
        )


def protocol_for(measure: Measure, panel: Panel, change_id: str) -> Protocol:
    """The default protocol at the panel's frequency."""
    return default_protocol(
        measure.id, domain=measure.domain, changes=(change_id,), frequency=panel.frequency
    )
