"""What allauth's pages, which are Django templates, need to look like all the others.

In:    pieces of a Django template.
Out:   the same page from the one Jinja layout; fields drawn by the design system.
Never: a second header or footer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from mutuality.web.design.controls import draw_fields
from mutuality.web.design.formats import sentence
from mutuality.web.design.jinja import nonce

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_block_tag(takes_context=True)
def kept(context: Context, content: str) -> SafeString:
    """What stands inside, kept for later: `{% kept as title %}…{% endkept %}`."""
    del context  # the tag wants it for `as`
    return mark_safe(content.strip())


@register.simple_block_tag
def sentenced(content: str) -> SafeString:
    """What stands inside, in sentence case."""
    return mark_safe(sentence(content.strip()))


@register.simple_tag(takes_context=True)
def shell(context: Context, **parts: str) -> SafeString:
    """The whole page, from the layout that every other page has."""
    values = context.flatten().values()
    forms = {id(value): value for value in values if isinstance(value, BaseForm)}
    told: dict[str, Any] = parts | {"title": sentence(parts["title"]) or "Your account"}
    told["forms"] = [form for form in forms.values() if form.is_bound]
    return mark_safe(render_to_string("design/hosted.html", told, request=context.get("request")))


@register.simple_tag
def design_fields(form: BaseForm) -> SafeString:
    """The fields of a form."""
    return mark_safe(draw_fields(form))


@register.simple_tag(takes_context=True)
def design_nonce(context: Context) -> str:
    """The nonce of the content security policy."""
    return nonce(context.get("request"))


@register.filter
def unbroken(given: Any) -> str:
    """An id without the blanks and line ends that allauth's templates leave in it."""
    return "".join(str(given).split())


@register.filter
def variant(tags: Any) -> str:
    """The class of a button, by the tags that allauth gives it."""
    given = set(tags or ())
    small = " nhsuk-button--small" if given & {"tool", "panel"} else ""
    if given & {"danger", "delete"}:
        return f"nhsuk-button--warning{small}"
    quiet = given & {"outline", "secondary", "link", "cancel", "tool"}
    return f"{'nhsuk-button--secondary' if quiet else ''}{small}".strip()
