"""What stewards do with published data.

In:    by, no team (the data are the installation's), and files or the name of a load.
Out:   an Upload whose preview or load a job makes; a load hidden or shown again.
Never: a load that nobody looked at first.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from mutuality.base import Refusal
from mutuality.web.accounts.models import Person
from mutuality.web.acts import act
from mutuality.web.data.models import Upload
from mutuality.web.data.receiving import folder, keep
from mutuality.web.jobs.work import begin
from mutuality.web.published import store
from mutuality.web.roles import Role


@act(allow={Role.STEWARD})
def receive(*, by: Person, team: None, files: Sequence[UploadedFile]) -> Upload:
    """Take files in, and have a job look at what they hold. Nothing is loaded yet."""
    made = Upload(by=by)
    try:
        keep(made, files)
    except Refusal:
        shutil.rmtree(folder(made), ignore_errors=True)
        raise
    made.job = begin(
        by=by, team=team, kind="data.preview", title=f"Look at {_titles(made)}",
        inputs={"upload": str(made.pk)},
    )  # fmt: skip
    made.save()
    return made


@act(allow={Role.STEWARD}, records=("upload", "supersede"))
def load(*, by: Person, team: None, upload: Upload, supersede: bool = False) -> Upload:
    """Load what was looked at, exactly as its preview said.

    `supersede` takes a file for a correction of one that is held for the same period. Raises
    Refusal WEB-122 where there is nothing to load.
    """
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state != Upload.State.READY:
        raise Refusal(
            "WEB-122",
            f"This upload is {held.get_state_display().lower()}, so it cannot be loaded.",
            "Upload the files again.",
        )
    held.job = begin(
        by=by, team=team, kind="data.load", title=f"Load {_titles(held)}",
        inputs={"upload": str(held.pk), "supersede": supersede, "by": by.audit_name},
    )  # fmt: skip
    held.save()
    return held


@act(allow={Role.STEWARD}, records=("upload",))
def discard(*, by: Person, team: None, upload: Upload) -> Upload:
    """Throw an upload away before it is loaded."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state in (Upload.State.READING, Upload.State.READY, Upload.State.REFUSED):
        held.state = Upload.State.DISCARDED
        held.save()
        transaction.on_commit(lambda: shutil.rmtree(folder(held), ignore_errors=True))
    return held


@act(allow={Role.STEWARD}, records=("load_id",))
def undo(*, by: Person, team: None, load_id: str) -> int:
    """Hide a load. Its figures are kept, and can be shown again."""
    return store().undo(load_id, at=timezone.now(), by=by.audit_name)


@act(allow={Role.STEWARD}, records=("load_id",))
def redo(*, by: Person, team: None, load_id: str) -> int:
    """Show a hidden load again."""
    return store().unhide(load_id, at=timezone.now(), by=by.audit_name)


def _titles(upload: Upload) -> str:
    """The files of an upload in a few words."""
    first = upload.names[0][:80]
    return first if len(upload.names) == 1 else f"{first} and {len(upload.names) - 1} more"
