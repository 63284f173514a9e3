"""The system tells when something comes into the folder that machines share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer

import pytest

from reader.library.sync_folder import folder_watch
from reader.library.sync_folder.folder_watch import folder_changes, watched_folders
from tests.support.machines import Machine, folder, pair_of

__all__ = ["folder", "pair_of"]
PATIENCE = 60.0  # seconds after which nothing will be told any more


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask often whether the folders are the same, and tell at once."""
    monkeypatch.setattr(folder_watch, "CHECK", 100)
    monkeypatch.setattr(folder_watch, "PAUSE", 0.0)


@contextmanager
def changes_of(machine: Machine, folder: Path) -> Iterator[Iterator[None]]:
    """What a machine is told of its folder, once it is watched; it ends when patience does."""
    stop = Event()
    timer = Timer(PATIENCE, stop.set)
    timer.daemon = True
    timer.start()
    changes = folder_changes(folder, name_of(machine), stop)
    next(changes)
    try:
        yield changes
    finally:
        timer.cancel()
        stop.set()
        list(changes)


def name_of(machine: Machine) -> str:
    """What a machine is called in the folder."""
    return machine.library.store.sync.fact("machine")


def test_what_another_machine_writes_is_told(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    with changes_of(attic, folder) as changes:
        barge.mark(1, read=True)
        barge.sync()

        assert next(changes, "nothing") is None


def test_what_is_no_journal_is_not_told(pair_of: tuple[Machine, Machine], folder: Path) -> None:
    attic, barge = pair_of
    with changes_of(attic, folder) as changes:
        (folder / name_of(barge) / "letter.txt").write_text("Dear pilot")
        come = Timer(1.5, (folder / name_of(barge) / "000009-000001.jsonl").touch)
        come.start()
        told = [next(changes, "nothing"), come.finished.is_set()]

    assert told == [None, True]


def test_a_machine_that_comes_later_is_watched_too(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, _ = pair_of
    with changes_of(attic, folder) as changes:
        (folder / "crane-3").mkdir()
        assert next(changes, "nothing") is None
        (folder / "crane-3" / "000001-000001.jsonl").write_text("{}\n")

        assert next(changes, "nothing") is None


def test_what_a_machine_writes_itself_is_not_watched(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of

    assert set(watched_folders(folder, name_of(attic))) == {
        str(folder),
        str(folder / name_of(barge)),
    }


def test_a_folder_that_goes_away_ends_the_watch(
    pair_of: tuple[Machine, Machine], folder: Path, tmp_path: Path
) -> None:
    attic, _ = pair_of
    with changes_of(attic, folder) as changes:
        folder.rename(tmp_path / "stick")

        assert set(changes) <= {None}
    assert list(folder_changes(folder, name_of(attic), Event())) == []


def test_where_the_system_cannot_tell_nothing_is_told(
    pair_of: tuple[Machine, Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attic, _ = pair_of
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    assert list(folder_changes(folder, name_of(attic), Event())) == []


def test_what_watches_is_imported_only_where_a_folder_is_watched() -> None:
    modules = "reader.tui.controllers.remote.machines, reader.library.sync_folder.folder_watch"
    asked = f"import sys, {modules}; print('watchfiles' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert told.stdout == "False\n"


@pytest.mark.parametrize(
    ("path", "is_news"),
    [
        ("/s/barge-2/000001-000001.jsonl", True),
        ("/s/barge-2/000001-000001.sync-conflict-20261122.jsonl", True),
        ("/s/crane-3", True),
        ("/s/barge-2/.syncthing.000001-000001.jsonl.tmp", False),
        ("/s/.stfolder", False),
        ("/s/barge-2/letter.txt", False),
    ],
)
def test_only_journals_and_folders_of_machines_may_be_news(path: str, is_news: bool) -> None:
    from reader.library.sync_folder.journal_files import may_be_news

    assert may_be_news(path) is is_news
