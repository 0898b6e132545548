"""Old Office files, looked at before a parser that trusts them.

In:    the bytes of a file in Microsoft's compound format (xls, and any locked workbook).
Out:   its streams, if the file is whole and open.
Never: a guess at what a damaged file held.

Layout: [MS-CFB] sections 2.2 to 2.6, and [MS-XLS] 2.4.117 for the record of a locked workbook.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from mutuality.base import Refusal

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
HEADER = 512
FREE = 0xFFFFFFFF
LAST_REGULAR = 0xFFFFFFFA
FILE_PASS, BEGIN = 0x002F, 0x0809
RECORDS_BEFORE_LOCK = 4


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file that is whole: the first sector of each stream, and how sectors follow."""

    data: bytes
    sector: int
    table: tuple[int, ...]
    streams: dict[str, int]

    def stream(self, *names: str) -> bytes:
        """What the first of these streams that is there holds.

        Raises IndexError or ValueError where its sectors lead nowhere or in a circle.
        """
        here = next(self.streams[name] for name in names if name in self.streams)
        pieces: list[bytes] = []
        while here < LAST_REGULAR:
            if len(pieces) > len(self.table):
                raise ValueError("the sectors lead in a circle")
            start = _start(here, self.sector)
            pieces.append(self.data[start : start + self.sector])
            here = self.table[here]
        return b"".join(pieces)


def check(name: str, data: bytes) -> Compound:
    """The file, taken apart.

    Raises Refusal STO-102 (locked), STO-103 (shorter than it says) and STO-104 (no workbook).
    """
    try:
        sector = 1 << struct.unpack_from("<H", data, 30)[0]
        table = _table(data, sector)
        needed = HEADER + sector * (1 + max(n for n, use in enumerate(table) if use != FREE))
        if len(data) <= needed - sector:
            raise _cut_short(name, f"{len(data):,} bytes, where at least {needed:,} are expected")
        streams = _streams(data, sector, table)
        locked = "EncryptedPackage" in streams or _is_locked(data, sector, streams)
    except (struct.error, IndexError, ValueError, OverflowError) as fault:
        raise _cut_short(name, f"{len(data):,} bytes, and its own index is broken") from fault
    if locked:
        raise Refusal(
            "STO-102",
            "The workbook is locked with a password.",
            "Ask the publisher for an open copy, or save one without a password.",
            where=name,
        )
    if not {"Workbook", "Book"} & streams.keys():
        raise Refusal(
            "STO-104",
            "The file is an Office document, but not a workbook.",
            "Give a CSV, xls, xlsx or Parquet file as the publisher offers it.",
            where=name,
        )
    return Compound(data, sector, table, streams)


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """What each sector is used for: 109 blocks by the header, more by sectors of their own."""
    count, more = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 68)[0]
    blocks = list(struct.unpack_from("<109I", data, 76)[: min(count, 109)])
    each = sector // 4 - 1
    while more < LAST_REGULAR and len(blocks) < min(count, len(data) // sector):
        *further, more = struct.unpack_from(f"<{each + 1}I", data, _start(more, sector))
        blocks += further[: count - len(blocks)]
    entries: list[int] = []
    for block in blocks:
        entries += struct.unpack_from(f"<{sector // 4}I", data, _start(block, sector))
    return tuple(entries)


def _streams(data: bytes, sector: int, table: tuple[int, ...]) -> dict[str, int]:
    """First sector of each named stream."""
    found: dict[str, int] = {}
    here, steps = struct.unpack_from("<I", data, 48)[0], 0
    while here < LAST_REGULAR and steps <= len(table):
        for offset in range(0, sector, 128):
            at = _start(here, sector) + offset
            length = struct.unpack_from("<H", data, at + 64)[0]
            if length >= 2:
                name = data[at : at + length - 2].decode("utf-16-le", errors="replace")
                found.setdefault(name, struct.unpack_from("<I", data, at + 116)[0])
        here, steps = table[here], steps + 1
    return found


def _is_locked(data: bytes, sector: int, streams: dict[str, int]) -> bool:
    """Whether the records of an xls begin with the one that carries a password's key."""
    first = streams.get("Workbook", streams.get("Book"))
    if first is None:
        return False
    at = _start(first, sector)
    for _ in range(RECORDS_BEFORE_LOCK):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == FILE_PASS:
            return True
        at += 4 + length
    return False


def _start(block: int, sector: int) -> int:
    return HEADER + block * sector


def _cut_short(name: str, seen: str) -> Refusal:
    return Refusal(
        "STO-103",
        f"The workbook is damaged or cut short ({seen}).",
        "Download it again, and compare its size with the publisher's.",
        where=name,
    )
