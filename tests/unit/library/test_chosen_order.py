"""Lists in an order that a person chose."""

from __future__ import annotations

import tracemalloc

import pytest

from reader.library import Library
from reader.store.left_place import LeftPlace
from tests.conftest import pair

TITLES = {
    1: ("“Zebra” seen", "The Bee", "2026-11-03", 4),
    2: ("apple harvest", "Ant", "2026-11-05", 900),
    3: ("Égalité", "", "2026-11-04", 40),
    4: ("", "Bee News", "2026-11-01", 300),
}


@pytest.fixture
def mixed(library: Library) -> Library:
    pairs = [
        pair(at, title=title, outlet=outlet, published=f"{day}T10:00:00+00:00",
             content=f"Lead {at}.\n\n" + f"word{at} " * words)
        for at, (title, outlet, day, words) in TITLES.items()
    ]  # fmt: skip
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    return library


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", [2, 3, 1, 4]),
        ("oldest", [4, 1, 3, 2]),
        ("-newest", [4, 1, 3, 2]),
        ("-oldest", [2, 3, 1, 4]),
        ("length", [2, 4, 3, 1]),
        ("-length", [1, 3, 4, 2]),
        ("came", [4, 3, 2, 1]),
        ("outlet", [2, 4, 1, 3]),
    ],
)
def test_stories_stand_in_an_order(mixed: Library, order: str, expected: list[int]) -> None:
    assert list(mixed.orders.sorted([1, 2, 3, 4], order)) == expected
    assert list(mixed.orders.sorted([4, 2], order)) == [one for one in expected if one in (2, 4)]


def test_headlines_stand_by_their_letters_in_any_case(mixed: Library) -> None:
    headlines = {row.id: row.headline for row in mixed.store.stories.rows([1, 2, 3, 4])}

    in_order = [headlines[one] for one in mixed.orders.sorted([1, 2, 3, 4], "headline")]

    assert in_order.index("apple harvest") < in_order.index("“Zebra” seen")
    assert in_order[0] == "apple harvest"


def test_lengths_that_were_counted_go_with_those_that_are_guessed(mixed: Library) -> None:
    mixed.group()
    pairs = [pair(9, title="New", content="newest " * 500)]
    mixed.store.stories.save(mixed.store.sources.add("/news", "News"), pairs)

    in_order = list(mixed.orders.sorted([1, 2, 3, 4, 5], "length"))
    assert in_order.index(2) < in_order.index(5) < in_order.index(1)


def test_no_headline_stays_in_memory_while_very_many_are_put_in_order(library: Library) -> None:
    count = 1_000
    pairs = [pair(at, title=f"{at * 7 % count:04} {'barge ' * 40}") for at in range(count)]
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    ids = library.orders.ids("all")
    library.orders.sorted(ids, "headline")  # so that all that is loaded is there

    tracemalloc.start()
    in_order = library.orders.sorted(ids, "headline")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(in_order) == count
    assert most < 100 * count  # bytes; the headlines alone have 245 for each


def test_an_order_is_kept_for_each_view_until_another_is_chosen(mixed: Library) -> None:
    table = mixed.store.stories
    table.set_list_order("all", "oldest")
    table.set_list_order("unread", "came")
    chosen = list(mixed.orders.listed("all", mixed.orders.ids("all")))
    table.set_list_order("all", "")

    assert chosen == [4, 1, 3, 2]
    assert table.list_order("unread") == "came"
    assert list(mixed.orders.listed("all", mixed.orders.ids("all"))) == [2, 3, 1, 4]


def test_a_list_reopens_in_its_order_with_the_story_that_was_chosen(mixed: Library) -> None:
    mixed.store.stories.set_list_order("all", "oldest")
    left = LeftPlace()
    left.story, left.place, left.order = 1, 1, "oldest"

    listed = mixed.orders.reopened(left, fold=True)
    left.story, left.place = 4, 0
    at_top = mixed.orders.reopened(left, fold=True)

    assert (list(listed.ids), listed.story) == ([4, 1, 3, 2], 1)
    assert at_top.story == 4


@pytest.mark.parametrize(
    ("view", "order", "query", "is_at_top", "is_by_time"),
    [
        ("all", "", "", True, True),
        ("all", "best", "", True, True),
        ("all", "oldest", "", False, True),
        ("all", "headline", "", False, False),
        ("bookmarks", "", "", False, False),
        ("bookmarks", "-newest", "", False, True),
        ("all", "best", "tide", False, False),
    ],
)
def test_where_the_screen_was_left_says_whether_days_are_named(
    view: str, order: str, query: str, is_at_top: bool, is_by_time: bool
) -> None:
    left = LeftPlace()
    left.view, left.order, left.query = view, order, query

    assert (left.is_at_top, left.is_by_time) == (is_at_top, is_by_time)
