"""How far the cells of an old workbook (xls) reach, told from its records before it is opened.

In:    the bytes of a file in Microsoft's compound format.
Out:   notes on what it holds besides cells, or a Refusal.
Never: room promised for cells on the word of a record.

Layout: [MS-CFB] sections 2.2 to 2.6 for the file, [MS-XLS] 2.1.4 and 2.4 for the records. The
parser opens every sheet at once, so their cells count together.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mutuality.stores.packages import MACROS
from mutuality.stores.sources import compound
from mutuality.stores.sources.grid import damaged

if TYPE_CHECKING:
    from mutuality.stores.bounds import Limits

BEGINS, ENDS, SHEET, DIMENSIONS, MANY = 0x0809, 0x000A, 0x0085, 0x0200, 0x00BD
CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""Formula, many small numbers, text, shared text, number, label, logical value, small number."""
MACRO_STREAMS = ("_VBA_PROJECT_CUR", "VBA", "Macros")
_HEAD = struct.Struct("<HHHH")


def inspect_compound(name: str, data: bytes, *, limits: Limits) -> tuple[str, ...]:
    """Look at an xls. Raises Refusal STO-102 to STO-104 and STO-130 (absurdly many cells)."""
    file = compound.check(name, data)
    try:
        refuse_reach(name, file.stream("Workbook", "Book"), limits)
    except (struct.error, IndexError, ValueError) as fault:
        raise damaged(name, "its own index is broken") from fault
    return (MACROS,) if any(found in file.streams for found in MACRO_STREAMS) else ()


def refuse_reach(name: str, records: bytes, limits: Limits) -> None:
    """Refuse sheets that reach too far, and one that begins where no sheet does."""
    sheets, reach = _walk(name, records, limits)
    total = 0
    for start in sheets:
        if start not in reach:
            raise damaged(name, "a sheet begins in the middle of something else")
        rows, columns = reach[start]
        limits.check_cells(name, rows, columns)
        total += rows * columns
        limits.check_cells(name, total, 1)


def _walk(
    name: str, records: bytes, limits: Limits
) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """Where the sheets are said to begin; and how far cells reach from where one does begin.

    Each record is looked at once. Most of the time that a guard takes is spent here.
    """
    unpack, cells = _HEAD.unpack_from, CELLS
    sheets: list[int] = []
    reach: dict[int, tuple[int, int]] = {}
    around: list[tuple[int, int, int]] = []
    here = bottom = right = 0
    at, last = 0, len(records) - _HEAD.size
    while at <= last:
        kind, length, row, column = unpack(records, at)
        if kind in cells:
            if kind == MANY:
                column += length // 6 - 2
            if row >= bottom:
                bottom = row + 1
            if column >= right:
                right = column + 1
        elif kind == BEGINS:
            around.append((here, bottom, right))  # a chart may stand within a sheet
            here, bottom, right = at, 0, 0
        elif kind == ENDS:
            reach[here] = bottom, right
            here, bottom, right = around.pop() if around else (0, 0, 0)
        elif kind == SHEET:
            sheets.append(row | column << 16)
        elif kind == DIMENSIONS:
            _refuse_claim(name, records, at + 4, length, limits)
        at += 4 + length
    reach.setdefault(here, (bottom, right))
    return sheets, reach


def _refuse_claim(name: str, records: bytes, at: int, length: int, limits: Limits) -> None:
    """What a sheet says of its own size is what room is made for."""
    layout = "<IIHH" if length >= struct.calcsize("<IIHH") else "<HHHH"
    top, bottom, left, right = struct.unpack_from(layout, records, at)
    limits.check_cells(name, max(0, bottom - top), max(0, right - left))
