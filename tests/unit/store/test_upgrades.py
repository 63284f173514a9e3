"""Homes that were made by the code of earlier versions, in files/homes, and a later one."""

import hashlib
import re
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from reader.cli.main import run_command_line
from reader.config import Folders, default_folders
from reader.library import Library
from reader.library.diagnostics import run_checks
from reader.model import Marks, SavedSearch, StoreError
from reader.store import migrations
from reader.store.database import NAME, open_database
from reader.store.first_screen import VERSION
from reader.store.migrations import migration_run
from tests.conftest import fill
from tests.support.paths import FILES

LAYOUT = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
MODES = ("user_version", "journal_mode", "page_size", "auto_vacuum", "encoding")
HEADLINES = {
    1: "The ferry gets a second deck",
    2: "Gulls take the fish market",
    3: "Lock keeper retires after fifty years",
}


def version_of(packed: Path) -> int:
    """The version of the database in a packed home."""
    found = re.search(r"version-(\d+)", packed.name)
    assert found
    return int(found[1])


HOMES = sorted((FILES / "homes").glob("*.tar.xz"))
EARLIER = [path for path in HOMES if version_of(path) < len(migrations.MIGRATIONS)]


@pytest.fixture(params=EARLIER, ids=lambda path: path.name.removesuffix(".tar.xz"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Folders, int]:
    """A home of an earlier version, and that version."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path / "home", filter="data")
    return default_folders(str(tmp_path / "home")), version_of(request.param)


def shape(path: Path) -> dict[str, object]:
    """How a database is laid out: its tables with their columns, its indexes and triggers."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(LAYOUT).fetchall()
        tables = [name for kind, name, _ in rows if kind == "table"]
        columns = {
            name: [row[1:] for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in tables
        }
    return columns | {name: sql for kind, name, sql in rows if kind != "table"}


def test_there_is_a_home_of_each_version_that_was_ever_released() -> None:
    """Does a new migration fail here? Keep a small home that the code before it made."""
    assert len(migrations.MIGRATIONS) - 1 in {version_of(path) for path in HOMES}
    assert {version_of(path) for path in HOMES} >= {
        1,
        2,
        3,
        4,
        5,
        6,
        8,
        10,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
    }


def test_the_first_paint_reads_the_schema_of_today() -> None:
    assert len(migrations.MIGRATIONS) == VERSION


def test_an_upgrade_keeps_every_story_id_and_mark(old: tuple[Folders, int]) -> None:
    home, version = old
    with closing(Library.open(home)) as library:
        stories = library.store.stories.by_ids([1, 2, 3])
        marks = library.store.marks.marks_of([1, 2, 3])

        assert {story.id: story.headline for story in stories} == HEADLINES
        assert all(story.text for story in stories)
        assert (marks[1].tags, marks[1].read, marks[1].bookmarked is not None) == (
            ("harbour", "ships"),
            False,
            True,
        )
        assert marks[2] == Marks(read=True)
        assert marks[3] == Marks(read=True, note="Ask her son.")
        assert library.recovery.notes == {}
        if version >= 3:
            assert library.store.searches.all() == (SavedSearch("Ships", "ferry OR lock"),)
        if version >= 4:
            assert library.store.marks.place(1) == 30
        if version == 18:
            requests = library.store.database.all("SELECT mark, until FROM account_request")
            assert requests == [("read", 0)]
        if version >= 17:
            assert [rule.name for rule in library.store.rules.all()] == ["Birds"]
            assert [one.quote for one in marks[1].highlights] == ["a second deck"]


def test_an_upgraded_home_is_well_and_can_be_searched(old: tuple[Folders, int]) -> None:
    home, _ = old
    with closing(Library.open(home)) as library:
        found = list(run_checks(library, lambda _: None))

        assert [one.said for one in found if not one.good] == []
        fill(library, 1)
        library.update_index()
        assert library.count_unindexed() == 0


def test_a_new_database_that_tests_copy_is_one_that_was_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases = [open_database(str(tmp_path / "copied")), open_database(str(tmp_path / "other"))]
    monkeypatch.setattr(migration_run, "migrate", migration_run.migrate.__wrapped__)  # type: ignore[attr-defined]
    databases.append(open_database(str(tmp_path / "migrated")))
    ids, told = set(), []
    for one in databases:
        ids.add(one.meta("store"))
        one.set_meta("store", "")
        modes = [one.all(f"PRAGMA {mode}") for mode in MODES]
        told.append((sorted(one.connection.iterdump()), modes, one.path.stat().st_mode))
        one.connection.close()

    assert told[0] == told[1] == told[2]
    assert [len(one) for one in ids] == [32, 32, 32]


def test_an_upgraded_database_is_laid_out_like_a_new_one(
    old: tuple[Folders, int], tmp_path: Path
) -> None:
    home, _ = old
    open_database(str(home.data)).close()
    open_database(str(tmp_path / "new")).close()

    assert shape(home.data / NAME) == shape(tmp_path / "new" / NAME)


def test_the_database_before_an_upgrade_is_kept_as_it_was(old: tuple[Folders, int]) -> None:
    home, version = old
    open_database(str(home.data)).close()
    kept = home.data / f"{NAME}.version{version}"

    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM story").fetchone() == (3,)
    assert kept.stat().st_mode & 0o777 == 0o600


def test_half_a_copy_of_an_upgrade_that_was_killed_is_made_anew(old: tuple[Folders, int]) -> None:
    home, version = old
    kept = home.data / f"{NAME}.version{version}"
    kept.write_bytes((home.data / NAME).read_bytes()[:5000])
    open_database(str(home.data)).close()

    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM story").fetchone() == (3,)


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder with what tells its content from another."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_database_of_a_newer_version_is_refused_and_nothing_is_touched(
    home: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Library.open(home)) as library:
        fill(library, 2)
        library.set_marks({1: Marks(note="Mine.")})
        library.copy_marks()
    with closing(sqlite3.connect(home.data / NAME)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {len(migrations.MIGRATIONS) + 1}")
    before = digests(home.data)

    with pytest.raises(StoreError, match="made by a newer newsreader; please update"):
        Library.open(home)
    assert run_command_line(["--home", str(home.data), "mark", "bookmark", "1"]) == 1

    assert "made by a newer newsreader" in capsys.readouterr().err
    assert digests(home.data) == before
