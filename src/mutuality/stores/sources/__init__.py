"""Readers of publishers' files: each knows one publication, in all its layouts.

In:    a file as a person offered it.
Out:   a Reading: tables, provenance, and a count of every row that was left out.
Never: a file half read, a figure guessed, or a total stored as an organisation.
Read first: reading.py, then publication.py and any one reader, such as sickness.py.
"""

from mutuality.stores.sources.catalogue import READERS, offer, reader, recognise
from mutuality.stores.sources.reading import (
    OBSERVATIONS,
    Dropped,
    Offered,
    Reader,
    Reading,
    Vintage,
)

__all__ = [
    "OBSERVATIONS",
    "READERS",
    "Dropped",
    "Offered",
    "Reader",
    "Reading",
    "Vintage",
    "offer",
    "reader",
    "recognise",
]
