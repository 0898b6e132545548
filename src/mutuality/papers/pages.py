"""How the blocks of a document fall into an opening page and sections.

In:    a Document.
Out:   an Outline: the opening that shares page one with the front sheet, then the sections, each
       heading with an anchor of its own.
Never: a block lost or moved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mutuality.papers.document import Block, Callout, Document, Figure, Heading, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# When the first section has this anchor it stands on page one.
AT_A_GLANCE = "at-a-glance"


@dataclass(frozen=True, slots=True)
class Section:
    """A level-2 heading and what stands under it."""

    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Page one, with or without a heading of its own, and the rest."""

    heading: Heading | None
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]


def outline(document: Document) -> Outline:
    """Split a document into its opening and its sections; every heading gets an anchor."""
    before: list[Block] = []
    sections: list[tuple[Heading, list[Block]]] = []
    for block in _anchored(document.blocks):
        if isinstance(block, Heading) and block.level == 2:
            sections.append((block, []))
        else:
            (sections[-1][1] if sections else before).append(block)
    glance = None
    if sections and sections[0][0].anchor == AT_A_GLANCE:
        glance, under = sections.pop(0)
        before += under
    return Outline(glance, tuple(before), tuple(Section(h, tuple(b)) for h, b in sections))


def groups(blocks: Sequence[Block]) -> Iterable[tuple[Block, ...]]:
    """The blocks cut before each level-3 heading."""
    group: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and group:
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def is_wide(group: Iterable[Block]) -> bool:
    """Whether a group on page one needs the whole width; others may stand side by side."""
    return any(isinstance(block, Table | Figure | Callout) for block in group)


def _anchored(blocks: Iterable[Block]) -> Iterable[Block]:
    taken: set[str] = set()
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", block.text.lower()).strip("-")
        wanted = block.anchor or slug or "section"
        anchor, number = wanted, 2
        while anchor in taken:
            anchor, number = f"{wanted}-{number}", number + 1
        taken.add(anchor)
        yield replace(block, anchor=anchor)
