"""How much of everything a file may have.

In:    what was counted in a file.
Out:   nothing, or a Refusal that says what was seen and what is allowed.
Never: a limit that a publisher's own file comes near.
"""

from __future__ import annotations

from dataclasses import dataclass

from mutuality.base import Refusal

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed. The largest of the publishers' files that we know has 4 MB.

    `largest`: bytes of the file. `unpacked`: bytes that a zip, gzip or xlsx unpacks to. `ratio`:
    how many times larger it may become, where it becomes larger than `small`. `entries`: files in
    an archive. `cells`: rows times columns of a sheet, from its first to its last cell. `columns`:
    as many as a spreadsheet has. `longest_line`: bytes of a line of text. `repeated`: characters
    of text that the cells of a sheet may refer to, each time counted. `parquet`: whether Parquet
    is taken at all: its pages are unpacked on their own word, so a stranger's is better not.
    """

    largest: int = 64 * MEGABYTE
    unpacked: int = 256 * MEGABYTE
    ratio: int = 200
    small: int = 8 * MEGABYTE
    entries: int = 2_000
    cells: int = 12_000_000
    columns: int = 16_384
    longest_line: int = MEGABYTE
    head_lines: int = 40
    repeated: int = 256 * MEGABYTE
    parquet: bool = True

    def check_growth(self, name: str, packed: int, unpacked: int) -> None:
        """Refuse what unpacks to too much (STO-126): by size, or by how many times."""
        if unpacked > self.unpacked:
            raise bomb(
                name,
                f"The file unpacks to more than {self.unpacked / MEGABYTE:,.0f} MB.",
            )
        if unpacked > max(self.small, self.ratio * packed):
            raise bomb(
                name,
                f"The file unpacks to more than {self.ratio:,} times its size; tables rarely "
                "reach 50 times.",
            )

    def check_cells(self, name: str, rows: int, columns: int, *, sheet: str = "") -> None:
        """Refuse a table with more rows and columns than anybody means (STO-130)."""
        if columns > self.columns or rows * columns > self.cells:
            raise too_much(
                name,
                f"{rows:,} rows and {columns:,} columns",
                "Delete what stands far below or beside the table, or split it by year.",
                sheet=sheet,
            )


LIMITS = Limits()
"""What is allowed unless the caller says otherwise."""


def oversize(name: str, size: int, limits: Limits) -> Refusal:
    """The refusal for a file that is too large to be read."""
    return Refusal(
        "STO-125",
        f"The file has {size / MEGABYTE:,.1f} MB; up to {limits.largest / MEGABYTE:,.0f} MB are "
        "taken.",
        "Split it by year, or give the table alone without pictures and other sheets.",
        where=name,
    )


def bomb(name: str, problem: str) -> Refusal:
    """The refusal for a file that grows beyond measure when it is opened."""
    return Refusal(
        "STO-126",
        problem,
        "If the file is the publisher's own, unpack it or save the table as CSV, and give that.",
        where=name,
    )


def too_much(name: str, seen: str, remedy: str, *, sheet: str = "") -> Refusal:
    """The refusal for a table of a size that nobody means."""
    return Refusal(
        "STO-130",
        f"The table has {seen}, which is more than any table that can be read here.",
        remedy,
        where=f"{name}, {sheet}" if sheet else name,
    )
