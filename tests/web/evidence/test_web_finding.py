"""A reviewer follows one finding: what it says, why so weak, who read it, what hangs on it."""

import re

import pytest

from mutuality.evidence import strength
from mutuality.stores import shipped

FINDINGS = {one.id: one for one in shipped.findings()}


@pytest.fixture
def reader(person, signed_in):
    return signed_in(person())


def shown(reader, name: str) -> str:
    response = reader.get(f"/evidence/{name}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode()).replace("&#39;", "'")


@pytest.mark.parametrize("name", FINDINGS)
def test_every_finding_has_its_page_with_source_label_and_reasons(reader, name):
    text, study = shown(reader, name), FINDINGS[name]
    assert study.outcome in text
    assert study.citation.split(",")[0].replace("&", "&amp;") in text
    for reason in strength([study]).reasons:
        assert reason in text
    assert ("Read at its source. Who read it" in text) is study.verified
    assert "<figure" in text


@pytest.mark.parametrize("name", ["E999", "e01", "nothing", "merger-2017-10-01-r0a"])
def test_there_is_no_page_of_another_name(reader, name):
    assert reader.get(f"/evidence/{name}/").status_code == 404


def test_what_weakens_it_is_in_words(reader):
    assert "It comes from somewhere else than this health system." in shown(reader, "E01")
    assert "Its authors" not in shown(reader, "E01")
    assert "It is not an effect of the change" in shown(reader, "E04")
    assert "No interval was published" in shown(reader, "E06")
    sound = next(
        one.id for one in FINDINGS.values()
        if one.verified and one.poolable and one.setting == "same-system" and one.se
        and not one.serious_bias and not one.outcome_indirect
        and one.design in ("randomised", "quasi-experimental")
    )  # fmt: skip
    assert "Nothing is on file against it" in shown(reader, sound)


def test_it_says_where_it_counts_and_on_which_side(reader):
    text = shown(reader, "E01")
    assert "Merger, care quality</a>: counts towards the label" in text
    assert "where claims disagree</a>: stands with those that found it worse." in text
    assert "is shown, and does not count towards the label" in shown(reader, "E04")
    assert "stands with those that found it better." in shown(reader, "E05")
    assert "found no clear difference" in shown(reader, "E02")


def test_it_says_whether_appraisals_can_count_with_it(reader):
    assert "its outcome is none of the measures that we keep" in shown(reader, "E01")
    number = next(
        one for one in FINDINGS.values()
        if one.verified and one.poolable and one.se and one.scale == "log-ratio" and one.measure
    )  # fmt: skip
    assert "it enters as a number where a criterion is on" in shown(reader, number.id)
    unread = next(one for one in FINDINGS.values() if not one.verified)
    assert "because nobody has checked it at its source" in shown(reader, unread.id)


def test_it_leads_to_other_findings_of_the_same_study(reader):
    assert 'href="/evidence/E02/"' in shown(reader, "E01")
    alone = next(
        one.id for one in FINDINGS.values()
        if sum(other.overlap == one.overlap for other in FINDINGS.values()) == 1
    )  # fmt: skip
    assert "No other finding on file." in shown(reader, alone)


def test_a_finding_about_no_model_says_so(reader):
    general = next(one.id for one in FINDINGS.values() if not one.models)
    assert "How change works, whatever the model" in shown(reader, general)


def test_its_chart_can_be_saved(reader):
    name = re.findall(r"file=([a-z0-9-]+\.svg)", shown(reader, "E01"))[0]
    response = reader.get("/evidence/E01/", {"file": name})
    assert response["Content-Type"] == "image/svg+xml"
    assert b"Decision support" in response.content
    assert reader.get("/evidence/E02/", {"file": "x.svg"}).status_code == 404
