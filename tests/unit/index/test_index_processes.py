from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from reader.index.format.manifest import Manifest
from reader.index.index import Index, IndexDocument, SearchRequest
from reader.model import BrokenIndexError, Everything, Hits, Word
from tests.support.damaged_index import NOON, folder, never
from tests.support.forked_processes import ForkedProcess

__all__ = ["folder"]  # a fixture


def test_killed_between_commit_and_stamp_the_same_is_added_once_more(folder: Path) -> None:
    before = (folder / "stamp.json").read_bytes()
    more = [IndexDocument(number, "Late news", "", "", "", NOON, 1) for number in (30, 31)]
    with closing(Index.open(folder, "store")) as index:
        index.add(more, 31)
    (folder / "stamp.json").write_bytes(before)

    with closing(Index.open(folder, "store")) as index:
        assert index.revision == 20
        assert index.search(SearchRequest(Word("late"), {}, "newest", 5, never)).ids == (31, 30)
        index.check()
        index.add(more, 31)
        assert index.search(SearchRequest(Word("late"), {}, "newest", 5, never)) == Hits(
            (31, 30), 2
        )
        assert index.revision == 31
        index.check()


WRITER = """
import sys
from contextlib import closing
from datetime import UTC, datetime
from reader.index.index import Index, IndexDocument
with closing(Index.open(sys.argv[1], "store")) as index:
    print("begun", flush=True)
    moment = datetime(2024, 5, 2, tzinfo=UTC)
    for number in range(1000, 3000, 5):
        five = range(number, number + 5)
        index.add([IndexDocument(one, "More", "x y z", "", "", moment, 1) for one in five], number)
"""


@pytest.mark.parametrize("delay", [0.02, 0.11, 0.23])
def test_a_killed_writer_leaves_an_index_that_is_read_and_written_on(
    folder: Path, delay: float
) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    with ForkedProcess(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)

    with closing(Index.open(folder, "store")) as index:
        index.add([IndexDocument(9_000, "After all", "", "", "", NOON, 1)], 9_000)
        index.check()
        stories = index.search(SearchRequest(Everything(), {}, "newest", 5, never)).total
        assert stories == len(index.ids())
        assert index.search(SearchRequest(Word("rain"), {}, "newest", 5, never)).total == 19


def test_a_reader_is_not_disturbed_by_a_writer(folder: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(folder)]
    with ForkedProcess(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        until = time.monotonic() + 1
        with closing(Index.open(folder, "store")) as index:
            seen = 0
            while time.monotonic() < until:
                seen += index.refresh()
                assert index.search(SearchRequest(Word("rain"), {}, "best", 5, never)).total == 19
        writer.kill()

    assert seen


class Raced(Index):
    """An index that another process commits to just while this one reads it."""

    rivals = 1

    def _check_at_once(self, stamp: Manifest, generation: int) -> None:
        if self.rivals:
            self.rivals -= 1
            with closing(Index.open(self._folder, "store")) as rival:
                rival.add([IndexDocument(70 + self.rivals, "Rival", "", "", "", NOON, 1)], 70)
        super()._check_at_once(stamp, generation)


def test_a_commit_while_the_index_is_opened_is_no_damage(folder: Path) -> None:
    with closing(Raced.open(folder, "store")) as index:
        assert index.search(SearchRequest(Word("rival"), {}, "newest", 5, never)).ids == (70,)


def test_an_index_that_never_stands_still_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Raced, "rivals", 50)

    with pytest.raises(BrokenIndexError):
        Raced.open(folder, "store")
