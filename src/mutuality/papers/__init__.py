"""Charts, tables and papers that people read.

In:    results of the rooms, as values.
Out:   a Document, and the same as a web page, a Word file or a PDF; any chart or table as a file.
Never: a chart without its table, its source and its last period; a remote font, script or style.
Read first: document.py, then board_paper.py.
"""

from mutuality.papers.ages import is_old
from mutuality.papers.attribution import Attribution
from mutuality.papers.board.material import FrontSheet
from mutuality.papers.board_paper import board_paper
from mutuality.papers.change.material import Around, Plain, Promise
from mutuality.papers.change_page import change_page
from mutuality.papers.claims import Claim, Own, claims, is_strong
from mutuality.papers.conflicts import conflicts
from mutuality.papers.degrees import degree_figure, degrees_figure
from mutuality.papers.document import Bullets, Document, Figure, Heading, Paragraph, Table
from mutuality.papers.docx import to_docx
from mutuality.papers.downloads import (
    FIGURE_FORMS,
    TABLE_FORMS,
    Download,
    figure_file,
    table_file,
)
from mutuality.papers.evidence_page import evidence_page
from mutuality.papers.finding_words import DOMAINS
from mutuality.papers.html import inline_markup, to_fragment, to_html
from mutuality.papers.kept import from_data, to_data
from mutuality.papers.lineage import Life, lineage_figure
from mutuality.papers.model_page import model_page
from mutuality.papers.models_page import models_page
from mutuality.papers.pdf import require_pdf, to_pdf
from mutuality.papers.profile import profile
from mutuality.papers.results_page import results_page, results_working
from mutuality.papers.shown import Series, show
from mutuality.papers.typology_grid import typology_grid

__all__ = [
    "DOMAINS",
    "FIGURE_FORMS",
    "TABLE_FORMS",
    "Around",
    "Attribution",
    "Bullets",
    "Claim",
    "Document",
    "Download",
    "Figure",
    "FrontSheet",
    "Heading",
    "Life",
    "Own",
    "Paragraph",
    "Plain",
    "Promise",
    "Series",
    "Table",
    "board_paper",
    "change_page",
    "claims",
    "conflicts",
    "degree_figure",
    "degrees_figure",
    "evidence_page",
    "figure_file",
    "from_data",
    "inline_markup",
    "is_old",
    "is_strong",
    "lineage_figure",
    "model_page",
    "models_page",
    "profile",
    "require_pdf",
    "results_page",
    "results_working",
    "show",
    "table_file",
    "to_data",
    "to_docx",
    "to_fragment",
    "to_html",
    "to_pdf",
    "typology_grid",
]
