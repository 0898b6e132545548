"""The register by nature, scale and form: how many changes of each kind, and which.

In:    changes of the register.
Out:   a Grid: its cells with the identifiers of their changes, a table, and a Figure.
Never: a change nobody checked counted among those that were, or a nature guessed from a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.papers import drawing, theme
from mutuality.papers.board.words import counted
from mutuality.papers.document import Figure, Table
from mutuality.papers.finding_words import sentence
from mutuality.papers.ranges import nothing
from mutuality.papers.stacked import GAP, LINE, TITLE, WIDTH, Canvas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mutuality.register import Change

NATURES = {"mandated": "Mandated", "voluntary": "Voluntary", "unknown": "Nature not known"}
SCALES = {"individual": "Individual", "structural": "Structural", "unknown": "Not known"}
TITLES = {"ft-plus": "FT plus"}
SOURCE = "Source: the register of changes; each change names its own sources."
NOTE = (
    "A plain number counts changes checked at a source. Not checked: background knowledge. A "
    "nature or scale that no source states is not guessed from the form."
)
LABELS, TALL = 128, 26.0


@dataclass(frozen=True, slots=True)
class Cell:
    """The changes of one nature, scale and form. A cell has at least one."""

    nature: str
    scale: str
    form: str
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """Identifiers of all of them, the checked ones first."""
        return (*self.checked, *self.unchecked)

    @property
    def words(self) -> str:
        """How many: `5`, `6 not checked`, or `5, and 6 not checked`."""
        checked = str(len(self.checked)) if self.checked else ""
        unchecked = f"{len(self.unchecked)} not checked" if self.unchecked else ""
        return ", and ".join(filter(None, (checked, unchecked)))


@dataclass(frozen=True, slots=True)
class Grid:
    """Every cell that holds a change, by nature, scale and form, and the same drawn."""

    cells: tuple[Cell, ...]
    table: Table
    figure: Figure

    def cell(self, nature: str, scale: str, form: str) -> Cell | None:
        """The cell at this place; None where no change is."""
        wanted = (nature, scale, form)
        return next((c for c in self.cells if (c.nature, c.scale, c.form) == wanted), None)


def typology_grid(changes: Iterable[Change]) -> Grid:
    """Count changes by nature, scale and form.

    Cells come in the order mandated, voluntary, not known; individual, structural, not known; then
    by form. Raises Refusal PAP-106 without changes.
    """
    held = list(changes)
    if not held:
        raise nothing("changes")
    forms = sorted({change.form for change in held})
    cells = tuple(
        cell
        for nature in NATURES
        for scale in SCALES
        for form in forms
        if (cell := _cell(held, nature, scale, form)).changes
    )
    table = _table(cells, forms)
    return Grid(cells, table, _figure(cells, table, held))


def form_title(form: str) -> str:
    """A form of change in words."""
    return TITLES.get(form, sentence(form.replace("-", " ")))


def _cell(held: Sequence[Change], nature: str, scale: str, form: str) -> Cell:
    here = [c for c in held if (c.nature, c.scale, c.form) == (nature, scale, form)]
    checked = tuple(change.id for change in here if change.status == "found")
    unchecked = tuple(change.id for change in here if change.status != "found")
    return Cell(nature, scale, form, checked, unchecked)


def _table(cells: Sequence[Cell], forms: Sequence[str]) -> Table:
    places = [(nature, scale) for nature in NATURES for scale in SCALES]
    kept = [place for place in places if any((c.nature, c.scale) == place for c in cells)]
    words = {(c.nature, c.scale, c.form): c.words for c in cells}
    totals = {form: sum(len(c.changes) for c in cells if c.form == form) for form in forms}
    return Table(
        caption="Changes on the register by form, nature and scale",
        columns=(
            "Form",
            *(f"{NATURES[nature]}, {SCALES[scale].lower()}" for nature, scale in kept),
            "All",
        ),
        rows=[
            (
                form_title(form),
                *(words.get((*place, form), "0") for place in kept),
                str(totals[form]),
            )
            for form in forms
        ],
        numeric=frozenset({"All"}),
        note=NOTE,
    )


def _figure(cells: Sequence[Cell], table: Table, held: Sequence[Change]) -> Figure:
    checked = sum(len(cell.checked) for cell in cells)
    untyped = sum(len(cell.changes) for cell in cells if "unknown" in (cell.nature, cell.scale))
    alt = f"Grid of {counted(len(held), 'change')} by nature, form and scale. " + " ".join(
        f"{NATURES[cell.nature]}, {SCALES[cell.scale].lower()}, {form_title(cell.form).lower()}: "
        f"{len(cell.checked)} checked, {len(cell.unchecked)} not checked."
        for cell in cells
    )
    svg, png = drawing.draw(_picture(cells).chart(), alt=alt)
    return Figure(
        title=f"{counted(len(held), 'change')}: {checked} checked at a source; for {untyped} the "
        "nature or the scale is not known",
        subtitle="Organisational changes on the register, by nature, form and scale",
        svg=svg,
        png=png,
        alt=alt,
        twin=table,
        source=SOURCE,
        last_period=_last(held),
        note=NOTE,
    )


def _last(held: Sequence[Change]) -> str:
    dated = [change.dated for change in held if change.dated]
    return str(max(dated, key=lambda when: when.period.end)) if dated else "no change has a date"


def _picture(cells: Sequence[Cell]) -> Canvas:
    canvas = Canvas()
    canvas.key([("circle", True, theme.BLUE, "Checked at a source"),
                ("circle", False, theme.BLUE, "Background knowledge, not checked")])  # fmt: skip
    wide = (WIDTH - LABELS) / len(SCALES)
    for nature, name in NATURES.items():
        here = [cell for cell in cells if cell.nature == nature]
        if not here:
            continue
        total = sum(len(cell.changes) for cell in here)
        canvas.text(f"{name}: {total}", size=TITLE, bold=True)
        for column, scale in enumerate(SCALES.values()):
            x = LABELS + wide * (column + 0.5)
            canvas.words(scale, x=x, y=canvas.at + LINE / 2, size=theme.SMALL + 1, align="center")
        canvas.at += LINE + 2
        for form in dict.fromkeys(sorted(cell.form for cell in here)):
            _row(canvas, form, [cell for cell in here if cell.form == form], wide)
        canvas.at += GAP
    return canvas


def _row(canvas: Canvas, form: str, here: Sequence[Cell], wide: float) -> None:
    """One form: its name, and a box for each scale."""
    middle = canvas.at + TALL / 2
    canvas.words(form_title(form), x=0, y=middle)
    for column, scale in enumerate(SCALES):
        left = LABELS + wide * column
        cell = next((cell for cell in here if cell.scale == scale), None)
        fill = "#dbe4ed" if cell else theme.WHITE
        canvas.box(x=left, y=canvas.at, width=wide, height=TALL, fill=fill, stroke="#8a9097")
        if cell:
            _counts(canvas, cell, left=left, wide=wide, y=middle)
    canvas.at += TALL


def _counts(canvas: Canvas, cell: Cell, *, left: float, wide: float, y: float) -> None:
    """The counts of a cell, each beside its mark."""
    kinds = [
        (held, solid) for held, solid in ((cell.checked, True), (cell.unchecked, False)) if held
    ]
    for place, (held, solid) in enumerate(kinds):
        x = left + wide * (place + 0.5) / len(kinds)
        canvas.words(str(len(held)), x=x + 1, y=y + 1, align="right")
        canvas.point(x=x + 9, y=y, shape="circle", solid=solid, size=60)
