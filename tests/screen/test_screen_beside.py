"""Two reports of one event side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library import Library
from tests.support.reports import save
from tests.support.shown import CALM, opened


@pytest.fixture
def reported(library: Library) -> Library:
    """A library with an event of three reports, and a story on its own."""
    save(library, [1, 1, 1, 2])
    library.group()
    return library


async def test_two_reports_stand_side_by_side_with_what_only_one_of_them_tells(
    reported: Library,
) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "C")
        await shown.wait()
        left, right = shown.halves()
        assert "Outlet 3" in left
        assert "Outlet 2" in right
        for half in (left, right):
            assert "┃ is not in the other report" in half
            assert half.count("┃ ") > 2
        assert "Esc back" in shown.text()
        await shown.press("escape")
        assert shown.screen() != "compare"
        assert shown.chosen_id() == 3


async def test_brackets_put_another_report_beside(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "C", "right_square_bracket")
        await shown.wait()
        assert "Outlet 1" in shown.halves()[1]
        await shown.press("right_square_bracket")
        await shown.wait()
        assert "Outlet 2" in shown.halves()[1]
        await shown.press("left_square_bracket")
        await shown.wait()
        left, right = shown.halves()
        assert "Outlet 1" in right
        assert "Outlet 3" in left


async def test_both_scroll_together_or_each_on_its_own(reported: Library) -> None:
    async with opened(reported, (110, 16)) as shown:
        await shown.press("j", "C", "j", "j")
        assert shown.compared_tops() == (2, 2)
        await shown.press("tab", "j")
        assert shown.compared_tops() == (3, 2)
        assert "scrolls the left one" in shown.text()
        await shown.press("tab", "space")
        left, right = shown.compared_tops()
        assert left == 3
        assert right > 10
        await shown.press("tab", "g", "g")
        assert shown.compared_tops() == (0, 0)
        await shown.press("G", "shift+tab", "k")
        left, right = shown.compared_furthest()
        assert shown.compared_tops() == (left, right - 1)


async def test_an_event_of_two_has_no_third_report_to_put_beside(library: Library) -> None:
    save(library, [1, 1])
    library.group()
    async with opened(library) as shown:
        await shown.press("C", "right_square_bracket")
        await shown.wait()
        left, right = shown.halves()
        assert "Outlet 2" in left
        assert "Outlet 1" in right


async def test_a_report_that_stood_beside_counts_as_read(
    reported: Library,
) -> None:
    async with opened(reported, settings=replace(CALM, read_after=0.05)) as shown:
        await shown.press("j", "C")
        await shown.until(lambda: reported.store.marks.ids_marked("read") == {2})
        await shown.press("q")
        assert shown.unread_count() == 3


async def test_a_narrow_terminal_says_how_wide_it_would_have_to_be(reported: Library) -> None:
    async with opened(reported, (80, 24)) as shown:
        await shown.press("j", "C")
        assert shown.status() == "Two reports need 100 columns; this terminal has 80"
        assert shown.screen() != "compare"


async def test_a_terminal_that_becomes_narrow_shows_the_list_again(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "C")
        await shown.resize(130, 30)
        assert shown.screen() == "compare"
        await shown.resize(80, 24)
        await shown.until(lambda: shown.screen() != "compare")


async def test_a_story_alone_stands_beside_nothing(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("C")
        assert shown.status() == "No other story reports this"


async def test_the_bottom_line_of_a_report_tells_the_keys_of_its_event(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("enter")
        assert "next report" not in shown.footer()
        await shown.press("h", "j", "enter")
        assert "] next report   C two side by side" in shown.footer()
        await shown.press("h")
        assert "next report" not in shown.footer()
