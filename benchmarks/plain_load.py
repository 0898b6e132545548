"""The script that an analyst would write: pandas and xlrd over the monthly A&E files.

In:    a folder with `monthly-xls` and `monthly-csv`, and a file to write.
Out:   one long table of attendances, those over 4 hours, and emergency admissions.
Never: checks, provenance or revisions: it is the yardstick for speed, not for care.
"""

import sys
import warnings
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")


def workbook(path: Path) -> pd.DataFrame:
    """The provider sheet of one old workbook."""
    sheet = pd.read_excel(path, sheet_name=0, header=None, engine="xlrd")
    first = sheet[1].astype(str).str.strip()
    top = int(first[first == "Code"].index[0])
    sheet.columns = sheet.loc[top]
    rows = sheet.loc[top + 1 :]
    rows = rows[rows["Code"].notna() & (rows["Code"] != "-") & (rows["Code"] != "")]
    period = sheet.iloc[:, 2][first == "Period:"].iloc[0]
    return pd.DataFrame(
        {
            "organisation": rows["Code"],
            "period": pd.to_datetime(str(period)),
            "attendances": pd.to_numeric(rows["Total attendances"], errors="coerce"),
            "over": pd.to_numeric(rows["Total Attendances > 4 hours"], errors="coerce"),
            "admissions": pd.to_numeric(rows["Total Emergency Admissions"], errors="coerce"),
        }
    )


def monthly(path: Path) -> pd.DataFrame:
    """One of the newer CSV files."""
    rows = pd.read_csv(path)
    rows = rows[rows["Period"].str.startswith("MSitAE")]
    columns = rows.columns
    seen = [name for name in columns if name.startswith("A&E attendances")]
    over = [name for name in columns if name.startswith("Attendances over")]
    admitted = [name for name in columns if "mergency admissions" in name]
    month = rows["Period"].str.replace("MSitAE-", "").str.strip().str.title().str.replace("-", " ")
    return pd.DataFrame(
        {
            "organisation": rows["Org Code"],
            "period": pd.to_datetime(month, format="%B %Y"),
            "attendances": rows[seen].sum(axis=1),
            "over": rows[over].sum(axis=1),
            "admissions": rows[admitted].sum(axis=1),
        }
    )


def main(folder: Path, target: Path) -> None:
    """Read all, write one table."""
    frames = [workbook(path) for path in sorted(folder.glob("monthly-xls/*.xls"))]
    frames += [monthly(path) for path in sorted(folder.glob("monthly-csv/*.csv"))]
    pd.concat(frames).to_csv(target, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
