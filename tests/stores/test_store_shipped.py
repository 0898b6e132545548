"""The data that ships: whole, attributed, small, and true to the register's known cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from mutuality import stores
from mutuality.base import Refusal
from mutuality.outcomes import REGISTRY
from mutuality.stores import shipped


def test_every_series_has_its_figures_source_and_licence() -> None:
    series = shipped.series()
    assert series.keys() <= REGISTRY.keys()
    assert {path.stem for path in shipped.figure_files()} == set(series)
    for source in series.values():
        assert source.publisher
        assert source.licence in ("OGL-UK-3.0", "unclear")
        assert source.url.startswith("https://")


def test_the_figures_are_small() -> None:
    assert sum(path.stat().st_size for path in shipped.FIGURES.iterdir()) <= 2_000_000


@pytest.mark.parametrize("measure", sorted(shipped.series()))
def test_shipped_figures_are_of_trusts_and_within_range(measure: str) -> None:
    frame, register = shipped.observations(measure), shipped.register()
    known = REGISTRY[measure]
    assert all(register.is_trust(code) for code in frame["organisation"].unique())
    assert not set(frame["organisation"]) & {"TOTAL", "NA", "-", "ENGLAND"}
    assert frame.select("organisation", "period_start").is_duplicated().sum() == 0
    outside = frame.filter(~pl.col("value").is_between(known.lowest, known.highest))
    assert outside.is_empty()
    months = (pl.col("period_end").dt.month() - pl.col("period_start").dt.month()) % 12 + 1
    lengths = set(frame.select(months).to_series())
    assert lengths == ({12} if known.native == "year" or known.windows_overlap else {3})


@pytest.mark.parametrize(
    ("measure", "scale"), [("ae-4h", 1), ("ga-occupancy", 1), ("sickness", 1), ("burnout", 100)]
)
def test_a_shipped_rate_is_its_numerator_over_its_denominator(measure: str, scale: int) -> None:
    frame = shipped.observations(measure).drop_nulls("value")
    worked_out = scale * frame["numerator"] / frame["denominator"]
    # Three decimals of the base's parts and six of the value survive the rounding.
    assert (frame["value"] - worked_out).abs().max() < 1e-4 * scale


def test_only_figures_that_ship_are_told_of() -> None:
    for ask in (shipped.source, shipped.observations):
        with pytest.raises(Refusal, match="STO-006"):
            ask("cats")


def test_the_known_cases_of_the_register() -> None:
    register = shipped.register()
    links = {(link.old, link.new): link.date for link in register.trust_successions}
    assert links["RM2", "R0A"] == dt.date(2017, 10, 1)
    assert links["RW6", "RM3"] == links["RW6", "R0A"] == dt.date(2021, 10, 1)
    assert links["RRP", "G6V2S"] == links["TAF", "G6V2S"] == dt.date(2024, 11, 1)
    assert set(register.without_successor) == {"RJD", "RYQ", "RYK"}
    for code in ("TAD", "TAH", "TAJ"):
        body = register.organisation(code)
        assert body.kind == "trust"
        assert body.closed is None


def test_every_document_can_be_read() -> None:
    assert shipped.findings()
    assert shipped.gates()
    assert shipped.defaults()
    assert shipped.journeys()
    assert shipped.register().models.keys() >= {"merger", "buddying", "mutual", "group"}


def test_examples_are_found_by_name() -> None:
    assert shipped.example("tameside").name == "tameside.toml"
    with pytest.raises(Refusal, match="STO-013") as refusal:
        shipped.example("cats")
    assert refusal.value.remedy == (
        "Choose one of: community-mutual, primary-care-network, tameside."
    )


def test_shipped_files_are_where_the_package_is() -> None:
    assert Path(stores.__file__).parent in shipped.FOLDER.parents


def test_the_face_of_the_room_has_no_other_names() -> None:
    assert all(hasattr(stores, name) for name in stores.__all__)
    with pytest.raises(AttributeError, match="no attribute 'cats'"):
        stores.cats  # noqa: B018 - the look-up is what is tested
