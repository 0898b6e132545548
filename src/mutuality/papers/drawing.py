"""From a chart's specification to a picture that any page and any paper can carry.

In:    an Altair chart and what it shows, in words.
Out:   an SVG without script, style or outside reference, and the same picture as PNG.
Never: the network, a browser, or an identifier that two pictures on a page could share.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from mutuality.papers import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

SVG = "http://www.w3.org/2000/svg"
SCALE = 2.0


def draw(chart: Any, *, alt: str) -> tuple[str, bytes]:
    """The chart as (SVG, PNG at twice its size).

    The SVG has `role="img"` and the alt text as its label; its parts are hidden from screen
    readers, which have the table beside it.
    """
    import vl_convert as vlc  # noqa: PLC0415 - 0.1 s that `--help` need not pay

    spec = chart.to_dict()
    raw = vlc.vegalite_to_svg(spec, config=theme.config(), allowed_base_urls=[])
    svg = clean(raw, label=alt)
    return svg, png(svg)


def png(svg: str, *, scale: float = SCALE) -> bytes:
    """The SVG as a PNG, `scale` pixels to one of its own."""
    import vl_convert as vlc  # noqa: PLC0415 - as above

    picture: bytes = vlc.svg_to_png(svg, scale=scale)
    return picture


def headed(
    svg: str, icons: Sequence[tuple[str, str]], *, label: str, height: int, pitch: float = 7.2
) -> str:
    """The picture under a row of icons, each with its words to the right of it."""
    root = ET.fromstring(svg)
    wide, tall = float(root.attrib["width"]), float(root.attrib["height"])
    row, left = [], 12.0
    for shapes, words in icons:
        row.append(
            f'<g transform="translate({left:g},8)">{shapes}<text x="48" y="25" '
            f'font-family="{theme.FONT}" font-size="{theme.SIZE}" font-weight="bold" '
            f'fill="{theme.INK}">{escape(words)}</text></g>'
        )
        left += 48 + len(words) * pitch + 24
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    whole = max(wide, left)
    return (
        f'<svg xmlns="{SVG}" width="{whole:g}" height="{tall + height:g}" '
        f'viewBox="0 0 {whole:g} {tall + height:g}" role="img" aria-label={quoteattr(label)}>'
        f'<rect width="{whole:g}" height="{tall + height:g}" fill="{theme.WHITE}"/>'
        f'{"".join(row)}<g transform="translate(0,{height})">{body}</g></svg>'
    )


def clean(svg: str, *, label: str) -> str:
    """The SVG with only what a picture needs.

    Classes, roles and labels of single marks go; identifiers get a prefix made from the picture,
    so that several pictures can stand on one page.
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)
    prefix = f"c{hashlib.sha256(svg.encode()).hexdigest()[:8]}-"
    for element in root.iter():
        for name in list(element.attrib):
            if name in ("class", "role", "style") or name.startswith("aria-"):
                del element.attrib[name]
            elif name == "id":
                element.set("id", prefix + element.attrib["id"])
            elif "url(#" in element.attrib[name]:
                element.set(name, re.sub(r"url\(#", f"url(#{prefix}", element.attrib[name]))
    root.set("role", "img")
    root.set("aria-label", label)
    return ET.tostring(root, encoding="unicode")
