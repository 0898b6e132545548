"""Files that somebody made to do harm, or by mistake, and small workbooks to hide things in."""

from __future__ import annotations

import io
import struct
import zipfile

import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A zip of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(rows: list[list[object]]) -> bytes:
    """A sound workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Figures")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def changed(book: bytes, parts: dict[str, bytes | str]) -> bytes:
    """The workbook with these parts put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        held: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**held, **parts})


def sheet_of(cells: str) -> bytes:
    """A workbook whose one sheet has these rows of XML."""
    rows = f"<sheetData>{cells}</sheetData>"
    whole = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{rows}</worksheet>'
    return changed(xlsx([["x"]]), {SHEET: whole})


def strings_of(*texts: str) -> str:
    """The part with shared texts."""
    inside = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<?xml version="1.0"?><sst xmlns="{MAIN}">{inside}</sst>'


def ods(rows: str) -> bytes:
    """An ODS whose one table has these rows of XML."""
    names = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<?xml version="1.0"?><m:manifest xmlns:m="urn:m"/>',
            "content.xml": f'<?xml version="1.0"?><office:document-content {names}><office:body>'
            f'<office:spreadsheet><table:table table:name="Figures">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_cell(text: str, *, repeated: int = 1) -> str:
    """A cell of text in an ODS."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_row(cells: str, *, repeated: int = 1) -> str:
    """A row of an ODS."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def xls(cells: dict[tuple[int, int], object], *, sheets: int = 1) -> bytes:
    """An old workbook with the same cells in each sheet."""
    book = xlwt.Workbook()
    for number in range(sheets):
        sheet = book.add_sheet(f"Sheet {number}")
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def record(kind: int, body: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def understated(book: bytes, name: str, size: int) -> bytes:
    """A zip whose directory says that one of its files is smaller than it is."""
    data = bytearray(book)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        real = archive.getinfo(name).file_size
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    assert struct.unpack_from("<I", data, at + 24)[0] == real
    struct.pack_into("<I", data, at + 24, size)
    return bytes(data)


def overlapping(name: str, content: bytes) -> bytes:
    """A zip whose directory lists one file three times."""
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        archive.writestr(name, content)
    data = out.getvalue()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[at:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 3, 3, 3 * len(listed))
    return data[:at] + 3 * listed + bytes(tail)


def with_stream(book: bytes, name: str) -> bytes:
    """An old workbook with a further stream, as macros are kept."""
    at = book.rindex("Workbook".encode("utf-16-le")) + 128
    label = name.encode("utf-16-le")
    entry = label.ljust(64, b"\x00") + struct.pack("<H", len(label) + 2)
    return book[:at] + entry + book[at + len(entry) :]


def in_a_circle(book: bytes) -> bytes:
    """An old workbook whose stream leads back to its own first sector."""
    data = bytearray(book)
    table = 512 + 512 * struct.unpack_from("<I", data, 76)[0]
    entry = book.rindex("Workbook".encode("utf-16-le"))
    first = struct.unpack_from("<I", data, entry + 116)[0]
    struct.pack_into("<I", data, table + 4 * first, first)
    return bytes(data)


def claiming(book: bytes, rows: int, columns: int) -> bytes:
    """An old workbook whose sheet says that it is larger than it is."""
    at = book.index(struct.pack("<HH", 0x0200, 14)) + 4
    return book[:at] + struct.pack("<IIHH", 0, rows, 0, columns) + book[at + 12 :]


def astray(book: bytes) -> bytes:
    """An old workbook whose list says that its sheet begins in the middle of something."""
    at = book.index(struct.pack("<H", 0x0085)) + 4
    start = struct.unpack_from("<I", book, at)[0]
    return book[:at] + struct.pack("<I", start + 2) + book[at + 4 :]
