"""All that one board paper is made from.

In:    an appraisal, and whatever stands around it; anything but the appraisal may be absent.
Out:   Material, with the questions that several sections ask of it.
Never: a default that reads like a fact. What nobody supplied says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.papers.ages import is_old
from mutuality.papers.board.words import NOT_SUPPLIED, listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mutuality.appraisal import Appraisal, Case
    from mutuality.appraisal.result import OptionResult
    from mutuality.base import Source
    from mutuality.evidence import Finding
    from mutuality.governance import Mandate
    from mutuality.papers.document import Figure
    from mutuality.register import Model
    from mutuality.transition import BenefitsRegister, Journey


@dataclass(frozen=True, slots=True)
class FrontSheet:
    """What a company secretary puts on a front sheet and no appraisal can know."""

    author: str = NOT_SUPPLIED
    sponsor: str = NOT_SUPPLIED
    purpose: str = "Decision"
    previous: str = NOT_SUPPLIED
    equality: str = NOT_SUPPLIED


@dataclass(frozen=True, slots=True)
class Material:
    """The contents of one paper. `organisation` may be empty; `names` go by code."""

    appraisal: Appraisal
    at: dt.date
    organisation: str
    findings: Sequence[Finding]
    models: Mapping[str, Model]
    figures: Sequence[Figure]
    sources: Sequence[Source]
    journey: Journey | None
    benefits: BenefitsRegister | None
    mandate: Mandate | None
    front: FrontSheet
    names: Mapping[str, str]
    inputs: Sequence[str] = ()

    def is_old(self, measure: str | None) -> bool:
        """Whether a measure's figure ends more than 18 months before the date of the case."""
        held = self.appraisal.baselines.get(measure or "")
        return bool(held and held.end and is_old(held.end, self.case.head.date))

    @property
    def case(self) -> Case:
        """The case that was appraised."""
        return self.appraisal.case

    @property
    def inside(self) -> tuple[OptionResult, ...]:
        """Options that go on: those compared, the least points lost first, then those unscored."""
        held = [option for option in self.appraisal.options if not option.gated_out]
        standings = self.appraisal.standings
        return tuple(
            sorted(
                held,
                key=lambda option: (
                    option.id not in standings,
                    standings[option.id].mean if option.id in standings else 0.0,
                ),
            )
        )

    @property
    def outside(self) -> tuple[OptionResult, ...]:
        """Options that a gate shuts out."""
        return tuple(option for option in self.appraisal.options if option.gated_out)

    def option(self, name: str) -> OptionResult:
        """The result of an option."""
        return next(option for option in self.appraisal.options if option.id == name)

    def title(self, name: str) -> str:
        """An option as people call it."""
        return self.case.option(name).title

    def titles(self, names: Sequence[str], last: str = "and") -> str:
        """Several options, in the order given."""
        return listed([self.title(name) for name in names], last)

    def partners(self, name: str) -> str:
        """With whom an option would be, by name where the name is known."""
        codes = self.case.option(name).partners
        known = [f"{self.names[c]} ({c})" if c in self.names else c for c in codes]
        return listed(known) or "nobody named"

    @property
    def recommended(self) -> OptionResult | None:
        """The option to start with; None where the verdict names none."""
        name = self.appraisal.verdict.recommend
        return None if name is None else self.option(name)
