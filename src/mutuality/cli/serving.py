"""The workbench on this machine: serve it, back it up, put a backup back, say how it is.

In:    a folder, a port, a file.
Out:   a link to sign in with; what was kept or put back; what works and what does not.
Never: Django in this process. What needs it runs in processes of its own.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.cli.desk import ROOT, AsJson, Desk, Where

if TYPE_CHECKING:
    from mutuality.web.running import Finding, Home, Serving

AtHome = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="The workbench's folder (or MUTUALITY_HOME); a per-user folder otherwise.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(backup)
    app.command()(restore)


def home_of(home: Path | None, workspace: Path | None, *, own: bool = False) -> Home:
    """The workbench that is meant: as said, else the environment's, else one's own.

    `own` leaves out an organisation's server.
    """
    from mutuality.web.running import deployed_home, own_home

    deployed = None if own or home else deployed_home(os.environ)
    if deployed:
        return deployed
    folder = home or os.environ.get("MUTUALITY_HOME") or typer.get_app_dir("mutuality")
    named = workspace or ROOT.workspace or os.environ.get("MUTUALITY_WORKSPACE")
    return own_home(Path(folder), workspace=Path(named) if named else None)


def examined(home: Home) -> tuple[Finding, ...]:
    """What works in a workbench, what does not, and how to mend it."""
    from mutuality.web.running import examine

    return examine(home)


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes any that is free.")
    ] = 8000,
    host: Annotated[str, typer.Option(help="127.0.0.1, ::1 or localhost.")] = "127.0.0.1",
    home: AtHome = None,
    opens: Annotated[
        bool | None,
        typer.Option("--open/--no-browser", help="Open a browser; as it is, on a terminal only."),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="With a demonstration team.")] = False,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The workbench in a browser, for one person on this machine. Ctrl+C stops it."""
    from mutuality.web.running import serve as serve_it

    desk = Desk(as_json=as_json, workspace=workspace)
    found = home_of(home, workspace, own=True)

    def started(serving: Serving) -> None:
        desk.say(
            serving.as_dict(),
            f"Mutuality runs at {serving.address}",
            "Sign in with this link. It works once, within 30 minutes:",
            f"  {serving.sign_in}",
            f"Everything is kept in {serving.home}",
            "Press Ctrl+C to stop.",
        )
        sys.stdout.flush()  # whoever reads a pipe waits for this
        if opens if opens is not None else sys.stdout.isatty():
            _open(serving.sign_in)

    serve_it(found, host=host, port=port, demo=demo, started=started, note=desk.note)
    desk.note("Stopped.")


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; a new file.")],
    home: AtHome = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Keep the database, the workspace and the audit record in one checked archive."""
    from mutuality.web.running import backup as keep

    desk = Desk(as_json=as_json, workspace=workspace)
    told = keep(home_of(home, workspace), file, at=dt.datetime.now(dt.UTC))
    desk.say(
        told,
        f"{told['file']}: {told['bytes']:,} bytes",
        f"{told['people']} people, {told['loads']} loads of {told['workspace']}, "
        f"{told['uploads']} uploads",
        _record(told),
        "Whoever can read this file can read all that the workbench holds. Keep it as safe.",
    )


def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `mutuality backup` made.")],
    home: AtHome = None,
    force: Annotated[
        bool, typer.Option("--force", help="Even where the workbench runs, or the record breaks.")
    ] = False,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Put an archive in the place of what is here. What is here is kept beside it first."""
    from mutuality.web.running import restore as put_back

    desk = Desk(as_json=as_json, workspace=workspace)
    found = home_of(home, workspace)
    told = put_back(found, file, at=dt.datetime.now(dt.UTC), force=force)
    kept = f"What was there is kept in {told['kept']}" if told["kept"] else "Nothing was there."
    desk.say(
        told,
        f"Restored to {found.folder}: as it was at {told['made_at']}",
        f"{told['people']} people, {told['loads']} loads, {told['uploads']} uploads",
        _record(told),
        kept,
        "Everybody signs in again.",
    )


def _record(told: dict[str, Any]) -> str:
    lines = f"The audit record has {told['audit_lines']:,} lines"
    if told["audit_breaks"]:
        return f"{lines} and is broken in {told['audit_breaks']} places: see the page Audit."
    return f"{lines} and is unbroken."


def _open(link: str) -> None:
    import webbrowser

    webbrowser.open(link)
