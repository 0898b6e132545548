"""The register: organisations, successions, changes and models, as one value.

In:    what `stores` read, from the shipped reference or from files that a person loaded.
Out:   who a code is or was, where it came from and what became of it.
Never: a file. The register is handed to a room whole.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.register.finding import Index, index_of
from mutuality.register.organisations import Organisation, kind_of
from mutuality.register.search import Found, search
from mutuality.register.successions import Succession, neighbours
from mutuality.register.units import EPOCH, Units, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mutuality.register.changes import Change
    from mutuality.register.models import Model


@dataclass(frozen=True, slots=True)
class Lineage:
    """One body's place in the story, as at a date.

    `predecessors` and `successors` are the immediate links; `ancestors` and `heirs` are every code
    reached by walking them. `successor_known` is false for a body that ended with no successor on
    record.
    """

    organisation: Organisation
    at: dt.date
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]
    ancestors: frozenset[str]
    heirs: frozenset[str]
    successor_known: bool
    note: str = ""

    @property
    def survivors(self) -> frozenset[str]:
        """The codes that carry the body on: itself, where nothing followed it."""
        return self.heirs or frozenset({self.organisation.code})


@dataclass(frozen=True)
class Register:
    """Who is who. Every mapping is by ODS code or identifier."""

    organisations: Mapping[str, Organisation]
    successions: tuple[Succession, ...]
    changes: tuple[Change, ...] = ()
    models: Mapping[str, Model] = field(default_factory=dict)
    without_successor: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _links(self) -> tuple[dict[str, list[Succession]], dict[str, list[Succession]]]:
        return neighbours(self.successions)

    @cached_property
    def _index(self) -> Index:
        return index_of(self)

    @cached_property
    def trusts(self) -> frozenset[str]:
        """Codes of trusts, living or not."""
        listed = {code for code, body in self.organisations.items() if body.kind == "trust"}
        seen = {code for link in self.successions for code in (link.old, link.new)}
        return frozenset(listed | {code for code in seen if kind_of(code) == "trust"})

    @cached_property
    def trust_successions(self) -> tuple[Succession, ...]:
        """Successions from one trust to another, the only ones that units are made of."""
        return tuple(
            link for link in self.successions if link.old in self.trusts and link.new in self.trusts
        )

    def is_trust(self, code: str) -> bool:
        """Whether a code is a trust's: on a list of trusts, or shaped like a trust's code."""
        return code in self.trusts or kind_of(code) == "trust"

    def organisation(self, code: str) -> Organisation:
        """The body with this code.

        Raises Refusal REG-001 for a code that no list, succession or outcome file holds.
        """
        code = code.strip().upper()
        if code in self.organisations:
            return self.organisations[code]
        if self.knows(code):
            return Organisation(code, kind=kind_of(code))
        near = get_close_matches(code, sorted(self.organisations), n=3, cutoff=0.6)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise Refusal(
            "REG-001",
            f"No organisation with the code '{code}' is in the register.",
            "Give an ODS code such as RMP, or search by name with `mutuality organisation NAME`."
            + hint,
            where="code",
        )

    def knows(self, code: str) -> bool:
        """Whether a list, a succession or an outcome file holds this code, as written."""
        leaving, arriving = self._links
        return code in self.organisations or code in leaving or code in arriving

    def search(self, words: str, *, limit: int = 10, at: dt.date = dt.date.max) -> Found:
        """Organisations by code, old code, name, older name or board, in spite of slips of the key.

        The index is made at the first search and kept with the register. See
        `mutuality.register.search` for the order, and for what is refused (REG-114 to REG-116).
        """
        return search(self, self._index, words, limit=limit, at=at)

    def successors(self, code: str, *, at: dt.date = dt.date.max) -> tuple[Succession, ...]:
        """The links that leave a body up to `at`; none for a code that nothing is known of."""
        return tuple(link for link in self._links[0].get(code, ()) if link.date <= at)

    def lineage(self, code: str, *, at: dt.date = dt.date.max) -> Lineage:
        """Where a body came from and what became of it, counting links up to `at`.

        Raises Refusal REG-001 for an unknown code.
        """
        body = self.organisation(code)
        leaving, arriving = self._links
        backward = [link for link in arriving.get(body.code, []) if link.date <= at]
        return Lineage(
            organisation=body,
            at=at,
            predecessors=tuple(backward),
            successors=self.successors(body.code, at=at),
            ancestors=_walk(body.code, arriving, at=at, to_old=True),
            heirs=_walk(body.code, leaving, at=at, to_old=False, leaves_only=True),
            successor_known=body.code not in self.without_successor,
            note=self.without_successor.get(body.code, ""),
        )

    def units(self, *, as_of: dt.date, since: dt.date = EPOCH) -> Units:
        """Units of the whole country as at a date (see `mutuality.register.units`)."""
        return units(self.trust_successions, as_of=as_of, since=since)

    def changes_of(self, code: str) -> tuple[Change, ...]:
        """Changes in which a body took part, in order of date."""
        return tuple(
            change for change in self.changes if any(party.code == code for party in change.parties)
        )

    def with_names(self, names: Mapping[str, str]) -> Register:
        """The same register, knowing the names that outcome files use for bodies without one."""
        if names.keys() <= self.organisations.keys():
            return self  # and with it the index that searches have made
        bodies = dict(self.organisations)
        for code, name in names.items():
            if code not in bodies:
                bodies[code] = Organisation(code, name=name, kind=kind_of(code))
        return Register(bodies, self.successions, self.changes, self.models, self.without_successor)

    def summary(self, code: str, *, at: dt.date = dt.date.max) -> dict[str, Any]:
        """The shape of `mutuality organisation CODE --json` (docs/reference/contract.md)."""
        line = self.lineage(code, at=at)
        body = line.organisation
        closes = min((link.date for link in line.successors), default=None)
        return {
            "code": body.code,
            "name": body.name,
            "kind": body.kind,
            "opened": _iso(body.opened),
            "closed": _iso(_closed(body, closes, at)),
            "successors": [_link(link, link.new) for link in line.successors],
            "predecessors": [_link(link, link.old) for link in line.predecessors],
            "survivors": sorted(line.survivors),
            "changes": [
                {
                    "id": change.id,
                    "form": change.form,
                    "status": change.status,
                    "effective": change.effective.iso if change.effective else None,
                }
                for change in self.changes_of(body.code)
                if change.dated is None or change.dated.period.start <= at
            ],
            "successor_known": line.successor_known,
            "note": line.note,
        }


def _walk(
    code: str,
    links: Mapping[str, list[Succession]],
    *,
    at: dt.date,
    to_old: bool,
    leaves_only: bool = False,
) -> frozenset[str]:
    """Every code reached from `code`; with `leaves_only`, those from which nothing leads on."""
    seen: set[str] = set()
    leaves: set[str] = set()
    todo: list[str] = [code]
    while todo:
        here = todo.pop()
        nexts = [
            link.old if to_old else link.new for link in links.get(here, []) if link.date <= at
        ]
        if not nexts and here != code:
            leaves.add(here)
        fresh = [found for found in nexts if found not in seen and found != code]
        seen.update(fresh)
        todo.extend(fresh)
    return frozenset(leaves if leaves_only else seen)


def _closed(body: Organisation, handover: dt.date | None, at: dt.date) -> dt.date | None:
    """The last day of a body: as listed, else the day before it handed over."""
    day = dt.timedelta(days=1)
    last = body.closed or (handover - day if handover else None)
    return last if last and last <= at else None


def _link(link: Succession, code: str) -> dict[str, Any]:
    row: dict[str, Any] = {"code": code, "date": link.date.isoformat(), "kind": link.kind}
    if link.other_date:
        row["other_date"] = link.other_date.isoformat()
    return row


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def organisations_by_code(bodies: Iterable[Organisation]) -> dict[str, Organisation]:
    """Index bodies by code; a later row for the same code fills what an earlier left unknown."""
    found: dict[str, Organisation] = {}
    for body in bodies:
        known = found.get(body.code)
        found[body.code] = _fill(known, body) if known else body
    return found


def _fill(known: Organisation, more: Organisation) -> Organisation:
    """Keep what the first list says; take from the second only what the first left unknown."""
    return Organisation(
        code=known.code,
        name=known.name or more.name,
        kind=known.kind if known.kind != "other" else more.kind,
        opened=known.opened or more.opened,
        closed=known.closed or more.closed,
        icb=known.icb or more.icb,
        region=known.region or more.region,
        category=known.category or more.category,
        longitude=more.longitude if known.longitude is None else known.longitude,
        latitude=more.latitude if known.latitude is None else known.latitude,
    )
