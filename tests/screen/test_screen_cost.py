"""What a key costs, counted rather than timed."""

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from reader.library import Library
from reader.tui.session import Session
from reader.tui.widgets.reading_pane import ReadingPane
from reader.tui.widgets.story_list import StoryList
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
        told: list[list[str]] = []
        for _ in range(5):  # what is looked at now and then may come beside one of them
            told.append([])
            library.store.database.connection.set_trace_callback(told[-1].append)
            await shown.press("j")

        least = min(told, key=len)
        assert len(least) <= 6, least  # the story, its marks, place and event, and the counts


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with every article that is shown."""
    told: list[str] = []
    original: Callable[..., None] = ReadingPane.show

    def counted(self: ReadingPane, *given: Any) -> None:
        told.append("article")
        original(self, *given)

    monkeypatch.setattr(ReadingPane, "show", counted)
    return told


@pytest.mark.parametrize(
    ("keys", "times", "number"), [("jjjjj", 1, 55), ("jjkkk", 2, 60), ("jjjs", 1, 57)]
)
async def test_a_key_that_comes_faster_than_it_is_done_shows_the_last_article(
    library: Library, articles: list[str], keys: str, times: int, number: int
) -> None:
    fill(library, 60)
    async with opened(library) as shown:
        articles.clear()
        await shown.press_together(*keys)

        assert articles == ["article"] * times
        assert shown.chosen_headline() == f"Headline {number}"
        assert shown.open_id() == shown.chosen_id()
        assert f"counted {number} ships" in shown.article_text()
        await shown.press("b")
        assert shown.listed_ids() == ([shown.open_id()] if keys.endswith("s") else [])


async def test_keys_beyond_the_last_row_show_its_article(
    library: Library, articles: list[str]
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        articles.clear()
        await shown.press_together(*"jjjjj")

        assert articles == ["article"]
        assert shown.open_id() == shown.chosen_id()
        assert shown.chosen_headline() == "Headline 1"


def test_what_keys_paint_is_what_a_whole_repaint_shows(library: Library) -> None:
    fill(library, 60)
    library.update_index()
    library.close()
    terminal = Terminal(Path(library.folders.data))
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
    searchable: Library, articles: list[str]
) -> None:
    fill(searchable, 120, "/tide")
    searchable.update_index()
    async with opened(searchable) as shown:
        articles.clear()
        await shown.search("headline")
        await shown.until(lambda: (shown.found_count() or 0) >= 120)
        await shown.wait(0.2)

        assert articles == ["article"]


async def test_what_cannot_be_painted_in_the_end_fails_though_nobody_looks(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: ReadingPane, y: int) -> None:
        raise LookupError("the fog came")

    async def press_unseen() -> None:
        async with opened(library) as shown:
            monkeypatch.setattr(ReadingPane, "render_line", fail)
            await shown.press("j")

    fill(library, 3)

    with pytest.raises(LookupError, match="the fog came"):
        await press_unseen()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Grows with every reading of rows in a search, by the stories that are looked through."""
    told: list[list[int]] = []
    original: Callable[..., Any] = Session.read_hits

    def counted(self: Session, query: object, ids: Sequence[int]) -> Any:
        if query is not None and ids:
            told.append(list(ids))
        return original(self, query, ids)

    monkeypatch.setattr(Session, "read_hits", counted)
    return told


async def test_rows_of_a_search_are_looked_through_few_at_a_time_and_once(
    searchable: Library, reads: list[list[int]]
) -> None:
    async with opened(searchable) as shown:
        await shown.search("counted")
        await shown.until(lambda: shown.found_count() == 30)
        await shown.settle()

        looked_through = [story for some in reads for story in some]
        in_view = {shown.listed_ids()[row] for row in shown.rows_in_view()}
        assert max(map(len, reads)) <= 2
        assert len(looked_through) == len(set(looked_through)) <= len(in_view) + 2
        assert in_view <= set(looked_through)


async def test_letters_are_taken_between_the_steps_in_which_what_was_found_is_shown(
    searchable: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    typed_at = {"rows coun": "t", "list count": "e"}

    def note(step: str, owner: type, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def noted(*given: Any, **named: Any) -> Any:
            steps.append(f"{step} {shown.typed_search()}")
            if steps[-1] in typed_at:
                shown.send_together(typed_at.pop(steps[-1]))
            return original(*given, **named)

        monkeypatch.setattr(owner, name, noted)

    async with opened(searchable) as shown:
        await shown.press("slash")
        note("rows", Session, "read_hits")
        note("list", StoryList, "show")
        note("article", ReadingPane, "show")
        shown.write("coun")
        await shown.until(lambda: "article counte" in steps)

        told = [step for step, _ in groupby(steps[steps.index("rows coun") :])]
        assert told[:3] == ["rows coun", "rows count", "list count"]
        assert {step for step in told if step.startswith("article")} == {"article counte"}
