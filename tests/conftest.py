"""What every test may ask for, and what is skipped, plainly, where an optional part is absent."""

import importlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

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


@pytest.fixture(scope="session")
def pdf() -> None:
    """What makes a PDF: WeasyPrint, and the system's Pango."""
    try:
        importlib.import_module("weasyprint")
    except ImportError:
        _absent("pdf", "WeasyPrint is not installed: install the extra `pdf`")
    except OSError:
        _absent("pdf", "Pango is not installed, which WeasyPrint needs to set text")


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a fresh PostgreSQL database, which is dropped afterwards.

    `TEST_POSTGRES_URL` names a database on the server to use, by whose role others can be made.
    """
    server = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    try:
        psycopg = importlib.import_module("psycopg")
        there = psycopg.connect(server, autocommit=True, connect_timeout=5)
    except ImportError:
        _absent("postgres", "psycopg is not installed: install the extra `postgres`")
    except psycopg.OperationalError:
        _absent("postgres", "PostgreSQL does not answer: set TEST_POSTGRES_URL to a server")
    name = f"mutuality_test_{uuid.uuid4().hex[:12]}"
    with there:
        there.execute(f"create database {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        there.execute(f"drop database {name} with (force)")
