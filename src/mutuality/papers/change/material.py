"""All that the page of one change is made from.

In:    a registered change, and whatever is held about it; anything but the change may be absent.
Out:   Material, with the questions that several sections ask of it.
Never: a default that reads like a fact. What nobody supplied says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mutuality.evaluation import Effect, NotEnough
from mutuality.papers.change.naming import naming

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import polars as pl

    from mutuality.evidence import Finding
    from mutuality.outcomes import Measure
    from mutuality.papers.lineage import Life
    from mutuality.papers.shown import Series
    from mutuality.register import Change, Model
    from mutuality.register.facts import Fact

Result = Effect | NotEnough


@dataclass(frozen=True, slots=True)
class Promise:
    """A fact of the register that says what was promised, and what is reported to have come of it.

    `about` is a word or two for it. `happened` are facts of the register, `findings` identifiers of
    published findings. `measure` is the measure that it speaks of, where there is one.
    """

    about: str
    fact: Fact
    happened: tuple[Fact, ...] = ()
    findings: tuple[str, ...] = ()
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """Figures of a measure that were compared with nobody: `name` is whose they are.

    `others` holds the figures of peers (`organisation, period_end, value`), where there are any.
    """

    name: str
    series: Series
    others: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What is held around a change. Everything may be absent.

    `lives` and `links` are the bodies around it and who became whom (old code, new code, day);
    a body without a code stands under its name. `names` gives readable names by code or unit, and
    titles of other changes by their identifier.
    `measures` gives measures, `lines` the attribution of each, `reads` the files and rows that were
    read for it, and `plain` figures of measures that could not be compared, all by identifier.
    `findings` are published findings; those that name this change are shown. `model` is its kind
    of change in the catalogue.
    """

    lives: Sequence[Life] = ()
    links: Sequence[tuple[str, str, dt.date]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    model: Model | None = None
    promises: Sequence[Promise] = ()
    findings: Sequence[Finding] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    plain: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """The contents of one page.

    `results` is None where the change was not evaluated, and empty where no panel can hold it, for
    the reason in `unplaced`.
    """

    change: Change
    at: dt.date
    results: Sequence[Result] | None
    unplaced: str
    around: Around

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The measures on which it could be compared."""
        return tuple(r for r in self.results or () if isinstance(r, Effect))

    @property
    def short(self) -> tuple[NotEnough, ...]:
        """The measures on which it could not."""
        return tuple(r for r in self.results or () if isinstance(r, NotEnough))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The published findings that name this change."""
        return naming(self.change, self.around.findings)

    @property
    def is_checked(self) -> bool:
        """Whether the entry as a whole may be told as a fact."""
        return self.change.status == "found"

    def measure(self, name: str) -> Measure | None:
        """A measure by its identifier, where it was given."""
        return self.around.measures.get(name)

    def title(self, name: str) -> str:
        """A measure as people call it."""
        measure = self.measure(name)
        return measure.title if measure else name

    def name(self, code: str) -> str:
        """A body or a unit as people call it; a unit of several, by all their names."""
        names = self.around.names
        return names.get(code) or " and ".join(names.get(part, part) for part in code.split("+"))

    def line(self, measure: str) -> str:
        """The attribution of a measure's figures."""
        return self.around.lines.get(measure, "Source: not supplied.")
