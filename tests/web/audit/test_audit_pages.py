"""Anyone can read, download and check what was done in their team."""

import json

import pytest
from typer.testing import CliRunner

from mutuality.base import Refusal
from mutuality.cli.app import app
from mutuality.web.accounts import acts
from mutuality.web.audit.chain import read


@pytest.fixture
def north(person, team):
    ann = person("ann")
    made = team("North", ann)
    acts.invite(by=ann, team=made, email="eve@example.org", roles=["viewer"])
    acts.change_team(by=ann, team=made, name="North", organisation="RMP", mfa_required=False)
    return made


@pytest.fixture
def ann(north, signed_in):
    return signed_in(north.memberships.get().person)


def test_a_record_is_filtered_by_what_was_done_and_since_when(ann, north):
    page = ann.get("/t/north/audit/?act=accounts.invite").content.decode()
    lines = page.split("<tbody")[1].split("</tbody")[0]
    assert lines.count("Invite somebody to the team") == 1
    assert "Change a team" not in lines
    none = ann.get("/t/north/audit/?since=2999-01-01").content.decode()
    assert "No line fits" in none
    wrong = ann.get("/t/north/audit/?since=yesterday").content.decode()
    assert "There is a problem" in wrong
    assert "Enter a date such as 2026-11-22 (not ‘yesterday’)" in wrong


def test_a_download_proves_itself_without_the_database(ann, north, tmp_path):
    whole = ann.get("/t/north/audit/download.jsonl").getvalue()
    assert b"eve@example.org" not in whole
    path = tmp_path / "audit.jsonl"
    path.write_bytes(whole)
    done = CliRunner().invoke(app, ["audit", str(path)])
    assert (done.exit_code, "The record is whole." in done.output) == (0, True)

    lines = read(path)
    lines[0]["act"] = "accounts.nothing"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    done = CliRunner().invoke(app, ["audit", str(path), "--json"])
    assert done.exit_code == 2
    assert json.loads(done.stdout)["whole"] is False


def test_a_file_that_is_no_record_is_refused(tmp_path):
    for content in ("", "not json", '{"chain": "x"}'):
        (tmp_path / "x.jsonl").write_text(content)
        with pytest.raises(Refusal, match="WEB-150"):
            read(tmp_path / "x.jsonl")


def test_a_download_as_csv_has_every_line(ann, north):
    text = ann.get("/t/north/audit/download.csv").getvalue().decode()
    assert len(text.strip().splitlines()) == 3
    assert ann.get("/t/north/audit/download.exe").status_code == 404


def test_the_check_page_says_that_the_record_is_whole(ann, north):
    assert "The record is whole" in ann.get("/t/north/audit/check").content.decode()


def test_the_installations_record_is_for_stewards(ann, person, signed_in):
    assert ann.get("/audit/").status_code == 403
    assert signed_in(person("sam", steward=True)).get("/audit/").status_code == 200
