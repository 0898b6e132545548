"""From a case to an appraisal.

In:    a Case, the catalogue, findings, gates, default parameters, today's figures.
Out:   an Appraisal.
Never: a file, a clock, or a random number that the case's own seed did not fix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mutuality.appraisal import remarks
from mutuality.appraisal.case import BUSINESS_AS_USUAL, Group
from mutuality.appraisal.cells import Baseline, Cell, cells
from mutuality.appraisal.costs import CostResult, costs
from mutuality.appraisal.delivery import ModelFacts, Undertaking, undertakings
from mutuality.appraisal.flips import flips
from mutuality.appraisal.gates import GateOutcome, screen
from mutuality.appraisal.provenance import provenance, seal_of
from mutuality.appraisal.result import Appraisal, OptionResult, Standing, View
from mutuality.appraisal.simulation import CHUNK, Plan, simulate
from mutuality.appraisal.variants import MAIN, VARIANTS
from mutuality.appraisal.verdict import abstain, verdict
from mutuality.base import Refusal

if TYPE_CHECKING:
    from mutuality.appraisal.case import Case
    from mutuality.appraisal.gates import Rule
    from mutuality.appraisal.parameters import Defaults
    from mutuality.appraisal.simulation import Run
    from mutuality.appraisal.tally import Tally
    from mutuality.evidence import Finding

Figure = Baseline | tuple[float, str, str] | None
EVERYONE = Group(id="everyone", title="Everyone, with any weights", share=1.0)
FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Ground:
    """All that is settled before anything is played out."""

    case: Case
    defaults: Defaults
    tasks: Mapping[str, Undertaking]
    gates: Mapping[str, tuple[GateOutcome, ...]]
    baselines: Mapping[str, Baseline]
    cells: Mapping[tuple[str, str], Cell]
    usual: str

    def unscored(self, option: str) -> tuple[str, ...]:
        """The criteria on which an option has no score."""
        return tuple(
            criterion.id
            for criterion in self.case.criteria
            if self.cells[option, criterion.id].basis == "unscored"
        )

    def is_out(self, option: str) -> bool:
        """Whether a gate shuts it out."""
        return any(gate.shuts_out for gate in self.gates[option])

    @property
    def ranked(self) -> tuple[str, ...]:
        """The options that can be compared, by name."""
        return tuple(
            sorted(
                option.id
                for option in self.case.options
                if not self.is_out(option.id) and not self.unscored(option.id)
            )
        )

    @property
    def wanting(self) -> dict[str, tuple[str, ...]]:
        """The options still in that lack a score, with the names of the criteria."""
        return {
            option.id: tuple(self.case.criterion(name).name for name in self.unscored(option.id))
            for option in self.case.options
            if not self.is_out(option.id) and self.unscored(option.id)
        }


def appraise(
    case: Case,
    *,
    models: Iterable[ModelFacts] | Mapping[str, ModelFacts],
    findings: Sequence[Finding],
    gates: Sequence[Rule],
    defaults: Defaults,
    baselines: Mapping[str, Figure],
    chunk: int = CHUNK,
) -> Appraisal:
    """Appraise a case.

    `models` is the catalogue; `baselines` gives today's figure of each measure, None where it was
    not supplied. The same case, data and seed give the same verdict; the order of options,
    criteria and groups changes nothing. Raises Refusal APP-004 for a model that the catalogue
    does not hold, APP-005 where business as usual is missing or stands twice, APP-008 for a class
    of cost without optimism bias.
    """
    ground = _ground(
        case,
        models=models if isinstance(models, Mapping) else {model.id: model for model in models},
        findings=findings,
        gates=gates,
        defaults=defaults,
        baselines={name: Baseline(*given) for name, given in baselines.items() if given},
    )
    plan = _plan(ground)
    ready = len(plan.ranked) >= FEWEST
    run = simulate(plan, chunk=chunk) if ready else None
    return _assemble(ground, plan, run, findings, gates, chunk)


def _ground(
    case: Case,
    *,
    models: Mapping[str, ModelFacts],
    findings: Sequence[Finding],
    gates: Sequence[Rule],
    defaults: Defaults,
    baselines: Mapping[str, Baseline],
) -> _Ground:
    tasks = undertakings(case, models, defaults)
    usual = [option.id for option in case.options if option.is_business_as_usual]
    if len(usual) != 1:
        raise Refusal(
            "APP-005",
            f"The case has {len(usual)} options with the model '{BUSINESS_AS_USUAL}'.",
            "Every appraisal compares with business as usual: give exactly one such option.",
            where="option",
        )
    return _Ground(
        case=case,
        defaults=defaults,
        tasks=tasks,
        gates=screen(case, gates),
        baselines=baselines,
        cells=cells(case, findings=findings, baselines=baselines, defaults=defaults),
        usual=usual[0],
    )


def _plan(ground: _Ground) -> Plan:
    case, ranked = ground.case, ground.ranked
    return Plan(
        case=case,
        defaults=ground.defaults,
        cells=ground.cells,
        tasks=ground.tasks,
        baselines=ground.baselines,
        criteria=tuple(sorted(case.criteria, key=lambda criterion: criterion.id)),
        groups=tuple(sorted(case.groups, key=lambda group: group.id)) or (EVERYONE,),
        played=tuple(sorted({*ranked, ground.usual})),
        ranked=ranked,
        usual=ground.usual,
    )


def _assemble(
    ground: _Ground,
    plan: Plan,
    run: Run | None,
    findings: Sequence[Finding],
    gates: Sequence[Rule],
    chunk: int,
) -> Appraisal:
    case = ground.case
    head, rule = case.head, ground.defaults.value
    ties = rule.tie_points if head.tie_points is None else head.tie_points
    titles = {option.id: option.title for option in case.options}
    found = flips(plan, run) if run else ()
    if run and not ground.wanting:
        judged = verdict(plan, run, tie_points=ties, flips=found, gates=ground.gates)
    else:
        judged = abstain(ground.wanting, titles)
    groups = (
        _views(plan, run, {g.id: (g.title, run.groups[g.id]) for g in plan.groups}) if run else ()
    )
    priced = costs(plan, [o.id for o in case.options if not ground.is_out(o.id)], chunk=chunk)
    told = provenance(
        case,
        defaults=ground.defaults,
        baselines=ground.baselines,
        findings=findings,
        gates=gates,
    )
    return Appraisal(
        case=case,
        seal=seal_of(told, baselines=ground.baselines, tasks=ground.tasks, verdict=judged),
        options=tuple(_option(ground, plan, run, name, priced) for name in titles),
        cells=ground.cells,
        baselines=ground.baselines,
        standings=_standings(plan, run) if run else {},
        groups=groups,
        variants=_views(plan, run, _variants(run)) if run else (),
        weights=_named(plan, run.weights) if run else {},
        flips=found,
        verdict=judged,
        disagreements=tuple(remarks.disagreements(case, groups)),
        missing=tuple(remarks.missing(case, ground.baselines)),
        out_of_date=tuple(remarks.out_of_date(case, ground.baselines)),
        notes=(
            *remarks.notes(case, ground.baselines),
            *(remarks.outside_notes(plan, run) if run else ()),
        ),
        provenance=told,
    )


def _variants(run: Run) -> dict[str, tuple[str, Tally]]:
    tallies = {MAIN.id: run.main, **run.variants}
    return {variant.id: (variant.title, tallies[variant.id]) for variant in (MAIN, *VARIANTS)}


def _views(plan: Plan, run: Run, tallies: Mapping[str, tuple[str, Tally]]) -> tuple[View, ...]:
    return tuple(
        View(
            id=name,
            title=title,
            leader=plan.ranked[int(np.argmin(tally.regret))],
            first=_by_option(plan, tally.acceptability[:, 0]),
            regret=_by_option(plan, tally.regret),
            weights=_named(plan, run.group_weights.get(name, run.weights)),
        )
        for name, (title, tally) in tallies.items()
    )


def _standings(plan: Plan, run: Run) -> dict[str, Standing]:
    worst = run.main.worst_tenth()
    groups = np.max([tally.regret for tally in run.groups.values()], axis=0)
    variants = np.max([run.main.regret, *(t.regret for t in run.variants.values())], axis=0)
    return {
        option: Standing(
            ranks=tuple(float(share) for share in run.main.acceptability[place]),
            mean=float(run.main.regret[place]),
            cvar90=float(worst[place]),
            worst_group=float(groups[place]),
            worst_variant=float(variants[place]),
            beats_usual=float(run.main.beats_usual[place]),
            central_weights=_central(plan, run, place),
        )
        for place, option in enumerate(plan.ranked)
    }


def _central(plan: Plan, run: Run, place: int) -> dict[str, float] | None:
    weights = run.central_weights(place)
    return None if weights is None else _named(plan, weights)


def _option(
    ground: _Ground, plan: Plan, run: Run | None, name: str, priced: Mapping[str, CostResult]
) -> OptionResult:
    task = ground.tasks[name]
    compared = run is not None and name in plan.ranked
    return OptionResult(
        id=name,
        title=task.option.title,
        model=task.option.model,
        degree=task.degree,
        degree_reason=task.option.degree.reason,
        ease_rank=task.model.ease_rank,
        gates=ground.gates[name],
        unscored=ground.unscored(name),
        points=_named(plan, run.worths[plan.played.index(name)]) if run and compared else None,
        cost=priced.get(name),
    )


def _named(plan: Plan, numbers: Any) -> dict[str, float]:
    return {c.id: float(value) for c, value in zip(plan.criteria, numbers, strict=True)}


def _by_option(plan: Plan, numbers: Any) -> dict[str, float]:
    return {name: float(value) for name, value in zip(plan.ranked, numbers, strict=True)}
