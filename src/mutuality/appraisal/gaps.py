"""What nobody knows yet of a case: the cells without a number, and what would fill them.

In:    a case with its cells, how often each model was tried, and whom to ask.
Out:   a Gap for each cell that is unscored.
Never: a number to fill one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mutuality.appraisal.case import Case, Criterion, Domain, Option
    from mutuality.appraisal.cells import Cell

JUDGE = "low, likely and high, with who says so and why"


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell without a number: what is known, what would settle it, and who might say.

    `strength` is that of the studies on file, however little of it is a number, and `findings`
    are theirs.
    """

    option: str
    criterion: str
    title: str
    why: str
    settles: str
    ask: str
    strength: str
    findings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The gap as plain data."""
        return asdict(self) | {"findings": list(self.findings)}


def gaps(
    case: Case,
    cells: Mapping[tuple[str, str], Cell],
    *,
    tried: Mapping[str, int],
    ask: Mapping[Domain, str],
) -> Iterator[Gap]:
    """The unscored cells, by criterion.

    `tried` counts the changes on the register that each model's name is a form of; `ask` names
    people by domain.
    """
    for criterion in case.criteria:
        for option in case.options:
            cell = cells[option.id, criterion.id]
            if cell.basis == "unscored":
                yield Gap(
                    option=option.id,
                    criterion=criterion.id,
                    title=f"{option.title} on {criterion.name}",
                    why=_why(option, cell),
                    settles=_settles(option, criterion, tried.get(option.model, 0)),
                    ask=ask[criterion.domain],
                    strength=cell.context.label,
                    findings=tuple(name for name, _ in cell.unused),
                )


def _why(option: Option, cell: Cell) -> str:
    if option.is_business_as_usual:
        return "No figure is held of where things stand today."
    if not cell.unused:
        return "No study of this is on file."
    reasons = Counter(why for _, why in cell.unused)
    told = "; ".join(f"{why} ({count})" for why, count in reasons.most_common())
    number = len(cell.unused)
    studies = "1 finding is" if number == 1 else f"{number} findings are"
    return f"{studies} on file, and none can be a number here: {told}."


def _settles(option: Option, criterion: Criterion, tried: int) -> str:
    if option.is_business_as_usual:
        return f"A figure, loaded with its source; or a judgement: {JUDGE}."
    if criterion.measure and tried:
        changes = "change of this form that is" if tried == 1 else f"{tried} changes of this form"
        return (
            f"An evaluation of the {changes} on the register, if the figures reach that far; or "
            f"a judgement: {JUDGE}."
        )
    return f"A judgement: {JUDGE}; best by somebody who has done it."
