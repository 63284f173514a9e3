"""What is left, by a key or a click, at the same moment as something else happens."""

import gc

import pytest
from textual.strip import Strip
from textual.widgets import TextArea

from reader.library import Library
from reader.tui.render.article import Block
from reader.tui.render.article_search import Hunt
from reader.tui.screens.command_palette import CommandView
from reader.tui.screens.help import Help
from reader.tui.widgets.text_input import InTurn
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text


@pytest.mark.parametrize("action", ["help", "palette", "log"])
async def test_a_screen_that_is_left_twice_takes_no_other_along(
    library: Library, action: str
) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await app.run_action(action)
        await pilot.pause()
        over = app.screen
        over.dismiss()  # type: ignore[attr-defined]
        over.dismiss()  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("j")

        assert len(app.screen_stack) == 1
        assert app.list.place == 1


async def test_keys_go_to_the_palette_after_a_click_beside_its_line(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await pilot.press("ctrl+p")
        app.screen.set_focus(None)
        await pilot.press("z", "o")
        assert app.screen.focused is not None
        await pilot.press("escape")

        assert not isinstance(app.screen, CommandView)


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_the_keys_that_quit_at_once_quit_from_a_screen_over_the_panes(
    library: Library, key: str
) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await pilot.press("?")
        assert isinstance(app.screen, Help)
        await pilot.press(key)

        assert app.return_code == 0
        assert not app.is_running or app._exit


async def test_a_note_that_was_left_is_not_painted_beneath_another_screen(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await pilot.press("e")
        pane = app.query_one(TextArea)
        await pane.remove()
        assert pane.render_line(0) is not None
        crop = pane.region.reset_offset
        lines = pane.render_lines(crop)

        assert "".join(line.text for line in lines).strip() == ""


async def test_a_line_that_is_left_while_it_opens_leaves_keys_where_they_were(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        for opens, leaves in (
            (app.action_find, app.action_step_back),
            (app.action_tags, app.action_leave_tags),
            (app.action_note, app.action_leave_note),
        ):
            app.call_later(leaves)
            await opens()
            await pilot.pause()
        await pilot.press("escape", "escape", "?")

        assert "searches these keys" in screen_text(app)


@pytest.mark.parametrize("key", ["t", "f", "e", "slash"])
async def test_a_line_to_type_in_goes_when_it_is_left(library: Library, key: str) -> None:
    fill(library, 3)
    async with opened(library) as (_, pilot):
        for _ in range(4):
            await pilot.press(key, "escape")
        await pilot.pause()
        gc.collect()

        assert sum(isinstance(one, InTurn) for one in gc.get_objects()) <= 1


async def test_what_a_screen_has_painted_goes_with_it(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (_, pilot):
        await pilot.press("?", "escape", "?", "escape")
        before = painted_lines()
        for _ in range(5):
            await pilot.press("?", "escape")

        assert painted_lines() <= before


def painted_lines() -> int:
    """How many lines of painted text there are in memory."""
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_words_are_looked_for_from_a_place_that_is_gone_by_now(count: int) -> None:
    blocks = [Block(text="fog") for _ in range(count)]
    hunt = Hunt(blocks, lambda _, text: ((0, len(text)),), origin=7)
    hunt.go_on()

    assert hunt.places() == [(number, 0) for number in range(count)]
