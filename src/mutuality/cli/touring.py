"""The whole loop on one real problem, and what this machine has and lacks.

In:    an example case, or nothing.
Out:   papers in a folder, a short summary, and where to look; or a list of parts.
Never: an invented judgement shown as anybody's.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from mutuality.cli.desk import AsJson, Desk, Where, write_text
from mutuality.cli.serving import AtHome, examined, home_of
from mutuality.cli.shapes import effect_words

REINSTALL = "install Mutuality again (docs/how-to/install.md)"
PARTS = (
    ("polars", "frames", REINSTALL),
    ("scipy", "distributions and optimisation", REINSTALL),
    ("diff-diff", "effect estimates", REINSTALL),
    ("altair", "charts", REINSTALL),
    ("vl-convert-python", "charts as pictures, offline", REINSTALL),
    ("python-docx", "papers in Word", REINSTALL),
    ("fastexcel", "publishers' workbooks", REINSTALL),
)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(tour)
    app.command()(doctor)


def tour(
    example: Annotated[str, typer.Option("--example", help="Which example case.")] = "tameside",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Where the papers go.")
    ] = Path("output"),
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Take one real problem through the whole loop, on the figures that ship."""
    from mutuality.cli.deciding import rendered
    from mutuality.governance import mandate
    from mutuality.papers import to_html
    from mutuality.stores import (
        CaseDesk,
        effects_of,
        profile_of,
        read_ballot,
        read_case,
        read_papers,
        shipped,
    )

    desk = Desk(as_json=as_json, workspace=workspace)
    store = desk.workspace
    path = shipped.example(example)
    loaded = store.load_reference(at=dt.datetime.now(dt.UTC))
    desk.note(
        f"1. Figures: {len(loaded.loaded)} series put into {desk.folder}"
        if loaded.loaded
        else f"1. Figures: already in {desk.folder}"
    )
    work = CaseDesk(store, read_case(path))
    written: list[Path] = []

    def write(name: str, content: str | bytes) -> None:
        write_text(content, output / name)
        written.append(output / name)

    if work.lead:
        write(f"{work.lead}-profile.html", to_html(profile_of(store, work.lead, at=work.at)))
        desk.note(f"2. How {work.name} is doing: {written[-1]}")
    precedent = effects_of(store, ["merger-2017-10-01-r0a"])
    for found in precedent:
        desk.note(f"3. Did the Manchester merger of 2017 work? {effect_words(found)}")
    verdict = work.appraisal.as_dict()["verdict"]
    desk.note(f"4. The appraisal: {verdict['kind'].replace('-', ' ')}.")
    said = None
    question = path.with_name(f"{example}-ballot.toml")
    if question.is_file():
        ballot = read_ballot(question, appraisal=work.appraisal.seal)
        papers = read_papers(path.with_name(f"{example}-papers.csv"))
        said = mandate(ballot.count(papers), appraisal=work.appraisal.seal)
        desk.note(f"5. The staff ballot (invented papers): {said.statement}")
    else:
        desk.note("5. The staff ballot: this example holds none.")
    paper = work.paper(mandate=said)
    for ending in ("html", "docx"):
        target = output / f"{example}-board-paper.{ending}"
        write(target.name, rendered(paper, target, at=work.at))
    write("effects.json", json.dumps([found.as_dict() for found in precedent], indent=2))
    write("appraisal.json", json.dumps(work.appraisal.as_dict(), indent=2, ensure_ascii=False))
    named = work.case.option(work.planned).title if work.planned else "no option"
    desk.note(f"6. The plan and the promises, for “{named}”, are in the paper.")
    summary = {
        "case": work.case.head.id,
        "verdict": verdict,
        "mandate": said.as_dict() if said else None,
        "files": [str(name) for name in written],
    }
    desk.say(
        summary,
        "",
        f"{work.case.head.title}",
        f"Verdict: {verdict['kind'].replace('-', ' ')}; to start with: {named}.",
        "Read first: " + str(output / f"{example}-board-paper.html"),
        "The same in Word: " + str(output / f"{example}-board-paper.docx"),
        work.case.head.notice or "",
        "Decision support, not legal, financial or HR advice.",
    )


def doctor(home: AtHome = None, as_json: AsJson = False, workspace: Where = None) -> None:
    """What is installed, what works, what is missing and how to get it."""
    from shutil import which

    from mutuality.stores import shipped

    desk = Desk(as_json=as_json, workspace=workspace)
    rows = [(name, what, _version(name), remedy) for name, what, remedy in PARTS]
    browser = which("chromium") or which("google-chrome")
    place = home_of(home, workspace)
    looked_at = examined(place)
    data = {
        "parts": [{"name": name, "for": what, "version": found} for name, what, found, _ in rows],
        "workspace": str(desk.folder),
        "loaded_files": len(desk.workspace.held()),
        "shipped_series": len(shipped.series()),
        "browser": browser,
        "home": str(place.folder),
        "workbench": [asdict(one) for one in looked_at],
    }
    desk.table(
        data,
        ("part", "for", "found", "how to get it"),
        [
            *(
                (name, what, found or "missing", "" if found else how)
                for name, what, found, how in rows
            ),
            ("workspace", "what you load", f"{data['loaded_files']} files", str(desk.folder)),
            ("shipped figures", "a start without loading", f"{data['shipped_series']} series", ""),
            (
                "a browser",
                "opening and printing papers",
                browser or "not found here; any browser will do",
                "",
            ),
            *((one.part, one.purpose, one.found, one.remedy) for one in looked_at),
            ("home", "what the workbench keeps", str(place.folder), ""),
        ],
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
