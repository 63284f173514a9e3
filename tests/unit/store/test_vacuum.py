from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import Mark, StoreError
from reader.store.vacuum import VacuumTable
from tests.conftest import fill, pair
from tests.support.forked_processes import ForkedProcess, run_forked
from tests.support.retention_limits import hits, ids, limit


def test_vacuum_says_what_went_and_gives_room_back(library: Library, home: Folders) -> None:
    source = library.store.sources.add("/news", "News")
    words = [" ".join(f"w{number * one}" for one in range(400)) for number in range(300)]
    pairs = [pair(number, content=text) for number, text in enumerate(words)]
    library.store.stories.save(source, pairs)
    library.update_index()
    limit(library, "10")
    doing: list[str] = []

    told = library.vacuum(lambda progress: doing.append(progress.doing))

    assert [(one.source.title, one.stories) for one in told.dropped] == [("News", 290)]
    assert told.after.database < told.before.database / 4
    assert told.after.index < told.before.index / 4
    assert told.freed_bytes == told.before.total - told.after.total > 0
    assert (home.data / "newsreader.db").stat().st_size <= told.after.database
    assert {"Dropping", "Indexing", "Tidying the index", "Tidying the database"} == set(doing)
    assert len(hits(library, "w0")) == 10
    assert library.vacuum().stories == 0


@pytest.mark.parametrize("changes", [False, True])
def test_statistics_of_the_database_are_renewed_by_who_has_changed_something(
    library: Library, home: Folders, changes: bool
) -> None:
    fill(library, 3)
    library.close()
    statements: list[str] = []

    with closing(Library.open(home)) as again:
        again.store.database.connection.set_trace_callback(statements.append)
        again.store.stories.ids("all")
        if changes:
            again.set_mark([1], Mark.READ, on=True)

    assert ("PRAGMA optimize" in statements) is changes


VACUUM = """
import sys
from reader.config import default_folders
from reader.library import Library
library = Library.open(default_folders(sys.argv[1]))
print("begun", flush=True)
library.vacuum()
"""


@pytest.mark.parametrize("delay", [0.03, 0.1, 0.2])
def test_a_vacuum_that_is_killed_loses_nothing_and_is_done_the_next_time(
    library: Library, home: Folders, delay: float
) -> None:
    fill(library, 1_500)
    library.update_index()
    library.set_mark([1], Mark.BOOKMARKED, on=True)
    limit(library, "5")
    command = [sys.executable, "-c", VACUUM, str(home.data)]
    with ForkedProcess(command, stdout=subprocess.PIPE) as vacuum:
        assert vacuum.stdout is not None
        vacuum.stdout.readline()
        time.sleep(delay)
        vacuum.send_signal(signal.SIGKILL)

    library.vacuum()

    assert ids(library) == [1, 1496, 1497, 1498, 1499, 1500]
    assert len(hits(library, "keeper")) == 6
    with closing(library.open_index()) as index:
        assert index.ids() == set(ids(library))


def squeeze_often(library: Library) -> None:
    for _ in range(100):
        VacuumTable(library.store.database).squeeze()


def test_a_vacuum_that_is_broken_off_is_an_interrupt(library: Library) -> None:
    fill(library, 1_500)
    over = Event()

    def interrupt() -> None:
        while not over.wait(0.0005):
            library.store.database.connection.interrupt()

    interrupting = Thread(target=interrupt)
    interrupting.start()
    with pytest.raises(KeyboardInterrupt):
        squeeze_often(library)
    over.set()
    interrupting.join()

    assert len(ids(library)) == 1_500


def test_a_vacuum_that_cannot_be_is_one_sentence(library: Library) -> None:
    with (
        pytest.raises(StoreError, match="cannot be used"),
        library.store.database.batch(),
    ):
        VacuumTable(library.store.database).squeeze()


def test_an_interrupt_ends_a_vacuum(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]

    told = run_forked(command, text=True)

    assert (told.stdout, told.returncode) == ("interrupted 400000\n", 0), told.stderr


INTERRUPTED = """
import signal, sys
from reader.store import Store
from reader.store import vacuum
store = Store.open(sys.argv[1])
connection = store.database.connection
connection.execute("CREATE TABLE much (number INTEGER PRIMARY KEY, text)")
connection.execute('''
    INSERT INTO much WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up LIMIT 400000)
    SELECT n, hex(n) FROM up
''')
def interrupt(*_):
    raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
signal.setitimer(signal.ITIMER_REAL, 0.03)
try:
    vacuum.VacuumTable(store.database).squeeze()
except KeyboardInterrupt:
    print("interrupted", connection.execute("SELECT count(*) FROM much").fetchone()[0])
"""
