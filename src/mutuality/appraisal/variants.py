"""The ways of building the model that an answer should survive.

In:    nothing: the list is fixed before any case is scored.
Out:   the main model, and one variant for each choice that somebody could contest.
Never: a variant left out because it changes the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Degree = Literal["line", "step", "off", "kept"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to build the model.

    `degree` says how degree of change bears on delivery: along a line, as a threshold, not at all
    (off), or with every promise kept in full. `factor` scales that effect. `bias` scales the bias
    of studies. `strict` leaves out all but the strict designs. `bend` turns straight values into
    curved ones and the reverse. `geometric` multiplies values instead of adding them.
    """

    id: str
    title: str
    degree: Degree = "line"
    factor: float = 1.0
    bias: float = 1.0
    strict: bool = False
    bend: bool = False
    geometric: bool = False

    @property
    def reading(self) -> tuple[float, bool]:
        """Which reading of the evidence it uses."""
        return (self.bias, self.strict)


MAIN = Variant("main", "As set out")
VARIANTS = (
    Variant("degree-off", "Degree of change makes no difference to delivery", degree="off"),
    Variant("degree-step", "Degree of change counts only above a threshold", degree="step"),
    Variant("degree-halved", "Degree of change matters half as much", factor=0.5),
    Variant("degree-doubled", "Degree of change matters twice as much", factor=2.0),
    Variant("promises-kept", "Every option delivers all it promises", degree="kept"),
    Variant("bias-halved", "Studies are half as biased", bias=0.5),
    Variant("bias-doubled", "Studies are twice as biased", bias=2.0),
    Variant("strict-designs", "Only strict study designs count", strict=True),
    Variant("values-bent", "Straight values are curved, and curved ones straight", bend=True),
    Variant("geometric", "Values are multiplied, so a very bad one cannot be made up for",
            geometric=True),
)  # fmt: skip
READINGS = tuple(sorted({variant.reading for variant in (MAIN, *VARIANTS)}))
