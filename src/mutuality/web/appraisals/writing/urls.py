"""Addresses of these pages."""

from __future__ import annotations

from typing import Any

from django.urls import path, register_converter

from mutuality.web.appraisals.writing import cases, history, items, sections, starting, task_list
from mutuality.web.appraisals.writing.places import LISTS, SECTIONS


class SectionName:
    """A section of a case; no other word, because other pages stand beside the sections."""

    regex = "|".join(SECTIONS)

    def to_python(self, value: str) -> str:
        """The section by its name."""
        return value

    def to_url(self, value: str) -> str:
        """The name as it stands in the address."""
        return value


class ListName(SectionName):
    """A section that is a list of things."""

    regex = "|".join(LISTS)


register_converter(SectionName, "section")
register_converter(ListName, "list")

TEAM = "t/<slug:team>/appraisals/"
ONE = f"{TEAM}<uuid:appraisal>/"

patterns: list[Any] = [
    path(TEAM, cases.cases, name="cases"),
    path(f"{TEAM}start/", starting.start, name="start"),
    path(f"{TEAM}upload/", starting.adopt, name="adopt"),
    path(ONE, task_list.appraisal, name="appraisal"),
    path(f"{ONE}first-pass/", starting.first_pass, name="first-pass"),
    path(f"{ONE}case.toml", cases.download, name="download"),
    path(f"{ONE}history/", history.history, name="history"),
    path(f"{ONE}history/<int:number>/", history.version, name="version"),
    path(f"{ONE}history/<int:number>/restore/", history.restore, name="restore"),
    path(f"{ONE}<section:section>/", sections.section, name="section"),
    path(f"{ONE}<section:section>/mark", task_list.mark, name="mark"),
    path(f"{ONE}<list:section>/add/", items.add, name="add"),
    path(f"{ONE}<list:section>/<str:item>/move", items.move, name="move"),
    path(f"{ONE}<list:section>/<str:item>/remove/", items.remove, name="remove"),
    path(f"{ONE}objectives/<str:objective>/", items.objective, name="objective"),
    path(f"{ONE}criteria/<str:criterion>/", items.criterion, name="criterion"),
    path(f"{ONE}options/<str:option>/", items.option, name="option"),
    path(f"{ONE}groups/<str:group>/", items.group, name="group"),
    path(f"{ONE}gates/<str:option>/", sections.gates, name="gates"),
    path(f"{ONE}evidence/<str:criterion>/", sections.evidence, name="evidence"),
    path(f"{ONE}judgements/<str:criterion>/", sections.judgements, name="judgements"),
    path(f"{ONE}costs/<str:option>/", sections.costs, name="costs"),
    path(f"{ONE}weights/<str:group>/", sections.weights, name="weights"),
]
