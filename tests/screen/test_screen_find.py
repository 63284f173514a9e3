from pathlib import Path

import pytest

from reader.library import Library
from reader.tui.controllers.find_in_article import found, words
from reader.tui.render.article import Block
from reader.tui.render.article_search import CHUNK, SLICE, Hunt, nothing
from tests.conftest import fill, pair
from tests.screen.test_screen import opened, screen_text, search, searchable, until

__all__ = ["searchable"]

LONG = "\n\n".join(
    f"Paragraph {number} of many{', with a heron in it' if number % 20 == 7 else ''}."
    for number in range(80)
)


@pytest.fixture
def long(library: Library) -> Library:
    """A library whose newest story holds herons in paragraphs 7, 27, 47 and 67."""
    fill(library, 2)
    library.store.stories.save(1, [pair(9, title="A long one", content=LONG)])
    return library


async def test_finding_in_the_article_marks_and_counts_while_typing(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("f", *"her")
        await pilot.pause()
        assert app.pane.matches == 4
        assert "1 of 4" in screen_text(app)
        assert "Paragraph 7 of many, with a heron" in screen_text(app)
        await pilot.press(*"zog")
        await pilot.pause()
        assert "not found" in screen_text(app)


async def test_matches_in_the_article_go_round_and_round(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("f", *"heron", "enter", "n", "n", "n")
        assert app.pane.here == 3
        assert "Paragraph 67 of" in screen_text(app)
        await pilot.press("n")
        assert app.pane.here == 0
        await pilot.press("N")
        assert app.pane.here == 3
        assert app.list.place == 0


async def test_arrows_walk_the_matches_while_words_are_typed(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("f", *"heron", "down", "down", "up")
        assert app.pane.here == 1
        assert app.find_bar is not None
        assert app.find_bar.line.has_focus


async def test_escape_goes_back_to_where_finding_began(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("J", "J")
        top = app.pane.scroll_offset.y
        await pilot.press("f", *"heron", "enter", "n", "n", "escape")
        await pilot.pause()
        assert app.pane.scroll_offset.y == top
        assert (app.pane.matches, app.find_bar, app.reading) == (0, None, False)


async def test_finding_begins_where_the_reader_is_and_enter_stays_there(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("enter", "pagedown", "pagedown", "f", *"heron")
        await pilot.pause()
        assert app.pane.here > 0
        await pilot.press("enter", "n")
        top = app.pane.scroll_offset.y
        await pilot.press("enter")
        await pilot.pause()
        assert app.find_bar is None
        assert app.pane.scroll_offset.y == top
        assert app.pane.matches == 4


async def test_another_story_ends_finding(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("f", *"heron", "enter", "f", "tab", "h", "j")
        await pilot.pause()
        assert app.find_bar is None
        assert app.pane.matches == 0


async def test_words_in_the_page_as_it_came_are_found_too(long: Library) -> None:
    async with opened(long) as (app, pilot):
        await pilot.press("x", "f", *"heron in it")
        await pilot.pause()
        assert app.pane.matches == 4
        await pilot.press("escape")
        assert app.desk.raw


async def test_a_search_gets_its_matches_back_after_finding(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "ägypten")
        await pilot.press("enter", "n", "f", *"москва")
        await pilot.pause()
        assert app.pane.matches == 1
        await pilot.press("escape")
        assert (app.pane.matches, app.pane.here) == (3, 1)
        await pilot.press("n")
        assert app.pane.here == 2


async def test_finding_needs_an_article_and_works_on_a_narrow_terminal(
    library: Library, tmp_path: Path
) -> None:
    library.store.sources.add(str(tmp_path))
    async with opened(library, (60, 20)) as (app, pilot):
        await pilot.press("f")
        assert "no article" in app.status
        library.store.stories.save(1, [pair(9, content=LONG)])
        await pilot.press("1", "f", *"heron")
        await until(lambda: "1 of 4" in screen_text(app), pilot)
        await pilot.press("escape")
        assert not app.reading


def test_a_long_article_is_looked_through_a_slice_at_a_time() -> None:
    blocks = [Block("A heron stood there. " * 1000), Block("Nobody came."), Block("x" * 5000)]
    hunt = Hunt(blocks, lambda block, text: found(words("heron"), "", block, text))

    hunt.go_on()
    known = len(hunt.places())
    assert not hunt.over
    assert 0 < known <= (SLICE + CHUNK) // 20
    while not hunt.over:
        hunt.go_on()
    places = hunt.places()
    assert len(places) == 1000
    assert places == [(0, 2 + 21 * number) for number in range(1000)]


def test_a_hunt_begins_at_its_origin_and_ends_before_it() -> None:
    seen: list[str] = []
    blocks = [Block("one"), Block("two"), Block("three")]
    hunt = Hunt(blocks, lambda block, text: seen.append(text) or nothing(block, text), 1)

    hunt.go_on()

    assert seen == ["two", "three", "one"]
    assert hunt.over


def test_words_in_a_row_are_found_and_the_last_may_be_unfinished() -> None:
    block = Block("")
    text = "The storm harbour, and a storm near the harbour."

    assert found(words("storm har"), "", block, text) == ((4, 17),)
    assert found(words("storm har "), "", block, text) == ()
    assert found(words("%"), "", block, text) == ()
