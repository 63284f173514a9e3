"""An event as one row of the list: folded, unfolded, marked, searched and listed anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.config import EventSettings, Folders
from reader.library import Library
from reader.model import Mark, Row
from reader.tui.render import date_sections, story_row
from tests.support.reports import mixed, save
from tests.support.shown import CALM, Shown, opened

__all__ = ["mixed"]  # a fixture

pytestmark = pytest.mark.time

FOLDED = [10, 9, 8, 7, 6, 5]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def line_with(shown: Shown, words: str) -> str:
    """The first line of the screen that holds some words."""
    return next(line for line in shown.lines() if words in line)


async def test_an_event_is_one_row_with_the_outlets_of_the_others(mixed: Library) -> None:
    async with opened(mixed) as shown:
        assert shown.listed_ids() == FOLDED
        row = line_with(shown, "Outlet 7")
        assert "+2 · Outlet" in row
        assert "Outlet 1" in row
        assert "Outlet 3" in row
        assert "+" not in line_with(shown, "Outlet 6")


async def test_the_counts_are_of_stories_and_of_events(mixed: Library) -> None:
    async with opened(mixed) as shown:
        assert "g1 All 10  g2 Unread 10  g3 Bookmarks 0  g4 Events 3" in shown.text()
        await shown.press("backslash")
        assert "Events" in [place.label for place in shown.sidebar_items()]  # type: ignore[union-attr]


async def test_an_event_is_unfolded_in_its_place_and_folded_again(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "j", "j", "c")
        assert shown.listed_ids() == [10, 9, 8, 7, 3, 1, 6, 5]
        assert shown.chosen_id() == 7
        text = shown.lines()
        at = next(y for y, line in enumerate(text) if line.startswith(" ├ ● "))
        assert text[at + 1].startswith(" │   Outlet 3")
        assert text[at + 2].startswith(" └ ● ")
        assert text[at + 3].startswith("     Outlet 1")
        await shown.press("c")
        assert shown.listed_ids() == FOLDED
        assert shown.chosen_id() == 7


async def test_folding_from_beneath_chooses_the_lead(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "j", "j", "c", "j", "j")
        assert shown.chosen_id() == 1
        assert shown.open_id() == 1
        await shown.press("c")
        assert shown.chosen_id() == 7
        assert shown.open_id() == 7


async def test_two_events_are_unfolded_apart_from_each_other(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "c", "j", "j", "j", "c")
        assert shown.listed_ids() == [10, 9, 4, 8, 7, 3, 1, 6, 5]
        await shown.press("g", "g", "j", "c")
        assert shown.listed_ids() == [10, 9, 8, 7, 3, 1, 6, 5]


async def test_a_story_alone_cannot_be_unfolded(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("c")
        assert shown.status() == "No other story reports this"
        assert shown.listed_ids() == FOLDED


async def test_nothing_is_unfolded_where_there_is_nothing(mixed: Library) -> None:
    async with opened(mixed) as shown:
        shown.list_stories(())
        await shown.press("c")
        assert shown.chosen_id() is None


async def test_unfolding_at_the_bottom_brings_the_reports_into_view(library: Library) -> None:
    save(library, [1, 1, *range(2, 12)])
    library.group()
    async with opened(library, (60, 20)) as shown:
        await shown.press("G")
        assert shown.chosen_id() == 2
        await shown.press("c")
        assert "Outlet 1 " in shown.text()
        assert shown.chosen_id() == 2


async def test_reports_beneath_a_row_begin_no_section(mixed: Library) -> None:
    async with opened(mixed) as shown:
        before = shown.text().count("November 2026") + shown.text().count("Yesterday")
        await shown.press("j", "j", "j", "c")
        after = shown.text().count("November 2026") + shown.text().count("Yesterday")
        assert after == before


async def test_marks_on_the_row_act_on_the_lead(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "s", "m")
        assert mixed.store.marks.ids_marked("bookmarked") == {9}
        assert mixed.store.marks.ids_marked("read") == {9}
        assert "+1 ★ · Outlet 4" in shown.text()
        assert "○ " in shown.text()


async def test_an_event_with_a_read_lead_stands_among_the_unread(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "m", "g", "2")
        assert shown.listed_ids() == [10, 8, 7, 6, 5, 4]
        await shown.press("G", "c")
        assert shown.listed_ids() == [10, 8, 7, 6, 5, 4, 9]
        await shown.press("M", "g", "1", "g", "2")
        assert shown.listed_ids() == [10, 8, 7, 6, 5]


async def test_all_listed_stories_are_those_beneath_a_row_too(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("A")
        assert "Mark 10 stories as read?" in shown.text()
        await shown.press("y")
        assert shown.unread_count() == 0


async def test_what_is_unfolded_stays_so_when_stories_come(mixed: Library) -> None:
    async with opened(mixed, (100, 12)) as shown:
        await shown.press("G", "k", "k", "c", "j")
        line = shown.chosen_line()
        save(mixed, [1, 7, 8, 9, 10], first=11)
        mixed.group()
        shown.look_for_stories()
        await shown.press("a")
        assert shown.listed_ids() == [15, 14, 13, 12, 11, 7, 3, 1, 10, 9, 8, 6, 5]
        assert shown.chosen_id() == 3
        assert shown.chosen_line() == line


async def test_the_first_stories_are_folded_once_they_are_grouped(library: Library) -> None:
    save(library, [1])
    async with opened(library) as shown:
        shown.begin_first_launch()
        save(library, [1, 2], first=2)
        shown.look_for_stories()
        assert shown.listed_ids() == [3, 2, 1]
        library.group()
        shown.look_for_stories()
        assert shown.listed_ids() == [3, 2]


async def test_a_lead_that_is_followed_by_a_newer_one_stays_chosen(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "j", "j")
        save(mixed, [1], first=11)
        mixed.group()
        shown.look_for_stories()
        await shown.press("a")
        assert shown.chosen_id() == 7
        assert shown.listed_ids()[:4] == [11, 7, 3, 1]


async def test_brackets_unfold_the_event_that_they_walk_through(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "right_square_bracket")
        assert shown.listed_ids() == [10, 9, 4, 8, 7, 6, 5]
        assert shown.chosen_id() == 4
        await shown.press("s")
        assert mixed.store.marks.ids_marked("bookmarked") == {4}


async def test_another_view_folds_everything(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "c", "g", "2", "g", "1")
        assert shown.listed_ids() == FOLDED
        assert not shown.unfolded_ids()


async def test_a_bookmark_has_a_row_of_its_own(mixed: Library) -> None:
    mixed.set_mark([3, 7], Mark.BOOKMARKED, True)
    async with opened(mixed) as shown:
        await shown.press("g", "3")
        assert set(shown.listed_ids()) == {3, 7}


async def test_events_are_not_folded_where_that_is_not_wanted(mixed: Library) -> None:
    for wanted in (EventSettings(fold=False), EventSettings(enabled=False)):
        async with opened(mixed, settings=replace(CALM, events=wanted)) as shown:
            assert len(shown.listed_ids()) == 10
            await shown.press("g", "g", "j", "c")
            assert shown.status() == "The other reports have rows of their own here"


async def test_dense_rows_are_folded_too(mixed: Library) -> None:
    async with opened(mixed) as shown:
        await shown.press("j", "j", "j", "c", "v")
        assert shown.listed_ids() == [10, 9, 8, 7, 3, 1, 6, 5]
        text = shown.lines()
        at = next(y for y, line in enumerate(text) if line.startswith(" ├ ● "))
        assert "+2 " in text[at - 1]
        assert text[at + 1].startswith(" └ ● ")


async def test_a_search_lists_one_story_of_each_event(
    mixed: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    mixed.update_index()
    async with opened(mixed) as shown:
        await shown.press("j", "c")
        await shown.search("outlet:Outlet")
        await shown.until(lambda: len(shown.listed_ids()) == 6)
        assert shown.found_count() == 10
        await shown.press("enter")
        assert {shown.listed_ids().index(lead) >= 0 for lead in (6, 8, 10)} == {True}
        await shown.search("event:7")
        await shown.until(lambda: set(shown.listed_ids()) == {1, 3, 7})
        await shown.press("escape", "escape")
        assert shown.listed_ids() == [10, 9, 4, 8, 7, 6, 5]
        assert shown.chosen_id() == 9


def test_a_read_row_with_unread_reports_differs_without_colour() -> None:
    row = Row(1, "Headline", "Outlet", NOW, read=True, others=2, missed=True)

    assert story_row.row_lines(row, 40, NOW)[0][0][0] == "○ "
    assert date_sections.dense_line(row, 40, NOW)[0][0] == "○ "
