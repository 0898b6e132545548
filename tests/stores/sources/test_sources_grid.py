"""Files are opened by what they hold; a damaged or locked one is never read in part."""

import datetime as dt
import gzip
import io
import struct
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_layouts import csv_rows, csv_text, offered, workbook_rows, xls_bytes, xlsx_bytes

from mutuality.base import Refusal
from mutuality.stores.sources import offer, reader, recognise
from mutuality.stores.sources.grid import Grid, open_grid

SMALL = "code,name\nRGT,Fenland\n"
BOOK = xls_bytes(workbook_rows(layout="2018"))


def cells(grid: Grid) -> list[tuple[object, ...]]:
    return grid.cells.rows()


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        SMALL.encode(),
        SMALL.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + SMALL.encode(),
        SMALL.encode("utf-16"),
        SMALL.replace(",", ";").encode(),
        SMALL.replace(",", "\t").encode(),
        gzip.compress(SMALL.encode()),
        zipped(a_csv=SMALL, readme_txt="hello"),
        xls_bytes([["code", "name"], ["RGT", "Fenland"]]),
        xlsx_bytes([["code", "name"], ["RGT", "Fenland"]]),
    ],
)
def test_one_table_saved_in_many_ways(data: bytes) -> None:
    assert cells(open_grid("f", data)) == [(1, "code", "name"), (2, "RGT", "Fenland")]


def test_parquet_has_its_header_in_row_one() -> None:
    out = io.BytesIO()
    pl.DataFrame({"code": ["RGT"], "on": [dt.date(2024, 4, 1)], "n": [0.1]}).write_parquet(out)
    assert cells(open_grid("f", out.getvalue())) == [
        (1, "code", "on", "n"),
        (2, "RGT", "2024-04-01", "0.1"),
    ]
    with pytest.raises(Refusal, match="STO-103"):
        open_grid("f", out.getvalue()[:-20])


def test_cells_are_trimmed_and_blank_lines_keep_their_place() -> None:
    grid = open_grid("f.csv", b'Title\n\n,\n code , name \nR1,""\n')
    assert cells(grid) == [
        (1, "Title", None),
        (2, None, None),
        (3, None, None),
        (4, "code", "name"),
        (5, "R1", None),
    ]
    assert grid.where(3) == "f.csv, row 3"
    assert grid.where() == "f.csv"


def test_a_quoted_line_break_is_one_row() -> None:
    grid = open_grid("f.csv", b'code,name\nR1,"two\nlines"\nR2,x\n')
    assert cells(grid)[2] == (3, "R2", "x")


def test_old_letters_are_understood() -> None:
    grid = open_grid("f.csv", "code,name\nR1,Café\nR2,© 2014\n".encode("cp1252"))
    assert grid.head[1:] == (("R1", "Café"), ("R2", "© 2014"))


def test_rows_of_a_sheet_are_numbered_from_its_top() -> None:
    rows = [[], [], [None, None, "x"], [None, None, 3.25]]
    for data in (xls_bytes(rows), xlsx_bytes(rows)):
        grid = open_grid("f", data)
        assert cells(grid)[2:] == [(3, "x"), (4, "3.25")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "STO-101"),
        (b" \n\n ", "STO-101"),
        (xlsx_bytes([]), "STO-101"),
        (gzip.compress(b""), "STO-101"),
        (gzip.compress(SMALL.encode())[:-9], "STO-103"),
        (b"\x1f\x8bnonsense", "STO-103"),
        (b"PK\x03\x04nonsense", "STO-103"),
        (xlsx_bytes([["x"]])[:-300], "STO-103"),
        (zipped(a_csv=SMALL, b_csv=SMALL), "STO-104"),
        (zipped(readme_txt="hello"), "STO-104"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "STO-103"),
        (b"\x00\x01\x02 not a table", "STO-104"),
        (b'a,b\n1,"2\n', "STO-105"),
    ],
)
def test_what_cannot_be_opened_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        open_grid("file", data)
    assert refusal.value.code == code
    assert refusal.value.where.startswith("file")


def test_a_row_that_is_too_long_is_named() -> None:
    with pytest.raises(Refusal) as refusal:
        open_grid("f.csv", b"a,b\n" + b"1,2\n" * 100 + b"1,2,3\n")
    assert refusal.value.where == "f.csv, row 102"
    assert "3 cells; 2 were expected" in refusal.value.problem


def test_a_cell_beyond_the_header_is_refused(tmp_path: Path) -> None:
    text = (
        "Date,Org Code,Org Name,FTE Days Lost,FTE Days Available\n30/04/2024,RGT,Fen, Trust,1,9\n"
    )
    with pytest.raises(Refusal, match=r"STO-105: s.csv, row 2.*beyond the 5"):
        reader("sickness").read(offered(tmp_path, "s.csv", text))


def renamed(stream: str) -> bytes:
    """The workbook with its stream of records under another name."""
    old = "Workbook".encode("utf-16-le")
    at = BOOK.rindex(old)
    new = stream.encode("utf-16-le")
    entry = bytearray(BOOK[at : at + 128])
    entry[:64] = new.ljust(64, b"\x00")
    entry[64:66] = struct.pack("<H", len(new) + 2)
    return BOOK[:at] + bytes(entry) + BOOK[at + 128 :]


def locked() -> bytes:
    """The workbook with a password's record second, as Excel writes it."""
    at = BOOK.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    second = at + 4 + 16
    return BOOK[:second] + struct.pack("<H", 0x002F) + BOOK[second + 2 :]


@pytest.mark.parametrize("data", [locked(), renamed("EncryptedPackage")])
def test_a_locked_workbook_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"STO-102.*password"):
        recognise(offered(tmp_path, "a.xls", data))
    assert not reader("ae-monthly").recognises(offered(tmp_path, "a.xls", data))


def test_another_office_document_is_refused() -> None:
    with pytest.raises(Refusal, match=r"STO-104.*not a workbook"):
        open_grid("a.doc", renamed("WordDocument"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(1, len(BOOK) - 1))
def test_a_workbook_cut_short_is_never_read_in_part(cut: int, tmp_path: Path) -> None:
    """Only padding at the very end may be lost without a word."""
    whole = reader("ae-monthly").read(offered(tmp_path, "whole.xls", BOOK)).tables
    try:
        found = reader("ae-monthly").read(offered(tmp_path, "cut.xls", BOOK[:cut])).tables
    except Refusal:
        return
    assert all(found[name].equals(table) for name, table in whole.items())


@settings(max_examples=60, deadline=None)
@given(at=st.integers(30, 511), bits=st.integers(1, 255))
def test_a_damaged_header_is_refused_or_harmless(at: int, bits: int) -> None:
    damaged = BOOK[:at] + bytes([BOOK[at] ^ bits]) + BOOK[at + 1 :]
    whole = open_grid("a.xls", BOOK)
    try:
        found = open_grid("a.xls", damaged)
    except Refusal as refusal:
        assert refusal.code in ("STO-102", "STO-103", "STO-104")  # noqa: PT017 - either end will do
    else:
        assert found.cells.equals(whole.cells)


class PanicException(BaseException):
    """Stands for the one that the Rust parser raises, which cannot be imported."""


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (PanicException("range end index 64 out of range\nmore"), Refusal),
        (fastexcel.CalamineError("no"), Refusal),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_a_parser_that_panics_refuses_and_a_person_who_stops_is_heard(
    fault: BaseException, raised: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: bytes) -> None:
        raise fault

    monkeypatch.setattr(fastexcel, "read_excel", fails)
    with pytest.raises(raised):
        open_grid("a.xlsx", xlsx_bytes([["x"]]))


def test_a_header_with_nothing_under_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"STO-101.*nothing under it"):
        reader("sickness").read(
            offered(tmp_path, "s.csv", "Date,Org Code,FTE Days Lost,FTE Days Available\n")
        )


def test_an_unknown_layout_says_what_it_looks_like_and_what_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        recognise(offered(tmp_path, "cats.csv", "cat,lives\nTom,9\n"))
    assert refusal.value.code == "STO-124"
    assert "2 rows and 2 columns and begins: cat | lives" in refusal.value.problem
    assert "ae-monthly" in refusal.value.remedy
    with pytest.raises(Refusal, match="STO-124"):
        recognise(offered(tmp_path, "blank.csv", ",,\n,,\n"))


def test_readers_are_found_by_name() -> None:
    assert reader("shmi-annual").id == reader("engagement").id == "engagement-shmi"
    assert reader("beds-kh03").reads.startswith("Overnight beds")
    with pytest.raises(Refusal, match=r"STO-123.*ae-monthly"):
        reader("cats")


def test_a_file_is_offered_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "ae.csv"
    path.write_text(csv_text(csv_rows()), encoding="utf-8")
    file = offer(path)
    assert (file.name, len(file.sha256)) == ("ae.csv", 64)
    assert file.grid is file.grid
    with pytest.raises(Refusal, match="STO-100"):
        offer(tmp_path / "none.csv")
