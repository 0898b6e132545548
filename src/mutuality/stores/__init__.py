"""What is kept on disk: the workspace, the readers of publishers' files, the data that ships.

In:    paths.
Out:   values for the rooms, and the rooms' answers on what is stored: panels, effects, papers.
Never: half a load, a figure overwritten, or a download.
Read first: workspace.py, then sources/reading.py.
"""

from typing import TYPE_CHECKING

from mutuality.base import later
from mutuality.stores import shipped
from mutuality.stores.sources import READERS
from mutuality.stores.workspace import VIEW, Workspace

if TYPE_CHECKING:
    from mutuality.stores.ballots import read_ballot, read_papers
    from mutuality.stores.building import build
    from mutuality.stores.cases import CaseDesk, read_case
    from mutuality.stores.evaluations import effects_of
    from mutuality.stores.panels import panel_of
    from mutuality.stores.profiles import profile_of

__all__ = [
    "READERS",
    "VIEW",
    "CaseDesk",
    "Workspace",
    "build",
    "effects_of",
    "panel_of",
    "profile_of",
    "read_ballot",
    "read_case",
    "read_papers",
    "shipped",
]

__getattr__ = later(
    __name__,
    {
        "CaseDesk": "cases",
        "build": "building",
        "effects_of": "evaluations",
        "panel_of": "panels",
        "profile_of": "profiles",
        "read_ballot": "ballots",
        "read_case": "cases",
        "read_papers": "ballots",
    },
)
