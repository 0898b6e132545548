"""Commands for figures: load, observations, panel, profile, and the figures that ship.

In:    publishers' files, or a measure's identifier.
Out:   a workspace that grew, or a file of figures; coverage on standard error.
Never: a figure without the file, sheet and row it came from.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, Out, Where, write_frame, write_text
from mutuality.cli.look import day

if TYPE_CHECKING:
    import polars as pl

    from mutuality.stores import LoadReport

reference = typer.Typer(help="The reference figures that ship.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(load)
    app.command()(observations)
    app.command(name="panel")(panel_command)
    app.command()(profile)
    reference.command(name="build")(reference_build)
    app.add_typer(reference, name="reference")


def load(
    source: Annotated[
        str | None, typer.Argument(help="A reader's name, `auto`, or `reference`.")
    ] = None,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders.")] = None,
    undo: Annotated[
        str | None,
        typer.Option("--undo", metavar="LOAD", help="Hide this load; nothing is deleted."),
    ] = None,
    supersede: Annotated[
        bool, typer.Option("--supersede", help="These files correct what is loaded.")
    ] = False,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Read publishers' files into the workspace: all of a file, or none of it."""
    desk = Desk(as_json=as_json, workspace=workspace)
    now = dt.datetime.now(dt.UTC)
    if undo:
        files = desk.workspace.undo(undo, at=now)
        desk.say({"hidden": undo, "files": files}, f"Load {undo} is hidden ({files} files).")
        return
    if source is None or (not paths and source != "reference"):
        raise Refusal(
            "CLI-005",
            "Nothing was given to load.",
            "Say `mutuality load auto PATH...`, or `mutuality load reference`.",
        )
    with desk.progress("Reading") as step:
        if source == "reference" and not paths:
            report = desk.workspace.load_reference(at=now)
        else:
            report = desk.workspace.load(
                source, paths or [], at=now, progress=step, supersede=supersede
            )
    _tell(desk, report)
    if report.refused:
        raise typer.Exit(2)


def _tell(desk: Desk, report: LoadReport) -> None:
    """What became of each file; details only where a person would ask."""
    rows = [outcome.as_dict() for outcome in report.outcomes]
    for outcome in report.outcomes:
        if outcome.refusal:
            desk.note(f"Refused {outcome.path.name}: {outcome.refusal}")
        elif outcome.reading:
            kept = ", ".join(
                f"{name} {table.height:,}" for name, table in outcome.reading.tables.items()
            )
            dropped = "".join(
                f"; left out {row.rows:,} ({row.reason})" for row in outcome.reading.dropped
            )
            desk.note(f"{outcome.path.name}: {outcome.reading.reader}, kept {kept}{dropped}")
            for check in outcome.reading.checks:
                desk.note(f"    {check}")
        else:
            desk.note(f"{outcome.path.name}: already loaded as {outcome.already}; nothing changed")
    desk.say(
        {"load": report.load_id, "files": rows},
        f"{len(report.loaded)} files loaded, "
        f"{len(report.outcomes) - len(report.loaded) - len(report.refused)} already there, "
        f"{len(report.refused)} refused"
        + (f". Undo with `mutuality load --undo {report.load_id}`." if report.load_id else "."),
    )


def observations(
    measure: Annotated[str, typer.Argument(help="A measure's identifier.")],
    output: Out,
    every_edition: Annotated[
        bool, typer.Option("--every-edition", help="Superseded editions too.")
    ] = False,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Figures as loaded, each with its file, sheet and row."""
    from mutuality.outcomes import measure as registered
    from mutuality.stores import VIEW

    desk = Desk(as_json=as_json, workspace=workspace)
    store = desk.workspace
    if measure not in store.measures():
        registered(measure)
    frame = store.observations(measure, every_edition=every_edition).select(VIEW)
    write_frame(frame, output)
    desk.note(*_shipped_note(desk, measure))
    desk.say(
        {"measure": measure, "rows": frame.height, "file": str(output)},
        f"{frame.height:,} observations of {measure} written to {output}.",
    )


def _shipped_note(desk: Desk, measure: str) -> list[str]:
    if not desk.workspace.is_from_reference(measure):
        return []
    return [
        f"Nothing is loaded for {measure}: these are the quarterly or annual figures that ship."
    ]


def panel_command(
    measure: Annotated[str, typer.Argument(help="A measure's identifier.")],
    output: Out,
    frequency: Annotated[
        str | None, typer.Option("--frequency", help="month, quarter or year.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Units as at this date.")
    ] = None,
    codes: Annotated[str, typer.Option("--codes", help="trusts or all.")] = "trusts",
    weights: Annotated[
        str | None, typer.Option("--weights", help="For scores without a base: beds.")
    ] = None,
    composites: Annotated[
        str, typer.Option(help="What cannot be pooled: refuse, or exclude (left empty).")
    ] = "refuse",
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """A panel that survives mergers: the same units in every period."""
    from mutuality.stores import panel_of

    desk = Desk(as_json=as_json, workspace=workspace)
    built = panel_of(
        desk.workspace,
        measure,
        frequency=one_of(frequency, ("month", "quarter", "year"), where="--frequency"),
        as_of=day(as_of, where="--as-of"),
        codes=one_of(codes, ("trusts", "all"), where="--codes") or "trusts",
        weights=one_of(weights, ("beds",), where="--weights"),
        composites=one_of(composites, ("refuse", "exclude"), where="--composites") or "refuse",
    )
    write_frame(built.frame, output)
    desk.note(*_shipped_note(desk, measure), *built.notes)
    desk.say(
        {"measure": measure, "frequency": built.frequency, "file": str(output), **built.coverage},
        f"{built.frame.height:,} rows written to {output}.",
    )


def one_of(value: str | None, allowed: tuple[str, ...], *, where: str) -> str | None:
    """A word from a short list. Raises Refusal CLI-006 for any other."""
    if value is not None and value not in allowed:
        raise Refusal(
            "CLI-006",
            f"'{value}' is not something {where} can be.",
            f"Use one of: {', '.join(allowed)}.",
            where=where,
        )
    return value


def profile(
    code: Annotated[str, typer.Argument(help="An ODS code.")],
    output: Out,
    at: Annotated[str | None, typer.Option("--at", metavar="DATE")] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """One accessible page: how an organisation is doing in the three domains."""
    from mutuality.cli.deciding import refuse_other_endings, rendered
    from mutuality.stores import profile_of

    desk = Desk(as_json=as_json, workspace=workspace)
    refuse_other_endings(output)
    when = day(at, where="--at") or dt.datetime.now(dt.UTC).date()
    write_text(rendered(profile_of(desk.workspace, code, at=when), output, at=when), output)
    told = {"organisation": code.strip().upper(), "file": str(output)}
    units = desk.workspace.register().units(as_of=when)
    unit = units.unit(told["organisation"])
    if unit != told["organisation"]:
        desk.note(
            f"{told['organisation']} is followed as {unit}: the figures are of "
            f"{', '.join(units.codes(unit))} together, across their mergers and splits."
        )
    desk.say(told, f"Profile of {told['organisation']} written to {output}.")


def reference_build(
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="Publishers' files.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Default: where it ships.")
    ] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Rebuild the figures that ship from publishers' files."""
    from mutuality.stores import build, shipped

    desk = Desk(as_json=as_json, workspace=workspace)
    target = output or shipped.FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with desk.progress("Reading") as step:
        report = build(source, target, at=dt.datetime.now(dt.UTC), progress=step)
    size = sum(path.stat().st_size for path in (target / "figures").iterdir())
    desk.say(
        {"files": len(report.outcomes), "target": str(target), "bytes": size},
        f"{len(report.outcomes)} files read; figures of {size / 1e6:.2f} MB written to {target}.",
    )


def frame_of(path: Path) -> pl.DataFrame:
    """A frame from a CSV or Parquet file. Raises Refusal CLI-007 where it cannot be read."""
    import polars as pl

    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet") or not path.is_file():
        raise Refusal(
            "CLI-007",
            f"'{path}' is not a CSV or Parquet file that is there.",
            "Give the path of one.",
            where=str(path),
        )
    try:
        if ending == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, try_parse_dates=True, infer_schema_length=None)
    except pl.exceptions.PolarsError as error:
        raise Refusal(
            "CLI-007",
            f"The file cannot be read as a table ({error}).",
            "Check that it is complete and has one header row.",
            where=str(path),
        ) from error
