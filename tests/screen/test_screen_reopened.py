"""The screen opens where it was left: list, search, story and its line; at once, and truly."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from reader.config import Folders, Settings
from reader.library import Library
from reader.model import Mark
from reader.tui import chosen_theme
from reader.tui.actions import ACTIONS
from reader.tui.render.theme import THEME
from reader.tui.startup import first_frame, first_paint
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import fill, pair
from tests.support.reports import save
from tests.support.shown import Shown, opened

SIZE = os.terminal_size((120, 30))


def place(shown: Shown) -> tuple[object, ...]:
    """Where the screen stands."""
    return (
        *(shown.view(), shown.typed_search(), shown.open_id(), shown.chosen_id()),
        *(shown.chosen_line(), shown.listed_ids(), shown.unfolded_ids()),
    )


async def reopened(library: Library, keys: Sequence[str], until: str = "") -> Shown:
    """Where the screen stands once it was left after some keys, and opened again."""
    async with opened(library, SIZE) as shown:
        await shown.press(*keys)
        if until:
            await shown.until(lambda: until in shown.text())
        left = place(shown)
        await shown.settle()
    async with opened(library, SIZE) as shown:
        assert place(shown) == left
        return shown


VIEWS: dict[str, tuple[str, ...]] = {
    "all": ("j",) * 12,
    "unread": ("2", *["j"] * 9),
    "bookmarks": ("s", "j", "s", "j", "j", "s", "3", "j"),
    "at the end": ("G", "k"),
    "dense": ("v", *["j"] * 14),
    "scrolled up again": ("G", *["k"] * 4),
    "a source": ("backslash", "G", "enter", "j", "j"),
}


@pytest.mark.parametrize("keys", VIEWS.values(), ids=VIEWS)
async def test_the_screen_stands_where_it_was_left_and_is_painted_so_at_once(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    fill(library, 40)
    await reopened(library, keys)

    await assert_painted_truly(library, home, monkeypatch)


async def assert_painted_truly(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Assert that the list is painted early, and whole, as the app then shows it."""
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SIZE)
    first_frame.remember_next(library, Settings(), ACTIONS, None)
    folder = str(home.data)
    early = plain(first_paint.first_screenful(folder, folder, folder))
    whole = plain("\r\n".join(FirstFrame(library, Settings(), ACTIONS, *SIZE).lines()))
    async with opened(library, SIZE) as shown:
        told = shown.lines()
        column, width = shown.list_column(), shown.divider_column() - shown.list_column() - 1

    assert len(early) == len(whole) == len(told)
    for at in range(1, SIZE.lines - 1):
        listed = told[at][column : column + width]
        assert early[at][column : column + width].rstrip() == listed.rstrip()
        assert whole[at].rstrip() == told[at].replace("┃", " ").rstrip()


def plain(painted: str) -> list[str]:
    """Return the lines that codes for a terminal paint."""
    import re

    return [re.sub("\x1b\\[[^a-zA-Z]*[a-zA-Z]", "", line) for line in painted.split("\r\n")]


async def test_a_search_is_there_again_with_its_results_and_goes_on(
    searchable: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ("slash", *"counted", "enter", *["j"] * 8)
    async with opened(searchable, SIZE) as shown:
        await shown.press(*keys[:9])
        await shown.until(lambda: shown.found_count() == 30)
        await shown.press(*keys[9:])
        left, top = place(shown), shown.article_top()
    await assert_painted_truly(searchable, home, monkeypatch)
    async with opened(searchable, SIZE) as shown:
        assert (place(shown), shown.article_top()) == (left, top)
        assert shown.found_count() == 30
        assert shown.footer_keys().startswith("n next match")

        await shown.until(lambda: shown.searcher() is not None)
        await shown.press("slash", "end", *" fog")
        await shown.until(lambda: "counted fog" in shown.typed_search())
        await shown.press("escape")
        assert (shown.view(), shown.typed_search(), len(shown.listed_ids())) == ("all", "", 31)


async def test_a_story_that_was_read_there_stands_among_the_unread_ones_still(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 40)
    async with opened(library, SIZE) as shown:
        await shown.press("2", *"jjjj", "m")
        left = place(shown)
    async with opened(library, SIZE) as shown:
        assert place(shown) == left
        await shown.press("k", "m", "j")
        assert shown.open_id() == left[2]
    await assert_painted_truly(library, home, monkeypatch)


async def test_an_event_that_was_unfolded_is_so_again(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library, [1, 1, 1, 2, 3, 3])
    library.group()
    await reopened(library, ("G", "c", "j"))

    await assert_painted_truly(library, home, monkeypatch)


async def test_at_the_top_of_the_list_what_came_since_is_seen(library: Library) -> None:
    fill(library, 5)
    async with opened(library, SIZE) as shown:
        await shown.press("j", "k")
    library.store.stories.save(1, [pair(50, title="New in the morning")])
    async with opened(library, SIZE) as shown:
        assert (shown.chosen_place(), shown.chosen_headline()) == (0, "New in the morning")


@pytest.mark.parametrize("change", ["marks", "stories", "size"])
async def test_nothing_is_painted_early_that_may_be_another_list_by_now(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    fill(library, 40)
    await reopened(library, ("2", *"jjjjj"))
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SIZE)
    first_frame.remember_next(library, Settings(), ACTIONS, None)
    folder = str(home.data)
    assert first_paint.first_screenful(folder, folder, folder)

    if change == "marks":
        library.set_mark([37], Mark.READ, True)
    elif change == "stories":
        library.store.stories.save(1, [pair(50)])
    else:
        monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((100, 24)))
    assert not first_paint.first_screenful(folder, folder, folder)


async def test_a_theme_that_was_chosen_stays_until_another_is_configured(
    library: Library,
) -> None:
    async with opened(library, SIZE, Settings(theme="dark")) as shown:
        await shown.press("T")
        chosen = shown.theme()

    kept = library.store.database.meta(THEME)
    assert chosen_theme("dark", kept) == chosen != "dark"
    assert chosen_theme("light", kept) == "light"
    assert chosen_theme("dark", "") == chosen_theme("dark", "dark no-theme") == "dark"


async def test_a_view_that_is_gone_gives_way_to_all_stories(library: Library) -> None:
    fill(library, 5)
    async with opened(library, SIZE) as shown:
        await shown.press("backslash", "G", "enter", "j")
        assert shown.view() == "source:1"
    source = library.store.sources.all()[0]
    library.store.sources.change(source, False)
    async with opened(library, SIZE) as shown:
        assert (shown.view(), shown.chosen_place()) == ("all", 1)


async def test_after_a_fault_the_screen_opens_at_the_top(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 9)
    await reopened(library, tuple("jjjj"))
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SIZE)

    first_frame.remember_next(library, Settings(), ACTIONS, LookupError("the fog came"))

    async with opened(library, SIZE) as shown:
        assert shown.chosen_place() == 0


async def test_a_hit_stands_on_its_line_again_though_its_first_match_is_out_of_sight(
    searchable: Library,
) -> None:
    words = " ".join(f"the heron waits on pile {number} of the quay" for number in range(400))
    searchable.store.stories.save(1, [pair(60, title="A heron", content=words)])
    searchable.update_index()
    async with opened(searchable, SIZE) as shown:
        await shown.search("heron")
        await shown.press("enter")
        await shown.wait()
        await shown.press("enter", *["j"] * 12)
        top = shown.article_top()
        assert top > 10
        await shown.resize(120, 26)
        assert shown.article_top() == top
        await shown.resize(*SIZE)
    async with opened(searchable, SIZE) as shown:
        await shown.wait()
        assert shown.article_top() == top
