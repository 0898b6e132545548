"""Dates, numbers and periods as people read them.

In:    values of Python and of the rooms.
Out:   words: `6 August 2018`, `5:30pm`, `1,234`, `2025/26 (April 2025 to March 2026)`.
Never: a month as a number, or a time in another zone than the reader's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from decimal import Decimal

    from mutuality.base import Period

MISSING = "not known"
_TITLED = """
Access Account Accounts Activate Active Add Address Addresses App At Authentication Authenticator
Browser Cancelled Change Closed Code Codes Confirm Connections Create Current Deactivate Done Edit
Email E-mail Failure From In Inactive Inputs Key Keys Link Login Mail Number Old Options Other Out
Passkey Passkeys Password Phone Primary Reauthenticate Recovery Remove Required Reset Security Seen
Send Sent Sessions Set Sign Signup Social Started Third-Party This Two-Factor Up Usage Use
Verification Verify Via With Your
"""
TITLED = frozenset(_TITLED.split())
"""Words that allauth writes with a capital in the middle of a heading or a button."""


def day(value: dt.date | dt.datetime | None) -> str:
    """A date as `6 August 2018`; a moment by the day it falls on in the reader's zone."""
    if value is None:
        return MISSING
    local = _local(value)
    return f"{local.day} {local:%B %Y}"


def moment(value: dt.datetime | None) -> str:
    """A moment as `6 August 2018, 5:30pm`; noon and midnight by name."""
    if value is None:
        return MISSING
    local = _local(value)
    if not isinstance(local, dt.datetime):
        return day(local)
    return f"{day(local)}, {_clock(local)}"


def number(value: float | Decimal | None, places: int = 0) -> str:
    """A number with commas over 999 and a true minus sign; whole unless `places` says otherwise."""
    if value is None:
        return MISSING
    shown = f"{value:,.{places}f}"
    empty = not any(digit in shown for digit in "123456789")
    return shown.removeprefix("-") if empty else shown.replace("-", "−")


def period(value: Period, *, spelled: bool = False) -> str:
    """The NHS name of a period; `spelled` adds the months, as on first use."""
    if not spelled:
        return value.label
    months = dict.fromkeys((f"{value.start:%B %Y}", f"{value.end:%B %Y}"))
    told = " to ".join(months)
    return value.label if told == value.label else f"{value.label} ({told})"


def size(value: int) -> str:
    """Bytes as `4 KB` or `1.2 MB`, by thousands, as file managers now show them."""
    if value < 1_000:
        return f"{value} bytes"
    if value < 1_000_000:
        return f"{value / 1_000:.0f} KB"
    return f"{value / 1_000_000:.1f} MB"


def sentence(text: str) -> str:
    """Allauth's Title Case as a sentence. Only its own words are lowered: names keep theirs."""
    first, *rest = text.split(" ")
    opening = first.capitalize() if first in TITLED else first
    return " ".join([opening, *(word.lower() if word in TITLED else word for word in rest)])


def _local(value: dt.date) -> dt.date:
    aware = isinstance(value, dt.datetime) and timezone.is_aware(value)
    return timezone.localtime(value) if aware else value


def _clock(at: dt.datetime) -> str:
    if (at.hour, at.minute) in {(0, 0), (12, 0)}:
        return "midday" if at.hour else "midnight"
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"
