"""A paper as a Word file, which company secretaries edit.

In:    a Document, and the day it is made.
Out:   the bytes of a .docx: real headings, repeating header rows, pictures with alternative text,
       page numbers, and the figures behind each chart in an appendix.
Never: a clock. The same document on the same day gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from itertools import count
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from mutuality.papers import word as w
from mutuality.papers.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
)
from mutuality.papers.markup import plain, runs
from mutuality.papers.pages import groups, is_wide, outline
from mutuality.papers.widths import widths
from mutuality.papers.word_styles import set_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = {
    "verdict": ("Verdict", "12436D", "EAF1F7"),
    "warning": ("Warning", "801650", "F9EEF3"),
    "note": ("Note", "1B1B1B", "F3F4F5"),
}
APPENDIX = "Figures behind the charts"
NUMBERED = "List Number"
TINT = "EAF1F7"
PAGE = 17.4  # centimetres between the margins
ABREAST = 3
SHORT = 36  # letters of a label and its value that still fit a third of a line


def to_docx(document: Document, *, at: dt.date) -> bytes:
    """The document as a Word file dated `at`.

    The first line of `document.footer` stands at the foot of every page; all of them close the
    paper.
    """
    return w.to_bytes(_Writer(document, at).write())


class _Writer:
    """Holds the open file and the counters while the blocks are written in order."""

    def __init__(self, document: Document, at: dt.date) -> None:
        self.document = document
        self.outline = outline(document)
        self.word: Any = docx.Document()
        self.numbers = count(1)
        self.compact = False
        self.twins: list[tuple[str, Table]] = []
        # Word allows 40 characters in a bookmark's name, letters first, and no hyphen.
        self.bookmarks = {
            section.heading.anchor: f"section_{place}"
            for place, section in enumerate(self.outline.sections, start=1)
        }
        self._set_up(at)

    def write(self) -> Any:
        document = self.document
        self.word.add_paragraph(document.title, style="Title")
        self._text(self.word.add_paragraph(style="Subtitle"), document.subtitle)
        if document.front:
            self._front()
        self._opening()
        if self.outline.sections:
            self._contents()
        for section in self.outline.sections:
            for block in (section.heading, *section.blocks):
                self._block(block)
        self._appendix()
        for line in document.footer:
            self._text(self.word.add_paragraph(style="Small"), line)
        return self.word

    def _set_up(self, at: dt.date) -> None:
        word, document = self.word, self.document
        w.set_language(word, document.language)
        set_styles(word.styles, thirds=(PAGE / ABREAST, 2 * PAGE / ABREAST))
        section = word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - PAGE) / 2)
        section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.8)
        self._text(section.header.paragraphs[0], document.title)
        section.header.paragraphs[0].style = "Small"
        foot = section.footer.paragraphs[0]
        foot.style = "Small"
        self._text(foot, f"{document.footer[0]}  Page " if document.footer else "Page ")
        w.add_field(foot, "PAGE")
        foot.add_run(" of ")
        w.add_field(foot, "NUMPAGES")
        about, made = word.core_properties, dt.datetime.combine(at, dt.time(), dt.UTC)
        front = dict(document.front)
        about.title, about.subject = document.title, document.subtitle
        about.author = about.last_modified_by = front.get("Author", "Mutuality")
        about.created = about.modified = made
        about.language, about.keywords = document.language, ", ".join(document.keywords)
        about.comments, about.revision = "Made with Mutuality.", 1

    def _front(self) -> None:
        """The front sheet; up to three short entries share a line."""
        line: list[tuple[str, str]] = []
        for label, value in self.document.front:
            short = len(label) + len(plain(value)) <= SHORT
            if line and (not short or len(line) == ABREAST):
                self._front_line(line)
                line = []
            line.append((label, value))
            if not short:
                self._front_line(line)
                line = []
        if line:
            self._front_line(line)

    def _front_line(self, entries: Sequence[tuple[str, str]]) -> None:
        paragraph = self.word.add_paragraph(style="Front")
        self._text(paragraph, "\t".join(f"**{label}** {value}" for label, value in entries))

    def _opening(self) -> None:
        """Page one, set small; two narrow groups in a row stand side by side."""
        self.compact = True
        if self.outline.heading:
            self._heading(self.outline.heading)
        waiting = list(groups(self.outline.opening))
        while waiting:
            beside = len(waiting) > 1 and not is_wide(waiting[0]) and not is_wide(waiting[1])
            if beside:
                w.start_columns(self.word, 2)
            for place in range(1 + beside):
                first, *rest = waiting.pop(0)
                line = self._block(first)
                if place:
                    w.break_column(line)
                for block in rest:
                    self._block(block)
            if beside:
                w.start_columns(self.word, 1)
        self.compact = False

    def _contents(self) -> None:
        heading = self.word.add_paragraph("Contents", style="Heading 1")
        heading.paragraph_format.page_break_before = True
        number = w.start_list(self.word, NUMBERED)
        for section in self.outline.sections:
            line = self.word.add_paragraph(style=NUMBERED)
            w.number_item(line, number)
            w.add_link(line, section.heading.text, f"#{section.heading.anchor}", self.bookmarks)

    def _block(self, block: Block) -> Any:
        """Write a block; a heading gives its line back."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                style = {"body": self._body, "lead": "Lead", "small": "Small"}[block.tone]
                self._text(self.word.add_paragraph(style=style), block.text)
            case Bullets():
                self._bullets(block)
            case Callout():
                self._callout(block)
            case Table():
                self._table(block)
            case _:
                self._figure(block)
        return None

    @property
    def _body(self) -> str:
        return "Compact" if self.compact else "Normal"

    def _heading(self, heading: Heading) -> Any:
        line = self.word.add_paragraph(style=f"Heading {heading.level - 1}")
        self._text(line, heading.text)
        if self.compact:
            line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(4), Pt(1)
        if heading.anchor in self.bookmarks:
            w.add_bookmark(line, self.bookmarks[heading.anchor], self.numbers)
        return line

    def _bullets(self, bullets: Bullets) -> None:
        number = w.start_list(self.word, NUMBERED) if bullets.numbered else None
        plain = "Compact bullet" if self.compact else "List Bullet"
        for item in bullets.items:
            line = self.word.add_paragraph(style=plain if number is None else NUMBERED)
            if number is not None:
                w.number_item(line, number)
            self._text(line, item)

    def _callout(self, callout: Callout) -> None:
        kind, edge, fill = KINDS[callout.kind]
        for text, keep in ((f"**{kind}: {callout.title}**", True), (callout.text, False)):
            line = self.word.add_paragraph(style=self._body)
            # The box first: python-docx then puts spacing after it, as the schema asks.
            w.box(line, edge=edge, fill=fill)
            line.paragraph_format.keep_with_next = keep
            line.paragraph_format.space_after = Pt(0 if keep else 4 if self.compact else 8)
            self._text(line, text)

    def _table(self, block: Table, *, captioned: bool = True) -> None:
        if captioned:
            self._text(self.word.add_paragraph(style="Caption"), block.caption)
        table = self.word.add_table(1, len(block.columns), style="Table Grid")
        w.describe_table(table, block.caption)
        w.repeat_header(table.rows[0])
        for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
            w.shade(cell, TINT)
            self._cell(cell, name, numeric=name in block.numeric, strong=True)
        for values in block.rows:
            row = table.add_row()
            w.keep_together(row)
            for cell, name, value in zip(row.cells, block.columns, values, strict=True):
                heads = name == block.columns[0]
                self._cell(cell, value, numeric=name in block.numeric, strong=heads)
        w.set_widths(table, widths(block, page=PAGE))
        self._text(self.word.add_paragraph(style="Small"), block.note)

    def _cell(self, cell: Any, text: str, *, numeric: bool = False, strong: bool = False) -> None:
        line = cell.paragraphs[0]
        line.style = "Table head" if strong else "Table text"
        if numeric:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._text(line, text)

    def _figure(self, figure: Figure) -> None:
        self._text(self.word.add_paragraph(style="Caption"), figure.title)
        under = self.word.add_paragraph(style="Small")
        under.paragraph_format.keep_with_next = True
        self._text(under, figure.subtitle)
        line = self.word.add_paragraph()
        line.paragraph_format.keep_with_next = True
        picture = line.add_run()
        picture.add_picture(io.BytesIO(figure.png), width=Cm(16))
        w.describe_picture(picture, title=figure.title, alt=figure.alt)
        if figure.note:
            self._text(self.word.add_paragraph(style="Small"), figure.note)
        name = f"twin_{len(self.twins) + 1}"
        self.bookmarks[name] = name
        self.twins.append((name, figure.twin))
        self._text(
            self.word.add_paragraph(style="Small"),
            f"Last period shown: {figure.last_period}. {figure.source} "
            f"[The figures behind this chart](#{name}) are at the end.",
        )

    def _appendix(self) -> None:
        if not self.twins:
            return
        opening = self.word.add_paragraph(APPENDIX, style="Heading 1")
        opening.paragraph_format.page_break_before = True
        for name, twin in self.twins:
            heading = self.word.add_paragraph(style="Heading 2")
            self._text(heading, twin.caption)
            w.add_bookmark(heading, name, self.numbers)
            self._table(twin, captioned=False)

    def _text(self, paragraph: Any, text: str) -> None:
        for run in runs(text):
            if run.href:
                w.add_link(paragraph, run.text, run.href, self.bookmarks)
            else:
                paragraph.add_run(run.text).bold = True if run.strong else None
