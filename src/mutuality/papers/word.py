"""What Word needs and python-docx leaves out.

In:    paragraphs, tables and pictures of python-docx.
Out:   the same with language, repeating header rows, alternative text, page numbers, links and
       bookmarks; and the finished file, byte for byte the same for the same document.
Never: words of a paper. This module knows nothing of what is written.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from itertools import count

INK, ACCENT, QUIET = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x12, 0x43, 0x6D), RGBColor(72, 72, 72)
FACE = "Arial"
# A zip entry must have a date; this is the earliest it can hold.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def element(tag: str, **attributes: str) -> Any:
    """An OOXML element such as `w:shd`, its attributes in the same namespace."""
    made = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name}"), value)
    return made


def set_language(word: Any, language: str) -> None:
    """Spelling and screen readers follow this; the template that ships says US English."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
    _one_face(properties)
    for old in word.settings.element.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), language)


def set_face(style: Any, *, size: float, colour: RGBColor = INK, bold: bool | None = None) -> None:
    """One typeface throughout, over whatever the theme says."""
    style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(size), colour
    style.font.bold, style.font.italic = bold, False
    _one_face(style.element.get_or_add_rPr())


def _one_face(properties: Any) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)


def set_widths(table: Any, columns: Sequence[float]) -> None:
    """Widths of the columns in centimetres; Word would make them all equal."""
    table.autofit = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, columns, strict=True):
            cell.width = Cm(width)


def repeat_header(row: Any) -> None:
    """Mark a row as the table's header, printed again on each page it runs over."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def keep_together(row: Any) -> None:
    """Let no row break across two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))


def describe_table(table: Any, caption: str) -> None:
    """Alternative text of a table, and which row and column hold its headings."""
    properties = table._tbl.tblPr
    properties.remove(properties.find(qn("w:tblLook")))
    flags = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0"}
    properties.append(element("w:tblLook", val="04A0", **flags, noHBand="1", noVBand="1"))
    properties.append(element("w:tblCaption", val=caption))


def shade(cell: Any, fill: str) -> None:
    """A background colour for a cell."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=fill))


def box(paragraph: Any, *, edge: str, fill: str) -> None:
    """A bar at the left and a tint behind, for a callout."""
    properties = paragraph._p.get_or_add_pPr()
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="36", space="8", color=edge))
    properties.append(borders)
    properties.append(element("w:shd", val="clear", color="auto", fill=fill))


def describe_picture(run: Any, *, title: str, alt: str) -> None:
    """Alternative text of the picture in a run."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("title", title)
        properties.set("descr", alt)


def add_field(paragraph: Any, instruction: str) -> None:
    """A field that Word works out, such as PAGE."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("1", ""), ("end", "")):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif text:
            code = element("w:instrText")
            code.text = f" {text} "
            run._r.append(code)


def add_bookmark(paragraph: Any, name: str, numbers: count[int]) -> None:
    """A place that links can lead to."""
    number = str(next(numbers))
    start = element("w:bookmarkStart", id=number, name=name)
    properties = paragraph._p.pPr
    position = 0 if properties is None else 1
    paragraph._p.insert(position, start)
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def add_link(paragraph: Any, text: str, href: str, bookmarks: dict[str, str]) -> None:
    """A link to an address, or to a bookmark for `#anchor`; plain text where nothing is there."""
    link = element("w:hyperlink")
    if href.startswith("#"):
        if href[1:] not in bookmarks:
            paragraph.add_run(text)
            return
        link.set(qn("w:anchor"), bookmarks[href[1:]])
    else:
        relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = ACCENT, True
    link.append(run._r)
    paragraph._p.append(link)


def start_list(word: Any, style: str) -> int:
    """A fresh run of numbers for a numbered list; without it Word counts on from the last one."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    used = word.styles[style].element.pPr.numPr.numId.val
    pattern = numbering.num_having_numId(used).abstractNumId.val
    number = numbering.add_num(pattern)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def number_item(paragraph: Any, number: int) -> None:
    """Put a paragraph into the list that `start_list` opened."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def start_columns(word: Any, number: int) -> None:
    """From here on, on the same page, set the text in so many columns."""
    columns = word.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), "400")


def break_column(paragraph: Any) -> None:
    """Let the paragraph, which has some text, stand at the head of the next column."""
    run = paragraph.add_run()
    run.add_break(WD_BREAK.COLUMN)
    paragraph.runs[0]._r.addprevious(run._r)


def to_bytes(word: Any) -> bytes:
    """The file, every entry of the zip dated alike: the same paper is the same bytes."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return fixed.getvalue()
