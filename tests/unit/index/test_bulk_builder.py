"""Many stories are gathered by NumPy, and few without: what is written is the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from reader.index.format.schema import IndexDocument
from reader.index.index import Index
from reader.index.write import bulk_builder, segment_writer, token_keys
from reader.index.write.bulk_builder import BulkBuilder
from reader.index.write.segment_builder import SegmentBuilder
from reader.index.write.token_keys import have_keys
from tests.support.indexes import story

TEXT = (
    "Tides tides tide, tiding harbour (harbours) the the the a - l'hiver d'un it's O'Neil U.S. "
    "1,500 3.5% e-mail ... Über größer городе Снег 東京都 の天気 ソウルは สวัสดี "
    "e\u0301te\u0301 \U0001f300 '"
)
WORDS = TEXT.split()
LANGUAGES = ("en", "en", "fr", "de", "ru", "ja", "", "tr", "EN-gb")


def invented(number: int, seed: int) -> list[IndexDocument]:
    """Stories of words that are one term, several or none, some of them without some fields."""
    dice = random.Random(seed)

    def text(most: int) -> str:
        rare = [f"rare{dice.randrange(2_000)}" for _ in range(dice.randrange(3))]
        return " ".join(dice.choices(WORDS, k=dice.randrange(most)) + rare)

    return [
        story(
            at + 1,
            text(12),
            text(dice.choice((1, 4, 40))),
            outlet=dice.choice(("", "Morgenpost", "The Tides")),
            byline=text(3),
            language=dice.choice(LANGUAGES),
        )
        for at in range(number)
    ]


def lists(builder: BulkBuilder | SegmentBuilder, stories: Iterable[IndexDocument]) -> object:
    """All that a builder has written, by the names of the lists."""
    for one in stories:
        builder.add(one)
    return [(name, list(terms)) for name, terms in builder.iter_postings()]


@pytest.mark.parametrize("number", [0, 4, 40, 700])
def test_many_stories_are_written_as_few_are(number: int) -> None:
    stories = invented(number, seed=number)

    assert lists(BulkBuilder(), stories) == lists(SegmentBuilder(), stories)


@pytest.mark.parametrize("at_once", [1, 50, 1_000])
def test_they_are_written_so_however_few_are_taken_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_builder, "_AT_ONCE", at_once)
    monkeypatch.setattr(token_keys, "_AT_ONCE", at_once)
    stories = invented(300, seed=at_once)

    assert lists(BulkBuilder(), stories) == lists(SegmentBuilder(), stories)


@pytest.mark.parametrize("often", [254, 255, 256, 257, 70_000])
def test_a_term_that_stands_very_often_in_one_story_is_written_so(often: int) -> None:
    more = story(41, "tide and tides", "tide " * often + "ebb " * 300, outlet="tide")
    stories = [*invented(40, seed=often), more, story(42, body="ebb"), story(43)]

    assert lists(BulkBuilder(), stories) == lists(SegmentBuilder(), stories)


def test_an_index_of_many_stories_is_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = invented(60, seed=1)
    indexes = []
    for many in (61, 60):
        monkeypatch.setattr(segment_writer, "_MANY", many)
        with closing(Index.create(tmp_path / str(many), "store")) as index:
            index.add(stories, 60)
        paths = (tmp_path / str(many)).glob("*.[tp][rs][mt]")
        indexes.append({path.suffix: path.read_bytes() for path in paths})

    assert set(indexes[0]) == {".trm", ".pst"}
    assert indexes[0] == indexes[1]


@pytest.mark.parametrize("given", [None, "3"])
def test_indexing_many_stories_leaves_the_environment_as_it_was(
    given: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = "OPENBLAS_NUM_THREADS"
    monkeypatch.delenv(threads, raising=False)
    if given is not None:
        monkeypatch.setenv(threads, given)
    monkeypatch.setattr(segment_writer, "_MANY", 2)
    with closing(Index.create(tmp_path, "store")) as index:
        index.add(invented(3, seed=1), 3)

    assert os.environ.get(threads) == given


def test_many_stories_are_indexed_where_numpy_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_writer, "_MANY", 2)
    monkeypatch.setitem(sys.modules, "reader.index.write.bulk_builder", None)
    with closing(Index.create(tmp_path, "store")) as index:
        index.add(invented(3, seed=1), 3)

        assert index.ids() == {1, 2, 3}


@pytest.mark.parametrize("number", [199, 200])
def test_numpy_is_imported_for_many_stories_alone(number: int, tmp_path: Path) -> None:
    code = f"""if True:
        import sys
        from reader.index.index import Index
        from tests.support.indexes import story
        index = Index.create(sys.argv[1], "store")
        index.add([story(at, body="Tides") for at in range(1, {number} + 1)], 1)
        print("numpy" in sys.modules)
    """
    run = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)

    assert done.stdout.split() == [str(number == 200)]


def test_books_that_are_too_great_for_keys_are_told_from_stories() -> None:
    chapter, book = ("a " * letters for letters in (1 << 15, 1 << 19))

    assert have_keys([])
    assert have_keys([story(at, body=chapter) for at in range(4_096)])
    assert not have_keys([story(at, body=book) for at in range(4_096)])
