"""A disk that takes nothing: the screen says so, stays, and tries again until it does."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.clock import Clock
from reader.config import Folders
from reader.library import Library
from reader.model import Marks, StoreError
from reader.store.files import bookmark_file
from reader.tui.session import MOST_UNDONE, Session
from reader.tui.startup import first_paint
from tests.conftest import NOON, fill
from tests.support.shown import NEXT_TRY, opened
from tests.support.terminal import Terminal

REFUSE, TAKE = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"


@pytest.fixture
def refusing(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with stories, whose changes are tried again soon."""
    monkeypatch.setattr(NEXT_TRY, 0.05)
    fill(library, 4)
    return library


def sql(library: Library, statement: str) -> None:
    library.store.database.connection.execute(statement)


async def test_a_mark_that_cannot_be_kept_is_tried_again_until_it_is(refusing: Library) -> None:
    async with opened(refusing) as shown:
        sql(refusing, REFUSE)
        await shown.press("s")
        assert shown.status().startswith("Not kept yet: bookmarked of story 4. The database")
        assert shown.is_warning()
        await shown.press("j")
        assert refusing.store.marks.ids_marked("bookmarked") == frozenset()

        sql(refusing, TAKE)
        await shown.until(lambda: refusing.store.marks.ids_marked("bookmarked") == {4})
        await shown.until(lambda: shown.work() == "Kept now: bookmarked of story 4")
        await shown.press("u")
        assert refusing.store.marks.ids_marked("bookmarked") == frozenset()


async def test_a_database_that_another_process_locks_holds_keys_up_once_only(
    refusing: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.composition.core_parts.PATIENCE", 0.3)
    monkeypatch.setattr(NEXT_TRY, 1_000.0)
    async with opened(refusing) as shown:
        other = sqlite3.connect(refusing.store.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = refusing.store.database.connection.total_changes
        await shown.press("s", "j", "s", "j", "s")
        assert refusing.store.database.connection.total_changes == begun
        assert len(shown.waiting_changes()) == 3
        assert "database is locked" in shown.status()
        other.execute("COMMIT")
        other.close()
        shown.try_changes_again()
        assert refusing.store.marks.ids_marked("bookmarked") == {2, 3, 4}


async def test_what_changes_twice_while_it_waits_is_kept_once(refusing: Library) -> None:
    async with opened(refusing) as shown:
        sql(refusing, REFUSE)
        await shown.press("s", "m", "s", "greater_than_sign", "less_than_sign")
        waiting = shown.waiting_changes()

        assert waiting[:2] == ["read of story 4", "bookmarked of story 4"]
        assert len(waiting) == len(set(waiting))


async def test_a_note_that_cannot_be_kept_is_not_lost(refusing: Library) -> None:
    async with opened(refusing) as shown:
        sql(refusing, REFUSE)
        await shown.press("e", *"Ask", "escape")
        assert shown.status().startswith("Not kept yet: note of story 4: Ask")
        sql(refusing, TAKE)
        await shown.until(lambda: refusing.store.marks.marks_of([4])[4].note == "Ask")


async def test_all_listed_are_read_once_the_disk_takes_it(refusing: Library) -> None:
    async with opened(refusing) as shown:
        sql(refusing, REFUSE)
        await shown.press("A", "y")
        assert "all listed stories as read" in shown.waiting_changes()
        sql(refusing, TAKE)
        await shown.until(lambda: shown.unread_count() == 0)


async def test_an_undo_that_fails_can_be_asked_for_again(refusing: Library) -> None:
    async with opened(refusing) as shown:
        await shown.press("s")
        sql(refusing, REFUSE)
        await shown.press("u")
        assert "cannot be used" in shown.status()
        sql(refusing, TAKE)
        await shown.press("u")
        assert refusing.store.marks.ids_marked("bookmarked") == frozenset()


async def test_what_is_left_in_the_end_is_tried_once_more_and_else_told(refusing: Library) -> None:
    async with opened(refusing) as shown:
        sql(refusing, REFUSE)
        await shown.press("s")
    shown.try_changes_again()
    assert shown.lost_changes() == "These changes could not be kept: bookmarked of story 4."

    sql(refusing, TAKE)
    shown.try_changes_again()
    assert shown.lost_changes() == ""
    assert refusing.store.marks.ids_marked("bookmarked") == {4}


async def test_a_database_that_fails_while_painting_ends_the_screen_with_a_sentence(
    refusing: Library,
) -> None:
    async with opened(refusing) as shown:
        shown.fail(StoreError("The database cannot be used: it is torn."))
        await shown.wait()

    assert str(shown.fault()) == "The database cannot be used: it is torn."
    assert shown.return_code() == 1


async def test_marks_that_came_back_are_told_and_can_be_taken_away(
    home: Folders, library: Library
) -> None:
    fill(library, 3)
    library.set_marks({1: Marks(bookmarked=NOON), 2: Marks(bookmarked=NOON)})
    library.copy_marks()
    sql(library, "DELETE FROM mark")
    sql(library, "UPDATE meta SET value = 1 WHERE name = 'bookmarks generation'")
    again = Library.open(home)
    async with opened(again) as shown:
        assert "2 stories have their marks back from bookmarks.jsonl" in shown.status()
        assert again.store.marks.kept_ids() == [1, 2]
        await shown.press("u")
        assert again.store.marks.kept_ids() == []
    again.close()


def test_what_is_written_for_the_next_start_is_whole_or_nothing(
    tmp_path: Path,
) -> None:
    frame = first_paint.ListPainter(
        {("", "back"): "\x1b[0m", ("dim", "bar"): "\x1b[2m"}, 80, 24, Clock()
    )
    first_paint.save_picture(str(tmp_path), "stamp", frame, [("dark", "foot", {})])
    path = tmp_path / first_paint.NAME
    content = path.read_bytes()

    assert first_paint.read_small_file(str(path)).startswith("stamp\n")
    for at in range(len(content)):
        path.write_bytes(content[:at])
        assert first_paint.read_small_file(str(path)) == ""
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert first_paint.read_small_file(str(path)) == ""
    path.unlink()
    os.mkfifo(path)
    assert first_paint.read_small_file(str(path)) == ""


def test_a_start_on_torn_notes_of_the_last_start_opens(sample_home: Path) -> None:
    content = (sample_home / first_paint.NAME).read_bytes().rpartition(b"\n")[0]
    for lines in (4, 9):  # of the right checksum, though it is only a part
        part = b"\n".join(content.split(b"\n")[:lines])
        (sample_home / first_paint.NAME).write_bytes(
            b"%s\n%d" % (part, first_paint.check_sum(part))
        )
        terminal = Terminal(sample_home)
        terminal.shows("Welcome")
        terminal.quit()
        assert terminal.child.exitstatus == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8000k", "tmpfs", str(place)]
    if os.getuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(disk: Path) -> None:
    found = os.statvfs(disk)
    (disk / "filler").write_bytes(b"\1" * (found.f_bavail * found.f_frsize))


@pytest.fixture
def home_on_disk(disk: Path, sample_home: Path) -> Path:
    """A home with the sample stories on the small disk."""
    return shutil.copytree(sample_home, disk / "home")


def started(home: Path) -> Terminal:
    """A screen that stands, in a home with the sample stories."""
    terminal = Terminal(home)
    terminal.child.send("j")
    terminal.until(lambda: "Ask for it" in terminal.chosen())
    return terminal


def test_on_a_full_disk_the_screen_stays_and_keeps_the_mark_once_there_is_room(
    disk: Path, home_on_disk: Path
) -> None:
    terminal = started(home_on_disk)
    fill_up(disk)
    terminal.child.send("s")
    terminal.shows("Not kept yet")
    terminal.child.send("jjkk>JJ")
    terminal.shows("Not kept yet: ")
    assert terminal.child.isalive()
    (disk / "filler").unlink()
    terminal.shows("Bookmarks 1")
    terminal.quit()

    assert terminal.child.exitstatus == 0
    assert b"Traceback" not in terminal.received
    assert "Ask for it" in (home_on_disk / bookmark_file.NAME).read_text()


def test_a_full_disk_is_told_when_the_screen_is_left(disk: Path, home_on_disk: Path) -> None:
    terminal = started(home_on_disk)
    fill_up(disk)
    terminal.child.send("s")
    terminal.shows("Not kept yet")
    terminal.quit()

    assert terminal.child.exitstatus == 1
    assert "These changes could not be kept: bookmarked of story" in terminal.text()


def test_a_screen_opens_on_a_full_disk_and_keeps_marks_once_there_is_room(
    disk: Path, home_on_disk: Path
) -> None:
    started(home_on_disk).quit()
    fill_up(disk)
    terminal = started(home_on_disk)
    terminal.child.send("s")
    terminal.shows("Not kept yet")
    (disk / "filler").unlink()
    terminal.shows("Bookmarks 1")
    terminal.quit()
    assert terminal.child.exitstatus == 0


def test_the_oldest_of_very_many_changes_can_no_longer_be_taken_back(library: Library) -> None:
    session = Session(library)
    for number in range(MOST_UNDONE + 5):
        session.remember_undo(f"change {number}", int)

    assert len(session.changes) == MOST_UNDONE
    last = session.undo_last()
    assert last is not None
    assert last.did == f"change {MOST_UNDONE + 4}"
