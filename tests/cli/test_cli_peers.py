"""Who a body is compared with, as a person asks for it; and a page drawn against that group."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mutuality.base import Refusal
from mutuality.register import peers_by, peers_chosen
from mutuality.stores import Workspace, profile_of, sizes_of
from mutuality.stores.profiles import ChartDesk

AT = dt.date(2026, 11, 22)


class TestCommand:
    def test_of_the_same_type_by_default(self, answer) -> None:
        found = answer("peers", "RMP", "--at", "2026-11-22", "--json").json
        assert found["rule"] == "trusts of the same type (Acute hospital - NHS non-specialist)"
        assert "RMP" not in {row["unit"] for row in found["peers"]}
        whole = next(row for row in found["peers"] if row["unit"] == "R0A+RM3")
        assert whole["codes"] == ["R0A", "RM3"]
        assert whole["region"] == "North West"

    def test_rules_together(self, answer) -> None:
        said = answer(
            "peers", "RMP", "--by", "type", "--by", "size", "--nearest", "3", "--at", "2026-11-22"
        )
        assert "nearest in size (general and acute beds available overnight," in said.out
        assert "Open Government Licence" in said.err
        assert "only 3 peers" in said.err

    def test_by_attendances(self, answer) -> None:
        said = answer("peers", "RMP", "--by", "size", "--size", "attendances")
        assert "A&E attendances" in said.out
        assert "units; --json lists them" in said.err

    def test_of_ones_own(self, answer) -> None:
        said = answer(
            "peers", "RMP", "--only", "RMC", "--only", "RM2", "--reason", "Near by", "--at",
            "2026-11-22",
        )  # fmt: skip
        assert "1 chosen by name, because: Near by" in said.out
        assert "Left out RM2: became R0A on 1 October 2017." in said.err

    def test_refusals(self, refusal) -> None:
        assert refusal("peers", "RMP", "--by", "type", "--only", "RMC")["code"] == "CLI-015"
        assert refusal("peers", "RMP", "--by", "cats")["code"] == "REG-120"
        assert refusal("peers", "RMP", "--by", "size", "--size", "cats")["code"] == "STO-050"
        assert refusal("peers", "RMP", "--only", "RMC")["code"] == "REG-121"


class TestSizes:
    """Sizes against a plain sum of the shipped figures."""

    def test_attendances_are_the_sum_of_the_last_four_quarters(self, workspace: Path) -> None:
        import polars as pl

        store = Workspace(workspace)
        sizes = sizes_of(store, "attendances", at=dt.date(2025, 3, 31))
        assert sizes.words == "A&E attendances, 2024/25"
        rows = store.observations("ae-attendances").filter(
            pl.col("organisation") == "RMP",
            pl.col("period_end").is_between(dt.date(2024, 4, 1), dt.date(2025, 3, 31)),
        )
        assert sizes.values["RMP"] == rows["value"].sum()

    def test_beds_are_the_mean_of_the_quarters_with_both_parts_of_a_merger(
        self, workspace: Path
    ) -> None:
        import polars as pl

        store = Workspace(workspace)
        sizes = sizes_of(store, "beds", at=dt.date(2017, 12, 31))
        rows = store.observations("ga-occupancy").filter(
            pl.col("organisation").is_in(["R0A", "RM2", "RW3"]),
            pl.col("period_end").is_between(dt.date(2017, 1, 1), dt.date(2017, 12, 31)),
        )
        assert sizes.values["R0A"] == pytest.approx(rows["denominator"].sum() / 4)

    def test_nothing_is_held_by_then(self, workspace: Path) -> None:
        with pytest.raises(Refusal, match="STO-050"):
            sizes_of(Workspace(workspace), at=dt.date(2001, 1, 1))


class TestProfile:
    """A page against a chosen group names the rule on its front, in its words and its charts."""

    def test_the_rule_is_named(self, workspace: Path) -> None:
        store = Workspace(workspace)
        group = peers_by(store.register(), "RMP", at=AT, by=["type", "region"])
        page = profile_of(store, "RMP", at=AT, measures=["ga-occupancy"], peers=group)
        assert ("Compared with", group.rule) in page.front
        said = repr(page.blocks)
        assert f"Peers: {group.rule}." in said
        assert "Of peers in the chosen group, " in said
        assert "of the same type," not in said
        assert "A small group" not in said

    def test_a_small_group_is_marked(self, workspace: Path) -> None:
        store = Workspace(workspace)
        group = peers_chosen(store.register(), "RMP", ["RMC", "RWJ"], at=AT, reason="Near by")
        page = profile_of(store, "RMP", at=AT, measures=["ga-occupancy"], peers=group)
        said = repr(page.blocks)
        assert "A small group of peers" in said
        assert "only 2 peers" in said
        assert ChartDesk(store, "RMP", at=AT, group=group).figures(["ga-occupancy"])

    def test_by_default_nothing_changes(self, workspace: Path) -> None:
        page = profile_of(Workspace(workspace), "RMP", at=AT, measures=["ga-occupancy"])
        assert "Compared with" not in dict(page.front)
        assert "Of peers of the same type, " in repr(page.blocks)

    def test_a_group_of_another_body_or_day_is_refused(self, workspace: Path) -> None:
        store = Workspace(workspace)
        group = peers_by(store.register(), "RMC", at=AT)
        with pytest.raises(Refusal, match="STO-051"):
            profile_of(store, "RMP", at=AT, peers=group)
        with pytest.raises(Refusal, match="STO-051"):
            profile_of(store, "RMC", at=dt.date(2020, 1, 1), peers=group)
