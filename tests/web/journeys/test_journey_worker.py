"""A worker that is killed in the middle of a job: people are told, and nothing is lost."""

import pytest

pytestmark = pytest.mark.browser


def test_killed_in_mid_job(workbench, visitor):
    """Given a job that runs, when its worker is killed, then a person runs it again to its end."""
    joe = visitor("joe").open("/t/solo/appraisals/upload/")
    joe.choose("How should Tameside work with others?").go("Start from this", within="main")
    joe.go("Results, scenarios and the paper").fill(title="For the board")
    joe.go("Appraise", within="main form").go("See the job", within="main")
    joe.until("Running").sees("For the board", within="body")

    worker = workbench.processes.pop()
    worker.kill()
    worker.wait(30)
    joe.until("The worker stopped in the middle of this job")
    joe.sees("Nothing was lost").sees("Failed")

    joe.go("Run again", within="main").sees("The job runs again").sees("Waiting")
    workbench.start_worker()
    joe.until("See what came of it").sees("Done").sees("It runs an earlier job again")
    joe.go("See what came of it").at("For the board").sees("Verdict")
    joe.open("/t/solo/jobs/").sees("Failed").sees("Done")
