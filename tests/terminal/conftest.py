"""What tests in a terminal need: a home that has never been used, and a library in one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import Library


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    """An empty library in that home."""
    opened = Library.open(default_folders(str(home)))
    yield opened
    opened.close()
