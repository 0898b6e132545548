"""Spec: what a board paper says, what it must never leave unsaid, and what it refuses."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

import docx
import pytest
from a_case import DATE, NOTICE, TODAY, appraised, example
from sample import a_figure

from mutuality.appraisal.gates import Decision
from mutuality.base import OGL, Refusal, Seal, Source, seal
from mutuality.governance import Mandate, Question, Threshold, count_advisory, mandate
from mutuality.papers.board.material import FrontSheet
from mutuality.papers.board.options import DECISIONS, TO_MEET
from mutuality.papers.board.words import counted, effect, listed, lower, money, points, short_source
from mutuality.papers.board_paper import ADVICE, board_paper
from mutuality.papers.document import (
    Bullets,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
)
from mutuality.papers.docx import to_docx
from mutuality.papers.html import to_html
from mutuality.papers.pages import outline
from mutuality.register import parse_models
from mutuality.stores import shipped
from mutuality.transition import plan, promise, read_templates
from mutuality.transition.templates import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mutuality.appraisal import Appraisal
    from mutuality.papers.document import Block

JOURNEYS = read_templates(shipped.document("journeys.toml"))
MODELS = {model.id: model for model in parse_models(shipped.document("models.toml"))}


def a_mandate(of: Seal, yes: int = 60, no: int = 20) -> Mandate:
    question = Question(
        "Should we work with a buddy?", "All staff", of,
        Threshold(Fraction(1, 2), Fraction(1, 2)), dt.date(2026, 11, 1),
    )  # fmt: skip
    result = count_advisory(
        ["yes"] * yes + ["no"] * no, roll=100, question=question,
        opened=dt.date(2026, 11, 2), closed=dt.date(2026, 11, 16),
    )  # fmt: skip
    return mandate(result, appraisal=of)


def a_paper(appraisal: Appraisal, **more: Any) -> Document:
    return board_paper(
        appraisal, at=DATE, organisation="Anytown NHS Trust", findings=shipped.findings(), **more
    )


@pytest.fixture(scope="module")
def full() -> Document:
    """A paper with everything that can stand around an appraisal."""
    found = example()
    chosen = str(found.verdict.recommend)
    return a_paper(
        found,
        models=MODELS,
        figures=[a_figure("Waits have grown")],
        sources=[Source("ae", "NHS England", "A&E attendances", "OGL-UK-3.0")],
        journey=plan(JOURNEYS, found.case.option(chosen).model, start=dt.date(2026, 12, 1)),
        benefits=promise(
            found.case.criteria,
            option=chosen,
            baselines={name: tuple(figure)[:3] for name, figure in TODAY.items()},
            targets={"waits": 0.8},
            due=dt.date(2029, 3, 31),
        ),
        mandate=a_mandate(found.seal),
        front=FrontSheet(author="Strategy director", sponsor="Chair"),
        names={"RM3": "Northern Care Alliance"},
    )


@pytest.fixture(scope="module")
def bare() -> Document:
    """A paper with nothing around the appraisal, which has no baselines either."""
    return board_paper(appraised(baselines={}), at=DATE, organisation="Anytown")


def words(blocks: Iterable[Block]) -> str:
    """All the text of some blocks."""
    said: list[str] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                said.append(block.text)
            case Bullets():
                said += block.items
            case Callout():
                said += [block.title, block.text]
            case Table():
                said += [block.caption, *block.columns, block.note]
                said += [cell for row in block.rows for cell in row]
            case Figure():
                said += [block.title, block.subtitle, block.source]
    return "\n".join(said)


def section(paper: Document, anchor: str) -> str:
    """The text of the section or of the part under a heading."""
    start = next(
        i for i, b in enumerate(paper.blocks) if isinstance(b, Heading) and b.anchor == anchor
    )
    level = paper.blocks[start].level
    rest = list(paper.blocks[start + 1 :])
    stop = next(
        (i for i, b in enumerate(rest) if isinstance(b, Heading) and b.level <= level), len(rest)
    )
    return words(rest[:stop])


def test_page_one_holds_what_a_board_member_reads_first(full: Document) -> None:
    page = words(outline(full).opening)

    assert "Too close to call" in page
    assert "Waits in A&E are among the longest" in page
    assert "Carry on as now" in page
    assert "1.080, January to December 2019, **out of date**" in page
    assert "Staff engagement: **not supplied**" in page
    assert "Affordability: no money for transition" in page
    assert "Loss of VAT recovery" in page
    assert "Patients" in page
    assert "What would change the answer" in page
    assert NOTICE in page


def test_the_front_sheet_is_complete(full: Document) -> None:
    assert [label for label, _ in full.front] == [
        "Author", "Sponsor", "Purpose", "Summary", "Recommendation", "Previous consideration",
        "Equality and quality impact", "Risks and appendices",
    ]  # fmt: skip
    front = dict(full.front)
    assert front["Author"] == "Strategy director"
    assert front["Equality and quality impact"] == "not supplied"
    assert (
        "7 options: 2 ruled out, 5 compared on 3 criteria, as weighed by 2 groups"
        in (front["Summary"])
    )
    assert "most easily undone" in front["Recommendation"]


def test_the_sections_follow_the_order_of_the_argument(full: Document) -> None:
    assert [part.heading.text for part in outline(full).sections] == [
        "The problem",
        "The options, and what was ruled out",
        "The evidence, option by option",
        "Results",
        "Who disagrees about what",
        "What would change the answer",
        "Benefits to promise",
        "Risks",
        "What staff said",
        "Next steps, the most reversible first",
        "How was this calculated?",
    ]


def test_every_inner_link_leads_somewhere(full: Document) -> None:
    html = to_html(full)
    anchors = set(re.findall(r'href="#([^"]+)"', html))

    assert anchors <= set(re.findall(r'id="([^"]+)"', html))


def test_whoever_is_ruled_out_has_reason_remedy_and_source(full: Document) -> None:
    out = section(full, "ruled-out")

    assert "Become a mutual as a whole trust" in out
    assert "What would have to change: vAT" not in out
    assert "What would have to change: VAT recovery extended" in out
    assert "Source: HSJ, 2015 and 2016" in out
    assert "The case does not say" in out.replace("the case", "The case")


def test_what_nobody_checked_is_never_shown_as_a_fact(full: Document) -> None:
    unchecked = [finding for finding in shipped.findings() if not finding.verified]
    lines = [line for line in section(full, "studies").splitlines() if unchecked]

    assert unchecked
    for finding in unchecked:
        outcomes = [line for line in lines if line.endswith(finding.summary)]
        assert all(line.startswith("Not checked") for line in outcomes)
    risks = section(full, "risks").splitlines()
    told = {risk.text: risk for model in MODELS.values() for risk in model.risks}
    assert not [line for line in risks if line in told and told[line].status != "found"]


def test_judgement_and_evidence_are_kept_apart(full: Document) -> None:
    found = section(full, "evidence")

    assert "Of 15 scores, 0 rest on published studies, 13 on judgement and 2 on today's" in found
    assert "Judgement: Workshop of 3 November 2026" in found
    assert "a judgement stands here" in found


def test_no_chance_is_finer_than_one_in_twenty(full: Document) -> None:
    picture = next(b for b in full.blocks if isinstance(b, Figure) and "draws, seed" in b.source)
    shares = [int(cell.rstrip("%")) for row in picture.twin.rows for cell in row[1:]]

    assert shares
    assert all(share % 5 == 0 for share in shares)
    assert "No option stands out" in picture.title
    assert not re.findall(r"\b0\.\d+\b", section(full, "results"))


def test_level_options_are_named_as_level(full: Document) -> None:
    assert "Read these as level: " in section(full, "results")
    assert "Level" in words(outline(full).opening)


def test_benefits_have_a_baseline_or_say_that_they_have_none(full: Document) -> None:
    register = section(full, "benefits")

    assert "71.0%, Q2 2026/27" in register
    assert "80.0%" in register
    assert "March 2029" in register
    assert "No baseline" in register
    assert "not set" in register


def test_the_ballot_says_what_it_can_and_cannot_do(full: Document) -> None:
    said = section(full, "staff")

    assert "The ballot carries" in said
    assert "does not bind the board" in said
    assert example().seal.short in said
    assert "Asked: All staff. The ballot carries" in words(outline(full).opening)


def test_a_ballot_that_fails_says_so() -> None:
    found = example()
    said = section(a_paper(found, mandate=a_mandate(found.seal, yes=20, no=60)), "staff")

    assert "The ballot does not carry" in said


def test_next_steps_start_with_what_costs_nothing_to_undo(full: Document) -> None:
    steps = next(b for b in full.blocks if isinstance(b, Bullets) and b.numbered).items

    assert steps[0].startswith("Supply what is missing")
    assert "Way back: Stop." in next(step for step in steps if step.startswith("Begin"))
    assert steps[-1].endswith("with effort.")


def test_the_plan_has_gates_ranges_and_real_cases(full: Document) -> None:
    planned = section(full, "journey")

    assert "Exit test" in planned
    assert "March 2029 (February 2028 to December 2029)" in planned
    assert "Not settled yet" in planned
    assert "24 months. Source: NHS Providers, 2017." in planned


def test_the_appendix_lets_somebody_work_it_out_again(full: Document) -> None:
    how = section(full, "how-calculated")

    for needed in (str(example().seal), "Seed of the random draws", "0.1.0", "NHS England, A&E"):
        assert needed in how
    assert OGL in full.footer
    assert "Northern Care Alliance (RM3)" in section(full, "options")


def test_the_notice_and_the_disclaimer_run_on_every_page(full: Document, bare: Document) -> None:
    assert full.footer[0] == f"{NOTICE} {ADVICE}"
    quiet = a_paper(appraised(lambda data: data["case"].pop("notice")))
    assert quiet.footer[0] == ADVICE
    assert "About this paper" not in words(quiet.blocks)
    assert NOTICE in to_html(bare)


def test_what_nobody_supplied_says_so(bare: Document) -> None:
    text = words(bare.blocks)

    assert "Charts of the organisation's own figures: not supplied." in text
    assert "Benefits register: not supplied." in text
    assert "Risks of the options: not supplied." not in text or "risks" in text
    assert "No ballot of staff has been held" in text
    assert "No published figure was supplied." in text
    assert "No study on file bears on the options that go on." in text
    assert dict(bare.front)["Author"] == "not supplied"


def test_an_option_without_scores_makes_the_paper_abstain() -> None:
    def let_the_mutual_in(data: dict[str, Any]) -> None:
        mutual = next(o for o in data["option"] if o["id"] == "mutual")
        mutual["gate"] = [
            {"factor": "vat-contracted-out", "decision": "carry", "reason": "The board pays."}
        ]

    paper = a_paper(appraised(let_the_mutual_in), models=MODELS)

    assert "No verdict yet" in words(outline(paper).opening)
    assert "Do not decide yet" in dict(paper.front)["Recommendation"]
    assert "No score on Deaths compared with expected" in words(outline(paper).opening)
    assert "not scored" in section(paper, "evidence")
    assert "Score Become a mutual" in section(paper, "next-steps")


def test_with_nothing_left_to_compare_there_are_no_results() -> None:
    def shut_all(data: dict[str, Any]) -> None:
        for option in data["option"][1:]:
            option["gate"] = [
                {"factor": "affordability", "decision": "reject", "reason": "No money at all."}
            ]

    paper = a_paper(appraised(shut_all), models=MODELS)

    assert "there are no results to show" in section(paper, "results")
    assert "Nothing is left to compare it with." in words(outline(paper).opening)
    assert "Risks of the options: not supplied." in section(paper, "risks")
    assert "No condition bears on the options that go on." in section(paper, "conditions")


def strong(data: dict[str, Any], name: str, low: float, likely: float, high: float) -> None:
    """Make one option's staff engagement certain, and weigh nothing else."""
    for option in data["option"]:
        for score in option["score"]:
            sure = option["id"] == name and score["criterion"] == "engagement"
            if option["id"] != "usual":
                score.update(low=0.0, likely=0.0, high=0.0)
            if sure:
                score.update(low=low, likely=likely, high=high)
    for group in data["group"]:
        group["swing"] = {
            "engagement": [100.0, 100.0],
            "mortality": [0.0, 1.0],
            "waits": [0.0, 1.0],
        }


def test_a_lead_is_called_a_lead_and_its_conditions_are_told() -> None:
    paper = a_paper(appraised(lambda data: strong(data, "ft-plus", 0.7, 0.8, 0.9)), models=MODELS)

    assert "A lead, with conditions: Stay a trust" in words(outline(paper).opening)
    assert dict(paper.front)["Recommendation"].startswith("Choose **Stay a trust")
    assert "What would settle it, or must be met first" in section(paper, "what-would-change")
    assert "comes first" in section(paper, "results")


def test_a_case_without_a_named_body_or_a_measure_is_still_a_paper() -> None:
    def described(data: dict[str, Any]) -> None:
        for criterion in data["criterion"]:
            del criterion["measure"]
        usual = data["option"][0]["score"]
        usual += [
            {**usual[0], "criterion": "mortality", "low": 1.0, "likely": 1.0, "high": 1.0},
            {**usual[0], "criterion": "waits", "low": 0.6, "likely": 0.7, "high": 0.8},
        ]
        data["criterion"][2] |= {"worst": {"value": 0, "means": "bad"},
                                 "best": {"value": 10, "means": "good"}}  # fmt: skip

    paper = board_paper(appraised(described), at=DATE, organisation="")

    assert paper.subtitle == "Board paper, 22 November 2026"
    assert "Where the service stood when last measured" in section(paper, "problem")
    assert "0 (bad) to 10 (good)" in section(paper, "problem")
    assert "No published figure is used." in words(outline(paper).opening)


def test_groups_that_agree_are_said_to_agree() -> None:
    paper = a_paper(appraised(lambda data: strong(data, "buddy", 0.7, 0.8, 0.9)))

    assert "Nobody: at the weights they gave" in section(paper, "who-disagrees")
    assert "Every way to build the model puts the same one first." in section(
        paper, "what-would-change"
    )


def test_business_as_usual_can_be_the_answer() -> None:
    def all_worse(data: dict[str, Any]) -> None:
        for option in data["option"][1:]:
            for score in option["score"]:
                harm = (0.0, 0.05, 0.06) if score["criterion"] == "mortality" else (-0.3, -0.1, 0.0)
                score.update(zip(("low", "likely", "high"), harm, strict=True))

    paper = a_paper(appraised(all_worse), models=MODELS)

    assert "Carry on as now" in dict(paper.front)["Recommendation"]
    assert "Carry on as now, with a date to look again." in section(paper, "next-steps")


def test_a_case_that_nobody_weighed_says_so() -> None:
    paper = a_paper(appraised(lambda data: data.update(group=[])))

    assert "as weighed by nobody yet" in dict(paper.front)["Summary"]
    assert "fewer than two groups" in section(paper, "who-disagrees")


def test_a_long_problem_is_cut_at_a_sentence_and_linked() -> None:
    def talkative(data: dict[str, Any]) -> None:
        data["case"]["problem"] = "This is a sentence about the problem. " * 20

    page = words(outline(a_paper(appraised(talkative))).opening)

    assert "[More](#problem)" in page
    assert page.count("This is a sentence") == 11


def test_degrees_that_were_changed_give_their_reason() -> None:
    def bigger(data: dict[str, Any]) -> None:
        data["option"][1]["degree"] = {"leadership": 3, "reason": "The buddy would run theatres."}

    assert "The buddy would run theatres." in section(a_paper(appraised(bigger)), "options")


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ({"scale": "log-ratio", "low": -0.2, "likely": -0.1, "high": 0.02},
         "−10% (−18% to +2%) on today"),
        ({"scale": "sd", "low": -0.1, "likely": 0.2, "high": 0.5},
         "+0.20 (−0.10 to +0.50) standard deviations"),
        ({"scale": "change", "low": -0.01, "likely": 0.0, "high": 0.01},
         "0.000 (−0.010 to +0.010)"),
        ({"scale": "level", "low": 1.0, "likely": 1.1, "high": 1.2}, "1.100 (1.000 to 1.200)"),
        ({"scale": "level", "low": 1.1, "likely": 1.1, "high": 1.1}, "1.100"),
        ({"basis": "unscored"}, "not scored"),
    ],
)  # fmt: skip
def test_what_an_option_would_do_is_said_with_its_range(cell: dict[str, Any], wanted: str) -> None:
    found = example()

    assert effect(found.case, replace(found.cell("buddy", "mortality"), **cell)) == wanted


def test_a_change_in_a_share_is_said_in_percentage_points() -> None:
    found = example()

    assert effect(found.case, found.cell("buddy", "waits")) == (
        "+3.0 (−2.0 to +6.0) percentage points"
    )


def test_a_score_from_studies_points_to_them() -> None:
    found = example()
    key = ("network", "mortality")
    cell = replace(found.cells[key], basis="evidence", scale="log-ratio")
    text = section(a_paper(replace(found, cells={**found.cells, key: cell})), "evidence")

    assert "Of 15 scores, 1 rest on published studies" in text
    assert "See the studies below." in text


def test_a_merger_that_leads_brings_its_deadline_and_its_rules() -> None:
    def merger(data: dict[str, Any]) -> None:
        strong(data, "merge", 0.8, 0.85, 0.9)
        for option in data["option"]:
            option.pop("gate", None)
            if option["id"] == "merge":
                option["degree"] = dict.fromkeys(
                    ("accountability", "legal_entity", "leadership", "employer", "estate_it"), 0
                ) | {"reason": "To make it lead in a test."}

    found = appraised(merger)
    assert found.verdict.recommend == "merge"
    paper = a_paper(found, journey=plan(JOURNEYS, "merger", start=dt.date(2026, 12, 1)))
    planned = section(paper, "journey")

    assert "**Tell the Organisation Data Service by 1 April 2028.**" in planned
    assert "more than half of its whole council of governors" in planned


def test_rules_and_cases_that_nobody_checked_are_marked() -> None:
    found = appraised(lambda data: strong(data, "buddy", 0.7, 0.8, 0.9))
    journey = plan(JOURNEYS, "buddying", start=dt.date(2026, 12, 1))
    first = journey.stages[0]
    heard = Reference("A case that somebody told us of", "Not named", "background", 9)
    told = replace(journey, stages=(replace(first, references=(heard,)), *journey.stages[1:]))

    assert "Not checked: A case that somebody told us of: 9 months." in section(
        a_paper(found, journey=told), "journey"
    )


def test_a_plan_without_cases_and_a_case_without_notes_are_shorter() -> None:
    found = appraised(lambda data: strong(data, "buddy", 0.7, 0.8, 0.9))
    journey = plan(JOURNEYS, "buddying", start=dt.date(2026, 12, 1))
    plain = replace(journey, stages=(replace(journey.stages[0], references=()),))
    paper = a_paper(replace(found, notes=()), journey=plain)

    assert "took elsewhere" not in words(paper.blocks)
    assert "What to know when reading this" not in words(paper.blocks)


def test_a_clear_lead_needs_no_reason_why_it_is_not_surer() -> None:
    found = example()
    clear = replace(found.verdict, kind="clear-lead", options=("buddy",), conditions=(), reasons=())
    paper = a_paper(replace(found, verdict=clear, flips=()))

    assert "A clear lead: Buddy with a high performer" in words(outline(paper).opening)
    assert dict(paper.front)["Recommendation"] == "Choose **Buddy with a high performer**."
    assert "Why it is not surer" not in words(paper.blocks)
    assert "Nothing that we tried" in section(paper, "what-would-change")


def test_when_nothing_can_be_told_from_carrying_on_the_board_changes_nothing() -> None:
    found = example()
    tied = replace(found.verdict, options=("usual", "buddy"), recommend="usual")
    paper = a_paper(replace(found, verdict=tied))

    assert "Nothing can be told from **Carry on as now**" in dict(paper.front)["Recommendation"]


def test_every_way_a_gate_can_stand_has_words() -> None:
    assert set(get_args(Decision)) == {"rejected", *TO_MEET, *DECISIONS}


def test_a_gate_that_the_case_sets_aside_is_never_hidden() -> None:
    def set_aside(data: dict[str, Any]) -> None:
        mutual = next(o for o in data["option"] if o["id"] == "mutual")
        mutual["score"] = data["option"][1]["score"]
        mutual["gate"] = [
            {"factor": "vat-contracted-out", "decision": "carry", "reason": "The board pays."}
        ]

    paper = a_paper(appraised(set_aside))

    assert "A gate was set aside." in words(outline(paper).opening)
    assert "though it would rule the option out. " in section(paper, "conditions")
    assert "The board pays." in section(paper, "conditions")


def test_with_no_gate_nothing_is_ruled_out() -> None:
    def open_all(data: dict[str, Any]) -> None:
        data["option"] = [o for o in data["option"] if o["id"] != "mutual"]
        for option in data["option"]:
            option.pop("gate", None)

    assert "No option was ruled out by a gate." in section(a_paper(appraised(open_all)), "options")


@pytest.mark.parametrize(
    ("saving", "wanted"),
    [
        ([0.0, 0.0, 0.0], "no saving is claimed"),
        ([9.0, 9.5, 10.0], "those expected are enough"),
        ([0.3, 0.6, 0.9], "times those expected to arrive"),
    ],
)
def test_costs_say_what_saving_would_pay_for_them(saving: list[float], wanted: str) -> None:
    def saved(data: dict[str, Any]) -> None:
        data["option"][1]["cost"] = [{"year": 3, "transition": [1.0, 2.0, 3.0], "saving": saving}]

    costs = section(a_paper(appraised(saved)), "costs")

    assert wanted in costs
    assert "were not supplied: Join a clinical network" in costs


def test_when_every_option_is_priced_none_is_said_to_be_missing() -> None:
    def priced(data: dict[str, Any]) -> None:
        for option in data["option"]:
            option["cost"] = [{"year": 0, "running": [0.1, 0.2, 0.3]}]

    assert "were not supplied" not in section(a_paper(appraised(priced)), "costs")


def test_a_paper_without_any_costs_says_so() -> None:
    costs = section(a_paper(appraised(lambda d: d["option"][1].pop("cost"))), "costs")

    assert "Even chance" not in costs


def test_a_plan_a_register_or_a_ballot_for_something_else_is_refused() -> None:
    found = example()
    cases: list[dict[str, Any]] = [
        {"journey": plan(JOURNEYS, "merger", start=DATE)},
        {"benefits": promise(found.case.criteria, option="merge", baselines={})},
        {"mandate": a_mandate(seal("another appraisal"))},
    ]
    for extra in cases:
        with pytest.raises(Refusal) as refused:
            a_paper(found, **extra)
        assert refused.value.code == "PAP-023"


def test_it_becomes_a_word_file_too(full: Document) -> None:
    word = docx.Document(io.BytesIO(to_docx(full, at=DATE)))

    assert word.core_properties.title == "How should Anytown work with others?"
    assert sum(p.style.name == "Heading 1" for p in word.paragraphs) == 14


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (listed([]), ""),
        (listed(["a", "b", "c"]), "a, b and c"),
        (listed(["a, so", "b"]), "a, so; and b"),
        (counted(1, "month"), "1 month"),
        (counted(2, "criterion", "criteria"), "2 criteria"),
        (lower("VAT recovery"), "VAT recovery"),
        (lower("Stop now"), "stop now"),
        (lower("A trust"), "a trust"),
        (points(-0.2), "0"),
        (money(-1.25), "a saving of £1.2m"),
        (short_source(f"Source: NHS England, A&E. {OGL}"), "NHS England, A&E"),
    ],
)
def test_words(made: str, wanted: str) -> None:
    assert made == wanted


def test_without_tie_points_of_its_own_the_paper_is_still_written() -> None:
    def unset(case: dict[str, Any]) -> None:
        del case["case"]["tie_points"]

    found = appraised(unset)
    assert "the board set that before any score" not in section(a_paper(found), "results")


def test_a_finding_stands_with_its_design_and_its_warning(full: Document) -> None:
    """E30: trusts were picked because mortality was high, so part of the fall would have come."""
    finding = next(f for f in shipped.findings() if f.id == "E30")
    said = section(full, "evidence")
    assert finding.note.rstrip(".") in said
    assert f"Design: {finding.design.replace('-', ' ')}." in said


def test_each_figure_has_its_working(full: Document) -> None:
    line = "Waits, Q1: 9 within ÷ 10 seen; RMP, waits.csv, row 7 (NHS England)."
    told = section(a_paper(example(), inputs=[line]), "how-calculated")
    assert line in told
    assert "The figures, one by one" not in section(full, "how-calculated")


def test_when_everything_else_is_ruled_out_page_one_says_what_would_lift_a_gate() -> None:
    def shut(case: dict[str, Any]) -> None:
        for option in case["option"]:
            if option["model"] != "business-as-usual":
                option["gate"] = [
                    {"factor": "affordability", "decision": "reject", "reason": "No."}
                ]

    paper = a_paper(appraised(shut))
    front = dict(paper.front)
    assert front["Recommendation"].startswith("Do not decide yet: every other option is ruled out.")
    assert "could be compared if" in section(paper, "what-would-change")
