"""The command that says who a body is compared with.

In:    a code and one or more rules, or a list of codes with a reason.
Out:   the peers, the rule in words, and what was left out.
Never: a rank by how well they do.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mutuality.base import Refusal
from mutuality.cli.desk import AsJson, Desk, Where
from mutuality.cli.look import Day, day

if TYPE_CHECKING:
    from mutuality.register import PeerGroup, Register, Sizes

By = Annotated[
    list[str] | None, typer.Option("--by", metavar="RULE", help="type, region or size; repeatable.")
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="CODE", help="Your own peers; repeatable.")
]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(peers)


def peers(
    code: Annotated[str, typer.Argument(help="An ODS code.")],
    by: By = None,
    size: Annotated[str, typer.Option(help="Size by beds or attendances.")] = "beds",
    nearest: Annotated[int, typer.Option(metavar="N", help="How many, by size.")] = 10,
    only: Only = None,
    reason: Annotated[str, typer.Option(help="Why these, with --only.")] = "",
    at: Day = None,
    as_json: AsJson = False,
    workspace: Where = None,
) -> None:
    """Who a body is compared with: by type, region or size, or a list of your own."""
    from mutuality.register import peers_by, peers_chosen
    from mutuality.stores import sizes_of

    if by and only:
        raise Refusal(
            "CLI-015",
            "Peers were asked for both by a rule and by name.",
            "Use either --by or --only.",
            where="--only",
        )
    desk = Desk(as_json=as_json, workspace=workspace)
    store = desk.workspace
    register = store.register()
    when = day(at, where="--at") or dt.date.today()  # noqa: DTZ011 - a person's own day
    sizes = sizes_of(store, size, at=when, register=register) if "size" in (by or ()) else None
    group = (
        peers_chosen(register, code, only, at=when, reason=reason)
        if only
        else peers_by(register, code, at=when, by=by or ["type"], sizes=sizes, nearest=nearest)
    )
    rows = [_row(register, group, unit, sizes) for unit in group.units]
    data = {
        "of": group.of,
        "as_at": group.as_at,
        "rule": group.rule,
        "caution": group.caution,
        "peers": rows,
        "left_out": [{"code": one, "why": why} for one, why in group.left_out],
        "size": sizes and {"words": sizes.words, "own": sizes.values[group.of]},
        "source": sizes.source if sizes else "",
    }
    desk.table(
        data,
        ("unit", "name", "region", *(("size",) if sizes else ())),
        (
            (row["unit"], row["name"], row["region"], *((f"{row['size']:,.0f}",) if sizes else ()))
            for row in rows
        ),
        title=f"Peers of {group.of}: {group.rule}, as at {group.as_at}",
    )
    if group.caution:
        desk.note(group.caution)
    if len(group.left_out) <= 10:
        desk.note(*(f"Left out {one}: {why}." for one, why in group.left_out))
    else:
        desk.note(f"Left out: {len(group.left_out)} units; --json lists them with the reason.")
    if sizes:
        desk.note(f"{group.of} itself: {sizes.values[group.of]:,.0f}. {sizes.source}")


def _row(register: Register, group: PeerGroup, unit: str, sizes: Sizes | None) -> dict[str, Any]:
    from mutuality.register import readable, region_name

    bodies = [register.organisation(one) for one in unit.split("+")]
    return {
        "unit": unit,
        "codes": [body.code for body in bodies if body.code in group.codes],
        "name": " and ".join(readable(body.name or body.code) for body in bodies),
        "type": bodies[0].category,
        "region": region_name(bodies[0].region or ""),
        "size": sizes.values.get(unit) if sizes else None,
    }
