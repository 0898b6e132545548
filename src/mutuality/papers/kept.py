"""A document as plain data, and back, so that a paper can be kept as it was made.

In:    a Document; or what was kept of one.
Out:   lists, tables and text that JSON can hold; the same Document again.
Never: anything that runs when it is read. A picture is text, checked again when it is drawn.
"""

from __future__ import annotations

import base64
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from mutuality.base import Refusal
from mutuality.papers.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Heading, Paragraph, Bullets, Table, Figure, Callout)
}


def to_data(document: Document) -> dict[str, Any]:
    """The document as plain data. `from_data(to_data(document))` says the same."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "front": [list(pair) for pair in document.front],
        "blocks": [_block_data(block) for block in document.blocks],
        "footer": list(document.footer),
        "language": document.language,
        "keywords": list(document.keywords),
    }


def from_data(kept: Mapping[str, Any]) -> Document:
    """The document that was kept.

    Raises Refusal PAP-031 where a block is of a kind, or has parts, that this version does not
    know.
    """
    try:
        return Document(
            title=kept["title"],
            subtitle=kept["subtitle"],
            front=[(label, value) for label, value in kept["front"]],
            blocks=[_block(block) for block in kept["blocks"]],
            footer=kept["footer"],
            language=kept["language"],
            keywords=tuple(kept["keywords"]),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refusal(
            "PAP-031",
            "What was kept of this paper cannot be read by this version of Mutuality.",
            "Open the paper's Word file, or appraise the case again.",
        ) from wrong


def _block_data(block: Block) -> dict[str, Any]:
    kept: dict[str, Any] = {"block": type(block).__name__.lower()}
    for one in fields(block):
        value = getattr(block, one.name)
        if isinstance(value, bytes):
            value = base64.b64encode(value).decode("ascii")
        elif isinstance(value, Table):
            value = _block_data(value)
        elif isinstance(value, frozenset):
            value = sorted(value)
        elif one.name == "rows":
            value = [list(row) for row in value]
        elif isinstance(value, tuple):
            value = list(value)
        kept[one.name] = value
    return kept


def _block(kept: Mapping[str, Any]) -> Any:
    parts = dict(kept)
    kind = KINDS[parts.pop("block")]
    if kind is Table:
        parts["numeric"] = frozenset(parts["numeric"])
    if kind is Figure:
        parts["png"] = base64.b64decode(parts["png"])
        parts["twin"] = _block(parts["twin"])
    return kind(**parts)
