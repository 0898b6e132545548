"""A paper as a list of blocks, before it is a web page or a Word file.

In:    headings, paragraphs, tables and figures, in reading order.
Out:   a Document that `html` and `docx` render alike.
Never: a figure without its table twin, its source and its last period.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 opens a section (level 1 is the document's title)."""

    text: str
    level: Literal[2, 3, 4] = 2
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `**strong**` and `[words](address)` are the only markup."""

    text: str
    tone: Literal["body", "lead", "small"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short points, with the same markup as a paragraph."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text, ready to print. `numeric` names the columns to align right.

    The first column holds the row's heading.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with everything that must stand around it.

    `title` says the message; `subtitle` says measure, place and period. `svg` has no script and no
    style attribute; `png` is the same picture for Word. `twin` is the table of what is drawn.
    """

    title: str
    subtitle: str
    svg: str
    png: bytes
    alt: str
    twin: Table
    source: str
    last_period: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed statement: a verdict, a warning, or a plain note. `kind` also shows as a word."""

    kind: Literal["verdict", "warning", "note"]
    title: str
    text: str


Block = Heading | Paragraph | Bullets | Table | Figure | Callout


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `front` is the front sheet: label and value pairs, in order."""

    title: str
    subtitle: str
    front: Sequence[tuple[str, str]]
    blocks: Sequence[Block]
    footer: Sequence[str]
    language: str = "en-GB"
    keywords: Sequence[str] = field(default_factory=tuple)
