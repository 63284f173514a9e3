"""The command line, run within the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.config import default_folders
from reader.library import Library
from reader.model import Marks
from tests.conftest import NOON, Told, fill

Command = Callable[..., Told]
"""Runs newsreader with words, and tells what it printed."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, which the commands find."""
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def filled(home: Path) -> Path:
    """A home with three stories, the second of them bookmarked and tagged."""
    library = Library.open(default_folders(str(home)))
    fill(library, 3)
    library.set_marks({2: Marks(bookmarked=NOON, tags=("sea",), note="Read.")})
    library.close()
    return home


@pytest.fixture
def newsreader(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, run in this process."""

    def command(*words: object) -> Told:
        capsys.readouterr()
        code = run_command_line([str(word) for word in words])
        return Told(code, *capsys.readouterr())

    return command
