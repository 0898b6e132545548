"""What became of the files of a load, in words and counts.

In:    what each file said, or why it was refused.
Out:   a LoadReport, as values and as plain data.
Never: a file of the load passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.stores.codes import SHOWN

if TYPE_CHECKING:
    from pathlib import Path

    from mutuality.base import Refusal
    from mutuality.stores.sources import Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: loaded, `already` there, or refused."""

    path: Path
    reading: Reading | None = None
    already: str = ""
    refusal: Refusal | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        if self.refusal:
            return {"file": self.path.name, "status": "refused", **self.refusal.as_dict()}
        if self.reading is None:
            return {"file": self.path.name, "status": "already loaded", "as": self.already}
        return {"file": self.path.name, "status": "loaded", **report_of(self.reading)}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One call of `load`. `load_id` is None where nothing new was kept."""

    load_id: str | None
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Files that were not taken."""
        return tuple(outcome for outcome in self.outcomes if outcome.refusal)

    @property
    def loaded(self) -> tuple[Outcome, ...]:
        """Files that are new in the store."""
        return tuple(outcome for outcome in self.outcomes if outcome.reading)


def report_of(reading: Reading) -> dict[str, Any]:
    """What a reading kept and dropped, as plain data."""
    return {
        "reader": reading.reader,
        "publication": reading.source.title,
        "vintage": reading.vintage.label,
        "kept": {name: table.height for name, table in reading.tables.items()},
        "dropped": [
            {"reason": row.reason, "rows": row.rows, "example": row.example}
            for row in reading.dropped
        ],
        "checks": list(reading.checks),
        "unknown_codes": {
            "codes": len(reading.unknown),
            "examples": list(reading.unknown[:SHOWN]),
        },
    }
