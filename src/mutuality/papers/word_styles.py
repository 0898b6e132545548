"""What the text of a Word paper looks like.

In:    the styles of a new Word file.
Out:   the same styles, in one typeface, and a few of our own.
Never: a look that is set on a paragraph and not on its style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt

from mutuality.papers import word as w

if TYPE_CHECKING:
    from collections.abc import Sequence


def set_styles(styles: Any, *, thirds: Sequence[float]) -> None:
    """Set the styles that a paper uses. `thirds` are tab stops of the front sheet, in centimetres.

    Every heading keeps its own style, so that Word's navigation and screen readers find it.
    """
    w.set_face(styles["Normal"], size=10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 10.5)):
        w.set_face(styles[name], size=size, colour=w.ACCENT, bold=True)
        styles[name].paragraph_format.space_before = Pt(size)
        styles[name].paragraph_format.space_after = Pt(4)
    w.set_face(styles["Title"], size=18, bold=True)
    styles["Title"].paragraph_format.space_after = Pt(4)
    w.set_face(styles["Subtitle"], size=11, colour=w.QUIET)
    w.set_face(styles["Caption"], size=10, bold=True)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    for name in ("List Bullet", "List Number"):
        styles[name].paragraph_format.space_after = Pt(2)
    for name, base, size, colour in (
        ("Lead", "Normal", 12, w.INK),
        ("Small", "Normal", 8.5, w.QUIET),
        ("Table text", "Normal", 9, w.INK),
        ("Table head", "Table text", 9, w.INK),
        ("Front", "Normal", 9, w.INK),
        ("Compact", "Normal", 9, w.INK),
        ("Compact bullet", "List Bullet", 9, w.INK),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        w.set_face(style, size=size, colour=colour, bold=name == "Table head" or None)
        style.paragraph_format.space_after = Pt(2)
    for third in thirds:
        styles["Front"].paragraph_format.tab_stops.add_tab_stop(Cm(third))
