"""Widths of list and sidebar: by key, by mouse, and at the next start."""

import os
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from reader.config import Folders, Settings
from reader.library import Library
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader
from reader.tui.startup import first_paint
from reader.tui.startup.first_frame import Frame
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text

WIDE = (160, 36)


def edge(app: NewsReader) -> int:
    """The column of the line between list and article."""
    return app.screen.query_one("#between").region.x


async def drag(pilot: Pilot[None], held: str, start: int, end: int) -> None:
    """Take hold of something at a column, and let go of it at another one."""
    await pilot.mouse_down(held, offset=(start, 5))
    await pilot.hover(None, offset=(end, 6))
    await pilot.mouse_up(None, offset=(end, 6))
    await pilot.pause()


async def test_the_line_between_the_panes_is_dragged_and_stays_there(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as (app, pilot):
        for column in (53, 90, 71):
            await drag(pilot, "#between", 0, column)
            assert edge(app) == column

    async with opened(library, WIDE) as (app, _):
        assert edge(app) == 71
    painted = Frame(library, Settings(), ACTIONS, *WIDE)
    assert painted.list_width == 71


async def test_no_pane_can_be_dragged_away(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as (app, pilot):
        await drag(pilot, "#between", 0, 2)
        assert edge(app) == pane_widths.LEAST_LIST
        await drag(pilot, "#between", 0, 158)
        assert edge(app) == 160 - pane_widths.LEAST_ARTICLE


async def test_the_sidebars_edge_is_dragged_and_stays_there(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as (app, pilot):
        await pilot.press("backslash", "escape")
        await pilot.pause()
        await drag(pilot, "#sidebar", pane_widths.SIDE - 1, 40)
        assert app.side == 41
        assert app.left.region.x == 41

    async with opened(library, WIDE) as (app, _):
        assert app.sidebar is not None
        assert app.sidebar.size.width == 41
    assert Frame(library, Settings(), ACTIONS, *WIDE).side == 41


async def test_keys_change_the_width_of_what_they_move_and_it_stays(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as (app, pilot):
        before = edge(app)
        await pilot.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        await pilot.pause()
        wider = edge(app)
        await pilot.press("backslash", "less_than_sign")
        await pilot.pause()
        assert app.side == pane_widths.SIDE - 2

    assert wider > before
    async with opened(library, WIDE) as (app, pilot):
        assert app.side == pane_widths.SIDE - 2
        await pilot.press("backslash")
        await pilot.pause()
        assert edge(app) == wider


async def test_a_narrow_screen_has_no_width_to_change(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as (app, pilot):
        await pilot.press("less_than_sign", "backslash", "greater_than_sign")
        await pilot.pause()
        assert app.side == 0
        assert "Sources" in screen_text(app)


async def test_what_is_configured_anew_counts_more_than_what_was_dragged(library: Library) -> None:
    fill(library, 3)
    async with opened(library, WIDE) as (app, pilot):
        await drag(pilot, "#between", 0, 100)

    async with opened(library, WIDE, replace(Settings(), list_width=30)) as (app, _):
        assert edge(app) == 48


def test_the_early_headlines_know_the_widths(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 12)
    monkeypatch.setattr(os, "get_terminal_size", lambda: os.terminal_size(WIDE))
    Frame(library, Settings(), ACTIONS, *WIDE).remember()
    library.store.stories.note(pane_widths.LIST, pane_widths.fact(42, 30))
    library.store.stories.note(pane_widths.SIDEBAR, "33")
    library.store.stories.note(pane_widths.SIDEBAR_ON, "on")
    frame = Frame(library, Settings(), ACTIONS, *WIDE)
    folder = str(home.data)

    rows = library.store.stories.rows(library.store.stories.ids("all", 12))
    painted = first_paint.screenful(folder, folder, folder)
    assert " " * 33 + frame.list_line(rows, 3) in painted
    assert frame.list_width == 38


@pytest.mark.parametrize("wrong", ["", "x y", "x", "42 wide", "9999999999 3"])
def test_a_width_that_makes_no_sense_is_as_configured(wrong: str) -> None:
    assert pane_widths.share(42, wrong) == 42
    assert pane_widths.side(200, wrong) == pane_widths.SIDE
