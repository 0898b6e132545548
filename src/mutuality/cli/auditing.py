"""Check a downloaded audit record.

In:    a file of JSON lines from the workbench.
Out:   how many lines were read, and where the chain does not hold.
Never: a database: the file alone must prove itself.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mutuality.cli.desk import AsJson, Desk


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(audit)


def audit(
    record: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="A downloaded record.")],
    as_json: AsJson = False,
) -> None:
    """Check a downloaded audit record; exit 2 where it was changed or cut."""
    from mutuality.web.audit import check, read

    desk = Desk(as_json=as_json, workspace=None)
    lines = read(record)
    broken = list(check(lines))
    desk.say(
        {"lines": len(lines), "whole": not broken, "broken": [asdict(one) for one in broken]},
        f"{len(lines):,} lines, the last with the hash {lines[-1]['hash']}.",
        *[f"Line {one.number} of {one.chain}: {one.problem}" for one in broken],
        "The record is whole." if not broken else "The record does not hold.",
    )
    if broken:
        raise typer.Exit(2)
