"""A field of any Django form, drawn with the components of the design system.

In:    a bound field or a form, ours or allauth's.
Out:   markup: label, hint, error and control wired together; and what is wrong, as a list of links.
Never: a label, a hint or an error that is on the screen but not in the accessible name or
       description. The browser's own checks are off: they speak once and cannot be read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from markupsafe import Markup

from mutuality.web.design.components import Components

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BaseForm, BoundField

    Params = dict[str, object]

NHS = Components()
OURS = frozenset({"class", "id", "placeholder", "autofocus", "maxlength", "minlength", "required"})
"""Attributes that a Django widget may bring and that the design leaves out: a limit that cuts what
is pasted, words that vanish on typing, a focus that jumps."""
NAMED = ("autocomplete", "inputmode", "spellcheck", "autocapitalize")


class DateWidget(forms.MultiWidget):
    """Day, month and year as three short inputs."""

    def __init__(self, attrs: Mapping[str, str] | None = None) -> None:
        parts = {"day": forms.TextInput(), "month": forms.TextInput(), "year": forms.TextInput()}
        super().__init__(parts, attrs)

    def decompress(self, value: object) -> list[object]:
        """Day, month and year of a date."""
        return [getattr(value, part, None) for part in ("day", "month", "year")]


def draw_field(bound: BoundField, **look: object) -> Markup:
    """One field with everything around it.

    `look` adds to what the field says of itself: `heading=True` makes the label the page's h1,
    `size` sets it s, m or l; anything else goes to the component (`width`, `classes`, `inline`).
    """
    look = getattr(bound.field, "look", {}) | look
    for kind, draw in DRAWN:
        if isinstance(bound.field.widget, kind):
            return draw(bound, look)
    return _input(bound, look)


def draw_fields(form: BaseForm) -> Markup:
    """Every field of a form, in order, hidden ones too."""
    return Markup("\n").join(draw_field(bound) for bound in form)


def mistakes(form: BaseForm) -> list[dict[str, str]]:
    """What is wrong with a form, each with a link to the place to mend it."""
    if not form.is_bound:
        return []
    found: list[dict[str, str]] = [{"text": str(said)} for said in form.non_field_errors()]
    for bound in form:
        where = {} if bound.is_hidden else {"href": f"#{_first_id(bound)}"}
        found += [{"text": str(said)} | where for said in bound.errors]
    return found


def _first_id(bound: BoundField) -> str:
    suffix = "_day" if isinstance(bound.field.widget, DateWidget) else ""
    return f"{bound.auto_id}{suffix}"


def _label(bound: BoundField, look: Params) -> Params:
    heading, size = look.pop("heading", False), look.pop("size", None)
    label: Params = {"text": str(bound.label)}
    if heading or size:
        label |= {"size": size or "l", "isPageHeading": bool(heading)}
    return label


def _around(bound: BoundField) -> Params:
    """Hint and error, which every component takes alike."""
    params: Params = {}
    if bound.help_text:
        hint = str(bound.help_text)  # of a lazy text too, this is markup if that was
        params["hint"] = {"html": hint} if hasattr(hint, "__html__") else {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    return params


def _common(bound: BoundField, look: Params) -> Params:
    attrs = bound.field.widget.attrs
    rest = {name: value for name, value in attrs.items() if name not in OURS and name not in NAMED}
    value = bound.value()
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "value": None if value is None else bound.field.widget.format_value(value),
        "label": _label(bound, look),
        "disabled": bound.field.disabled,
        "attributes": {name: item for name, item in rest.items() if name not in {"rows", "cols"}},
        **{name: attrs[name] for name in NAMED if name in attrs},
        **_around(bound),
    }


def _grouped(bound: BoundField, look: Params) -> Params:
    """Controls that are named by a legend."""
    return {"name": bound.html_name, "fieldset": {"legend": _label(bound, look)}, **_around(bound)}


def _input(bound: BoundField, look: Params) -> Markup:
    kind = getattr(bound.field.widget, "input_type", "text")
    # A number field scrolls away what was typed and reads badly aloud; the keypad is enough.
    digits = {"type": "text", "inputmode": "decimal"} if kind == "number" else {"type": kind}
    common = _common(bound, look)
    return NHS.input(common | {"type": digits["type"]} | _unless(common, digits) | look)


def _unless(common: Params, digits: Mapping[str, object]) -> Params:
    return {name: value for name, value in digits.items() if name not in common}


def _password(bound: BoundField, look: Params) -> Markup:
    # What was typed into a password is never sent back.
    return NHS.passwordInput(_common(bound, look) | {"value": None} | look)


def _textarea(bound: BoundField, look: Params) -> Markup:
    draw = NHS.characterCount if look.get("maxlength") or look.get("maxwords") else NHS.textarea
    common = _common(bound, look)
    value = "" if common["value"] is None else common["value"]
    return draw(common | {"value": value, "rows": bound.field.widget.attrs.get("rows", 5)} | look)


def _upload(bound: BoundField, look: Params) -> Markup:
    multiple = getattr(bound.field.widget, "allow_multiple_selected", False)
    return NHS.fileUpload(_common(bound, look) | {"value": None, "multiple": multiple} | look)


def _hidden(bound: BoundField, look: Params) -> Markup:
    return Markup(bound.as_widget())


def _tick(bound: BoundField, look: Params) -> Markup:
    item = {
        "value": "on",
        "text": str(bound.label),
        "checked": bool(bound.value()),
        "id": bound.auto_id,
    }
    around = _around(bound)
    if "hint" in around:
        item["hint"] = around.pop("hint")
    params = {"name": bound.html_name, "idPrefix": bound.auto_id, "items": [item]}
    return NHS.checkboxes(params | around | look)


def _choices(bound: BoundField, look: Params) -> Markup:
    several = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    value = bound.value()
    chosen = {str(item) for item in (value if isinstance(value, list | tuple | set) else [value])}
    hints = look.pop("hints", {})
    params = _grouped(bound, look) | {
        "idPrefix": bound.auto_id,
        "items": list(_items(bound.field.widget.choices, chosen, hints)),  # type: ignore[arg-type]
    }
    return (NHS.checkboxes if several else NHS.radios)(params | look)


def _items(
    choices: Iterable[tuple[object, object]], chosen: set[str], hints: Mapping[str, object]
) -> Iterable[Params]:
    for value, text in choices:
        item: Params = {"value": str(value), "text": str(text), "checked": str(value) in chosen}
        if str(value) in hints:
            item["hint"] = {"text": str(hints[str(value)])}
        yield item


def _select(bound: BoundField, look: Params) -> Markup:
    chosen = {str(bound.value())} if bound.value() is not None else {""}
    items = [
        item | {"selected": item["checked"]}
        for item in _items(bound.field.widget.choices, chosen, {})
    ]
    return NHS.select(_common(bound, look) | {"items": items, "value": None} | look)


def _date(bound: BoundField, look: Params) -> Markup:
    value = bound.value()
    typed = value if isinstance(value, list) else bound.field.widget.decompress(value)
    items = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if text is None else str(text),
            "width": width,
        }
        for part, width, text in zip(("day", "month", "year"), (2, 2, 4), typed, strict=True)
    ]
    params = _grouped(bound, look) | {"id": bound.auto_id, "items": items}
    return NHS.dateInput(params | look)


DRAWN = (
    (forms.HiddenInput, _hidden),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.FileInput, _upload),
    (forms.CheckboxInput, _tick),
    (forms.CheckboxSelectMultiple, _choices),
    (forms.RadioSelect, _choices),
    (DateWidget, _date),
    (forms.Select, _select),
)
"""Widgets and who draws them; the first that fits."""
