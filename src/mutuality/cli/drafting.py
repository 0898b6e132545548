"""The command that makes a first draft of a case.

In:    an organisation's code, a problem in words, the kinds of problem that it is.
Out:   a case file to go on with, and what is known, what bears on it, and what nobody knows yet.
Never: a file written over another without being asked.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, Out, Where, write_text
from mutuality.cli.look import day

if TYPE_CHECKING:
    from rich.console import Console

    from mutuality.appraisal import Draft


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(draft)


def draft(
    code: Annotated[str, typer.Argument(help="An ODS code.")],
    problem: Annotated[
        str, typer.Option("--problem", metavar="TEXT", help="What is wrong, and for whom.")
    ],
    output: Out,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="A kind of problem; can be repeated."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="As at this date; else today.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over a file that is there.")
    ] = False,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Make a first draft of a case from an organisation and its problem."""
    from mutuality.appraisal import to_document, to_toml
    from mutuality.stores import draft_case

    desk = Desk(as_json=as_json, workspace=workspace)
    if output.suffix.lower() != ".toml":
        raise Refusal(
            "CLI-013",
            f"'{output.name}' ends in '{output.suffix}'.",
            "A case is a TOML file: name it .toml.",
            where="-o",
        )
    if output.exists() and not replace:
        raise Refusal(
            "CLI-014",
            f"'{output}' is there already.",
            "Choose another name, or add --replace to write over it.",
            where="-o",
        )
    made = draft_case(
        desk.workspace,
        code,
        problem=problem,
        kinds=kinds or [],
        at=day(at, where="--at") or dt.datetime.now(dt.UTC).date(),
    )
    write_text(to_toml(made.case), output)
    desk.note(f"Draft case: {output}")
    document = to_document(made.case, for_json=True)
    desk.emit({"case": document, **made.as_dict()}, lambda console: _show(console, made))


def _show(console: Console, made: Draft) -> None:
    """Facts, gates, how much is unknown, and what to do next."""
    console.print(made.case.head.title, style="bold", markup=False)
    console.print("What is known", style="bold")
    for fact in made.facts:
        console.print(f"  {fact.words}", markup=False)
    console.print("Rules that bear on options", style="bold")
    for name, outcomes in made.gates.items():
        for gate in outcomes:
            words = f"{made.case.option(name).title}: {gate.title} ({gate.decision})"
            console.print(f"  {words}", markup=False)
    console.print("What nobody knows yet", style="bold")
    for name in dict.fromkeys(gap.criterion for gap in made.gaps):
        options = [made.case.option(gap.option).title for gap in made.gaps if gap.criterion == name]
        console.print(f"  {made.case.criterion(name).name}: {', '.join(options)}", markup=False)
    console.print("What to do next", style="bold")
    for number, step in enumerate(made.next_steps, start=1):
        console.print(f"  {number}. {step}", markup=False)
    console.print("Decision support, not legal, financial or HR advice.")
