"""A case, its appraisal and its paper, on the figures that are held.

In:    a workspace and a case written by people.
Out:   the appraisal, the promises with their baselines, the charts and the board paper.
Never: a figure of a period after the date of the case.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from mutuality.appraisal import Appraisal, Baseline, Case, appraise, parse_case
from mutuality.base import Period, Refusal
from mutuality.register import readable
from mutuality.stores import shipped
from mutuality.stores.ballots import read_toml
from mutuality.stores.panels import panel_about, registered_or_tidy
from mutuality.stores.profiles import ChartDesk
from mutuality.transition import BenefitsRegister, Journey, plan, promise

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from mutuality.governance import Mandate
    from mutuality.outcomes import Measure, Panel
    from mutuality.papers import Document, Figure
    from mutuality.stores.workspace import Workspace

CHARTS = ("shmi", "ae-4h", "ga-occupancy", "rtt-over-52", "engagement", "sickness", "burnout")
"""What the problem is shown with, where the body has figures."""
SAME_FORM = ("business-as-usual", "do-minimum")
"""Models that change no organisational form."""


def read_case(path: Path) -> Case:
    """A case from a TOML file.

    Raises Refusal STO-012 where the file is not TOML, and what `appraisal.parse_case` refuses.
    """
    return parse_case(read_toml(path))


class CaseDesk:
    """One case and all that a workspace knows about it. Nothing is worked out twice."""

    def __init__(self, store: Workspace, case: Case) -> None:
        self.store = store
        self.case = case
        self.register = store.register()
        self._panels: dict[str, Panel | None] = {}

    @property
    def at(self) -> dt.date:
        """The date of the case: nothing later is looked at."""
        return self.case.head.date

    @cached_property
    def appraisal(self) -> Appraisal:
        """The appraisal of the case on the catalogue, findings, gates and figures that are held."""
        return appraise(
            self.case,
            models=self.register.models,
            findings=shipped.findings(),
            gates=shipped.gates(),
            defaults=shipped.defaults(),
            baselines=self.baselines,
        )

    @cached_property
    def baselines(self) -> dict[str, Baseline]:
        """The latest figure of each measure for the body that the case is about."""
        return {name: found for name in self.measures if (found := self._baseline(name))}

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Measures of the criteria, then those that the problem is usually shown with."""
        named = [criterion.measure for criterion in self.case.criteria if criterion.measure]
        for name in named:
            registered_or_tidy(self.store, name)
        return tuple(dict.fromkeys([*named, *CHARTS]))

    @cached_property
    def lead(self) -> str | None:
        """The body that the figures are of: the first of the case, where it has any.

        Raises Refusal REG-001 for a code that the register does not know.
        """
        named = self.case.head.organisations
        return self.register.organisation(named[0]).code if named else None

    def panel(self, measure: str) -> Panel | None:
        """The panel of a measure up to the date of the case; None without figures of the body."""
        if measure not in self._panels:
            self._panels[measure] = self._build(measure)
        return self._panels[measure]

    def benefits(self, option: str) -> BenefitsRegister:
        """What an option promises: a benefit for each criterion, none with a target yet."""
        if option not in [known.id for known in self.case.options]:
            raise Refusal(
                "STO-014",
                f"'{option}' is not an option of this case.",
                f"Its options are: {', '.join(known.id for known in self.case.options)}.",
                where="option",
            )
        return promise(
            self.case.criteria,
            option=option,
            baselines={
                name: (found.value, found.period, found.source)
                for name, found in self.baselines.items()
            },
        )

    def journey(self, option: str, *, start: dt.date | None = None) -> Journey:
        """The dated plan of an option's model.

        Raises Refusal STO-015 for an option that changes no form, which needs no journey, and
        what `transition.plan` refuses.
        """
        if not self.changes_form(option):
            raise Refusal(
                "STO-015",
                f"'{option}' changes no organisational form, so there is no journey to plan.",
                "Name an option that does. Its benefits can be tracked all the same.",
                where="option",
            )
        return plan(shipped.journeys(), self.case.option(option).model, start=start or self.at)

    def changes_form(self, option: str) -> bool:
        """Whether an option is more than carrying on, with or without a plan of one's own."""
        return self.case.option(option).model not in SAME_FORM

    def _journey_written(self, option: str, *, start: dt.date) -> Journey | None:
        """The journey of an option; None where none is needed, or none is written for its model."""
        try:
            return self.journey(option, start=start)
        except Refusal:  # the paper then says what is missing; `mutuality journey` says why
            return None

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Charts of the body's own figures, with its peers and its changes."""
        if self.lead is None:
            return ()
        desk = ChartDesk(self.store, self.lead, at=self.at, register=self.register)
        return desk.figures(self.measures)

    def paper(self, *, mandate: Mandate | None = None) -> Document:
        """The board paper, dated as the case is, or as the ballot closed where there was one."""
        from mutuality.papers import FrontSheet, board_paper  # noqa: PLC0415 - charts take a second

        planned = self.planned
        dated = max(self.at, mandate.result.closed) if mandate else self.at
        return board_paper(
            self.appraisal,
            at=dated,
            organisation=self.name,
            findings=shipped.findings(),
            models=self.register.models,
            figures=self.figures,
            sources=[self.store.source_of(name) for name in self.baselines],
            journey=self._journey_written(planned, start=dated) if planned else None,
            benefits=self.benefits(planned) if planned else None,
            mandate=mandate,
            front=FrontSheet(**self.case.front.model_dump(exclude_none=True)),
            names=self.partner_names,
            inputs=[line for name in self.baselines for line in self.working(name)],
        )

    def working(self, measure: str) -> list[str]:
        """How the latest figure of a measure came about: its parts, with file, sheet and row."""
        what = registered_or_tidy(self.store, measure)
        last = self._latest(measure)
        if last is None:
            return []
        start, end = last["period_start"], last["period_end"]
        rows = self.store.observations(measure).filter(
            pl.col("organisation").is_in(list(self._codes))
            & (pl.col("period_start") >= start)
            & (pl.col("period_end") <= end)
        )
        period = Period(start, end).label
        return [f"{what.title}, {period}: {_worked(row, what)}" for row in rows.to_dicts()]

    @property
    def partner_names(self) -> dict[str, str]:
        """Names of the bodies that the options name by code."""
        codes = {code for option in self.case.options for code in option.partners}
        return {code: self._name_of(code) for code in sorted(codes)}

    @property
    def planned(self) -> str | None:
        """The option that a plan is drawn for: the recommended one, where there is one."""
        return self.appraisal.verdict.recommend

    @cached_property
    def name(self) -> str:
        """The body's name; empty where the case names no body."""
        if self.lead is None:
            return ""
        return self._name_of(self.lead)

    def _name_of(self, code: str) -> str:
        body = self.register.organisation(code)
        return readable(body.name) if body.name else body.code

    def _build(self, measure: str) -> Panel | None:
        if self.lead is None:
            return None
        what = registered_or_tidy(self.store, measure)
        return panel_about(self.store, what, self.lead, at=self.at, register=self.register)

    @property
    def _unit(self) -> str:
        return self.register.units(as_of=self.at).unit(str(self.lead))

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.register.units(as_of=self.at).codes(self._unit)

    def _latest(self, measure: str) -> dict[str, Any] | None:
        """The body's last whole row in the panel of a measure."""
        built = self.panel(measure)
        if built is None:
            return None
        whole = ~pl.col("flags").str.contains("short-period|part-missing")
        rows = built.frame.filter(
            (pl.col("unit") == self._unit) & pl.col("value").is_not_null() & whole
        ).sort("period_end")
        return None if rows.is_empty() else rows.row(-1, named=True)

    def _baseline(self, measure: str) -> Baseline | None:
        last = self._latest(measure)
        if last is None:
            return None
        return Baseline(
            value=last["value"],
            period=Period(last["period_start"], last["period_end"]).label,
            source=self.store.source_of(measure).attribution,
            end=last["period_end"],
        )


def _worked(row: dict[str, Any], measure: Measure) -> str:
    """One observation as a sum, and where it stands."""
    place = ", ".join(
        part for part in (row["file"], row["sheet"] and f"sheet {row['sheet']}") if part
    )
    if row["numerator"] is not None and row["denominator"] is not None:
        said = (
            f"{row['numerator']:,.10g} {measure.numerator} ÷ {row['denominator']:,.10g} "
            f"{measure.denominator}"
        )
    else:
        said = f"{row['value']:,.10g}"
    return f"{said}; {row['organisation']}, {place}, row {row['row']} ({row['source']})."
