"""Versions of a case that were appraised, and what differs between them.

In:    scenarios, and for each the answer of its appraisal as plain data.
Out:   a Comparison: what went in that differs, what came out, and what to beware of.
Never: two answers side by side that look alike in kind when another model made one of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.appraisal.case import BUSINESS_AS_USUAL
from mutuality.appraisal.words import chance, listed, number
from mutuality.appraisal.writing import to_document
from mutuality.base import Refusal, Seal, seal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mutuality.appraisal.case import Case
    from mutuality.appraisal.result import Appraisal

    Teller = Callable[[Case, Mapping[str, Any], str], str]

ABSENT = "\N{EN DASH}"
"""What stands where a scenario has nothing of the kind."""
NAMED_BY = {
    "objective": ("id",), "criterion": ("id",), "option": ("id",), "group": ("id",),
    "gate": ("factor",), "score": ("criterion",), "cost": ("year", "class"),
}  # fmt: skip
"""What tells the entries of each list apart, wherever in the list they stand."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One version of a case.

    `parent` is the `id` of the one that it was made from, None for the first. `inputs_hash` is
    what `inputs_seal` gives for its appraisal, `model_version` the version of this package.
    """

    id: str
    title: str
    author: str
    parent: str | None
    made_at: dt.datetime
    inputs_hash: str
    model_version: str
    case: Case


@dataclass(frozen=True, slots=True)
class InputRow:
    """One thing that went in and differs: its place, and what each scenario has there."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One thing that came out: what it is, of which option (empty for all), in each scenario."""

    what: str
    option: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side, in the order given. `notes` are sentences to print above them."""

    titles: tuple[str, ...]
    inputs: tuple[InputRow, ...]
    results: tuple[ResultRow, ...]
    notes: tuple[str, ...]


def inputs_seal(appraisal: Appraisal) -> Seal:
    """The seal of all that an appraisal was worked out from, without what it says.

    Case, default parameters, findings, gates, figures and degrees of change. Library versions stay
    out, as they do of `Appraisal.seal`.
    """
    told = appraisal.provenance
    return seal(
        {
            "case": told["case_seal"],
            "defaults": told["defaults"]["seal"],
            "findings": told["findings_seal"],
            "gates": told["gates_seal"],
            "figures": {
                name: [today.value, today.period, today.source]
                for name, today in appraisal.baselines.items()
            },
            "models": {
                option.id: [option.degree, option.ease_rank] for option in appraisal.options
            },
        }
    )


def compare(entries: Sequence[tuple[Scenario, Mapping[str, Any]]]) -> Comparison:
    """Put scenarios beside each other, each with its answer (`Appraisal.as_dict()`).

    Raises Refusal APP-015 for fewer than two, or for an answer that belongs to another case.
    """
    if len(entries) < 2:
        raise Refusal(
            "APP-015",
            "It takes two scenarios to compare.",
            "Choose another beside it.",
            where="scenarios",
        )
    for scenario, answer in entries:
        if answer["provenance"]["case_seal"] != str(scenario.case.seal):
            raise Refusal(
                "APP-015",
                f"The answer given for '{scenario.title}' is that of another case.",
                "Appraise the scenario again, and compare with that.",
                where=scenario.id,
            )
    inputs = tuple(_inputs(entries))
    return Comparison(
        titles=tuple(scenario.title for scenario, _ in entries),
        inputs=inputs,
        results=tuple(_results([(scenario.case, answer) for scenario, answer in entries])),
        notes=tuple(_notes(entries, inputs)),
    )


def _inputs(entries: Sequence[tuple[Scenario, Mapping[str, Any]]]) -> Iterator[InputRow]:
    flat = [
        {**dict(_leaves(to_document(scenario.case), "")), **_ground(answer["provenance"])}
        for scenario, answer in entries
    ]
    for path in dict.fromkeys(path for leaves in flat for path in leaves):
        values = tuple(leaves.get(path, ABSENT) for leaves in flat)
        if len(set(values)) > 1:
            yield InputRow(path, values)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every value of a document with its place, entries of lists by what they are about."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        seen: Counter[str] = Counter()
        for row in value:
            name = _name(path, row)
            seen[name] += 1
            mark = f" ({seen[name]})" if seen[name] > 1 else ""
            yield from _leaves(row, f"{path}[{name}{mark}]")
    else:
        yield path, _said(value)


def _name(path: str, row: Mapping[str, Any]) -> str:
    fields = NAMED_BY[path.rpartition(".")[2]]
    return " ".join(str(row[field]) for field in fields if field in row)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _ground(told: Mapping[str, Any]) -> dict[str, str]:
    """What else an answer rests on: the periods of the figures, and short seals of the rest."""
    periods = {
        f"figures[{name}].period": period or "not supplied"
        for name, period in told["data_periods"].items()
    }
    return periods | {
        "findings": told["findings_seal"][:12],
        "gates": told["gates_seal"][:12],
        "defaults": told["defaults"]["seal"][:12],
    }


def _results(entries: Sequence[tuple[Case, Mapping[str, Any]]]) -> Iterator[ResultRow]:
    yield _row("verdict", "", [_verdict(case, answer) for case, answer in entries])
    every = dict.fromkeys(option.id for case, _ in entries for option in case.options)
    for what, told in (
        ("comes first", _first),
        ("regret", _regret),
        ("beats business as usual", _beats),
    ):
        for option in every:
            yield _row(what, option, [_of(case, answer, option, told) for case, answer in entries])


def _row(what: str, option: str, values: Sequence[str]) -> ResultRow:
    return ResultRow(what, option, tuple(values), differs=len(set(values)) > 1)


def _verdict(case: Case, answer: Mapping[str, Any]) -> str:
    verdict = answer["verdict"]
    kind = verdict["kind"].replace("-", " ").capitalize()
    chosen = verdict["recommend"]
    return f"{kind}: {case.option(chosen).title}" if chosen else kind


def _of(case: Case, answer: Mapping[str, Any], option: str, told: Teller) -> str:
    """What an answer says of an option, or why it says nothing."""
    if option not in [known.id for known in case.options]:
        return ABSENT
    if any(row["gated_out"] for row in answer["options"] if row["id"] == option):
        return "shut out"
    if option not in answer["regret"]:
        return "not compared"
    return told(case, answer, option)


def _first(_: Case, answer: Mapping[str, Any], option: str) -> str:
    return chance(answer["rank_acceptability"][option][0])


def _regret(_: Case, answer: Mapping[str, Any], option: str) -> str:
    return f"{number(float(round(answer['regret'][option]['mean'])))} points"


def _beats(case: Case, answer: Mapping[str, Any], option: str) -> str:
    if case.option(option).model == BUSINESS_AS_USUAL:
        return ABSENT
    return chance(answer["beats_business_as_usual"][option])


def _notes(
    entries: Sequence[tuple[Scenario, Mapping[str, Any]]], inputs: Sequence[InputRow]
) -> Iterator[str]:
    versions = dict.fromkeys(scenario.model_version for scenario, _ in entries)
    if len(versions) > 1:
        yield (
            f"These were worked out with versions {listed(list(versions))}. Part of what differs "
            "may come from the model itself: appraise the older ones again before relying on it."
        )
    if len({scenario.inputs_hash for scenario, _ in entries}) == 1:
        yield "Nothing that went in differs between these."
    elif not inputs:
        yield (
            "What went in differs in something that is not listed: a figure that was revised "
            "within its period, or how much a model of the catalogue changes."
        )
    if len({(scenario.case.head.draws, scenario.case.head.seed) for scenario, _ in entries}) > 1:
        yield (
            "Draws or seed differ, so differences of a point or two of regret may be chance alone."
        )
    if any(scenario.case.head.draws < 10_000 for scenario, _ in entries):
        yield "Fewer than 10,000 draws were made for some: read small differences with care."
    lost = [
        scenario.title for scenario, answer in entries if answer["verdict"]["kind"] == "unscored"
    ]
    if lost:
        yield f"{listed(lost)}: no verdict, because something is not scored."
