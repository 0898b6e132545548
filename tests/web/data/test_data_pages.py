"""Files from a browser: looked at first, loaded as they were seen, undone without loss."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mutuality.web.audit.models import Event
from mutuality.web.data.models import Upload
from mutuality.web.data.receiving import folder
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import run
from web.world.data import TIDY

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def steward(person, signed_in):
    return signed_in(person("sam", steward=True))


def send(client, *files):
    return client.post("/data/upload", {"files": [SimpleUploadedFile(*file) for file in files]})


def work():
    """Do all that waits."""
    for job in Job.objects.filter(state="waiting"):
        run.call(str(job.pk))


def test_a_file_is_looked_at_loaded_and_undone(steward, workspace):
    send(steward, ("april.csv", TIDY))
    upload = Upload.objects.get()
    assert "Waiting for a worker" in steward.get(f"/data/uploads/{upload.pk}/").content.decode()
    work()
    upload.refresh_from_db()
    page = steward.get(f"/data/uploads/{upload.pk}/").content.decode()
    assert upload.state == "ready"
    assert "What a load would do" in page
    assert workspace.history() == ()

    steward.post(f"/data/uploads/{upload.pk}/")
    work()
    upload.refresh_from_db()
    assert (upload.state, folder(upload).exists()) == ("loaded", False)
    seen = workspace.observations("ae-4h").filter(organisation="RMP")
    assert seen["value"].to_list() == [0.7]

    steward.post(f"/data/history/{upload.load_id}/undo")
    assert workspace.is_from_reference("ae-4h")
    assert [load.hidden for load in workspace.history()] == [True]
    steward.post(f"/data/history/{upload.load_id}/redo")
    assert not workspace.is_from_reference("ae-4h")
    acts = list(Event.objects.values_list("act", flat=True))
    assert acts == ["data.receive", "data.load", "data.undo", "data.redo"]


def test_a_correction_must_be_called_one(steward, workspace):
    send(steward, ("april.csv", TIDY))
    work()
    steward.post(f"/data/uploads/{Upload.objects.get().pk}/")
    work()
    send(steward, ("april-again.csv", TIDY.replace(b"7000", b"7100")))
    work()
    upload = Upload.objects.latest("at")
    assert (
        "correct ones that are held" in steward.get(f"/data/uploads/{upload.pk}/").content.decode()
    )
    steward.post(f"/data/uploads/{upload.pk}/", {"supersede": "on"})
    work()
    seen = workspace.observations("ae-4h").filter(organisation="RMP")
    assert seen["value"].to_list() == [0.71]


def test_a_load_after_the_data_changed_is_refused_and_says_so(steward, workspace):
    """The preview is of one state of the workspace, and holds for that state alone."""
    send(steward, ("april.csv", TIDY))
    send(steward, ("may.csv", TIDY.replace(b"2026-04", b"2026-05")))
    work()
    for upload in Upload.objects.all():
        steward.post(f"/data/uploads/{upload.pk}/")
    work()
    assert sorted(Job.objects.filter(kind="data.load").values_list("state", flat=True)) == [
        "done",
        "failed",
    ]
    assert len(workspace.history()) == 1


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0," * 200_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.csv", b"MZ\x90\x00" + b"\x00" * 500),
        ("program.xlsx", b"\x7fELF" + b"\x00" * 500),
        ("empty.csv", b""),
        ("page.xls", b"<html><body><table></table></body></html>"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_is_kept(steward, workspace, name, content):
    response = send(steward, (name, content))
    work()
    if response.status_code == 200:
        assert "There is a problem" in response.content.decode()
        return
    upload = Upload.objects.get()
    assert upload.state == "refused"
    assert workspace.history() == ()
    page = steward.get(f"/data/uploads/{upload.pk}/").content.decode()
    assert "STO-" in page
    steward.post(f"/data/uploads/{upload.pk}/")
    assert not Job.objects.filter(kind="data.load").exists()


def test_a_zip_bomb_is_refused_without_being_unpacked(steward):
    send(steward, ("bomb.zip", zip_bomb()))
    work()
    upload = Upload.objects.get()
    assert upload.state == "refused"
    assert "STO-126" in steward.get(f"/data/uploads/{upload.pk}/").content.decode()


def test_a_file_past_the_limit_is_stopped_and_said_so(steward, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    page = send(steward, ("large.csv", b"x" * (3 * 1024 * 1024))).content.decode()
    assert "larger than 1 MB" in page
    assert "There is a problem" in page
    assert not Upload.objects.exists()


def test_fifty_megabytes_arrive(steward, workspace):
    """Mostly a long list: it is streamed to disk, read once, and loaded."""
    rows = b"".join(
        b"R%02d,20%02d-%02d-01,20%02d-%02d-28,ae-attendances,,,%d\n" % (c, y, m, y, m, c * m + 1)
        for c in range(10, 99)
        for y in range(10, 26)
        for m in range(1, 13)
    )
    head = b"organisation,period_start,period_end,measure,numerator,denominator,value\n"
    content = head + rows + b" " * 0
    padded = content + b"\n" * (50 * 1024 * 1024 - len(content))
    send(steward, ("long.csv", padded))
    work()
    upload = Upload.objects.get()
    assert upload.size == 50 * 1024 * 1024
    assert upload.state in ("ready", "refused")
    assert Job.objects.get().state == "done"


def test_names_that_lead_elsewhere_lead_nowhere(steward, tmp_path):
    send(steward, ("../../escape.csv", TIDY))
    assert not list(Path(tmp_path).rglob("escape.csv"))


def test_only_a_steward_loads(person, signed_in, workspace):
    client = signed_in(person("ann"))
    assert send(client, ("april.csv", TIDY)).status_code == 403
    assert not Upload.objects.exists()
    assert "Upload a file</a>" not in client.get("/data/").content.decode()


def test_a_discarded_upload_leaves_nothing(steward, django_capture_on_commit_callbacks):
    send(steward, ("april.csv", TIDY))
    upload = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        steward.post(f"/data/uploads/{upload.pk}/discard")
    upload.refresh_from_db()
    assert (upload.state, folder(upload).exists()) == ("discarded", False)


def test_two_files_of_one_name_are_refused_before_anything_is_kept(steward):
    page = send(steward, ("a.csv", TIDY), ("a.csv", TIDY)).content.decode()
    assert "Two of the files are called" in page
    assert not Upload.objects.exists()


def test_the_overview_names_the_last_period_and_what_is_old(steward):
    page = steward.get("/data/?sort=-last").content.decode()
    assert "Out of date" in page
    assert "ships with mutuality" in page.lower()
    assert steward.get("/data/measures/shmi/").status_code == 200
    assert steward.get("/data/measures/nothing/").status_code == 404
