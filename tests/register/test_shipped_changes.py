"""The register of changes that ships: what it holds, and how sure it is of it."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mutuality.register import Organisation, Register
from mutuality.register.changes import Change, Gap, parse_changes, parse_gaps
from mutuality.register.facts import UNCHECKED
from mutuality.register.typology import FORMS

FOLDER = Path(__file__).parents[2] / "src" / "mutuality" / "stores" / "reference"

Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def documents() -> Documents:
    return {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / "changes").glob("*.toml"))
    }


@pytest.fixture(scope="module")
def changes(documents: Documents) -> dict[str, Change]:
    return {change.id: change for change in parse_changes(documents)}


@pytest.fixture(scope="module")
def gaps(documents: Documents) -> dict[str, Gap]:
    return {gap.id: gap for gap in parse_gaps(documents)}


# ------------------------------------------------------------------------------ what ships: ids


@pytest.mark.parametrize(
    "name",
    [
        "merger-2017-10-01-r0a",
        "merger-2014-10-01-rdu",
        "merger-2020-10-01-r0d",
        "split-2021-10-01-rw6",
        "acquisition-2023-07-01-rbn",
        "acquisition-2024-10-01-rw1",
        "acquisition-2023-04-01-rh5",
        "buddying-2013-07-16-rlt",
        "buddying-2018-rcx",
        "support-programme-2013-07-16-rmp",
        "support-programme-2017-rjl",
        "franchise-2012-02-01-rqq",
        "group-2017-04-01-rm3",
        "mutual-2011-navigo",
        "mutual-2011-07-01-care-plus-group",
        "service-chain-undated-rp6",
    ],
)
def test_ids_that_papers_and_people_may_rely_on(changes: dict[str, Change], name: str) -> None:
    assert name in changes


def test_every_id_is_what_its_fields_call_for(changes: dict[str, Change]) -> None:
    assert all(change.canonical_id == change.id for change in changes.values())


def test_changes_come_oldest_first_and_the_undated_last(documents: Documents) -> None:
    days = [change.dated.period.start for change in parse_changes(documents) if change.dated]
    assert days == sorted(days)
    assert all(change.dated for change in parse_changes(documents)[: len(days)])


def test_the_order_of_the_files_never_matters(documents: Documents) -> None:
    turned = dict(reversed(documents.items()))
    assert parse_changes(turned) == parse_changes(documents)
    assert parse_gaps(turned) == parse_gaps(documents)


# ----------------------------------------------------------------- what ships: mergers and splits

# Predecessors and successor by the date of the Organisation Data Service.
EVENTS = """
2011-11-02 RBF RTH, 2012-01-10 RN1 RN5, 2012-04-01 RGC+RNH+RNJ R1H, 2012-04-01 RM4 RW3,
2012-07-01 RCC RCB, 2014-07-02 RVL RAL, 2014-10-01 RC3+RV8 R1K, 2014-10-01 RD7 RDU,
2015-02-01 RBB RD1, 2015-09-01 RFW RQM, 2015-10-01 R1G RA9, 2016-07-01 RJX RW4,
2017-01-01 TAE RXV, 2017-02-01 RLU RQ3, 2017-04-01 RQQ RGN, 2017-04-01 RRD+RWN R1L,
2017-10-01 RM2+RW3 R0A, 2018-04-01 RY1 RW4, 2018-04-02 RR1 RRK, 2018-06-01 R1E RRE,
2018-07-01 RJF RTG, 2018-07-01 RGQ RDE, 2019-04-01 RE9+RLN R0B, 2019-10-01 RNL RNN,
2019-10-01 RQ6 REM, 2019-10-01 R1J RTQ, 2020-04-01 RC1 RC9, 2020-04-01 RDD+RQ8 RAJ,
2020-04-01 RA3 RA7, 2020-04-01 RBA RH5, 2020-10-01 RD3+RDZ R0D, 2021-02-01 RT3 RJ1,
2021-04-01 RXH RYR, 2021-06-01 RTV RW4, 2022-04-01 RBZ RH8, 2023-04-01 RA4 RH5,
2023-07-01 RVY RBN, 2024-10-01 R1C RW1, 2024-11-01 RY9 RAX, 2024-11-01 RRP+TAF G6V2S,
2025-01-01 RAP RAL, 2026-04-01 RY2 RWW, 2026-04-01 RYV RY3, 2026-04-01 RNK G6V2S
"""


@pytest.mark.parametrize("event", EVENTS.replace("\n", " ").split(","))
def test_every_succession_since_2011_is_a_change(changes: dict[str, Change], event: str) -> None:
    day, old, new = event.split()
    found = [
        change
        for change in changes.values()
        if change.effective
        and change.effective.iso == day
        and {party.code for party in change.in_role("successor", "acquirer")} == {new}
    ]
    assert len(found) == 1
    gone = {party.code for party in found[0].in_role("predecessor", "acquired")}
    assert gone == set(old.split("+"))
    assert found[0].status == "found"


def test_a_split_has_one_divided_body_and_its_receivers(changes: dict[str, Change]) -> None:
    split = changes["split-2021-10-01-rw6"]
    assert [party.code for party in split.in_role("divided")] == ["RW6"]
    assert {party.code for party in split.in_role("receiver")} == {"RM3", "R0A"}


def test_announcements_that_were_reported(changes: dict[str, Change]) -> None:
    assert str(changes["merger-2014-10-01-rdu"].announced) == "7 May 2013"
    assert str(changes["acquisition-2023-07-01-rbn"].announced) == "September 2021"


# ----------------------------------------------------------- what ships: special measures, buddies


def test_eleven_trusts_went_into_special_measures_in_july_2013(changes: dict[str, Change]) -> None:
    cohort = [c for c in changes.values() if c.id.startswith("support-programme-2013-07-16-")]
    assert {change.codes for change in cohort} == {
        ("RDD",), ("RJF",), ("RJL",), ("RK5",), ("RLT",), ("RMP",),
        ("RNL",), ("RPA",), ("RWD",), ("RXQ",), ("RXR",),
    }  # fmt: skip
    assert Counter(c.in_role("regulator")[0].name for c in cohort) == {
        "Monitor": 6,
        "NHS Trust Development Authority": 5,
    }


@pytest.mark.parametrize(
    ("trust", "buddy", "status"),
    [
        ("rlt", "RRK", "found"),
        ("rdd", "RAL", "background"),
        ("rxq", "RM3", "background"),
        ("rxr", "RTD", "found"),
        ("rjl", "RHQ", "background"),
        ("rjf", "RRK", "found"),
        ("rnl", "RTF", "found"),
        ("rk5", "RTD", "background"),
        ("rmp", "RM2", "background"),
        ("rpa", "RVV", "background"),
    ],
)
def test_the_pairs_of_2013(changes: dict[str, Change], trust: str, buddy: str, status: str) -> None:
    pair = changes[f"buddying-2013-07-16-{trust}"]
    (party,) = pair.in_role("buddy")
    assert (party.code, party.status, pair.status) == (buddy, status, status)


def test_an_unknown_buddy_stays_unknown(changes: dict[str, Change]) -> None:
    assert "buddying-2013-07-16-rwd" not in changes
    facts = changes["support-programme-2013-07-16-rwd"].facts
    assert any("buddy" in fact.text and fact.status == "not-found" for fact in facts)


def test_a_trust_that_was_helped_may_help_later(changes: dict[str, Change]) -> None:
    roles = {
        (change.form, party.role)
        for change in changes.values()
        for party in change.parties
        if party.code == "RXR"
    }
    assert {("support-programme", "supported"), ("buddying", "recipient")} <= roles
    assert ("buddying", "buddy") in roles


# -------------------------------------------------------- what ships: vanguards, mutuals, the rest


def test_fifty_vanguards_are_accounted_for(
    changes: dict[str, Change], gaps: dict[str, Gap]
) -> None:
    named = Counter(
        change.programme for change in changes.values() if change.programme.startswith("vanguard-")
    )
    assert named == {
        "vanguard-acute": 13,
        "vanguard-pacs": 9,
        "vanguard-mcp": 14,
        "vanguard-care-homes": 6,
    }
    urgent = gaps["urgent-care-vanguards"]
    assert urgent.count is not None
    assert named.total() + urgent.count == 50
    assert urgent.fact.status == "not-found"


def test_vanguards_of_march_2015_are_background_and_those_of_september_found(
    changes: dict[str, Change],
) -> None:
    for change in changes.values():
        if change.programme.startswith("vanguard-"):
            wanted = "found" if change.programme == "vanguard-acute" else "background"
            assert change.status == wanted


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("rwe", "found"),
        ("rtp", "found"),
        ("rp6", "found"),
        ("rm1", "found"),
        ("rpg", "background"),
        ("rxa", "background"),
        ("rmp", "background"),
        ("rbq", "background"),
    ],
)
def test_the_mutuals_pathfinders(changes: dict[str, Change], code: str, status: str) -> None:
    assert changes[f"mutual-2014-{code}"].status == status
    assert changes[f"mutual-2014-{code}"].effective is None


def test_the_six_sites_of_the_oxford_study(changes: dict[str, Change]) -> None:
    study = changes["learning-network-undated-university-of-oxford"]
    sites = study.in_role("site")
    assert len(sites) == 6
    assert {site.code for site in sites} == {"RXA", None, "RPG", "RTP", "RMP", "RWE"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("mutual-2010-your-healthcare", "effective"),
        ("mutual-2011-provide", "effective"),
        ("mutual-2011-bristol-community-health", "ended"),
        ("mutual-2007-secure-healthcare", "effective"),
        ("support-programme-2013-07-16-rlt", "ended"),
        ("support-programme-2013-07-16-rmp", "ended"),
        ("support-programme-2017-rwd", "effective"),
        ("support-programme-2013-11-rde", "effective"),
    ],
)
def test_a_date_that_nobody_checked_says_so(
    changes: dict[str, Change], name: str, field: str
) -> None:
    when = getattr(changes[name], field)
    assert when.status == "background"
    assert when.stated.endswith("(not checked)")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("merger-2014-10-01-rdu", "Wexham Park was later rated Good"),
        ("split-2021-10-01-rw6", "North Manchester went"),
        ("franchise-2012-02-01-rqq", "later became part of North West Anglia"),
        ("mutual-2006-10-01-central-surrey-health", "community interest company"),
        ("mutual-undated-gloucestershire-community-services", "became an NHS trust"),
        ("partnership-2004-south-west-london-elective-orthopaedic-centre", "Epsom"),
        ("mutual-undated-locala", "to be verified"),
        ("support-programme-2013-07-16-rnl", "2016 or 2017"),
        ("mutual-2011-anglian-community-enterprise", "later ended"),
    ],
)
def test_background_knowledge_stays_background(
    changes: dict[str, Change], name: str, words: str
) -> None:
    (fact,) = (fact for fact in changes[name].facts if words in fact.text)
    assert fact.status == "background"
    assert fact.stated.startswith("Not checked: ")


def test_sixteen_mutuals_are_names_and_nothing_more(changes: dict[str, Change]) -> None:
    bare = [
        change
        for change in changes.values()
        if change.form == "mutual" and change.status == "background" and change.dated is None
    ]
    assert len(bare) == 16
    assert {change.vehicle for change in bare} == {"unknown"}


def test_the_five_cases_of_partnering_for_improvement(changes: dict[str, Change]) -> None:
    cases = {
        change.title[:6]: (change.form, change.nature, change.scale)
        for change in changes.values()
        if change.programme == "hsmc-cases"
    }
    assert cases == {
        "Case A": ("partnership", "voluntary", "individual"),
        "Case B": ("buddying", "mandated", "individual"),
        "Case C": ("merger", "mandated", "structural"),
        "Case D": ("partnership", "voluntary", "structural"),
        "Case E": ("merger", "voluntary", "structural"),
    }


def test_hinchingbrooke_and_what_was_abandoned(changes: dict[str, Change]) -> None:
    assert str(changes["franchise-2012-02-01-rqq"].ended) == "31 March 2015"
    assert changes["franchise-2012-02-rlt"].effective is None
    assert changes["franchise-2012-02-rlt"].precision is None
    assert changes["franchise-2012-02-rlt"].fate == "abandoned"


# ------------------------------------------------------------------------- what ships: standing


def test_whatever_nobody_checked_cites_no_more_than_it_can(changes: dict[str, Change]) -> None:
    for change in changes.values():
        if change.status == "found":
            assert any(source.short not in UNCHECKED for source in change.sources)
        for fact in change.facts:
            assert not (fact.is_checked and fact.source in UNCHECKED)


def test_every_publication_declared_is_cited_and_agrees_with_the_catalogue(
    documents: Documents, changes: dict[str, Change], gaps: dict[str, Gap]
) -> None:
    declared = {r["short"]: r for d in documents.values() for r in d.get("reference", [])}
    cited = {source.short for change in changes.values() for source in change.sources}
    cited |= {gap.fact.source for gap in gaps.values()}
    assert set(declared) == cited - set(UNCHECKED)
    models = tomllib.loads((FOLDER / "models.toml").read_text(encoding="utf-8"))
    for reference in models["reference"]:
        assert declared.get(reference["short"], reference) == reference


def test_only_ft_plus_has_nobody_on_record_who_did_it(changes: dict[str, Change]) -> None:
    assert set(FORMS) - {change.form for change in changes.values()} == {"ft-plus"}


@pytest.mark.nhs
def test_every_code_is_in_the_files_of_the_organisation_data_service(
    changes: dict[str, Change], nhs_data: Path
) -> None:
    known: set[str] = set()
    for name in ("etr.csv", "succ.csv", "successions-combined.csv"):
        with (nhs_data / "ods" / name).open(encoding="latin-1", newline="") as lines:
            known |= {cell for row in csv.reader(lines) for cell in row[:2]}
    with gzip.open(nhs_data / "ods" / "etrust-2018.csv.gz", "rt", encoding="latin-1") as lines:
        known |= {row[0] for row in csv.reader(lines)}
    used = {code for change in changes.values() for code in change.codes}
    assert used - known == set()


@pytest.mark.nhs
def test_the_register_holds_every_succession_of_a_trust_since_2010_and_no_other(
    changes: dict[str, Change], nhs_data: Path
) -> None:
    trust = re.compile(r"R[0-9A-Z]{2}|TA[A-Z]|G6V2S")
    with (nhs_data / "ods" / "succ.csv").open(encoding="latin-1", newline="") as lines:
        published = {
            (old, new, day)
            for old, new, _, day, *_ in csv.reader(lines)
            if trust.fullmatch(old) and trust.fullmatch(new) and day >= "2010"
        }
    held = {
        (old.code, new.code, change.effective.iso.replace("-", ""))
        for change in changes.values()
        if change.fate == "completed" and change.effective
        for old in change.in_role("predecessor", "acquired", "divided")
        for new in change.in_role("successor", "acquirer", "receiver")
    }
    assert held == published


def test_a_summary_as_at_a_date_knows_no_later_change(changes: dict[str, Change]) -> None:
    register = Register({"R0A": Organisation("R0A", kind="trust")}, (), tuple(changes.values()))
    early = register.summary("R0A", at=dt.date(2017, 12, 31))["changes"]
    assert "merger-2017-10-01-r0a" in {change["id"] for change in early}
    assert "split-2021-10-01-rw6" not in {change["id"] for change in early}
    later = register.summary("R0A")["changes"]
    assert "split-2021-10-01-rw6" in {change["id"] for change in later}
