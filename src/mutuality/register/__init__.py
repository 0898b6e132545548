"""Who is who, who became whom, and which organisational changes took place.

In:    rows and documents that `stores` read.
Out:   Register: organisations, successions, units, changes and models.
Never: a link made from a name, or a background note shown as fact.
Read first: register.py, then units.py.
"""

from mutuality.register.changes import Change, parse_changes
from mutuality.register.models import Model, parse_models
from mutuality.register.organisations import Organisation
from mutuality.register.register import Lineage, Register, organisations_by_code
from mutuality.register.successions import Succession, combine
from mutuality.register.units import EPOCH, Units

__all__ = [
    "EPOCH",
    "Change",
    "Lineage",
    "Model",
    "Organisation",
    "Register",
    "Succession",
    "Units",
    "combine",
    "organisations_by_code",
    "parse_changes",
    "parse_models",
]
