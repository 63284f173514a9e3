import pytest

from reader.library import Library
from reader.model import Mark
from reader.tui.app import NewsReader
from reader.tui.render.article import Block
from reader.tui.render.related_reports import with_news
from tests.screen.test_screen import opened, screen_text
from tests.support.reports import save


@pytest.fixture
def _nothing_is_read_by_looking_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.layout.DWELL", 999.0)


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


@pytest.mark.usefixtures("_nothing_is_read_by_looking_at_it")
async def test_all_reports_of_an_event_are_read_at_once(library: Library) -> None:
    save(library, [1, 1, 2])
    library.group()
    async with opened(library) as (app, pilot):
        await pilot.press("4", "M")
        assert app.desk.counts.unread == 1
        await pilot.press("u")
        assert app.desk.counts.unread == 3


def news(app: NewsReader) -> list[str]:
    """The lines of the screen that are marked as new."""
    return [line for line in screen_text(app).splitlines() if "┃ " in line]


@pytest.mark.usefixtures("_nothing_is_read_by_looking_at_it")
async def test_what_is_new_in_a_report_is_marked_once_another_one_is_read(library: Library) -> None:
    save(library, [1, 1, 1])
    library.group()
    async with opened(library) as (app, pilot):
        assert not news(app)
        await pilot.press("m", "right_square_bracket")
        assert app.desk.story is not None
        assert app.desk.story.id == 2
        first, *lines = news(app)
        assert "┃ is new against the report of this that you have read" in first
        assert lines
        await pilot.press("m", "right_square_bracket")
        assert "the 2 reports of this" in news(app)[0]
        await pilot.press("m", "left_square_bracket")
        assert "the report of this" in news(app)[0]
        await pilot.press("left_square_bracket")
        assert app.desk.story.id == 3
        assert not news(app)


@pytest.mark.usefixtures("_nothing_is_read_by_looking_at_it")
async def test_no_marks_stand_on_the_page_as_it_came_or_on_what_was_read_long_ago(
    library: Library,
) -> None:
    save(library, [1, 1])
    library.group()
    library.mark([1, 2], Mark.READ, True)
    async with opened(library) as (app, pilot):
        assert not news(app)
        await pilot.press("right_square_bracket", "x")
        assert not news(app)


def test_only_what_is_new_of_a_paragraph_is_marked() -> None:
    blocks = [Block("Deck", "deck", field="body"), Block("One. Two.", field="body"),
              Block("Three.", start=11, field="body"), Block("foot")]  # fmt: skip

    told = with_news(blocks, [(5, 9), (11, 17)], "is new")

    assert [block.news for block in told] == [(), (), ((5, 9),), ((0, 6),), ()]
    assert with_news(blocks, [], "is new") == blocks
