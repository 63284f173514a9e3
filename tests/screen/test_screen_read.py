"""What counts as read: only what a person looks at, and when the configuration says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.shown import CALM, Shown, opened

SOON = replace(CALM, read_after=0.05)
LONGER = 0.3  # seconds, in which whatever counts soon has counted


async def look(shown: Shown) -> None:
    """Look at what is shown for longer than it takes to count as read."""
    await shown.wait(LONGER)


async def test_what_the_start_shows_counts_only_once_a_key_was_pressed(library: Library) -> None:
    fill(library, 3)
    async with opened(library, settings=SOON) as shown:
        await look(shown)
        assert shown.unread_count() == 3

        await shown.press("J")
        await shown.until(lambda: shown.unread_count() == 2)
        assert library.store.marks.marks_of([3])[3].read


async def test_what_is_passed_by_does_not_count(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as shown:
        await shown.press(*"jjjj")
        assert shown.unread_count() == 9


async def test_nothing_counts_while_a_search_is_typed_and_its_hit_does_afterwards(
    searchable: Library,
) -> None:
    async with opened(searchable, settings=SOON) as shown:
        unread = shown.unread_count()
        await shown.search("feiert")
        await look(shown)
        assert shown.unread_count() == unread

        await shown.press("enter")
        await shown.until(lambda: shown.unread_count() == unread - 1)
        assert searchable.store.marks.marks_of([31])[31].read


@pytest.mark.parametrize(
    "keys",
    [
        ("e",),  # a note
        ("t",),
        ("f",),
        ("A",),  # a question
        ("plus",),
        ("question_mark",),
        ("ctrl+p",),
        ("backslash",),  # keys move the sidebar
    ],
)
async def test_nothing_counts_while_keys_do_something_else(
    library: Library, keys: tuple[str, ...]
) -> None:
    fill(library, 3)
    async with opened(library, settings=SOON) as shown:
        await shown.press(*keys)
        await look(shown)

        assert library.store.marks.ids_marked("read") == set()


async def test_what_comes_while_nobody_does_anything_does_not_count(library: Library) -> None:
    async with opened(library, settings=SOON) as shown:
        shown.begin_first_launch()
        fill(library, 2)
        shown.look_for_stories()
        await look(shown)
        assert (shown.open_id(), shown.unread_count()) == (2, 2)

        await shown.press("j")
        await shown.until(lambda: shown.unread_count() == 1)
        assert library.store.marks.ids_marked("read") == {1}


async def test_what_is_marked_as_unread_stays_so_while_it_is_looked_at(library: Library) -> None:
    fill(library, 2)
    async with opened(library, settings=SOON) as shown:
        await shown.press("m", "m", "J")
        await look(shown)

        assert shown.unread_count() == 2


async def test_where_only_entering_counts_looking_does_not(library: Library) -> None:
    fill(library, 3)
    async with opened(library, settings=replace(CALM, read_after="enter")) as shown:
        await shown.press("j", "J")
        await look(shown)
        assert shown.unread_count() == 3

        await shown.press("enter")
        assert library.store.marks.ids_marked("read") == {2}


async def test_where_nothing_counts_only_a_mark_does(library: Library) -> None:
    fill(library, 3)
    async with opened(library, settings=replace(CALM, read_after="never")) as shown:
        await shown.press("j", "enter", "K", "h")
        await look(shown)
        assert shown.unread_count() == 3

        await shown.press("m")
        assert library.store.marks.ids_marked("read") == {2}


async def test_where_looking_counts_at_once_moving_to_a_story_reads_it(library: Library) -> None:
    fill(library, 3)
    async with opened(library, settings=replace(CALM, read_after=0.0)) as shown:
        await shown.press("j")
        await shown.until(lambda: shown.unread_count() == 2)

        assert library.store.marks.ids_marked("read") == {2}
