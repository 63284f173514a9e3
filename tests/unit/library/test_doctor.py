"""What is broken is found, named in a line, and repaired where that loses nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.cli import system_report
from reader.cli.main import run_command_line
from reader.config import Folders, default_folders
from reader.library import Library
from reader.model import Marks
from reader.store.files import bookmark_file
from reader.store.files.mirror import read_lines
from tests.conftest import NOON, fill

pytestmark = pytest.mark.time

EARLIER = "UPDATE meta SET value = 1 WHERE name = 'bookmarks generation'"
CHECKS = ("database", "links", "texts", "dates", "bookmarks", "searches", "rules", "index")
ALL_WELL = dict.fromkeys(CHECKS, "well")


@pytest.fixture
def folder(library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with thirty stories, two of them bookmarked, and all in order."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 30)
    library.set_marks(
        {2: Marks(bookmarked=NOON, tags=("sea",)), 3: Marks(bookmarked=NOON, note="Yes.")}
    )
    library.copy_marks()
    library.update_index()
    return home.data


def examined(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str], str]:
    """The exit code, the state of each check, and everything said."""
    capsys.readouterr()
    code = run_command_line(["doctor", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [line for line in lines if "check" in line]
    states = {
        one["check"]: "well" if one["well"] else "repaired" if one["repaired"] else "broken"
        for one in told
    }
    return code, states, "\n".join(one["said"] for one in told)


def changed(folder: Path, *statements: str) -> None:
    """Change the database behind the reader's back."""
    with closing(sqlite3.connect(folder / "newsreader.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_all_is_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert examined(capsys)[:2] == (0, ALL_WELL)
    assert run_command_line(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()

    told = [line.split("\t")[:2] for line in lines]

    assert [one for one in told if one[0] != "about"] == [["well", check] for check in ALL_WELL]


def test_a_bug_report_tells_the_machine_and_no_word_of_what_is_read(
    folder: Path,
    library: Library,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library.store.sources.add("https://secret.example/feed", "Secret Gazette")
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("TERM", "odd\x1b[31m" + "x" * 500)
    monkeypatch.setenv("TMUX", "socket-of-somebody")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    assert run_command_line(["doctor"]) == 0
    told = capsys.readouterr().out
    facts = dict(line.split("\t")[1:] for line in told.splitlines() if line.startswith("about\t"))

    assert facts["stories"] == "30, unread 30, bookmarked 2"
    assert facts["sources"].startswith("2, failing 0")
    assert facts["data"].startswith(f"~/{folder.name}, ")
    assert "LC_ALL=C.UTF-8" in facts["locale"]
    assert "textual " in facts["packages"]
    assert "TMUX" in facts["terminal"]
    for secret in (
        "secret.example",
        "Secret",
        "Headline",
        "somebody",
        str(folder),
        "\x1b",
        "x" * 101,
    ):
        assert secret not in told


def test_a_package_that_is_missing_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_report, "PACKAGES", ("no-such-package",))
    places = replace(default_folders(str(tmp_path)), data=Path("/none"))

    facts = dict(system_report.machine_facts(places))

    assert facts["packages"].startswith("no-such-package is missing, SQLite ")
    assert facts["data"] == "/none, 0 bytes"


def test_a_flipped_byte_of_the_index_is_found_and_the_index_built_anew(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harmed = max((folder / "index").iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(harmed.read_bytes())
    content[len(content) // 2] ^= 1
    harmed.write_bytes(content)

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"index": "repaired"})
    assert "built anew with 30 stories" in said
    assert examined(capsys)[1] == ALL_WELL


@pytest.mark.parametrize("gone", ["stamp.json", "*"])
def test_an_index_that_has_lost_files_is_built_anew(
    folder: Path, capsys: pytest.CaptureFixture[str], gone: str
) -> None:
    for path in (folder / "index").glob(gone):
        path.unlink()

    assert examined(capsys)[:2] == (0, ALL_WELL | {"index": "repaired"})


def test_an_index_with_other_stories_than_the_database_is_built_anew(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(library.open_index()) as index:
        index.remove([4, 5])
    changed(folder, "PRAGMA foreign_keys = ON", "DELETE FROM story WHERE id = 9")

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"index": "repaired"})
    assert "stories that it lacked: 2, that are not there: 1" in said


def test_stories_that_are_new_to_the_index_go_in(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(library, 33)

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL)
    assert "put in just now: 3" in said


def test_bookmarks_that_only_the_database_has_go_into_their_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / bookmark_file.NAME).unlink()

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"bookmarks": "repaired"})
    assert "lagged behind the database; 2 in both now" in said
    assert len(list(read_lines(folder / bookmark_file.NAME))) == 2


def test_bookmarks_that_only_their_file_has_come_back(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(folder, "DELETE FROM mark WHERE story_id = 3", EARLIER)

    code, states, _ = examined(capsys)

    # An index of a database that has lost its latest changes may know stories that it lost too.
    assert (code, states) == (0, ALL_WELL | {"bookmarks": "repaired", "index": "repaired"})
    assert library.store.marks.marks_of([3])[3] == Marks(bookmarked=NOON, note="Yes.")


def test_a_file_that_holds_the_same_in_other_words_is_written_anew(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / bookmark_file.NAME
    path.write_text(path.read_text().replace('"byline"', '"bylinf"', 1))  # a bit is another one

    code, states, _ = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"bookmarks": "repaired"})
    assert list(read_lines(path)) == list(library.bookmark_lines())


def test_lines_that_are_no_bookmarks_move_to_the_backup(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / bookmark_file.NAME).open("a") as file:
        file.write("\n{not a bookmark\n")

    code, states, _ = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"bookmarks": "repaired"})
    assert "{not a bookmark" in (folder / f"{bookmark_file.NAME}.1").read_text()
    assert examined(capsys)[1] == ALL_WELL


def test_a_flipped_bit_in_the_file_of_bookmarks_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / bookmark_file.NAME
    path.write_text(
        path.read_text().replace('"Yes."', '"Yet."').replace('{"headline', '["headline', 1)
    )

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"bookmarks": "repaired"})
    assert "missing in the file: 2, in the database: 0" in said
    assert "in the backup: 1" in said
    assert examined(capsys)[1] == ALL_WELL


def test_a_file_of_bookmarks_that_cannot_be_read_stays_broken(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / bookmark_file.NAME).unlink()
    (folder / bookmark_file.NAME).mkdir()

    code, states, said = examined(capsys)

    assert (code, states) == (1, ALL_WELL | {"bookmarks": "broken"})
    assert "cannot be read" in said


def test_rows_of_stories_that_are_gone_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(folder, "INSERT INTO mark (story_id, read) VALUES (4711, 1)")

    code, states, said = examined(capsys)

    assert (code, states) == (1, ALL_WELL | {"links": "broken"})
    assert "rows of a story or source that is not there: 1" in said


def test_stories_without_a_text_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(folder, "DELETE FROM body WHERE story_id = 7")

    code, states, said = examined(capsys)

    assert (code, states["texts"]) == (1, "broken")
    assert "stories that have lost their text: 1" in said


def test_an_index_of_sqlites_own_that_lacks_rows_is_built_anew(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.close()
    partly = " WHERE id > 5"
    schema = "UPDATE sqlite_schema SET sql = {} WHERE name = 'story_revision'"
    writable = "PRAGMA writable_schema = ON"
    changed(folder, writable, schema.format(f"sql || '{partly}'"))
    changed(folder, "REINDEX story_revision")
    changed(folder, writable, schema.format(f"replace(sql, '{partly}', '')"))

    code, states, said = examined(capsys)

    assert (code, states) == (0, ALL_WELL | {"database": "repaired"})
    assert "are built anew" in said


def test_a_database_with_torn_pages_is_broken_and_says_what_to_do(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.close()
    path = folder / "newsreader.db"
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)

    code, states, said = examined(capsys)

    assert (code, states) == (1, {"database": "broken"})
    assert str(path) in said or "bookmarks.jsonl holds your bookmarks" in said


def test_a_torn_table_is_broken_even_when_the_indexes_are_built_anew(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.close()
    path = folder / "newsreader.db"
    with closing(sqlite3.connect(path)) as connection:
        asked = "SELECT rootpage FROM sqlite_schema WHERE name = 'original'"
        root, size = connection.execute(asked).fetchone()[0], 4096
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : (root - 1) * size + 8] = b"\xff" * 8
    path.write_bytes(content)

    code, states, said = examined(capsys)

    assert (code, states) == (1, {"database": "broken"})
    assert "bookmarks.jsonl holds your bookmarks" in said


def test_what_is_no_database_is_broken(
    folder: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library.close()
    for path in folder.glob("newsreader.db*"):
        path.write_bytes(b"no database " * 1_000)

    assert examined(capsys)[:2] == (1, {"database": "broken"})
    assert run_command_line(["doctor"]) == 1
    assert "\nbroken\tdatabase\t" in capsys.readouterr().out
