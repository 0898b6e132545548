"""Ballots as files: what is read, and what is refused before anything is counted."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest
from small_files import written

from mutuality.base import Refusal, seal
from mutuality.stores import read_ballot, read_papers
from mutuality.stores.ballots import read_toml

BALLOT = """
text = "Should we go on?"
electorate = "Everybody"
appraisal = "{seal}"
turnout = "1/2"
support = 0.6
fixed = 2026-10-01
opened = 2026-11-02
closed = 2026-11-16
roll = 10
""".replace("{seal}", seal("an appraisal").digest)


def refused(folder: Path, text: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_ballot(written(folder, "ballot.toml", text))
    return refusal.value


def test_a_ballot_is_read_exactly(tmp_path: Path) -> None:
    ballot = read_ballot(written(tmp_path, "ballot.toml", BALLOT))
    assert ballot.question.threshold.turnout == Fraction(1, 2)
    assert ballot.question.threshold.support == Fraction(3, 5)
    assert ballot.question.appraisal == seal("an appraisal")
    assert (ballot.roll, ballot.opened, ballot.closed) == (
        10,
        dt.date(2026, 11, 2),
        dt.date(2026, 11, 16),
    )
    papers = read_papers(written(tmp_path, "papers.csv", "\ufeffPaper\nyes\n NO \nSpoilt\nyes\n"))
    assert papers == ["yes", "no", "spoilt", "yes"]
    result = ballot.count(papers)
    assert (result.yes, result.no, result.spoilt) == (2, 1, 1)


def test_the_seal_may_be_supplied_and_never_replaces_one(tmp_path: Path) -> None:
    without = "\n".join(line for line in BALLOT.splitlines() if "appraisal" not in line)
    assert refused(tmp_path, without).problem == "The ballot file has no appraisal."
    path = written(tmp_path, "without.toml", without)
    assert read_ballot(path, appraisal=seal("ours")).question.appraisal == seal("ours")
    path = written(tmp_path, "with.toml", BALLOT)
    assert read_ballot(path, appraisal=seal("ours")).question.appraisal == seal("an appraisal")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"1/2"', '"half"', "turnout"),
        ('"1/2"', '"1/0"', "turnout"),
        ("0.6", "inf", "support"),
        ("2026-10-01", '"2026-10-01"', "fixed"),
        ("2026-11-02", "2026-11-02T09:00:00", "opened"),
        ("roll = 10", "roll = true", "roll"),
        ("roll = 10", 'roll = "10"', "roll"),
    ],
)
def test_malformed_fields(old: str, new: str, where: str, tmp_path: Path) -> None:
    refusal = refused(tmp_path, BALLOT.replace(old, new))
    assert refusal.code == "STO-010"
    assert refusal.where == f"ballot.toml, {where}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'nothing'"),
        ("paper,name\nyes,Ann\n", "'paper, name'"),
        ("vote\nyes\n", "'vote'"),
        ("paper\nyes\nno,Ann\n", "2 cells"),
    ],
)
def test_papers_with_anything_but_marks(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="STO-011") as refusal:
        read_papers(written(tmp_path, "papers.csv", text))
    assert says in refusal.value.problem
    assert refusal.value.where.startswith("papers.csv")


def test_papers_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("paper\noui, Andr\u00e9\n".encode("latin-1"))
    for path in (tmp_path / "nowhere.csv", tmp_path, tmp_path / "latin.csv"):
        with pytest.raises(Refusal, match="STO-011"):
            read_papers(path)


def test_toml_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes("title = 'Andr\u00e9'".encode("latin-1"))
    bad = written(tmp_path, "bad.toml", "title = \n")
    for path in (tmp_path / "nowhere.toml", tmp_path, tmp_path / "latin.toml", bad):
        with pytest.raises(Refusal, match="STO-012"):
            read_toml(path)
