"""The list of commands.

In:    the words after `mutuality`.
Out:   the command they name. Libraries are imported by the command that needs them.
Never: an import that makes `mutuality --help` slow.
"""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from mutuality import __version__
from mutuality.base import Refusal
from mutuality.cli import (
    auditing,
    deciding,
    drafting,
    evaluating,
    figures,
    look,
    peering,
    serving,
    touring,
)
from mutuality.cli.desk import ROOT

app = typer.Typer(
    name="mutuality",
    help="Choose how to work together, decide it with your staff, make the change, "
    "and find out whether it worked.",
    epilog="Decision support, not legal, financial or HR advice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mutuality {__version__}")
        raise typer.Exit


@app.callback()
def root(
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable answers.")] = False,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="DIR", help="Where things are kept.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """Choose how to work together, decide it, make the change, find out whether it worked."""
    del version
    ROOT.json, ROOT.workspace = as_json, workspace


for group in (look, peering, figures, evaluating, drafting, deciding, serving, auditing, touring):
    group.add_to(app)


def main() -> None:
    """Run a command. A refusal is told plainly and exits with 2; a bug crashes with 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a pipe on Windows would refuse a minus sign
    try:
        app()
    except Refusal as refusal:
        _refuse(refusal)
        sys.exit(2)


def _refuse(refusal: Refusal) -> None:
    if ROOT.json or "--json" in sys.argv:
        sys.stdout.write(json.dumps({"refusal": refusal.as_dict()}, ensure_ascii=False) + "\n")
    place = f" ({refusal.where})" if refusal.where else ""
    sys.stderr.write(f"Refused {refusal.code}{place}: {refusal.problem}\n{refusal.remedy}\n")
