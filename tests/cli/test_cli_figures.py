"""Figures in and out: load, observations, panel, profile, reference build."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest

HEAD = "organisation,measure,period_start,period_end,numerator,denominator,value\n"
VIEW = (
    "organisation,period_start,period_end,numerator,denominator,value,source,file,sheet,row,vintage"
)
PANEL = (
    "unit,period_start,period_end,numerator,denominator,value,parts_expected,parts_present,flags"
)
AE = (
    "Period,Org Code,Org name,A&E attendances Total,Attendances over 4hrs Total,"
    "Total emergency admissions\n"
)
Dtypes = [pl.String, pl.Date, pl.Date, pl.Float64, pl.Float64, pl.Float64]


def saved(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def july(attended: int, late: int) -> str:
    """A month of A&E: one trust and one private provider."""
    rows = f"JULY 2024,RGT,A Trust,{attended},{late},5\nJULY 2024,AXX9,A Clinic,40,0,0\n"
    return f"{AE}{rows}TOTAL,TOTAL,TOTAL,{attended + 40},{late},5\n"


@pytest.fixture
def mergers(tmp_path: Path) -> Path:
    """Sickness in two trusts before they merged and in their successor after, and in a clinic."""
    months = [("RM2", 8, 1), ("RW3", 8, 5), ("RM2", 9, 1), ("RW3", 9, 5), ("R0A", 10, 8)]
    last = {8: 31, 9: 30, 10: 31}
    rows = [
        f"{code},sickness,2017-{month:02}-01,2017-{month:02}-{last[month]},{lost},100,\n"
        for code, month, lost in months
    ]
    return saved(
        tmp_path, "in.csv", HEAD + "".join(rows) + "AXX9,sickness,2017-08-01,2017-08-31,9,100,\n"
    )


class TestLoad:
    def test_what_is_said_and_to_whom(self, answer, tmp_path: Path) -> None:
        found = answer("load", "auto", saved(tmp_path, "july.csv", july(100, 10)), "--json")
        (told,) = found.json["files"]
        assert found.json["load"]
        assert (told["status"], told["reader"]) == ("loaded", "ae-monthly")
        assert told["kept"] == {"ae-4h": 2, "ae-attendances": 2, "emergency-admissions": 2}
        assert [row["reason"] for row in told["dropped"]] == ["total row"]
        assert "july.csv: ae-monthly, kept ae-4h 2" in found.err
        assert "left out 1 (total row)" in found.err
        again = answer("load", "auto", tmp_path / "july.csv")
        assert "already loaded as july.csv; nothing changed" in again.err
        assert "0 files loaded, 1 already there, 0 refused." in again.out

    def test_the_good_beside_the_bad_end_with_2(self, run, tmp_path: Path, workspace: Path) -> None:
        saved(tmp_path / "in", "good.csv", july(100, 10))
        saved(tmp_path / "in", "bad.csv", "cats\n1\n")
        found = run("--json", "load", "auto", tmp_path / "in")
        assert found.code == 2
        statuses = {row["file"]: row["status"] for row in found.json["files"]}
        assert statuses == {"bad.csv": "refused", "good.csv": "loaded"}
        refused = next(row for row in found.json["files"] if row["status"] == "refused")
        assert (refused["code"], refused["where"]) == ("STO-124", "bad.csv")
        assert refused["remedy"]
        assert "Refused bad.csv: STO-124" in found.err
        assert found.json["load"] in [path.name for path in (workspace / "observations").iterdir()]

    def test_only_bad_files_make_no_load(self, run, tmp_path: Path, workspace: Path) -> None:
        found = run("load", "auto", saved(tmp_path, "bad.csv", "cats\n1\n"), "--json")
        assert (found.code, found.json["load"]) == (2, None)
        assert not workspace.exists()
        assert (
            "0 files loaded, 0 already there, 1 refused.\n"
            in run("load", "auto", tmp_path / "bad.csv").out
        )

    def test_by_name_and_undo(self, answer, refusal, tmp_path: Path) -> None:
        file = saved(tmp_path, "july.csv", july(100, 10))
        load = answer("load", "ae-monthly", file, "--json").json["load"]
        told = answer("load", "--undo", load, "--json").json
        assert told == {"hidden": load, "files": 1}
        assert refusal("load", "--undo", load)["code"] == "STO-003"
        assert answer("load", "auto", file, "--json").json["load"] != load
        assert (
            "is hidden (1 files)"
            in answer(
                "load", "--undo", answer("sources", "--json").json["loaded"][-1]["load_id"]
            ).out
        )

    def test_other_content_needs_a_word(self, run, answer, tmp_path: Path) -> None:
        answer("load", "auto", saved(tmp_path, "july.csv", july(100, 10)))
        other = saved(tmp_path, "other.csv", july(110, 11))
        found = run("load", "auto", other, "--json")
        assert (found.code, found.json["files"][0]["code"]) == (2, "STO-005")
        answer("load", "auto", other, "--supersede")
        answer("observations", "ae-attendances", "-o", tmp_path / "out.csv")
        assert pl.read_csv(tmp_path / "out.csv")["value"].to_list() == [40, 110]

    def test_the_shipped_figures(self, answer, run, tmp_path: Path) -> None:
        told = answer("load", "reference", "--json").json
        assert len(told["files"]) > 10
        assert answer("load", "reference", "--json").json["load"] is None
        copy = saved(tmp_path, "sickness.parquet", "")
        found = run("load", "reference", copy, "--json")
        assert (found.code, found.json["files"][0]["code"]) == (2, "STO-008")

    def test_refusals(self, refusal, run, tmp_path: Path) -> None:
        assert refusal("load")["code"] == "CLI-005"
        assert refusal("load", "auto")["code"] == "CLI-005"
        assert refusal("load", "auto", tmp_path / "nowhere")["code"] == "STO-004"
        found = run("load", "cats", saved(tmp_path, "july.csv", july(1, 0)), "--json")
        assert (found.code, found.json["files"][0]["code"]) == (2, "STO-123")

    def test_a_broken_workspace_is_no_crash(self, refusal, workspace: Path, tmp_path: Path) -> None:
        workspace.mkdir()
        (workspace / "manifest.sqlite").write_text("not a database")
        file = saved(tmp_path, "july.csv", july(1, 0))
        assert refusal("load", "auto", file)["code"] == "STO-001"
        assert refusal("sources")["code"] == "STO-001"
        assert refusal("organisation", "RM2")["code"] == "STO-001"

    def test_threads_are_left_as_a_person_set_them(
        self, answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("POLARS_MAX_THREADS", "3")
        answer("load", "auto", saved(tmp_path, "july.csv", july(1, 0)))
        assert os.environ["POLARS_MAX_THREADS"] == "3"


class TestObservations:
    def test_the_columns_of_the_contract(self, answer, tmp_path: Path) -> None:
        answer("load", "auto", saved(tmp_path, "july.csv", july(100, 10)))
        told = answer("observations", "ae-4h", "-o", tmp_path / "deep" / "out.csv", "--json")
        assert told.json == {
            "measure": "ae-4h", "rows": 2, "file": str(tmp_path / "deep" / "out.csv"),
        }  # fmt: skip
        assert told.err == ""
        header, _, line = (tmp_path / "deep" / "out.csv").read_text().splitlines()
        assert header == VIEW
        assert line == (
            "RGT,2024-07-01,2024-07-31,90.0,100.0,0.9,"
            '"NHS England, A&E attendances and emergency admissions, monthly",july.csv,"",2,'
            "first published"
        )
        answer("observations", "ae-4h", "-o", tmp_path / "out.PARQUET")
        frame = pl.read_parquet(tmp_path / "out.PARQUET")
        assert frame.columns == VIEW.split(",")
        assert frame.dtypes == [*Dtypes, pl.String, pl.String, pl.String, pl.Int32, pl.String]
        assert frame.height == 2

    def test_every_edition(self, answer, tmp_path: Path) -> None:
        answer("load", "auto", saved(tmp_path, "july-revised.csv", july(110, 11)))
        answer("load", "auto", saved(tmp_path, "july.csv", july(100, 10)))
        for more, expected in (((), [110]), (("--every-edition",), [100, 110])):
            answer("observations", "ae-attendances", "-o", tmp_path / "out.parquet", *more)
            frame = pl.read_parquet(tmp_path / "out.parquet").filter(organisation="RGT")
            assert sorted(frame["value"]) == expected

    def test_shipped_figures_are_said_to_be(self, answer, tmp_path: Path) -> None:
        found = answer("observations", "sickness", "-o", tmp_path / "out.csv")
        assert "figures that ship" in found.err
        assert "figures that ship" not in found.out
        frame = pl.read_csv(tmp_path / "out.csv")
        assert set(frame["vintage"]) == {"reference"}

    def test_a_measure_of_ones_own(self, answer, tmp_path: Path) -> None:
        text = (
            "organisation,measure,period_start,period_end,value,title,domain,polarity,pooling\n"
            "RGT,rating,2024-01-01,2024-12-31,3,Rating,care-quality,higher,refused\n"
        )
        answer("load", "tidy", saved(tmp_path, "mine.csv", text))
        answer("observations", "rating", "-o", tmp_path / "out.csv")
        assert pl.read_csv(tmp_path / "out.csv")["value"].to_list() == [3]

    def test_refusals(self, refusal, tmp_path: Path) -> None:
        out = tmp_path / "out.csv"
        assert refusal("observations", "cats", "-o", out)["code"] == "OUT-001"
        assert refusal("observations", "ae-4h", "-o", tmp_path / "a.xls")["code"] == "CLI-001"
        saved(tmp_path, "file", "")
        inside = tmp_path / "file" / "out.csv"
        assert refusal("observations", "ae-4h", "-o", inside)["code"] == "CLI-012"
        assert [path.name for path in tmp_path.iterdir()] == ["file"]


class TestPanel:
    def test_the_columns_of_the_contract(self, answer, mergers: Path, tmp_path: Path) -> None:
        answer("load", "auto", mergers)
        told = answer("panel", "sickness", "-o", tmp_path / "out.csv", "--json")
        assert told.json["measure"] == "sickness"
        assert told.json["frequency"] == "month"
        assert (told.json["rows"], told.json["units"], told.json["composite"]) == (3, 1, 2)
        assert "3 rows, 1 units of 3 codes" in told.err
        assert (tmp_path / "out.csv").read_text().splitlines() == [
            PANEL,
            'R0A,2017-08-01,2017-08-31,6.0,200.0,0.03,2,2,""',
            'R0A,2017-09-01,2017-09-30,6.0,200.0,0.03,2,2,""',
            'R0A,2017-10-01,2017-10-31,8.0,100.0,0.08,1,1,""',
        ]
        answer("panel", "sickness", "-o", tmp_path / "out.parquet")
        frame = pl.read_parquet(tmp_path / "out.parquet")
        assert frame.columns == PANEL.split(",")
        assert frame.dtypes == [*Dtypes, pl.Int32, pl.Int32, pl.String]

    @pytest.mark.parametrize(
        ("more", "units"),
        [
            ((), ["R0A"]),
            (("--codes", "all"), ["AXX9", "R0A"]),
            (("--as-of", "2017-09-30"), ["R0A", "RM2", "RW3"]),
            (("--as-of", "2017-10-01"), ["R0A"]),
        ],
    )
    def test_whose_and_as_at_when(
        self, more: tuple[str, ...], units: list[str], answer, mergers: Path, tmp_path: Path
    ) -> None:
        answer("load", "auto", mergers)
        answer("panel", "sickness", "-o", tmp_path / "out.csv", *more)
        assert sorted(set(pl.read_csv(tmp_path / "out.csv")["unit"])) == units

    def test_longer_periods(self, answer, mergers: Path, tmp_path: Path) -> None:
        answer("load", "auto", mergers)
        out = tmp_path / "out.parquet"
        answer("panel", "sickness", "-o", out, "--frequency", "quarter")
        rows = pl.read_parquet(out).select("period_start", "numerator", "flags").rows()
        assert rows == [
            (dt.date(2017, 7, 1), 12, "short-period"),
            (dt.date(2017, 10, 1), 8, "short-period"),
        ]
        told = answer("panel", "sickness", "-o", out, "--frequency", "year", "--json").json
        assert (told["rows"], told["frequency"]) == (1, "year")

    def test_shipped_figures_are_said_to_be(self, answer, tmp_path: Path) -> None:
        found = answer("panel", "ga-occupancy", "-o", tmp_path / "out.csv")
        assert "figures that ship" in found.err
        assert "rows written to" in found.out

    def test_scores_without_a_base(self, answer, refusal, tmp_path: Path) -> None:
        out = tmp_path / "out.parquet"
        told = refusal("panel", "engagement", "-o", out)
        assert told["code"] == "OUT-004"
        assert "--weights beds" in told["remedy"]
        assert "--weights" not in refusal("panel", "shmi-annual", "-o", out)["remedy"]
        answer("panel", "engagement", "-o", out, "--weights", "beds")
        weighted = pl.read_parquet(out)
        answer("panel", "engagement", "-o", out, "--composites", "exclude")
        left_out = pl.read_parquet(out)
        several = pl.col("parts_present") > 1
        assert weighted.filter(several)["value"].null_count() < left_out.filter(several).height
        assert left_out.filter(several)["value"].null_count() == left_out.filter(several).height
        assert weighted.filter(~several).equals(left_out.filter(~several))

    @pytest.mark.parametrize(
        ("more", "code", "where"),
        [
            (("--codes", "some"), "CLI-006", "--codes"),
            (("--frequency", "week"), "CLI-006", "--frequency"),
            (("--weights", "staff"), "CLI-006", "--weights"),
            (("--composites", "guess"), "CLI-006", "--composites"),
            (("--as-of", "2017-13-01"), "CLI-002", "--as-of"),
            (("--frequency", "month"), "OUT-003", "frequency"),
        ],
    )
    def test_refused_words(
        self, more: tuple[str, ...], code: str, where: str, refusal, tmp_path: Path
    ) -> None:
        told = refusal("panel", "sickness", "-o", tmp_path / "out.csv", *more)
        assert (told["code"], told["where"]) == (code, where)
        assert not (tmp_path / "out.csv").exists()

    def test_refusals(self, answer, refusal, tmp_path: Path) -> None:
        out = tmp_path / "out.csv"
        assert refusal("panel", "cats", "-o", out)["code"] == "OUT-001"
        assert refusal("panel", "sickness", "-o", tmp_path / "out")["code"] == "CLI-001"
        clinic = HEAD + "AXX9,sickness,2017-08-01,2017-08-31,9,100,\n"
        answer("load", "auto", saved(tmp_path, "clinic.csv", clinic))
        told = refusal("panel", "sickness", "-o", out)
        assert told["code"] == "STO-020"
        assert "--codes all" in told["remedy"]


class TestProfile:
    def test_a_page(self, answer, tmp_path: Path) -> None:
        out = tmp_path / "rmp.html"
        found = answer("profile", "rmp", "-o", out, "--at", "2019-06-30", "--json")
        assert found.json == {"organisation": "RMP", "file": str(out)}
        page = out.read_text(encoding="utf-8")
        assert "Tameside" in page
        assert "Open Government Licence" in page
        assert "<svg" in page
        assert "Q4 2018/19" in page
        assert "2024/25" not in page
        assert found.err == ""

    def test_a_body_that_became_another(self, answer, tmp_path: Path) -> None:
        words = ("profile", "RM2", "-o", tmp_path / "p.html", "--at", "2010-12-31")
        assert answer(*words).err == ""
        found = answer(*words[:-1], "2017-10-02")
        assert "RM2 is followed as R0A: the figures are of R0A, RM2, RM4, RW3 together" in found.err
        assert "Manchester University" in (tmp_path / "p.html").read_text(encoding="utf-8")

    def test_refusals(self, refusal, tmp_path: Path) -> None:
        out = tmp_path / "p.html"
        assert refusal("profile", "QQQ", "-o", out)["code"] == "REG-001"
        assert refusal("profile", "RMP", "-o", out, "--at", "today")["code"] == "CLI-002"
        assert not out.exists()

    def test_another_ending(self, refusal, tmp_path: Path) -> None:
        told = refusal("profile", "RMP", "-o", tmp_path / "p.odt", "--at", "2013-06-30")
        assert told["code"] == "CLI-009"


class TestReferenceBuild:
    def test_a_folder_becomes_a_reference(self, answer, mergers: Path, tmp_path: Path) -> None:
        saved(tmp_path / "downloads", "in.csv", mergers.read_text())
        out = tmp_path / "out"
        told = answer(
            "reference", "build", "--from", tmp_path / "downloads", "-o", out, "--json"
        ).json
        assert (told["files"], told["target"]) == (1, str(out))
        assert told["bytes"] == sum(path.stat().st_size for path in (out / "figures").iterdir())
        frame = pl.read_parquet(out / "figures" / "sickness.parquet")
        assert sorted(set(frame["organisation"])) == ["R0A", "RM2", "RW3"]
        again = answer("reference", "build", "--from", tmp_path / "downloads", "-o", out).out
        assert again.startswith("1 files read; figures of 0.00 MB written to")

    def test_refusals(self, refusal, tmp_path: Path) -> None:
        saved(tmp_path / "downloads", "bad.csv", "cats\n1\n")
        words = ("reference", "build", "-o", tmp_path / "out", "--from")
        assert refusal(*words, tmp_path / "downloads")["code"] == "STO-007"
        assert refusal(*words, tmp_path / "nowhere")["code"] == "STO-004"
        assert list((tmp_path / "out").iterdir()) == []
