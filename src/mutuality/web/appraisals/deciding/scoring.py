"""Whoever holds a scoring link says what they think, without an account.

In:    the secret of a link; from the second time on, the secret of one's own answer.
Out:   the form, a page to check, and an address under which the answer can be changed.
Never: the team's name, another person's answer, or anything of another group.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mutuality.base import Refusal
from mutuality.web.accounts.models import Link
from mutuality.web.accounts.tokens import hashed
from mutuality.web.appraisals import opinions
from mutuality.web.appraisals.deciding.answering import Answer
from mutuality.web.appraisals.deciding.asking import sheet_of
from mutuality.web.appraisals.deciding.guarding import SCORE, by_secret, opened
from mutuality.web.appraisals.deciding.opening import titles
from mutuality.web.appraisals.deciding.saying import answered, version_of
from mutuality.web.appraisals.models import Appraisal, Opinion


@by_secret(referrer="same-origin")
def scoring(request: HttpRequest, scoring: str) -> HttpResponse:
    """Answer for the first time."""
    link, held, group = _opened(scoring)
    return _form(request, link, held, group, scoring=scoring, answer="", row=None)


@by_secret(referrer="same-origin")
def answer(request: HttpRequest, scoring: str, answer: str) -> HttpResponse:
    """Read and change an answer that was given by this link."""
    link, held, group = _opened(scoring)
    row = _row(link, held, answer)
    return _form(request, link, held, group, scoring=scoring, answer=answer, row=row)


@by_secret(referrer="same-origin")
def withdraw(request: HttpRequest, scoring: str, answer: str) -> HttpResponse:
    """Ask first, then take the answer out."""
    link, held, group = _opened(scoring)
    row = _row(link, held, answer)
    back = reverse("appraisals:scoring-answer", args=[scoring, answer])
    refused = None
    if request.method == "POST":
        try:
            opinions.withdraw(by=link, team=link.team, appraisal=held, opinion=row, key=answer)
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, "Your answer is taken out. It counts for nothing any more.")
            return redirect(back)
    context = {"held": held, "row": row, "group": group[1], "back": back, "refused": refused}
    return render(request, "appraisals/deciding/scoring_withdraw.html", context)


def _opened(secret: str) -> tuple[Link, Appraisal, tuple[str, str]]:
    link, held = opened(secret, SCORE)
    group = link.detail.get("group", "")
    title = titles(held.document, "group").get(group)
    if title is None:
        raise Http404
    return link, held, (group, title)


def _row(link: Link, held: Appraisal, secret: str) -> Opinion:
    row: Opinion | None = held.opinions.filter(link=link, key=hashed(secret)).first()
    if row is None:
        raise Http404
    return row


def _form(
    request: HttpRequest,
    link: Link,
    held: Appraisal,
    group: tuple[str, str],
    *,
    scoring: str,
    answer: str,
    row: Opinion | None,
) -> HttpResponse:
    name, title = group
    context: dict[str, Any] = {
        "held": held,
        "group": title,
        "case": held.document["case"],
        "until": link.expires_at,
        "address": request.build_absolute_uri(request.path) if answer else "",
        "sent": "sent" in request.GET,
        "withdraw": reverse("appraisals:scoring-withdraw", args=[scoring, answer])
        if answer
        else "",
        "crumbs": [],
    }
    if held.is_sealed:
        return render(request, "appraisals/deciding/closed.html", context)
    try:
        asked = sheet_of(held)
    except Refusal:  # what is open in the case is the team's own business
        return render(request, "appraisals/deciding/scoring_not_yet.html", context)

    def send(form: Answer) -> HttpResponse:
        _, secret = opinions.say(
            by=link, team=link.team, appraisal=held, group=name, key=answer,
            version=version_of(form), name=form.cleaned_data["name"], given=form.given(),
        )  # fmt: skip
        return redirect(f"{reverse('appraisals:scoring-answer', args=[scoring, secret])}?sent=1")

    return answered(
        request, asked, row, send=send, context=context,
        form_page="appraisals/deciding/scoring.html", check_page="appraisals/deciding/check.html",
        saved=lambda: _row(link, held, answer) if answer else None,
    )  # fmt: skip
