from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.sync_folder import journal_files, sync_round
from reader.library.sync_folder.journal_files import (
    JournalFolder,
    SegmentPlace,
    folder_signature,
    new_machine,
    read_place,
)
from reader.library.sync_folder.local_acts import ISSUED
from reader.library.sync_folder.sync_round import sync_library, sync_lock
from reader.library.sync_folder.sync_setup import begin_sync, leave_sync, read_status
from reader.model import Marks, StoreError
from reader.store.first_screen import NAME as DATABASE
from reader.store.tables.sync_state import FileState
from reader.sync.acts import Act, ActKind
from tests.conftest import NOON
from tests.support.machines import Machine, folder, lines_in, machines, pair_of, write_acts

__all__ = ["folder", "pair_of"]


def test_nothing_that_lies_in_the_folder_does_harm(
    pair_of: tuple[Machine, Machine], folder: Path, tmp_path: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    attic.sync()
    (own,) = {
        path for path in folder.iterdir() if path.name == attic.library.store.sync.fact("machine")
    }
    journal = next(own.glob("*.jsonl"))
    conflict = own / "000001-000001.sync-conflict-20261122-120000-ABCDEFG.jsonl"
    conflict.write_bytes(journal.read_bytes() + b'{"act":"read","story":"AAA')
    (own / "000009-000001.jsonl").write_bytes(b"\x00" * 4_096 + b"\nrubbish\n\xff\xfe\n[]\n")
    (own / "000009-000002.jsonl").symlink_to("/etc/passwd")
    (own / "000009-000003.jsonl").mkdir()
    os.mkfifo(own / "000009-000004.jsonl")
    with (own / "000009-000005.jsonl").open("wb") as file:
        file.truncate(journal_files.LARGEST_FILE + 1)
    (own / "letter.txt").write_text("Dear pilot")
    (own / ".syncthing.000001-000001.jsonl.tmp").write_text("half")
    (folder / "zebra-9").symlink_to(tmp_path)
    (folder / "notes.txt").write_text("no machine")
    (folder / ".git").mkdir()
    write_acts(folder, "crane-3").write_bytes(
        b'{"act":"weather","story":"AAAAAAAAAAAAAAAA","value":[1,2],"at":5,"by":"crane-3"}\n'
    )

    report = barge.sync()

    assert barge.marks(1).read
    assert (report.skipped.broken, report.skipped.newer, report.skipped.half) == (4, 1, 1)
    assert (report.skipped.foreign, report.machines) == (5, 3)


def test_lines_of_acts_that_come_half_are_read_when_the_rest_is_there(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    attic.mark(2, read=True)
    attic.sync()
    (path,) = (folder / attic.library.store.sync.fact("machine")).iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 40])
    half = barge.sync()
    read_then = barge.marks(1).read, barge.marks(2).read
    path.write_bytes(whole)
    rest = barge.sync()

    assert (half.skipped.half, read_then) == (1, (True, False))
    assert (rest.skipped.half, rest.acts, barge.marks(2).read) == (0, 1, True)


def test_a_file_that_was_changed_where_it_was_read_is_read_again(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    _, barge = pair_of
    path = write_acts(folder, "crane-3", Act(ActKind.SEARCH, "Rope", 5, "crane-3", "rope"))
    barge.sync()
    path.write_text("")
    write_acts(folder, "crane-3", Act(ActKind.SEARCH, "Salt", 6, "crane-3", "salt"))
    barge.sync()

    assert [one.name for one in barge.library.store.searches.all()] == ["Rope", "Salt"]


def test_journals_that_have_grown_are_compacted_and_say_the_same(
    pair_of: tuple[Machine, Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_round, "_GROWN", 2_000)
    monkeypatch.setattr(journal_files, "LARGEST_SEGMENT", 300)
    attic, barge = pair_of
    for turn in range(30):
        attic.mark(1, read=bool(turn % 2), tags=("rope",) if turn % 3 else (), note=f"Turn {turn}")
        attic.sync()
    own = folder / attic.library.store.sync.fact("machine")
    names = sorted(path.name for path in own.iterdir())
    barge.sync()
    attic.mark(2, read=True)
    attic.sync()
    barge.sync()

    assert all(not name.startswith("000001") for name in names)
    assert sum(path.stat().st_size for path in own.iterdir()) < 3_500
    assert barge.marks(1) == attic.marks(1) == Marks(True, None, ("rope",), "Turn 29")
    assert barge.marks(2).read
    assert read_status(attic.library).machines == read_status(barge.library).machines


def test_what_a_machine_told_that_is_gone_from_the_folder_stays_known(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_round, "_GROWN", 100)
    with machines(tmp_path, "attic", "barge", "crane") as (attic, barge, crane):
        for machine in (attic, barge, crane):
            machine.read(1, 2)
        attic.begin(folder)
        barge.begin(folder)
        attic.mark(1, bookmarked=NOON, note="Ask the pilot.")
        attic.sync()
        barge.sync()
        own = folder / attic.library.store.sync.fact("machine")
        own.rename(tmp_path / "elsewhere")
        for turn in range(20):
            barge.mark(2, note=f"Turn {turn}")
            barge.sync()

        crane.begin(folder)

        assert crane.marks(1) == Marks(bookmarked=NOON, note="Ask the pilot.")


def test_a_home_that_was_put_back_from_a_copy_takes_another_name(
    pair_of: tuple[Machine, Machine],
) -> None:
    attic, barge = pair_of
    attic.sync()
    with closing(sqlite3.connect(attic.home / "old")) as old:
        attic.library.store.database.connection.backup(old)
    name = attic.library.store.sync.fact("machine")
    attic.mark(1, note="Ask the pilot.")
    attic.mark(2, read=True)
    attic.sync()
    attic.library.close()
    for ending in ("-wal", "-shm"):
        (attic.home / f"{DATABASE}{ending}").unlink(missing_ok=True)
    (attic.home / "old").replace(attic.home / DATABASE)
    (attic.home / "bookmarks.jsonl").unlink(missing_ok=True)

    back = Machine(attic.home)
    back.sync()
    back.mark(1, note="The pilot comes at nine.")
    report = back.sync()
    barge.sync()
    attic.library = back.library

    assert report.machine != name
    assert back.marks(2).read
    assert barge.marks(1).note == "The pilot comes at nine."


def test_where_nothing_is_synchronised_nothing_is_noted(tmp_path: Path) -> None:
    with machines(tmp_path, "attic") as (attic,):
        attic.read(1)
        attic.mark(1, read=True, tags=("rope",))

        assert attic.library.store.sync.counts() == (0, 0, 0)
        with pytest.raises(StoreError, match="Nothing is synchronised"):
            attic.sync()
        with pytest.raises(StoreError, match="Nothing is synchronised"):
            leave_sync(attic.library)
        assert read_status(attic.library).folder == ""


def test_who_leaves_keeps_all_marks_and_writes_no_more(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, read=True)
    attic.sync()
    before = lines_in(folder)

    left = leave_sync(attic.library)
    attic.mark(2, read=True)

    assert left == str(folder)
    assert attic.marks(1).read
    assert attic.library.store.sync.counts() == (0, 0, 0)
    assert lines_in(folder) == before
    assert barge.sync().stories == 1


def test_marks_wait_for_a_folder_that_is_gone_and_come_when_it_is_back(
    pair_of: tuple[Machine, Machine], folder: Path, tmp_path: Path
) -> None:
    attic, barge = pair_of
    folder.rename(tmp_path / "stick")
    attic.mark(1, read=True)
    with pytest.raises(StoreError, match="is not there; what is marked waits for it"):
        attic.sync()
    status = read_status(attic.library)
    folder.mkdir()
    with pytest.raises(StoreError, match="is it the right folder"):
        attic.sync()
    folder.rmdir()
    (tmp_path / "stick").rename(folder)
    attic.sync()
    barge.sync()

    assert status.unwritten == 1
    assert "is not there" in status.problem
    assert barge.marks(1).read


def test_a_folder_that_cannot_be_written_is_one_sentence(
    pair_of: tuple[Machine, Machine], folder: Path, tmp_path: Path
) -> None:
    _, barge = pair_of
    with machines(tmp_path, "crane") as (crane,):
        crane.read(1)
        crane.mark(1, tags=("rope",))
        begin_sync(crane.library, folder)
        in_the_way = folder / crane.library.store.sync.fact("machine") / SegmentPlace().name
        in_the_way.mkdir()
        with pytest.raises(StoreError, match="cannot be written"):
            crane.sync()
        in_the_way.rmdir()
        crane.sync()
        barge.sync()

        assert barge.marks(1).tags == ("rope",)


def test_one_process_at_a_time_synchronises(pair_of: tuple[Machine, Machine]) -> None:
    attic, _ = pair_of
    with (
        sync_lock(attic.home),
        pytest.raises(StoreError, match="Another newsreader is synchronising"),
    ):
        sync_library(attic.library)


def test_a_lock_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Nothing can be synchronised"), sync_lock(tmp_path / "no"):
        pass


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with machines(tmp_path, "attic") as (attic,):
        with pytest.raises(StoreError, match="cannot be made"):
            begin_sync(attic.library, tmp_path / "file" / "folder")
        with pytest.raises(StoreError, match=r"cannot be (made|written)"):
            begin_sync(attic.library, tmp_path / "file")

        assert attic.library.store.sync.folder == ""


def test_a_sealed_folder_is_read_with_the_passphrase_alone(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge", "crane") as (attic, barge, crane):
        for machine in (attic, barge, crane):
            machine.read(1)
        attic.begin(folder, "correct horse")
        attic.mark(1, note="Ask the pilot.")
        attic.sync()
        written = b"".join(path.read_bytes() for path in folder.glob("*/*.jsonl"))

        closed = crane.begin(folder)
        opened = barge.begin(folder, "correct horse")

        assert b"pilot" not in written
        assert barge.marks(1).note == "Ask the pilot."
        assert crane.marks(1) == Marks()
        assert closed.skipped.sealed > 0
        assert opened.skipped.plain > 0
        assert read_status(barge.library).encrypted


@pytest.mark.parametrize("content", ["{", "[]", '{"passphrase": 5, "salt": ""}', '{"salt": "!"}'])
def test_a_damaged_passphrase_is_one_sentence(tmp_path: Path, folder: Path, content: str) -> None:
    with machines(tmp_path, "attic") as (attic,):
        attic.begin(folder, "correct horse")
        (attic.home / "sync.key").write_text(content)

        with pytest.raises(StoreError, match=r"The passphrase in .* is damaged"):
            attic.sync()


def test_the_passphrase_is_ours_alone_and_long_enough(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic") as (attic,):
        with pytest.raises(StoreError, match="at least 8 characters"):
            begin_sync(attic.library, folder, "short")
        attic.begin(folder, "correct horse")

        assert (attic.home / "sync.key").stat().st_mode & 0o777 == 0o600
        leave_sync(attic.library)
        assert not (attic.home / "sync.key").exists()


def test_a_passphrase_that_cannot_be_read_written_or_removed_is_one_sentence(
    tmp_path: Path, folder: Path
) -> None:
    with machines(tmp_path, "attic") as (attic,):
        attic.begin(folder)
        (attic.home / "sync.key").mkdir()

        with pytest.raises(StoreError, match=r"The passphrase in .* cannot be read"):
            attic.sync()
        with pytest.raises(StoreError, match=r"The passphrase in .* cannot be removed"):
            begin_sync(attic.library, folder)
        with pytest.raises(StoreError, match=r"The passphrase in .* cannot be kept"):
            begin_sync(attic.library, folder, "correct horse")


def test_a_place_in_the_journal_is_read_as_it_was_written() -> None:
    assert read_place(SegmentPlace(3, 4, 500).as_text()) == SegmentPlace(3, 4, 500)
    assert read_place("") == SegmentPlace()
    assert read_place("1 2") == SegmentPlace()


def test_a_machine_has_a_name_of_its_own() -> None:
    assert new_machine() != new_machine()


def test_the_number_of_the_last_act_is_remembered_with_it(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, _ = pair_of
    attic.mark(1, read=True)
    attic.sync()

    assert int(attic.library.store.sync.fact(ISSUED)) == max(
        int(str(line["at"])) for line in lines_in(folder) if line.get("act") == "read"
    )


def test_another_passphrase_opens_nothing_and_that_is_told(tmp_path: Path, folder: Path) -> None:
    with machines(tmp_path, "attic", "barge") as (attic, barge):
        attic.read(1)
        attic.begin(folder, "correct horse")

        assert barge.begin(folder, "wrong horse").skipped.sealed == 1


def test_acts_of_a_later_version_are_read_once_this_one_understands_them(
    pair_of: tuple[Machine, Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, barge = pair_of
    monkeypatch.setattr(sync_round, "_KINDS", "read")
    write_acts(folder, "crane-3", Act(ActKind.SEARCH, "Rope", 5, "crane-3", "rope"))
    barge.sync()
    barge.library.change_searches(lambda _: ())
    monkeypatch.setattr(sync_round, "_KINDS", "read search")

    assert barge.sync().acts > 1
    assert barge.sync().acts == 0


def test_a_folder_looks_otherwise_where_another_machine_has_written(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    own = attic.library.store.sync.fact("machine")
    before = folder_signature(folder, own)
    attic.mark(1, read=True)
    attic.sync()
    after_own = folder_signature(folder, own)
    barge.mark(1, tags=("rope",))
    barge.sync()

    assert after_own == before
    assert folder_signature(folder, own) != before
    assert folder_signature(folder / "nowhere", own) == folder_signature(folder / "no", own)


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be read"):
        JournalFolder(tmp_path / "file", "attic-1").machines()
    with pytest.raises(StoreError, match="cannot be written"):
        JournalFolder(tmp_path / "file", "attic-1").make_own()


def test_what_cannot_be_removed_when_journals_are_compacted_is_one_sentence(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path, "attic-1")
    journals.make_own()
    (journals.own / "000001-000009.jsonl").mkdir()

    with pytest.raises(StoreError, match="cannot be written"):
        journals.compact([b"a"])


def test_a_journal_of_nothing_is_no_file(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path, "attic-1")
    journals.make_own()

    assert journals.compact([]) == SegmentPlace()
    assert list(journals.journals()) == []


def test_a_segment_that_somebody_else_has_written_to_counts_as_unread(tmp_path: Path) -> None:
    journals = JournalFolder(tmp_path, "attic-1")
    journals.make_own()
    place = journals.append([b"a"], SegmentPlace())

    assert journals.own_state(place)[1].done == 2
    with (journals.own / place.name).open("ab") as file:
        file.write(b"b\n")
    assert journals.own_state(place)[1] == FileState()


def test_what_was_written_and_is_gone_from_the_folder_is_written_again(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, note="Ask the pilot.")
    attic.sync()
    own = folder / attic.library.store.sync.fact("machine")
    for path in own.iterdir():
        path.unlink()
    attic.mark(2, tags=("rope",))
    attic.sync()

    barge.sync()

    assert barge.marks(1).note == "Ask the pilot."
    assert barge.marks(2).tags == ("rope",)


def test_who_leaves_and_comes_back_has_the_marks_of_all(
    pair_of: tuple[Machine, Machine], folder: Path
) -> None:
    attic, barge = pair_of
    attic.mark(1, note="Ask the pilot.")
    attic.sync()
    barge.sync()
    leave_sync(barge.library)
    barge.mark(1, note="Ask the pilot, or the keeper.")
    attic.mark(2, tags=("rope",))
    attic.sync()

    barge.begin(folder)
    attic.sync()

    assert barge.marks(2) == attic.marks(2) == Marks(tags=("rope",))
    assert attic.marks(1) == barge.marks(1)
    assert "keeper" in attic.marks(1).note
