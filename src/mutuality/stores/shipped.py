"""The reference data that ships: register, models, figures, findings and rules.

In:    plain files beside this module, made by people or by `reference build`.
Out:   values for the rooms.
Never: a network. What ships is all there is until files are loaded.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from mutuality.base import Refusal, Source
from mutuality.register import (
    Organisation,
    Register,
    Succession,
    parse_changes,
    parse_models,
)
from mutuality.stores.sources import OBSERVATIONS, Offered, Reading, Vintage

if TYPE_CHECKING:
    from mutuality.appraisal import Defaults
    from mutuality.appraisal.gates import Rule
    from mutuality.evidence import Finding
    from mutuality.transition import Templates

FOLDER = Path(__file__).parent / "reference"
FIGURES = FOLDER / "figures"


def document(name: str) -> dict[str, Any]:
    """One of the TOML documents that ship, by its file name."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def register() -> Register:
    """The shipped register: trusts, successions, changes and models."""
    bodies = {row["code"]: _organisation(row) for row in _table("organisations.csv")}
    links = [*_successions(_table("successions.csv")), *_other_successions()]
    changes = parse_changes(
        {
            path.name: tomllib.loads(path.read_text(encoding="utf-8"))
            for path in sorted((FOLDER / "changes").glob("*.toml"))
        }
    )
    models = parse_models(document("models.toml"))
    unknown = {row["code"]: row["note"] for row in document("no-successor.toml")["body"]}
    return Register(
        bodies,
        tuple(sorted(links, key=lambda link: (link.date, link.old, link.new))),
        changes,
        {model.id: model for model in models},
        unknown,
    )


@cache
def findings() -> tuple[Finding, ...]:
    """Published findings, re-expressed and reviewed."""
    from mutuality.evidence import parse_findings  # noqa: PLC0415 - SciPy takes a second

    table = pl.read_csv(FOLDER / "findings.csv", infer_schema=False)
    return parse_findings(table)


@cache
def gates() -> tuple[Rule, ...]:
    """Dated legal and financial gates."""
    from mutuality.appraisal import parse_gates  # noqa: PLC0415 - as above

    return parse_gates(document("gates.toml"))


@cache
def defaults() -> Defaults:
    """Default parameters of the appraisal, with their author and date."""
    from mutuality.appraisal import parse_defaults  # noqa: PLC0415 - as above

    return parse_defaults(document("appraisal-defaults.toml"))


@cache
def journeys() -> Templates:
    """Templates of journeys, with the rules and approvers in force by date."""
    from mutuality.transition import read_templates  # noqa: PLC0415 - as above

    return read_templates(document("journeys.toml"))


def example(name: str) -> Path:
    """The path of an example case: beside the package's data, or in the checkout.

    Raises Refusal STO-013 for a name that no example has.
    """
    places = [FOLDER / "examples", Path(__file__).parents[3] / "examples"]
    for place in places:
        if (place / f"{name}.toml").is_file():
            return place / f"{name}.toml"
    found = {path.stem for place in places for path in place.glob("*.toml")}
    known = sorted(stem for stem in found if not stem.endswith("-ballot"))
    raise Refusal(
        "STO-013",
        f"There is no example '{name}'.",
        f"Choose one of: {', '.join(known)}.",
        where="example",
    )


@cache
def series() -> dict[str, Source]:
    """Measures with shipped figures, and the publication they were computed from."""
    return {
        row["measure"]: Source(
            id=row["measure"],
            publisher=row["publisher"],
            title=f"{row['title']} ({row['first']} to {row['last']})",
            licence=cast("Any", row["licence"]),
            url=row["url"],
            standing=cast("Any", row["standing"]),
        )
        for row in _table("figures/series.csv")
    }


def figure_files() -> list[Path]:
    """The Parquet files with the shipped figures, one a measure."""
    return sorted(FIGURES.glob("*.parquet"))


def source(measure: str) -> Source:
    """The publication behind a measure's shipped figures. Raises Refusal STO-006."""
    if measure not in series():
        raise Refusal(
            "STO-006",
            f"Nothing is held for the measure '{measure}'.",
            "Load a publication that reports it; `mutuality sources` lists what can be read.",
            where="measure",
        )
    return series()[measure]


def observations(measure: str) -> pl.DataFrame:
    """Shipped figures of a measure, in the columns of a workspace's view.

    Raises Refusal STO-006 where none ship.
    """
    origin = source(measure)
    path = FIGURES / f"{measure}.parquet"
    return pl.read_parquet(path).with_columns(
        source=pl.lit(f"{origin.publisher}, {origin.title}"),
        file=pl.lit(f"reference/{measure}.parquet"),
        sheet=pl.lit(""),
        row=pl.int_range(1, pl.len() + 1, dtype=pl.Int32),
        vintage=pl.lit("reference"),
        vintages=pl.lit(1, pl.Int64),
    ).select(
        "organisation", "period_start", "period_end", "numerator", "denominator", "value",
        "source", "file", "sheet", "row", "vintage", "flags", "vintages",
    )  # fmt: skip


def reading(file: Offered) -> Reading:
    """Shipped figures as a load, so that a workspace can hold them below its own.

    Raises Refusal STO-008 for a file that does not ship.
    """
    measure = file.path.stem
    if file.path.parent != FIGURES or measure not in series():
        raise Refusal(
            "STO-008",
            f"'{file.name}' is not one of the figures that ship.",
            "Use `mutuality load reference` without a path, or `mutuality load auto` for a "
            "publisher's file.",
            where=file.name,
        )
    table = observations(measure).select(list(OBSERVATIONS)).cast(OBSERVATIONS)  # type: ignore[arg-type]
    return Reading(
        reader="reference",
        source=series()[measure],
        vintage=Vintage("", "reference"),
        tables={measure: table},
    )


def _table(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _organisation(row: dict[str, str]) -> Organisation:
    return Organisation(
        code=row["code"],
        name=row["name"] or None,
        kind=cast("Any", row["kind"]),
        opened=_day(row["opened"]),
        closed=_day(row["closed"]),
        icb=row["icb"] or None,
        region=row["region"] or None,
        category=row["category"] or None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
    )


def _successions(rows: list[dict[str, str]]) -> list[Succession]:
    return [
        Succession(
            row["old"],
            row["new"],
            dt.date.fromisoformat(row["date"]),
            cast("Any", row["kind"]),
            _day(row["other_date"]),
        )
        for row in rows
    ]


def _other_successions() -> list[Succession]:
    table = pl.read_parquet(FOLDER / "successions-other.parquet")
    return [Succession(*row) for row in table["old", "new", "date", "kind", "other_date"].rows()]


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
