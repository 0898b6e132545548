"""One organisation and one case, on the figures that are held and never on later ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from small_files import TIDY, accident_and_emergency, sickness, taken, turnover, written

from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.stores import CaseDesk, Workspace, panel_of, profile_of, read_case, shipped
from mutuality.stores.profiles import UNKNOWN_KIND, ChartDesk

TODAY = dt.date(2026, 11, 22)
NAMED = TIDY.replace("value\n", "value,name\n")


def desk(store: Workspace, tmp_path: Path, example: str = "tameside", **swap: str) -> CaseDesk:
    """An example case with few draws, and with some of its words swapped."""
    text = shipped.example(example).read_text(encoding="utf-8")
    for old, new in {"20000": "300", **swap}.items():
        assert old in text
        text = text.replace(old, new)
    return CaseDesk(store, read_case(written(tmp_path, "case.toml", text)))


class TestCase:
    def test_baselines_are_the_latest_figures_of_the_body(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        found = desk(store, tmp_path).baselines
        assert found.keys() >= {"shmi", "ae-4h", "ga-occupancy", "engagement", "sickness"}
        beds = panel_of(store, "ga-occupancy", as_of=TODAY).frame.filter(unit="RMP")
        last = beds.drop_nulls("value").sort("period_end").row(-1, named=True)
        assert found["ga-occupancy"].value == pytest.approx(last["value"])
        assert found["ga-occupancy"].end == last["period_end"]
        assert found["ga-occupancy"].period == "Q2 2024/25"
        assert "NHS England" in found["ga-occupancy"].source

    def test_nothing_after_the_date_of_the_case_is_looked_at(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        day = dt.date(2018, 5, 15)
        then = desk(store, tmp_path, **{"date = 2026-11-22": f"date = {day}"})
        assert then.baselines
        assert all(baseline.end <= day for baseline in then.baselines.values())
        assert "burnout" not in then.baselines
        built = then.panel("ga-occupancy")
        assert built
        assert built.last_period == dt.date(2018, 3, 31)
        assert then.panel("ga-occupancy") is built

    def test_part_of_a_quarter_is_no_baseline(self, store: Workspace, tmp_path: Path) -> None:
        months = {("RMP", f"2025-0{n}"): (n, 100) for n in (1, 2, 3, 4)}
        taken(store, written(tmp_path, "in.csv", sickness(months)))
        assert desk(store, tmp_path).baselines["sickness"].value == pytest.approx(0.02)
        alone = Workspace(tmp_path / "alone")
        taken(alone, written(tmp_path, "1.csv", sickness({("RMP", "2025-04"): (4, 100)})))
        assert "sickness" not in desk(alone, tmp_path).baselines

    def test_annual_figures_of_a_monthly_measure_will_do(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        year = TIDY + "RMP,sickness,2024-04-01,2025-03-31,5,100,\n"
        taken(store, written(tmp_path, "year.csv", year))
        found = desk(store, tmp_path).baselines["sickness"]
        assert (found.value, found.period) == (0.05, "2024/25")

    def test_figures_of_others_alone_are_none(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "in.csv", sickness({("RXQ", "2025-01"): (1, 100)})))
        work = desk(store, tmp_path)
        assert work.panel("sickness") is None
        assert "sickness" not in work.baselines

    def test_a_body_that_is_no_trust_has_its_own_figures(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        rows = "NQX,sickness,2025-01-01,2025-03-31,6,100,,Staff Owned CIC\n"
        taken(store, written(tmp_path, "cic.csv", NAMED + rows))
        work = desk(store, tmp_path, RMP="nqx")
        assert work.lead == "NQX"
        assert work.name == "Staff Owned CIC"
        assert work.baselines["sickness"].value == 0.06

    def test_a_body_that_nobody_knows(self, store: Workspace, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="REG-001"):
            _ = desk(store, tmp_path, RMP="QQQ").baselines

    def test_a_case_without_a_body(self, store: Workspace, tmp_path: Path) -> None:
        work = desk(store, tmp_path, "primary-care-network")
        assert (work.lead, work.name, work.baselines, work.figures) == (None, "", {}, ())
        assert work.panel("sickness") is None
        assert work.appraisal.verdict.kind

    def test_a_criterion_measured_by_what_nobody_knows(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        with pytest.raises(Refusal, match="OUT-001"):
            _ = desk(store, tmp_path, **{'measure = "sickness"': 'measure = "cats"'}).measures

    def test_plans_and_promises_of_an_option(self, store: Workspace, tmp_path: Path) -> None:
        work = desk(store, tmp_path)
        start = dt.date(2027, 4, 1)
        assert work.journey("buddy", start=start).starts == start
        assert work.journey("buddy").starts == work.at
        promised = work.benefits("buddy").benefits
        assert [row.measure for row in promised] == [row.measure for row in work.case.criteria]
        with pytest.raises(Refusal, match="STO-014"):
            work.benefits("cats")
        with pytest.raises(Refusal, match="STO-015"):
            work.journey("own-plan")

    def test_partners_are_named(self, store: Workspace, tmp_path: Path) -> None:
        model = 'model = "buddying"'
        work = desk(store, tmp_path, **{model: f'{model}\npartners = ["RM3"]'})
        assert work.partner_names == {"RM3": "Northern Care Alliance NHS Foundation Trust"}

    def test_a_body_without_a_name_goes_by_its_code(self, store: Workspace, tmp_path: Path) -> None:
        nameless = next(
            code
            for link in shipped.register().successions
            for code in (link.old, link.new)
            if code not in shipped.register().organisations
        )
        assert desk(store, tmp_path, RMP=nameless).name == nameless


class TestCharts:
    def test_peers_are_units_of_the_same_type(self, store: Workspace) -> None:
        register = shipped.register()
        found = ChartDesk(store, "rmp", at=TODAY)
        assert found.unit == "RMP"
        kinds = {register.organisation(code).category for code in found.peers if "+" not in code}
        assert register.organisation("RMP").category in kinds

    def test_a_page_says_whose_figures_it_shows(self, store: Workspace) -> None:
        after = dt.date(2018, 1, 1)
        found = ChartDesk(store, "RM2", at=after)
        assert (found.unit, found.name) == ("R0A", ChartDesk(store, "R0A", at=after).name)
        assert "Manchester University" in found.name
        both = ChartDesk(store, "RW6", at=TODAY)
        assert both.unit == "R0A+RM3"
        assert "Manchester University" in both.name
        assert " and Northern Care Alliance" in both.name

    def test_a_body_of_unknown_type_has_no_peers(self, store: Workspace) -> None:
        kindless = next(
            body.code for body in shipped.register().organisations.values() if not body.category
        )
        assert ChartDesk(store, kindless, at=TODAY).peers == frozenset()

    def test_changes_up_to_the_date(self, store: Workspace) -> None:
        early = ChartDesk(store, "R0A", at=dt.date(2017, 9, 30))
        late = ChartDesk(store, "R0A", at=TODAY)
        assert all(day <= early.at for day, _ in early.changes)
        assert dt.date(2017, 10, 1) in [day for day, _ in late.changes]
        assert dt.date(2017, 10, 1) not in [day for day, _ in early.changes]

    def test_charts_of_what_is_held(self, store: Workspace) -> None:
        found = ChartDesk(store, "RMP", at=TODAY)
        assert len(found.figures(["sickness", "recommend-work"])) == 2
        assert found.panel(REGISTRY["sickness"])
        assert found.panel(replace(REGISTRY["sickness"], id="cats")) is None
        assert ChartDesk(store, "RJD", at=TODAY).figures(["burnout"]) == ()

    def test_no_chart_without_a_value(self, store: Workspace, tmp_path: Path) -> None:
        dash = accident_and_emergency({"RGT": (100, 0, 5)}, "May 2022").replace(
            ",100,0,5\nTotal", ",100,-,5\nTotal"
        )
        taken(store, written(tmp_path, "ae.csv", dash.replace("Total,100,0", "Total,100,-")))
        found = ChartDesk(store, "RGT", at=TODAY)
        assert found.panel(REGISTRY["ae-4h"])
        assert found.series(REGISTRY["ae-4h"]) is None
        assert found.series(REGISTRY["sickness"]) is not None
        taken(store, written(tmp_path, "s.csv", sickness({("RXQ", "2025-01"): (1, 100)})))
        assert found.series(REGISTRY["sickness"]) is None


class TestProfile:
    def test_a_page_of_chosen_measures(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "mine.csv", turnover("RMP", 50)))
        page = profile_of(store, "RMP", at=TODAY, measures=["turnover", "sickness"])
        assert "Tameside" in page.title
        said = repr(page)
        assert "Staff who left" in said
        assert "Staff sickness absence" in said

    def test_what_is_declared_is_shown_with_the_registry(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        taken(store, written(tmp_path, "mine.csv", turnover("RZZ", 50)))
        (tmp_path / "types.csv").write_text("trust_code,primary_category\nRZZ,\n")
        text = NAMED + "RZZ,sickness,2025-01-01,2025-03-31,6,100,,New Trust\n"
        taken(store, written(tmp_path, "named.csv", text))
        said = repr(profile_of(store, "RZZ", at=TODAY))
        assert "Staff who left" in said
        assert UNKNOWN_KIND in said

    def test_an_unknown_code(self, store: Workspace) -> None:
        with pytest.raises(Refusal, match="REG-001"):
            profile_of(store, "QQQ", at=TODAY)


def test_panels_of_one_body_are_by_quarter(store: Workspace, tmp_path: Path) -> None:
    months = {(code, f"2025-0{n}"): (n, 100) for n in (1, 2, 3) for code in ("RMP", "AXX9")}
    taken(store, written(tmp_path, "in.csv", sickness(months)))
    trust = ChartDesk(store, "RMP", at=TODAY).panel(REGISTRY["sickness"])
    assert trust
    assert trust.frame.select(pl.col("unit"), pl.col("value")).rows() == [("RMP", 0.02)]
    assert ChartDesk(store, "RMP", at=dt.date(2025, 2, 1)).panel(REGISTRY["sickness"])
    assert ChartDesk(store, "RMP", at=dt.date(2024, 2, 1)).panel(REGISTRY["sickness"]) is None


@pytest.mark.parametrize(
    "wrong", [{"codes": "al"}, {"weights": "moon"}, {"composites": "zz"}, {"frequency": "week"}]
)
def test_a_choice_that_a_panel_does_not_have_is_refused(
    store: Workspace, wrong: dict[str, str]
) -> None:
    with pytest.raises(Refusal, match="STO-021"):
        panel_of(store, "ae-4h", **wrong)
