"""Charts, tables and papers that people read.

In:    results of the rooms, as values.
Out:   a Document, and the same as a web page or a Word file.
Never: a chart without its table, its source and its last period; a remote font, script or style.
Read first: document.py, then board_paper.py.
"""

from mutuality.papers.board.material import FrontSheet
from mutuality.papers.board_paper import board_paper
from mutuality.papers.document import Document, Figure
from mutuality.papers.docx import to_docx
from mutuality.papers.html import to_html
from mutuality.papers.profile import profile
from mutuality.papers.shown import Series, show

__all__ = [
    "Document",
    "Figure",
    "FrontSheet",
    "Series",
    "board_paper",
    "profile",
    "show",
    "to_docx",
    "to_html",
]
