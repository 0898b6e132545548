"""What the addresses of this app name."""

from django.core.files.uploadedfile import SimpleUploadedFile

from mutuality.web.data import acts
from mutuality.web.data.models import Upload
from mutuality.web.jobs.work import run
from web.world import World

TIDY = (
    b"organisation,period_start,period_end,measure,numerator,denominator,value\n"
    b"RMP,2026-04-01,2026-04-30,ae-4h,7000,10000,\n"
    b"RTG,2026-04-01,2026-04-30,ae-4h,8000,10000,\n"
)


def build(world: World) -> None:
    """A load in the history, an upload that is ready, and one that was refused."""
    world.values["measure"] = "ae-4h"
    loaded = _looked_at(world, "april.csv", TIDY)
    acts.load(by=world.ann, team=None, upload=loaded)
    loaded.refresh_from_db()
    run.call(str(loaded.job_id))
    loaded.refresh_from_db()
    ready = _looked_at(world, "may.csv", TIDY.replace(b"2026-04", b"2026-05"))
    refused = _looked_at(world, "program.csv", b"MZ\x90\x00" + b"\x00" * 500)
    world.values |= {"upload": ready.pk, "load": loaded.load_id}
    world.cases += [
        ("data:upload", {"upload": loaded.pk}),
        ("data:upload", {"upload": refused.pk}),
    ]


def _looked_at(world: World, name: str, content: bytes) -> Upload:
    made = acts.receive(by=world.ann, team=None, files=[SimpleUploadedFile(name, content)])
    run.call(str(made.job_id))
    made.refresh_from_db()
    return made
