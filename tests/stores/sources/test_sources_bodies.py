"""ODS files and the small extracts about trusts."""

import datetime as dt
import gzip
from pathlib import Path

import polars as pl
import pytest
from source_layouts import offered

from mutuality.base import Refusal
from mutuality.stores.sources import Reading, reader, recognise
from mutuality.stores.sources.boards import BOARDS
from mutuality.stores.sources.reading import ORGANISATIONS, SUCCESSIONS

SUCC = '"RM2","R0A","","20171001","0"\n"F81067001","F81067002","","19960401","1"\n'


def trust(
    code: str,
    name: str,
    *,
    region: str = "Y62",
    board: str = "QOP",
    opened: str = "20171001",
    closed: str = "",
) -> str:
    cells = [code, name, region, board, *("x",) * 6, opened, closed, *("",) * 15]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def read(folder: Path, source: str, content: str | bytes, name: str = "file.csv") -> Reading:
    file = offered(folder, name, content)
    assert recognise(file).id == source
    found = reader(source).read(file)
    kinds = {"successions": SUCCESSIONS, "organisations": ORGANISATIONS}
    for key, table in found.tables.items():
        assert table.schema == pl.Schema(kinds[key])
    return found


def refused(folder: Path, source: str, text: str) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        reader(source).read(offered(folder, "file.csv", text))
    return refusal.value


def test_successions(tmp_path: Path) -> None:
    found = read(tmp_path, "ods-succ", SUCC)
    assert found.tables["successions"].rows() == [
        ("RM2", "R0A", dt.date(2017, 10, 1), 1),
        ("F81067001", "F81067002", dt.date(1996, 4, 1), 2),
    ]
    assert found.source.standing == "official"


def test_the_combined_file_leaves_out_a_body_that_succeeds_itself(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "ods-succ-combined",
        "old_code,new_code,date\nRM2,R0A,2017-10-01\n4CG71,4CG71,2001-04-01\nRM2,R0A,2017-10-01\n",
    )
    assert found.tables["successions"].rows() == [("RM2", "R0A", dt.date(2017, 10, 1), 2)]
    assert [(row.reason, row.rows, row.example) for row in found.dropped] == [
        ("a body that succeeds itself", 1, "row 3: 4CG71"),
        ("the same succession again", 1, "row 4: RM2"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('"RM2","R0A","","20171301","0"\n', "STO-118"),
        ('"RM2","R0A","","","0"\n', "STO-118"),
        ('"RM2","R-0A","","20171001","0"\n', "STO-107"),
        ('"RM2","R0A"\n', "STO-118"),
    ],
)
def test_bad_successions(line: str, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "ods-succ", line).code == code


def test_in_etr_every_row_is_a_trust(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "ods-etr",
        trust("G6V2S", "NORTH LONDON", opened="20241101", board="QMJ")
        + trust("R1C", "SOLENT", closed="20240930")
        + trust("RYT", "PUBLIC HEALTH WALES", region="W00", board="Q99"),
    )
    table = found.tables["organisations"]
    assert table["kind"].to_list() == ["trust"] * 3
    assert table["icb"].to_list() == ["QMJ", "QOP", None]
    assert table["region"].to_list() == ["Y62", "Y62", "W00"]
    assert table["opened"][0] == dt.date(2024, 11, 1)
    assert table["closed"].to_list() == [None, dt.date(2024, 9, 30), None]
    assert table["row"].to_list() == [1, 2, 3]
    assert table["longitude"].null_count() == 3


@pytest.mark.parametrize("name", ["etrust.csv", "etrust.csv.gz"])
def test_in_etrust_five_characters_are_a_site(name: str, tmp_path: Path) -> None:
    text = trust("R0A", "MANCHESTER", board="Q83") + trust("R0A01", "MANCHESTER (HQ)")
    content = gzip.compress(text.encode()) if name.endswith("gz") else text
    table = read(tmp_path, "ods-etrust", content, name).tables["organisations"]
    assert table["kind"].to_list() == ["trust", "site"]
    assert table["icb"].to_list() == [None, "QOP"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (trust("R0A", "X", opened="2017"), "STO-118"),
        (trust("R0A", "X") * 2, "STO-113"),
        (trust("R0A!", "X"), "STO-107"),
    ],
)
def test_bad_trusts(text: str, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "ods-etr", text).code == code


def test_points(tmp_path: Path) -> None:
    head = "organisation,name,status,lon,lat\n"
    found = read(tmp_path, "trust-points", head + "R0A,Manchester,open,-2.22771,53.46244\n")
    row = found.tables["organisations"].row(0, named=True)
    assert (row["name"], row["longitude"], row["latitude"]) == ("Manchester", -2.22771, 53.46244)
    assert (row["opened"], row["icb"]) == (None, None)
    swapped = refused(tmp_path, "trust-points", head + "R0A,Manchester,open,53.46244,-2.22771\n")
    assert swapped.code == "STO-111"
    far = refused(tmp_path, "trust-points", head + "R0A,Manchester,open,-2,5\n")
    assert far.code == "STO-111"


def test_types(tmp_path: Path) -> None:
    text = "trust_code,primary_category\nR0A,Acute\nR0D,\nRQF,NA\n"
    found = read(tmp_path, "trust-types", text)
    assert found.tables["organisations"]["category"].to_list() == ["Acute"]
    assert [(row.reason, row.rows) for row in found.dropped] == [("no category", 2)]


SHARES = "nhs_trust22_code,icb22_code,proportion_trust_came_from_icb\n"


def test_a_trust_belongs_to_the_board_that_most_of_its_patients_come_from(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "trust-icb",
        SHARES + "R0A,E54000008,0.04\nR0A,E54000057,0.96\nRXQ,E54000044,1\n",
    )
    table = found.tables["organisations"]
    assert dict(table["code", "icb"].rows()) == {"R0A": "QOP", "RXQ": "QU9"}
    assert [(row.reason, row.rows) for row in found.dropped] == [
        ("a smaller share of the same trust", 1)
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("R0A,E54000008,0.04\nR0A,E54000057,0.9\n", "STO-117"),
        ("R0A,E54000008,1.2\n", "STO-111"),
        ("R0A,E54000001,1\n", "STO-107"),
        ("R0A,E54000008,0.5\nR0A,E54000008,0.5\n", "STO-113"),
    ],
)
def test_bad_shares(lines: str, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "trust-icb", SHARES + lines).code == code


def test_boards_are_forty_two_and_all_different() -> None:
    assert len(BOARDS) == len(set(BOARDS.values())) == 42
