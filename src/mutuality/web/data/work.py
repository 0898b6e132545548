"""Kinds of work of this app: look at an upload, and load it.

In:    the upload's key.
Out:   its preview, or the report of its load.
Never: a load that differs from its preview: the loader refuses where the data changed in between.
"""

from __future__ import annotations

import shutil
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mutuality.web.data.models import Upload
from mutuality.web.data.receiving import folder, limits, offered
from mutuality.web.jobs.work import Handle, kind
from mutuality.web.published import store


@kind("data.preview")
def preview(handle: Handle) -> dict[str, Any]:
    """What a load would keep, drop, refuse and change."""
    upload = Upload.objects.get(pk=handle.inputs["upload"])
    found = _looked_at(upload, progress=handle.step)
    told = found.as_dict()
    corrections = None
    if found.contradicted:
        corrections = _looked_at(upload, supersede=True).as_dict()
    usable = found.fresh or corrections
    Upload.objects.filter(pk=upload.pk, state=Upload.State.READING).update(
        preview=told | {"as_correction": corrections},
        state=Upload.State.READY if usable else Upload.State.REFUSED,
    )
    return _address(upload)


@kind("data.load")
def load(handle: Handle) -> dict[str, Any]:
    """Load an upload. To run it again changes nothing: a file that is held is not loaded twice."""
    upload = Upload.objects.get(pk=handle.inputs["upload"])
    supersede = bool(handle.inputs["supersede"])
    told = upload.preview["as_correction"] if supersede else upload.preview
    if upload.state == Upload.State.LOADED:
        return _address(upload)
    report = store().load(
        "auto",
        offered(upload),
        at=timezone.now(),
        progress=handle.step,
        supersede=supersede,
        limits=limits(),
        by=handle.inputs["by"],
        expecting=told["version"] if not _is_begun(handle) else None,
    )
    Upload.objects.filter(pk=upload.pk).update(
        state=Upload.State.LOADED,
        load_id=report.load_id or "",
        report={"files": [outcome.as_dict() for outcome in report.outcomes]},
    )
    shutil.rmtree(folder(upload), ignore_errors=True)
    return _address(upload)


def _looked_at(upload: Upload, **wanted: Any) -> Any:
    return store().preview("auto", offered(upload), at=timezone.now(), limits=limits(), **wanted)


def _is_begun(handle: Handle) -> bool:
    """Whether this job runs again after its worker died: what it loaded then is held already."""
    return handle.job.after is not None


def _address(upload: Upload) -> dict[str, Any]:
    return {"address": reverse("data:upload", args=[upload.pk])}
