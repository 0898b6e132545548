"""One page on how an organisation is doing, in care quality, efficiency and staff engagement.

In:    who it is, its series by measure, figures of peers of its type, changes, and a date.
Out:   a Document: what each measure shows, with a chart, its table, its source and its age.
Never: a score over all measures, a rank, a figure later than the date, or a gap passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.papers.ages import MARK, OLD
from mutuality.papers.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Paragraph,
    Table,
)
from mutuality.papers.shown import Series, Shown, show, until

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import polars as pl

    from mutuality.outcomes import Measure

DOMAINS = {
    "care-quality": "Care quality",
    "efficiency": "Efficiency",
    "staff": "Staff",
}
ADVICE = "Decision support, not legal, financial or HR advice."


def profile(
    code: str,
    *,
    name: str,
    kind: str,
    series: Sequence[Series],
    peers: Mapping[str, pl.DataFrame],
    changes: Sequence[tuple[dt.date, str]],
    at: dt.date,
    expected: Sequence[Measure] = (),
    rule: str = "",
    caution: str = "",
) -> Document:
    """Write the page of one organisation as at a date.

    `kind` is its type, in the words of the peer group, such as "acute trust". `peers` holds, by
    measure, the figures of that type (`organisation, period_end, value`); the organisation's own
    rows are left out. `changes` are (date, what happened). `expected` are the measures a reader
    may look for: each without figures is printed as not supplied. Figures of periods that end
    after `at` are left out and counted. `rule` says in words how the peers were chosen, where they
    are others than those of the type, and `caution` what to mind about the group.

    Raises what `outcomes.xmr` refuses.
    """
    shown = [
        show(
            one,
            code=code,
            name=name,
            peers=peers.get(one.measure.id),
            changes=changes,
            at=at,
            rule=rule,
        )
        for one in sorted(series, key=lambda one: list(DOMAINS).index(one.measure.domain))
        if until(one.frame, at)["value"].drop_nulls().len()
    ]
    held = {one.measure.id for one in shown}
    wanted = {m.id: m for m in [*expected, *(one.measure for one in series)]}
    absent = [measure for measure in wanted.values() if measure.id not in held]
    blocks: list[Block] = [
        *_reading(),
        *([Callout("warning", "A small group of peers", caution)] if caution else []),
        Heading("At a glance", anchor="glance"),
        _glance(shown, absent),
        *_changes(changes),
    ]
    for domain, title in DOMAINS.items():
        blocks.append(Heading(title, anchor=domain))
        blocks += [b for one in shown if one.measure.domain == domain for b in _blocks(one, at)]
        blocks += [
            Paragraph(f"**{measure.title}**: not supplied.")
            for measure in absent
            if measure.domain == domain
        ]
    return Document(
        title=f"{name}: how it is doing",
        subtitle="Care quality, efficiency and staff, with usual variation told from change",
        front=[
            ("Organisation", f"{name} ({code})"),
            ("Type", kind),
            *([("Compared with", rule)] if rule else []),
            ("As at", _day(at)),
            ("Measures shown", str(len(shown))),
            ("Measures not supplied", str(len(absent))),
            ("Out of date", _count_old(shown)),
        ],
        blocks=blocks,
        footer=[ADVICE, f"As at {_day(at)}."],
        keywords=(code, name, "profile"),
    )


def _reading() -> list[Block]:
    return [
        Callout(
            "note",
            "How to read this page",
            "Every figure varies. Each chart shows the range in which a figure usually varies, and "
            "marks points that this range does not explain. Such a point says that something "
            "changed, not why. The measures are not added up, and nobody is ranked.",
        ),
        Paragraph(
            "Quarters and years written with a stroke are financial: Q1 2015/16 is April to June "
            "2015. A year written alone is January to December.",
            "small",
        ),
    ]


def _glance(shown: Sequence[Shown], absent: Sequence[Measure]) -> Table:
    rows = [
        [
            one.measure.title,
            one.latest,
            one.period + (MARK if one.old else ""),
            one.shows,
        ]
        for one in shown
    ]
    rows += [[measure.title, "not supplied", "", ""] for measure in absent]
    return Table(
        caption="Latest figure of each measure",
        columns=["Measure", "Latest figure", "Period", "What it shows"],
        rows=rows,
        numeric=frozenset({"Latest figure"}),
    )


def _changes(changes: Sequence[tuple[dt.date, str]]) -> list[Block]:
    heading = Heading("Changes on record", anchor="changes")
    if not changes:
        return [heading, Paragraph("No organisational change is on record.")]
    rows = [[_day(day), words] for day, words in sorted(changes)]
    note = "Those that fall inside a chart are marked on it. A mark does not mean a cause."
    return [heading, Table("Changes in date order", ["Date", "What happened"], rows, note=note)]


def _blocks(one: Shown, at: dt.date) -> list[Block]:
    measure = one.measure
    blocks: list[Block] = [Heading(measure.title, 3, measure.id)]
    if one.old:
        text = f"The latest figure is for {one.period}, more than {OLD} months before {_day(at)}."
        blocks.append(Callout("warning", "Out of date", text))
    blocks += [one.figure, Paragraph(one.peers)]
    if one.notes:
        blocks.append(Bullets(one.notes))
    return blocks


def _count_old(shown: Sequence[Shown]) -> str:
    old = sum(one.old for one in shown)
    return f"{old} of {len(shown)} measures end more than {OLD} months before" if old else "none"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
