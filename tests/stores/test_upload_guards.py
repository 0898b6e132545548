"""What a stranger uploads is looked at before any parser sees it, and refused in plain words."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hostile_files import (
    SHEET,
    STRINGS,
    astray,
    changed,
    claiming,
    in_a_circle,
    ods,
    ods_cell,
    ods_row,
    overlapping,
    record,
    sheet_of,
    strings_of,
    understated,
    with_stream,
    xls,
    xlsx,
    zipped,
)
from small_files import (
    NOON,
    TIDY,
    accident_and_emergency,
    sickness,
    taken,
    turnover,
    values,
    written,
)

from mutuality.base import Refusal
from mutuality.stores import Limits, Offered, Workspace, shipped
from mutuality.stores.bounds import LIMITS
from mutuality.stores.guards import inspect
from mutuality.stores.packages import LINKS, MACROS
from mutuality.stores.records import refuse_reach
from mutuality.stores.sources.grid import open_grid
from mutuality.stores.sources.table import TOTAL_CODES

TABLE = [["organisation", "measure", "period_start", "period_end", "numerator", "denominator"],
         ["RGT", "sickness", "2024-04-01", "2024-04-30", 5, 100]]  # fmt: skip
BOOK = xlsx(TABLE)
OLD = xls({(0, 0): "x", (1, 1): 2.5})
SMALL = Limits(largest=1000, unpacked=2000, ratio=3, small=1200, entries=3, cells=100, columns=20)
APRIL = sickness({("RGT", "2024-04"): (5, 100)})


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"), io.BytesIO())
    return out.getvalue()


def seen(data: bytes | str, *, limits: Limits = LIMITS, name: str = "file.csv") -> Refusal:
    """The refusal for a file."""
    with pytest.raises(Refusal) as refusal:
        inspect(name, data.encode() if isinstance(data, str) else data, limits=limits)
    return refusal.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "a Windows program"),
        (b"\x7fELF\x02\x01\x01", "a Linux program"),
        (b"\xcf\xfa\xed\xfe\x07\x00", "a macOS program"),
        (b"#!/bin/sh\nrm -r x\n", "a script"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "a database"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (tar(), "a tar archive"),
        (b"{\\rtf1 hello}", "a text document"),
        (b"<html><table><tr><td>RGT</td></tr></table></html>", "a web page"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><html></html>", "a web page"),
        ("<html><body></body></html>".encode("utf-16"), "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"@echo off\r\nformat c:\r\n", "a script"),
        (b"a,b\n1,\x00\x01\x02\n", "bytes that no text has"),
        (b"\x01\x02\x03\x04\x05\x06,\n", "bytes that no text has"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(data: bytes, words: str) -> None:
    for name in ("april.csv", "april.xls", "april.xlsx"):
        refusal = seen(data, name=name)
        assert refusal.code == "STO-104"
        assert words in refusal.problem
        assert refusal.where == name
        assert refusal.remedy


@pytest.mark.parametrize(
    "text",
    [
        APRIL,
        "MZ,organisation\n1,2\n",
        "a,b\nsome\x07thing" + "x" * 200 + ",2\n",
        "<4 hours,code\n1,2\n",
    ],
)
def test_a_table_is_not_taken_for_a_program_or_a_page(text: str) -> None:
    assert inspect("a.csv", text.encode()) == ()
    assert inspect("a.csv", text.encode("utf-16")) == ()


def test_a_workbook_under_a_name_of_another_kind_is_read_as_what_it_is(
    store: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "april.csv").write_bytes(BOOK)
    taken(store, tmp_path / "april.csv")
    assert values(store, "sickness") == [("RGT", "2024-04-01", 0.05)]


@pytest.mark.parametrize("data", [b"", b"  \n", gzip.compress(b" ")])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert seen(data).code == "STO-101"


def test_a_file_that_is_too_large_is_not_even_read(
    store: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(LIMITS.largest + 1)

    def read(self: Path) -> bytes:
        raise AssertionError(f"{self} was read")

    monkeypatch.setattr(Path, "read_bytes", read)
    (outcome,) = store.load("auto", [tmp_path / "huge.csv"], at=NOON).outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "STO-125"
    assert "64.0 MB; up to 64 MB are taken" in outcome.refusal.problem


def test_how_large_a_file_may_be_is_up_to_the_caller(store: Workspace) -> None:
    upload = Offered.named("april.csv", APRIL.encode(), limits=Limits(largest=20))
    (outcome,) = store.preview("auto", [upload], at=NOON).outcomes
    assert outcome.as_dict()["code"] == "STO-125"
    path = Path(shipped.FOLDER / "successions.csv")
    (outcome,) = store.load("auto", [path], at=NOON, limits=Limits(largest=20)).outcomes
    assert outcome.as_dict()["code"] == "STO-125"
    assert seen(b"a,b\n" * 300, limits=SMALL).code == "STO-125"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../etc/april.csv", "leads into a folder"),
        ("C:\\april.csv", "leads into a folder"),
        ("april\x00.csv", "do not print"),
        ("april\u202evsc.exe", "do not print"),
        ("april\n.csv", "do not print"),
        ("é" * 101, "more than 200"),
        ("..", "is empty"),
        ("", "is empty"),
    ],
)
def test_a_name_that_no_file_should_have(name: str, why: str) -> None:
    with pytest.raises(Refusal, match="STO-128") as refusal:
        Offered.named(name, APRIL.encode())
    assert why in refusal.value.problem
    assert "\x00" not in refusal.value.problem


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (gzip.compress(b"0," * (10 << 20)), "200 times"),
        (zipped({"a.csv": b"0," * (10 << 20)}), "200 times"),
        (changed(BOOK, {"xl/media/image1.png": bytes(20 << 20)}), "200 times"),
        (zipped({f"{number}.csv": "" for number in range(2001)}), "2,001 files"),
        (overlapping("a.csv", bytes(range(256)) * 40), "lie over one another"),
    ],
    ids=["gzip", "zip", "xlsx", "many files", "overlapping"],
)
def test_a_bomb_is_refused_before_it_goes_off(data: bytes, words: str) -> None:
    refusal = seen(data)
    assert refusal.code == "STO-126"
    assert words in refusal.problem


def test_what_unpacks_to_too_much_is_refused_by_its_size_too() -> None:
    text = b"".join(b"%d,%d\n" % (number, number * 7919) for number in range(300))
    for data in (gzip.compress(text), zipped({"a.csv": text})):
        assert len(data) < SMALL.largest * 2
        limits = Limits(unpacked=2000, ratio=1000, small=10)
        assert "unpacks to more than 0 MB" in seen(data, limits=limits).problem


def test_an_archive_that_understates_itself_is_damaged() -> None:
    """The parser of workbooks would unpack all that there is, whatever the directory says."""
    bomb = changed(BOOK, {"xl/media/image1.png": bytes(4 << 20)})
    for name in ("xl/media/image1.png", SHEET):
        assert seen(understated(bomb, name, 1)).code == "STO-103"
    assert seen(understated(zipped({"a.csv": APRIL * 9}), "a.csv", 30)).code == "STO-103"
    assert seen(understated(zipped({"a.csv": APRIL}), "a.csv", 9000)).code == "STO-103"


def test_a_sheet_hidden_in_a_picture_is_found_across_pieces() -> None:
    noise = bytes(random.Random(1).randbytes((1 << 20) - 8))
    picture = b"\x89PNG" + noise + b"sheetData"
    assert seen(changed(BOOK, {"xl/media/image1.png": picture})).code == "STO-103"
    harmless = picture.replace(b"sheetData", b"something") * 2
    assert inspect("a.xlsx", changed(BOOK, {"xl/media/image1.png": harmless})) == ()


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.csv": zipped({"b.csv": APRIL})}),
        zipped({"a.csv": gzip.compress(APRIL.encode())}),
        zipped({"a.csv": APRIL, "b.zip": b"PK"}),
        gzip.compress(gzip.compress(APRIL.encode())),
        gzip.compress(BOOK),
    ],
)
def test_an_archive_in_an_archive_is_refused(data: bytes) -> None:
    assert seen(data).code == "STO-127"


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "C:a.csv", "a/../../b.csv"])
def test_a_zip_that_leads_out_of_its_folder_is_refused(name: str) -> None:
    assert seen(zipped({name: APRIL})).code == "STO-128"
    assert seen(changed(BOOK, {name: "x"})).code == "STO-128"


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped({"a.csv": APRIL}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert seen(bytes(data)).code == "STO-102"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"readme.txt": "hello"}), "STO-104"),
        (zipped({"a.csv": APRIL, "b.csv": APRIL}), "STO-104"),
        (zipped({"a.csv": b"MZ\x90\x00"}), "STO-104"),
        (changed(BOOK, {"xl/workbook.bin": b"x"}), "STO-104"),
        (BOOK + b"trailing", "STO-103"),
        (BOOK[:-20], "STO-103"),
        (changed(BOOK, {SHEET: "x" + "<worksheet/>"}), "STO-103"),
        (changed(BOOK, {SHEET: "<worksheet><sheetData>"}), "STO-103"),
        (changed(BOOK, {"xl/media/image1.png": b"\x89PNG<x><sheetData>"}), "STO-103"),
        (gzip.compress(APRIL.encode())[:-9], "STO-103"),
        (sheet_of('<row r="1"><c r="1A"><v>1</v></c></row>'), "STO-103"),
        (sheet_of('<row r="-1"><c><v>1</v></c></row>'), "STO-103"),
        (ods(ods_row(ods_cell("x"), repeated=-1)), "STO-103"),
        (in_a_circle(OLD), "STO-103"),
        (astray(OLD), "STO-103"),
        (with_stream(OLD, "Workbook")[:900], "STO-103"),
    ],
)
def test_what_is_no_table_or_does_not_hang_together(data: bytes, code: str) -> None:
    assert seen(data).code == code


def test_a_directory_that_can_be_read_in_two_ways_is_refused() -> None:
    out = io.BytesIO(BOOK)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"PK\x05\x06 another directory"
    assert seen(out.getvalue()).code == "STO-103"
    twice = io.BytesIO(BOOK)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, "<worksheet/>")
    assert seen(twice.getvalue()).code == "STO-103"


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "docProps/app.xml"])
def test_words_of_a_files_own_are_not_unfolded(part: str) -> None:
    assert seen(changed(BOOK, {part: ENTITIES})).code == "STO-129"
    wide = ENTITIES.replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")
    assert seen(changed(BOOK, {part: wide})).code == "STO-129"


FAR_CELL = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sheet_of(FAR_CELL), "1,048,576 rows and 16,384 columns"),
        (sheet_of(FAR_CELL.replace("<row", "<x:row xmlns:x='urn:x'").replace("</row", "</x:row")),
         "1,048,576 rows"),
        (sheet_of("<row/>" * 9000 + "<row>" + "<c/>" * 9000 + "<c><v>1</v></c></row>"
                  '<row r="1"><c r="A1"><is/></c></row>'), "9,001 rows and 9,001 columns"),
        (ods(ods_row(ods_cell("x", repeated=16000), repeated=1000)), "1,000 rows and 16,000"),
        (ods(ods_row(ods_cell("x"), repeated=9_000_000)
             + "</table:table><table:table>" + ods_row(ods_cell("x"), repeated=9_000_000)),
         "18,000,000 rows and 1 columns"),
        (xls({(0, 0): 1, (65535, 255): 2}), "65,536 rows and 256 columns"),
        (xls({(0, 0): 1, (65535, 99): "x"}, sheets=2), "13,107,200 rows and 1 columns"),
        (claiming(OLD, 0xFFFFFFFF, 256), "4,294,967,295 rows"),
        (b"," * 20_000 + b"\n", "20,001 columns"),
        (b"a,b,c,d,e,f,g,h,i,j,k,l,m\n" + b"\n" * 1_000_000, "1,000,002 rows and 13 columns"),
        (b"x" * (50 << 20), "a line of more than 1,048,576 bytes"),
        (b'a,b\n1,"' + b"x," * (3 << 20) + b"\n", "a line of more than"),
        (gzip.compress(b"a,b\n" + b"\n" * 7_000_000 + bytes(range(33, 127)) * 3000), "7,000,002"),
    ],
    ids=["corners", "prefixed", "no places", "ods", "ods tables", "xls", "xls sheets", "xls claim",
         "wide", "long", "one line", "open quote", "gzip"],
)  # fmt: skip
def test_a_table_of_absurd_size_is_refused(data: bytes, words: str) -> None:
    refusal = seen(data)
    assert refusal.code == "STO-130"
    assert words in refusal.problem


def test_a_text_that_would_be_copied_a_thousand_times_is_refused() -> None:
    cells = "".join(f'<row><c t="s"><v>{n % 2}</v></c></row>' for n in range(4000))
    book = changed(sheet_of(cells), {STRINGS: strings_of("x" * 200_000, "short")})
    assert "repeat more than 268,435,456 characters" in seen(book).problem
    rare = cells.replace("<v>0</v>", "<v>1</v>").replace("<v>1</v>", "<v>0</v>", 3)
    assert inspect("a.xlsx", changed(book, {SHEET: sheet_xml(rare)})) == ()
    beyond = changed(book, {SHEET: sheet_xml(rare.replace("<v>1</v>", "<v>7</v>"))})
    assert inspect("a.xlsx", beyond) == ()
    row = ods_row(ods_cell("x" * 3000, repeated=100), repeated=1000)
    assert "repeat more than" in seen(ods(row)).problem


def sheet_xml(rows: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sheet_of(rows))) as archive:
        return archive.read(SHEET)


def test_what_stands_empty_to_the_end_of_a_sheet_does_no_harm() -> None:
    """Spreadsheets write styled and repeated cells that hold nothing."""
    styled = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"/>'
    )
    assert inspect("a.xlsx", styled) == ()
    assert open_grid("a.xlsx", styled).cells.shape == (1, 2)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    padded = ods(ods_row(ods_cell("x")) + ods_row(empty, repeated=1_048_575))
    assert inspect("a.ods", padded) == ()
    assert open_grid("a.ods", padded).cells.rows() == [(1, "x")]
    covered = ods(ods_row(ods_cell("x") + '<table:covered-table-cell table:formula="y"/>'))
    assert inspect("a.ods", covered) == ()


def test_cells_of_every_kind_are_counted_in_an_old_workbook() -> None:
    sheet = record(0x0809, bytes(16))
    many = record(0x00BD, struct.pack("<HH", 60000, 1) + bytes(6 * 250) + struct.pack("<H", 250))
    chart = record(0x0809, bytes(16)) + record(0x0203, struct.pack("<HH", 9, 9)) + record(0x0A, b"")
    listed = record(0x0085, struct.pack("<I", 12) + bytes(8))
    assert len(listed) == 16
    listed = record(0x0085, struct.pack("<I", len(listed)) + bytes(8))
    for cells in (many, record(0x0006, struct.pack("<HH", 60000, 250) + bytes(16))):
        first = record(0x0203, bytes(14))
        whole = listed + sheet + chart + cells + first + record(0x0A, b"") + bytes(8)
        with pytest.raises(Refusal, match="60,001 rows and 251 columns"):
            refuse_reach("a.xls", whole, LIMITS)
        cut = listed + sheet + cells + bytes(4)
        with pytest.raises(Refusal, match="60,001 rows and 251 columns"):
            refuse_reach("a.xls", cut, LIMITS)
    claim = record(0x0200, struct.pack("<HHHH", 0, 60000, 0, 250) + b"\x00\x00")
    with pytest.raises(Refusal, match="60,000 rows and 250 columns"):
        refuse_reach("a.xls", listed + sheet + claim + record(0x0A, b""), LIMITS)


def test_an_old_workbook_of_many_megabytes_is_read_whole() -> None:
    """Beyond seven megabytes the index of the file goes on in sectors of its own."""
    book = xls({(row, 0): f"{row}" + "x" * 32_000 for row in range(240)})
    assert len(book) > 7 << 20
    assert inspect("a.xls", book) == ()
    assert open_grid("a.xls", book).cells.height == 240
    assert seen(xls({(0, 0): "x" * 32_000, (65535, 255): 1})).code == "STO-130"


def test_macros_and_links_are_set_aside_and_told(store: Workspace, tmp_path: Path) -> None:
    link = '<?xml version="1.0"?><externalLink/>'
    book = changed(BOOK, {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": link})
    (tmp_path / "april.xlsm").write_bytes(book)
    report = taken(store, tmp_path / "april.xlsm")
    assert report.outcomes[0].as_dict()["checks"] == [MACROS, LINKS]
    assert values(store, "sickness") == [("RGT", "2024-04-01", 0.05)]
    assert inspect("a.xls", with_stream(OLD, "_VBA_PROJECT_CUR")) == (MACROS,)
    assert inspect("a.xls", OLD) == ()


def test_parquet_is_counted_by_its_footer_and_may_be_declined(tmp_path: Path) -> None:
    out = io.BytesIO()
    pl.DataFrame({"a": [1] * 60, "b": [2] * 60}).write_parquet(out)
    assert inspect("a.parquet", out.getvalue()) == ()
    assert seen(out.getvalue(), limits=Limits(cells=100)).code == "STO-130"
    assert seen(out.getvalue()[:-9]).code == "STO-103"
    declined = seen(out.getvalue(), limits=Limits(parquet=False))
    assert (declined.code, "Parquet" in declined.problem) == ("STO-104", True)


def test_an_open_quote_in_a_long_file_is_refused_with_words(
    store: Workspace, tmp_path: Path
) -> None:
    text = APRIL + '"' + "RGT,sickness,x\n" * 20_000
    (outcome,) = store.load("auto", [written(tmp_path, "a.csv", text)], at=NOON).outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "STO-105"


class TestFormulas:
    FORMULAS = (
        '=HYPERLINK("http://x.example","Click")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
    )

    def test_a_formula_is_a_name_like_any_other(self, store: Workspace, tmp_path: Path) -> None:
        rows = "".join(
            f'AZZ{n},sickness,2024-04-01,2024-04-30,1,100,,"{text.replace(chr(34), chr(34) * 2)}"\n'
            for n, text in enumerate(self.FORMULAS)
        )
        header = TIDY.replace("value\n", "value,name\n")
        taken(store, written(tmp_path, "april.csv", header + rows))
        register = store.register()
        assert tuple(register.organisation(f"AZZ{n}").name for n in range(5)) == self.FORMULAS

    def test_so_is_the_title_of_a_measure(self, store: Workspace, tmp_path: Path) -> None:
        taken(store, written(tmp_path, "mine.csv", turnover("RGT", 50, title="=1+1")))
        assert store.declared()["turnover"].title == "=1+1"

    def test_a_cell_with_a_formula_gives_what_was_last_saved(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        formula = sheet_of(
            '<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x.example")</f><v>code</v></c></row>'
        )
        assert open_grid("a.xlsx", formula).cells.rows() == [(1, "code")]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Fen\u202eland", "turn the text around"),
        ("Fen\x07land", "do not print"),
        ("x" * 301, "301"),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused(
    name: str, why: str, store: Workspace, tmp_path: Path
) -> None:
    text = TIDY.replace("value\n", "value,name\n") + (
        f"AZZ1,sickness,2024-04-01,2024-04-30,1,100,,{name}\n"
    )
    (outcome,) = store.load("auto", [written(tmp_path, "a.csv", text)], at=NOON).outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "STO-131"
    assert why in outcome.refusal.problem
    types = f"trust_code,primary_category,name\nAZZ1,Acute,{name}\n"
    assert len(store.load("auto", [written(tmp_path, "b.csv", types)], at=NOON).outcomes) == 1


def test_a_name_in_a_list_of_bodies_is_looked_at_too(store: Workspace, tmp_path: Path) -> None:
    text = "organisation,name,lon,lat\nRGT,Fen\x07land,0,52\n"
    (outcome,) = store.load("auto", [written(tmp_path, "a.csv", text)], at=NOON).outcomes
    assert outcome.as_dict()["code"] == "STO-131"


class TestCodes:
    def test_totals_of_a_tidy_table_are_left_out_and_counted(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        words = ("ENG", "All", "TOTALS", "England", "-", "National")
        months = {(word, "2024-04"): (9, 100) for word in words}
        text = sickness({("RGT", "2024-04"): (5, 100), **months})
        report = taken(store, written(tmp_path, "april.csv", text)).outcomes[0].as_dict()
        assert report["dropped"] == [{"reason": "total row", "rows": 6, "example": "row 3"}]
        assert values(store, "sickness") == [("RGT", "2024-04-01", 0.05)]

    def test_no_body_in_the_register_has_a_totals_name(self) -> None:
        register = shipped.register()
        codes = {link.old for link in register.successions} | {
            link.new for link in register.successions
        }
        assert not {word.upper() for word in TOTAL_CODES} & (codes | register.organisations.keys())

    def test_codes_that_nobody_knows_are_kept_and_told(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        codes = ["RGT", *(f"ZZ{n}" for n in range(7))]
        text = sickness({(code, "2024-04"): (5, 100) for code in codes})
        report = taken(store, written(tmp_path, "april.csv", text)).outcomes[0].as_dict()
        assert report["unknown_codes"] == {
            "codes": 7, "examples": ["ZZ0", "ZZ1", "ZZ2", "ZZ3", "ZZ4"],
        }  # fmt: skip
        assert report["checks"] == [
            "7 of 8 codes are ones that the register does not know (ZZ0, ZZ1, ZZ2, ZZ3, ZZ4, ...). "
            "Their figures are kept."
        ]
        assert len(values(store, "sickness")) == 8

    def test_a_code_of_a_loaded_list_is_known(self, store: Workspace, tmp_path: Path) -> None:
        text = sickness({("ZZ1", "2024-04"): (5, 100), ("ZZ2", "2024-04"): (5, 100)})
        points = "organisation,name,lon,lat\nZZ1,Fenland,0,52\n"
        links = '"RGT","ZZ2","","20240401","0"\n'
        taken(store, written(tmp_path, "a.csv", points), written(tmp_path, "b.csv", links))
        report = taken(store, written(tmp_path, "april.csv", text)).outcomes[0].as_dict()
        assert report["unknown_codes"]["codes"] == 0
        assert report["checks"] == []

    def test_a_publishers_own_names_do_not_make_a_code_known(
        self, store: Workspace, tmp_path: Path
    ) -> None:
        text = accident_and_emergency({"RGT": (100, 10, 5), "AXX9": (10, 1, 0)})
        report = taken(store, written(tmp_path, "ae.csv", text)).outcomes[0].as_dict()
        assert report["unknown_codes"]["examples"] == ["AXX9"]


def test_the_publishers_own_files_pass(nhs_data: Path) -> None:
    files = [path for path in sorted(nhs_data.rglob("*")) if path.is_file()]
    assert [inspect(path.name, path.read_bytes()) for path in files] == [()] * len(files)
