"""The Jinja environment of the workbench.

In:    the options of Django's Jinja2 backend.
Out:   an environment with the components, filters and links that every page may use.
Never: a variable of ours that is quietly empty. Our templates are strict; only the macros of the
       design system, which need otherwise, are not (components.py).

Settings: `"environment": "mutuality.web.design.jinja.environment"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, pass_context
from markupsafe import Markup

from mutuality.web.design import formats
from mutuality.web.design.components import Components
from mutuality.web.design.controls import draw_field, draw_fields, mistakes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from jinja2.runtime import Context

    from mutuality.papers import Document

Refs = list[dict[str, str]]


def environment(**options: object) -> Environment:
    """The environment; the backend gives loader, autoescape and reload."""
    wanted = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**(options | wanted))  # type: ignore[arg-type]
    made.globals |= {
        "url": link,
        "static": static,
        "nhs": Components(),
        "field": draw_field,
        "fields": draw_fields,
        "mistakes": _mistakes,
        "csp_nonce": _nonce,
        "notices": _notices,
        "here": here,
        "paper": paper,
    }
    made.filters |= {
        "day": formats.day,
        "moment": formats.moment,
        "number": formats.number,
        "period": formats.period,
        "size": formats.size,
        "marked": marked,
    }
    return made


def link(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view by its name."""
    return str(reverse(name, args=args or None, kwargs=kwargs or None))


def nonce(request: HttpRequest | None) -> str:
    """The nonce of this response's content security policy, or nothing where there is no policy.

    django-csp and Django 6 keep it on the request under different names; this is the one place
    that knows.
    """
    for name in ("csp_nonce", "_csp_nonce"):
        found = getattr(request, name, None)
        if found is not None:
            return str(found)
    return ""


@pass_context
def _nonce(context: Context) -> str:
    return nonce(context.get("request"))


@pass_context
def _notices(context: Context) -> Iterable[object]:
    request = context.get("request")
    return get_messages(request) if request is not None else ()


@pass_context
def _mistakes(context: Context) -> Refs:
    """What is wrong in the page's form, or in each of its `forms`."""
    found = [context.get("form"), *(context.get("forms") or ())]
    return [item for form in found if form is not None for item in mistakes(form)]


@pass_context
def here(context: Context, **changes: object) -> str:
    """This page's address with other query parameters; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def paper(document: Document, **hooks: object) -> Markup:
    """A paper inside the page; the hooks are those of `papers.to_fragment`."""
    # Charts and frames take seconds to load: only pages that show a paper wait for them.
    from mutuality.papers import to_fragment  # noqa: PLC0415

    return Markup('<div class="paper">{}</div>').format(to_fragment(document, **hooks))  # type: ignore[arg-type]


def marked(text: str) -> Markup:
    """Running text with `**strong**` and `[words](address)`; everything else escaped."""
    from mutuality.papers import inline_markup  # noqa: PLC0415

    return inline_markup(str(text))
