"""Icons: our own drawings, told apart by shape and letter, with words."""

from __future__ import annotations

from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest

from mutuality.base import Refusal
from mutuality.outcomes.spc import Assurance, Variation
from mutuality.papers.drawing import SVG
from mutuality.papers.icons import ICONS, icon

NAMES: list[Any] = [*get_args(Variation), *get_args(Assurance)]


def test_there_is_one_for_every_variation_and_every_assurance() -> None:
    assert set(NAMES) == set(ICONS)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_title_description_and_role(name: Any) -> None:
    root = ET.fromstring(icon(name).svg)
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{{{SVG}}}title") == root.attrib["aria-label"] == icon(name).words
    assert root.findtext(f"{{{SVG}}}desc") == icon(name).meaning
    assert not any("style" in e.attrib for e in root.iter())


@pytest.mark.parametrize("name", NAMES)
def test_each_becomes_a_png_for_word(name: Any) -> None:
    assert icon(name).png(scale=2).startswith(b"\x89PNG")


def test_no_two_are_alike_in_words_or_shape() -> None:
    assert len({one.words for one in ICONS.values()}) == len(ICONS)
    without_colour = {
        "".join(f"{e.tag}{e.get('d')}{e.get('cy')}{e.text}" for e in ET.fromstring(one.svg).iter())
        for one in ICONS.values()
    }
    assert len(without_colour) == len(ICONS)


@pytest.mark.parametrize(("ending", "letter"), [("high", "H"), ("low", "L")])
def test_direction_is_a_letter(ending: str, letter: str) -> None:
    for name in (name for name in NAMES if name.endswith(f"-{ending}")):
        letters = [e.text for e in ET.fromstring(icon(name).svg).iter() if e.tag.endswith("text")]
        assert letters == [letter]


def test_an_unknown_name_is_refused() -> None:
    unknown: Any = "red"
    with pytest.raises(Refusal) as refusal:
        icon(unknown)
    assert refusal.value.code == "PAP-101"
