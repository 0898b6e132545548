"""The chain of the audit record: how a line is hashed, and whether lines hold together.

In:    lines as plain data, from the database or from a downloaded file.
Out:   every place where a chain does not hold.
Never: Django: whoever has a download can check it with this alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutuality.base import Refusal, seal

FIELDS = ("chain", "number", "at", "act", "by", "detail", "previous", "hash")
START = "0" * 64
"""What stands for the hash of the line before the first."""


def digest(line: dict[str, Any]) -> str:
    """The hash of a line: of all its fields but the hash itself, in canonical form."""
    return seal({name: line[name] for name in FIELDS if name != "hash"}).digest


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why."""

    chain: str
    number: int
    problem: str


def check(lines: Iterable[dict[str, Any]]) -> Iterator[Break]:
    """Read chains in order and give every place where one does not hold.

    Lines are plain data, from the database or from a downloaded file.
    """
    last: dict[str, tuple[int, str]] = {}
    for line in lines:
        chain, number = line["chain"], line["number"]
        before, hashed = last.get(chain, (0, START))
        if number != before + 1:
            yield Break(chain, number, f"Line {before + 1} is missing.")
        elif line["previous"] != hashed:
            yield Break(chain, number, "It does not follow from the line before it.")
        if digest(line) != line["hash"]:
            yield Break(chain, number, "What it says was changed after it was written.")
        last[chain] = (number, line["hash"])


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a downloaded record, as JSON lines.

    Raises Refusal WEB-150 for a file that is not one.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        whole = bool(lines) and all(set(FIELDS) <= set(line) for line in lines)
    except (OSError, ValueError, TypeError):
        whole = False
    if not whole:
        raise Refusal(
            "WEB-150",
            f"'{path.name}' is not a downloaded audit record.",
            "Download the whole record as JSON lines from the page of the audit record.",
            where=str(path),
        )
    return lines
