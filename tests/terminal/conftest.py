"""What tests in a terminal need: a home that has never been used."""

from pathlib import Path

import pytest


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "home"
