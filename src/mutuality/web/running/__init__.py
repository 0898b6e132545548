"""Run the workbench: serve it to one person, examine it, back it up and restore it.

In:    a Home: the folder of one person's workbench, or an organisation's environment.
Out:   a server that runs until it is told to stop; plain data on what was found or done.
Never: Django in the process that asks. It runs in processes of its own (children.py), so that
       the command line stays quick and one home's settings never reach another.
Read first: serving.py, then preparation.py.
"""

from typing import TYPE_CHECKING

from mutuality.base import later
from mutuality.web.running.home import Home, deployed_home, own_home

if TYPE_CHECKING:
    from mutuality.web.running.backups import backup, restore
    from mutuality.web.running.finding import Finding, examine
    from mutuality.web.running.serving import Serving, serve

__all__ = [
    "Finding",
    "Home",
    "Serving",
    "backup",
    "deployed_home",
    "examine",
    "own_home",
    "restore",
    "serve",
]

__getattr__ = later(
    __name__,
    {
        "Finding": "finding",
        "Serving": "serving",
        "backup": "backups",
        "examine": "finding",
        "restore": "backups",
        "serve": "serving",
    },
)
