"""What is known of an organisation, in sentences.

In:    its yardsticks, the criteria that they stand for, and the changes that it took part in.
Out:   a KnownFact for each, with its period and its source.
Never: a change that nobody checked told as if somebody had, or an old figure told as new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutuality.appraisal import remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mutuality.appraisal.case import Case, Criterion
    from mutuality.appraisal.yardsticks import Yardstick
    from mutuality.register import Change


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One thing that is known: a sentence to print, its period and the line of its source.

    `about` is the criterion or the change; `is_old` says that the figure is out of date.
    """

    about: str
    words: str
    period: str
    source: str
    is_old: bool = False


def figure_facts(case: Case, yardsticks: Mapping[str, Yardstick]) -> Iterator[KnownFact]:
    """The latest figure for each criterion that has one, beside its peers or its own record."""
    for criterion in case.criteria:
        stick = yardsticks.get(criterion.id)
        if stick is not None:
            today = stick.today
            old = list(remarks.out_of_date(case, {stick.measure: today}))
            yield KnownFact(
                about=criterion.id,
                words=f"{criterion.name} ({stick.title}): {stick.told(today.value)}, "
                f"{today.period}. "
                f"{_beside(stick, criterion)}" + (" Out of date." if old else ""),
                period=today.period,
                source=today.source,
                is_old=bool(old),
            )


def change_facts(changes: Iterable[Change]) -> Iterator[KnownFact]:
    """The changes on record, each with its date and its standing."""
    for change in changes:
        when = str(change.dated) if change.dated else "date not known"
        warning = "" if change.status == "found" else "Not checked: "
        yield KnownFact(
            about=change.id,
            words=f"{warning}{change.title} ({when}).",
            period=when,
            source="; ".join(reference.title for reference in change.sources),
        )


def _beside(stick: Yardstick, criterion: Criterion) -> str:
    if stick.comparable:
        way = 1 if criterion.best.value > criterion.worst.value else -1
        better = sum(way * (peer - stick.today.value) > 0 for peer in stick.peers)
        return f"{better} of {len(stick.peers)} other {stick.peers_are} did better."
    low, high = min(stick.record), max(stick.record)
    return (
        f"Its own figures since {stick.since} run from {stick.told(low)} to {stick.told(high)}; "
        "no comparison with others is made."
    )
