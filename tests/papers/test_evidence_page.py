"""The page of evidence: what a reader meets, and what may never be missing from it."""

from __future__ import annotations

import datetime as dt

import pytest
from some_findings import ONLY_DIRECTION, finding, own

from mutuality.base import OGL
from mutuality.papers.document import Bullets, Callout, Figure, Heading, Paragraph, Table
from mutuality.papers.evidence_page import GENERAL, NOBODY, evidence_page
from mutuality.papers.html import to_html
from mutuality.stores import shipped

AT = dt.date(2026, 11, 22)
STRONG = finding()
WEAK = finding(**ONLY_DIRECTION | {"id": "F2", "design": "comparative", "direction": "favourable"})
UNCHECKED = finding(id="F3", verified="no")


def blocks(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


def headings(document):
    return [block.text for block in blocks(document, Heading)]


def seen(document):
    """Identifiers of the findings in the tables of the pictures."""
    twins = [row[0] for figure in blocks(document, Figure) for row in figure.twin.rows]
    return {cell.rpartition("[")[2].rstrip("]") for cell in twins}


def test_every_finding_of_the_form_is_drawn_once_and_others_are_not():
    other = finding(id="F9", models="mutual")
    page = evidence_page([STRONG, WEAK, UNCHECKED, other], at=AT, forms=["merger"])
    assert seen(page) == {"F1", "F2", "F3"}
    assert dict(page.front)["Findings"] == "3 published, 0 of our own"
    assert dict(page.front)["Not checked at their source"] == "1"


def test_strong_designs_only_says_what_that_leaves_out():
    page = evidence_page([STRONG, WEAK], at=AT, strong_only=True)
    assert seen(page) == {"F1"}
    assert dict(page.front)["Designs"] == "strong designs only"
    assert "Strong designs only" in [block.title for block in blocks(page, Callout)]
    assert "Strong designs only" not in [
        block.title for block in blocks(evidence_page([STRONG], at=AT), Callout)
    ]


def test_checked_findings_only():
    page = evidence_page([STRONG, UNCHECKED], at=AT, verified_only=True, own=[own()])
    assert "F3" not in seen(page)
    assert "merger-2017-10-01-r0a, ae-4h" in seen(page)


def test_one_domain():
    money = finding(id="F4", domain="money")
    page = evidence_page([STRONG, money], at=AT, domain="money")
    assert seen(page) == {"F4"}
    assert page.subtitle == "Money, 22 November 2026"


def test_that_nobody_studied_a_model_is_said():
    page = evidence_page([STRONG], at=AT, forms=["group"])
    assert NOBODY in [block.text for block in blocks(page, Paragraph)]
    assert dict(page.front)["Last year of data"] == "a year not known"


def test_findings_about_no_model_have_a_place_of_their_own():
    general = finding(id="F5", models="")
    assert GENERAL in headings(evidence_page([STRONG, general], at=AT))
    assert GENERAL not in headings(evidence_page([STRONG, general], at=AT, forms=["merger"]))


def test_conflicts_stand_before_the_sections():
    page = evidence_page([STRONG, WEAK], at=AT)
    said = headings(page)
    assert said.index("Where claims disagree") < said.index("Merger, staff") < said.index("Merger")
    assert any("claims that disagree" in block.caption for block in blocks(page, Table))


def test_a_conflict_without_a_recorded_difference_gives_no_reason():
    page = evidence_page([STRONG, finding(id="F2", direction="favourable")], at=AT)
    assert "How the two sides differ, as recorded:" not in [b.text for b in blocks(page, Paragraph)]


def test_agreement_is_said_too():
    assert "No two findings shown here point opposite ways." in [
        block.text for block in blocks(evidence_page([STRONG], at=AT), Paragraph)
    ]


def test_strength_stands_with_its_reasons():
    page = evidence_page([STRONG], at=AT)
    text = " ".join(block.text for block in blocks(page, Paragraph))
    assert "**Strength of evidence: Low.** Best design: quasi-experimental" in text
    glance = blocks(page, Table)[0]
    assert glance.rows == [("Merger", "None held", "None held", "Low (1 finding)", "None held",
                            "None held")]  # fmt: skip


@pytest.mark.parametrize(
    ("searched", "said"), [(None, "not recorded"), (dt.date(2026, 10, 1), "1 October 2026")]
)
def test_when_studies_were_last_looked_for_is_on_the_page_and_on_each_picture(searched, said):
    page = evidence_page([STRONG], at=AT, searched=searched)
    assert dict(page.front)["Last search for studies"] == said
    assert all(said in figure.last_period for figure in blocks(page, Figure))


def test_our_own_effects_bring_their_licence_and_what_we_cannot_tell():
    page = evidence_page([STRONG], at=AT, own=[own()], unanswered=["A change: too few quarters."])
    assert dict(page.front)["Findings"] == "1 published, 1 of our own"
    assert OGL in page.footer
    (ours,) = [f for f in blocks(page, Figure) if "ae-4h" in f.twin.rows[0][0]]
    assert ours.source.endswith(OGL)
    assert ["A change: too few quarters."] in [block.items for block in blocks(page, Bullets)]
    plain = evidence_page([STRONG], at=AT)
    assert OGL not in plain.footer
    assert "Where our own figures cannot tell" not in headings(plain)


def test_models_go_by_their_titles():
    models = shipped.register().models
    both = finding(models="clinical-network|group")
    page = evidence_page([both], at=AT, forms=["clinical-network", "group"], models=models)
    assert page.title == (
        "What is known: clinical network (hub and spoke) and group with shared leadership"
    )
    assert evidence_page([both], at=AT).title == "What is known"


def test_the_shipped_evidence_makes_a_page_without_style_or_script():
    defaults = shipped.defaults()
    html = to_html(
        evidence_page(
            shipped.findings(),
            at=AT,
            forms=["integrated-care"],
            prior=defaults.prior,
            bias=defaults.bias_of_findings,
            models=shipped.register().models,
        )
    )
    assert "At a new site: emergency admissions" in html
    assert "Decision support, not legal, financial or HR advice." in html
    assert " style=" not in html
    assert "<script" not in html
