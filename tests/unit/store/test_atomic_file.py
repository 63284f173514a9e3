"""Files that are whole at every instant, ours alone, and never somebody else's through a link."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.config import Folders
from reader.library import Library, bookmark_export
from reader.library.list_order import IdCache
from reader.model import Marks, StoreError
from reader.store.files import bookmark_file, logins
from reader.store.files.atomic_file import (
    PRIVATE,
    SHARED,
    backup_path,
    is_running,
    make_folder,
    remove_leftovers,
    save_lines,
    sync_folder,
    write_file,
)
from reader.store.writer_lock import writer_lock
from tests.conftest import NOON, fill


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("umask", [0, 0o22, 0o777])
def test_private_files_and_folders_are_so_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "private", [b"x"], PRIVATE)
        if umask != 0o777:
            make_folder(tmp_path / "a" / "b")
            write_file(tmp_path / "shared", [b"x"], SHARED)
    finally:
        os.umask(before)

    assert mode(tmp_path / "private") == 0o600
    if umask != 0o777:
        assert [mode(tmp_path / "a"), mode(tmp_path / "a" / "b")] == [0o700, 0o700]
        assert mode(tmp_path / "shared") == 0o666 & ~umask


def test_all_that_a_home_holds_is_private_under_any_umask(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    before = os.umask(0)
    try:
        assert run_command_line(["--home", str(home), "searches", "add", "Fog", "fog"]) == 0
    finally:
        os.umask(before)

    assert {mode(path) & 0o077 for path in tmp_path.rglob("*")} == {0}


def test_a_link_in_the_place_of_a_file_is_replaced_and_never_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    path = tmp_path / "file"
    path.symlink_to(other)
    path.with_name(f"file.{os.getpid()}.new").symlink_to(other)

    write_file(path, [b"ours"])

    assert (path.read_text(), other.read_text()) == ("ours", "theirs")
    assert not path.is_symlink()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "other"]


def test_links_that_were_planted_in_a_home_lead_to_no_harm(home: Folders) -> None:
    other = home.data.with_name("other")
    other.write_text("theirs")
    home.data.mkdir()
    for name in (bookmark_file.NAME, "searches.jsonl", logins.NAME, "order.bin", "first.txt"):
        (home.data / name).symlink_to(other)
    library = Library.open(home)
    fill(library, 2)
    library.set_marks({1: Marks(bookmarked=NOON)})
    library.copy_marks()
    library.orders.ids("all")
    library.close()
    logins.save_logins(home.data / logins.NAME, {})
    (home.data / "adding.lock").unlink(missing_ok=True)
    (home.data / "adding.lock").symlink_to(other)

    with pytest.raises(StoreError, match="Nothing can be added"), writer_lock(home.data):
        pass
    assert other.read_text() == "theirs"


def test_a_disk_that_is_full_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path\n"
    code += "from reader.store.files.atomic_file import write_file\n"
    code += "write_file(Path(sys.argv[1]), [b'x' * 5000])"
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    told = subprocess.run(
        [sys.executable, "-c", code, str(path)], preexec_fn=limit, capture_output=True, check=False
    )

    assert b"File too large" in told.stderr
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_lines_that_cannot_be_saved_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="The notes could not be copied to "):
        save_lines(tmp_path / "no" / "file", ["line"], "notes")


def test_temporary_files_of_the_dead_go_at_the_next_start_and_no_others(home: Folders) -> None:
    Library.open(home).close()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = [home.data / f"{name}.{gone.pid}.new" for name in ("bookmarks.jsonl", "order.bin")]
    alive = [home.data / f"bookmarks.jsonl.{os.getpid()}.new", home.data / "mine.new"]
    for path in (*dead, *alive):
        path.touch()

    Library.open(home).close()

    assert [path.exists() for path in (*dead, *alive)] == [False, False, True, True]


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "no")
    assert is_running(1)
    assert is_running(10**10)


def test_a_clock_that_jumped_back_keeps_making_backups(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_lines(path, ["first"], "lines")
    save_lines(path, ["second"], "lines")
    later = 4_000_000_000
    os.utime(backup_path(path, 1), (later, later))
    save_lines(path, ["third"], "lines")

    assert backup_path(path, 1).read_text() == "second\n"
    assert backup_path(path, 2).read_text() == "first\n"


def test_a_link_in_the_place_of_a_backup_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    save_lines(path, ["first"], "lines")
    backup_path(path, 1).symlink_to(tmp_path / "nowhere")
    save_lines(path, ["second"], "lines")

    assert backup_path(path, 1).read_text() == "first\n"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_synced_by_its_name(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "no")


def test_what_is_exported_goes_to_a_device_too(tmp_path: Path) -> None:
    bookmark_export.save_export(Path("/dev/null"), ["line"])
    assert Path("/dev/null").is_char_device()

    bookmark_export.save_export(tmp_path / "file", ["line"])
    assert (tmp_path / "file").read_text() == "line\n"


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 999, b"stamp 0\nabc", b"\n" * 30])
def test_numbers_in_a_damaged_file_are_found_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "order.bin"
    path.write_bytes(content)
    assert IdCache(path).read("stamp") is None
    path.unlink()
    os.mkfifo(path)

    assert IdCache(path).read("stamp") is None


def test_lines_that_cannot_be_read_on_cost_no_backup(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "third"
        raise StoreError("The database is damaged.")

    path = tmp_path / "lines"
    save_lines(path, ["first"], "lines", backup=True)
    save_lines(path, ["second"], "lines", backup=True)
    with pytest.raises(StoreError):
        save_lines(path, lines(), "lines", backup=True)

    assert (path.read_text(), backup_path(path, 1).read_text()) == ("second\n", "first\n")
    assert not list(tmp_path.glob("*.new"))
