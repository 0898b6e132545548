"""Ways of working together, side by side.

In:    models of the catalogue, findings, dated rules, changes on the register, and a date.
Out:   a Document: what each is, how much it changes, what is known of it, what to beware of, and
       who has done it.
Never: a statement that nobody checked shown as fact, or an order of merit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.board.words import UNDO, day, listed, lower
from mutuality.papers.catalogue import examples, points, reading, rules, strengths, unchecked
from mutuality.papers.degrees import degrees_figure
from mutuality.papers.document import Block, Document, Heading, Table
from mutuality.papers.evidence_page import ADVICE
from mutuality.papers.ranges import nothing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from mutuality.appraisal.gates import Rule
    from mutuality.evidence import Finding
    from mutuality.register import Change, Model

MOST_COLUMNS = 4


def models_page(
    models: Sequence[Model],
    *,
    at: dt.date,
    findings: Sequence[Finding] = (),
    gates: Sequence[Rule] = (),
    changes: Sequence[Change] = (),
) -> Document:
    """Compare models in the order given.

    `gates` and `changes` are those of the whole catalogue and register: each model takes its own.
    Raises Refusal PAP-106 without models.
    """
    if not models:
        raise nothing("models")
    names = listed([models[0].title, *(lower(model.title) for model in models[1:])])
    few = len(models) <= MOST_COLUMNS
    blocks: list[Block] = [
        reading(),
        Heading("How much each changes", anchor="degree"),
        degrees_figure(models),
        Heading("What each is", anchor="what"),
        _beside(models) if few else _below(models),
        Heading("What is known of each", anchor="evidence"),
        strengths(models, findings),
        Heading("Cautions", anchor="cautions"),
        *_of_each(models, lambda model: [fact.stated for fact in model.cautions]),
        Heading("What stands in the way", anchor="gates"),
        *_of_each(models, lambda model: rules(model, gates, at)),
        Heading("On the register", anchor="register"),
        *_of_each(models, lambda model: examples(model, changes)),
    ]
    return Document(
        title="Models side by side" if not few else f"Side by side: {lower(names)}",
        subtitle=f"Ways of working together, {day(at)}",
        front=[
            ("Models", str(len(models))),
            ("Statements not checked", str(unchecked(models))),
            ("Degrees judged by", listed(sorted({model.degree.author for model in models}))),
        ],
        blocks=blocks,
        footer=[ADVICE, f"As at {day(at)}."],
        keywords=tuple(model.id for model in models),
    )


def _aspects(model: Model) -> tuple[tuple[str, str], ...]:
    return (
        ("What it is", model.definition.stated),
        ("Vehicle", model.vehicle.stated),
        ("Who answers for it", model.accountability.stated),
        ("Time to set up", model.setup_time.stated),
        ("Cost of setting up", model.cost.stated),
        ("Undoing it", f"{UNDO[model.ease_rank]}. {model.reversibility.stated}"),
    )


def _beside(models: Sequence[Model]) -> Table:
    """Aspects down, models across: for a few."""
    rows = zip(*map(_aspects, models), strict=True)
    return Table(
        "What each model is and takes",
        ("Aspect", *(model.title for model in models)),
        [(row[0][0], *(words for _, words in row)) for row in rows],
    )


def _below(models: Sequence[Model]) -> Table:
    """Models down, aspects across: for many."""
    return Table(
        "What each model is and takes",
        ("Model", *(name for name, _ in _aspects(models[0]))),
        [(model.title, *(words for _, words in _aspects(model))) for model in models],
    )


def _of_each(models: Sequence[Model], of: Callable[[Model], Sequence[str]]) -> Iterator[Block]:
    """A short list under the title of each model."""
    for model in models:
        yield Heading(model.title, 3)
        yield from points(of(model))
