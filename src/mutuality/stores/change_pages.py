"""The page of one registered change, on the figures that are held.

In:    a workspace, a change's identifier, a date, and evaluations that were made before.
Out:   the page.
Never: an evaluation run unasked (it takes seconds), or a figure after the date of the page among
       those that are compared with nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import polars as pl

from mutuality.base import Refusal
from mutuality.evaluation import Effect
from mutuality.register import EPOCH, readable
from mutuality.stores import shipped
from mutuality.stores.evaluations import Unplaced
from mutuality.stores.panels import registered_or_tidy
from mutuality.stores.profiles import ChartDesk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mutuality.evaluation import NotEnough
    from mutuality.papers import Around, Document, Life, Plain, Promise
    from mutuality.register import Change, Register, Succession
    from mutuality.stores.workspace import Workspace

CHANGE_MEASURES = ("shmi", "ga-occupancy", "ae-4h", "engagement", "recommend-care")
"""What a change's page compares unless measures are named: each domain, as far as figures reach."""
EARLIER, LATER = dt.timedelta(days=5 * 366), dt.timedelta(days=10 * 366)
"""How far from the change a succession of one of its parties is still drawn."""
SINCE, UNTIL = dt.timedelta(days=3 * 366), dt.timedelta(days=3 * 366)
"""How far from the change plain figures are drawn."""
YEAR = dt.timedelta(days=366)
FEWEST = 2
"""Figures on each side of the change below which a line says nothing of before and after."""


def change_of(
    store: Workspace,
    change: str,
    *,
    at: dt.date,
    effects: Sequence[Effect | NotEnough | Unplaced] | None = None,
) -> Document:
    """The page of the change with this identifier, as at a date.

    `effects` is what `effects_of(store, [change], measures=CHANGE_MEASURES)` gave, now or earlier;
    results of other changes are passed over. None gives the page of a change that was not yet
    evaluated: evaluating takes seconds, and is left to the caller.

    Raises Refusal STO-009 for a change that is not in the register.
    """
    from mutuality.papers import change_page  # noqa: PLC0415 - charts take a second

    desk = _Desk(store, change, at=at)
    mine = None if effects is None else [e for e in effects if e.change_id == change]
    results = None if mine is None else [e for e in mine if not isinstance(e, Unplaced)]
    reasons = [e.reason for e in mine or () if isinstance(e, Unplaced)]
    return change_page(
        desk.change,
        at=at,
        results=results,
        unplaced="; ".join(reasons),
        around=desk.around(results),
    )


class _Desk:
    """What is held around one change."""

    def __init__(self, store: Workspace, change: str, *, at: dt.date) -> None:
        self.store, self.at = store, at
        self.register: Register = store.register()
        found = next((row for row in self.register.changes if row.id == change), None)
        if found is None:
            raise Refusal(
                "STO-009",
                f"There is no change '{change}' in the register.",
                "List them with `mutuality changes`.",
                where="change",
            )
        self.change: Change = found
        self.day = found.dated.period.start if found.dated else None

    def around(self, results: Sequence[Effect | NotEnough] | None) -> Around:
        from mutuality.papers import Around  # noqa: PLC0415 - as above

        links = self._links()
        plain = self._plain(results)
        wanted = list(dict.fromkeys([*(result.measure for result in results or ()), *plain]))
        held = self.store.measures()
        return Around(
            lives=self._lives(links),
            links=[(link.old, link.new, link.date) for link in links],
            names=self._names(),
            model=self.register.models.get(self.change.form),
            promises=self._promises(),
            findings=shipped.findings(),
            measures={name: registered_or_tidy(self.store, name) for name in wanted},
            lines={name: self.store.source_of(name).attribution for name in wanted if name in held},
            reads=dict(self._reads(results or (), plain)),
            plain=plain,
        )

    def _links(self) -> list[Succession]:
        """Who became whom among the parties, and what else they became or took in near the day."""
        codes = set(self.change.codes)

        def is_near(link: Succession) -> bool:
            if self.day is None:
                return False
            return self.day - EARLIER <= link.date <= self.day + LATER

        return [
            link
            for link in self.register.trust_successions
            if ({link.old, link.new} <= codes or ({link.old, link.new} & codes and is_near(link)))
            and EPOCH < link.date <= self.at
        ]

    def _names(self) -> Mapping[str, str]:
        """Names as people read them; those of the time for the parties."""
        bodies = self.register.organisations.items()
        names = {code: readable(body.name) for code, body in bodies if body.name}
        titles = {change.id: change.title for change in self.register.changes}
        return names | titles | {one.code: one.name for one in self.change.parties if one.code}

    def _lives(self, links: Sequence[Succession]) -> list[Life]:
        """The parties, then whoever they came from or became; no dates where nobody knows them."""
        from mutuality.papers import Life  # noqa: PLC0415 - as above

        names = self._names()
        keys = [one.code or one.name for one in self.change.parties]
        keys += [code for link in links for code in (link.old, link.new)]
        known = self.register.organisations
        lives = []
        for key in dict.fromkeys(keys):
            body = known.get(key)
            opened, closed = (body.opened, body.closed) if body else (None, None)
            lives.append(Life(key, names.get(key, key), opened, closed))
        return lives

    def _promises(self) -> list[Promise]:
        """What the reviewed list says of this change, as the facts that it points at.

        Raises Refusal STO-046 where it points at a fact that the register does not hold.
        """
        from mutuality.papers import Promise  # noqa: PLC0415 - as above

        facts = {fact.text: fact for fact in self.change.facts}
        found = []
        for row in shipped.document("promises.toml")["promise"]:
            if row["change"] != self.change.id:
                continue
            texts = [row["promised"], *row["happened"]]
            for text in texts:
                if text not in facts:
                    raise Refusal(
                        "STO-046",
                        f"The list of promises names a fact that '{self.change.id}' does not have: "
                        f"'{text}'",
                        "Write it word for word as it stands among the facts of the change.",
                        where="promises.toml",
                    )
            promised, *happened = (facts[text] for text in texts)
            ids = tuple(row.get("findings", ()))
            found.append(Promise(row["about"], promised, tuple(happened), ids, row.get("measure")))
        return found

    def _plain(self, results: Sequence[Effect | NotEnough] | None) -> dict[str, Plain]:
        """Figures of the body around the change, of each measure that was not compared."""
        from mutuality.papers import Plain  # noqa: PLC0415 - as above

        day = self.change.effective.day if self.change.effective else None
        if self.change.status != "found" or day is None or not self.change.codes:
            return {}
        since, until = day - SINCE, min(day + UNTIL, self.at)
        desk = ChartDesk(self.store, self._lead, at=until, register=self.register)
        compared = {result.measure for result in results or () if isinstance(result, Effect)}
        wanted = [result.measure for result in results or ()] or CHANGE_MEASURES
        found = {}
        for name in wanted:
            drawn = None if name in compared else desk.series(registered_or_tidy(self.store, name))
            if drawn is None:
                continue
            frame = drawn[0].frame.filter(pl.col("period_end") >= since)
            series, held = replace(drawn[0], frame=frame), frame.drop_nulls("value")["period_end"]
            if min((held < day).sum(), (held >= day).sum()) >= FEWEST:
                found[name] = Plain(desk.name, series, drawn[1] if desk.peers else None)
        return found

    @property
    def _lead(self) -> str:
        """The party whose figures are followed, as evaluations follow it."""
        lead = self.change.in_role("successor", "acquirer", "recipient")
        return next((one.code for one in lead if one.code), self.change.codes[0])

    def _reads(
        self, results: Sequence[Effect | NotEnough], plain: Mapping[str, Plain]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Which rows of which files stand behind each measure that is shown."""
        for result in results:
            if isinstance(result, Effect):
                codes = self.register.units(as_of=self.day or result.first).codes(result.unit)
                yield result.measure, self._rows(result.measure, codes, result.first, result.last)
        for name, one in plain.items():
            ends = one.series.frame["period_end"]
            first, last = cast("dt.date", ends.min()), cast("dt.date", ends.max())
            codes = self.register.units(as_of=last).codes(one.series.frame["unit"][0])
            yield name, self._rows(name, codes, first - YEAR, last)

    def _rows(
        self, measure: str, codes: Sequence[str], first: dt.date, last: dt.date
    ) -> tuple[str, ...]:
        read = (
            self.store.observations(measure)
            .filter(
                pl.col("organisation").is_in(codes)
                & (pl.col("period_start") >= first)
                & (pl.col("period_end") <= last)
            )
            .group_by("file", "sheet", "vintage")
            .agg(pl.col("row").sort())
            .sort("file", "sheet", "vintage")
        )
        return tuple(
            f"{file}{f', sheet {sheet}' if sheet else ''}, edition {vintage}: rows {_runs(rows)}"
            for file, sheet, vintage, rows in read.iter_rows()
        )


def _runs(rows: Sequence[int]) -> str:
    """Row numbers as runs: `1 to 8, 12, 20 to 31`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row <= runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(f"{a}" if a == b else f"{a} to {b}" for a, b in runs)
