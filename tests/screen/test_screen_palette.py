"""The palette: every command by name, with its keys."""

import pytest

from reader.library import Library
from reader.model import SavedSearch
from reader.tui.actions import ACTIONS, shown
from reader.tui.command_search import Command, line, offers
from reader.tui.screens.command_palette import CommandView
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text

KNOWN = (
    Command("Next story", print, "j", "Moving", "down"),
    Command("The reading pane alone", print, "z", "Screen", "zoom"),
    Command("Theme: dark", print, group="Themes"),
)


def found(typed: str) -> list[str]:
    return [one.command.does for one in offers(KNOWN, typed) if one.command is not None]


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("story", ["Next story"]),
        ("the", ["The reading pane alone", "Theme: dark"]),
        ("read ALONE", ["The reading pane alone"]),
        ("zoom", ["The reading pane alone"]),
        ("z", ["The reading pane alone"]),
        ("moving", ["Next story"]),
        ("eme", ["Theme: dark"]),
        ("nothing", []),
        ("(*[", []),
    ],
)
def test_words_find_commands(typed: str, does: list[str]) -> None:
    assert found(typed) == does


def test_without_words_commands_stand_under_their_headings() -> None:
    assert [one.heading for one in offers(KNOWN, " ") if one.heading] == [
        "Moving", "Screen", "Themes",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [20, 60])
def test_a_line_is_as_wide_as_it_should_be_and_ends_with_the_keys(width: int) -> None:
    for one in offers(KNOWN, "story"):
        text = "".join(text for text, _ in line(one, width))
        assert len(text) == width
        assert text.endswith(" j ")


def test_typed_words_are_marked_where_they_stand() -> None:
    [one] = offers(KNOWN, "alone read")
    assert [text for text, role in line(one, 60) if role == "match"] == ["read", "alone"]


@pytest.mark.parametrize("size", [(160, 48), (120, 36), (80, 24), (60, 20), (40, 10)])
async def test_the_palette_fits_any_terminal(library: Library, size: tuple[int, int]) -> None:
    fill(library, 2)
    async with opened(library, size) as (app, pilot):
        await pilot.press("colon")
        await pilot.pause()
        lines = [line.rstrip() for line in screen_text(app).splitlines()]

        assert any(line.rstrip("│┃ ").endswith("j  ↓") for line in lines)
        assert any("Esc closes" in line for line in lines)
        await pilot.press("escape")
        assert not isinstance(app.screen, CommandView)


async def test_every_command_with_a_key_shows_it(library: Library) -> None:
    async with opened(library) as (app, _):
        told = {command.does: command.keys for command in app.commands()}

        for action in ACTIONS:
            assert told[action.does].split("  ") == [shown(key) for key in action.keys]


async def test_what_is_chosen_is_done_once_the_palette_is_gone(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as (app, pilot):
        await pilot.press("ctrl+p", *"bookmark", "enter")
        await pilot.pause()

        assert app.desk.counts.bookmarked == 1
        assert not isinstance(app.screen, CommandView)


async def test_keys_move_through_the_commands_and_round(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as (app, pilot):
        await pilot.press("colon")
        view = app.screen
        assert isinstance(view, CommandView)
        await pilot.press("down", "down", "up")
        assert view.list.chosen == next(iter(list(app.commands())[1:2]))
        await pilot.press("up", "up")
        assert view.list.chosen == list(app.commands())[-1]
        await pilot.press("down", "pagedown")
        below = view.list.place
        await pilot.press("pageup")
        assert below > 5
        assert view.list.place == 1
        await pilot.press(*"zzz", "enter", "down")
        assert "No command is called that" in screen_text(app)
        assert app.screen is view


async def test_a_click_does_a_command(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as (app, pilot):
        await pilot.press("colon", *"all", "space", *"keys")
        await pilot.pause()
        await pilot.click("#command-list", offset=(5, 0))
        await pilot.pause()

        assert "What you can search for" in screen_text(app) or len(app.screen_stack) == 2


async def test_saved_searches_and_themes_are_commands_too(library: Library) -> None:
    fill(library, 2)
    library.change_searches(lambda _: (SavedSearch("Sea", "ships"),))
    async with opened(library) as (app, pilot):
        assert "Search: Sea" in {command.does for command in app.commands()}
        await pilot.press("colon", *"moss", "enter")
        await pilot.pause()
        assert app.looks.palette.name == "moss"
