"""Streams that are closed or full, and folders that are someone else's, are told in a sentence."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from reader.cli import command_table
from reader.cli.main import run_command_line
from reader.config import read_settings
from reader.exports.newsboat_files import find_newsboat
from reader.model.errors import ConfigError, StoreError
from reader.store import database
from tests.support.command import filled, home, newsreader

__all__ = ["filled", "home", "newsreader"]  # fixtures

FULL = Path("/dev/full")
DENIED = "the system does not allow it"


def denied(path: object, *_: object, **__: object) -> NoReturn:
    """Refuse, as the system does in a folder of someone else."""
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_closed_streams_hold_nothing_and_forget_all(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, None)

    assert run_command_line(["list"]) == 0
    assert run_command_line(["bookmarks", "import"]) == 0
    assert (sys.stdin.read(), sys.stdout.isatty()) == ("", False)
    for stream in (sys.stdin, sys.stdout):
        stream.close()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is full")
@pytest.mark.parametrize("words", [["list"], ["--version"], ["manual", "keys"]])
def test_what_cannot_be_printed_is_told(
    words: list[str], filled: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with FULL.open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        code = run_command_line(words)

    assert code == 1
    told = "newsreader: what is printed cannot be written: the disk is full; make room on it"
    assert capsys.readouterr().err.startswith(told)


def test_what_the_system_refuses_to_a_command_is_told_with_its_place(
    newsreader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_table, "command_of", lambda _: lambda *_: denied("/of/others"))

    told = newsreader("list")

    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"newsreader: /of/others: {DENIED}")


def test_what_breaks_off_the_screen_is_for_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.main._done_behind_first_paint", denied)

    with pytest.raises(PermissionError):
        run_command_line([])


def test_a_database_that_may_not_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "make_private_file", denied)
    monkeypatch.setattr(Path, "stat", denied)

    with pytest.raises(StoreError, match=DENIED):
        database.open_database(str(tmp_path))


def test_a_configuration_that_may_not_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "stat", denied)

    with pytest.raises(ConfigError, match=DENIED):
        read_settings(tmp_path)


def test_folders_that_may_not_be_looked_at_hold_nothing_of_newsboat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".newsboat").mkdir()
    (tmp_path / ".newsboat" / "urls").write_text("")
    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(os.path, "isfile", lambda _: False)

    assert find_newsboat(tmp_path, {}) is None


def test_the_doctor_spells_no_home_out(
    newsreader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "news [old]"))

    first, second = newsreader("doctor"), newsreader("doctor")

    assert "~/news [old]/index: there is no index yet" in first.out
    assert str(tmp_path) not in first.out + second.out
    assert "data\t~/news [old], 0 bytes" not in second.out

    monkeypatch.setenv("HOME", "/")
    assert str(tmp_path) in newsreader("doctor").out
