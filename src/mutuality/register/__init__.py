"""Who is who, who became whom, and which organisational changes took place.

In:    rows and documents that `stores` read.
Out:   Register: organisations, successions, units, changes and models.
Never: a link made from a name, or a background note shown as fact.
Read first: register.py, then units.py.
"""

from mutuality.register.changes import Change, parse_changes
from mutuality.register.models import Model, parse_models
from mutuality.register.organisations import Organisation
from mutuality.register.peers import PeerGroup, Sizes, peers_by, peers_chosen
from mutuality.register.places import board_name, region_name
from mutuality.register.register import Lineage, Register, organisations_by_code
from mutuality.register.search import Found, Match
from mutuality.register.shapes import change_shape, model_shape
from mutuality.register.standing import Standing, standing
from mutuality.register.successions import Succession, combine
from mutuality.register.units import EPOCH, Units
from mutuality.register.wording import readable

__all__ = [
    "EPOCH",
    "Change",
    "Found",
    "Lineage",
    "Match",
    "Model",
    "Organisation",
    "PeerGroup",
    "Register",
    "Sizes",
    "Standing",
    "Succession",
    "Units",
    "board_name",
    "change_shape",
    "combine",
    "model_shape",
    "organisations_by_code",
    "parse_changes",
    "parse_models",
    "peers_by",
    "peers_chosen",
    "readable",
    "region_name",
    "standing",
]
