"""What one person is asked: every cell that is judged, by option.

In:    a case, what people said already, what a gate shuts out, and what studies say.
Out:   a Sheet.
Never: a cell that studies score asked as if it were open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.appraisal import Case
from mutuality.web.appraisals.deciding.units import Unit, scale_of

if TYPE_CHECKING:
    from mutuality.appraisal.case import Criterion, Option


@dataclass(frozen=True, slots=True)
class Cell:
    """One option on one criterion: asked, or `told` in words where nobody is asked."""

    option: str
    criterion: str
    title: str
    scale: str
    hint: str
    unit: Unit
    about: str
    told: str = ""
    studies: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The start of its fields' names, which is also where a refusal says it is."""
        return f"scores.{self.option}.{self.criterion}"


@dataclass(frozen=True, slots=True)
class Part:
    """One option with its cells. `out` says why it is not asked about, where it is not."""

    id: str
    title: str
    cells: tuple[Cell, ...]
    out: str = ""

    @property
    def asked(self) -> tuple[Cell, ...]:
        """Cells that people are asked about."""
        return () if self.out else tuple(cell for cell in self.cells if not cell.told)

    @property
    def known(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Criteria that nobody is asked about, why, and what studies say; alike ones together."""
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for cell in self.cells if not self.out else ():
            if cell.told:
                found.setdefault((cell.told, cell.studies), []).append(cell.title)
        return [(", ".join(names), told, studies) for (told, studies), names in found.items()]

    @property
    def reason(self) -> str:
        """The field of the reason that stands for all its cells."""
        return f"why.{self.id}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one person is asked."""

    case: Case
    parts: tuple[Part, ...]


def sheet(
    case: Case,
    *,
    spoken: Mapping[tuple[str, str], str],
    out: Mapping[str, str],
    studies: Mapping[tuple[str, str], Sequence[str]],
) -> Sheet:
    """What to ask. `out` names options that a gate shuts out, and why; `studies` what studies say
    of the cells that they score; `spoken` the scale on which a cell was scored by anybody."""
    parts = tuple(
        Part(
            option.id,
            option.title,
            tuple(_cell(case, option, one, spoken, studies) for one in case.criteria),
            out.get(option.id, ""),
        )
        for option in case.options
    )
    return Sheet(case, parts)


def _cell(
    case: Case,
    option: Option,
    criterion: Criterion,
    spoken: Mapping[tuple[str, str], str],
    studies: Mapping[tuple[str, str], Sequence[str]],
) -> Cell:
    said: Any = spoken.get((option.id, criterion.id))
    scale = scale_of(case, option, criterion, said)
    unit, level = Unit.of(criterion, scale), Unit.of(criterion, "level")
    own = option.score(criterion.id)
    told = ""
    if own is not None and own.basis == "evidence":
        told = "Scored from studies, so nobody is asked."
    elif option.is_business_as_usual and criterion.measure and own is None:
        told = "Today’s figure, carried forward."
    worst, best = criterion.worst, criterion.best
    hint = (
        f"Worst {level.words(worst.value)} ({worst.means}); "
        f"best {level.words(best.value)} ({best.means})."
    )
    against = "today" if option.is_business_as_usual else "business as usual"
    what = f"change against {against}" if scale == "change" else "level it would reach"
    if scale == "change" and unit.sign:
        what += ", in percentage points"
    elif level.unit:
        what += f", {level.unit}"
    return Cell(
        option.id, criterion.id, criterion.name, what, hint, unit,
        f"{option.title}, {criterion.name}", told,
        tuple(studies.get((option.id, criterion.id), ())) if told else (),
    )  # fmt: skip
