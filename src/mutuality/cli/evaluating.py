"""Commands that ask whether a change worked, and what others found.

In:    a panel of one's own, or changes in the register.
Out:   effects with their cautions, or the reason why nobody can tell.
Never: an estimate without its interval.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, MaybeOut, Where, write_text
from mutuality.cli.shapes import effect_words

if TYPE_CHECKING:
    from rich.console import Console


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(estimate)
    app.command()(evaluate)
    app.command()(evidence)


def estimate(
    panel: Annotated[Path, typer.Argument(help="A CSV or Parquet panel, one row a unit and time.")],
    unit: Annotated[str, typer.Option("--unit", help="Column that names the unit.")],
    time: Annotated[str, typer.Option("--time", help="Column that orders time.")],
    outcome: Annotated[str, typer.Option("--outcome", help="Column with the outcome.")],
    adopted: Annotated[
        str, typer.Option("--adopted", help="Column with a unit's first treated time.")
    ],
    estimator: Annotated[str, typer.Option("--estimator")] = "imputation",
    anticipation: Annotated[int, typer.Option(help="Times before adoption to leave out.")] = 0,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Estimate an effect from any panel."""
    from mutuality.cli.figures import frame_of
    from mutuality.evaluation import estimate as fit

    desk = Desk(as_json=as_json, workspace=workspace)
    found = fit(
        frame_of(panel),
        unit=unit,
        time=time,
        outcome=outcome,
        adopted=adopted,
        estimator=estimator,
        anticipation=anticipation,
    ).as_dict()
    desk.emit(found, lambda console: _show_estimate(console, found))


def _show_estimate(console: Console, found: dict[str, Any]) -> None:
    low, high = found["ci"]
    for name, value in (
        ("estimator", found["estimator"]),
        ("estimate", f"{_figure(found['estimate'])}, between {_figure(low)} and {_figure(high)}"),
        ("standard error", _figure(found["se"])),
        ("p", _figure(found["p"])),
        ("units", f"{found['n_units']}, of which {found['n_treated']} adopted"),
    ):
        console.print(f"{name:<16} {value}", markup=False)
    for caution in found["warnings"]:
        console.print(f"- {caution}", markup=False)


def _figure(value: float | None) -> str:
    """A figure as people read it; an interval may be open where nothing bounds it."""
    return "not known" if value is None else f"{value:.4g}"


def evaluate(
    changes: Annotated[list[str] | None, typer.Argument(help="Identifiers of changes.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every merger, acquisition and split.")
    ] = False,
    measure: Annotated[list[str] | None, typer.Option("--measure", help="More than once.")] = None,
    output: MaybeOut = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Did registered changes move a measure? Often nobody can tell, and the reason is given."""
    from mutuality.stores import effects_of

    desk = Desk(as_json=as_json, workspace=workspace)
    if not changes and not everything:
        raise Refusal(
            "CLI-008",
            "No change was named.",
            "Name one or more (`mutuality changes` lists them), or say --all.",
        )
    chosen = {"measures": measure} if measure else {}
    with desk.progress("Evaluating") as step:
        results = effects_of(desk.workspace, changes or (), progress=step, **chosen)
    rows = [result.as_dict() for result in results]
    if output:
        write_text(json.dumps(rows, ensure_ascii=False, indent=2), output / "effects.json")
        desk.note(f"Whole results, with paths and donors left out: {output / 'effects.json'}")
    told = sum(row["kind"] == "effect" for row in rows)
    desk.table(
        rows,
        ("change", "measure", "answer"),
        (
            (row["change_id"], row.get("measure", ""), effect_words(found))
            for row, found in zip(rows, results, strict=True)
        ),
        title=f"{told} effects; {len(rows) - told} times there is not enough data to say",
    )


def evidence(
    form: Annotated[str | None, typer.Option("--form", help="A model, such as buddying.")] = None,
    domain: Annotated[
        str | None, typer.Option("--domain", help="care-quality, efficiency or staff.")
    ] = None,
    verified: Annotated[
        bool, typer.Option("--verified", help="Only findings checked at their source.")
    ] = False,
    strong: Annotated[bool, typer.Option("--strong", help="Strong designs only.")] = False,
    own: Annotated[
        list[str] | None,
        typer.Option(
            "--own", metavar="CHANGE", help="With -o: our own evaluation of it. More than once."
        ),
    ] = None,
    output: MaybeOut = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """What others found, by model and domain, with how strong it is."""
    from mutuality.cli.shapes import evidence_about, show_evidence

    desk = Desk(as_json=as_json, workspace=workspace)
    found = evidence_about(form=form, domain=domain, verified=verified, strong=strong)
    if output:
        from mutuality.cli.deciding import refuse_other_endings, rendered
        from mutuality.stores import evidence_of

        refuse_other_endings(output)
        now = dt.datetime.now(dt.UTC).date()
        page = evidence_of(
            desk.workspace,
            at=now,
            forms=[form] if form else (),
            domain=domain,
            strong_only=strong,
            verified_only=verified,
            changes=own or (),
        )
        write_text(rendered(page, output, at=now), output)
        desk.note(f"Evidence: {output}")
    show_evidence(desk, found, form=form, domain=domain)
