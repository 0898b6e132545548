"""A member of the team says what they think, as one of a group.

In:    a request of a member of the team.
Out:   the form, a page to check, and the act; or an answer taken out.
Never: what was typed lost, or another person's answer changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mutuality.base import Refusal
from mutuality.web.accounts.models import Team
from mutuality.web.appraisals import opinions
from mutuality.web.appraisals.acts import Problems
from mutuality.web.appraisals.deciding.answering import Answer
from mutuality.web.appraisals.deciding.asking import form_for, sheet_of
from mutuality.web.appraisals.deciding.opening import appraisal_of, crumbs, titles
from mutuality.web.appraisals.deciding.sheets import Sheet
from mutuality.web.appraisals.models import Opinion
from mutuality.web.roles import Role
from mutuality.web.tenancy import one_of


def say(request: HttpRequest, team: Team, appraisal: str, group: str) -> HttpResponse:
    """Say what you think of the options and of what matters."""
    held = appraisal_of(team, appraisal)
    groups = titles(held.document, "group")
    if group not in groups:
        raise Http404
    try:
        asked = sheet_of(held)
    except Refusal as refusal:
        context = {"held": held, "refusal": refusal, "crumbs": crumbs(held)}
        return render(request, "appraisals/deciding/not_yet.html", context)
    mine = held.opinions.filter(person=request.user)
    row = mine.filter(group=group).first()
    other = mine.filter(withdrawn_at=None).exclude(group=group).order_by("-changed_at").first()
    context = {
        "held": held,
        "group": groups[group],
        "crumbs": crumbs(held, ("What people think", "appraisals:opinions")),
        "case": held.document["case"],
    }
    if held.is_sealed:
        return render(request, "appraisals/deciding/closed.html", context)

    def send(form: Answer) -> HttpResponse:
        opinions.say(
            by=request.user, team=team, appraisal=held, group=group, version=version_of(form),
            name=form.cleaned_data["name"], given=form.given(),
        )  # fmt: skip
        messages.success(request, f"Your answer for {groups[group]} is in. You can change it here.")
        return redirect("appraisals:opinions", team.slug, held.pk)

    return answered(
        request, asked, row, send=send, context=context,
        start_from=other or Opinion(name=request.user.name),
        form_page="appraisals/deciding/say.html", check_page="appraisals/deciding/check.html",
        saved=lambda: held.opinions.filter(person=request.user, group=group).first(),
    )  # fmt: skip


def answered(
    request: HttpRequest,
    asked: Sheet,
    row: Opinion | None,
    *,
    send: Callable[[Answer], HttpResponse],
    saved: Callable[[], Opinion | None],
    context: dict[str, Any],
    form_page: str,
    check_page: str,
    start_from: Opinion | None = None,
) -> HttpResponse:
    """The form, then the page to check, then the act: the same for members and for links.

    `send` does the act; `saved` gives what is kept now, for who wrote in two windows.
    """
    given = request.POST if request.method == "POST" else None
    form = form_for(asked, row, given, start_from)
    context = context | {"form": form, "asked": asked, "row": row, "now": None}
    if request.method != "POST" or "change" in request.POST:
        if request.method == "POST":
            form.is_valid()
            form.errors.clear()
        return render(request, form_page, context)
    if not form.is_valid():
        return render(request, form_page, context)
    if not any(form.given().values()):
        form.add_error(None, "Say what you think of at least one option, or of what matters.")
        return render(request, form_page, context)
    if "sure" not in request.POST:
        return render(request, check_page, context | {"hidden": hidden(form)})
    try:
        return send(form)
    except Problems as wrong:
        form.refuse_all(wrong.found)
    except Refusal as refusal:
        form.refuse_all([refusal])
        now = saved()
        if refusal.code == "WEB-090" and now is not None:
            context["now"] = form_for(asked, now, None)
            form.data = form.data.copy()
            form.data["version"] = str(now.version)
    return render(request, form_page, context)


def hidden(form: Answer) -> list[tuple[str, str]]:
    """What was typed, to go along unseen while it is checked."""
    return [(name, form.data.get(name, "")) for name in form.fields if form.data.get(name)]


def version_of(form: Answer) -> int | None:
    """The version that the person read; None where the page does not say."""
    said = form.cleaned_data["version"]
    return int(said) if said.isdigit() else None


def withdraw(request: HttpRequest, team: Team, appraisal: str, opinion: int) -> HttpResponse:
    """Ask first, then take an answer out: your own, or as a facilitator anybody's."""
    held = appraisal_of(team, appraisal)
    row: Opinion = one_of(held.opinions.filter(withdrawn_at=None), pk=opinion)
    own = row.person_id == request.user.pk
    refused = None
    if request.method == "POST":
        try:
            opinions.withdraw(by=request.user, team=team, appraisal=held, opinion=row)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, "The answer is taken out. It counts for nothing any more.")
            return redirect("appraisals:opinions", team.slug, held.pk)
    context = {
        "held": held,
        "row": row,
        "own": own,
        "allowed": own or Role.FACILITATOR in request.roles,
        "group": titles(held.document, "group").get(row.group, row.group),
        "refused": refused,
        "crumbs": crumbs(held, ("What people think", "appraisals:opinions")),
    }
    return render(request, "appraisals/deciding/withdraw.html", context)
