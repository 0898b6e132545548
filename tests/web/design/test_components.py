"""The components: words never vanish, and a slip of the key is heard.

Protects a person whose screen reader would meet a field without a name.
"""

from __future__ import annotations

import re

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from jinja2 import UndefinedError

from mutuality.web.design.components import FOLDERS, Components, spoken
from mutuality.web.design.jinja import environment

NHS = Components()


def test_a_lazy_label_does_not_vanish() -> None:
    drawn = NHS.input({"label": lazystr("Beds"), "name": "beds", "hint": {"text": lazystr("Now")}})

    assert re.search(r"<label[^>]*>\s*Beds\s*</label>", drawn)
    assert "Now" in drawn


def test_a_number_that_stands_for_words_does_not_vanish() -> None:
    assert "2026" in NHS.button({"text": 2026})
    assert 'value="0"' in NHS.input({"label": "Beds", "name": "beds", "value": 0})


def test_what_was_typed_is_escaped_and_markup_is_kept() -> None:
    assert "&lt;b&gt;" in NHS.insetText({"text": "<b>"})
    assert "<b>" in NHS.insetText({"html": mark_safe("<b>x</b>")})
    assert spoken({"items": ({"text": None},)}) == {"items": [{"text": None}]}


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_component_draws(name: str) -> None:
    given = {"text": "x", "html": "x", "name": "n", "id": "i", "label": "l", "items": [],
             "rows": [], "heading": "h", "titleText": "t", "href": "#", "errorList": [],
             }  # fmt: skip

    assert "nhsuk" in getattr(NHS, name)(given)


@pytest.mark.parametrize("name", ["header", "footer", "table", "tabs"])
def test_what_brings_a_logo_or_hides_content_is_not_on_offer(name: str) -> None:
    with pytest.raises(AttributeError, match="no component"):
        getattr(NHS, name)


def test_our_own_templates_are_strict() -> None:
    template = environment().from_string("{{ naem }}")

    with pytest.raises(UndefinedError):
        template.render(name="x")


def test_a_component_takes_a_block() -> None:
    template = environment(autoescape=True).from_string(
        "{% call nhs.fieldset({'legend': {'text': 'Who'}}) %}<p>{{ x }}</p>{% endcall %}"
    )

    assert "<p>&lt;</p>" in template.render(x="<")
