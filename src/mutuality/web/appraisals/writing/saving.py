"""Saving a sheet, and what happens when two people save the same one.

In:    a request with what was typed, and the version that it was typed over.
Out:   saved; or the form again with everything that was typed, and what to mend or to compare.
Never: one person's work under another's, or a word that was typed lost.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404

from mutuality.web.appraisals.acts import Conflict, Problems
from mutuality.web.appraisals.writing.opening import demand
from mutuality.web.appraisals.writing.places import in_words
from mutuality.web.appraisals.writing.sheets.base import VERSION
from mutuality.web.design.formats import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from mutuality.base import Refusal
    from mutuality.web.accounts.models import Person, Team
    from mutuality.web.appraisals.models import Appraisal
    from mutuality.web.appraisals.writing.sheets import Sheet, SheetForm

TRIES = 3
"""How often a save is tried again when somebody saved another part of the case meanwhile."""
LOOKED_BACK = 50
"""Versions that are searched for what somebody took out while another wrote about it."""
GENERIC = "Mend this entry, then try again."


@dataclass(frozen=True, slots=True)
class Clash:
    """What two people typed into the same sheet, side by side: only what differs."""

    who: str
    when: dt.datetime
    is_gone: bool
    may_return: bool
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a sheet shows next. `is_saved` says that there is nothing left to show."""

    form: SheetForm
    is_saved: bool = False
    clash: Clash | None = field(default=None)


def answer(request: HttpRequest, team: Team, held: Appraisal, sheet: Sheet) -> Answer:
    """The form of a sheet, or what came of saving it."""
    if request.method != "POST":
        return Answer(sheet.form(held.document, held.version))
    demand(request, team)
    data = request.POST.copy()
    read_at = _whole(data.get(VERSION, ""))
    before = _at(held, read_at)
    data[VERSION] = str(read_at)
    if sheet.values(held.document) is None:
        before = _last_with(held, sheet)
        if not sheet.may_return or read_at != held.version:
            return _clashed(sheet, before, held, data, Conflict(held))
    for _ in range(TRIES):
        form = sheet.form(held.document, held.version, data)
        if not _is_sound(sheet, form):
            return Answer(form)
        try:
            sheet.save(
                by=request.user,
                team=team,
                held=held,
                version=_whole(data[VERSION]),
                cleaned=form.cleaned_data,
            )
        except Conflict as conflict:
            held = conflict.appraisal
            data[VERSION] = str(held.version)
            if sheet.values(held.document) is None:
                return _clashed(sheet, before, held, data, conflict)
            if sheet.values(before) != sheet.values(held.document):
                return _clashed(sheet, before, held, data, conflict)
        except Problems as problems:
            for refusal in problems.found:
                show(form, sheet, held.document, refusal)
            return Answer(form)
        else:
            return Answer(form, is_saved=True)
    form.add_error(None, "Several people are saving this appraisal just now. Save again.")
    return Answer(form)


def show(form: SheetForm, sheet: Sheet, document: Mapping[str, Any], refusal: Refusal) -> None:
    """Show a refusal at the field that it is about, or above the form with its place in words."""
    said = refusal.problem if refusal.remedy == GENERIC else f"{refusal.problem} {refusal.remedy}"
    name = sheet.field_at(document, refusal.where)
    if name in form.fields:
        form.add_error(name, said)
    else:
        place = in_words(document, refusal.where)
        form.add_error(None, f"{place}: {said}" if place else said)


def shown(form: SheetForm) -> list[dict[str, str]]:
    """What a sheet holds, for whoever may only read it."""
    rows = [
        {"key": str(form.fields[name].label), "value": text_of(form, name, form[name].value())}
        for name in form.shown
    ]
    return [row for row in rows if row["value"]]


def text_of(form: SheetForm, name: str, value: Any) -> str:
    """What a field holds, in words."""
    asked = form.fields[name]
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, bool) or value in ("on", "off"):
        return "Yes" if value in (True, "on") else ""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part)
    choices = {str(key): str(text) for key, text in getattr(asked, "choices", ())}
    return choices.get(str(value), str(value).strip())


def _is_sound(sheet: Sheet, form: SheetForm) -> bool:
    """Whether the fields are right, each by itself and then together."""
    if form.is_valid():
        for name, said in list(sheet.wrong(form.cleaned_data)):
            form.add_error(name, said)
    _say_of_whom(form)
    return form.is_valid()


def _say_of_whom(form: SheetForm) -> None:
    """In a grid the same thing is asked of many: what is wrong says of which of them."""
    for name in [name for name in form.errors if "__" in name]:
        whom = str(form.fields[name].label).rpartition(":")[0]
        told = [str(said) for said in form.errors[name]]
        form.errors[name] = form.error_class(
            [
                said if said.startswith(whom) else f"{whom}: {said[:1].lower()}{said[1:]}"
                for said in told
            ],
            renderer=form.renderer,
        )


def _clashed(
    sheet: Sheet, before: Mapping[str, Any], held: Appraisal, data: Any, conflict: Conflict
) -> Answer:
    """The form with what was typed, over what the other person saved."""
    theirs = sheet.values(held.document)
    typed = sheet.form(before, held.version, data)
    rows = []
    for name in typed.shown:
        mine = text_of(typed, name, typed[name].value())
        other = text_of(typed, name, theirs.get(name)) if theirs is not None else ""
        if " ".join(mine.split()) != " ".join(other.split()):
            label = str(typed.fields[name].label)
            rows.append({"key": label, "values": [other or None, mine or None], "differs": True})
    if theirs is not None:
        for name, value in theirs.items():  # what they added stays, unless it is changed below
            if name not in typed.fields and name not in data and value not in (None, False, ""):
                data[name] = value
    data[VERSION] = str(held.version)
    form = sheet.form(held.document if theirs is not None else before, held.version, data)
    form.is_valid()
    who = held.changed_by.shown if held.changed_by else "Somebody"
    form.refuse(conflict)
    clash = Clash(who, held.changed_at, theirs is None, sheet.may_return, tuple(rows))
    return Answer(form, clash=clash)


def _last_with(held: Appraisal, sheet: Sheet) -> Mapping[str, Any]:
    """The last version that had what the sheet is about; 404 where none ever had it."""
    for revision in held.revisions.order_by("-version")[:LOOKED_BACK]:
        if sheet.values(revision.document) is not None:
            return dict(revision.document)
    raise Http404


def _at(held: Appraisal, version: int) -> Mapping[str, Any]:
    """The document as it was at a version; what is there now for a version that never was."""
    if version == held.version:
        return dict(held.document)
    found: Person | Any = held.revisions.filter(version=version).first()
    return dict(found.document) if found else {}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
