"""Findings: what studies say an organisational change did.

In:    a frame with one row per finding, every column as text or as a number.
Out:   Finding values that cannot contradict themselves, and a way to choose among them.
Never: a finding nobody checked among those that were, unless it is asked for by name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

from mutuality.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

Domain = Literal["care-quality", "efficiency", "staff", "money", "delivery"]
Direction = Literal["favourable", "adverse", "null", "mixed", "unclear"]
Design = Literal[
    "randomised", "quasi-experimental", "comparative", "review", "uncontrolled", "self-report"
]
Setting = Literal["same-system", "tax-funded", "us", "other-sector", "international"]
Scale = Literal[
    "sd", "log-ratio", "pp", "percent", "points", "natural", "share", "correlation", "direction"
]
Better = Literal["higher", "lower"]
YesNo = Literal["yes", "no"]
Word = TypeVar("Word", bound=str)

COLUMNS = (
    "id", "label", "models", "domain", "outcome", "measure", "better", "effect", "scale", "unit",
    "se", "low", "high", "direction", "design", "setting", "year_to", "sites", "size", "overlap",
    "poolable", "serious_bias", "outcome_indirect", "dose_response", "verified", "citation",
    "link", "note",
)  # fmt: skip
UNCHECKED = "Not checked at its source"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one study.

    `models` are catalogue identifiers; none means that it bears on how change works, not on a
    model. `effect`, `low` and `high` are on `scale`, in the outcome's own direction (`better`
    says which way is good); `se` is their standard error. `direction` is from the patient's,
    staff's or taxpayer's side. `year_to` is the last year of data. Findings of one study, or of
    one event, share `overlap` and count once. `poolable` is false where its authors, or we, say
    that it is no effect. `verified` is false where nobody has read it at its source.
    """

    id: str
    label: str
    models: tuple[str, ...]
    domain: Domain
    outcome: str
    measure: str | None
    better: Better | None
    effect: float | None
    scale: Scale
    unit: str
    se: float | None
    low: float | None
    high: float | None
    direction: Direction
    design: Design
    setting: Setting
    year_to: int | None
    sites: int | None
    size: str
    overlap: str
    poolable: bool
    serious_bias: bool
    outcome_indirect: bool
    dose_response: bool
    verified: bool
    citation: str
    link: str
    note: str

    @property
    def summary(self) -> str:
        """The finding as one line to print, with its warning where nobody checked it."""
        numbers = [n for n in (self.effect, self.low, self.high) if n is not None]
        if self.scale == "log-ratio":
            told, unit = [f"{math.exp(n):.2f}" for n in numbers], "times"
        else:
            told, unit = [f"{n:g}" for n in numbers], self.unit
        size = f"{told[0]} {unit}" if told else ""
        interval = (
            f" ({told[1]} to {told[2]})" if len(told) == len(("effect", "low", "high")) else ""
        )
        said = f"{self.outcome}: {size}{interval}{', ' if told else ''}{self.direction}."
        return said if self.verified else f"{UNCHECKED}: {said}"


def parse_findings(frame: pl.DataFrame) -> tuple[Finding, ...]:
    """Read findings, in the order of the file. Columns: COLUMNS, no more and no fewer.

    Raises Refusal EVI-001 where columns are missing or unknown, EVI-002 for a value that cannot
    be read, EVI-003 where an identifier stands twice, EVI-004 where a finding contradicts itself.
    """
    odd = sorted(set(frame.columns) ^ set(COLUMNS))
    if odd:
        raise Refusal(
            "EVI-001",
            f"The findings have missing or unknown columns: {', '.join(odd)}.",
            f"Give exactly these columns: {', '.join(COLUMNS)}.",
        )
    found: dict[str, Finding] = {}
    for number, row in enumerate(frame.iter_rows(named=True), start=2):
        finding = _finding(_Row(row, f"line {number}, {row['id']}"))
        if finding.id in found:
            raise Refusal(
                "EVI-003",
                f"The finding '{finding.id}' stands twice.",
                "Give each finding its own identifier.",
                where=f"line {number}",
            )
        found[finding.id] = finding
    return tuple(found.values())


def select(
    findings: Iterable[Finding],
    *,
    model: str | None = None,
    domain: str | None = None,
    measure: str | None = None,
    verified_only: bool = True,
) -> tuple[Finding, ...]:
    """The findings about a model, a domain and a measure; None leaves that question open."""
    return tuple(
        finding
        for finding in findings
        if (model is None or model in finding.models)
        and (domain is None or domain == finding.domain)
        and (measure is None or measure == finding.measure)
        and (finding.verified or not verified_only)
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row and the words that lead a person back to it."""

    values: Mapping[str, Any]
    where: str

    def text(self, column: str) -> str:
        value = self.values[column]
        return "" if value is None else str(value).strip()

    def words(self, column: str) -> str:
        text = self.text(column)
        if not text:
            raise self._unreadable(column, "Fill it in.")
        return text

    def choice(self, column: str, allowed: tuple[Word, ...]) -> Word:
        text = self.text(column)
        for word in allowed:
            if word == text:
                return word
        raise self._unreadable(column, f"Use one of: {', '.join(allowed)}.")

    def yes(self, column: str) -> bool:
        answer: YesNo = self.choice(column, get_args(YesNo))
        return answer == "yes"

    def number(self, column: str) -> float | None:
        text = self.text(column)
        try:
            return float(text) if text else None
        except ValueError:
            raise self._unreadable(column, "Write a plain number, or leave it empty.") from None

    def whole(self, column: str) -> int | None:
        value = self.number(column)
        if value is not None and not value.is_integer():
            raise self._unreadable(column, "Write a whole number, or leave it empty.")
        return None if value is None else int(value)

    def _unreadable(self, column: str, remedy: str) -> Refusal:
        seen = self.text(column)
        return Refusal(
            "EVI-002", f"'{column}' cannot be '{seen}'.", remedy, where=f"{self.where}, {column}"
        )


def _finding(row: _Row) -> Finding:
    name = row.words("id")
    finding = Finding(
        id=name,
        label=row.words("label"),
        models=tuple(model for model in row.text("models").split("|") if model),
        domain=row.choice("domain", get_args(Domain)),
        outcome=row.words("outcome"),
        measure=row.text("measure") or None,
        better=row.choice("better", get_args(Better)) if row.text("better") else None,
        effect=row.number("effect"),
        scale=row.choice("scale", get_args(Scale)),
        unit=row.text("unit"),
        se=row.number("se"),
        low=row.number("low"),
        high=row.number("high"),
        direction=row.choice("direction", get_args(Direction)),
        design=row.choice("design", get_args(Design)),
        setting=row.choice("setting", get_args(Setting)),
        year_to=row.whole("year_to"),
        sites=row.whole("sites"),
        size=row.text("size"),
        overlap=row.text("overlap") or name,
        poolable=row.yes("poolable"),
        serious_bias=row.yes("serious_bias"),
        outcome_indirect=row.yes("outcome_indirect"),
        dose_response=row.yes("dose_response"),
        verified=row.yes("verified"),
        citation=row.words("citation"),
        link=row.words("link"),
        note=row.text("note"),
    )
    problem = _contradiction(finding)
    if problem:
        raise Refusal(
            "EVI-004", problem, "Read the source again and mend the row.", where=row.where
        )
    return finding


def _contradiction(finding: Finding) -> str:
    effect, low, high = finding.effect, finding.low, finding.high
    if (effect is None) != (finding.scale == "direction"):
        return "A direction has no number, and every other scale needs one."
    if finding.se is not None and (effect is None or finding.se <= 0):
        return "A standard error is above zero and belongs to a number."
    if (low is None) != (high is None):
        return "An interval has two ends."
    if low is not None and high is not None and not (effect is not None and low <= effect <= high):
        return "An interval holds the number that it belongs to."
    return ""
