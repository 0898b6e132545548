"""What every test may ask for, and what is skipped, plainly, where an optional part is absent."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _absent(what: str, reason: str) -> None:
    """Skip with the reason, or fail where the part is required (as it is in CI)."""
    if what in os.environ.get("MUTUALITY_REQUIRE", "").split():
        pytest.fail(f"required here, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def nhs_data() -> Path:
    """The folder with the publishers' own files."""
    folder = os.environ.get("NHS_DATA")
    if not folder or not Path(folder).is_dir():
        _absent("nhs", "the publishers' files are not here: set NHS_DATA to their folder")
    return Path(folder)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to open pages in."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        _absent("browser", "Chromium is not installed: install the package `chromium`")
    return str(path)
