"""An import that is killed at any moment is completed by the next, as if nothing had happened."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from reader.config import default_folders
from reader.library import Library
from reader.library.diagnostics import run_checks
from reader.library.indexed_store import ignore_progress
from reader.model import Search
from tests.support.forked_processes import run_forked
from tests.support.reports import START, word, written
from tests.support.tracing import untraced, untraced_processes

STORIES, EVENTS = 150, 40
WHOLE, NEVER = 0, -1  # calls after which an import is killed: these are not counted, or not come to
# Imports a file in small batches; ends by a signal that no process survives, after so many calls.
# Calls are counted only where that is wanted: it takes longer than the import.
IMPORT = """
import os, signal, sys
from reader.cli.main import run_command_line
from reader.library import events
from reader.library.ingest import background_indexer
from reader.library.ingest.imports import import_stories

import_stories.BATCH = events.BATCH = 20
background_indexer.SOON, background_indexer.ENOUGH = 30, 40
home, file, last, calls = sys.argv[1], sys.argv[2], int(sys.argv[3]), 0

def count(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
    if calls == last:
        os.kill(os.getpid(), signal.SIGKILL)

if last:
    sys.setprofile(count)
code = run_command_line(["--home", home, "import", file])
sys.setprofile(None)
print(calls)
sys.exit(code)
"""


@pytest.fixture(autouse=True)
def _untraced() -> Iterator[None]:
    """What is read here after a kill is counted elsewhere."""
    with untraced():
        yield


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of stories, each with a word that no other has."""
    dice = random.Random(18)
    path = tmp_path_factory.mktemp("import") / "stories.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(STORIES):
            headline, text = written(dice.randrange(EVENTS), number)
            told = {
                "guid": f"story-{number}",
                "title": headline,
                "text": f"{text}\n\n{_own_word(number)}",
                "published": (START + timedelta(hours=number)).isoformat(),
            }
            file.write(f"{json.dumps(told)}\n")
    return path


def _own_word(number: int) -> str:
    """A word of one story alone."""
    return f"{word(random.Random(f'own {number}'))}{number}x"


def _import(home: Path, stories: Path, last: int = WHOLE) -> subprocess.CompletedProcess[str]:
    """Import in another process, which is killed at a call where one is named."""
    command = [sys.executable, "-c", IMPORT, str(home), str(stories), str(last)]
    with untraced_processes():
        return run_forked(command, text=True)


def _state(home: Path) -> tuple[object, ...]:
    """All stories with their ids, and all events."""
    with closing(Library.open(default_folders(str(home)))) as library:
        ids = sorted(library.store.stories.ids("all"))
        keys = [(one.id, one.key, one.text) for one in library.store.stories.by_ids(ids)]
        return keys, library.store.events.all(), library.store.events.members_between(0, 2**40)


@pytest.fixture(scope="module")
def undisturbed(
    stories: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, tuple[object, ...]]:
    """How many calls an import takes that nobody disturbs, and what comes of it."""
    home = tmp_path_factory.mktemp("undisturbed")
    done = _import(home, stories, NEVER)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1]), _state(home)


def _moments(seed: int, calls: int) -> Iterator[int]:
    """Yield the calls at which an import is killed, and killed again, and again."""
    dice = random.Random(seed)
    yield dice.randrange(1, calls)
    yield dice.randrange(calls // 4, calls)
    yield dice.randrange(calls // 2, calls)


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_import_is_completed_by_the_next(
    seed: int, stories: Path, undisturbed: tuple[int, tuple[object, ...]], tmp_path: Path
) -> None:
    calls, expected = undisturbed
    home, count = tmp_path / "home", 0
    for last in _moments(seed, calls):
        done = _import(home, stories, last)
        assert done.returncode in {-signal.SIGKILL, 0}, done.stderr
        with closing(Library.open(default_folders(str(home)))) as library:
            assert library.store.stories.counts().all >= count
            count = library.store.stories.counts().all

    done = _import(home, stories)

    assert done.returncode == 0, done.stderr
    assert _state(home) == expected
    _check_index(home)


def test_a_start_after_a_kill_completes_what_was_saved(
    stories: Path, undisturbed: tuple[int, tuple[object, ...]], tmp_path: Path
) -> None:
    calls, _ = undisturbed
    home = tmp_path / "home"
    assert _import(home, stories, int(calls * 0.6)).returncode == -signal.SIGKILL

    with closing(Library.open(default_folders(str(home)))) as library:
        saved = library.store.stories.counts().all
        library.group()
        library.update_index()
        assert library.store.events.count_waiting() == 0
        with closing(library.open_index()) as index:
            assert (
                len(library.search(index, Search(library.parse_query(""), "newest", 999)).ids)
                == saved
            )


def _check_index(home: Path) -> None:
    """See that the index is level with the store, and finds each story once by its own word."""
    with closing(Library.open(default_folders(str(home)))) as library:
        with closing(library.open_index()) as index:
            assert library.store.stories.count_after(index.revision)[0] == 0
        assert [one.said for one in run_checks(library, ignore_progress) if not one.well] == []
        with closing(library.open_index()) as index:
            for number in range(0, STORIES, 7):
                hits = library.search(
                    index, Search(library.parse_query(_own_word(number)), "newest")
                )
                assert len(hits.ids) == 1
