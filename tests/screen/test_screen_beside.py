"""Two reports of one event side by side."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.app import NewsReader
from reader.tui.screens.compare import Beside
from tests.screen.test_screen import opened, screen_text, until
from tests.support.reports import save


@pytest.fixture
def reported(library: Library) -> Library:
    """A library with an event of three reports, and a story on its own."""
    save(library, [1, 1, 1, 2])
    library.group()
    return library


def halves(app: NewsReader) -> tuple[str, str]:
    """What stands left and right of the middle."""
    middle = app.size.width // 2
    text = screen_text(app).splitlines()[:-1]
    return "\n".join(line[:middle] for line in text), "\n".join(line[middle:] for line in text)


def beside(app: NewsReader) -> Beside:
    """The screen with both reports."""
    assert isinstance(app.screen, Beside)
    return app.screen


async def test_two_reports_stand_side_by_side_with_what_only_one_of_them_tells(
    reported: Library,
) -> None:
    async with opened(reported) as (app, pilot):
        await pilot.press("j", "C")
        await pilot.pause()
        left, right = halves(app)
        assert "Outlet 3" in left
        assert "Outlet 2" in right
        for half in (left, right):
            assert "┃ is not in the other report" in half
            assert half.count("┃ ") > 2
        assert "Esc back" in screen_text(app)
        await pilot.press("escape")
        assert not isinstance(app.screen, Beside)
        assert app.list.current == 3


async def test_brackets_put_another_report_beside(reported: Library) -> None:
    async with opened(reported) as (app, pilot):
        await pilot.press("j", "C", "right_square_bracket")
        await pilot.pause()
        assert "Outlet 1" in halves(app)[1]
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "Outlet 2" in halves(app)[1]
        await pilot.press("left_square_bracket")
        await pilot.pause()
        left, right = halves(app)
        assert "Outlet 1" in right
        assert "Outlet 3" in left


async def test_both_scroll_together_or_each_on_its_own(reported: Library) -> None:
    async with opened(reported, (110, 16)) as (app, pilot):
        await pilot.press("j", "C", "j", "j")
        left, right = beside(app).panes
        assert (left.above, right.above) == (2, 2)
        await pilot.press("tab", "j")
        assert (left.above, right.above) == (3, 2)
        assert "scrolls the left one" in screen_text(app)
        await pilot.press("tab", "space")
        assert left.above == 3
        assert right.above > 10
        await pilot.press("tab", "g")
        assert (left.above, right.above) == (0, 0)
        await pilot.press("G", "shift+tab", "k")
        assert left.above == left.furthest
        assert right.above == right.furthest - 1


async def test_an_event_of_two_has_no_third_report_to_put_beside(library: Library) -> None:
    save(library, [1, 1])
    library.group()
    async with opened(library) as (app, pilot):
        await pilot.press("C", "right_square_bracket")
        await pilot.pause()
        left, right = halves(app)
        assert "Outlet 2" in left
        assert "Outlet 1" in right


async def test_a_report_that_stood_beside_counts_as_read(
    reported: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.layout.DWELL", 999.0)
    monkeypatch.setattr("reader.tui.controllers.comparison.DWELL", 0.05)
    async with opened(reported) as (app, pilot):
        await pilot.press("j", "C")
        await until(lambda: reported.store.marks.marked("read") == {2}, pilot)
        await pilot.press("q")
        assert app.desk.counts.unread == 3


async def test_a_narrow_terminal_says_how_wide_it_would_have_to_be(reported: Library) -> None:
    async with opened(reported, (80, 24)) as (app, pilot):
        await pilot.press("j", "C")
        assert app.status == "Two reports need 100 columns; this terminal has 80"
        assert not isinstance(app.screen, Beside)


async def test_a_terminal_that_becomes_narrow_shows_the_list_again(reported: Library) -> None:
    async with opened(reported) as (app, pilot):
        await pilot.press("j", "C")
        await pilot.resize_terminal(130, 30)
        await pilot.pause()
        assert isinstance(app.screen, Beside)
        await pilot.resize_terminal(80, 24)
        await until(lambda: not isinstance(app.screen, Beside), pilot)


async def test_a_story_alone_stands_beside_nothing(reported: Library) -> None:
    async with opened(reported) as (app, pilot):
        await pilot.press("C")
        assert app.status == "No other story reports this"


async def test_the_bottom_line_of_a_report_tells_the_keys_of_its_event(reported: Library) -> None:
    async with opened(reported) as (app, pilot):
        await pilot.press("enter")
        assert "next report" not in screen_text(app).splitlines()[-1]
        await pilot.press("h", "j", "enter")
        assert "] next report   C two side by side" in screen_text(app).splitlines()[-1]
        await pilot.press("h")
        assert "next report" not in screen_text(app).splitlines()[-1]
