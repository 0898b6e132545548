"""A small paper with one of every block, for the renderers' tests."""

from __future__ import annotations

import struct
import zlib

from mutuality.papers.document import (
    Bullets,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20">'
    '<defs><clipPath id="clip0"><rect width="60" height="20"/></clipPath></defs>'
    '<g clip-path="url(#clip0)" role="graphics-symbol" aria-label="a mark">'
    '<path id="line" d="M0 0L60 20" stroke="#12436D"/></g></svg>'
)
TWIN = Table("Waits by month", ("Month", "Waits"), [("May", "12"), ("June", "9")],
             frozenset({"Waits"}))  # fmt: skip


def png() -> bytes:
    """The smallest picture there is: one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + chunk(b"IEND", b"")
    )


def a_figure(title: str = "Waits fell", svg: str = SVG) -> Figure:
    return Figure(
        title, "Waits, an invented trust, May to June 2024", svg, png(), "A falling line", TWIN,
        "Source: invented.", "June 2024",
    )  # fmt: skip


def a_paper(
    *, figures: int = 2, footer: tuple[str, ...] = ("Invented.", "Open licence.")
) -> Document:
    return Document(
        title="How should we <work> & decide?",
        subtitle="For decision",
        front=[("Author", "A. Tester"), ("Sponsor", "B. Tester"), ("Purpose", "Decision"),
               ("Summary", "Long words " * 12), ("Date", "today")],
        blocks=[
            Heading("At a glance", 2, "at-a-glance"),
            Callout("verdict", "Too close to call", "Two options are level."),
            Heading("The problem", 3),
            Paragraph("Plain **strong** and [a link](https://example.org/?a=1&b=2).", "lead"),
            Heading("The data", 3),
            Bullets(["From 2019", "Not supplied"]),
            Heading("Options", 3),
            Table("Options, in and out", ("Option", "Score"), [("Buddy", "1"), ("Merge", "2")],
                  frozenset({"Score"}), "A note."),
            Heading("Results"),
            Bullets(["first", "second"]),
            Bullets(["one", "two"], numbered=True),
            *[a_figure(f"Waits fell {n}") for n in range(figures)],
            Heading("Results"),
            Callout("warning", "Old data", "From 2019."),
            Callout("note", "By the way", "See [results](#results) and [nothing](#nowhere)."),
            Bullets(["again one"], numbered=True),
            Heading("Detail", 4),
            Paragraph("Small print.", "small"),
        ],
        footer=footer,
        keywords=("trust", "merger"),
    )  # fmt: skip
