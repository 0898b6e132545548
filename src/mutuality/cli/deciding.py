"""Commands that choose, decide and plan: appraise, count, journey, benefits.

In:    a case written by people, papers of a ballot.
Out:   a board paper, a mandate, a dated plan, a list of promises with baselines.
Never: a single answer where the evidence does not give one.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal, canonical
from mutuality.cli.desk import AsJson, Desk, MaybeOut, Where, write_text
from mutuality.cli.look import day

if TYPE_CHECKING:
    from rich.console import Console

    from mutuality.appraisal import Appraisal
    from mutuality.stores import CaseDesk

CaseFile = Annotated[Path, typer.Argument(metavar="CASE.toml", help="A case.")]
OptionId = Annotated[
    str | None,
    typer.Option("--option", metavar="ID", help="Which option; the recommended one otherwise."),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(appraise)
    app.command()(count)
    app.command()(journey)
    app.command()(benefits)


def appraise(
    case: CaseFile,
    output: MaybeOut = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Appraise the options of a case, and write the board paper as HTML, Word or PDF."""
    from mutuality.stores import CaseDesk, read_case

    desk = Desk(as_json=as_json, workspace=workspace)
    if output:
        refuse_other_endings(output)
    work = CaseDesk(desk.workspace, read_case(case))
    result = work.appraisal
    if output:
        write_text(rendered(work.paper(), output, at=work.at), output)
        desk.note(f"Board paper: {output}")
    desk.emit(result.as_dict(), lambda console: show_verdict(console, result))


def rendered(paper: Any, path: Path, *, at: dt.date) -> str | bytes:
    """A paper in the form that the file's ending asks for."""
    from mutuality.papers import to_docx, to_html, to_pdf

    match path.suffix.lower():
        case ".docx":
            return to_docx(paper, at=at)
        case ".pdf":
            return to_pdf(paper, at=at)
        case _:
            return to_html(paper)


def refuse_other_endings(path: Path) -> None:
    """Refuse, before any work is done, a paper that is not .html, .docx or .pdf (CLI-009).

    A .pdf is refused too where this machine cannot make one (PAP-030).
    """
    ending = path.suffix.lower()
    if ending not in (".html", ".docx", ".pdf"):
        raise Refusal(
            "CLI-009",
            f"'{path.name}' ends in '{path.suffix}'.",
            "Name the paper .html, .docx or .pdf.",
            where="-o",
        )
    if ending == ".pdf":
        from mutuality.papers import require_pdf

        require_pdf()


def show_verdict(console: Console, result: Appraisal) -> None:
    """The verdict in words, and what was left out before any score."""
    data = result.as_dict()
    titles = {row["id"]: row["title"] for row in data["options"]}
    verdict = data["verdict"]
    console.print(f"Verdict: {verdict['kind'].replace('-', ' ')}", style="bold", markup=False)
    if verdict["recommend"]:
        console.print(f"Recommended: {titles[verdict['recommend']]}", markup=False)
    for condition in verdict["conditions"]:
        console.print(f"  - {condition}", markup=False)
    for row in data["options"]:
        if row["gated_out"]:
            console.print(f"Out: {row['title']}. {' '.join(row['reasons'])}", markup=False)
    for name, regret in data["regret"].items():
        best = data["rank_acceptability"][name][0]
        console.print(
            f"  {titles[name]:<40} regret {regret['mean']:.0f} points "
            f"(bad tenth {regret['cvar90']:.0f}), best in {round(20 * best) * 5}% of draws",
            markup=False,
        )


def count(
    papers: Annotated[Path, typer.Argument(help="A CSV with one column, `paper`.")],
    rules: Annotated[str, typer.Option("--rules", help="advisory: yes or no.")],
    ballot: Annotated[Path, typer.Option("--ballot", metavar="FILE.toml", help="The question.")],
    case: Annotated[
        Path | None,
        typer.Option(
            "--case",
            metavar="CASE.toml",
            help="Appraise this case again, and refuse a vote on any other appraisal.",
        ),
    ] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Count a ballot and say what it means."""
    from mutuality.governance import mandate
    from mutuality.stores import CaseDesk, read_ballot, read_case, read_papers

    if rules != "advisory":
        raise Refusal(
            "CLI-010",
            f"There is no counting rule '{rules}'.",
            "The rule that can be counted is: advisory.",
            where="--rules",
        )
    desk = Desk(as_json=as_json, workspace=workspace)
    before = CaseDesk(desk.workspace, read_case(case)).appraisal.seal if case else None
    asked = read_ballot(ballot, appraisal=before)
    result = asked.count(read_papers(papers))
    found = mandate(result, appraisal=before or asked.question.appraisal)
    desk.say(found.as_dict(), asked.question.text, found.statement, *found.result.working)


def _chosen(work: CaseDesk, option: str | None) -> str:
    """The option that is planned for: as named, else the recommended one."""
    known = [row.id for row in work.case.options]
    wanted = option or work.planned
    if wanted is None or wanted not in known:
        raise Refusal(
            "CLI-011",
            f"'{wanted}' is not an option of this case."
            if wanted
            else "The appraisal recommends no option, and none was named.",
            f"Name one with --option: {', '.join(known)}.",
            where="--option",
        )
    return wanted


def journey(
    case: CaseFile,
    option: OptionId = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="The case's date otherwise.")
    ] = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """The plan of an option, with its stages, gates and legal lead times."""
    from mutuality.stores import CaseDesk, read_case

    desk = Desk(as_json=as_json, workspace=workspace)
    work = CaseDesk(desk.workspace, read_case(case))
    planned = work.journey(_chosen(work, option), start=day(start, where="--start"))

    def show(console: Console) -> None:
        console.print(f"{planned.title}, from {planned.starts}", style="bold", markup=False)
        console.print(planned.warning, markup=False)
        for stage in planned.stages:
            console.print(
                f"{stage.starts} to {stage.ends}  {stage.title} "
                f"({planned.state(stage.id).lower()})",
                markup=False,
            )
            gate = f"{stage.gate.title}; decided by {stage.gate.decided_by}"
            console.print(f"    gate: {gate}", markup=False)
            for asked in stage.gate.asks:
                console.print(f"      - {asked.title}", markup=False)
        for deadline in planned.deadlines:
            late = (
                ", which is before the start: the plan is too short" if deadline.is_missed else ""
            )
            console.print(f"{deadline.due}  {deadline.title}{late}", markup=False)

    desk.emit(json.loads(canonical(planned)), show)


def benefits(
    case: CaseFile,
    option: OptionId = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """What an option promises, with baselines from the figures that are held."""
    from mutuality.stores import CaseDesk, read_case

    desk = Desk(as_json=as_json, workspace=workspace)
    work = CaseDesk(desk.workspace, read_case(case))
    chosen = _chosen(work, option)
    register = work.benefits(chosen)
    desk.table(
        json.loads(canonical(register)),
        ("benefit", "measure", "baseline", "period", "target", "owner", "status"),
        (
            (
                row.title,
                row.measure,
                "not supplied" if row.baseline is None else f"{row.baseline.value:.4g}",
                "" if row.baseline is None else row.baseline.period,
                "not set" if row.target is None else f"{row.target:g}",
                row.owner,
                row.status,
            )
            for row in register.benefits
        ),
        title=f"What '{chosen}' promises",
    )
