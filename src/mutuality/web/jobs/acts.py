"""What people do with jobs.

In:    by, team and the job.
Out:   the job as it is then; a fresh one where it is run again.
Never: a finished job changed.
"""

from __future__ import annotations

from mutuality.base import Refusal
from mutuality.web.accounts.models import Person, Team
from mutuality.web.acts import act
from mutuality.web.jobs.models import Job
from mutuality.web.jobs.work import begin
from mutuality.web.roles import Role

WORKERS = {Role.ANALYST, Role.FACILITATOR, Role.APPROVER, Role.ADMINISTRATOR, Role.STEWARD}


@act(allow=WORKERS, records=("job",))
def cancel(*, by: Person, team: Team | None, job: Job) -> Job:
    """Ask a job to stop."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, note="Stopped before it began."):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)
    job.refresh_from_db()
    return job


@act(allow=WORKERS, records=("job",))
def run_again(*, by: Person, team: Team | None, job: Job) -> Job:
    """Run a job that failed or was stopped again, from the start."""
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise Refusal(
            "WEB-003",
            f"This job is {job.get_state_display().lower()}, so it cannot be run again.",
            "Wait until it ends, or start a new one from its page.",
        )
    return begin(by=by, team=team, kind=job.kind, title=job.title, inputs=job.inputs, after=job)
