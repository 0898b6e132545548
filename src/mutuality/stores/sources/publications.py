"""The publications that can be read, and whose they are.

In:    nothing: this is a list.
Out:   a Source for each.
Never: a licence that nobody has seen. Where it is not clear, it says so.
"""

from __future__ import annotations

from mutuality.base import Source

_NHSE = "NHS England"
_ODS = "NHS England, Organisation Data Service"
_HSCIC = "Health and Social Care Information Centre"
_SURVEY = "NHS Staff Survey Coordination Centre"
_AREAS = "https://www.england.nhs.uk/statistics/statistical-work-areas/"
_DIGITAL = "https://digital.nhs.uk/data-and-information/publications/"
_ODS_FILES = "https://files.digital.nhs.uk/assets/ods/current/"

AE_MONTHLY = Source(
    "ae-monthly",
    _NHSE,
    "A&E attendances and emergency admissions, monthly",
    "OGL-UK-3.0",
    f"{_AREAS}ae-waiting-times-and-activity/",
)
AE_TRUST_SERIES = Source(
    "ae-trust-series",
    _NHSE,
    "A&E attendances and emergency admissions, monthly, by trust from 2021",
    "OGL-UK-3.0",
    f"{_AREAS}ae-waiting-times-and-activity/",
    "derived",
)
BEDS = Source(
    "beds-kh03",
    _NHSE,
    "Bed availability and occupancy (KH03)",
    "OGL-UK-3.0",
    f"{_AREAS}bed-availability-and-occupancy/",
    "derived",
)
RTT = Source(
    "rtt-long-waits",
    _NHSE,
    "Consultant-led referral to treatment waiting times",
    "OGL-UK-3.0",
    f"{_AREAS}rtt-waiting-times/",
    "derived",
)
SHMI = Source(
    "shmi",
    _HSCIC,
    "Summary Hospital-level Mortality Indicator",
    "OGL-UK-3.0",
    f"{_DIGITAL}clinical-indicators/shmi",
)
SICKNESS = Source(
    "sickness",
    _NHSE,
    "NHS sickness absence rates",
    "OGL-UK-3.0",
    f"{_DIGITAL}statistical/nhs-sickness-absence-rates",
)
ENGAGEMENT = Source(
    "engagement-shmi",
    f"{_SURVEY}; {_HSCIC}",
    "NHS Staff Survey and SHMI by trust, 2012 to 2019",
    "unclear",
    "https://www.nhsstaffsurveys.com/results/",
    "derived",
)
STAFF_SURVEY = Source(
    "staff-survey",
    _SURVEY,
    "NHS Staff Survey by organisation, from 2021",
    "unclear",
    "https://www.nhsstaffsurveys.com/results/",
    "derived",
)
SUCCESSIONS = Source(
    "ods-succ",
    _ODS,
    "Organisation successors (succ)",
    "OGL-UK-3.0",
    f"{_ODS_FILES}succ.zip",
)
SUCCESSIONS_COMBINED = Source(
    "ods-succ-combined",
    _ODS,
    "Organisation successors and archived successors, combined",
    "OGL-UK-3.0",
    f"{_ODS_FILES}succarc.zip",
    "derived",
)
TRUSTS = Source("ods-etr", _ODS, "NHS trusts (etr)", "OGL-UK-3.0", f"{_ODS_FILES}etr.zip")
TRUST_SITES = Source(
    "ods-etrust",
    _ODS,
    "NHS trusts and their sites (etrust)",
    "OGL-UK-3.0",
    f"{_ODS_FILES}etrust.zip",
)
TRUST_POINTS = Source(
    "trust-points", "geographr", "Headquarters of NHS trusts, 2022", "unclear", "", "derived"
)
TRUST_TYPES = Source(
    "trust-types",
    "Care Quality Commission",
    "Primary inspection category of NHS trusts, 2022",
    "unclear",
    "https://www.cqc.org.uk/about-us/transparency/using-cqc-data",
    "derived",
)
TRUST_ICB = Source(
    "trust-icb",
    "Publisher not stated",
    "Integrated care boards that NHS trusts draw their patients from, 2022",
    "unclear",
    "",
    "derived",
)
TIDY = Source("tidy", "Whoever offered the file", "Figures in our own plain layout", "unclear")
