"""A database and the readable files beside it: neither loses what the other has."""

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.config import Folders
from reader.library import Library
from reader.library.recovery.bring_level import (
    BOOKMARKS_MIRROR,
    SEARCHES,
    SEARCHES_FILE,
    bring_level,
)
from reader.library.recovery.restore import LostMirror
from reader.model import Mark, Marks, SavedSearch, StoreError
from reader.store.database import NAME, open_read_only
from reader.store.files import bookmark_file
from reader.store.files.mirror import (
    MirrorHeader,
    MirrorLevel,
    header_in,
    mirror_lock,
    read_level,
    read_lines,
)
from tests.conftest import NOON, fill

SEA = Marks(bookmarked=NOON, tags=("sea",))
NOTED = Marks(read=True, note="Ask the keeper.\nTwice.")
FOG, TIDE = SavedSearch("Fog", "fog"), SavedSearch("Tide", "tide")


def killed(home: Folders, act: Callable[[Library], object]) -> None:
    """Do something to a library in a process that is killed: its changes stay in the log."""
    child = os.fork()
    if not child:
        act(Library.open(home))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.fixture
def marked(home: Folders) -> Folders:
    """A home with six stories, one of which is marked."""
    with closing(Library.open(home)) as library:
        fill(library, 6)
        library.set_marks({1: SEA})
        library.change_searches(lambda _: (FOG,))
        library.copy_marks()
    return home


def mark_two(library: Library) -> None:
    library.set_marks({2: NOTED, 3: SEA})
    library.change_searches(lambda _: (FOG, TIDE))
    library.copy_marks()


def log_of(home: Folders) -> Path:
    return home.data / f"{NAME}-wal"


def flip(content: bytearray) -> bytes:
    content[60] ^= 1
    return bytes(content)


HARMS: dict[str, Callable[[bytearray], bytes]] = {
    "flipped": flip,
    "cut": lambda content: bytes(content[:100]),
    "zeros": lambda content: bytes(len(content)),
    "noise": lambda content: b"\xa5" * len(content),
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("harm", HARMS)
def test_marks_that_a_damaged_log_lost_come_back_from_their_file(
    marked: Folders, harm: str
) -> None:
    killed(marked, mark_two)
    log_of(marked).write_bytes(HARMS[harm](bytearray(log_of(marked).read_bytes())))

    with closing(Library.open(marked)) as library:
        assert library.store.marks.marks_of([1, 2, 3]) == {
            1: SEA,
            2: Marks(note=NOTED.note),
            3: SEA,
        }
        assert library.store.searches.all() == (FOG, TIDE)
        assert library.recovery.notes[bookmark_file.PART].startswith(
            "2 stories have their marks back"
        )
        assert library.recovery.notes[SEARCHES].startswith("1 saved search is back")

    with closing(Library.open(marked)) as library:
        assert library.recovery.notes == {}


def test_what_came_back_can_be_taken_back(marked: Folders) -> None:
    killed(marked, mark_two)
    log_of(marked).write_bytes(b"")

    with closing(Library.open(marked)) as library:
        library.set_marks(library.recovery.marks_before)

        assert library.store.marks.kept_ids() == [1]


def test_a_bookmark_that_a_lost_log_took_away_stays_away(marked: Folders) -> None:
    def unmark(library: Library) -> None:
        library.set_marks({1: Marks(), 2: SEA})
        library.copy_marks()

    killed(marked, unmark)
    log_of(marked).write_bytes(b"")

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [2]
        said = library.recovery.notes[bookmark_file.PART]
        assert "1 story has its marks back" in said
        assert "1 story has none any more" in said


def test_a_removal_is_never_undone_by_an_older_file(marked: Folders) -> None:
    killed(marked, lambda library: library.set_marks({1: Marks(), 2: SEA}))  # and not copied

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [2]
        assert library.recovery.notes == {}
        assert library.recovery.behind == {bookmark_file.PART}
        assert list(read_lines(marked.data / bookmark_file.NAME)) == list(library.bookmark_lines())


def test_a_database_that_was_put_back_from_a_copy_gets_later_marks(marked: Folders) -> None:
    copy = (marked.data / NAME).read_bytes()
    with closing(Library.open(marked)) as library:
        mark_two(library)
    (marked.data / NAME).write_bytes(copy)

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [1, 2, 3]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_empty_or_missing_database_gets_all_marks_back(marked: Folders, is_there: bool) -> None:
    with closing(Library.open(marked)) as library:
        mark_two(library)
    for path in marked.data.glob(f"{NAME}*"):
        path.unlink()
    if is_there:
        (marked.data / NAME).touch()

    with closing(Library.open(marked)) as library:
        kept = list(library.store.marks.keepsakes())
        assert sorted(one.marks.note for one in kept) == ["", "", NOTED.note]
        assert library.store.searches.all() == (FOG, TIDE)
        assert "3 stories have their marks back" in library.recovery.notes[bookmark_file.PART]


def test_a_file_without_a_first_line_is_understood(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    with closing(Library.open(marked)) as library:
        mark_two(library)
        lines = list(read_lines(path))
        library.set_marks({2: Marks(), 3: Marks()})
        library.copy_marks()
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [1, 2, 3]
        assert header_in(path) is not None


@pytest.mark.parametrize("lost", ["cut", "gone", "folder", "noise"])
def test_a_file_that_is_damaged_takes_nothing_away(marked: Folders, lost: str) -> None:
    path = marked.data / bookmark_file.NAME
    content = path.read_bytes()
    path.unlink()
    if lost == "folder":
        path.mkdir()
    elif lost != "gone":
        path.write_bytes(content[:-40] if lost == "cut" else b"\xff" * 300)

    with closing(Library.open(marked)) as library:
        assert library.store.marks.marks_of([1])[1] == SEA
        if lost == "folder":
            assert "cannot be read" in library.recovery.notes[bookmark_file.PART]
            return
        assert list(read_lines(path)) == list(library.bookmark_lines())
    if lost in ("cut", "noise"):
        assert path.with_name(f"{path.name}.1").read_bytes() != content


def test_lines_that_cannot_be_read_are_told_and_kept_in_a_backup(marked: Folders) -> None:
    for name in (bookmark_file.NAME, SEARCHES_FILE):
        with (marked.data / name).open("a") as file:
            file.write("{not a line of ours\n")

    with closing(Library.open(marked)) as library:
        assert "could not be read, and are in bookmarks.jsonl.1: 1" in " ".join(
            library.recovery.notes.values()
        )
    for name in (bookmark_file.NAME, SEARCHES_FILE):
        assert "not a line" in (marked.data / f"{name}.1").read_text()
        assert "not a line" not in (marked.data / name).read_text()


def test_with_database_and_file_lost_the_backup_has_the_marks(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    path.rename(f"{path}.2")
    for number, content in ((1, b"\xff"), (0, b"torn")):
        (path.with_name(f"{path.name}.{number}") if number else path).write_bytes(content)
    (marked.data / NAME).unlink()

    with closing(Library.open(marked)) as library:
        assert [one.marks for one in library.store.marks.keepsakes()] == [SEA]


def test_a_backup_older_than_the_database_brings_nothing_back(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    shutil.copy(path, f"{path}.1")
    with closing(Library.open(marked)) as library:
        library.set_marks({1: Marks(), 2: SEA})
        library.copy_marks()
    path.write_bytes(path.read_bytes()[:-30])

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [2]


def test_reading_alone_leaves_the_file_as_it_is(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    before = path.stat()
    with closing(Library.open(marked)) as library:
        library.set_mark([1, 2, 3], Mark.READ, True)
        library.store.batch_marks.set_read([4, 5], True)
        library.copy_marks()

    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_a_marked_story_says_is_level_too(marked: Folders) -> None:
    with closing(Library.open(marked)) as library:
        library.store.database.connection.execute("UPDATE story SET headline = 'New' WHERE id = 1")
        library.store.database.connection.execute("UPDATE story SET headline = 'New' WHERE id = 5")

    with closing(Library.open(marked)) as library:
        told = json.loads(next(read_lines(marked.data / bookmark_file.NAME)))
        assert told["headline"] == "New"


def test_searches_that_were_edited_in_their_file_come_in(marked: Folders) -> None:
    with (marked.data / SEARCHES_FILE).open("a") as file:
        file.write(json.dumps({"name": "Tide", "query": "tide"}) + "\n")

    with closing(Library.open(marked)) as library:
        assert library.store.searches.all() == (FOG, TIDE)


def test_the_file_of_one_home_can_be_imported_into_another(marked: Folders, tmp_path: Path) -> None:
    other = Folders(*[tmp_path / "other"] * 4)
    lines = (marked.data / bookmark_file.NAME).read_text().splitlines()
    with closing(Library.open(other)) as new:
        assert list(new.import_bookmarks(iter(lines), "bookmarks.jsonl")) == []
        assert [one.marks for one in new.store.marks.keepsakes()] == [SEA]


def test_the_command_says_what_came_back(
    marked: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(marked, mark_two)
    log_of(marked).write_bytes(b"")

    assert run_command_line(["--home", str(marked.data), "list", "--view", "bookmarks"]) == 0

    assert "2 stories have their marks back from bookmarks.jsonl" in capsys.readouterr().err


def test_the_doctor_says_what_came_back_and_is_content(
    marked: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(marked, mark_two)
    log_of(marked).write_bytes(b"")

    assert run_command_line(["--home", str(marked.data), "doctor"]) == 0

    out = capsys.readouterr().out
    assert "repaired\tbookmarks\t2 stories have their marks back" in out
    assert "repaired\tsearches\t1 saved search is back" in out


def test_the_doctor_finds_a_flipped_bit_in_the_file_of_searches(
    marked: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    path = marked.data / SEARCHES_FILE
    path.write_text(path.read_text().replace('"fog"', '"fig"'))

    assert run_command_line(["--home", str(marked.data), "doctor"]) == 0
    assert "repaired\tsearches\ttheir file differed" in capsys.readouterr().out
    assert '"fog"' in path.read_text()


def test_an_index_that_knows_more_than_its_database_is_made_anew(marked: Folders) -> None:
    with closing(Library.open(marked)) as library:
        library.update_index()

    def more(library: Library) -> None:
        fill(library, 9)
        library.update_index()

    killed(marked, more)
    log_of(marked).write_bytes(b"")
    with closing(Library.open(marked)) as library:
        store = library.store.database.meta("store")
        assert library.count_unindexed() == 6
        list(library.import_bookmarks(iter(()), "none"))  # whatever may bring stories

        assert library.store.database.meta("store") != store
        assert library.update_index() == 6


@pytest.mark.parametrize(
    "line",
    [
        "",
        "7",
        "[]",
        "{}",
        '{"newsreader": "bookmarks"}',
        "[" * 400,
        '{"newsreader": 1, "store": 2}',
    ],
)
def test_what_is_no_first_line_is_none(tmp_path: Path, line: str) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(f"{line}\nmore\n")

    assert header_in(path) is None
    assert read_level(path, lambda: MirrorHeader("store", 3))[0] is MirrorLevel.DOUBTFUL


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "file.jsonl")

    assert (
        read_level(tmp_path / "file.jsonl", lambda: MirrorHeader("store", 3))[0]
        is MirrorLevel.DOUBTFUL
    )
    assert list(read_lines(tmp_path / "file.jsonl")) == []


def test_a_file_that_another_process_made_level_meanwhile_is_left_alone(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    with closing(Library.open(marked)) as library:
        before = path.stat().st_ino
        BOOKMARKS_MIRROR.settle(
            LostMirror(library.store, path, MirrorLevel.EVEN, 1, library.clock.now),
            library.recovery,
        )
        BOOKMARKS_MIRROR.write(library.store, path, anew=False)

    assert path.stat().st_ino == before


def test_a_search_that_a_lost_log_took_away_stays_away(marked: Folders) -> None:
    def change(library: Library) -> None:
        library.change_searches(lambda _: (TIDE,))
        library.set_marks({2: SEA})
        library.copy_marks()

    killed(marked, change)
    log_of(marked).write_bytes(b"")

    with closing(Library.open(marked)) as library:
        assert library.store.searches.all() == (TIDE,)


def test_a_backup_that_is_newer_than_the_database_helps_out(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    killed(marked, mark_two)
    shutil.copy(path, f"{path}.1")
    path.write_bytes(b"torn")
    log_of(marked).write_bytes(b"")

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [1, 2, 3]


def test_a_disk_that_takes_no_file_at_the_start_loses_nothing(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    with closing(Library.open(marked)) as library:
        before = path.read_bytes()
        library.store.marks.save({2: SEA})
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
        try:
            recovery = bring_level(library.store, marked.data, library.clock.now)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        assert "could not be copied" in recovery.notes[bookmark_file.PART]
        assert path.read_bytes() == before
        assert bring_level(library.store, marked.data, library.clock.now).notes == {}
        assert len(list(read_lines(path))) == 2


def test_a_folder_that_cannot_be_locked_is_told(marked: Folders) -> None:
    with closing(Library.open(marked)) as library:
        library.set_marks({2: SEA})
        moved = marked.data.rename(marked.data.with_name("elsewhere"))
        recovery = bring_level(library.store, marked.data, library.clock.now)
        moved.rename(marked.data)

        assert "no such file" in recovery.notes[bookmark_file.PART]


def test_two_writers_of_the_files_take_turns(tmp_path: Path) -> None:
    with (
        mirror_lock(tmp_path),
        pytest.raises(StoreError, match="Another newsreader is writing"),
        mirror_lock(tmp_path, patience=0.05),
    ):
        pass

    with mirror_lock(tmp_path, patience=0):
        pass


def test_files_of_a_folder_that_is_gone_are_one_sentence(library: Library) -> None:
    shutil.rmtree(library.folders.data)

    with pytest.raises(StoreError, match="bookmarks could not be copied"):
        library.copy_marks()


def test_a_copy_that_nobody_wants_any_more_leaves_the_file_as_it_was(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    with closing(Library.open(marked)) as library:
        library.set_marks({2: SEA, 3: SEA})
        before, lines = path.read_bytes(), iter((False, True))
        library.copy_marks(stopped=lambda: next(lines))

        assert path.read_bytes() == before
        assert [one.name for one in marked.data.glob("*.new")] == []
        library.copy_marks(stopped=lambda: False)
        assert path.read_bytes() != before


def test_of_a_file_that_is_level_only_the_first_line_is_read(marked: Folders) -> None:
    path = marked.data / bookmark_file.NAME
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n" + b"?" * len(rest))

    with closing(Library.open(marked)) as library:
        assert library.recovery.notes == {}
        assert path.read_bytes().endswith(b"?")


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder in which nobody may write anything, not even the super-user."""
    if os.getuid():
        folder.chmod(0o500)
        (folder / NAME).chmod(0o400)
        yield
        folder.chmod(0o700)
        (folder / NAME).chmod(0o600)
        return
    mount = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    yield
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_database_that_cannot_be_written_is_read_until_it_can(marked: Folders) -> None:
    (marked.data / bookmark_file.NAME).unlink()
    with unwritable(marked.data):
        library = Library.open(marked)
        assert library.recovery.notes == {}
        assert list(library.store.stories.ids("all", 1)) == [6]
        with pytest.raises(StoreError, match="It can be read"):
            library.set_marks({2: SEA})

    library.set_marks({2: SEA})
    library.copy_marks()
    library.close()

    with closing(Library.open(marked)) as library:
        assert library.store.marks.kept_ids() == [1, 2]


def test_where_nothing_can_be_written_nothing_can_be_added(marked: Folders) -> None:
    with (
        unwritable(marked.data),
        closing(Library.open(marked)) as library,
        pytest.raises(StoreError, match="Nothing can be added"),
    ):
        list(library.refresh())


def test_a_database_that_is_closed_fails_with_a_sentence(marked: Folders) -> None:
    library = Library.open(marked)
    library.close()

    with pytest.raises(StoreError, match="cannot be used"):
        library.store.database.meta("store")


def test_a_database_is_not_read_as_it_was_before_what_its_log_holds(marked: Folders) -> None:
    killed(marked, mark_two)
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR

    with pytest.raises(StoreError, match="disk I/O error"):
        open_read_only(marked.data / NAME, error)


@pytest.mark.parametrize("content", [b"", b"no database" * 999])
def test_what_can_be_neither_written_nor_read_is_said_as_it_came(
    home: Folders, content: bytes
) -> None:
    home.data.mkdir()
    (home.data / NAME).write_bytes(content)
    error = OSError(errno.EROFS, "x")

    with pytest.raises(StoreError, match="read only, not written"):
        open_read_only(home.data / NAME, error)
