from reader.library import Library
from tests.reports import save
from tests.test_screen import opened, screen_text


async def test_what_else_reports_the_event_stands_below_the_story(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as (app, pilot):
        assert "+1" in screen_text(app)
        await pilot.press("2", "4")
        assert list(app.list.ids) == [2]
        told = [block.text for block in app.pane.blocks]
        assert told[-2].startswith("Also reported by")
        assert told[-1].startswith("Outlet 1 · 2 November 2026, 14:24 · ")
        assert "% new" in told[-1]


async def test_brackets_walk_through_the_reports_of_an_event(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as (app, pilot):
        await pilot.press("right_square_bracket")
        assert "No other story reports this" in screen_text(app)
        await pilot.press("down", "right_square_bracket")
        assert app.list.current == 1
        await pilot.press("4", "left_square_bracket")
        assert app.desk.story is not None
        assert app.desk.story.id == 1


async def test_all_reports_of_an_event_are_read_at_once(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as (app, pilot):
        await pilot.press("4", "M")
        assert app.desk.counts.unread == 1
        await pilot.press("u")
        assert app.desk.counts.unread == 3
