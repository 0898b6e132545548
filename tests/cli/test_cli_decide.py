"""Choosing, deciding and planning: appraise, count, journey, benefits, tour."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from mutuality.base import seal

CASE = """
schema_version = 1

[case]
id = "small"
title = "A small case [of one]"
organisations = ["RMP"]
problem = "A problem."
date = 2026-11-22
draws = 400
seed = 7
tie_points = 4

[[objective]]
id = "good"
title = "Good"

[[criterion]]
id = "absence"
objective = "good"
domain = "staff"
measure = "sickness"
worst = { value = 0.065, means = "high" }
best = { value = 0.045, means = "low" }
spread = { value = 0.008, means = "between trusts" }

[[criterion]]
id = "welcome"
objective = "good"
domain = "staff"
worst = { value = 0, means = "nobody" }
best = { value = 10, means = "everybody" }
spread = { value = 2, means = "a guess" }
"""
GROUP = """
[[group]]
id = "staff"
title = "Staff"
share = 1.0
swing = { absence = [100, 100], welcome = [50, 60] }
"""
READY = """
[readiness]
relationships = [0.9, 1]
quality_focus = [0.9, 1]
culture = [0.9, 1]
leadership = [0.9, 1]
capacity = [0.9, 1]
"""
SEAL = seal("an appraisal").digest
BALLOT = f"""
text = "Should we go on?"
electorate = "Everybody"
appraisal = "{SEAL}"
turnout = "1/2"
support = "3/5"
fixed = 2026-10-01
opened = 2026-11-02
closed = 2026-11-16
roll = 5
"""


def option(name: str, model: str, title: str, absence: float, welcome: float) -> str:
    """An option with a judgement of each criterion."""
    scores = "".join(
        f'[[option.score]]\ncriterion = "{criterion}"\nbasis = "judgement"\n'
        f"low = {likely * 0.97}\nlikely = {likely}\nhigh = {likely * 1.03}\n"
        'author = "A tester"\nreason = "for the test"\n'
        for criterion, likely in (("absence", absence), ("welcome", welcome))
    )
    return f'\n[[option]]\nid = "{name}"\nmodel = "{model}"\ntitle = "{title}"\n{scores}'


USUAL = option("usual", "business-as-usual", "As we are", 0.06, 4)
BUDDY = option("buddy", "buddying", "Buddy [/up]", 0.047, 8)
TWIN = option("twin", "learning-network", "Learn together", 0.0605, 4)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Two options, one of which is better on everything."""
    path = tmp_path / "case.toml"
    path.write_text(CASE + USUAL + BUDDY + GROUP)
    return path


class TestAppraise:
    def test_the_shape_of_the_contract(self, answer, case: Path) -> None:
        found = answer("appraise", case, "--json").json
        assert found.keys() >= {
            "case", "date", "options", "rank_acceptability", "regret", "beats_business_as_usual",
            "by_group", "variants", "flips", "evidence", "verdict", "provenance",
        }  # fmt: skip
        assert (found["case"], found["date"]) == ("small", "2026-11-22")
        assert [row["id"] for row in found["options"]] == ["usual", "buddy"]
        assert found["verdict"]["recommend"] == "buddy"
        assert sum(found["rank_acceptability"]["buddy"]) == pytest.approx(1)
        assert found["regret"]["buddy"].keys() >= {"mean", "cvar90", "worst_group", "worst_variant"}

    def test_for_people(self, answer, case: Path) -> None:
        said = answer("appraise", case).out
        assert said.startswith("Verdict: ")
        assert "Buddy [/up]" in said
        assert "regret" in said

    def test_what_is_gated_out_is_told_with_the_reason(self, answer, case: Path) -> None:
        gate = (
            '[[option.gate]]\nfactor = "affordability"\ndecision = "reject"\n'
            'reason = "There is no money."\n'
        )
        case.write_text(CASE + USUAL + BUDDY + TWIN + gate + GROUP)
        found = answer("appraise", case, "--json").json
        (out,) = [row for row in found["options"] if row["gated_out"]]
        assert (out["id"], "There is no money." in " ".join(out["reasons"])) == ("twin", True)
        assert "There is no money." in answer("appraise", case).out

    def test_conditions_of_a_close_verdict_are_told(self, answer, tmp_path: Path) -> None:
        from mutuality.stores import shipped

        case = tmp_path / "case.toml"
        case.write_text(shipped.example("tameside").read_text().replace("20000", "300"))
        conditions = answer("appraise", case, "--json").json["verdict"]["conditions"]
        said = answer("appraise", case).out
        assert conditions
        assert all(f"  - {condition}" in said for condition in conditions)

    def test_a_cell_without_a_score_makes_the_verdict_abstain(self, answer, case: Path) -> None:
        half = BUDDY[: BUDDY.rindex("[[option.score]]")]
        case.write_text(CASE + USUAL + half + GROUP)
        verdict = answer("appraise", case, "--json").json["verdict"]
        assert (verdict["kind"], verdict["recommend"]) == ("unscored", None)
        said = answer("appraise", case).out
        assert said.startswith("Verdict: unscored")
        assert "Recommended" not in said

    def test_the_same_case_gives_the_same_answer(self, answer, case: Path) -> None:
        assert answer("appraise", case, "--json").out == answer("appraise", case, "--json").out

    def test_the_paper_as_a_page_and_in_word(self, answer, case: Path, tmp_path: Path) -> None:
        case.write_text(case.read_text().replace('["RMP"]', "[]"))  # no charts: those take longest
        page, word = tmp_path / "out" / "paper.html", tmp_path / "out" / "paper.docx"
        assert f"Board paper: {page}" in answer("appraise", case, "-o", page).err
        answer("appraise", case, "-o", word)
        text = page.read_text(encoding="utf-8")
        assert "A small case [of one]" in text
        assert "Decision support" in text
        with zipfile.ZipFile(word) as parts:
            assert "A small case [of one]" in parts.read("word/document.xml").decode()
        assert sorted(path.name for path in page.parent.iterdir()) == ["paper.docx", "paper.html"]

    def test_the_paper_as_pdf(self, pdf: None, answer, case: Path, tmp_path: Path) -> None:
        case.write_text(case.read_text().replace('["RMP"]', "[]"))
        file = tmp_path / "paper.PDF"
        assert f"Board paper: {file}" in answer("appraise", case, "-o", file).err
        assert file.read_bytes().startswith(b"%PDF-1.7")

    def test_a_pdf_that_cannot_be_made_is_refused_before_any_work(
        self, refusal, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "weasyprint", None)
        told = refusal("appraise", tmp_path / "nowhere.toml", "-o", tmp_path / "paper.pdf")
        assert (told["code"], told["where"]) == ("PAP-030", "pdf")
        assert "pip install 'weasyprint>=70'" in told["remedy"]
        assert not (tmp_path / "paper.pdf").exists()

    @pytest.mark.parametrize("model", ["integrated-care", "do-minimum"])
    def test_a_paper_without_a_journey(
        self, model: str, answer, case: Path, tmp_path: Path
    ) -> None:
        usual = option("usual", "business-as-usual", "As we are", 0.064, 1)
        together = option("buddy", model, "Together", 0.046, 9)
        case.write_text(CASE.replace('["RMP"]', "[]") + usual + together + READY + GROUP)
        page = tmp_path / "paper.html"
        assert (
            answer("appraise", case, "-o", page, "--json").json["verdict"]["recommend"] == "buddy"
        )
        assert "Together" in page.read_text(encoding="utf-8")

    def test_refusals(self, refusal, case: Path, tmp_path: Path) -> None:
        assert refusal("appraise", tmp_path / "nowhere.toml")["code"] == "STO-012"
        told = refusal("appraise", case, "-o", tmp_path / "paper.odt")
        assert (told["code"], told["remedy"]) == ("CLI-009", "Name the paper .html, .docx or .pdf.")
        assert not (tmp_path / "paper.odt").exists()
        bad = tmp_path / "bad.toml"
        bad.write_text(CASE.replace("draws = 400", "draws = -1"))
        assert refusal("appraise", bad)["code"].startswith("APP-")


class TestPlans:
    def test_the_journey_of_the_recommended_option(self, answer, case: Path) -> None:
        found = answer("journey", case, "--json").json
        assert found["starts"] == "2026-11-22"
        assert found["stages"]
        said = answer("journey", case, "--start", "2027-04-01").out
        assert "from 2027-04-01" in said
        assert "gate: " in said
        assert "decided by" in said

    def test_deadlines_before_the_start_are_told(self, answer, case: Path) -> None:
        case.write_text(CASE + USUAL + option("merge", "merger", "Merge", 0.047, 8) + GROUP)
        found = answer("journey", case, "--option", "merge", "--json").json
        said = answer("journey", case, "--option", "merge").out
        assert found["deadlines"]
        assert all(deadline["title"] in said for deadline in found["deadlines"])

    def test_promises_with_their_baselines(self, answer, case: Path) -> None:
        found = answer("benefits", case, "--option", "buddy", "--json").json
        absence, welcome = found["benefits"]
        assert absence["baseline"]["period"] == "Q3 2024/25"
        assert welcome["baseline"] is None
        said = answer("benefits", case).out
        assert "What 'buddy' promises" in said
        assert "not supplied" in said
        assert "not set" in said

    def test_refusals(self, refusal, case: Path) -> None:
        for command in ("journey", "benefits"):
            told = refusal(command, case, "--option", "cats")
            assert (told["code"], told["where"]) == ("CLI-011", "--option")
            assert "usual, buddy" in told["remedy"]
        assert refusal("journey", case, "--option", "usual")["code"] == "STO-015"
        assert refusal("journey", case, "--start", "soon")["code"] == "CLI-002"

    def test_without_a_recommendation_one_must_be_named(self, refusal, case: Path) -> None:
        half = BUDDY[: BUDDY.rindex("[[option.score]]")]
        case.write_text(CASE + USUAL + half + GROUP)
        told = refusal("benefits", case)
        assert told["code"] == "CLI-011"
        assert "recommends no option" in told["problem"]


class TestCount:
    @pytest.fixture
    def words(self, tmp_path: Path) -> tuple[object, ...]:
        (tmp_path / "papers.csv").write_text("paper\nyes\nyes\nNo\nspoilt\n")
        (tmp_path / "ballot.toml").write_text(BALLOT)
        return (
            tmp_path / "papers.csv",
            "--rules",
            "advisory",
            "--ballot",
            tmp_path / "ballot.toml",
        )

    def test_a_mandate_that_names_its_appraisal(self, answer, words: tuple[object, ...]) -> None:
        found = answer("count", *words, "--json").json
        assert SEAL in json.dumps(found)
        said = answer("count", *words).out.splitlines()
        assert said[0] == "Should we go on?"
        assert "Papers: 2 yes + 1 no + 1 spoilt = 4." in said
        assert "Turnout: 4 ÷ 5 on the roll = 4/5 (80.0%); needed at least 1/2 (50.0%)." in said

    def test_a_vote_on_another_appraisal_is_refused(
        self, refusal, answer, words: tuple[object, ...], case: Path, tmp_path: Path
    ) -> None:
        assert refusal("count", *words, "--case", case)["code"].startswith("GOV-")
        open_ballot = "\n".join(line for line in BALLOT.splitlines() if "appraisal" not in line)
        (tmp_path / "ballot.toml").write_text(open_ballot)
        assert refusal("count", *words)["code"] == "STO-010"
        assert answer("count", *words, "--case", case).code == 0

    def test_refusals(self, refusal, words: tuple[object, ...], tmp_path: Path) -> None:
        papers, *rest = words
        assert refusal("count", papers, *rest[2:], "--rules", "stv")["code"] == "CLI-010"
        assert refusal("count", tmp_path / "nowhere.csv", *rest)["code"] == "STO-011"
        (tmp_path / "papers.csv").write_text("paper\nmaybe\n")
        assert refusal("count", *words)["code"] == "GOV-003"
        (tmp_path / "papers.csv").write_text("paper\n" + "yes\n" * 6)
        assert refusal("count", *words)["code"] == "GOV-004"


class TestTour:
    @pytest.fixture
    def example(self, tmp_path: Path, case: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A small case in the place of the examples that ship."""
        from mutuality.stores import profile_of

        folder = tmp_path / "examples"
        folder.mkdir()
        (folder / "small.toml").write_text(case.read_text())
        monkeypatch.setattr(
            "mutuality.stores.shipped.example", lambda name: folder / f"{name}.toml"
        )
        # Charts take longest: one is enough here.
        monkeypatch.setattr("mutuality.stores.cases.CHARTS", ("sickness",))
        monkeypatch.setattr(
            "mutuality.stores.profile_of",
            lambda store, code, at: profile_of(store, code, at=at, measures=["sickness"]),
            raising=False,
        )
        return folder

    def test_the_whole_loop(self, answer, example: Path, tmp_path: Path) -> None:
        open_ballot = "\n".join(line for line in BALLOT.splitlines() if "appraisal" not in line)
        (example / "small-ballot.toml").write_text(open_ballot)
        (example / "small-papers.csv").write_text("paper\nyes\nyes\nno\n")
        out = tmp_path / "out"
        found = answer("tour", "--example", "small", "-o", out, "--json")
        assert sorted(path.name for path in out.iterdir()) == [
            "RMP-profile.html", "appraisal.json", "effects.json", "small-board-paper.docx",
            "small-board-paper.html",
        ]  # fmt: skip
        assert sorted(found.json["files"]) == sorted(str(path) for path in out.iterdir())
        assert found.json["case"] == "small"
        assert found.json["mandate"]
        for number in range(1, 7):
            assert f"{number}. " in found.err
        assert "Q3 2024/25" in (out / "small-board-paper.html").read_text(encoding="utf-8")
        sealed = json.loads((out / "appraisal.json").read_text())
        assert sealed["verdict"] == found.json["verdict"]
        assert json.loads((out / "effects.json").read_text())[0]["kind"] == "effect"

    def test_without_a_body_a_ballot_or_an_effect(
        self, answer, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mutuality.stores import effects_of

        monkeypatch.setattr(
            "mutuality.stores.effects_of",
            lambda store, changes: effects_of(store, changes, measures=["sickness"]),
            raising=False,
        )
        text = (example / "small.toml").read_text()
        text = text.replace('organisations = ["RMP"]', "organisations = []")
        (example / "small.toml").write_text(text)
        answer("load", "reference")
        found = answer("tour", "--example", "small", "-o", tmp_path / "out")
        assert "1. Figures: already in" in found.err
        assert "2. " not in found.err
        assert "Staff sickness absence: not enough data to say" in found.err
        assert "Decision support, not legal, financial or HR advice." in found.out
        assert "small-board-paper.html" in found.out

    def test_refusals(self, refusal, tmp_path: Path) -> None:
        assert refusal("tour", "--example", "cats", "-o", tmp_path)["code"] == "STO-013"
