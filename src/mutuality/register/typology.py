"""The typology of organisational change: the words that are allowed, and how lists correspond.

In:    the reviewed crosswalk and degree profiles, as `tomllib` gives them.
Out:   forms, natures, scales, vehicles, roles; DegreeProfile; Crosswalk.
Never: one field that means two things. Form, vehicle and degree of change stay apart.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from mutuality.base import Refusal
from mutuality.register.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal[
    "buddying", "learning-network", "clinical-network", "partnership", "joint-venture",
    "service-chain", "franchise", "group", "merger", "acquisition", "split", "integrated-care",
    "mutual", "ft-plus", "support-programme",
]  # fmt: skip
ModelId = Literal[
    "business-as-usual", "do-minimum", "learning-network", "buddying", "ft-plus", "partnership",
    "clinical-network", "service-chain", "group", "franchise", "joint-venture", "integrated-care",
    "mutual", "merger", "acquisition",
]  # fmt: skip
Nature = Literal["mandated", "voluntary", "unknown"]
Scale = Literal["individual", "structural", "unknown"]
Power = Literal["balanced", "one-leads", "unknown"]
Fate = Literal["completed", "continuing", "ended", "abandoned", "explored", "planned", "unknown"]
Confidence = Literal["high", "medium", "low"]
Vehicle = Literal[
    "none", "agreement", "contract", "committees-in-common", "corporate-joint-venture",
    "statutory-transaction", "cic", "cic-by-shares", "cic-by-guarantee",
    "community-benefit-society", "co-operative-society", "company", "charity", "llp", "unknown",
]  # fmt: skip
Role = Literal[
    "successor", "predecessor", "acquirer", "acquired", "divided", "receiver", "recipient",
    "buddy", "supported", "regulator", "franchised", "operator", "lead", "member", "host",
    "partner", "parent", "mutual", "provider", "site",
]  # fmt: skip
PartyKind = Literal["organisation", "service", "team"]
Hsmc = Literal["merger", "acquisition", "buddying", "partnering", "outside"]

FORMS: tuple[Form, ...] = get_args(Form)
MODELS: tuple[ModelId, ...] = get_args(ModelId)
NATURES: tuple[Nature, ...] = get_args(Nature)
SCALES: tuple[Scale, ...] = get_args(Scale)
POWERS: tuple[Power, ...] = get_args(Power)
FATES: tuple[Fate, ...] = get_args(Fate)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
VEHICLES: tuple[Vehicle, ...] = get_args(Vehicle)
ROLES: tuple[Role, ...] = get_args(Role)
PARTY_KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
HSMC: tuple[Hsmc, ...] = get_args(Hsmc)

DIMENSIONS = ("accountability", "legal_entity", "leadership", "employer", "estate_it", "service")
HIGHEST = 4


@dataclass(frozen=True, slots=True)
class DegreeProfile:
    """How much an option changes: six dimensions from 0 (nothing) to 4 (all of it).

    A judgement with an author and a date. Raises Refusal REG-110 outside 0 to 4.
    """

    accountability: int
    legal_entity: int
    leadership: int
    employer: int
    estate_it: int
    service: int
    author: str
    date: dt.date

    def __post_init__(self) -> None:
        for dimension, score in zip(DIMENSIONS, self.scores, strict=True):
            if score not in range(HIGHEST + 1):
                raise Refusal(
                    "REG-110",
                    f"A degree of {score} cannot be given for {dimension}.",
                    f"Give a whole number from 0 to {HIGHEST}.",
                    where=dimension,
                )

    @property
    def scores(self) -> tuple[int, ...]:
        """The six scores in the order of DIMENSIONS."""
        return astuple(self)[: len(DIMENSIONS)]

    @property
    def total(self) -> int:
        """The sum of the six, from 0 to 24."""
        return sum(self.scores)

    @property
    def share(self) -> float:
        """The total as a share of the most that could change: G of the delivery model."""
        return self.total / (HIGHEST * len(DIMENSIONS))


def read_degree(entry: Entry) -> DegreeProfile:
    """A profile from a table with the six dimensions, an author and a date."""
    entry.only(*DIMENSIONS, "author", "date")
    scores = {dimension: entry.whole(dimension) for dimension in DIMENSIONS}
    date = entry.values.get("date")
    missing = [dimension for dimension, score in scores.items() if score is None]
    if missing or not isinstance(date, dt.date):
        raise Refusal(
            "REG-110",
            f"A degree profile lacks {missing[0] if missing else 'its date'}.",
            f"Give {', '.join(DIMENSIONS)}, an author, and a date such as 2026-11-22.",
            where=entry.where,
        )
    try:
        return DegreeProfile(**scores, author=entry.text("author"), date=date)  # type: ignore[arg-type] # None was refused above
    except Refusal as no:
        raise Refusal(no.code, no.problem, no.remedy, where=f"{entry.where}, {no.where}") from None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One line of the crosswalk.

    `findings` are the `model_form` labels of published findings about this very thing; `nearby`
    are labels that bear on it at one remove. A model that is not a form of change (business as
    usual) has no form; a form that nobody would choose from a catalogue (a split) has no model.
    """

    form: Form | None
    hsmc: Hsmc
    model: ModelId | None
    findings: tuple[str, ...]
    nearby: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Forms of change, the HSMC typology, the models and the labels of findings, side by side.

    `general` holds the labels that belong to no single model, each with the reason.
    """

    rows: tuple[Correspondence, ...]
    general: Mapping[str, str]

    def of_form(self, form: Form) -> Correspondence:
        """The line of a form; every form has one."""
        return next(row for row in self.rows if row.form == form)

    def of_model(self, model: ModelId) -> tuple[Correspondence, ...]:
        """The lines of a model; every model has at least one."""
        return tuple(row for row in self.rows if row.model == model)

    def findings_of(self, model: ModelId) -> frozenset[str]:
        """Labels of the findings that are about a model, not of those that lie nearby."""
        return frozenset(label for row in self.of_model(model) for label in row.findings)

    @property
    def labels(self) -> frozenset[str]:
        """Every `model_form` label that has a place."""
        placed = (label for row in self.rows for label in (*row.findings, *row.nearby))
        return frozenset(placed) | frozenset(self.general)


def parse_crosswalk(document: Mapping[str, Any], *, file: str = "crosswalk.toml") -> Crosswalk:
    """Read the crosswalk: `[[row]]` and `[[general]]`.

    Raises Refusal REG-101 to REG-103 for a malformed line, and REG-111 where a form has no line
    or several, or where a model has none.
    """
    top = Entry(document, file)
    top.only("row", "general")
    rows = tuple(_correspondence(entry) for entry in top.tables("row"))
    forms = [row.form for row in rows]
    models = {row.model for row in rows}
    wrong: list[str] = [form for form in FORMS if forms.count(form) != 1]
    wrong += [model for model in MODELS if model not in models]
    if wrong:
        raise Refusal(
            "REG-111",
            f"The crosswalk does not place '{wrong[0]}' as it must.",
            "Give each form one line, and each model at least one.",
            where=file,
        )
    general = {entry.text("label"): entry.text("reason") for entry in top.tables("general")}
    return Crosswalk(rows, general)


def _correspondence(entry: Entry) -> Correspondence:
    entry.only("form", "hsmc", "model", "findings", "nearby", "note")
    return Correspondence(
        form=entry.choice("form", FORMS) if "form" in entry.values else None,
        hsmc=entry.choice("hsmc", HSMC),
        model=entry.choice("model", MODELS) if "model" in entry.values else None,
        findings=entry.words("findings"),
        nearby=entry.words("nearby"),
        note=entry.text("note", ""),
    )
