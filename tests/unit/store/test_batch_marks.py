"""Marks of very many stories at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from reader.library import Library
from reader.model import Marks, ReaderError
from reader.store.tables import batch_marks
from tests.conftest import NOON, fill

SECONDS = int(NOON.timestamp())

INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"


def _bookmark(library: Library, ids: list[int], on: bool) -> None:
    if on:
        library.store.batch_marks.bookmark(ids, SECONDS)
    else:
        library.store.batch_marks.take_bookmarks(ids)


CHANGES: dict[str, Callable[[Library, list[int], bool], object]] = {
    "read": lambda library, ids, on: library.store.batch_marks.set_read(ids, on),
    "hidden": lambda library, ids, on: library.store.batch_marks.set_hidden(ids, on),
    "bookmarked": _bookmark,
}


def marks(library: Library, story_id: int) -> Marks:
    return library.store.marks.marks_of([story_id])[story_id]


def test_stories_are_hidden_and_shown_again_all_at_once(library: Library) -> None:
    ids, table = fill(library, 3), library.store.batch_marks
    stamp = library.store.database.meta("hiding")

    hidden = table.set_hidden(ids[:2], True)
    again = table.set_hidden(ids, True)
    shown = table.set_hidden(again, False)

    assert (list(hidden), list(again), list(shown)) == (ids[:2], ids[2:], ids[2:])
    assert [marks(library, one).hidden for one in ids] == [True, True, False]
    assert library.store.database.meta("hiding") != stamp


def test_bookmarks_are_set_once_and_put_back_with_their_times(library: Library) -> None:
    ids, table = fill(library, 3), library.store.batch_marks
    library.set_marks({ids[0]: Marks(bookmarked=NOON - timedelta(days=1))})
    generation = library.store.database.generation("bookmarks")

    new = table.bookmark(ids, SECONDS)
    taken = table.take_bookmarks(ids)
    without = library.store.marks.ids_marked("bookmarked")
    table.put_bookmarks(taken)

    assert list(new) == ids[1:]
    assert without == frozenset()
    assert marks(library, ids[0]).bookmarked == NOON - timedelta(days=1)
    assert marks(library, ids[1]).bookmarked == NOON
    assert library.store.database.generation("bookmarks") == generation + 3


def test_bookmarks_are_not_put_back_to_stories_that_are_gone(library: Library) -> None:
    ids, table = fill(library, 3), library.store.batch_marks
    table.bookmark(ids, SECONDS)
    taken = table.take_bookmarks(ids)
    library.store.database.connection.execute("DELETE FROM story WHERE id = ?", (ids[1],))

    table.put_bookmarks(taken)
    assert library.store.marks.ids_marked("bookmarked") == {ids[0], ids[2]}


def test_what_is_bookmarked_is_told_without_stories_that_are_gone(library: Library) -> None:
    ids = fill(library, 3)
    library.store.database.connection.execute("DELETE FROM story WHERE id = ?", (ids[1],))

    assert list(library.store.batch_marks.bookmark(ids, SECONDS)) == [ids[0], ids[2]]
    assert library.store.marks.ids_marked("bookmarked") == {ids[0], ids[2]}


def test_tags_are_put_on_and_taken_off(library: Library) -> None:
    ids, table = fill(library, 2), library.store.batch_marks
    library.set_marks({ids[0]: Marks(tags=("sea",))})

    assert list(table.set_tag(ids, "sea", True)) == ids[1:]
    assert list(table.set_tag(ids, "sea", False)) == ids
    assert marks(library, ids[0]).tags == ()


@pytest.mark.parametrize("few", [1, 2, 3])
def test_what_is_taken_from_some_stays_with_the_others(library: Library, few: int) -> None:
    ids, table = fill(library, 3), library.store.batch_marks
    table.bookmark(ids[:2], SECONDS)
    table.set_read(ids[:2], True)
    table.set_hidden(ids[:2], True)
    table.set_tag(ids[:2], "sea", True)
    table.set_tag(ids, "fog", True)

    taken = [
        table.take_bookmarks(ids[:few]).get(SECONDS, ()),
        table.set_read(ids[:few], False),
        table.set_hidden(ids[:few], False),
        table.set_tag(ids[:few], "sea", False),
    ]
    assert list(map(list, taken)) == [ids[: min(few, 2)]] * 4
    left = set(ids[few:2])
    for mark in ("bookmarked", "read", "hidden"):
        assert library.store.marks.ids_marked(mark) == left
    tags = [marks(library, one).tags for one in ids]
    assert tags == [("fog", "sea") if one in left else ("fog",) for one in ids]


def test_what_raises_counters_story_by_story_does_so_again_afterwards(library: Library) -> None:
    ids = fill(library, 1)
    library.store.batch_marks.bookmark(ids, SECONDS)
    library.store.batch_marks.set_hidden(ids, True)
    hiding = library.store.database.meta("hiding")
    generation = library.store.database.generation("bookmarks")

    library.set_marks({ids[0]: Marks()})

    assert library.store.database.generation("bookmarks") == generation + 1
    assert library.store.database.meta("hiding") != hiding


def test_a_change_that_breaks_off_changes_nothing(library: Library) -> None:
    ids = fill(library, 1)

    def broken() -> None:
        with library.store.database.act():
            library.store.batch_marks.set_hidden(ids, True)
            raise KeyError

    with pytest.raises(KeyError):
        broken()

    assert not marks(library, ids[0]).hidden
    library.set_marks({ids[0]: Marks(hidden=True)})
    assert library.store.stories.counts().hidden == 1


def test_older_stories_are_those_from_before_a_moment(library: Library) -> None:
    ids = fill(library, 3)

    assert library.store.batch_marks.ids_before(SECONDS + 2 * 3600 + 1) == frozenset(ids[:2])


@pytest.mark.parametrize("at_a_time", [1, 2, 500])
def test_stories_are_exported_in_the_order_in_which_they_are_asked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr("reader.store.tables.marks._AT_A_TIME", at_a_time)
    ids = fill(library, 3)

    told = library.store.marks.keepsakes_of([ids[2], ids[0], 99])

    assert [one.headline for one in told] == ["Headline 3", "Headline 1"]


def test_links_are_told_without_the_stories(library: Library) -> None:
    ids = fill(library, 3)

    assert library.store.stories.links_of([ids[2], 99, ids[0]]) == [
        "https://news.example/3",
        "https://news.example/1",
    ]


@pytest.mark.parametrize("fewest", [1, 1_000])
@pytest.mark.parametrize("mark", ["read", "hidden", "bookmarked"])
def test_the_index_of_a_mark_holds_what_is_marked_however_it_was_made(
    library: Library, monkeypatch: pytest.MonkeyPatch, mark: str, fewest: int
) -> None:
    monkeypatch.setattr(batch_marks, "_FEWEST_ANEW", fewest)
    ids, database, change = fill(library, 20), library.store.database, CHANGES[mark]
    indexes = database.all(INDEXES)
    found = []
    for on, some in ((True, ids[:12]), (True, ids[10:]), (False, ids[:15]), (False, ids)):
        change(library, some, on)
        found.append(set(library.store.marks.ids_marked(mark)))

    assert found == [set(ids[:12]), set(ids), set(ids[15:]), set()]
    assert database.all(INDEXES) == indexes
    assert database.all("PRAGMA integrity_check") == [("ok",)]


def test_only_what_most_rows_hold_has_its_index_made_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_marks, "_FEWEST_ANEW", 1)
    ids, said = fill(library, 20), []
    library.store.batch_marks.set_read(ids, True)  # a row of each, and none of them bookmarked
    library.store.database.connection.set_trace_callback(said.append)

    library.store.batch_marks.bookmark(ids[:2], SECONDS)
    few = [one for one in said if one.startswith("DROP INDEX")]
    library.store.batch_marks.bookmark(ids, SECONDS)

    assert few == []
    assert "DROP INDEX mark_bookmarked" in said


def test_an_index_that_was_apart_stands_again_where_a_change_fails(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_marks, "_FEWEST_ANEW", 1)
    ids, database = fill(library, 3), library.store.database
    indexes = database.all(INDEXES)
    monkeypatch.setattr(batch_marks, "_CLEAR_ALL", "UPDATE nothing SET {0} = ? WHERE {1}")
    library.store.batch_marks.bookmark(ids, SECONDS)

    with pytest.raises(ReaderError):
        library.store.batch_marks.take_bookmarks(ids)

    assert database.all(INDEXES) == indexes
    assert library.store.marks.ids_marked("bookmarked") == set(ids)
