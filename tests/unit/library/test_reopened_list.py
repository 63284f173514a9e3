"""What a list holds when the screen opens where it was left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.config import Folders
from reader.library import Library, row_matches
from reader.model import Mark
from reader.store.first_screen import read_first_screen, read_state
from reader.store.left_place import (
    LEFT,
    LEFT_HITS,
    KeptPassage,
    LeftPlace,
    LeftRow,
    passage_text,
    read_left_place,
)
from tests.conftest import fill
from tests.support.reports import save


def left(view: str = "all", story: int = 0, place: int = 1, **given: object) -> LeftPlace:
    """Where a screen was left."""
    kept = LeftPlace()
    kept.view, kept.story, kept.place = view, story, place
    for name, value in given.items():
        setattr(kept, name, value)
    return kept


def test_what_is_kept_of_a_screen_comes_back() -> None:
    kept = left("folder:Harbours & piers", 12, 3, line=7, offset=40, query='"the fog" -ice')
    kept.order, kept.total, kept.unfolded = "newest", 17, [4, 9]
    kept.state, kept.above = "some state", 2
    passage = [("", True), ("Fog", True), (" at ", False), ("noon", True)]
    kept.rows = [LeftRow(12, True), LeftRow(13, False, "A headline", passage_text(passage))]

    again = read_left_place(kept.as_text())

    assert again.as_text() == kept.as_text()
    assert vars(again).keys() == vars(kept).keys()
    assert again.rows[0].passages is None
    assert again.rows[1].passages is not None
    assert again.rows[1].passages[1].pieces() == passage[1:]
    assert KeptPassage("").pieces() == []


def test_the_library_keeps_where_the_screen_was_left(library: Library) -> None:
    library.orders.keep_left_place((4, 2), view="unread", story=2, place=1, query="fog")

    kept = library.orders.left_place()
    assert (kept.view, kept.story, kept.place, kept.query) == ("unread", 2, 1, "fog")
    assert library.store.database.meta(LEFT_HITS) == "4 2"


@pytest.mark.parametrize(
    "text", ["", "what an older version kept", "1", left().as_text().replace("1", "9", 1), "1" * 7]
)
def test_what_cannot_be_read_is_the_top_of_all_stories(text: str) -> None:
    assert read_left_place(text).is_at_top


def test_a_list_is_as_it_was_with_the_same_story_chosen(library: Library) -> None:
    fill(library, 5)

    listed = library.orders.reopened(left(story=3, place=2), fold=True)

    assert (list(listed.ids), listed.place, listed.story) == ([5, 4, 3, 2, 1], 2, 3)


def test_a_story_that_is_gone_gives_way_to_the_one_in_its_place(library: Library) -> None:
    fill(library, 3)

    assert library.orders.reopened(left(story=99, place=1), fold=False).story == 2
    assert library.orders.reopened(left(story=99, place=7), fold=False).story == 1


def test_a_list_without_stories_has_none_chosen(library: Library) -> None:
    listed = library.orders.reopened(left("unread", 99, 7), fold=True)

    assert (list(listed.ids), listed.place, listed.story) == ([], 0, None)


@pytest.mark.parametrize(("place", "ids"), [(1, [5, 4, 2, 1]), (0, [5, 2, 1])])
def test_a_read_story_stands_among_unread_ones_unless_it_was_their_top(
    library: Library, place: int, ids: list[int]
) -> None:
    fill(library, 5)
    library.set_mark([3, 4], Mark.READ, True)

    listed = library.orders.reopened(left("unread", 4, place), fold=True)

    assert (list(listed.ids), listed.place) == (ids, place)


def test_reports_stand_unfolded_beneath_their_event_as_before(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    folded = library.orders.reopened(left(story=2, place=1), fold=True)
    unfolded = library.orders.reopened(left(story=1, place=2, unfolded=[2, 99]), fold=True)

    assert list(folded.ids) == [3, 2]
    assert (list(unfolded.ids), unfolded.inner, unfolded.place) == ([3, 2, 1], {1: 2}, 2)


def test_a_search_lists_what_it_found_as_far_as_that_is_there(library: Library) -> None:
    fill(library, 4)
    library.store.stories.note(LEFT_HITS, "4 99 2")

    listed = library.orders.reopened(left(story=2, place=0, query="ships"), fold=True)

    assert (listed.ids, listed.whole, listed.place) == ((4, 2), (4, 2), 1)


@pytest.mark.parametrize(
    ("view", "listed"),
    [
        *(("bookmarks", "bookmarks"), ("source:1", "source:1"), ("source:7", "all")),
        *(("folder:Ports", "folder:Ports"), ("folder:Piers", "all"), ("nonsense", "all")),
    ],
)
def test_a_view_that_is_gone_is_all_stories(library: Library, view: str, listed: str) -> None:
    fill(library, 1)
    library.store.sources.change(replace(library.store.sources.all()[0], folder="Ports"), True)

    assert library.orders.reopened(left(view), fold=True).view == listed


def test_the_rows_that_stood_there_are_read_at_once_in_their_order(
    library: Library, home: Folders
) -> None:
    fill(library, 5)
    kept = left("unread", 2, 3)
    kept.rows = [LeftRow(3, False), LeftRow(99, False), LeftRow(2, False)]
    library.store.stories.note(LEFT, kept.as_text())

    seen = read_first_screen(str(home.data), 9)

    assert seen is not None
    assert [row.id for row in seen.rows] == [3, 2]
    assert seen.state == read_state(library.store.database.connection)
    library.set_mark([5], Mark.READ, True)
    assert seen.state != read_state(library.store.database.connection)


def test_what_a_search_found_in_a_story_is_marked_in_headline_and_passage(
    library: Library,
) -> None:
    fill(library, 1)
    part = library.parse_query("headline ships").part
    assert part is not None

    headline, passage = row_matches(part, library.store.stories.get(1), 60)

    assert [text for text, match in headline.pieces() if match] == ["Headline"]
    assert [text for text, match in passage.pieces() if match] == ["ships"]
