"""Commands that look things up: organisations, changes, models, measures, sources.

In:    a code, a name, or a filter.
Out:   what the register and the registry say.
Never: a background note shown as fact: it carries the mark "not checked".
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, MaybeOut, Where, write_text
from mutuality.cli.shapes import STANDING, show_change, show_model

Day = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="As at this date, such as 2017-10-01.")
]

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from mutuality.register import Found


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
    code: Annotated[str, typer.Argument(help="An ODS code, or what people call it.")],
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
    except Refusal as unknown:
        _show_matches(desk, register.search(code, at=when), unknown)
        return
    desk.emit(summary, lambda console: _show_organisation(console, summary))


def _show_matches(desk: Desk, found: Found, unknown: Refusal) -> None:
    """What fits the words. Raises the refusal, with what would work, where nothing does."""
    from mutuality.register import readable

    if not found.matches:
        raise Refusal(unknown.code, unknown.problem, found.advice, where=unknown.where)
    data = {
        "matches": [
            {
                "code": match.organisation.code,
                "name": match.organisation.name,
                "live": match.live,
                "why": match.why,
                "via": match.via,
                "score": match.score,
            }
            for match in found.matches
        ],
        "advice": found.advice,
    }
    desk.table(
        data,
        ("code", "name", "", "why"),
        (
            (
                match.organisation.code,
                readable(match.organisation.name or "name not in the files we hold"),
                "live" if match.live else "closed",
                match.why,
            )
            for match in found.matches
        ),
        title=f"Organisations that fit '{found.query}'",
    )
    if found.advice:
        desk.note(found.advice)


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
    output: MaybeOut = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The register of organisational changes, by the fields of the typology; a page of one."""
    from mutuality.register import change_shape

    desk = Desk(as_json=as_json, workspace=workspace)
    if output:
        _write_change_page(desk, change, output)
        return
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


def _write_change_page(desk: Desk, change: str | None, output: Path) -> None:
    """Compare outcomes before and after one change, and write its page."""
    from mutuality.cli.deciding import refuse_other_endings, rendered
    from mutuality.stores import CHANGE_MEASURES, change_of, effects_of

    refuse_other_endings(output)
    if change is None:
        raise Refusal(
            "CLI-016",
            "A page was asked for, but of no change.",
            "Name one change (`mutuality changes` lists them), or leave out -o.",
            where="change",
        )
    at = dt.datetime.now(dt.UTC).date()
    with desk.progress("Comparing") as step:
        found = effects_of(desk.workspace, [change], measures=CHANGE_MEASURES, progress=step)
    page = change_of(desk.workspace, change, at=at, effects=found)
    write_text(rendered(page, output, at=at), output)
    told = sum(hasattr(one, "smallest_seen") for one in found)
    desk.say(
        {"change": change, "compared": told, "file": str(output)},
        f"Page of {change} written to {output}; {told} of {len(CHANGE_MEASURES)} measures could be "
        "compared.",
    )


def models(
    model: Annotated[str | None, typer.Argument(help="One model, whole.")] = None,
    beside: Annotated[
        list[str] | None,
        typer.Option("--beside", metavar="MODEL", help="With -o: compare with it. More than once."),
    ] = None,
    output: MaybeOut = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The catalogue of organisational models, side by side or one whole."""
    from mutuality.register import model_shape

    desk = Desk(as_json=as_json, workspace=workspace)
    catalogue = desk.workspace.register().models
    if model is not None and model not in catalogue:
        raise Refusal(
            "CLI-004",
            f"There is no model '{model}'.",
            f"Choose one of: {', '.join(catalogue)}.",
            where="model",
        )
    if output:
        _write_models(desk, [*([model] if model else []), *(beside or [])], output)
    if model is None:
        desk.table(
            [model_shape(row) for row in catalogue.values()],
            ("id", "title", "change, of 24", "ease of undoing"),
            ((row.id, row.title, row.degree.total, row.ease) for row in catalogue.values()),
            title="Organisational models, with the degree of change they take",
        )
        return
    whole = catalogue[model]
    desk.emit(model_shape(whole), lambda console: show_model(console, whole))


def _write_models(desk: Desk, names: list[str], output: Path) -> None:
    from mutuality.cli.deciding import refuse_other_endings, rendered
    from mutuality.stores import models_of

    refuse_other_endings(output)
    now = dt.datetime.now(dt.UTC).date()
    write_text(rendered(models_of(desk.workspace, names, at=now), output, at=now), output)
    desk.note(f"Models: {output}")


def measures(as_json: AsJson = False, workspace: Where = None) -> None:
    """The registry of measures: what each means, and how parts add up before a merger."""
    from mutuality.outcomes import REGISTRY

    desk = Desk(as_json=as_json, workspace=workspace)
    held = desk.workspace.measures()
    known = [*REGISTRY.values(), *desk.workspace.declared().values()]
    desk.table(
        [{**row.as_dict(), "held": row.id in held} for row in known],
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
