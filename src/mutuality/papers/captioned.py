"""A chart as a picture that still says what it is when it stands alone.

In:    a Figure and its Attribution.
Out:   an SVG, or a PNG of it, with title, subtitle, source, dates, licence and advice inside.
Never: a script, a font that must be fetched, or an address outside the picture.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mutuality.base import Refusal
from mutuality.papers import drawing, theme
from mutuality.papers.attribution import ADVICE
from mutuality.papers.grid import clean
from mutuality.papers.markup import plain
from mutuality.papers.svg import SVG, inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mutuality.papers.attribution import Attribution
    from mutuality.papers.document import Figure

MARGIN = 16
NARROWEST = 560  # a caption set narrower than this runs to a page of its own
TITLE, LEADING = 17, 1.35
# How wide letters of Arial are, in parts of their size, on the generous side.
THIN, BROAD = set("iljtfrI.,:;'|!()[]/ "), set("mwMW@%—…")
WIDTHS = {"thin": 0.34, "broad": 0.95, "capital": 0.74, "other": 0.57}
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


def captioned_svg(figure: Figure, attribution: Attribution) -> str:
    """The chart under its title and above its caption, as an XML file of its own.

    Raises what `svg.inline` refuses, and Refusal PAP-021 for a picture that does not say how large
    it is.
    """
    plot = ET.fromstring(inline(figure.svg, name="plot", title=figure.title, alt=figure.alt))
    wide, tall = _size(plot)
    width = max(wide, NARROWEST) + 2 * MARGIN
    room = width - 2 * MARGIN
    head = [
        *(
            _Line(text, TITLE, theme.INK, bold=True)
            for text in wrap(figure.title, TITLE, room, 1.1)
        ),
        *(_Line(text, theme.SIZE, theme.LINE) for text in wrap(figure.subtitle, theme.SIZE, room)),
    ]
    foot = [
        _Line(text, theme.SMALL, theme.LINE)
        for said in _caption(figure, attribution)
        for text in wrap(said, theme.SMALL, room)
    ]
    top = MARGIN + sum(line.height for line in head) + MARGIN / 2
    below = top + tall + MARGIN / 2
    height = below + sum(line.height for line in foot) + MARGIN
    root = ET.Element(
        f"{{{SVG}}}svg",
        {
            "width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}",
            "role": "img", "aria-labelledby": "title desc", f"{{{XML_NAMESPACE}}}lang": "en-GB",
            "font-family": theme.FONT,
        },
    )  # fmt: skip
    said = " ".join((plain(figure.alt), *_caption(figure, attribution)))
    for tag, words in (("title", plain(figure.title)), ("desc", said)):
        _child(root, tag, id=tag).text = clean(words)
    _child(root, "rect", width=f"{width:g}", height=f"{height:g}", fill=theme.WHITE)
    _write(root, head, start=MARGIN)
    root.append(_placed(plot, wide, tall, top))
    _write(root, foot, start=below)
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def captioned_png(figure: Figure, attribution: Attribution) -> bytes:
    """The same picture at twice its size, with the same words as text beside the pixels."""
    picture = drawing.png(captioned_svg(figure, attribution))
    said = {
        "Title": plain(figure.title),
        "Description": f"{plain(figure.subtitle)}. {plain(figure.alt)}",
        "Source": "; ".join(attribution.publications),
        "Copyright": attribution.licence,
        "Software": attribution.software,
        "Comment": f"Accessed: {attribution.access}. Data version: {attribution.version}. {ADVICE}",
    }
    words = b"".join(_text_chunk(key, clean(text)) for key, text in said.items())
    start = picture.index(b"IHDR") + 4 + 13 + 4  # after the header's data and its check
    return picture[:start] + words + picture[start:]


def wrap(text: str, size: float, room: float, broader: float = 1.0) -> Iterator[str]:
    """The text in lines that fit `room` pixels; a word too long for a line is broken."""
    line, used, space = "", 0.0, _width(" ", size)
    for word in plain(clean(text)).split():
        for part in _parts(word, size * broader, room):
            need = _width(part, size * broader)
            if line and used + space + need > room:
                yield line
                line, used = "", 0.0
            used += (space if line else 0) + need
            line = f"{line} {part}" if line else part
    if line:
        yield line


class _Line:
    """A line of text and how it is set."""

    def __init__(self, text: str, size: int, colour: str, *, bold: bool = False) -> None:
        self.text, self.size, self.colour, self.bold = text, size, colour, bold
        self.height = size * LEADING


def _caption(figure: Figure, attribution: Attribution) -> Iterable[str]:
    if figure.note:
        yield plain(figure.note)
    yield f"Last period shown: {figure.last_period}."
    for publication in attribution.publications:
        yield f"Source: {publication}"
    yield f"Accessed: {attribution.access}. Data version: {attribution.version}."
    yield attribution.licence
    if attribution.method:
        yield f"How this was calculated: {plain(attribution.method)}"
    yield f"Made with {attribution.software}. {ADVICE}"


def _size(plot: ET.Element) -> tuple[float, float]:
    """Width and height in pixels, from the picture's own size or its view."""
    box = plot.get("viewBox", "").replace(",", " ").split()
    found = [plot.get("width", ""), plot.get("height", "")]
    try:
        wide, tall = (float(text.removesuffix("px")) for text in (found if all(found) else box[2:]))
    except ValueError as error:
        raise Refusal(
            "PAP-021",
            "The chart is not a picture of a known size.",
            "Give the SVG a width and a height in pixels, or a viewBox.",
            where=plot.get("aria-labelledby", "plot"),
        ) from error
    return wide, tall


def _placed(plot: ET.Element, wide: float, tall: float, top: float) -> ET.Element:
    """The plot, set into the picture; its own labels go, as the whole has them."""
    del plot[:2]  # the title and the description that `inline` put first
    for name in ("role", "aria-labelledby", "focusable"):
        plot.attrib.pop(name, None)
    for name, value in (("x", MARGIN), ("y", top), ("width", wide), ("height", tall)):
        plot.set(name, f"{value:g}")
    return plot


def _write(root: ET.Element, lines: Iterable[_Line], *, start: float) -> None:
    at = start
    for line in lines:
        at += line.height
        _child(
            root, "text", x=f"{MARGIN}", y=f"{at - line.height * 0.25:g}", fill=line.colour,
            **{"font-size": f"{line.size}"}, **({"font-weight": "bold"} if line.bold else {}),
        ).text = line.text  # fmt: skip


def _child(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{SVG}}}{tag}", attributes)


def _width(text: str, size: float) -> float:
    return size * sum(
        WIDTHS["thin"] if c in THIN
        else WIDTHS["broad"] if c in BROAD
        else WIDTHS["capital"] if c.isupper() or ord(c) > 0x2FF
        else WIDTHS["other"]
        for c in text
    )  # fmt: skip


def _parts(word: str, size: float, room: float) -> Iterator[str]:
    part, used = "", 0.0
    for letter in word:
        need = _width(letter, size)
        if part and used + need > room:
            yield part
            part, used = "", 0.0
        part, used = part + letter, used + need
    yield part


def _text_chunk(key: str, text: str) -> bytes:
    """Words in a PNG: `tEXt` holds Latin letters, `iTXt` any."""
    try:
        kind, body = b"tEXt", key.encode() + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        kind, body = b"iTXt", key.encode() + b"\0\0\0en-GB\0\0" + text.encode()
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
