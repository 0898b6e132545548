"""Somebody saves a table or a chart, and opens it years later, or in a script, or in a hurry."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import TWIN, a_figure

from mutuality.base import OGL, Refusal
from mutuality.papers import (
    FIGURE_FORMS,
    TABLE_FORMS,
    Attribution,
    Table,
    figure_file,
    table_file,
)

SVG = "{http://www.w3.org/2000/svg}"
SAID = Attribution(
    title="Waits, an invented trust",
    sources=(f"Source: NHS England, Waits, accessed 3 November 2026. {OGL}", "An invented list."),
    accessed=dt.date(2026, 11, 3),
    version="edition of October 2026",
    software="Mutuality 0.1.0",
    licence=OGL,
    method="Counted by hand.",
)
ADVICE = "Decision support, not legal, financial or HR advice."
# A spreadsheet's times belong to no zone.
MORNING = dt.datetime.fromisoformat("2026-11-22 09:30")
FRAME = pl.DataFrame(
    {
        "code": ["R0A", "RMP", None],
        "waits": [12, 1_485, None],
        "share": [0.5, None, 0.25],
        "day": [dt.date(2026, 11, 22), None, dt.date(1999, 1, 2)],
        "at": [MORNING, None, MORNING],
        "whole": [True, None, False],
    }
)


def rows_of(content: bytes) -> list[list[str]]:
    """A CSV as a script without any library would read it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content: bytes, sheet: str, *, header: int | None) -> pl.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a column of mixed kinds is read as text, and said so
        return pl.read_excel(
            io.BytesIO(content), sheet_name=sheet, has_header=header is not None,
            read_options={} if header is None else {"header_row": header},
        )  # fmt: skip


def figures_of(content: bytes) -> pl.DataFrame:
    return read_sheet(content, "Table_1", header=3)


def notes_of(content: bytes) -> dict[str, str]:
    """What the notes say, by label; several sources come one to a line."""
    found: dict[str, str] = {}
    for label, text in read_sheet(content, "Notes", header=2).rows():
        found[label] = f"{found[label]}\n{text}" if label in found else text
    return found


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return held.read(name).decode()


class TestCsv:
    def test_one_header_row_and_the_attribution_in_every_row(self) -> None:
        header, *rows = rows_of(table_file(FRAME, SAID, form="csv").content)
        added = header[FRAME.width :]
        assert header[: FRAME.width] == FRAME.columns
        assert added == [
            "data_source", "data_accessed", "data_version", "data_licence", "made_with", "advice",
        ]  # fmt: skip
        assert {tuple(row[FRAME.width :]) for row in rows} == {
            (
                "NHS England, Waits, accessed 3 November 2026.; An invented list.", "2026-11-03",
                "edition of October 2026", OGL, "Mutuality 0.1.0", ADVICE,
            )
        }  # fmt: skip

    def test_polars_reads_back_what_went_in(self) -> None:
        content = table_file(FRAME, SAID, form="csv").content
        back = pl.read_csv(content, try_parse_dates=True).select(FRAME.columns)
        assert back.equals(FRAME.with_columns(pl.col("at").cast(pl.Datetime("us"))))

    def test_excel_sees_that_it_is_utf_8(self) -> None:
        content = table_file(pl.DataFrame({"a": ["Q2 – £5"]}), SAID, form="csv").content
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\r\n" in content
        assert "Q2 – £5" in content.decode()

    def test_a_day_that_nobody_recorded_is_not_made_up(self) -> None:
        said = replace(SAID, accessed=None)
        other = replace(said, sources=("Nobody",))
        assert rows_of(table_file(FRAME, said, form="csv").content)[1][7] == "as the source says"
        assert rows_of(table_file(FRAME, other, form="csv").content)[1][7] == "not recorded"

    def test_a_column_of_ours_is_never_overwritten(self) -> None:
        with pytest.raises(Refusal, match="PAP-026"):
            table_file(pl.DataFrame({"Data_Source": [1]}), SAID, form="csv")


class TestFormulas:
    """A cell of somebody's upload must not run on the machine of whoever downloads it."""

    @pytest.mark.parametrize(
        "cell",
        ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0",
         "  =1", "'=1", "＝1+1", "\ufeff=1", "-", "+44 20 7946", "-1,23,4"],
    )  # fmt: skip
    def test_a_text_that_would_run_gets_a_quote_before_it(self, cell: str) -> None:
        content = table_file(pl.DataFrame({"a": [cell]}), SAID, form="csv").content
        clean = cell.replace("\r", "\n")
        assert rows_of(content)[1][0] == f"'{clean}"

    @pytest.mark.parametrize("cell", ["-1.5", "+3", "-1,234", "-5%", "1e5", "'tis", "R0A", "a=b"])
    def test_honest_text_and_numbers_stay_as_they_are(self, cell: str) -> None:
        assert rows_of(table_file(pl.DataFrame({"a": [cell]}), SAID, form="csv").content)[1][0] == (
            cell
        )

    def test_headings_and_the_attribution_are_cells_too(self) -> None:
        said = replace(SAID, version="=1+1")
        header, row = rows_of(table_file(pl.DataFrame({"=A": [-1]}), said, form="csv").content)
        assert (header[0], row[0], row[3]) == ("'=A", "-1", "'=1+1")

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
    def test_law_nothing_runs_and_one_quote_off_gives_it_back(self, cells: list[str]) -> None:
        table = Table("t", ("n", "a"), [(str(n), cell) for n, cell in enumerate(cells)])
        _, *rows = rows_of(table_file(table, SAID, form="csv").content)
        for row, cell in zip(rows, cells, strict=True):
            got = row[1]
            number = re.fullmatch(r"[+-]?[\d,]+(\.\d+)?%?", got)
            assert number or not re.match(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]", got)
            back = got[1:] if re.match(r"'+([\s\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\n])", got) else got
            kept = re.sub("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd",
                          re.sub("\r\n?", "\n", cell))  # fmt: skip
            # Markup of papers is taken off, and what looks like it here may go with it.
            assert back == kept or "*" in cell or "](" in cell

    @pytest.mark.parametrize("form", ["xlsx", "ods"])
    def test_no_workbook_holds_a_formula(self, form: str) -> None:
        frame = pl.DataFrame({"=A1": ["=1+1", "@SUM(A1)"]})
        content = table_file(frame, replace(SAID, method="=1+1"), form=form).content
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            whole = b"".join(held.read(name) for name in held.namelist() if "sheet" in name)
            whole += held.read("content.xml") if form == "ods" else b""
        assert b"<f>" not in whole
        assert b"table:formula" not in whole
        assert figures_of(content).to_dict(as_series=False) == {"=A1": ["=1+1", "@SUM(A1)"]}
        assert notes_of(content)["How this was calculated"] == "=1+1"

    def test_in_excel_it_stays_text_when_somebody_edits_the_cell(self) -> None:
        content = table_file(pl.DataFrame({"a": ["=1+1"]}), SAID, form="xlsx").content
        assert 'quotePrefix="1"' in part(content, "xl/styles.xml")


@pytest.mark.parametrize("form", ["xlsx", "ods"])
class TestWorkbooks:
    def test_three_sheets_with_one_table_on_the_last(self, form: str) -> None:
        content = table_file(FRAME, SAID, form=form).content
        contents = read_sheet(content, "Contents", header=None).rows()
        assert contents[0][0] == "Waits, an invented trust"
        assert contents[1][0] == ADVICE
        assert [row[0] for row in contents[-3:]] == ["Sheet", "Notes", "Table_1"]
        assert contents[-1][1] == "Waits, an invented trust (3 rows and 6 columns)"

    def test_the_notes_say_whence_when_and_how(self, form: str) -> None:
        assert notes_of(table_file(FRAME, SAID, form=form).content) == {
            "Source": "NHS England, Waits, accessed 3 November 2026.\nAn invented list.",
            "Accessed": "3 November 2026",
            "Data version": "edition of October 2026",
            "Licence": OGL,
            "How this was calculated": "Counted by hand.",
            "Made with": "Mutuality 0.1.0",
            "Advice": ADVICE,
            "Missing figures": "[x] means not available: no figure is held. 6 cells hold it.",
        }

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ([1], "No figure is missing from this table."),
            ([1, None], "[x] means not available: no figure is held. 1 cell holds it."),
        ],
    )
    def test_gaps_are_counted(self, form: str, cells: list[int | None], said: str) -> None:
        notes = notes_of(table_file(pl.DataFrame({"a": cells}), SAID, form=form).content)
        assert notes["Missing figures"] == said

    def test_numbers_are_numbers_and_dates_dates(self, form: str) -> None:
        whole = FRAME.head(1)
        back = figures_of(table_file(whole, SAID, form=form).content)
        assert back.columns == FRAME.columns
        assert [kind.base_type() for kind in back.dtypes] == [
            pl.String, pl.Int64, pl.Float64, back["day"].dtype.base_type(), pl.Datetime, pl.Boolean,
        ]  # fmt: skip
        assert back["day"].dtype.is_temporal()
        code, waits, share, day, at, yes = back.row(0)
        assert (code, waits, share, yes) == ("R0A", 12, 0.5, True)
        assert str(day)[:10] == "2026-11-22"
        assert at == MORNING

    def test_what_is_not_held_is_marked(self, form: str) -> None:
        back = figures_of(table_file(FRAME, SAID, form=form).content)
        assert back.row(1)[2:] == ("[x]",) * 4
        assert back.row(2)[:2] == ("[x]", "[x]")

    def test_awkward_text_survives(self, form: str) -> None:
        text = '  two  spaces and <&> "marks"\nthen é£ 😀 '
        back = figures_of(table_file(pl.DataFrame({"<a> & b": [text]}), SAID, form=form).content)
        assert back.columns == ["<a> & b"]
        assert back.item() == text

    def test_control_characters_leave_a_mark_and_no_damage(self, form: str) -> None:
        said = replace(SAID, title="a\x00b", version="\ud800")
        back = figures_of(table_file(pl.DataFrame({"a\x0b": ["x\x1fy"]}), said, form=form).content)
        assert back.to_dict(as_series=False) == {"a\ufffd": ["x\ufffdy"]}

    def test_the_same_table_is_the_same_bytes(self, form: str) -> None:
        made = table_file(FRAME, SAID, form=form).content
        assert made == table_file(FRAME, SAID, form=form).content
        assert made != table_file(FRAME.head(1), SAID, form=form).content

    def test_it_has_a_title_and_a_language(self, form: str) -> None:
        content = table_file(FRAME, SAID, form=form).content
        about = {"xlsx": ("docProps/core.xml", "docProps/custom.xml"), "ods": ("meta.xml",)}[form]
        told = "".join(part(content, name) for name in about)
        assert "Waits, an invented trust" in told
        assert "en-GB" in told

    def test_more_than_a_spreadsheet_holds_is_refused(self, form: str) -> None:
        long = pl.DataFrame({"a": pl.repeat(1, 1_048_573, eager=True)})
        wide = pl.DataFrame({f"c{n}": [1] for n in range(16_385)})
        deep = pl.DataFrame({"a": ["😀" * 16_384]})
        for frame in (long, wide, deep):
            with pytest.raises(Refusal, match="PAP-028"):
                table_file(frame, SAID, form=form)


class TestMarkedUp:
    """What a screen reader needs, and no reader of figures shows."""

    def test_excel_tables_with_a_frozen_header(self) -> None:
        content = table_file(FRAME, SAID, form="xlsx").content
        tables = [part(content, f"xl/tables/table{n}.xml") for n in (1, 2, 3)]
        refs = [re.findall(r'displayName="(\w+)" ref="([A-Z0-9:]+)"', text)[0] for text in tables]
        assert refs == [("Contents_table", "A4:B6"), ("Notes_table", "A3:B12"),
                        ("Table_1", "A4:F7")]  # fmt: skip
        sheet = part(content, "xl/worksheets/sheet3.xml")
        assert 'ySplit="4" topLeftCell="B5"' in sheet
        assert 'state="frozen"' in sheet

    def test_open_document_headers_are_headers(self) -> None:
        from odf.opendocument import load

        content = table_file(FRAME, SAID, form="ods").content
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            first = held.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            for name in held.namelist()[1:]:
                ET.fromstring(held.read(name))
        # A second reader, which knows what the standard lets stand where.
        assert load(io.BytesIO(content)).getMediaType().endswith("opendocument.spreadsheet")
        whole = part(content, "content.xml")
        assert whole.count("<table:table-header-rows>") == 3
        assert 'table:target-range-address="Table_1.A4:Table_1.F7"' in whole
        assert 'config:name="Table_1"' in part(content, "settings.xml")

    def test_open_document_keeps_a_tab(self) -> None:
        content = table_file(pl.DataFrame({"a": ["x\ty"]}), SAID, form="ods").content
        assert "<text:p>x<text:tab/>y</text:p>" in part(content, "content.xml")

    def test_columns_past_z_have_two_letters(self) -> None:
        frame = pl.DataFrame({f"c{n}": [n] for n in range(53)})
        content = table_file(frame, SAID, form="ods").content
        assert 'table:target-range-address="Table_1.A4:Table_1.BA5"' in part(content, "content.xml")


class TestTablesOfPapers:
    def test_numeric_columns_become_numbers_and_per_cent_moves_up(self) -> None:
        table = Table(
            "Scores **bold**", ("Option", "Share", "Cost", "Loss", "Range", "Words"),
            [("[Buddy](#b)", "50%", "1,485", "\u22120.5", "1 to 2", "-1 day"),
             ("Merge", "–", "not supplied", "2", "", "")],
            frozenset({"Share", "Cost", "Loss", "Range"}), "About **this**.",
        )  # fmt: skip
        header, first, second = rows_of(table_file(table, SAID, form="csv").content)
        assert header[:6] == ["Option", "Share (%)", "Cost", "Loss", "Range", "Words"]
        assert first[:6] == ["Buddy", "50", "1485", "-0.5", "1 to 2", "'-1 day"]
        assert second[:6] == ["Merge", "", "", "2.0", "", ""]
        for form in ("xlsx", "ods"):
            content = table_file(table, SAID, form=form).content
            back = figures_of(content)
            assert back["Loss"].to_list() == [-0.5, 2]
            assert notes_of(content)["About this table"] == "About this."
            assert read_sheet(content, "Table_1", header=None).item(0, 0) == "Scores bold"

    def test_numbers_look_as_they_were_printed(self) -> None:
        table = Table("t", ("a", "b", "c"), [("x", "1,234.50", "2024")], frozenset({"b", "c"}))
        assert 'formatCode="#,##0.00"' in part(
            table_file(table, SAID, form="xlsx").content, "xl/styles.xml"
        )
        ods = part(table_file(table, SAID, form="ods").content, "content.xml")
        assert 'number:decimal-places="2"' in ods
        assert 'number:grouping="true"' in ods
        assert 'number:decimal-places="0"' in ods

    @pytest.mark.parametrize("cells", [("1", "2%"), ("1 to 2", "3"), ("–", ""), ("1,23", "4")])
    def test_a_column_that_is_not_all_numbers_stays_text(self, cells: tuple[str, ...]) -> None:
        table = Table("t", ("a", "b"), [("x", cell) for cell in cells], frozenset({"b"}))
        _, *rows = rows_of(table_file(table, SAID, form="csv").content)
        assert tuple(row[1] for row in rows) == cells

    def test_the_figures_behind_a_chart(self) -> None:
        figure = a_figure()
        said = Attribution.of(figure, accessed=None, version="May 2026", software="Mutuality 0.1.0")
        assert (said.title, said.publications) == ("Waits fell", ("invented.",))
        assert said.licence == "See the source for its licence."
        open_data = replace(figure, source=f"Source: NHS England, Waits. {OGL}")
        assert Attribution.of(open_data, accessed=None, version="v", software="m").licence == OGL
        assert rows_of(table_file(TWIN, said, form="csv").content)[1][:2] == ["May", "12"]


class TestKinds:
    def test_every_kind_of_column_that_can_be_held(self) -> None:
        frame = pl.DataFrame(
            {
                "flags": [["part-missing", "break:1"]],
                "form": pl.Series(["merger"], dtype=pl.Categorical),
                "money": pl.Series([Decimal("1.25")], dtype=pl.Decimal(10, 2)),
                "zoned": pl.Series([MORNING]).dt.replace_time_zone("Europe/London"),
                "nothing": pl.Series([None], dtype=pl.Null),
                "nan": [math.nan],
                "small": pl.Series([7], dtype=pl.UInt8),
                "label": [12345678901234567],
                "whole": [True],
            }
        )
        _, row = rows_of(table_file(frame, SAID, form="csv").content)
        assert row[:9] == [
            "part-missing|break:1", "merger", "1.25", "2026-11-22T09:30:00.000000+00:00", "", "",
            "7", "12345678901234567", "true",
        ]  # fmt: skip
        # Excel would turn the last digits of a long number into noughts, so it is text there.
        back = figures_of(table_file(frame, SAID, form="xlsx").content)
        assert back["label"].to_list() == ["12345678901234567"]

    @pytest.mark.parametrize(
        "column",
        [[[1, 2]], [{"a": 1}], [b"raw"], [dt.timedelta(1)], [math.inf]],
        ids=["numbers", "struct", "bytes", "span", "infinite"],
    )
    def test_what_no_spreadsheet_holds_is_refused(self, column: list[Any]) -> None:
        with pytest.raises(Refusal, match="PAP-027"):
            table_file(pl.DataFrame({"a": column}), SAID, form="csv")

    @pytest.mark.parametrize("names", [("a", "A"), ("", "b"), ("x" * 256, "b")])
    def test_each_column_needs_a_name_of_its_own(self, names: tuple[str, str]) -> None:
        with pytest.raises(Refusal, match="PAP-026"):
            table_file(Table("t", names, [("1", "2")]), SAID, form="csv")

    def test_two_headings_that_become_one_are_refused(self) -> None:
        table = Table("t", ("a (%)", "a"), [("x", "5%")], frozenset({"a"}))
        with pytest.raises(Refusal, match="PAP-026"):
            table_file(table, SAID, form="csv")

    @pytest.mark.parametrize(
        "table", [pl.DataFrame(), pl.DataFrame({"a": []}), Table("t", ("a",), [])]
    )
    def test_an_empty_table_is_refused_with_what_to_do(self, table: Any) -> None:
        with pytest.raises(Refusal, match=r"PAP-025.*Widen"):
            table_file(table, SAID, form="csv")


class TestFiles:
    def test_each_form_says_what_it_is(self) -> None:
        kinds = [table_file(FRAME, SAID, form=form)[1:] for form in TABLE_FORMS]
        kinds += [figure_file(a_figure(), SAID, form=form)[1:] for form in FIGURE_FORMS]
        assert kinds == [
            ("text/csv; charset=utf-8", "waits-an-invented-trust.csv"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             "waits-an-invented-trust.xlsx"),
            ("application/vnd.oasis.opendocument.spreadsheet", "waits-an-invented-trust.ods"),
            ("image/svg+xml", "waits-fell.svg"),
            ("image/png", "waits-fell.png"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("title", "name"),
        [("../../etc/passwd", "etc-passwd"), ("Trôp d’été\r\nX: 1", "trop-dete-x-1"),
         ("数", "mutuality"), ("a" * 200, "a" * 80)],
    )  # fmt: skip
    def test_a_title_makes_a_safe_name(self, title: str, name: str) -> None:
        assert table_file(FRAME, replace(SAID, title=title), form="csv").name == f"{name}.csv"

    def test_other_forms_are_refused(self) -> None:
        with pytest.raises(Refusal, match=r"PAP-029.*csv, xlsx, ods"):
            table_file(FRAME, SAID, form="png")
        with pytest.raises(Refusal, match=r"PAP-029.*svg, png"):
            figure_file(a_figure(), SAID, form="csv")

    @pytest.mark.parametrize(
        "absent", [{"sources": ()}, {"sources": (" ",)}, {"title": ""}, {"version": " "},
                   {"licence": ""}, {"software": ""}]
    )  # fmt: skip
    def test_nothing_leaves_without_its_source(self, absent: dict[str, Any]) -> None:
        with pytest.raises(Refusal, match="PAP-024"):
            replace(SAID, **absent)


def texts(svg: bytes) -> list[str]:
    """The lines of words in a picture, in order."""
    return [line.text or "" for line in ET.fromstring(svg).iter(f"{SVG}text")]


class TestPictures:
    def test_the_picture_says_whence_it_comes(self) -> None:
        figure = replace(a_figure(), note="A note of **weight**.")
        lines = texts(figure_file(figure, SAID, form="svg").content)
        assert lines == [
            "Waits fell",
            "Waits, an invented trust, May to June 2024",
            "A note of weight.",
            "Last period shown: June 2024.",
            "Source: NHS England, Waits, accessed 3 November 2026.",
            "Source: An invented list.",
            "Accessed: 3 November 2026. Data version: edition of October 2026.",
            OGL,
            "How this was calculated: Counted by hand.",
            f"Made with Mutuality 0.1.0. {ADVICE}",
        ]

    def test_what_is_not_said_takes_no_line(self) -> None:
        figure = replace(a_figure(), subtitle="")
        lines = texts(figure_file(figure, replace(SAID, method=""), form="svg").content)
        assert lines[:2] == ["Waits fell", "Last period shown: June 2024."]
        assert not [line for line in lines if line.startswith("How this") or not line]

    def test_it_stands_alone_and_runs_nothing(self) -> None:
        content = figure_file(a_figure(), SAID, form="svg").content
        root = ET.fromstring(content)
        assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http')
        assert (root[0].tag, root[0].text) == (f"{SVG}title", "Waits fell")
        assert root[1].tag == f"{SVG}desc"
        assert (root[1].text or "").startswith("A falling line Last period shown: June 2024.")
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert set(root.get("aria-labelledby", "").split()) <= set(ids)
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert kinds == {"svg", "title", "desc", "rect", "text", "defs", "clipPath", "g", "path"}
        assert not re.findall(rb"(?:href|src)=|url\((?!#)|style=|\bon\w+=", content)

    def test_a_picture_that_could_run_is_refused(self) -> None:
        bad = a_figure(svg='<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
        with pytest.raises(Refusal, match="PAP-022"):
            figure_file(bad, SAID, form="svg")

    @pytest.mark.parametrize(
        ("size", "placed"),
        [('width="600" height="300"', ("600", "300")),
         ('width="600px" height="300px" viewBox="0 0 6 3"', ("600", "300")),
         ('viewBox="0,0,640,320"', ("640", "320"))],
    )  # fmt: skip
    def test_the_plot_keeps_its_size(self, size: str, placed: tuple[str, str]) -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0L5 5"/></svg>'
        root = ET.fromstring(figure_file(a_figure(svg=svg), SAID, form="svg").content)
        plot = root.find(f"{SVG}svg")
        assert plot is not None
        assert (plot.get("width"), plot.get("height")) == placed
        below = [float(line.get("y", "")) for line in root.iter(f"{SVG}text")][-1]
        assert float(plot.get("y", "")) + float(placed[1]) < below < float(root.get("height", ""))

    @pytest.mark.parametrize("size", ["", 'width="100%" height="9"', 'width="1e3"'])
    def test_a_picture_of_no_known_size_is_refused(self, size: str) -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0"/></svg>'
        with pytest.raises(Refusal, match="PAP-021"):
            figure_file(a_figure(svg=svg), SAID, form="svg")

    def test_long_words_are_wrapped_and_none_is_lost(self) -> None:
        method = f"{'words ' * 60}{'x' * 300} end"
        content = figure_file(a_figure(), replace(SAID, method=method), form="svg").content
        lines = texts(content)
        told = lines[lines.index(OGL) + 1 : -1]
        assert len(told) > 4
        assert max(map(len, told)) < 130
        joined = "".join(told).replace(" ", "")
        assert joined == f"How this was calculated: {method}".replace(" ", "")

    def test_the_png_is_the_same_picture_with_the_words_beside_it(self) -> None:
        said = replace(SAID, software="Mutuality – 数")
        picture = figure_file(a_figure(), said, form="png").content
        kept, words, place = [], {}, 8
        while place < len(picture):
            size, kind = struct.unpack_from(">I4s", picture, place)
            body = picture[place + 8 : place + 8 + size]
            (check,) = struct.unpack_from(">I", picture, place + 8 + size)
            assert check == zlib.crc32(kind + body)
            if kind in (b"tEXt", b"iTXt"):
                key, _, rest = body.partition(b"\0")
                words[key.decode()] = rest.rpartition(b"\0")[2]
            kept.append(kind)
            place += 12 + size
        assert kept[0] == b"IHDR"
        assert kept[-1] == b"IEND"
        assert words["Title"] == b"Waits fell"
        assert words["Copyright"] == OGL.encode()
        assert words["Software"] == said.software.encode()
        assert b"NHS England" in words["Source"]
        assert ADVICE.encode() in words["Comment"]
        svg = ET.fromstring(figure_file(a_figure(), said, form="svg").content)
        wide, tall = struct.unpack_from(">II", picture, 16)
        assert wide == round(2 * float(svg.get("width", "")))
        assert abs(tall - 2 * float(svg.get("height", ""))) < 1
        assert picture == figure_file(a_figure(), said, form="png").content
