from datetime import UTC, date, datetime, timedelta

import pytest
from rich.cells import cell_len

from reader.library import Library
from reader.model import Mark, Marks, Row
from reader.tui.render import date_sections, story_row
from tests.conftest import NOON, fill, pair
from tests.screen.test_screen import opened, screen_text, search, searchable, until

pytestmark = pytest.mark.time

__all__ = ["searchable"]  # a fixture
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NASTY = (
    "日本語の見出しがとても長いので切られます" * 3,
    "👨‍👩‍👧‍👦 family 👍🏽 thumbs ❤️ heart 🇩🇪 flag",
    "e\u0301te\u0301 combining nin\u0303o",
    "שלום עולם and مرحبا بالعالم",
    "क्षत्रिय देवनागरी กำแพง",
    "",
)


@pytest.mark.parametrize("headline", NASTY)
@pytest.mark.parametrize("width", [12, 31, 60])
def test_no_script_breaks_the_columns(headline: str, width: int) -> None:
    row = Row(1, headline, headline[:9], NOW, tags=("海",), noted=True, bookmarked=True)
    painted = [*story_row.row_lines(row, width, NOW), date_sections.dense_line(row, width, NOW)]
    painted.append(date_sections.header("Wednesday 18 November", width))

    assert {sum(cell_len(text) for text, _ in line) for line in painted} == {width}


def test_sections_are_days_at_first_and_months_later() -> None:
    today = NOW.date()
    days = [today - timedelta(days=ago) for ago in (0, 1, 3, 6, 7, 30, -3)]

    assert [
        (date_sections.section(day, today), date_sections.first_day(day, today)) for day in days
    ] == [
        ("Today", days[0]),
        ("Yesterday", days[1]),
        ("Thursday 19 November", days[2]),
        ("Monday 16 November", days[3]),
        ("November 2026", date(2026, 11, 1)),
        ("October 2026", date(2026, 10, 1)),
        ("November 2026", date(2026, 11, 23)),
    ]


def test_a_read_row_differs_without_colour() -> None:
    row = Row(1, "Headline", "Outlet", NOW)
    read = Row(1, "Headline", "Outlet", NOW, read=True)

    assert story_row.row_lines(row, 40, NOW)[0][0][0] == "● "
    assert story_row.row_lines(read, 40, NOW)[0][0][0] == "  "
    assert date_sections.dense_line(row, 40, NOW)[0][0] == "● "
    assert date_sections.dense_line(read, 40, NOW)[0][0] == "  "


async def test_a_key_makes_rows_dense_and_the_next_start_knows_it(library: Library) -> None:
    fill(library, 60)
    library.put({60: Marks(tags=("sea",), note="Words")})
    async with opened(library) as (app, pilot):
        await pilot.press("v")
        assert app.list.height_of_row == 1
        row = next(line for line in screen_text(app).splitlines() if "Headline 60" in line)
        assert "✎ #sea" in row
        assert "The Tideline" not in row
    async with opened(library, (160, 48)) as (app, pilot):
        assert "The Tideline" in screen_text(app).splitlines()[2][:66]
    async with opened(library) as (app, pilot):
        assert app.list.height_of_row == 1
        await pilot.press("v")
        assert app.list.height_of_row == 2


async def test_stories_of_another_program_wait_until_they_are_wanted(library: Library) -> None:
    fill(library, 60)
    async with opened(library) as (app, pilot):
        await pilot.press("ctrl+f", "j", "j")
        kept, line = app.list.current, app.list.chosen_line
        library.store.stories.save(1, [pair(90), pair(91)])
        app.tick()
        await pilot.pause()
        assert "2 new · a" in screen_text(app)
        assert app.list.current == kept
        await pilot.press("a")
        assert (len(app.list.ids), app.list.current, app.list.chosen_line) == (62, kept, line)
        assert "new · a" not in screen_text(app)
        await pilot.press("a")
        assert app.status == "Nothing new has come"


async def test_leaving_a_search_brings_the_list_back_line_for_line(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await pilot.press("ctrl+f", "k", "k", "k")
        kept, line, top = app.list.current, app.list.chosen_line, app.list.scroll_offset.y
        await search(app, pilot, "ägypten")
        await pilot.press("escape")
        place = app.list.chosen_line, app.list.scroll_offset.y
        assert (app.list.current, *place) == (kept, line, top)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert app.list.current == kept


async def test_a_search_that_is_asked_again_stays_where_the_reader_is(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "ships")
        await until(lambda: app.total == 30, pilot)
        await pilot.press("enter", *"jjjjj")
        kept, line = app.list.current, app.list.chosen_line
        searchable.store.stories.save(1, [pair(90, published=NOON.isoformat())])
        searchable.update_index()
        app.tick()
        await pilot.press("a")
        await until(lambda: app.total == 31, pilot)
        assert (app.list.current, app.list.chosen_line) == (kept, line)


async def test_a_view_that_changes_keeps_the_line_of_the_story(library: Library) -> None:
    ids = fill(library, 60)
    async with opened(library) as (app, pilot):
        library.mark(ids[50:], Mark.READ, True)
        await pilot.press("ctrl+f", "j")
        kept, line = app.list.current, app.list.chosen_line
        await pilot.press("2")
        assert app.list.current == kept
        assert app.list.chosen_line <= line
