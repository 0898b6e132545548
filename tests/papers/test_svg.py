"""A chart in a page is one labelled picture that can run nothing and fetch nothing."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from sample import SVG

from mutuality.base import Refusal
from mutuality.papers.svg import inline

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def test_it_is_one_image_with_a_title_and_a_description() -> None:
    root = ET.fromstring(inline(SVG, name="figure-1", title="Waits <fell>", alt="A line"))

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "figure-1-title figure-1-desc"
    assert [(child.get("id"), child.text) for child in root[:2]] == [
        ("figure-1-title", "Waits <fell>"),
        ("figure-1-desc", "A line"),
    ]
    assert "graphics-symbol" not in ET.tostring(root, encoding="unicode")


def test_ids_of_two_charts_cannot_clash() -> None:
    one, two = (inline(SVG, name=name, title="t", alt="a") for name in ("figure-1", "figure-2"))
    ids = [{e.get("id") for e in ET.fromstring(s).iter()} - {None} for s in (one, two)]

    assert not ids[0] & ids[1]
    assert 'clip-path="url(#figure-1-clip0)"' in one


def test_a_pointer_inside_the_picture_is_kept() -> None:
    drawn = inline(
        OPEN + '<path id="p"/><use xlink:href="#p"/></svg>', name="f", title="t", alt="a"
    )

    assert 'href="#f-p"' in drawn


def test_a_picture_without_a_view_box_can_still_be_scaled() -> None:
    drawn = inline(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="9"/>',
        name="f", title="t", alt="a",
    )  # fmt: skip

    assert 'viewBox="0 0 30 9"' in drawn


@pytest.mark.parametrize(
    ("code", "svg"),
    [
        ("PAP-021", "<svg"),
        ("PAP-021", "<svg/>"),
        ("PAP-021", "<p>Not a picture</p>"),
        ("PAP-022", f"<!DOCTYPE svg [<!ENTITY x 'y'>]>{OPEN}</svg>"),
        ("PAP-022", f"{OPEN}<script>alert(1)</script></svg>"),
        ("PAP-022", f"{OPEN}<style>g{{}}</style></svg>"),
        ("PAP-022", f'{OPEN}<g style="fill:red"/></svg>'),
        ("PAP-022", f'{OPEN}<g onclick="x"/></svg>'),
        ("PAP-022", f'{OPEN}<use href="https://e.org/x"/></svg>'),
        ("PAP-022", f'{OPEN}<use xlink:href="data:x"/></svg>'),
        ("PAP-022", f'{OPEN}<g fill="url(https://e.org/x)"/></svg>'),
        ("PAP-022", f'{OPEN}<image href="#x"/></svg>'),
    ],
)
def test_anything_that_could_run_or_fetch_is_refused(code: str, svg: str) -> None:
    with pytest.raises(Refusal) as refused:
        inline(svg, name="f", title="t", alt="a")

    assert refused.value.code == code
