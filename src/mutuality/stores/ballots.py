"""Read an advisory ballot from files.

In:    a TOML file with the question, the roll and the dates; a CSV file with one paper a row.
Out:   what `governance` counts.
Never: a name. A file of papers with a column of names is refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal, Seal
from mutuality.governance import Question, Result, Threshold, count_advisory

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = (
    "text",
    "electorate",
    "appraisal",
    "turnout",
    "support",
    "fixed",
    "opened",
    "closed",
    "roll",
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A question as put: who could vote, and between which days."""

    question: Question
    roll: int
    opened: dt.date
    closed: dt.date

    def count(self, papers: list[str]) -> Result:
        """Count papers under this question."""
        return count_advisory(
            papers,
            roll=self.roll,
            question=self.question,
            opened=self.opened,
            closed=self.closed,
        )


def read_ballot(path: Path, *, appraisal: Seal | None = None) -> Ballot:
    """The question and its rules. Raises Refusal STO-010 where a field is missing or malformed.

    `appraisal` supplies the seal for a file that was written before the appraisal was sealed.
    """
    document = read_toml(path)
    if appraisal is not None:
        document.setdefault("appraisal", str(appraisal))
    missing = [name for name in FIELDS if name not in document]
    if missing:
        raise Refusal(
            "STO-010",
            f"The ballot file has no {', '.join(missing)}.",
            f"Give each of: {', '.join(FIELDS)}. Shares are written as fractions, such as '2/3'.",
            where=path.name,
        )
    threshold = Threshold(
        _fraction(document, "turnout", path), _fraction(document, "support", path)
    )
    fixed, opened, closed = (_date(document, name, path) for name in ("fixed", "opened", "closed"))
    if not isinstance(document["roll"], int) or isinstance(document["roll"], bool):
        raise _malformed(path, "roll", document["roll"], "a whole number of people")
    question = Question(
        str(document["text"]),
        str(document["electorate"]),
        Seal(str(document["appraisal"])),
        threshold,
        fixed,
    )
    return Ballot(question, document["roll"], opened, closed)


def read_papers(path: Path) -> list[str]:
    """Marks in order, from a CSV with the one column `paper`. Raises Refusal STO-011."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(
            "STO-011",
            f"The file of papers cannot be read ({error}).",
            "Give a CSV file with one column, `paper`.",
            where=str(path),
        ) from error
    if not rows or [cell.strip().casefold() for cell in rows[0]] != ["paper"]:
        found = ", ".join(rows[0]) if rows else "nothing"
        raise Refusal(
            "STO-011",
            f"The file of papers has the columns '{found}'.",
            "Give one column with the heading 'paper', and one mark in each row: yes, no or "
            "spoilt. Papers must not carry names.",
            where=path.name,
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > 1:
            raise Refusal(
                "STO-011",
                f"A paper has {len(row)} cells, where one mark was expected.",
                "Keep the one column 'paper'. Papers must not carry names.",
                where=f"{path.name}, row {number}",
            )
    return [row[0].strip().casefold() if row else "" for row in rows[1:]]


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. Raises Refusal STO-012 where it is not there or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Refusal(
            "STO-012", f"There is no file '{path}'.", "Check the spelling.", where=str(path)
        ) from error
    except OSError as error:
        raise Refusal(
            "STO-012",
            f"The file cannot be read ({error.strerror}).",
            "Give the path of a TOML file that you may read.",
            where=str(path),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            "STO-012",
            f"The file is not valid TOML: {error}.",
            "Mend the line that is named. docs/reference/case.md shows the form of a case.",
            where=path.name,
        ) from error


def _fraction(document: dict[str, Any], name: str, path: Path) -> Fraction:
    try:
        return Fraction(str(document[name]))
    except (ValueError, ZeroDivisionError) as error:
        raise _malformed(path, name, document[name], "a fraction such as '2/3'") from error


def _date(document: dict[str, Any], name: str, path: Path) -> dt.date:
    day = document[name]
    if isinstance(day, dt.datetime) or not isinstance(day, dt.date):
        raise _malformed(path, name, day, "a date such as 2026-11-22, without quotation marks")
    return day


def _malformed(path: Path, name: str, seen: object, wanted: str) -> Refusal:
    return Refusal(
        "STO-010", f"'{name}' is {seen!r}.", f"Write it as {wanted}.", where=f"{path.name}, {name}"
    )
