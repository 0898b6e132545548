"""Pages on evidence and models, as a workspace builds them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mutuality.base import Refusal
from mutuality.stores import Workspace, evidence_of, models_of
from mutuality.stores.evidence_pages import own_effects

AT = dt.date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_own_effects_are_answered_or_explained(store: Workspace) -> None:
    changes = ["merger-2017-10-01-r0a", "acquisition-2017-01-01-rxv", "merger-undated-rdz"]
    own, unanswered = own_effects(store, changes, measures=["ga-occupancy"])
    assert [one.effect.change_id for one in own] == ["merger-2017-10-01-r0a"]
    assert own[0].models == ("merger",)
    assert own[0].measure.id == "ga-occupancy"
    assert any("General and acute" in line and "Not enough data" in line for line in unanswered)
    assert any("not evaluated" in line for line in unanswered)


def test_the_forecast_uses_the_beliefs_that_ship(store: Workspace) -> None:
    page = evidence_of(store, at=AT, forms=["integrated-care"], domain="efficiency")
    alts = [block.alt for block in page.blocks if hasattr(block, "alt")]
    assert any("At a new site: emergency admissions" in alt for alt in alts)
    assert page.title == "What is known: integrated care organisation"


def test_one_model_several_or_all(store: Workspace) -> None:
    assert models_of(store, ["group"], at=AT).title == "Group with shared leadership"
    assert models_of(store, ["group", "mutual"], at=AT).title.startswith("Side by side")
    assert dict(models_of(store, at=AT).front)["Models"] == str(len(store.register().models))


def test_an_unknown_model_is_refused_with_those_that_are_known(store: Workspace) -> None:
    with pytest.raises(Refusal) as no:
        models_of(store, ["marriage"], at=AT)
    assert no.value.code == "STO-040"
    assert "buddying" in no.value.remedy
