"""The names of days between the rows of the list."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from reader.config import Settings
from reader.library import Library
from reader.model import Mark
from reader.tui.actions import ACTIONS
from reader.tui.startup.first_frame import FirstFrame
from reader.tui.widgets.list_layout import ListLayout
from tests.conftest import NOW, pair
from tests.support.reports import save
from tests.support.shown import Shown, opened

pytestmark = pytest.mark.time

TODAY = NOW.date()
AGO = (0, 0, 0, 1, 1, 3, 3, 3, 40, 40, 75)  # days of the stories, the newest first
NAMES = ["Today", "Yesterday", "Thursday 19 November", "October 2026", "September 2026"]
NAMED = re.compile(r" ([A-Z][\w ]*) ─+ ")


@pytest.fixture
def dated(library: Library) -> Library:
    """Stories of several days, and enough older ones to fill the screen."""
    return put(library, [*AGO, *([100] * 40)])


def put(library: Library, days: Sequence[int], first: int = 1) -> Library:
    """Put stories that are so many days old into a library, the newest first."""
    moments = [NOW - timedelta(days=ago, seconds=at) for at, ago in enumerate(days)]
    pairs = [pair(first + at, published=one.isoformat()) for at, one in enumerate(moments)]
    library.store.stories.save(library.store.sources.add("/news", "News"), pairs)
    return library


def named(shown: Shown) -> list[str]:
    """The sections that the screen names."""
    return [found[1] for line in shown.list_lines() if (found := NAMED.match(line))]


def planned(days: Sequence[int], height: int) -> ListLayout:
    """A plan of rows that are so many days old."""
    return ListLayout(len(days), height, lambda row: TODAY - timedelta(days=days[row]), TODAY)


@pytest.mark.parametrize("height", [1, 2])
def test_a_line_and_its_row_know_each_other(height: int) -> None:
    plan, expected = planned(AGO, height), []
    for row, ago in enumerate(AGO):
        expected += [(row, -1)] if not row or AGO[row - 1] != ago else []
        expected += [(row, within) for within in range(height)]

    chance = random.Random(height)
    for line in chance.sample(range(len(expected)), len(expected)):
        assert plan.spot(line) == expected[line]
    tops = {row: line for line, (row, within) in enumerate(expected) if within == 0}
    assert [plan.top(row) for row in range(len(AGO))] == list(tops.values())
    assert [plan.head(row) for row in range(4)] == [0, *list(tops.values())[1:3], tops[3] - 1]
    assert plan.length == len(expected)
    assert plan.spot(len(expected))[0] == len(AGO)


def test_a_plan_asks_for_few_days_however_many_rows_there_are() -> None:
    asked: list[int] = []

    def day(row: int) -> date:
        asked.append(row)
        return TODAY - timedelta(days=row // 1000)

    plan = ListLayout(1_000_000, 2, day, TODAY)
    assert plan.spot(0) == (0, -1)
    assert plan.spot(40) == (19, 1)
    assert len(asked) < 60
    assert plan.top(3500) == 7004
    assert len(asked) < 200


def test_days_that_are_not_in_order_still_give_every_row_a_line() -> None:
    chance = random.Random(3)
    plan = planned([chance.randrange(90) for _ in range(300)], 2)

    rows = [plan.spot(line) for line in range(700)]
    assert [row for row, within in rows if within == 1 and row < 300] == list(range(300))


def test_a_plan_without_days_names_none() -> None:
    plan = ListLayout(3, 3, None, TODAY)

    assert plan.length == 9
    assert [plan.spot(line) for line in (0, 4, 9)] == [(0, 0), (1, 1), (3, 0)]


@pytest.mark.parametrize("dense", [False, True])
async def test_days_stand_between_the_rows(dated: Library, dense: bool) -> None:
    async with opened(dated, (120, 40)) as shown:
        await shown.press(*("v" if dense else ""))
        assert named(shown) == [*NAMES, "August 2026"]
        told = shown.list_lines()
        assert told[0].startswith(" Today ──")
        assert told[1].startswith("▌")
        at = next(y for y, line in enumerate(told) if line.startswith(" Yesterday ──"))
        assert at == 1 + 3 * shown.row_height()


async def test_the_cursor_passes_over_the_days(dated: Library) -> None:
    async with opened(dated) as shown:
        for place in range(1, 10):
            await shown.press("j")
            assert shown.chosen_place() == place
            assert shown.chosen_line() == shown.row_top(place)
        await shown.press("G", "g", "g")
        assert (shown.chosen_place(), shown.list_top()) == (0, 0)
        assert named(shown)[0] == "Today"


async def test_a_row_that_begins_a_day_comes_into_view_with_its_name(dated: Library) -> None:
    async with opened(dated, (120, 12)) as shown:
        await shown.press("G", "g", "g", *"jjjjjjjj")
        while shown.chosen_place() > 3:
            await shown.press("k")
        assert shown.list_lines()[0].startswith(" Yesterday ──")
        assert shown.chosen_line() == 1


async def test_a_key_that_leads_nowhere_brings_the_row_and_its_name_back(dated: Library) -> None:
    async with opened(dated) as shown:
        shown.roll_list(5)
        await shown.press("g", "g")
        assert (shown.chosen_place(), shown.list_top()) == (0, 0)


async def test_a_click_beneath_a_day_chooses_the_row_there(dated: Library) -> None:
    async with opened(dated) as shown:
        told = shown.list_lines()
        at = next(y for y, line in enumerate(told) if line.startswith(" Yesterday ──"))
        await shown.click("#list", 5, at)
        assert shown.chosen_place() == 0
        await shown.click("#list", 5, at + 1)
        assert shown.chosen_place() == 3
        await shown.click("#list", 5, at - 1)
        assert shown.chosen_place() == 2


@pytest.mark.parametrize("dense", [False, True])
async def test_a_page_passes_no_row_over(library: Library, dense: bool) -> None:
    put(library, sorted(range(0, 300, 5)) * 2)
    async with opened(library, (120, 17)) as shown:
        await shown.press(*("v" if dense else ""))
        for key, last in (("ctrl+f", 119), ("ctrl+b", 0)):
            while shown.chosen_place() != last:
                before = shown.rows_in_view()
                await shown.press(key)
                now = shown.rows_in_view()
                assert min(now) <= max(before) + 1
                assert max(now) >= min(before) - 1


async def test_the_place_is_kept_among_days(dated: Library) -> None:
    dated.set_mark([story for story in range(1, 12) if story % 3 == 0], Mark.READ, True)
    async with opened(dated) as shown:
        await shown.press("ctrl+f", "ctrl+f", *"kkkkkkkk")
        kept = shown.chosen_id()
        await shown.resize(120, 20)
        await shown.resize(60, 36)
        await shown.wait()
        assert shown.chosen_id() == kept
        assert 0 <= shown.chosen_line() < 34
        await shown.resize(120, 36)
        line = shown.chosen_line()
        for keys in (("v", "v"), ("g", "2", "g", "1"), ("c",), ("a",)):
            await shown.press(*keys)
            assert (shown.chosen_id(), shown.chosen_line()) == (kept, line), keys


async def test_new_stories_move_no_row_under_the_reader(dated: Library) -> None:
    async with opened(dated) as shown:
        await shown.press("ctrl+f", "j", "j")
        kept, line = shown.chosen_id(), shown.chosen_line()
        put(dated, [0, 1, 2, 3, 4], first=200)
        shown.pass_minute()
        await shown.press("a")
        assert (len(shown.listed_ids()), shown.chosen_id()) == (56, kept)
        assert shown.chosen_line() == line


async def test_no_days_where_time_is_not_the_order(searchable: Library) -> None:
    searchable.set_mark([1, 2], Mark.BOOKMARKED, True)
    async with opened(searchable) as shown:
        assert named(shown)
        await shown.press("g", "3")
        assert not named(shown)
        await shown.press("g", "1")
        assert shown.section_names()
        await shown.search("ships")
        await shown.until(lambda: shown.found_count() == 30)
        assert not named(shown)
        assert shown.list_length() == 3 * len(shown.listed_ids())
        await shown.press("escape")
        assert shown.section_names()


async def test_reports_beneath_a_row_belong_to_its_day(library: Library) -> None:
    save(library, [1, 2, 1, 3, 1, 4])
    library.group()
    async with opened(library) as shown:
        before = named(shown)
        assert before
        at = next(place for place, lead in enumerate(shown.listed_ids()) if lead in (1, 3, 5))
        await shown.press(*("j" * at), "c")
        assert len(shown.listed_ids()) == 6
        assert named(shown) == before
        assert shown.list_length() == 6 * 2 + len(before)


async def test_midnight_moves_the_names(dated: Library) -> None:
    async with opened(dated, (120, 40)) as shown:
        await shown.press("j", "j")
        line = shown.chosen_line()
        dated.clock.at = NOW + timedelta(days=1)
        shown.pass_minute()
        await shown.wait()
        assert named(shown)[:3] == ["Yesterday", "Saturday 21 November", "Thursday 19 November"]
        assert shown.chosen_line() == line


async def test_the_scrollbar_reaches_the_end(library: Library) -> None:
    put(library, range(0, 3000, 10))
    async with opened(library) as shown:
        shown.drag_list(shown.list_height() - 1)
        await shown.wait()
        assert shown.row_at(shown.list_height() - 1) == (299, 1)
        assert shown.is_list_at_end()
        shown.drag_list(0)
        assert shown.list_top() == 0


async def test_sections_out_of_sight_are_looked_for_while_nothing_else_happens(
    library: Library,
) -> None:
    put(library, range(0, 6000, 20))
    async with opened(library) as shown:
        await shown.until(lambda: shown.settled_rows() == 300)
        assert shown.list_length() == 600 + len(shown.section_names())


async def test_a_story_that_has_gone_stands_with_the_one_above(dated: Library) -> None:
    async with opened(dated) as shown:
        gone = shown.listed_ids()[0], shown.listed_ids()[3]
        dated.store.database.connection.execute("DELETE FROM story WHERE id IN (?, ?)", gone)
        shown.list_stories(shown.listed_ids())
        await shown.wait()
        assert named(shown)[:2] == ["Today", "Yesterday"]
        assert shown.section_starts()[:2] == [0, 4]


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
@pytest.mark.parametrize("dense", ["off", "on"])
async def test_the_first_frame_names_the_days_as_the_list_does(
    dated: Library, dense: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size(size))
    dated.store.stories.note("dense", dense)
    painted = re.sub(
        "\x1b\\[[^m]*m", "", "\n".join(FirstFrame(dated, Settings(), ACTIONS, *size).lines())
    )
    async with opened(dated, size) as shown:
        width = shown.list_width() - 1
        first = [line[:width] for line in painted.splitlines()[1:-1]]
        assert first == [line[:width] for line in shown.list_lines()]
