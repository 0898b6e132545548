"""What people said of one criterion, side by side.

In:    a case and its opinions.
Out:   rows of a table: who, what they said, and where it lies on a common scale.
Never: a name that somebody did not give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mutuality.appraisal import combine
from mutuality.web.appraisals.deciding.units import Unit

if TYPE_CHECKING:
    from mutuality.appraisal import Case, Opinion

WIDE, EDGE = 220, 8
"""Width of a picture and the room at its ends, in its own units."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's range: the words, the reason, and where it lies on the picture."""

    who: str
    group: str
    words: str
    why: str
    low: float
    likely: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was asked, with everybody's answer. `zero` marks no change on the picture."""

    title: str
    question: str
    voices: tuple[Voice, ...]
    zero: float | None
    ends: tuple[str, str]


def who(opinion: Opinion) -> str:
    """A person as they may be shown."""
    return " ".join(opinion.name.split()) or "Without a name"


def rows(case: Case, opinions: Sequence[Opinion], criterion: str) -> list[Row]:
    """What was said of a criterion: how much it matters, then what each option would do to it."""
    groups = {group.id: group.title for group in case.groups}
    found = [_weights(opinions, criterion, groups)]
    for option in case.options:
        said = [
            (opinion, opinion.scores[option.id][criterion])
            for opinion in opinions
            if criterion in opinion.scores.get(option.id, {})
        ]
        if not said:
            continue
        unit = Unit.of(case.criterion(criterion), said[0][1].scale)
        ends = [*(guess.low for _, guess in said), *(guess.high for _, guess in said)]
        if unit.scale == "change":
            ends.append(0.0)
        least, most = min(ends), max(ends)
        question = (
            "Change against business as usual" if unit.scale == "change" else "Level it would reach"
        )
        found.append(
            Row(
                option.title,
                question,
                tuple(
                    Voice(
                        who(opinion),
                        groups[opinion.group],
                        unit.span(guess.low, guess.likely, guess.high),
                        guess.reason,
                        place(guess.low, least, most),
                        place(guess.likely, least, most),
                        place(guess.high, least, most),
                    )
                    for opinion, guess in sorted(said, key=lambda pair: pair[1].likely)
                ),
                place(0.0, least, most) if unit.scale == "change" else None,
                (unit.words(least), unit.words(most)),
            )
        )
    return [row for row in found if row.voices]


def picture(case: Case, opinions: Sequence[Opinion], difference: dict[str, Any]) -> list[Voice]:
    """What a difference is about, as bars on one scale; nothing for what has no scale.

    Between groups each bar is a group's range; otherwise each is a person's.
    """
    kind, criterion = difference["kind"], difference["criterion"]
    if kind == "score":
        title = case.option(difference["option"]).title
        found = [row for row in rows(case, opinions, criterion) if row.title == title]
        return list(found[0].voices) if found else []
    if kind == "weight-within":
        groups = {group.id: group.title for group in case.groups}
        members = [one for one in opinions if one.group == difference["group"]]
        return list(_weights(members, criterion, groups).voices)
    if kind != "weight-between":
        return []
    said = [
        (group.title, group.swing[criterion])
        for group in combine(case, opinions).groups
        if criterion in group.swing
    ]
    return [
        Voice(
            title,
            "",
            f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}",
            "",
            place(low, 0, 100),
            None,
            place(high, 0, 100),
        )
        for title, (low, high) in sorted(said, key=lambda pair: pair[1])
    ]


def _weights(opinions: Sequence[Opinion], criterion: str, groups: dict[str, str]) -> Row:
    said = [(one, one.weighs[criterion]) for one in opinions if criterion in one.swings]
    return Row(
        "How much it matters",
        "Of 100, where 100 is what matters most to that person",
        tuple(
            Voice(
                who(opinion),
                groups[opinion.group],
                f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}",
                "",
                place(low, 0, 100),
                None,
                place(high, 0, 100),
            )
            for opinion, (low, high) in sorted(said, key=lambda pair: pair[1])
        ),
        None,
        ("0", "100"),
    )


def place(value: float, least: float, most: float) -> float:
    """Where a value lies on a picture, in its own units; in the middle where all are alike."""
    if most == least:
        return WIDE / 2
    return round(EDGE + (WIDE - 2 * EDGE) * (value - least) / (most - least), 1)
