from datetime import UTC, date, datetime, timedelta

import pytest

from reader.library import Library
from reader.model import Mark, Marks, Row
from reader.tui.render import date_sections, story_row
from reader.tui.render.cells import cell_len
from tests.conftest import NOON, fill, pair
from tests.support.shown import opened

pytestmark = pytest.mark.time
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
    painted.append(date_sections.section_header("Wednesday 18 November", width))

    assert {sum(cell_len(text) for text, _ in line) for line in painted} == {width}


def test_sections_are_days_at_first_and_months_later() -> None:
    today = NOW.date()
    days = [today - timedelta(days=ago) for ago in (0, 1, 3, 6, 7, 30, -3)]

    assert [
        (date_sections.section_name(day, today), date_sections.first_day(day, today))
        for day in days
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
    library.set_marks({60: Marks(tags=("sea",), note="Words")})
    async with opened(library, (110, 30)) as shown:
        await shown.press("v")
        assert shown.row_height() == 1
        row = next(line for line in shown.lines() if "Headline 60" in line)
        assert "✎ #sea" in row
        assert "The Tideline" not in row
    async with opened(library, (60, 20)) as shown:
        assert "The Tideline" in shown.lines()[2]
    async with opened(library, (150, 48)) as shown:
        assert "The Tideline" in shown.lines()[2][:60]
    async with opened(library) as shown:
        assert shown.row_height() == 1
        await shown.press("v")
        assert shown.row_height() == 2


async def test_stories_of_another_program_wait_until_they_are_wanted(library: Library) -> None:
    fill(library, 60)
    async with opened(library) as shown:
        await shown.press("ctrl+f", "j", "j")
        kept, line = shown.chosen_id(), shown.chosen_line()
        library.store.stories.save(1, [pair(90), pair(91)])
        shown.pass_minute()
        await shown.wait()
        assert "2 new · a" in shown.text()
        assert shown.chosen_id() == kept
        await shown.press("a")
        assert (len(shown.listed_ids()), shown.chosen_id(), shown.chosen_line()) == (62, kept, line)
        assert "new · a" not in shown.text()
        await shown.press("a")
        assert shown.status() == "Nothing new has come"


async def test_leaving_a_search_brings_the_list_back_line_for_line(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("ctrl+f", "k", "k", "k")
        kept, line, top = shown.chosen_id(), shown.chosen_line(), shown.list_top()
        await shown.search("ägypten")
        await shown.press("escape")
        place = shown.chosen_line(), shown.list_top()
        assert (shown.chosen_id(), *place) == (kept, line, top)
        await shown.resize(60, 20)
        await shown.resize(120, 36)
        await shown.wait()
        assert shown.chosen_id() == kept


async def test_a_search_that_is_asked_again_stays_where_the_reader_is(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships")
        await shown.until(lambda: shown.found_count() == 30)
        await shown.press("enter", *"jjjjj")
        kept, line = shown.chosen_id(), shown.chosen_line()
        searchable.store.stories.save(1, [pair(90, published=NOON.isoformat())])
        searchable.update_index()
        shown.pass_minute()
        await shown.press("a")
        await shown.until(lambda: shown.found_count() == 31)
        assert (shown.chosen_id(), shown.chosen_line()) == (kept, line)


async def test_a_view_that_changes_keeps_the_line_of_the_story(library: Library) -> None:
    ids = fill(library, 60)
    async with opened(library) as shown:
        library.set_mark(ids[50:], Mark.READ, True)
        await shown.press("ctrl+f", "j")
        kept, line = shown.chosen_id(), shown.chosen_line()
        await shown.press("g", "2")
        assert shown.chosen_id() == kept
        assert shown.chosen_line() <= line
