"""The page of one organisation: who it is, how it is doing, where it came from.

In:    a code; `?peers=` whom to compare with; `?at=` the day.
Out:   the page, drawn once for each load; 404 with suggestions for a code that nobody knows.
Never: the figures of a body that is gone shown as if it were there: its page says who it became.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString

from mutuality.base import Refusal
from mutuality.papers import Document
from mutuality.register import Lineage, Organisation, board_name, readable, region_name, standing
from mutuality.web import files
from mutuality.web.accounts.models import Team
from mutuality.web.appraisals.models import Appraisal
from mutuality.web.design.jinja import paper
from mutuality.web.organisations import comparing, figures
from mutuality.web.organisations.explaining import working_of_profile
from mutuality.web.organisations.forms import Around
from mutuality.web.organisations.listing import name_of
from mutuality.web.published import register, today
from mutuality.web.shrinking import kept
from mutuality.web.tenancy import current_team

LATEST = 3


@dataclass(frozen=True, slots=True)
class View:
    """What of an organisation is shown: `lead` is the code whose figures are drawn."""

    code: str
    lead: str
    at: dt.date
    choice: str
    team: Team | None

    @property
    def key(self) -> str:
        """What names the peers in the page cache."""
        return comparing.key(self.choice, self.team)

    @property
    def address(self) -> str:
        """Where the same is shown again, and nothing else."""
        query = {"at": self.at.isoformat(), "peers": self.choice}
        return f"{reverse('organisations:profile', args=[self.code])}?{urlencode(query)}"

    def document(self) -> Document:
        """The paper. Raises what the choice of peers refuses."""
        group = comparing.group_of(register(), self.lead, self.choice, at=self.at, team=self.team)
        return figures.profile_document(self.lead, at=self.at, key=self.key, peers=group)

    def whole(self) -> Document:
        """The paper and the picture of who became whom, as files know them."""
        paper_of = self.document()
        picture, _ = figures.lineage(self.code, at=self.at)
        return replace(paper_of, blocks=[*paper_of.blocks, picture])


def profile(request: HttpRequest, code: str) -> HttpResponse:
    """Who it is, how it is doing, and who it came from and became."""
    held = register()
    try:
        body = held.organisation(code)
    except Refusal:
        return _unknown(request, code)
    if body.code != code:
        return redirect("organisations:profile", body.code)
    team = current_team(request)
    choices = comparing.choices(team)
    asked = {"peers", "at"} & set(request.GET)
    form = Around(request.GET if asked else None, choices=choices)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    at = given.get("at") or figures.figures_day()
    view = View(code, _lead(body.code, at), at, given.get("peers") or comparing.USUAL, team)
    sent = files.of(request, view.whole, sources=_sources(request))
    if sent is not None:
        return sent
    try:
        figures_part = _part(request, view)
    except Refusal as refusal:
        form.refuse(refusal, at="peers")
        figures_part = _part(request, replace(view, choice=comparing.USUAL))
    day = given.get("at") or today()
    line = held.lineage(code, at=day)
    context: dict[str, Any] = {
        "form": form,
        "body": body,
        "name": name_of(held, code),
        "facts": _facts(body, line),
        "line": line,
        "held": standing(held, code, at=day),
        "now": [(one, name_of(held, one)) for one in sorted(line.heirs)],
        "lead": view.lead,
        "together": [name_of(held, one) for one in _unit(code, at).split("+")],
        "figures": figures_part,
        "at": given.get("at"),
        "of_team": team,
        "appraisals": _appraisals(team, code, view.lead),
    }
    return render(request, "organisations/profile.html", context)


def _lead(code: str, at: dt.date) -> str:
    """Whose figures stand for a body: the one that carries it on, where that is one."""
    unit = _unit(code, at)
    return unit if register().knows(unit) else code


def _unit(code: str, at: dt.date) -> str:
    """The bodies that figures are added up for, such as `R0A+RM3` where one was divided."""
    return register().units(as_of=at).unit(code)


def _part(request: HttpRequest, view: View) -> SafeString:
    """The figures and the picture, drawn once for everybody."""
    return kept(request, "profile", view.code, view.at, view.key, make=lambda: _drawn(view))


def draw(code: str) -> None:
    """Have the usual page of an open organisation drawn, where it is not yet."""
    at = figures.figures_day()
    _part(HttpRequest(), View(code, _lead(code, at), at, comparing.USUAL, None))


def _drawn(view: View) -> str:
    document = figures.opened(view.document())
    wide, narrow = figures.lineage(view.code, at=view.at)
    whole = replace(document, blocks=[*document.blocks, wide])
    links = files.actions(whole, at=view.address)
    empty = Document("", "", [], [], [])
    body = paper(
        replace(document, footer=()),
        actions=links,
        working=working_of_profile(document),
    )
    line = register().lineage(view.code, at=view.at)
    if line.predecessors or line.successors or not line.successor_known:
        pictures = "".join(
            f'<div class="app-{name}">'
            + str(
                paper(
                    replace(empty, blocks=[picture]),
                    actions=lambda shown: links(wide),
                    prefix=f"{name}-",
                )
            )
            + "</div>"
            for name, picture in (("wide", wide), ("narrow", narrow))
        )
    else:
        pictures = "<p>No predecessor and no successor is on record.</p>"
    foot = paper(replace(empty, footer=document.footer), prefix="foot-")
    heading = '<h2 class="nhsuk-heading-m" id="lineage">Who it came from and became</h2>'
    return f"{body}{heading}{pictures}{foot}"


def _sources(request: HttpRequest) -> list[str]:
    """Lines for files of tables; not looked up for a page."""
    if files.ASKED not in request.GET:
        return []
    return figures.sources(row["measure"] for row in figures.coverage())


def _facts(body: Organisation, line: Lineage) -> list[dict[str, Any]]:
    opened = body.opened
    if line.predecessors and opened is None:
        opened = min(link.date for link in line.predecessors)
    return [
        {"key": "Type", "value": body.category or "Not held"},
        {"key": "Region", "value": region_name(body.region) if body.region else "Not held"},
        {"key": "Integrated care board", "value": board_name(body.icb) if body.icb else "Not held"},
        {"key": "On record since", "value": opened},
    ]


def _appraisals(team: Team | None, *codes: str) -> list[Appraisal]:
    if team is None:
        return []
    mine = Appraisal.objects.of(team).filter(organisation__in=codes)
    return list(mine.order_by("-changed_at")[:LATEST])


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = register().search(code, at=today())
    except Refusal:
        found = None
    context = {"code": code, "found": found, "readable": readable}
    return render(request, "organisations/unknown.html", context, status=404)
