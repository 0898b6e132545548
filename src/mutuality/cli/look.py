"""Commands that look things up: organisations, changes, models, measures, sources.

In:    a code, a name, or a filter.
Out:   what the register and the registry say.
Never: a background note shown as fact: it carries the mark "not checked".
"""

from __future__ import annotations

import datetime as dt
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, Where
from mutuality.cli.shapes import STANDING, change_shape, model_shape, show_change, show_model

Day = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="As at this date, such as 2017-10-01.")
]

if TYPE_CHECKING:
    from rich.console import Console


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(organisation)
    app.command()(changes)
    app.command()(models)
    app.command()(measures)
    app.command()(sources)


def day(text: str | None, *, where: str) -> dt.date | None:
    """A date from the command line. Raises Refusal CLI-002 for anything but an ISO date."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            "CLI-002",
            f"'{text}' is not a date.",
            "Write it as year, month and day, such as 2017-10-01.",
            where=where,
        ) from error


def organisation(
    code: Annotated[str, typer.Argument(help="An ODS code, or words of a name.")],
    at: Day = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Who this is or was: predecessors, successors, changes."""
    desk = Desk(as_json=as_json, workspace=workspace)
    register = desk.workspace.register()
    when = day(at, where="--at") or dt.date.max
    try:
        summary = register.summary(code, at=when)
    except Refusal:
        found = register.search(code)
        if not found:
            raise
        rows = [(body.code, body.name, body.opened, body.closed) for body in found]
        desk.table(
            {"matches": [{"code": body.code, "name": body.name} for body in found]},
            ("code", "name", "opened", "closed"),
            rows,
            title=f"Organisations with '{code}' in their name",
        )
        return
    desk.emit(summary, lambda console: _show_organisation(console, summary))


def _show_organisation(console: Console, summary: dict[str, Any]) -> None:
    name = (summary["name"] or "name not in the files we hold").strip()
    console.print(f"{summary['code']}  {name}", style="bold", markup=False)
    console.print(f"  kind        {summary['kind']}")
    console.print(f"  opened      {summary['opened'] or 'not known'}")
    console.print(f"  closed      {summary['closed'] or 'no closing date held'}")
    for title, links in (
        ("came from", summary["predecessors"]),
        ("became", summary["successors"]),
    ):
        for link in links:
            other = f" (also published as {link['other_date']})" if "other_date" in link else ""
            console.print(f"  {title:<11} {link['code']} on {link['date']}, {link['kind']}{other}")
    if not summary["successor_known"]:
        console.print(f"  became      not known. {summary['note']}", markup=False)
    for change in summary["changes"]:
        console.print(f"  change      {change['id']}{STANDING[change['status']]}", markup=False)


def changes(
    form: Annotated[str | None, typer.Option(help="Only this form, such as merger.")] = None,
    nature: Annotated[str | None, typer.Option(help="mandated or voluntary.")] = None,
    scale: Annotated[str | None, typer.Option(help="individual or structural.")] = None,
    code: Annotated[str | None, typer.Option("--organisation", help="Only with this body.")] = None,
    change: Annotated[str | None, typer.Argument(help="One change, whole.")] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The register of organisational changes, by the fields of the typology."""
    desk = Desk(as_json=as_json, workspace=workspace)
    register = desk.workspace.register()
    wanted = {"form": form, "nature": nature, "scale": scale, "id": change}
    found = [
        row
        for row in register.changes
        if all(value is None or getattr(row, name) == value for name, value in wanted.items())
        and (code is None or any(party.code == code.upper() for party in row.parties))
    ]
    if not found:
        said = ", ".join(f"{name} {value}" for name, value in wanted.items() if value)
        forms = sorted({row.form for row in register.changes})
        raise Refusal(
            "CLI-003",
            f"No change in the register has {said or f'the organisation {code}'}.",
            f"The forms in the register are: {', '.join(forms)}.",
        )
    if change:
        desk.emit(change_shape(found[0]), lambda console: show_change(console, found[0]))
        return
    desk.table(
        [change_shape(row) for row in found],
        ("id", "nature", "scale", "parties", "standing"),
        (
            (
                row.id,
                row.nature,
                row.scale,
                ", ".join(party.code or party.name for party in row.parties[:4]),
                "not checked" if row.status == "background" else "",
            )
            for row in found
        ),
        title=f"{len(found)} changes",
    )


def models(
    model: Annotated[str | None, typer.Argument(help="One model, whole.")] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The catalogue of organisational models, side by side or one whole."""
    desk = Desk(as_json=as_json, workspace=workspace)
    catalogue = desk.workspace.register().models
    if model is None:
        desk.table(
            [model_shape(row) for row in catalogue.values()],
            ("id", "title", "change, of 24", "ease of undoing"),
            ((row.id, row.title, row.degree.total, row.ease) for row in catalogue.values()),
            title="Organisational models, with the degree of change they take",
        )
        return
    if model not in catalogue:
        raise Refusal(
            "CLI-004",
            f"There is no model '{model}'.",
            f"Choose one of: {', '.join(catalogue)}.",
            where="model",
        )
    whole = catalogue[model]
    desk.emit(model_shape(whole), lambda console: show_model(console, whole))


def measures(as_json: AsJson = False, workspace: Where = None) -> None:
    """The registry of measures: what each means, and how parts add up before a merger."""
    from dataclasses import asdict

    from mutuality.outcomes import REGISTRY

    desk = Desk(as_json=as_json, workspace=workspace)
    held = desk.workspace.measures()
    known = [*REGISTRY.values(), *desk.workspace.declared().values()]
    desk.table(
        [
            {**asdict(row), **_bounds(row.lowest, row.highest), "held": row.id in held}
            for row in known
        ],
        ("id", "domain", "what", "better", "pooling", "held"),
        (
            (
                row.id,
                row.domain,
                row.title,
                row.polarity,
                row.pooling,
                "yes" if row.id in held else "",
            )
            for row in known
        ),
        title="Measures",
    )


def _bounds(lowest: float, highest: float) -> dict[str, float | None]:
    """What a value must lie between; None where it may be anything, since JSON has no infinity."""
    return {
        "lowest": lowest if isfinite(lowest) else None,
        "highest": highest if isfinite(highest) else None,
    }


def sources(as_json: AsJson = False, workspace: Where = None) -> None:
    """What can be read, what has been read, and what ships."""
    from dataclasses import asdict

    from mutuality.stores import READERS, shipped

    desk = Desk(as_json=as_json, workspace=workspace)
    held = desk.workspace.held()
    data = {
        "readers": [{"id": row.id, "reads": row.reads} for row in READERS],
        "loaded": [asdict(row) for row in held],
        "shipped": {name: source.title for name, source in shipped.series().items()},
    }

    def show(console: Console) -> None:
        console.print("[bold]Can be read[/bold] (mutuality load auto PATH recognises them)")
        for row in READERS:
            console.print(f"  {row.id:<20} {row.reads}", markup=False)
        console.print("[bold]Loaded[/bold] in", end=" ")
        console.print(f"{desk.folder}" + ("" if held else ": nothing yet"), markup=False)
        for file in held:
            hidden = ", hidden" if file.hidden else ""
            console.print(
                f"  {file.load_id}  {file.reader:<18} {file.name}, {file.vintage}, "
                f"{file.kept:,} rows{hidden}",
                markup=False,
            )
        console.print("[bold]Ships[/bold] (used for a measure until something is loaded for it)")
        for name, source in shipped.series().items():
            console.print(f"  {name:<20} {source.title}", markup=False)

    desk.emit(data, show)
