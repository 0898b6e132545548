"""Who became whom around a change: the figure, or a table where nothing is dated.

In:    the material of a page: the parties, the lives of bodies, who became whom and when.
Out:   blocks: a Figure with its words and its table twin.
Never: an end or a beginning stated where none is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutuality.base import OGL, Refusal
from mutuality.papers.board.words import counted, day, listed
from mutuality.papers.change import sketch
from mutuality.papers.change.lifelines import Lifelines
from mutuality.papers.change.words import STANDINGS, moments, opened, said
from mutuality.papers.document import Block, Figure, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutuality.papers.change.material import Material

SOURCE = f"Source: Organisation Data Service, NHS England, and this register of changes. {OGL}"
COLUMNS = ("Body", "Code", "Part in this change", "Opened", "Became", "Closed")
HOW_TO_READ = (
    "A line runs for as long as the body is known to have existed; a broken line means that its "
    "dates are not known. An arrow shows where one body became another, or part of it."
)


def who_became_whom(m: Material) -> Iterator[Block]:
    """The picture, or the parties as a table where there is no date to draw them by."""
    yield Heading("Who became whom", 3, "who-became-whom")
    drawn = Lifelines.of(m.around, m.change, at=m.at)
    if drawn is None:
        yield Paragraph(
            "No dates are held for this change or its parties: there is nothing to draw."
        )
        yield Table("Who took part", COLUMNS, _rows(m))
    else:
        _check(m)
        yield _figure(m, drawn)


def _figure(m: Material, drawn: Lifelines) -> Figure:
    alt = _alt(m)
    parts, height = drawn.parts()
    svg, png = sketch.picture(parts, height=height, alt=alt)
    return Figure(
        title=_title(m),
        subtitle=f"The bodies around this change, {drawn.first.year} to {drawn.last.year}",
        svg=svg,
        png=png,
        alt=alt,
        twin=Table("The bodies drawn, with the days that are known", COLUMNS, _rows(m)),
        source=SOURCE,
        last_period=day(min(drawn.last, m.at)),
        note=HOW_TO_READ,
    )


def _title(m: Material) -> str:
    """What the picture shows: how many bodies became part of others, and into how many."""
    codes, on = m.change.codes, m.change.effective.day if m.change.effective else None
    links = [link for link in m.around.links if link[2] == on and {*link[:2]} <= set(codes)]
    if not links:
        return "No body became another by this change"
    old, new = {link[0] for link in links}, {link[1] for link in links}
    verb = "was divided between" if len(new) > 1 else "became part of"
    return f"{_number(old)} {verb} {_number(new).lower()}"


def _number(codes: set[str]) -> str:
    words = dict(enumerate(("One", "Two", "Three", "Four", "Five"), start=1))
    bodies = "body" if len(codes) == 1 else "bodies"
    return f"{words.get(len(codes), str(len(codes)))} {bodies}"


def _check(m: Material) -> None:
    known = {life.code for life in m.around.lives}
    for old, new, _ in m.around.links:
        if not {old, new} <= known:
            raise Refusal(
                "PAP-108",
                f"{old} became {new}, but one of them is not among the organisations.",
                "Give every organisation that a succession names.",
                where=m.change.id,
            )


def _rows(m: Material) -> list[tuple[str, ...]]:
    """Every body drawn and every party, once."""
    roles = {
        one.code or one.name: opened(said(one.role)) + STANDINGS[one.status]
        for one in m.change.parties
    }
    names = {one.code or one.name: one.name for one in m.change.parties}
    lives = {life.code: life for life in m.around.lives}
    rows: list[tuple[str, ...]] = []
    for key in dict.fromkeys([*roles, *lives]):
        life = lives.get(key)
        name = names.get(key) or m.name(key)
        became = [f"{m.name(new)} on {day(on)}" for old, new, on in m.around.links if old == key]
        rows.append(
            (
                name,
                "none held" if key == name else key,
                roles.get(key, "None: it came before or after"),
                day(life.opened) if life and life.opened else "not known",
                listed(became) or "nothing on record",
                day(life.closed) if life and life.closed else "no date held",
            )
        )
    return rows


def _alt(m: Material) -> str:
    names = {life.code: life.name for life in m.around.lives}
    told = [f"Picture of {counted(len(names), 'body', 'bodies')} as lines over time."]
    told += [f"The change {words} on or in {when.stated}." for words, when in moments(m.change)]
    told += [
        f"{names[old]} ({old}) became part of {names[new]} ({new}) on {day(on)}."
        for old, new, on in m.around.links
    ]
    return " ".join(told)
