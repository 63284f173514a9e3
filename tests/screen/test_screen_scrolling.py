"""Every pane with more lines than it has room for: what is chosen is in view, and a bar says so."""

from pathlib import Path

import pytest

from reader.config import Settings
from reader.library import Library
from reader.model import SavedSearch
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.render.story_row import THUMB
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import NOON, fill, pair
from tests.support.shown import Shown, opened
from tests.support.terminal import Terminal

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


def chosen_label(shown: Shown) -> str:
    """The label of the sidebar's chosen line, which must be among the painted ones."""
    marked = [line for line in shown.sidebar_lines() if line.startswith("▌")]
    assert len(marked) == 1, marked
    label = shown.sidebar_item().label
    assert label in marked[0]
    return label


@pytest.mark.parametrize("size", [(150, 48), (120, 30), SMALL, (104, 24), (60, 20), (40, 12)])
async def test_the_chosen_line_of_the_sidebar_is_always_in_view(
    shelves: Library, size: tuple[int, int]
) -> None:
    async with opened(shelves, size) as shown:
        await shown.press("backslash")
        await shown.wait()
        for keys, label in (
            (["j"] * 30, ""),
            (["G"], "News"),
            (["k"] * 20, ""),
            (["g", "g"], "All"),
            (["ctrl+f"], ""),
            (["ctrl+f", "ctrl+f", "ctrl+f"], ""),
            (["ctrl+b", "ctrl+u", "ctrl+d"], ""),
            (["end"], "News"),
        ):
            await shown.press(*keys)
            await shown.wait()
            assert chosen_label(shown).startswith(label)


async def test_paging_through_the_sidebar_passes_no_line_over(shelves: Library) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("backslash")
        seen: set[str] = set()
        for _ in range(8):
            seen.update(line.split(" ", 1)[1].strip(" │┃") for line in shown.sidebar_lines())
            await shown.press("ctrl+f")
            await shown.wait()

        assert {f"Feed {number:02}" for number in range(1, 46)} <= seen


async def test_the_wheel_turns_the_sidebar_and_a_click_opens_what_is_seen_there(
    shelves: Library,
) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("backslash", "escape")
        await shown.wait()
        for _ in range(30):
            await shown.turn_wheel("Sidebar")
        lines = shown.sidebar_lines()
        at = next(y for y, line in enumerate(lines) if "Feed 45" in line)
        await shown.click("Sidebar", 6, at)
        await shown.wait()
        assert shown.view() == shown.sidebar_items()[shown.sidebar_top() + at].key
        for _ in range(30):
            await shown.turn_wheel("Sidebar", back=True)
        assert "Views" in shown.sidebar_lines()[0]


async def test_the_sidebars_bar_is_dragged_and_its_edge_as_before(shelves: Library) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("backslash")
        await shown.wait()
        width, height = shown.sidebar_width(), len(shown.sidebar_lines())
        await shown.drag("Sidebar", (width - 2, 1), (width - 2, height))
        assert shown.sidebar_top() == shown.sidebar_furthest() > 0
        assert shown.sidebar_width() == width
        await shown.drag("Sidebar", (width - 1, 3), (width + 5, 3))
        assert shown.sidebar_width() > width
        assert shown.sidebar_top() == shown.sidebar_furthest()


async def test_the_sidebar_stays_scrolled_when_its_counts_change(shelves: Library) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("backslash", "G")
        await shown.wait()
        shown.refresh_sidebar()
        await shown.wait()
        assert chosen_label(shown) == "News"
        for number in range(1, 40):
            sources = {source.id: source for source in shelves.store.sources.all()}
            source = sources.get(number + 1) or next(iter(sources.values()))
            shelves.store.sources.change(source, subscribed=False)
        shown.refresh_sidebar()
        await shown.wait()
        assert shown.sidebar_top() <= shown.sidebar_furthest()
        assert chosen_label(shown) == "News"


async def test_the_first_screenful_shows_the_sidebars_bar(shelves: Library) -> None:
    shelves.store.stories.note(pane_widths.SIDEBAR_ON, "on")
    async with opened(shelves, (120, 36)) as shown:
        await shown.wait()
        standing = shown.lines()
    frame = FirstFrame(shelves, Settings(), ACTIONS, 120, 36)
    painted = [
        "".join(part.partition("m")[2] for part in line.split("\x1b")) for line in frame.lines()
    ]

    assert [line[:28] for line in painted[1:35]] == [line[:28] for line in standing[1:35]]
    assert any(THUMB in line[:28] for line in standing)


def selector_of(pane: str) -> str:
    """A pane as Textual finds it: two sidebars may stand there for a moment, so it has no id."""
    return "Sidebar" if pane == "sidebar" else f"#{pane}"


@pytest.mark.parametrize("pane", ["sidebar", "list", "pane", "command-list"])
async def test_a_bar_shows_at_which_end_a_pane_is(shelves: Library, pane: str) -> None:
    opening = {"sidebar": ["backslash"], "pane": ["enter"], "command-list": ["colon"]}
    async with opened(shelves, SMALL) as shown:
        await shown.press(*opening.get(pane, []))
        await shown.wait()
        column = shown.bar_column(selector_of(pane))
        top = [line[column] == THUMB for line in shown.lines_of(selector_of(pane))]
        last = ["up"] if pane == "command-list" else ["G"]
        await shown.press(*last)
        await shown.wait()
        bottom = [line[column] == THUMB for line in shown.lines_of(selector_of(pane))]

        assert top[0]
        assert not top[-1]
        assert bottom[-1]
        assert not bottom[0]


@pytest.mark.parametrize("pane", ["sidebar", "list", "pane", "command-list"])
async def test_a_pane_in_which_all_has_room_shows_no_bar(library: Library, pane: str) -> None:
    fill(library, 1)
    async with opened(library, (120, 46)) as shown:
        await shown.press(*(["colon", *"theme: dark"] if pane == "command-list" else ["backslash"]))
        await shown.wait()
        column, lines = shown.bar_column(selector_of(pane)), shown.lines_of(selector_of(pane))

        assert lines
        assert not any(line[column] == THUMB for line in lines)


@pytest.mark.parametrize("pane", ["list", "pane", "command-list"])
async def test_the_wheel_turns_every_pane(shelves: Library, pane: str) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press(*(["colon"] if pane == "command-list" else []))
        await shown.wait()
        before = shown.lines_of(f"#{pane}")
        await shown.turn_wheel(f"#{pane}")
        after = shown.lines_of(f"#{pane}")
        assert [line[3:30] for line in after[:-3]] == [line[3:30] for line in before[3:]]
        assert shown.rolled_lines(f"#{pane}") == 3
        await shown.turn_wheel(f"#{pane}", back=True)
        assert [line[3:] for line in shown.lines_of(f"#{pane}")] == [line[3:] for line in before]


async def test_the_wheel_over_an_article_has_it_told_how_far_that_is_read(
    shelves: Library,
) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("enter")
        await shown.until(lambda: "Top" in shown.header())
        await shown.turn_wheel("#pane")
        await shown.until(lambda: "Top" not in shown.header())
        await shown.turn_wheel("#pane", back=True)
        await shown.until(lambda: "Top" in shown.header())


async def test_the_chosen_command_is_always_in_view(shelves: Library) -> None:
    async with opened(shelves, SMALL) as shown:
        await shown.press("colon")
        for keys in (["down"] * 40, ["pagedown"], ["pagedown"] * 9, ["up"] * 30, ["pageup"] * 9):
            await shown.press(*keys)
            await shown.wait()
            assert sum(line.startswith("▌") for line in shown.lines_of("#command-list")) == 1


@pytest.mark.parametrize("opening", [["question_mark"], ["L"]])
async def test_help_and_log_scroll_by_keys_and_wheel_and_show_a_bar(
    shelves: Library, opening: list[str]
) -> None:
    for number in range(1, 46):
        shelves.store.sources.note_failure(
            f"/feed-{number:02}.xml", NOON, f"Error number {number}."
        )
    async with opened(shelves, SMALL) as shown:
        await shown.press(*opening)
        await shown.wait()
        before = shown.lines_of("VerticalScroll")
        assert shown.scrollbar_height("VerticalScroll") > 3
        await shown.turn_wheel("VerticalScroll")
        assert shown.lines_of("VerticalScroll") != before
        await shown.press("G")
        await shown.wait()
        above, furthest = shown.scrolled_lines("VerticalScroll")
        assert above == furthest > 0
        await shown.press("g", "g")
        await shown.wait()
        assert shown.lines_of("VerticalScroll") == before


def test_the_sidebar_scrolls_in_a_terminal(shelves: Library) -> None:
    home = Path(shelves.folders.data)
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
    terminal.child.send("gg")
    terminal.until(lambda: "All" in terminal.chosen())
    for _ in range(20):
        terminal.child.send("\x1b[<65;4;9M")
    terminal.shows("Feed 45")
    terminal.child.send("q")  # to the list
    terminal.quit()
