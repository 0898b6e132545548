"""What the addresses of this app name."""

from mutuality.web.jobs.models import Job
from web.world import World


def build(world: World) -> None:
    """A job of the team, and one of the installation."""
    made = Job.objects.create(
        team=world.north, by=world.ann, kind="test", title="A job of the team", state="failed",
        refusal={"code": "WEB-001", "problem": "It broke.", "remedy": "Run it again.", "where": ""},
    )  # fmt: skip
    public = Job.objects.create(
        by=world.ann, kind="test", title="A job on published data", state="running", total=4, done=1
    )
    world.values["job"] = made.pk
    world.special["jobs:job"] = {"job": public.pk}
    world.special["jobs:cancel"] = {"job": public.pk}
    world.special["jobs:again"] = {"job": public.pk}
