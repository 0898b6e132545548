"""What is kept on disk: the workspace, the readers of publishers' files, the data that ships.

In:    paths.
Out:   values for the rooms, and the rooms' answers on what is stored: panels, effects, papers.
Never: half a load, a figure overwritten, or a download.
Read first: workspace.py, then sources/reading.py.
"""

from typing import TYPE_CHECKING

from mutuality.base import later
from mutuality.stores import shipped
from mutuality.stores.bounds import Limits
from mutuality.stores.sources import READERS, Offered
from mutuality.stores.views import VIEW
from mutuality.stores.workspace import Workspace

if TYPE_CHECKING:
    from mutuality.stores.archives import check_archive
    from mutuality.stores.archiving import write_archive
    from mutuality.stores.ballots import read_ballot, read_papers
    from mutuality.stores.building import build
    from mutuality.stores.cases import CaseDesk, read_case
    from mutuality.stores.change_pages import CHANGE_MEASURES, change_of
    from mutuality.stores.drafts import draft_case, first_pass
    from mutuality.stores.evaluations import effects_of
    from mutuality.stores.evidence_pages import evidence_of, models_of, own_effects
    from mutuality.stores.panels import panel_of
    from mutuality.stores.peers import sizes_of
    from mutuality.stores.profiles import profile_of
    from mutuality.stores.restoring import restore_archive

__all__ = [
    "CHANGE_MEASURES",
    "READERS",
    "VIEW",
    "CaseDesk",
    "Limits",
    "Offered",
    "Workspace",
    "build",
    "change_of",
    "check_archive",
    "draft_case",
    "effects_of",
    "evidence_of",
    "first_pass",
    "models_of",
    "own_effects",
    "panel_of",
    "profile_of",
    "read_ballot",
    "read_case",
    "read_papers",
    "restore_archive",
    "shipped",
    "sizes_of",
    "write_archive",
]

__getattr__ = later(
    __name__,
    {
        "CHANGE_MEASURES": "change_pages",
        "CaseDesk": "cases",
        "build": "building",
        "change_of": "change_pages",
        "check_archive": "archives",
        "draft_case": "drafts",
        "effects_of": "evaluations",
        "evidence_of": "evidence_pages",
        "first_pass": "drafts",
        "models_of": "evidence_pages",
        "own_effects": "evidence_pages",
        "panel_of": "panels",
        "profile_of": "profiles",
        "read_ballot": "ballots",
        "read_case": "cases",
        "read_papers": "ballots",
        "restore_archive": "restoring",
        "sizes_of": "peers",
        "write_archive": "archiving",
    },
)
