"""Example 1, from a quick first pass to a sealed paper, with three people and one without account.

The draws are few so that a scenario takes seconds; the numbers are checked elsewhere.
"""

import re

import pytest

pytestmark = pytest.mark.browser
CRITERIA = ("mortality", "four-hours", "occupancy", "engagement", "absence", "burnout")
WARD = dict(zip(CRITERIA, ["30", "20", "10", "100", "60", "90"], strict=True))
BOARD = dict(zip(CRITERIA, ["100", "90", "60", "20", "40", "10"], strict=True))


def say_what_matters(visitor, swings, name):
    """Weigh the criteria on the page that is open, look at the answer, and send it."""
    visitor.page.locator('[name="name"]').fill(name)
    for criterion, swing in swings.items():
        visitor.page.locator(f'[name="swings.{criterion}"]').fill(swing)
    visitor.go("Check your answer").at("Check your answer").sees("Mortality")
    return visitor.go("Send your answer")


def appraised(visitor, case, title):
    """Ask for a scenario, and wait for it as a person does."""
    visitor.open(f"{case}scenarios/").fill(title=title).go("Appraise", within="main form")
    return visitor.at(title).until("At a glance")


def test_a_first_pass(visitor):
    """Given an organisation and a problem, when an analyst starts, then gaps are on the page."""
    ann = visitor("ann").open("/").go("Appraisals", within="header")
    ann.go("Start with a quick first pass").fill(
        organisation="Tameside",
        problem="Deaths are above what was expected and A&E is slow.",
        at_day="22", at_month="11", at_year="2026",
    ).choose("Mortality or quality of care", "A&E and flow through the hospital")  # fmt: skip
    ann.go("Make the draft").at("First pass").sees("Nobody has scored anything in it")
    ann.sees("What is known").sees("Rules that bear on the options").sees("1.144")
    ann.go("Go on to the task list").sees("0 of 12 sections are completed")

    ann.go("Problem", within="main").fill(title="How should Tameside work?", tie_points="4")
    ann.go("Save", within="main", exact=True).sees("Problem is saved")
    ann.go("Problem", within="main").go("Mark as completed")
    ann.open(ann.page.url).sees("1 of 12 sections are completed").at("How should Tameside work?")


def test_two_people_who_save_the_same_page(visitor):
    """Given two who write on one page, when both save, then nothing of either is lost."""
    ann, ben = visitor("ann"), visitor("ben")
    ann.open("/t/north/appraisals/upload/").choose("How should Tameside work with others?")
    ann.go("Start from this", within="main")
    case = ann.page.url.removeprefix(ann.address)
    ann.open(f"{case}problem/").fill(title="What Ann would ask")
    ben.open(f"{case}problem/").fill(title="What Ben would ask").go("Save", exact=True)
    ann.go("Save", within="main", exact=True).sees("Ben saved this appraisal")
    assert ann.page.locator("[name=title]").input_value() == "What Ann would ask"
    ann.sees("What Ben would ask")

    ann.fill(title="What both would ask").go("Save", within="main", exact=True)
    ann.open(case).at("What both would ask").go("History", within="main").sees("Ben").sees("Ann")


def test_from_a_case_to_a_sealed_paper(visitor):
    """Given example 1, when people weigh it and the approver seals, then the hash is on paper."""
    ann, ben, cat, guest = visitor("ann"), visitor("ben"), visitor("cat"), visitor()
    ann.open("/t/north/appraisals/upload/").choose("How should Tameside work with others?")
    ann.go("Start from this", within="main").sees("The case was taken in whole")
    case = ann.page.url.removeprefix(ann.address)
    ann.go("Problem", within="main").fill(draws="1000").go("Save", within="main", exact=True)
    appraised(ann, case, "Before the meeting").sees("Verdict")

    ben.open(f"{case}links/").misses("Ward sisters")
    ben.page.locator('[name="score-label"]').fill("Ward sisters")
    ben.page.locator('[name="score-group"]').select_option(label="Staff")
    ben.go("Make the link to score").sees("it is not shown again")
    guest.open(ben.page.locator("main code").inner_text())
    say_what_matters(guest, WARD, "A ward sister").sees("Your answer is in")
    ben.open(f"{case}opinions/board/")
    say_what_matters(ben, BOARD, "Ben")

    ann.open(f"{case}opinions/").sees("A ward sister").sees("Ben").misses("Nobody has answered")
    appraised(ann, case, "With what people said").sees("with 2 answers")
    first = ann.open(f"{case}scenarios/").page.get_by_role("link", name="Before the meeting")
    before = first.first.get_attribute("href")
    ann.open(f"{case}compare?with={before.strip('/').rpartition('/')[2]}")
    ann.sees("Before the meeting").sees("With what people said")

    cat.open(f"{case}scenarios/").go("With what people said", within="main").go("Seal this")
    cat.at("Check, then seal").go("Seal the appraisal").sees("There is a problem")
    cat.choose("I have read").go("Seal the appraisal").sees("Sealed")
    seal = re.search(r"(?:[0-9a-f]{4} ){15}[0-9a-f]{4}", cat.open(f"{case}sealed/").text())
    assert seal, cat.text()
    whole = seal.group().replace(" ", "")

    ann.open(f"{case}problem/").misses("Save")
    ann.open(f"{case}scenarios/").go("With what people said", within="main").sees("ealed")
    with ann.page.expect_popup() if _opens_beside(ann) else ann.page.expect_navigation():
        ann.page.get_by_role("link", name="Web page").first.click()
    paper = ann.context.pages[-1]
    assert whole[:16] in re.sub(r"\s", "", paper.locator("body").inner_text())
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        got = ann.context.request.get(paper.url.replace(".html", f".{ending}"))
        assert got.status == 200
        assert got.body().startswith(start)


def _opens_beside(visitor):
    return visitor.page.get_by_role("link", name="Web page").first.get_attribute("target")
