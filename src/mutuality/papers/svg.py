"""A chart, made fit to stand inside a page.

In:    an SVG picture as text, a name for it, and words that say what it shows.
Out:   the same picture as one labelled image whose ids cannot clash with another's.
Never: a script, a style, or an address outside the picture.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from mutuality.base import Refusal

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

BANNED = {"script", "style", "foreignObject", "image", "iframe", "a"}
POINTER = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")


def inline(svg: str, *, name: str, title: str, alt: str) -> str:
    """The picture with `role="img"`, labelled by a title and a description of its own.

    Raises PAP-021 for text that is not an SVG picture and PAP-022 for one that holds a script, a
    style or an outside address.
    """
    root = _parse(svg, name)
    for element in root.iter():
        _clean(element, name)
    if "viewBox" not in root.attrib and {"width", "height"} <= root.attrib.keys():
        root.set("viewBox", f"0 0 {root.get('width')} {root.get('height')}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("focusable", "false")
    for place, (tag, words) in enumerate((("title", title), ("desc", alt))):
        label = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        label.text = words
        root.insert(place, label)
    # Each time: these names belong to the whole process, and WeasyPrint takes the empty one.
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def _parse(svg: str, name: str) -> ET.Element:
    # An entity could unfold to any size, and no chart needs one.
    if "<!ENTITY" in svg:
        raise _unsafe(name, "an entity")
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise _no_picture(name, str(error)) from error
    if root.tag != f"{{{SVG}}}svg":
        raise _no_picture(name, f"it opens with '{root.tag}'")
    return root


def _clean(element: ET.Element, name: str) -> None:
    tag = str(element.tag).rpartition("}")[2]
    if tag in BANNED:
        raise _unsafe(name, f"a '{tag}' element")
    for key, value in list(element.attrib.items()):
        plain = key.rpartition("}")[2]
        if plain == "style" or plain.lower().startswith("on"):
            raise _unsafe(name, f"a '{plain}' attribute")
        if plain == "href" and not value.startswith("#"):
            raise _unsafe(name, f"the address '{value}'")
        if plain == "role" or plain.startswith("aria-"):
            del element.attrib[key]  # the picture is one image; parts need no labels of their own
        elif plain == "id":
            element.set(key, f"{name}-{value}")
        elif plain == "href":
            element.set(key, f"#{name}-{value[1:]}")
        elif "url(" in value:
            if not POINTER.fullmatch(value.strip()):
                raise _unsafe(name, f"the address '{value}'")
            element.set(key, POINTER.sub(rf"url(#{name}-\1)", value))


def _no_picture(name: str, why: str) -> Refusal:
    return Refusal(
        "PAP-021",
        f"The chart is not an SVG picture: {why}.",
        "Draw the chart again, and pass the SVG text whole.",
        where=name,
    )


def _unsafe(name: str, what: str) -> Refusal:
    return Refusal(
        "PAP-022",
        f"The chart holds {what}, which a paper must not carry.",
        "Use plain shapes with presentation attributes, such as charts from this package.",
        where=name,
    )
