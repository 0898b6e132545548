"""A steward loads a publisher's files, sees the figure on a page, and takes the load back."""

import csv

import pytest

pytestmark = pytest.mark.browser
QUARTER = ("July-2024-revised", "August-2024", "September-2024")


def share_within_four_hours(files, code):
    """By hand, from the publisher's own columns: one less those over four hours, of all."""
    seen = over = 0
    for file in files:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            row = next(row for row in csv.DictReader(lines) if row["Org Code"] == code)
        seen += sum(int(row[name]) for name in row if name.startswith("A&E attendances"))
        over += sum(int(row[name]) for name in row if name.startswith("Attendances over 4hrs"))
    return f"{100 * (seen - over) / seen:.1f}%"


def test_a_quarter_of_real_files(visitor, nhs_data):
    """Given three monthly files, when a steward loads them, then the quarter is on the page."""
    files = [nhs_data / "ae" / "monthly-csv" / f"Monthly-AE-{month}.csv" for month in QUARTER]
    share = share_within_four_hours(files, "RMP")
    latest = f"dealt with within 4 hours {share} Q2 2024/25"
    dee = visitor("dee")

    dee.open("/organisations/RMP/").sees("Q1 2025/26")
    dee.go("Data", within="header", exact=True).go("Upload a file")
    dee.page.set_input_files("[name=files]", files)
    dee.go("Upload and look", within="main")
    dee.until("Load these files").sees("What a load would do").sees("total row")
    dee.open("/organisations/RMP/").sees("Q1 2025/26")  # nothing is loaded by looking

    dee.page.go_back()
    dee.go("Load these files").until("What was loaded")
    dee.open("/organisations/RMP/").sees(latest).misses("Q1 2025/26")

    dee.open("/data/").go("History and undo").go("Undo", within="main tbody")
    dee.at("Undo a load").go("Undo the load").sees("The load is hidden")
    dee.open("/organisations/RMP/").sees("Q1 2025/26").misses(share)
    dee.open("/audit/").sees("Hide a load")


def test_what_is_no_table(visitor, tmp_path):
    """Given a renamed program, when a steward sends it, then the page says why it is refused."""
    program = tmp_path / "figures.csv"
    program.write_bytes(b"MZ\x90\x00" + bytes(500))
    dee = visitor("dee").open("/data/upload")
    dee.page.set_input_files("[name=files]", program)
    dee.go("Upload and look", within="main").until("STO-").misses("Load these files")


def test_who_is_no_steward(visitor):
    """Given a member who looks after no data, when they look, then nothing offers a change."""
    vic = visitor("vic").open("/data/").misses("Upload a file")
    vic.open("/data/history")
    assert vic.page.locator("main td a").count() == 0
