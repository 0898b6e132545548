"""Did it work, here and elsewhere: estimate, evaluate, evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

MERGER = "merger-2017-10-01-r0a"
COLUMNS = ("--unit", "unit", "--time", "time", "--outcome", "y", "--adopted", "first")


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    """Twelve units and twelve times; three adopt at time 7, which adds exactly 2."""
    rows = ["unit,time,y,first"]
    for unit in range(12):
        treated = unit < 3
        for time in range(1, 13):
            ripple = (unit * 7 + time * 5) % 11 / 100
            y = unit + time / 2 + ripple + (2 if treated and time >= 7 else 0)
            rows.append(f"u{unit},{time},{y},{7 if treated else ''}")
    path = tmp_path / "panel.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


class TestEstimate:
    def test_an_effect_with_its_interval(self, answer, panel: Path) -> None:
        found = answer("estimate", panel, *COLUMNS, "--json").json
        assert found["estimator"] == "imputation"
        assert found["estimate"] == pytest.approx(2, abs=0.1)
        low, high = found["ci"]
        assert low < found["estimate"] < high
        assert (found["n_units"], found["n_treated"]) == (12, 3)

    def test_for_people_too(self, answer, panel: Path) -> None:
        said = answer("estimate", panel, *COLUMNS).out
        assert "between" in said
        assert "12, of which 3 adopted" in said
        assert "- Only 3 treated units" in said

    def test_what_is_not_known_is_said(self, answer, panel: Path) -> None:
        rows = panel.read_text().splitlines()
        one = [row for row in rows if not row.startswith(("u1,", "u2,"))]
        panel.write_text("\n".join(one))
        said = answer("estimate", panel, *COLUMNS, "--estimator", "synthetic-control").out
        assert "standard error   not known" in said

    def test_from_parquet_and_another_estimator(self, answer, panel: Path, tmp_path: Path) -> None:
        import polars as pl

        pl.read_csv(panel).write_parquet(tmp_path / "panel.parquet")
        words = ("estimate", tmp_path / "panel.parquet", *COLUMNS)
        found = answer(*words, "--estimator", "twfe", "--anticipation", "0", "--json").json
        assert found["estimator"] == "twfe"

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            (("--outcome", "cats"), "EVA-002"),
            (("--estimator", "cats"), "EVA-001"),
            (("--outcome", "unit"), "EVA-007"),
            (("--anticipation", "-1"), "EVA-018"),
        ],
    )
    def test_refusals(self, more: tuple[str, ...], code: str, refusal, panel: Path) -> None:
        assert refusal("estimate", panel, *COLUMNS, *more)["code"] == code

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("nowhere.csv", None),
            ("panel.xls", b""),
            ("latin.csv", b"a\n\xff"),
            ("empty.csv", b""),
            ("cut.parquet", b"PAR1"),
        ],
    )
    def test_files_that_are_no_panel(
        self, name: str, content: bytes | None, refusal, tmp_path: Path
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        assert refusal("estimate", tmp_path / name, *COLUMNS)["code"] == "CLI-007"


class TestEvaluate:
    def test_one_merger_on_several_measures(self, answer, tmp_path: Path) -> None:
        measures = [
            word for name in ("ga-occupancy", "shmi", "sickness") for word in ("--measure", name)
        ]
        found = answer("evaluate", MERGER, *measures, "-o", tmp_path / "out", "--json")
        beds, shmi, sickness = found.json
        assert (beds["change_id"], beds["measure"], beds["kind"]) == (
            MERGER,
            "ga-occupancy",
            "effect",
        )
        low, high = beds["interval"]
        assert low < beds["estimate"] < high
        assert beds["n_donors"] > 20
        assert beds["grade"]
        for reason in (shmi, sickness):
            assert reason["kind"] == "not-enough"
            assert reason["sentence"].startswith("Not enough data to say")
        whole = json.loads((tmp_path / "out" / "effects.json").read_text())
        assert whole == found.json
        assert "effects.json" in found.err

    def test_changes_that_no_panel_can_hold(self, answer) -> None:
        found = answer(
            "evaluate", "mutual-2006-10-01-central-surrey-health", "--measure", "sickness", "--json"
        ).json
        assert [row["kind"] for row in found] == ["not-placed"]
        assert "ODS code" in found[0]["sentence"]

    def test_everything_structural(self, answer) -> None:
        """On a measure that begins too late for any merger, so that nothing needs fitting."""
        found = answer("evaluate", "--all", "--measure", "sickness").out
        assert found.startswith("0 effects; ")
        assert MERGER in found
        assert "split-2021-10-01-rw6" in found
        assert "buddying" not in found.replace("buddying-2013", "")

    def test_refusals(self, refusal, tmp_path: Path) -> None:
        assert refusal("evaluate")["code"] == "CLI-008"
        assert refusal("evaluate", "cats")["code"] == "STO-009"
        assert refusal("evaluate", MERGER, "--measure", "cats")["code"] == "OUT-001"
        (tmp_path / "file").write_text("")
        words = ("evaluate", MERGER, "--measure", "sickness", "-o", tmp_path / "file")
        assert refusal(*words)["code"] == "CLI-012"


class TestEvidence:
    def test_by_model_and_domain(self, answer) -> None:
        found = answer("evidence", "--form", "merger", "--domain", "care-quality", "--json").json
        assert found["findings"]
        assert {row["domain"] for row in found["findings"]} == {"care-quality"}
        assert all("merger" in row["models"] for row in found["findings"])
        assert found["strength"]["label"]

    def test_only_what_was_checked(self, answer) -> None:
        every = answer("evidence", "--json").json["findings"]
        checked = answer("evidence", "--verified", "--json").json["findings"]
        assert checked == [row for row in every if row["verified"]]
        assert len(checked) < len(every)

    def test_what_was_not_checked_says_so(self, answer) -> None:
        every = answer("evidence", "--json").json["findings"]
        unchecked = [row for row in every if not row["verified"]]
        assert unchecked
        said = answer("evidence").out
        assert all(f"[{row['id']}]" in said for row in every)
        assert said.lower().count("not checked") >= len(unchecked)

    def test_none_is_an_answer(self, answer) -> None:
        found = answer("evidence", "--json").json["findings"]
        models = {model for row in found for model in row["models"]}
        pairs = {(model, row["domain"]) for row in found for model in row["models"]}
        domains = {row["domain"] for row in found}
        form, domain = next(
            (model, domain)
            for model in sorted(models)
            for domain in sorted(domains)
            if (model, domain) not in pairs
        )
        assert "No finding is held" in answer("evidence", "--form", form, "--domain", domain).out

    def test_refusals(self, refusal) -> None:
        assert refusal("evidence", "--form", "cats")["where"] == "--form"
        told = refusal("evidence", "--domain", "cats")
        assert (told["code"], told["where"]) == ("CLI-006", "--domain")


def test_a_finding_is_shown_with_what_weakens_it(answer) -> None:
    """E30: the trusts were picked because mortality was high."""
    said = " ".join(answer("evidence", "--form", "buddying").out.split())
    assert "picked because mortality was high" in said
