"""Names of the regions and integrated care boards whose codes organisations carry.

In:    nothing.
Out:   a name by its ODS code.
Never: a name for a code that is not listed: the code stands for itself.
"""

from __future__ import annotations

from types import MappingProxyType

REGIONS = MappingProxyType(
    {
        "Y56": "London",
        "Y58": "South West",
        "Y59": "South East",
        "Y60": "Midlands",
        "Y61": "East of England",
        "Y62": "North West",
        "Y63": "North East and Yorkshire",
    }
)
"""The seven NHS England regions since 2019, by ODS code. Older lists also carry codes of the
regions before them; these are left as codes."""

BOARDS = MappingProxyType(
    {
        "QE1": "Lancashire and South Cumbria",
        "QF7": "South Yorkshire",
        "QGH": "Herefordshire and Worcestershire",
        "QH8": "Mid and South Essex",
        "QHG": "Bedfordshire, Luton and Milton Keynes",
        "QHL": "Birmingham and Solihull",
        "QHM": "North East and North Cumbria",
        "QJ2": "Derby and Derbyshire",
        "QJG": "Suffolk and North East Essex",
        "QJK": "Devon",
        "QJM": "Lincolnshire",
        "QK1": "Leicester, Leicestershire and Rutland",
        "QKK": "South East London",
        "QKS": "Kent and Medway",
        "QM7": "Hertfordshire and West Essex",
        "QMF": "North East London",
        "QMJ": "North Central London",
        "QMM": "Norfolk and Waveney",
        "QNC": "Staffordshire and Stoke-on-Trent",
        "QNQ": "Frimley",
        "QNX": "Sussex",
        "QOC": "Shropshire, Telford and Wrekin",
        "QOP": "Greater Manchester",
        "QOQ": "Humber and North Yorkshire",
        "QOX": "Bath and North East Somerset, Swindon and Wiltshire",
        "QPM": "Northamptonshire",
        "QR1": "Gloucestershire",
        "QRL": "Hampshire and Isle of Wight",
        "QRV": "North West London",
        "QSL": "Somerset",
        "QT1": "Nottingham and Nottinghamshire",
        "QT6": "Cornwall and the Isles of Scilly",
        "QU9": "Buckinghamshire, Oxfordshire and Berkshire West",
        "QUA": "Black Country",
        "QUE": "Cambridgeshire and Peterborough",
        "QUY": "Bristol, North Somerset and South Gloucestershire",
        "QVV": "Dorset",
        "QWE": "South West London",
        "QWO": "West Yorkshire",
        "QWU": "Coventry and Warwickshire",
        "QXU": "Surrey Heartlands",
        "QYG": "Cheshire and Merseyside",
    }
)
"""The 42 integrated care boards as established on 1 July 2022, by ODS code, as the register's list
of 2025 still uses them. Boards that merged since keep their older names here."""


def region_name(code: str) -> str:
    """The region for print: `North West`, or the code where no name is listed."""
    return REGIONS.get(code, code)


def board_name(code: str) -> str:
    """The board for print: `Greater Manchester`, or the code where no name is listed."""
    return BOARDS.get(code, code)
