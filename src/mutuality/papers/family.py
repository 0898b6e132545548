"""Who stands in the picture of a body's lineage: what came before it, and what came after.

In:    a register, a code and a day.
Out:   a Family: the boxes on either side of the body, with what is written in each.
Never: a link after the day, a successor that is not on record, or a name that no list holds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mutuality.papers.shown import short
from mutuality.register import readable, standing

if TYPE_CHECKING:
    import datetime as dt

    from mutuality.register import Register, Succession

Side = Literal["before", "itself", "after"]
State = Literal["open", "closed", "not open yet", "not known"]
UNKNOWN = "Successor not known"
NAMELESS = "name not held"


@dataclass(frozen=True, slots=True)
class Box:
    """One body as it is drawn. `next_to` is the code that its arrow leads to, or comes from.

    `steps` is how many arrows lie between it and the body itself. `when` follows the word for its
    state, such as `since 1 Oct 2017`, and `more` are links to bodies beside the arrows. An unknown
    successor is a box too, without a code.
    """

    code: str
    name: str
    state: State
    when: str
    more: tuple[str, ...]
    side: Side
    steps: int
    next_to: str


@dataclass(frozen=True, slots=True)
class Family:
    """The boxes, the body itself first, every link between two of them, and what is to be noted."""

    boxes: tuple[Box, ...]
    links: tuple[Succession, ...]
    note: str

    @property
    def itself(self) -> Box:
        """The body that the picture is of."""
        return self.boxes[0]

    def beside(self, box: Box, side: Side) -> tuple[Box, ...]:
        """The boxes whose arrow leads to this one or comes from it, on one side, by date."""
        return tuple(one for one in self.boxes if one.next_to == box.code and one.side == side)


def family(register: Register, code: str, *, at: dt.date) -> Family:
    """Every predecessor and successor of a body up to a day, each once.

    A body that leads here by several ways stands at the shortest, and its box tells the others. So
    are links to bodies outside the family: other parts of a split, other sides of a merger.

    Raises Refusal REG-001 for an unknown code.
    """
    code = register.organisation(code).code
    places = _places(register, code, at)
    drawn = {_ends(one, place) for one, place in places.items()}
    links: set[Succession] = set()
    boxes = []
    for one, place in places.items():
        leaving = register.successors(one, at=at)
        arriving = register.lineage(one, at=at).predecessors
        links.update(link for link in leaving if link.new in places)
        more = [
            *(f"also became {link.new}" for link in leaving if (one, link.new) not in drawn),
            *(
                f"also from {link.old}"
                for link in arriving
                if link.old not in places and place.side != "before"
            ),
        ]
        boxes.append(_box(register, one, place, tuple(dict.fromkeys(more)), at))
    ends = [
        box for box in boxes if box.state == "closed" and not register.successors(box.code, at=at)
    ]
    boxes += [
        Box("", UNKNOWN, "not known", "", (), "after", box.steps + 1, box.code) for box in ends
    ]
    notes = [register.lineage(box.code, at=at).note for box in ends]
    return Family(
        tuple(boxes),
        tuple(sorted(links, key=lambda link: (link.date, link.old, link.new))),
        " ".join(filter(None, notes)),
    )


def name_of(register: Register, code: str) -> str:
    """A body's name as people read it, without what every trust's name ends with."""
    name = register.organisation(code).name
    return short(readable(name)).removeprefix("The ") if name else NAMELESS


@dataclass(frozen=True, slots=True)
class _Place:
    side: Side
    steps: int
    next_to: str


def _ends(code: str, place: _Place) -> tuple[str, str]:
    """The arrow that a box is placed by, from predecessor to successor."""
    return (code, place.next_to) if place.side == "before" else (place.next_to, code)


def _places(register: Register, code: str, at: dt.date) -> dict[str, _Place]:
    """Where each body stands: by the fewest links from the body itself, the oldest first."""
    places = {code: _Place("itself", 0, "")}
    todo = deque([code])
    while todo:
        here = todo.popleft()
        side, steps = places[here].side, places[here].steps + 1
        line = register.lineage(here, at=at)
        if side != "after":
            for link in line.predecessors:
                if link.old not in places:
                    places[link.old] = _Place("before", steps, here)
                    todo.append(link.old)
        if side != "before":
            for link in line.successors:
                if link.new not in places:
                    places[link.new] = _Place("after", steps, here)
                    todo.append(link.new)
    return places


def _box(register: Register, code: str, place: _Place, more: tuple[str, ...], at: dt.date) -> Box:
    body = register.organisation(code)
    leaving = register.successors(code, at=at)
    state: State = "open" if standing(register, code, at=at).live else "closed"
    when = f"since {_day(body.opened)}" if body.opened else ""
    if leaving:
        when = _day(leaving[0].date)
    elif state == "closed" and body.opened and body.opened > at:
        state, when = "not open yet", f"until {_day(body.opened)}"
    elif state == "closed":
        when = _day(body.closed) if body.closed else "on a day not known"
    elif code not in register.organisations:  # no list says that it is there
        state, when = "not known", "whether open"
    return Box(
        code, name_of(register, code), state, when, more, place.side, place.steps, place.next_to
    )


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
