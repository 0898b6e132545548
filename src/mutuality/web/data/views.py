"""Published data: what is held, uploads with a preview, history and undo.

In:    a request.
Out:   pages, and acts followed by a redirect.
Never: a load that nobody looked at, or figures of one team's own.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.stores import READERS
from mutuality.web.accounts.models import Person
from mutuality.web.acts import may
from mutuality.web.data import acts
from mutuality.web.data.forms import Load, NewUpload
from mutuality.web.data.models import Upload
from mutuality.web.data.receiving import TOO_LARGE
from mutuality.web.published import remembered, store, today
from mutuality.web.tenancy import one_of

A_PAGE = 25


def overview(request: HttpRequest) -> HttpResponse:
    """What is held of each measure, how far it reaches, and what is out of date."""
    day = today()
    rows = remembered(
        "coverage", day, make=lambda: [row.as_dict() for row in store().coverage(at=day)]
    )
    order = {"measure": "measure", "last": "last_day", "organisations": "organisations"}
    asked = request.GET.get("sort", "")
    name = order.get(asked.lstrip("-"))
    if name:
        rows = sorted(rows, key=lambda row: row[name], reverse=asked.startswith("-"))
    context = {
        "rows": rows,
        "sort": asked if name else "",
        "missing": sorted(set(REGISTRY) - {row["measure"] for row in rows}),
        "uploads": Upload.objects.select_related("by")[:5],
        "may_load": may(request.user, "data.receive", None),
    }
    return render(request, "data/overview.html", context)


def measure(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure: what it is, its periods, its gaps, its sources."""
    known: Any = {**REGISTRY, **store().declared()}.get(measure)
    if known is None:
        raise Http404
    day = today()
    held = remembered(
        "coverage", day, make=lambda: [row.as_dict() for row in store().coverage(at=day)]
    )
    context = {
        "measure": known,
        "held": next((row for row in held if row["measure"] == measure), None),
    }
    return render(request, "data/measure.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    """Choose files; a job then looks at them."""
    sent = request.method == "POST"
    form = NewUpload(request.POST if sent else None, request.FILES if sent else None)
    if too_large := getattr(request, TOO_LARGE, ""):
        form.add_error(None, _too_large(too_large))
    elif form.is_bound and form.is_valid():
        try:
            made = acts.receive(by=request.user, team=None, files=form.cleaned_data["files"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("data:upload", made.pk)
    readers = list(READERS)
    return render(request, "data/new_upload.html", {"form": form, "readers": readers})


def one_upload(request: HttpRequest, upload: str) -> HttpResponse:
    """What an upload holds, what a load would do, or what it did."""
    found: Upload = one_of(Upload.objects.select_related("by", "job"), pk=upload)
    form = Load(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.load(by=request.user, team=None, upload=found, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("data:upload", found.pk)
    running = found.job is not None and not found.job.is_over
    context = {
        "upload": found,
        "form": form,
        "running": running,
        "correction": found.preview.get("as_correction"),
        "may_load": may(request.user, "data.load", None),
    }
    return render(request, "data/upload.html", context)


@require_POST
def discard(request: HttpRequest, upload: str) -> HttpResponse:
    """Throw an upload away."""
    found = one_of(Upload.objects.all(), pk=upload)
    acts.discard(by=request.user, team=None, upload=found)
    messages.success(request, "The upload is discarded. Nothing of it was loaded.")
    return redirect("data:overview")


def history(request: HttpRequest) -> HttpResponse:
    """Every load, the newest first, hidden ones too."""
    page = Paginator(store().history(), A_PAGE).get_page(request.GET.get("page"))
    named = {f"person:{one.pk}": one.shown for one in Person.objects.all()}
    context = {"page": page, "names": named, "may_undo": may(request.user, "data.undo", None)}
    return render(request, "data/history.html", context)


def undo(request: HttpRequest, load: str) -> HttpResponse:
    """Ask first, then hide a load."""
    return _hide_or_show(request, load, hide=True)


def redo(request: HttpRequest, load: str) -> HttpResponse:
    """Ask first, then show a load again."""
    return _hide_or_show(request, load, hide=False)


def _hide_or_show(request: HttpRequest, load: str, *, hide: bool) -> HttpResponse:
    found = next((one for one in store().history() if one.load_id == load), None)
    if found is None:
        raise Http404
    refused = None
    if request.method == "POST":
        act = acts.undo if hide else acts.redo
        try:
            act(by=request.user, team=None, load_id=load)
        except Refusal as refusal:
            refused = refusal
        else:
            said = "hidden. Its figures are kept." if hide else "shown again."
            messages.success(request, f"The load is {said}")
            return redirect("data:history")
    context = {"load": found, "hide": hide, "refused": refused}
    return render(request, "data/hide.html", context)


def _too_large(name: str) -> str:
    megabytes = settings.UPLOAD_LIMIT // (1024 * 1024)
    return (
        f"‘{name}’ is larger than {megabytes} MB. Split it by year, or ask whoever looks after "
        "this installation to load it with `mutuality load`."
    )
