"""What stands around every page: who is signed in, their team, and the ways to go.

In:    a request.
Out:   the context of the layout.
Never: a query for a page that shows no navigation.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mutuality import __version__
from mutuality.web.acts import may
from mutuality.web.tenancy import current_team

PUBLISHED = (
    ("Organisations", "organisations:search", "organisations"),
    ("Changes", "organisations:changes", "changes"),
    ("Models", "evidence:models", "models"),
    ("Evidence", "evidence:findings", "evidence"),
)
OF_TEAM = (("Appraisals", "appraisals:cases", "appraisals"),)
LAST = (("Data", "data:overview", "data"), ("Help", "guide:help", "help"))
FOOT = (
    ("Help", "guide:help"),
    ("Glossary", "guide:glossary"),
    ("Accessibility", "guide:accessibility"),
    ("Privacy", "guide:privacy"),
    ("Licence", "guide:licence"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `person`, `team`, `nav`, `may`."""
    person = getattr(request, "user", None)
    signed_in = person is not None and person.is_authenticated
    context: dict[str, Any] = {
        "person": person if signed_in else None,
        "version": __version__,
        "local": settings.LOCAL,
        "foot": [{"text": text, "href": reverse(name)} for text, name in FOOT],
    }
    if not signed_in:
        return context | {"team": None, "nav": [], "may": lambda *_, **__: False}
    team = current_team(request)
    here = request.path.strip("/").split("/")
    here = here[2:3] if here[0] == "t" else here[:1]

    def entry(text: str, address: str, start: str) -> dict[str, Any]:
        return {"text": text, "href": address, "current": here == [start]}

    nav = [entry(text, reverse(name), start) for text, name, start in PUBLISHED]
    if team is not None:
        nav += [
            entry(text, reverse(name, args=[team.slug]), start) for text, name, start in OF_TEAM
        ]
    nav += [entry(text, reverse(name), start) for text, name, start in LAST]
    return context | {
        "team": team,
        "nav": nav,
        "me": reverse("accounts:me"),
        "search": reverse("organisations:search"),
        "may": partial(_may, person, team),
    }


def _may(person: Any, team: Any, name: str, *, everywhere: bool = False) -> bool:
    """Whether the person may do an act here; `everywhere` for acts on the installation."""
    return may(person, name, None if everywhere else team)
