from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.index.format.storage import Storage
from reader.index.index import BusyIndexError, Index
from reader.model import Everything, Hits, Phrase, Word
from tests.support.indexes import found, hits, index, story

__all__ = ["index"]  # a fixture


def test_a_story_that_comes_again_replaces_its_former_self(index: Index) -> None:
    index.add([story(2, "Changed"), story(2, "Changed twice")], 12)

    assert found(index, Word("changed")) == [2]
    assert found(index, Word("twice")) == [2]
    assert found(index, Word("ministers")) == [3]
    assert found(index, Everything()) == [1, 2, 3, 4, 5, 6]
    assert index.revision == 12
    assert len(index) == 6


def test_a_story_that_is_removed_is_found_no_more(index: Index) -> None:
    index.remove([6, 77])
    index.remove([])

    assert index.ids() == {1, 2, 3, 4, 5}
    assert hits(index, Word("river"), order="newest") == Hits((1,), 1)
    assert index.revision == 6


def test_many_small_additions_are_merged_and_nothing_is_lost(index: Index) -> None:
    for number in range(100, 140):
        index.add([story(number, "Batch", f"running number{number}")], number)
        index.remove([number - 3] if number % 4 == 3 else [])

    expected = [number for number in range(100, 140) if number % 4 or number > 136]
    assert found(index, Word("batch")) == expected
    assert found(index, Phrase("running number101")) == [101]
    assert found(index, Word("runn", prefix=True)) == sorted([2, 3, *expected])
    assert len(index._segments) < 10
    assert hits(index, Word("nile")).ids == (1,)
    index.check()


def test_a_segment_of_stories_that_are_all_gone_is_dropped(tmp_path: Path) -> None:
    with closing(Index.create(tmp_path / "index", "store")) as index:
        index.add([story(1)], 1)
        index.remove([1])

        assert len(index) == 0
        assert len(index._segments) == 0
        assert hits(index, Everything()) == Hits((), 0)


def test_a_merge_is_never_greater_than_the_cap(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.index.write.segment_writer.MERGED_AT_MOST", 4)
    for number in range(100, 112):
        index.add([story(number, "Batch")], number)

    assert max(segment.count for segment in index._segments) <= 6
    assert len(found(index, Word("batch"))) == 12


def test_tidying_makes_few_segments_of_many_and_loses_no_story(index: Index) -> None:
    for number in range(100, 105):
        index.add([story(number, "Batch")], number)
    before, revision = len(index._segments), index.revision

    while index.tidy():
        pass

    assert len(index._segments) < 4 < before
    assert index.revision == revision
    assert found(index, Word("batch")) == list(range(100, 105))
    assert not index.tidy()


def test_another_index_object_sees_what_was_committed_once_it_refreshes(
    index: Index, tmp_path: Path
) -> None:
    with closing(Index.open(tmp_path / "index", "store")) as other:
        index.add([story(50, "News")], 50)

        assert found(other, Word("news")) == []
        assert found(other, Word("nile")) == [1]
        assert other.refresh()
        assert found(other, Word("news")) == [50]
        assert not other.refresh()
        index.add([], 60)
        assert not other.refresh()
        assert other.revision == 60


def test_an_open_index_outlives_merges_and_a_rebuild(index: Index, tmp_path: Path) -> None:
    with closing(Index.open(tmp_path / "index", "store")) as other:
        for number in range(100, 120):
            index.add([story(number, "News")], number)
        assert found(other, Word("nile")) == [1]

        with closing(Index.create(tmp_path / "index", "store")):
            assert found(other, Word("nile")) == [1]
            assert other.refresh()
            assert found(other, Everything()) == []


def test_two_writers_are_one_too_many(index: Index, tmp_path: Path) -> None:
    with Storage(tmp_path / "index").locked():
        with pytest.raises(BusyIndexError, match="another newsreader"):
            index.add([story(9)], 9)
        with pytest.raises(BusyIndexError, match="another newsreader"):
            Index.create(tmp_path / "index", "store")

    index.add([story(9)], 9)
    assert 9 in index.ids()


def test_the_engine_is_imported_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-X", f"pycache_prefix={tmp_path}"]
    told = subprocess.run(
        [*command, "-c", "import reader.index.write.segment_writer"],
        capture_output=True,
        check=True,
    )

    assert told.stderr == b""
