"""The components of the NHS design system, as functions that a template calls.

In:    the parameters that the design system documents, as a dictionary.
Out:   markup.
Never: a label that vanishes. The macros test `is string`, which a translated label or a number
       fails, so everything that is words is made a string here, once, for every component.

The macros need `ChainableUndefined`, which hides every slip of the key. They therefore live in an
environment of their own, and our templates stay strict.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDERS = {
    "actionLink": "action-link",
    "backLink": "back-link",
    "breadcrumb": "breadcrumb",
    "button": "button",
    "card": "card",
    "characterCount": "character-count",
    "checkboxes": "checkboxes",
    "contentsList": "contents-list",
    "dateInput": "date-input",
    "details": "details",
    "errorMessage": "error-message",
    "errorSummary": "error-summary",
    "fieldset": "fieldset",
    "fileUpload": "file-upload",
    "hint": "hint",
    "input": "input",
    "insetText": "inset-text",
    "label": "label",
    "legend": "legend",
    "notificationBanner": "notification-banner",
    "pagination": "pagination",
    "panel": "panel",
    "passwordInput": "password-input",
    "radios": "radios",
    "searchInput": "search-input",
    "select": "select",
    "skipLink": "skip-link",
    "summaryList": "summary-list",
    "tag": "tag",
    "taskList": "task-list",
    "textarea": "textarea",
    "warningCallout": "warning-callout",
}
"""The components on offer. Left out: header and footer (the NHS logo, "© NHS England"), tables
(half a second for 500 rows) and tabs (hides what a reader without JavaScript needs)."""

WORDS = frozenset({"text", "html", "value", "label", "hint", "legend", "heading", "errorMessage"})


class Components:
    """`nhs.button({"text": "Save"})` in a template; the names are those of `FOLDERS`."""

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name not in FOLDERS:
            raise AttributeError(f"The design has no component {name!r}.")
        return _component(name)


@cache
def _component(name: str) -> Callable[..., Markup]:
    macro = getattr(
        _library().get_template(f"nhsuk/components/{FOLDERS[name]}/macro.jinja").module, name
    )

    def draw(params: dict[str, object] | None = None, **body: object) -> Markup:
        return Markup(macro(spoken(params or {}), **body))

    return draw


def spoken(value: object, *, words: bool = False) -> object:
    """The same parameters, where lazy text and numbers that stand for words are strings."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: spoken(item, words=key in WORDS) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(item) for item in value]
    if words and value is not None and not isinstance(value, str | bool):
        return value if hasattr(value, "__html__") else str(value)
    return value


@cache
def _library() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
