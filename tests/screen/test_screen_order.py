"""The order of a list in the screen."""

from __future__ import annotations

from reader.library import Library
from tests.conftest import fill
from tests.support.shown import opened


async def test_the_oldest_first_begins_at_the_first_unread_and_days_run_the_same_way(
    library: Library,
) -> None:
    fill(library, 40)
    library.store.batch_marks.set_read([1, 2], True)
    async with opened(library) as shown:
        days = shown.section_names()
        await shown.press("g", "o", "o")
        assert shown.listed_ids()[:3] == [1, 2, 3]
        assert shown.chosen_id() == 3
        shown.roll_list(0)
        await shown.press("G")
        assert shown.section_names() == days[::-1]
        await shown.press("u")
        assert shown.listed_ids()[0] == 40


async def test_an_order_stays_with_its_view_and_through_a_restart(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press("g", "2", "g", "o", "h")
        assert shown.listed_ids() == [1, 2, 3, 4, 5]
        assert shown.section_names() == []
        await shown.press("g", "o", "h")
        assert shown.listed_ids() == [5, 4, 3, 2, 1]
        assert "by headline, reversed" in shown.status()
        await shown.press("g", "1")
        assert shown.listed_ids() == [5, 4, 3, 2, 1]
        assert shown.section_names()
        await shown.press("g", "o", "o")
    async with opened(library) as again:
        assert again.listed_ids() == [1, 2, 3, 4, 5]
        await again.press("g", "2")
        assert again.listed_ids() == [5, 4, 3, 2, 1]
        await again.press("g", "o", "escape")
        assert not again.has_line("key")


async def test_an_order_is_typed_after_a_colon(library: Library) -> None:
    fill(library, 4)
    async with opened(library) as shown:
        await shown.press("colon")
        await shown.paste("sort came")
        await shown.press("enter")
        assert shown.listed_ids() == [4, 3, 2, 1]
        assert "as they came" in shown.status()


async def test_a_search_and_a_saved_search_keep_their_order(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships title:headline")
        await shown.press("enter", "S", "ctrl+u")
        await shown.paste("Sea")
        await shown.press("enter", "g", "o", "o")
        await shown.until(lambda: shown.listed_ids()[:2] == [1, 2])
        assert [one.query for one in searchable.store.searches.all()] == [
            "ships title:headline sort:oldest"
        ]
        await shown.press("g", "o", "o")
        await shown.until(lambda: shown.listed_ids()[:2] == [30, 29])
        await shown.press("u")
        assert searchable.store.searches.all()[0].query.endswith("sort:oldest")
        await shown.until(lambda: shown.listed_ids()[:2] == [1, 2])


async def test_the_order_of_a_search_that_nobody_saved_is_undone(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships title:headline sort:newest")
        await shown.press("enter", "g", "o", "o")
        await shown.until(lambda: shown.listed_ids()[:2] == [1, 2])
        assert "u takes it back" in shown.status()
        await shown.press("u")
        await shown.until(lambda: shown.listed_ids()[:2] == [30, 29])
        await shown.press("g", "o", "o")
        await shown.until(lambda: shown.listed_ids()[:2] == [1, 2])
        await shown.press("escape", "u")
        assert len(shown.listed_ids()) > 2
