"""A page of results holds what the paper holds, and comes back from keeping as it was."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from a_case import DATE, appraised
from sample import a_figure

from mutuality.appraisal import Appraisal, Difference
from mutuality.base import Refusal
from mutuality.papers import (
    Document,
    Figure,
    Table,
    board_paper,
    from_data,
    results_page,
    results_working,
    to_data,
    to_fragment,
)
from mutuality.papers.document import Callout, Heading

FOUND = (
    Difference("preference", "Staff would put Buddy first.", points=4.4, group="staff"),
    Difference("silent", "Nobody has weighed for the board.", group="board"),
)


@pytest.fixture(scope="module")
def appraisal() -> Appraisal:
    return appraised()


@pytest.fixture(scope="module")
def paper(appraisal: Appraisal) -> Document:
    return board_paper(appraisal, at=DATE, organisation="Anytown NHS Trust", figures=[a_figure()])


@pytest.fixture(scope="module")
def page(appraisal: Appraisal, paper: Document) -> Document:
    return results_page(paper, case=appraisal.case, differences=FOUND)


def test_the_verdict_opens_the_page_once(page: Document) -> None:
    verdicts = [b for b in page.blocks if isinstance(b, Callout) and b.kind == "verdict"]
    assert len(verdicts) == 1
    opening = [b.anchor for b in page.blocks if isinstance(b, Heading) and b.level == 2]
    assert opening[:4] == ["at-a-glance", "results", "who-disagrees", "differences"]
    assert "risks" not in opening


def test_no_link_of_the_page_leads_nowhere(page: Document) -> None:
    text = str(to_fragment(page, working=results_working))
    ids = set(re.findall(r'id="([^"]+)"', text))
    assert {name for name in re.findall(r'href="#([^"]+)"', text) if name not in ids} == set()


def test_everything_shown_says_how_it_was_calculated(page: Document) -> None:
    shown = [block for block in page.blocks if isinstance(block, Figure | Table)]
    assert shown
    for block in shown:
        told = results_working(block)
        assert told[0].text
        if not block_is(block, "Versions, seed and seals"):
            assert "How was this calculated" not in told[0].text
            assert len(told[0].text) > 40


def block_is(block: Figure | Table, caption: str) -> bool:
    return isinstance(block, Table) and block.caption == caption


def test_differences_are_told_with_what_hangs_on_them(page: Document) -> None:
    table = next(b for b in page.blocks if isinstance(b, Table) and "most hangs on" in b.caption)
    assert [list(row) for row in table.rows] == [
        ["Which option comes first", "Staff would put Buddy first.", "4"],
        ["Nobody has spoken", "Nobody has weighed for the board.", ""],
    ]


def test_without_answers_the_page_says_so(appraisal: Appraisal, paper: Document) -> None:
    page = results_page(paper, case=appraisal.case, differences=())
    assert "nobody answered before this was appraised" in str(to_fragment(page))


def test_readiness_that_nobody_stated_is_not_made_up(appraisal: Appraisal, paper: Document) -> None:
    ready = appraisal.case.readiness.model_copy(update={"culture": (-0.3, 0.2), "capacity": None})
    case = appraisal.case.model_copy(update={"readiness": ready})
    page = results_page(paper, case=case, differences=())
    table = next(b for b in page.blocks if isinstance(b, Table) and "How ready" in b.caption)
    rows = {row[0]: list(row[1:]) for row in table.rows}
    assert rows["Attention to culture"] == ["−0.3", "0.2"]
    assert rows["People with time to make the change"] == ["nobody has said", ""]


def test_a_document_comes_back_as_it_was_kept(page: Document, paper: Document) -> None:
    for document in (page, paper):
        back = from_data(json.loads(json.dumps(to_data(document))))
        assert to_fragment(back) == to_fragment(document)
        assert back.front == [tuple(pair) for pair in document.front]
        drawn = [[b.png for b in one.blocks if isinstance(b, Figure)] for one in (back, document)]
        assert drawn[0] == drawn[1]


@pytest.mark.parametrize("wrong", [{"block": "film"}, {"block": "heading", "colour": "red"}, {}])
def test_what_this_version_does_not_know_is_refused(paper: Document, wrong: dict[str, str]) -> None:
    kept = to_data(replace(paper, blocks=[])) | {"blocks": [wrong]}
    with pytest.raises(Refusal) as refused:
        from_data(kept)
    assert refused.value.code == "PAP-031"
