"""The palette: every command by name, with its keys."""

import pytest

from reader.library import Library
from reader.model import SavedSearch
from reader.tui import actions
from reader.tui.actions import ACTIONS
from reader.tui.screens.command_search import Command, offer_commands, palette_line
from tests.conftest import fill
from tests.support.shown import opened

KNOWN = (
    Command("Next story", print, "j", "Moving", "down"),
    Command("The reading pane alone", print, "z", "Screen", "zoom"),
    Command("Theme: dark", print, group="Themes"),
)


def found(typed: str) -> list[str]:
    return [one.command.does for one in offer_commands(KNOWN, typed) if one.command is not None]


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
    assert [one.heading for one in offer_commands(KNOWN, " ") if one.heading] == [
        "Moving", "Screen", "Themes",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [20, 60])
def test_a_line_is_as_wide_as_it_should_be_and_ends_with_the_keys(width: int) -> None:
    for one in offer_commands(KNOWN, "story"):
        text = "".join(text for text, _ in palette_line(one, width))
        assert len(text) == width
        assert text.endswith(" j ")


def test_typed_words_are_marked_where_they_stand() -> None:
    [one] = offer_commands(KNOWN, "alone read")
    assert [text for text, role in palette_line(one, 60) if role == "match"] == ["read", "alone"]


@pytest.mark.parametrize("size", [(160, 48), (120, 36), (80, 24), (60, 20), (40, 10)])
async def test_the_palette_fits_any_terminal(library: Library, size: tuple[int, int]) -> None:
    fill(library, 2)
    async with opened(library, size) as shown:
        await shown.press("colon")
        await shown.wait()
        lines = [line.rstrip() for line in shown.lines()]

        assert any(line.rstrip("│┃ ").endswith("j  ↓") for line in lines)
        assert any("Esc closes" in line for line in lines)
        await shown.press("escape")
        assert shown.screen() != "palette"


async def test_every_command_with_a_key_shows_it(library: Library) -> None:
    async with opened(library) as shown:
        told = shown.command_keys()

        for action in ACTIONS:
            assert told[action.does].split("  ") == list(map(actions.key_label, action.keys))


async def test_what_is_chosen_is_done_once_the_palette_is_gone(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("ctrl+p", *"bookmark", "enter")
        await shown.wait()

        assert shown.bookmark_count() == 1
        assert shown.screen() != "palette"


async def test_keys_move_through_the_commands_and_round(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("colon")
        await shown.press("down", "down", "up")
        assert shown.chosen_command() == shown.command_names()[1]
        await shown.press("up", "up")
        assert shown.chosen_command() == shown.command_names()[-1]
        await shown.press("down", "pagedown")
        below = shown.palette_place()
        await shown.press("pageup")
        assert below > 5
        assert shown.palette_place() == 1
        await shown.press(*"zzz", "enter", "down")
        assert "No command is called that" in shown.text()
        assert shown.screen() == "palette"


async def test_a_click_does_a_command(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("colon", *"all", "space", *"keys")
        await shown.wait()
        await shown.click("#command-list", 5, 0)
        await shown.wait()

        assert "What you can search for" in shown.text() or shown.screen_count() == 2


async def test_saved_searches_and_themes_are_commands_too(library: Library) -> None:
    fill(library, 2)
    library.change_searches(lambda _: (SavedSearch("Sea", "ships"),))
    async with opened(library) as shown:
        assert "Search: Sea" in shown.command_names()
        await shown.press("colon", *"moss", "enter")
        await shown.wait()
        assert shown.theme() == "moss"
