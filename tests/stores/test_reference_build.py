"""The figures that ship can be built again, by anybody, from the publishers' files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from small_files import (
    NOON,
    accident_and_emergency,
    engagement,
    on_disk,
    sickness,
    successions,
    turnover,
    written,
)

from mutuality.base import Refusal
from mutuality.stores import build, shipped

MONTHS = ("April 2024", "May 2024", "June 2024", "July 2024")


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Publishers' files: a whole quarter of A&E and one month of the next, and others."""
    folder = tmp_path / "downloads"
    for place, month in enumerate(MONTHS):
        returns = {"RGT": (100 + place, 10, 5), "AXX9": (50, 0, 0)}
        if month != "June 2024":
            returns["RXQ"] = (200, 20, 7)
        written(folder, f"{place}.csv", accident_and_emergency(returns, month))
    written(folder / "more", "tidy.csv", sickness({("RGT", "2024-04"): (5, 100)}))
    written(folder / "more", "staff.csv", engagement({"RGT": 3.912345678}))
    written(folder / "more", "own.csv", turnover("RGT", 50))
    written(
        folder / "more",
        "private.csv",
        engagement({"AXX9": 4.0}, year=2016).replace("engagement", "recommend-care"),
    )
    written(
        folder, "succ.csv", successions([("RGT", "RXQ", "20300401"), ("5AA", "5BB", "20060401")])
    )
    return folder


def built(downloads: Path, target: Path) -> Path:
    target.mkdir()
    build(downloads, target, at=NOON)
    return target


def test_figures_are_quarterly_and_of_trusts_alone(downloads: Path, tmp_path: Path) -> None:
    figures = built(downloads, tmp_path / "out") / "figures"
    assert sorted(path.name for path in figures.iterdir()) == [
        "ae-4h.parquet", "ae-attendances.parquet", "emergency-admissions.parquet",
        "engagement.parquet", "series.csv", "sickness.parquet",
    ]  # fmt: skip
    counts = pl.read_parquet(figures / "ae-attendances.parquet")
    # Part of a quarter would be read as a fall: RXQ missed June, and July stands alone.
    assert counts.select(
        "organisation", pl.col("period_start").cast(pl.String), "value"
    ).rows() == [("RGT", "2024-04-01", 303)]
    rates = pl.read_parquet(figures / "ae-4h.parquet")
    assert rates.select("organisation", "numerator", "denominator", "flags").rows() == [
        ("RGT", 273, 303, ""),
        ("RGT", 93, 103, "short-period"),
        ("RXQ", 360, 400, "short-period"),
        ("RXQ", 180, 200, "short-period"),
    ]
    score = pl.read_parquet(figures / "engagement.parquet")
    assert score.select(pl.col("period_end").cast(pl.String), "value").rows() == [
        ("2015-12-31", 3.912346)
    ]


def test_each_series_says_whose_it_is(downloads: Path, tmp_path: Path) -> None:
    table = pl.read_csv(built(downloads, tmp_path / "out") / "figures" / "series.csv")
    rows = {row["measure"]: row for row in table.iter_rows(named=True)}
    assert rows["ae-4h"]["publisher"] == "NHS England"
    assert rows["ae-4h"]["licence"] == "OGL-UK-3.0"
    assert rows["ae-4h"]["standing"] == "official"
    assert (rows["ae-4h"]["first"], rows["ae-4h"]["last"]) == ("2024-04-01", "2024-07-31")
    assert rows["engagement"]["licence"] == "unclear"
    assert rows["engagement"]["publisher"] == "Whoever offered the file"


def test_the_register_is_built_from_the_files_alone(downloads: Path, tmp_path: Path) -> None:
    out = built(downloads, tmp_path / "out")
    bodies = pl.read_csv(out / "organisations.csv")
    assert bodies.select("code", "name").rows() == [("RGT", "Trust RGT"), ("RXQ", "Trust RXQ")]
    assert (out / "successions.csv").read_text() == (
        "old,new,date,kind,other_date\nRGT,RXQ,2030-04-01,new-code,\n"
    )
    others = pl.read_parquet(out / "successions-other.parquet")
    assert others.select("old", "new").rows() == [("5AA", "5BB")]


def test_the_same_files_give_the_same_bytes(downloads: Path, tmp_path: Path) -> None:
    one, other = built(downloads, tmp_path / "one"), built(downloads, tmp_path / "other")
    assert on_disk(one) == on_disk(other)


def test_a_second_build_leaves_nothing_of_the_first(downloads: Path, tmp_path: Path) -> None:
    out = built(downloads, tmp_path / "out")
    (downloads / "more" / "staff.csv").unlink()
    build(downloads, out, at=NOON)
    assert not (out / "figures" / "engagement.parquet").exists()


def test_a_refused_file_leaves_the_reference_as_it_was(downloads: Path, tmp_path: Path) -> None:
    out = built(downloads, tmp_path / "out")
    before = on_disk(out)
    written(downloads, "bad.csv", "cats\n1\n")
    with pytest.raises(Refusal, match=r"STO-007.*bad\.csv"):
        build(downloads, out, at=NOON)
    assert on_disk(out) == before


@pytest.mark.nhs
def test_the_shipped_reference_is_what_the_files_give(nhs_data: Path, tmp_path: Path) -> None:
    out = built(nhs_data, tmp_path / "out")
    ours, theirs = on_disk(out), on_disk(shipped.FOLDER)
    assert sorted(ours) == sorted(name for name in theirs if name in ours)
    for name, content in ours.items():
        if name.endswith(".parquet"):
            assert pl.read_parquet(out / name).equals(pl.read_parquet(shipped.FOLDER / name)), name
        else:
            assert content == theirs[name], name
