"""How much a model changes, on six dimensions, as pictures.

In:    degree profiles: whole numbers from 0 (nothing) to 4 (all of it), each with author and date.
Out:   a Figure of one profile, or of several models side by side.
Never: a shade without its number, or a judgement without whose it is and when it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers import drawing, theme
from mutuality.papers.board.words import day, listed, lower
from mutuality.papers.document import Figure, Table
from mutuality.papers.ranges import nothing
from mutuality.papers.stacked import GAP, LINE, TITLE, WIDTH, Canvas

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mutuality.register import Model

DIMENSIONS = {
    "accountability": "Accountability",
    "legal_entity": "Legal entity",
    "leadership": "Leadership",
    "employer": "Employer",
    "estate_it": "Estate and IT",
    "service": "Service",
}
"""The dimensions of a degree profile in words, in its order."""
HEADS = (
    ("Account-", "ability"),
    ("Legal", "entity"),
    ("Leader-", "ship"),
    ("", "Employer"),
    ("Estate,", "IT"),
    ("", "Service"),
)
MOST = 4
WHOLE = MOST * len(DIMENSIONS)
SHADES = (theme.WHITE, "#dbe4ed", "#b7cadc", "#92afca", theme.DEEPEST)
SCALE = "0 is nothing, 4 is all of it"


def degree_figure(model: Model) -> Figure:
    """Draw one model's profile as a strip of dots for each dimension, with the number."""
    scores = dict(zip(DIMENSIONS.values(), model.degree.scores, strict=True))
    most = max(scores.values())
    leading = [name.lower() for name, score in scores.items() if score == most]
    alt = f"Dots out of {MOST} for {model.title}. " + " ".join(
        f"{name}: {score}." for name, score in scores.items()
    )
    svg, png = drawing.draw(_strip(scores).chart(), alt=alt)
    subtitle = f"{model.title}: how much changes. {SCALE.capitalize()}"
    return Figure(
        title=f"{model.degree.total} of {WHOLE}: most in {listed(leading)}"
        if most
        else f"0 of {WHOLE}: nothing changes",
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt,
        twin=Table(
            caption=f"Figures drawn: {subtitle}",
            columns=("Dimension", f"Degree, 0 to {MOST}"),
            rows=[(name, str(score)) for name, score in scores.items()],
            numeric=frozenset({f"Degree, 0 to {MOST}"}),
        ),
        source=_whose([model]),
        last_period=f"judged {day(model.degree.date)}",
    )


def degrees_figure(models: Sequence[Model]) -> Figure:
    """Draw the profiles of several models side by side, in the order given.

    Raises Refusal PAP-106 without models.
    """
    if not models:
        raise nothing("degrees of change")
    alt = f"Grid of {len(models)} models by {len(DIMENSIONS)} dimensions. " + " ".join(
        f"{model.title}: "
        + ", ".join(
            f"{name.lower()} {score}"
            for name, score in zip(DIMENSIONS.values(), model.degree.scores, strict=True)
        )
        + f"; {model.degree.total} in all."
        for model in models
    )
    svg, png = drawing.draw(_grid(models).chart(), alt=alt)
    least, most = (pick(models, key=lambda model: model.degree.total) for pick in (min, max))
    subtitle = f"How much each model changes. {SCALE.capitalize()}"
    return Figure(
        title=f"From {lower(least.title)} ({least.degree.total} of {WHOLE}) to "
        f"{lower(most.title)} ({most.degree.total})"
        if least.degree.total < most.degree.total
        else f"{listed([m.title for m in models])}: {most.degree.total} of {WHOLE}",
        subtitle=subtitle,
        svg=svg,
        png=png,
        alt=alt,
        twin=Table(
            caption=f"Figures drawn: {subtitle}",
            columns=("Model", *DIMENSIONS.values(), f"Total of {WHOLE}", "Judged by"),
            rows=[
                (model.title, *map(str, model.degree.scores), str(model.degree.total),
                 f"{model.degree.author}, {day(model.degree.date)}")
                for model in models
            ],
            numeric=frozenset({*DIMENSIONS.values(), f"Total of {WHOLE}"}),
        ),
        source=_whose(models),
        last_period=f"judged {day(_latest(models))}",
        note="The total is a rough guide: which dimensions move matters more.",
    )  # fmt: skip


def _latest(models: Sequence[Model]) -> dt.date:
    return max(model.degree.date for model in models)


def _whose(models: Sequence[Model]) -> str:
    """Author and date of every judgement drawn, each once."""
    said = dict.fromkeys(f"{m.degree.author}, {day(m.degree.date)}" for m in models)
    return f"Judgement, open for editing, by {listed(list(said))}."


def _strip(scores: dict[str, int]) -> Canvas:
    canvas = Canvas()
    left, step = 132.0, 36.0
    for name, score in scores.items():
        y = canvas.at + LINE
        canvas.words(name, x=0, y=y, size=TITLE)
        canvas.line(x=left, x2=left + step * (MOST - 1), y=y, y2=y, colour=theme.FAINT, width=3)
        for dot in range(MOST):
            canvas.point(x=left + step * dot, y=y, shape="circle", solid=dot < score, size=190)
        canvas.words(f"{score} of {MOST}", x=WIDTH, y=y, size=TITLE, bold=True, align="right")
        canvas.at += 2 * LINE
    return canvas


def _grid(models: Sequence[Model]) -> Canvas:
    canvas = Canvas()
    wide, tall = WIDTH / len(DIMENSIONS), 26.0
    for column, lines in enumerate(HEADS):
        for row, line in enumerate(lines):
            y = canvas.at + LINE * (row + 0.5)
            canvas.words(line, x=wide * (column + 0.5), y=y, size=theme.SMALL + 1, align="center")
    canvas.at += 2 * LINE + GAP / 2
    for model in models:
        y = canvas.at + LINE / 2
        canvas.words(f"{model.degree.total} of {WHOLE}", x=WIDTH, y=y, align="right")
        canvas.text(model.title, size=TITLE, bold=True, lines=1, room=WIDTH - 72)
        top = canvas.at + 1
        for column, score in enumerate(model.degree.scores):
            x = wide * column
            canvas.box(x=x, y=top, width=wide, height=tall, fill=SHADES[score], stroke="#5b6570")
            canvas.words(
                str(score), x=x + wide / 2, y=top + tall / 2 + 1, size=TITLE, align="center"
            )
        canvas.at = top + tall + GAP - 4
    return canvas
