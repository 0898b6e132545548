"""What the addresses of organisations, changes and corrections name."""

from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import run
from mutuality.web.organisations import acts
from mutuality.web.organisations.views.change import find
from mutuality.web.organisations.work import EVALUATE
from web.world import World

CHANGE = "merger-2017-10-01-r0a"
EVALUATED = "merger-2014-10-01-rdu"


def build(world: World) -> None:
    """A correction that waits, one that was accepted, a list of peers, an evaluated change."""
    waiting, accepted = (
        acts.propose(
            by=world.bob, team=None, change=find(CHANGE), field=field, proposed=said,
            source="Competition and Markets Authority, merger inquiry, 2017.",
        )
        for field, said in (("nature", "voluntary"), ("announced", "2016-07"))
    )  # fmt: skip
    acts.review(by=world.ann, team=None, correction=accepted, verdict="accepted")
    acts.save_peers(
        by=world.ann, team=world.north, name="Greater Manchester", reason="One system",
        codes=["RMP", "RMC", "RRF"],
    )  # fmt: skip
    job = Job.objects.create(
        by=world.ann, kind=EVALUATE, title="Evaluate Frimley",
        inputs={"change": EVALUATED, "measures": ["engagement"]},
    )  # fmt: skip
    run.call(str(job.pk))
    world.values |= {"code": "RDU", "change": CHANGE, "correction": waiting.pk}
    world.cases += [
        ("organisations:profile", {"code": "RD7"}),
        ("organisations:change", {"change": EVALUATED}),
        ("organisations:correction", {"correction": accepted.pk}),
    ]
