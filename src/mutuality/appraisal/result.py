"""An appraisal: everything that a board paper needs to know of it.

In:    a finished simulation and all that went into it.
Out:   an Appraisal, and the same as plain data in the shape that CONTRACT fixes.
Never: a total score; options are told apart by regret, and only as far as that reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.appraisal.figures import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mutuality.appraisal.case import Case
    from mutuality.appraisal.cells import Baseline, Cell
    from mutuality.appraisal.costs import CostResult
    from mutuality.appraisal.flips import Flip
    from mutuality.appraisal.gates import GateOutcome
    from mutuality.appraisal.verdict import Verdict
    from mutuality.base import Seal

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class OptionResult:
    """One option: whether it goes on and why, how much it changes, how easily it is undone.

    `degree` runs from 0 to 1; `ease_rank` from 1 (hardest to undo) to 5. `unscored` names the
    criteria that it is not scored on. `points` are mean points by criterion, None where the
    option was not compared.
    """

    id: str
    title: str
    model: str
    degree: float
    degree_reason: str
    ease_rank: int
    gates: tuple[GateOutcome, ...]
    unscored: tuple[str, ...]
    points: Mapping[str, float] | None
    cost: CostResult | None

    @property
    def gated_out(self) -> bool:
        """Whether a gate shuts it out; no score can bring it back."""
        return any(gate.shuts_out for gate in self.gates)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is shut out."""
        return tuple(gate.stated for gate in self.gates if gate.shuts_out)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an option stands: probability of each rank, regrets in points, and against
    business as usual. `central_weights` are those of the futures in which it leads."""

    ranks: tuple[float, ...]
    mean: float
    cvar90: float
    worst_group: float
    worst_variant: float
    beats_usual: float
    central_weights: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class View:
    """Who leads for one group, or under one variant: probability of first place and regret."""

    id: str
    title: str
    leader: str
    first: Mapping[str, float]
    regret: Mapping[str, float]
    weights: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """The view as plain data, without its weights."""
        return {
            "title": self.title,
            "leader": self.leader,
            "first": _rounded(self.first),
            "regret": _rounded(self.regret),
        }


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A whole appraisal.

    `cells` has one entry for each option and criterion. `standings` holds the options that were
    compared. `groups` and `variants` say how the answer depends on who weighs and how the model
    is built. `disagreements`, `notes`, `missing` and `out_of_date` are sentences to print.
    Print probabilities with `chance`, never as they stand.
    """

    case: Case
    seal: Seal
    options: tuple[OptionResult, ...]
    cells: Mapping[tuple[str, str], Cell]
    baselines: Mapping[str, Baseline]
    standings: Mapping[str, Standing]
    groups: tuple[View, ...]
    variants: tuple[View, ...]
    weights: Mapping[str, float]
    flips: tuple[Flip, ...]
    verdict: Verdict
    disagreements: tuple[str, ...]
    missing: tuple[str, ...]
    out_of_date: tuple[str, ...]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any]

    def cell(self, option: str, criterion: str) -> Cell:
        """What is known or judged about an option on a criterion."""
        return self.cells[option, criterion]

    def told(self, option: str, criterion: str) -> str:
        """The same, as a sentence to print."""
        return told(self.cells[option, criterion], self.case.criterion(criterion))

    def as_dict(self) -> dict[str, Any]:
        """The shape of `mutuality appraise --json`. Options keep the order of the case."""
        standings = self.standings.items()
        return {
            "case": self.case.head.id,
            "date": self.case.head.date.isoformat(),
            "options": [
                {
                    "id": option.id,
                    "title": option.title,
                    "gated_out": option.gated_out,
                    "reasons": list(option.reasons),
                }
                for option in self.options
            ],
            "rank_acceptability": {
                name: [round(share, DECIMALS) for share in standing.ranks]
                for name, standing in standings
            },
            "regret": {
                name: _rounded(
                    {
                        "mean": standing.mean,
                        "cvar90": standing.cvar90,
                        "worst_group": standing.worst_group,
                        "worst_variant": standing.worst_variant,
                    }
                )
                for name, standing in standings
            },
            "beats_business_as_usual": {
                name: round(standing.beats_usual, DECIMALS)
                for name, standing in standings
                if not self.case.option(name).is_business_as_usual
            },
            "by_group": {view.id: view.as_dict() for view in self.groups},
            "variants": [{"id": view.id, **view.as_dict()} for view in self.variants],
            "flips": [flip.as_dict() for flip in self.flips],
            "evidence": [
                {
                    "option": cell.option,
                    "criterion": cell.criterion,
                    "basis": cell.basis,
                    "strength": cell.strength.label,
                    "findings": list(cell.findings),
                }
                for cell in self.cells.values()
            ],
            "verdict": self.verdict.as_dict(),
            "provenance": {**self.provenance, "seal": str(self.seal)},
        }


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DECIMALS) for name, value in numbers.items()}
