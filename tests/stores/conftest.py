"""An empty workspace."""

from pathlib import Path

import pytest

from mutuality.stores import Workspace


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    """A workspace that nothing was loaded into."""
    return Workspace(tmp_path / "workspace")
