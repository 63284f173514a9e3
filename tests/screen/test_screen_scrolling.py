"""Every pane with more lines than it has room for: what is chosen is in view, and a bar says so."""

from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.widget import Widget

from reader.config import Settings
from reader.library import Library
from reader.model import SavedSearch
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader
from reader.tui.render.story_row import THUMB
from reader.tui.startup.first_frame import Frame
from reader.tui.widgets.scrolling_lines import Roll
from reader.tui.widgets.sidebar_pane import Sidebar
from tests.conftest import NOON, fill, pair
from tests.screen.test_screen import opened, screen_text
from tests.terminal.test_terminal import Terminal

SMALL = (120, 20)
LONG = "\n\n".join(f"Paragraph {number} of the long log." for number in range(1, 60))


@pytest.fixture
def shelves(library: Library) -> Library:
    """A library with many stories, sources and saved searches."""
    fill(library, 60)
    for number in range(1, 46):
        library.store.sources.add(f"/feed-{number:02}.xml", f"Feed {number:02}", "Coast")
    library.change_searches(
        lambda _: tuple(SavedSearch(f"Search {at}", f"ships {at}") for at in "abc")
    )
    library.store.stories.save(1, [pair(90, title="A long one", content=LONG)])
    return library


def rows(app: NewsReader, widget: Widget) -> list[str]:
    """What is painted in the place of a widget, line by line."""
    region = widget.region
    lines = screen_text(app).split("\n")[region.y : region.bottom]
    return [line[region.x : region.right] for line in lines]


async def turn_wheel(pilot: Pilot[None], widget: Widget, back: bool = False) -> None:
    """Turn the wheel once over a widget, as the mouse would."""
    turned = MouseScrollUp if back else MouseScrollDown
    x, y = widget.region.x + 3, widget.region.y + 2
    given = {"delta_x": 0, "delta_y": 0, "button": 0, "shift": False, "meta": False, "ctrl": False}
    pilot.app.post_message(turned(None, x, y, screen_x=x, screen_y=y, **given))  # type: ignore[arg-type]
    await pilot.pause()
    await pilot.pause()


def chosen_label(app: NewsReader) -> str:
    """The label of the sidebar's chosen line, which must be among the painted ones."""
    assert app.sidebar is not None
    marked = [line for line in rows(app, app.sidebar) if line.startswith("▌")]
    assert len(marked) == 1, marked
    assert app.sidebar.chosen is not None
    assert app.sidebar.chosen.label in marked[0]
    return app.sidebar.chosen.label


@pytest.mark.parametrize("size", [(160, 48), (120, 30), SMALL, (104, 24), (60, 20), (40, 12)])
async def test_the_chosen_line_of_the_sidebar_is_always_in_view(
    shelves: Library, size: tuple[int, int]
) -> None:
    async with opened(shelves, size) as (app, pilot):
        await pilot.press("backslash")
        await pilot.pause()
        for keys, label in (
            (["j"] * 30, ""),
            (["G"], "News"),
            (["k"] * 20, ""),
            (["g"], "All"),
            (["ctrl+f"], ""),
            (["ctrl+f", "ctrl+f", "ctrl+f"], ""),
            (["ctrl+b", "ctrl+u", "ctrl+d"], ""),
            (["end"], "News"),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert chosen_label(app).startswith(label)


async def test_paging_through_the_sidebar_passes_no_line_over(shelves: Library) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press("backslash")
        seen: set[str] = set()
        for _ in range(8):
            assert app.sidebar is not None
            seen.update(line.split(" ", 1)[1].strip(" │┃") for line in rows(app, app.sidebar))
            await pilot.press("ctrl+f")
            await pilot.pause()

        assert {f"Feed {number:02}" for number in range(1, 46)} <= seen


async def test_the_wheel_turns_the_sidebar_and_a_click_opens_what_is_seen_there(
    shelves: Library,
) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press("backslash", "escape")
        await pilot.pause()
        assert app.sidebar is not None
        for _ in range(30):
            await turn_wheel(pilot, app.sidebar)
        lines = rows(app, app.sidebar)
        at = next(y for y, line in enumerate(lines) if "Feed 45" in line)
        await pilot.click(Sidebar, offset=(6, at))
        await pilot.pause()
        assert app.desk.view == app.sidebar.places[app.sidebar.above + at].key
        for _ in range(30):
            await turn_wheel(pilot, app.sidebar, back=True)
        assert "Views" in rows(app, app.sidebar)[0]


async def test_the_sidebars_bar_is_dragged_and_its_edge_as_before(shelves: Library) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press("backslash")
        await pilot.pause()
        assert app.sidebar is not None
        width, height = app.sidebar.size
        await pilot.mouse_down(Sidebar, offset=(width - 2, 1))
        await pilot.hover(Sidebar, offset=(width - 2, height - 1))
        await pilot.mouse_up(Sidebar, offset=(width - 2, height - 1))
        await pilot.pause()
        assert app.sidebar.above == app.sidebar.furthest > 0
        assert app.sidebar.size.width == width
        await pilot.mouse_down(Sidebar, offset=(width - 1, 3))
        await pilot.hover(None, offset=(width + 5, 3))
        await pilot.mouse_up(None, offset=(width + 5, 3))
        await pilot.pause()
        assert app.sidebar.size.width > width
        assert app.sidebar.above == app.sidebar.furthest


async def test_the_sidebar_stays_scrolled_when_its_counts_change(shelves: Library) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press("backslash", "G")
        await pilot.pause()
        app.shelve()
        await pilot.pause()
        assert chosen_label(app) == "News"
        for number in range(1, 40):
            shelves.store.sources.change(
                app.source_with(number + 1) or shelves.store.sources.all()[0], subscribed=False
            )
        app.shelve()
        await pilot.pause()
        assert app.sidebar is not None
        assert app.sidebar.above <= app.sidebar.furthest
        assert chosen_label(app) == "News"


async def test_the_first_screenful_shows_the_sidebars_bar(shelves: Library) -> None:
    shelves.store.stories.note(pane_widths.SIDEBAR_ON, "on")
    async with opened(shelves, (120, 36)) as (app, pilot):
        await pilot.pause()
        shown = screen_text(app).splitlines()
    frame = Frame(shelves, Settings(), ACTIONS, 120, 36)
    painted = [
        "".join(part.partition("m")[2] for part in line.split("\x1b")) for line in frame.lines()
    ]

    assert [line[:28] for line in painted[1:35]] == [line[:28] for line in shown[1:35]]
    assert any(THUMB in line[:28] for line in shown)


@pytest.mark.parametrize("pane", ["sidebar", "list", "pane", "command-list"])
async def test_a_bar_shows_at_which_end_a_pane_is(shelves: Library, pane: str) -> None:
    opening = {"sidebar": ["backslash"], "pane": ["enter"], "command-list": ["colon"]}
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press(*opening.get(pane, []))
        await pilot.pause()
        widget = app.screen.query_one(f"#{pane}", Roll)
        column = widget.bar_column
        top = [line[column] == THUMB for line in rows(app, widget)]
        last = ["up"] if pane == "command-list" else ["G"]
        await pilot.press(*last)
        await pilot.pause()
        bottom = [line[column] == THUMB for line in rows(app, widget)]

        assert top[0]
        assert not top[-1]
        assert bottom[-1]
        assert not bottom[0]


@pytest.mark.parametrize("pane", ["sidebar", "list", "pane", "command-list"])
async def test_a_pane_in_which_all_has_room_shows_no_bar(library: Library, pane: str) -> None:
    fill(library, 1)
    async with opened(library, (120, 46)) as (app, pilot):
        await pilot.press(*(["colon", *"theme: dark"] if pane == "command-list" else ["backslash"]))
        await pilot.pause()
        widget = app.screen.query_one(f"#{pane}", Roll)

        assert not any(line[widget.bar_column] == THUMB for line in rows(app, widget))


@pytest.mark.parametrize("pane", ["list", "pane", "command-list"])
async def test_the_wheel_turns_every_pane(shelves: Library, pane: str) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press(*(["colon"] if pane == "command-list" else []))
        await pilot.pause()
        widget = app.screen.query_one(f"#{pane}", Roll)
        before = rows(app, widget)
        await turn_wheel(pilot, widget)
        after = rows(app, widget)
        assert [line[3:30] for line in after[:-3]] == [line[3:30] for line in before[3:]]
        assert widget.above == 3
        await turn_wheel(pilot, widget, back=True)
        assert [line[3:] for line in rows(app, widget)] == [line[3:] for line in before]


async def test_the_chosen_command_is_always_in_view(shelves: Library) -> None:
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press("colon")
        widget = app.screen.query_one("#command-list", Roll)
        for keys in (["down"] * 40, ["pagedown"], ["pagedown"] * 9, ["up"] * 30, ["pageup"] * 9):
            await pilot.press(*keys)
            await pilot.pause()
            assert sum(line.startswith("▌") for line in rows(app, widget)) == 1


@pytest.mark.parametrize("opening", [["question_mark"], ["L"]])
async def test_help_and_log_scroll_by_keys_and_wheel_and_show_a_bar(
    shelves: Library, opening: list[str]
) -> None:
    for number in range(1, 46):
        shelves.store.sources.failed(f"/feed-{number:02}.xml", NOON, f"Error number {number}.")
    async with opened(shelves, SMALL) as (app, pilot):
        await pilot.press(*opening)
        await pilot.pause()
        text = app.screen.query_one("VerticalScroll")
        before = rows(app, text)
        assert text.show_vertical_scrollbar
        assert text.vertical_scrollbar.region.height > 3
        await turn_wheel(pilot, text)
        assert rows(app, text) != before
        await pilot.press("G")
        await pilot.pause()
        assert text.scroll_offset.y == text.max_scroll_y > 0
        await pilot.press("g")
        await pilot.pause()
        assert rows(app, text) == before


def test_the_sidebar_scrolls_in_a_terminal(shelves: Library) -> None:
    home = Path(shelves.places.data)
    shelves.update_index()
    shelves.close()
    terminal = Terminal(home)
    terminal.shows("A long one")
    terminal.shows("bookmark")
    terminal.child.send("\\")
    terminal.shows("Feed 01")
    terminal.child.send("G")
    terminal.until(lambda: "News" in terminal.chosen())
    terminal.child.send("kk")
    terminal.until(lambda: "Feed 44" in terminal.chosen())
    terminal.child.send("g")
    terminal.until(lambda: "All" in terminal.chosen())
    for _ in range(20):
        terminal.child.send("\x1b[<65;4;9M")
    terminal.shows("Feed 45")
    terminal.child.send("q")  # to the list
    terminal.quit()
