"""What a reader takes and gives.

In:    a file as a person offered it.
Out:   a Reading: tables, provenance, and a count of every row that was left out.
Never: a row dropped without being counted, or a total stored as an organisation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from mutuality.stores.bounds import LIMITS, Limits
from mutuality.stores.guards import inspect, refuse_name
from mutuality.stores.sources.grid import Grid, open_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.base import Source
    from mutuality.outcomes import Measure

OBSERVATIONS: dict[str, pl.DataType] = {
    "organisation": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "numerator": pl.Float64(),
    "denominator": pl.Float64(),
    "value": pl.Float64(),
    "flags": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
}
SUCCESSIONS: dict[str, pl.DataType] = {
    "old": pl.String(),
    "new": pl.String(),
    "date": pl.Date(),
    "row": pl.Int32(),
}
ORGANISATIONS: dict[str, pl.DataType] = {
    "code": pl.String(),
    "name": pl.String(),
    "kind": pl.String(),  # trust | site | other
    "opened": pl.Date(),
    "closed": pl.Date(),
    "icb": pl.String(),
    "region": pl.String(),
    "category": pl.String(),
    "longitude": pl.Float64(),
    "latitude": pl.Float64(),
    "row": pl.Int32(),
}


@dataclass(frozen=True)
class Offered:
    """A file as it was offered: its path and its bytes, read once.

    `content` holds the bytes, or says where they lie, of a file that came otherwise than by its
    path, such as an upload; `path` is then only its name. `limits` say how large it may be.
    """

    path: Path
    content: bytes | Path | None = field(default=None, repr=False)
    limits: Limits = LIMITS

    @classmethod
    def named(cls, name: str, content: bytes | Path, *, limits: Limits = LIMITS) -> Offered:
        """A file that came with a name and its bytes, or the path where they lie for now.

        Raises Refusal STO-128 for a name that leads elsewhere or does not print.
        """
        refuse_name(name)
        return cls(Path(name), content, limits)

    @property
    def name(self) -> str:
        """The file's own name, which sometimes says what the contents do not (`-revised`)."""
        return self.path.name

    @cached_property
    def data(self) -> bytes:
        """The whole file."""
        if isinstance(self.content, bytes):
            return self.content
        return (self.content or self.path).read_bytes()

    @cached_property
    def sha256(self) -> str:
        """What makes it the same file, whatever it is called."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What it holds that is set aside: macros, links. Raises the Refusals of guards.inspect."""
        return inspect(self.name, self.data, limits=self.limits)

    @cached_property
    def grid(self) -> Grid:
        """The cells, opened once for all readers, and only after the guards have looked.

        Raises Refusal STO-101 to STO-105 and STO-125 to STO-130.
        """
        _ = self.notes
        return open_grid(self.name, self.data, inspected=True)


@dataclass(frozen=True, slots=True, order=True)
class Vintage:
    """Which edition of a publication a file is. A higher `order` supersedes a lower one.

    `order` sorts as text: "" for a first edition without a date, else an ISO date or "revised".
    """

    order: str
    label: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows left out on purpose, with the reason and one example.

    `measure` is empty where the whole row was left out. Else the row gave nothing for that
    measure alone, and others were kept from it.
    """

    reason: str
    rows: int
    example: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file said.

    `tables` maps a measure's identifier to a frame with the columns of OBSERVATIONS, or
    "successions" and "organisations" to frames with those columns. `names` maps codes to the
    names used in the file, for bodies that no list of ours holds. `checks` are sentences on what
    was compared with the file's own totals. `rows` counts the rows that anything was kept from:
    with the rows in `dropped` that name no measure it makes up every row below the header.
    `declared` holds measures that the file itself defines because the registry does not. `unknown`
    holds the codes that the register does not know; readers leave it empty, since they see only
    the file.
    """

    reader: str
    source: Source
    vintage: Vintage
    tables: Mapping[str, pl.DataFrame]
    dropped: tuple[Dropped, ...] = ()
    checks: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    declared: Mapping[str, Measure] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads one publisher's layout."""

    @property
    def id(self) -> str:
        """What a person calls it: `mutuality load SOURCE PATH`."""

    @property
    def reads(self) -> str:
        """What it reads, to a person."""

    def recognises(self, file: Offered) -> bool:
        """Whether the contents look like this layout. Cheap; never raises."""

    def read(self, file: Offered) -> Reading:
        """Read it whole, or raise a Refusal that names file, sheet, row, expected and found."""
