"""Which periods a file speaks for, and as which edition.

In:    a Reading.
Out:   one Entry a measure and period, with the edition that ranks it.
Never: a second file for the same edition taken in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from mutuality.stores.sources import Reading

REGISTER_TABLES = ("successions", "organisations")
PARTIAL = ("tidy",)
"""Readers of tables that hold whichever bodies somebody wrote down, so that two tables for one
period may both be right. Each body of such a table has editions of its own."""
CORRECTION = "~"
"""Sorts after every date and after "revised"."""
Key = tuple[str, str, str, str, str]


class Entry(NamedTuple):
    """A measure and period in a file: ISO dates, how many rows, the edition, and whom it is of.

    `bodies` holds codes joined by spaces; it is empty for a file that speaks for everybody.
    """

    measure: str
    period_start: str
    period_end: str
    rows: int
    edition: str
    bodies: str = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """What two files must not both claim to be."""
        return keys_of(
            self.measure, self.period_start, self.period_end, self.edition, bodies=self.bodies
        )


def keys_of(measure: str, start: str, end: str, edition: str, *, bodies: str) -> tuple[Key, ...]:
    """One key a body that is named, or one for everybody."""
    return tuple((measure, start, end, edition, body) for body in bodies.split() or [""])


def entries_of(reading: Reading, *, correction: str = "") -> tuple[Entry, ...]:
    """What a file speaks for, in order.

    `correction` is the moment at which a person said that the file corrects what is held: it then
    ranks above every edition that was loaded before.

    A file of many periods that says no date of its own is ranked by its last period, so that a
    longer edition of a running series supersedes a shorter one.
    """
    found: list[Entry] = []
    for name, table in reading.tables.items():
        if name in REGISTER_TABLES:
            continue
        periods = sorted(_periods(table))
        edition = f"{CORRECTION}{correction}" if correction else reading.vintage.order
        if not edition and len(periods) > 1:
            edition = max(end for _, end, _ in periods)
        bodies = _bodies(table) if reading.reader in PARTIAL else {}
        found += [
            Entry(name, start, end, rows, edition, bodies.get((start, end), ""))
            for start, end, rows in periods
        ]
    return tuple(found)


def refuse_clash(entries: Iterable[Entry], held: Mapping[Key, str], *, file: str) -> None:
    """Refuse a file for a period and edition that another file holds already.

    Raises Refusal STO-005.
    """
    clash = next((key for entry in entries for key in entry.keys if key in held), None)
    if clash:
        measure, start, end, _, body = clash
        whose = f" for {body}" if body else ""
        raise Refusal(
            "STO-005",
            f"The period {start} to {end} of '{measure}'{whose} is already loaded from "
            f"'{held[clash]}', which is the same edition but not the same file.",
            "If this file is a correction, load it with --supersede (nothing is erased), or undo "
            "the load that holds the other one.",
            where=file,
        )


def _periods(table: pl.DataFrame) -> list[tuple[str, str, int]]:
    start, end = table["period_start"], table["period_end"]
    if start.n_unique() == end.n_unique() == 1:
        # Most files hold one month, and to group their few rows takes longer than to read them.
        return [(str(start[0]), str(end[0]), table.height)]
    counted = table.group_by("period_start", "period_end").len()
    return [(str(start), str(end), rows) for start, end, rows in counted.iter_rows()]


def _bodies(table: pl.DataFrame) -> dict[tuple[str, str], str]:
    """The codes of each period."""
    found: dict[tuple[str, str], list[str]] = {}
    for code, start, end in table["organisation", "period_start", "period_end"].iter_rows():
        found.setdefault((str(start), str(end)), []).append(code)
    return {period: " ".join(sorted(codes)) for period, codes in found.items()}
