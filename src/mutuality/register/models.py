"""The catalogue of organisational models.

In:    the reviewed file of models, as `tomllib` gives it.
Out:   Model: what it is, who answers for it, how much it changes, what it takes, what goes wrong.
Never: an example that nobody reported. An empty list is a fact marked not-found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from mutuality.base import Refusal
from mutuality.register.entries import Entry
from mutuality.register.facts import (
    Fact,
    Reference,
    Span,
    cite,
    read_fact,
    read_facts,
    read_references,
    read_span,
)
from mutuality.register.typology import MODELS, DegreeProfile, ModelId, read_degree

if TYPE_CHECKING:
    from collections.abc import Mapping

Ease = Literal["very-low", "low", "medium", "high", "very-high"]
EASES: tuple[Ease, ...] = get_args(Ease)


@dataclass(frozen=True, slots=True)
class Model:
    """One organisational model. Every statement is a Fact with a source and a status.

    `degree` is the default profile, a judgement with author and date. `ease` is how easily the
    model can be undone, from very-low to very-high, with the reason in `reversibility`.
    `setup_time` is in months and `cost` in pounds where numbers are known.
    """

    id: ModelId
    title: str
    definition: Fact
    vehicle: Fact
    accountability: Fact
    degree: DegreeProfile
    setup_time: Span
    cost: Span
    ease: Ease
    reversibility: Fact
    success_factors: tuple[Fact, ...]
    risks: tuple[Fact, ...]
    skills: tuple[Fact, ...]
    examples_here: tuple[Fact, ...]
    examples_abroad: tuple[Fact, ...]
    examples_elsewhere: tuple[Fact, ...]
    cautions: tuple[Fact, ...]
    sources: tuple[Reference, ...]

    @property
    def ease_rank(self) -> int:
        """1 for the hardest to undo, 5 for the easiest."""
        return EASES.index(self.ease) + 1

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every statement about the model, in the order of the page."""
        return (
            self.definition, self.vehicle, self.accountability, self.setup_time, self.cost,
            self.reversibility, *self.success_factors, *self.risks, *self.skills,
            *self.examples_here, *self.examples_abroad, *self.examples_elsewhere, *self.cautions,
        )  # fmt: skip


def parse_models(document: Mapping[str, Any], *, file: str = "models.toml") -> tuple[Model, ...]:
    """Read the catalogue, in the order of MODELS.

    Raises Refusal REG-101 to REG-103 for a malformed entry, REG-107 and REG-108 for a fact that
    its source does not carry, REG-109 for an impossible range, REG-110 for an impossible degree,
    and REG-113 where a model is missing or stands twice, or a list of facts is empty.
    """
    top = Entry(document, file)
    top.only("reference", "model")
    library = read_references({file: document})
    found: dict[str, Model] = {}
    for number, table in enumerate(top.tables("model"), start=1):
        entry = Entry(table.values, f"{file}, {table.values.get('id', f'model {number}')}")
        model = _model(entry, library)
        if model.id in found:
            raise _incomplete(f"The model '{model.id}' stands twice.", entry.where)
        found[model.id] = model
    missing = [model for model in MODELS if model not in found]
    if missing:
        raise _incomplete(f"The model '{missing[0]}' is missing.", file)
    return tuple(found[model] for model in MODELS)


def _model(entry: Entry, library: Mapping[str, Reference]) -> Model:
    entry.only(
        "id", "title", "degree", "setup_time", "cost", "ease", "definition", "vehicle",
        "accountability", "reversibility", "success_factors", "risks", "skills", "examples_here",
        "examples_abroad", "examples_elsewhere", "cautions",
    )  # fmt: skip

    def one(field: str) -> Fact:
        return read_fact(entry.table(field), library)

    def many(field: str) -> tuple[Fact, ...]:
        facts = read_facts(entry, field, library)
        if not facts:
            raise _incomplete(f"'{field}' is empty.", entry.where)
        return facts

    model = Model(
        id=entry.choice("id", MODELS),
        title=entry.text("title"),
        definition=one("definition"),
        vehicle=one("vehicle"),
        accountability=one("accountability"),
        degree=read_degree(entry.table("degree")),
        setup_time=read_span(entry.table("setup_time"), library),
        cost=read_span(entry.table("cost"), library),
        ease=entry.choice("ease", EASES),
        reversibility=one("reversibility"),
        success_factors=many("success_factors"),
        risks=many("risks"),
        skills=many("skills"),
        examples_here=many("examples_here"),
        examples_abroad=many("examples_abroad"),
        examples_elsewhere=many("examples_elsewhere"),
        cautions=many("cautions"),
        sources=(),
    )
    cited = cite((fact.source for fact in model.facts), library, entry.where)
    return replace(model, sources=cited)


def _incomplete(problem: str, where: str) -> Refusal:
    return Refusal(
        "REG-113",
        problem,
        "Each model stands once, and an empty list holds one fact marked not-found.",
        where=where,
    )
