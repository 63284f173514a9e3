from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from subprocess import PIPE

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.ingest.background_indexer import (
    ENOUGH,
    GO,
    LAST,
    MANY,
    SOON,
    BackgroundIndexer,
    index_in_background,
    index_until_closed,
)
from reader.model import CleanedDocument, StoreError
from reader.store.writer_lock import writer_lock
from tests.conftest import fill
from tests.support.forked_processes import run_forked
from tests.support.reports import written


def words(*written: bytes) -> int:
    """The end of a pipe that has words in it, and nobody at its other end."""
    given, other = os.pipe()
    os.write(other, b"".join(written))
    os.close(other)
    return given


def arriving(library: Library) -> Iterator[tuple[CleanedDocument, int]]:
    fill(library, 20)
    yield CleanedDocument("/news"), ENOUGH
    fill(library, 30)
    yield CleanedDocument("/news"), 10


def test_what_arrives_is_indexed_by_the_time_that_all_has_come(library: Library) -> None:
    with writer_lock(library.folders.data) as lock:
        found = list(
            index_in_background(BackgroundIndexer(library.folders, lock), arriving(library))
        )

    assert [new for _, new in found] == [ENOUGH, 10]
    assert library.count_unindexed() == 0


def test_a_few_stories_are_left_to_who_asks_for_the_index(library: Library) -> None:
    fill(library, 3)
    with writer_lock(library.folders.data) as lock:
        indexer = BackgroundIndexer(library.folders, lock)
        list(index_in_background(indexer, iter([(CleanedDocument("/news"), 3)])))

    assert library.count_unindexed() == 3


def reports(count: int) -> BytesIO:
    """A file of stories, two of each event."""
    lines = []
    for number in range(count):
        headline, text = written(number // 2, number)
        told = {"guid": f"{number}", "title": headline, "text": text, "published": "2026-11-02"}
        lines.append(json.dumps(told))
    return BytesIO("\n".join(lines).encode())


def test_many_imported_stories_are_indexed_and_grouped_when_all_are_there(
    library: Library,
) -> None:
    told = []
    found = list(library.import_stories(reports(2 * SOON), "stories.jsonl", told.append))

    assert sum(new for _, new in found) == 2 * SOON
    assert library.count_unindexed() == 0
    assert len(library.store.events.all()) == SOON
    assert [(one.doing, one.done) for one in told] == [("Grouping", 0), ("Grouping", 2 * SOON)]


def test_a_few_imported_stories_are_left_to_who_asks_for_their_events(library: Library) -> None:
    list(library.import_stories(reports(4), "stories.jsonl"))

    assert library.store.events.count_waiting() == 4


def test_nobody_else_adds_while_the_index_is_written(home: Folders, library: Library) -> None:
    with writer_lock(home.data) as lock:
        indexer = BackgroundIndexer(home, lock)
        indexer.count_new(ENOUGH)

    with pytest.raises(StoreError), writer_lock(home.data, patience=0.1):
        pass
    indexer.end()
    with writer_lock(home.data, patience=5):
        pass


def test_a_first_segment_is_small_and_those_after_it_are_not(home: Folders) -> None:
    indexer = BackgroundIndexer(home, 0)
    indexer.process = subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE)  # says what it was told

    for stories in (ENOUGH, ENOUGH, MANY - ENOUGH, MANY - 1):
        indexer.count_new(stories)

    assert indexer.process.communicate()[0] == GO + GO


def test_what_waits_near_the_end_is_indexed_unless_that_is_little(home: Folders) -> None:
    indexer = BackgroundIndexer(home, 0)
    indexer.process = subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE)  # says what it was told

    for stories in (SOON - 1, 1, SOON - 1):
        indexer.count_new(stories)
        indexer.catch_up()

    assert indexer.process.communicate()[0] == GO


def test_an_indexer_that_died_is_not_missed(home: Folders, library: Library) -> None:
    fill(library, 3)
    with writer_lock(home.data) as lock:
        indexer = BackgroundIndexer(home, lock)
        indexer.count_new(ENOUGH)
        assert indexer.process is not None
        indexer.process.kill()
        indexer.process.wait()
        indexer.count_new(ENOUGH)
        indexer.finish()
        indexer.end()

    assert library.update_index() == 3


def test_an_indexer_whose_other_end_is_gone_goes(library: Library) -> None:
    fill(library, 3)

    index_until_closed(library, words(GO))

    with closing(library.open_index()) as index:
        assert len(index) == 3


def test_the_last_word_is_heard_among_others(library: Library) -> None:
    fill(library, 3)

    index_until_closed(library, words(GO, GO, LAST))

    assert library.count_unindexed() == 0


def test_a_process_that_indexes_ends_once_who_began_it_is_gone() -> None:
    code = "from reader.library.ingest.background_indexer import _end_with; _end_with(0)"

    assert run_forked([sys.executable, "-c", code]).returncode == 1
