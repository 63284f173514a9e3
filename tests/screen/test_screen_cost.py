"""What a key costs, counted rather than timed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from reader.library import Library
from reader.tui.widgets.reading_pane import ReadingPane
from tests.conftest import fill
from tests.support.shown import opened
from tests.support.terminal import COLUMNS, ROWS, Terminal


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with every layout."""
    told: list[str] = []
    original: Callable[..., None] = Screen._refresh_layout

    def counted(self: Screen[None], *given: object, **named: object) -> None:
        told.append("layout")
        original(self, *given, **named)

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    return told


async def test_a_key_that_moves_asks_for_no_layout(library: Library, layouts: list[str]) -> None:
    fill(library, 60)
    async with opened(library) as shown:
        layouts.clear()
        await shown.press(*"jjjkG", "g", "g", "pagedown", "J", "K")

        assert layouts == []


@pytest.mark.parametrize(
    ("key", "over"), [("question_mark", "help"), (":", "palette"), ("L", "log")]
)
async def test_what_changes_beneath_another_screen_is_painted_once(
    library: Library, monkeypatch: pytest.MonkeyPatch, key: str, over: str
) -> None:
    paints: list[str] = []
    original: Callable[..., None] = Screen._compositor_refresh

    def counted(self: Screen[None]) -> None:
        if self is not self.app.screen and self._compositor._dirty_regions:
            paints.append("beneath")
        original(self)

    fill(library, 60)
    async with opened(library) as shown:
        monkeypatch.setattr(Screen, "_compositor_refresh", counted)
        await shown.press(key)
        shown.do_command("Theme: moss")
        await shown.wait(0.2)
        assert shown.screen() == over
        assert paints
        paints.clear()
        await shown.press(*"jjjkkk")

        assert paints == []


async def test_a_typed_letter_asks_for_no_layout(library: Library, layouts: list[str]) -> None:
    fill(library, 60)
    async with opened(library) as shown:
        await shown.press("slash", "t")
        await shown.wait(0.2)
        layouts.clear()
        await shown.press(*"ide or fog", "backspace", "left", "x")

        assert layouts == []


async def test_a_key_that_moves_reads_little(library: Library) -> None:
    fill(library, 60)
    async with opened(library) as shown:
        told: list[str] = []
        library.store.database.connection.set_trace_callback(told.append)
        await shown.press("j")

        assert len(told) <= 6, told  # the story, its marks, place and event, and the counts


def test_what_keys_paint_is_what_a_whole_repaint_shows(library: Library) -> None:
    fill(library, 60)
    library.update_index()
    library.close()
    terminal = Terminal(Path(library.places.data))
    terminal.shows("Headline 60")
    terminal.shows("bookmark")
    for keys in ("jjjjj", "G", "kk", "gg", "jjm", "s", "\r", "J", "\x1b[27u", "j"):
        terminal.child.send(keys)
        terminal.read()
    terminal.shows("★")
    terminal.shows("lighthouse keeper counted 57 ships")
    terminal.until(lambda: "●" not in terminal.chosen())  # the story counts as read
    terminal.rest()
    painted = terminal.text()

    terminal.child.setwinsize(ROWS, COLUMNS - 1)
    terminal.read()
    terminal.screen.reset()
    terminal.child.setwinsize(ROWS, COLUMNS)
    terminal.shows("lighthouse keeper counted 57 ships")
    terminal.rest()
    assert terminal.text() == painted
    terminal.quit()


async def test_the_rest_of_what_a_search_finds_shows_the_article_no_second_time(
    searchable: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles: list[str] = []
    original: Callable[..., None] = ReadingPane.show

    def counted(self: ReadingPane, *given: Any) -> None:
        articles.append("article")
        original(self, *given)

    fill(searchable, 120, "/tide")
    searchable.update_index()
    async with opened(searchable) as shown:
        monkeypatch.setattr(ReadingPane, "show", counted)
        await shown.search("headline")
        await shown.until(lambda: (shown.found_count() or 0) >= 120)
        await shown.wait(0.2)

        assert articles == ["article"]
