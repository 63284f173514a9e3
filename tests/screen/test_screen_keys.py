import pytest

from reader.config import Settings
from reader.library import Library
from reader.tui.actions import ACTIONS, Action
from reader.tui.app import NewsReader
from reader.tui.keymap import changed
from reader.tui.screens.help import Help
from tests.conftest import fill, pair
from tests.screen.test_screen import opened, screen_text

pytestmark = pytest.mark.time


def all_with(changes: dict[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """All actions, some with other keys."""
    return tuple(changed(action, changes) for action in ACTIONS)


LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(90))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_can_be_done_and_has_a_key_of_its_own(action) -> None:  # type: ignore[no-untyped-def]
    assert hasattr(NewsReader, f"action_{action.name}")
    assert action.keys
    assert action.does[0].isupper()
    changed = {one.name: one for one in all_with({action.name: ("f12",)})}
    assert changed[action.name].keys == ("f12",)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["G"], 99),
        (["end"], 99),
        (["G", "g", "g"], 0),
        (["G", "home"], 0),
        (["ctrl+f"], 17),
        (["pagedown"], 17),
        (["ctrl+f", "ctrl+b"], 0),
        (["pagedown", "pageup"], 0),
        (["ctrl+d"], 8),
        (["ctrl+d", "ctrl+d", "ctrl+u"], 8),
        (["down", "down", "up"], 1),
        (["j", "j", "k"], 1),
    ],
)
async def test_keys_move_through_the_list(library: Library, keys: list[str], place: int) -> None:
    fill(library, 100)
    async with opened(library) as (app, pilot):
        await pilot.press(*keys)

        assert app.list.place == place


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        (["j", "down", "k"], 1),
        (["ctrl+f"], 32),
        (["pagedown", "pageup"], 0),
        (["ctrl+d"], 16),
        (["ctrl+d", "ctrl+u"], 0),
        (["G", "g"], 0),
        (["end", "home"], 0),
    ],
)
async def test_keys_move_through_the_article(library: Library, keys: list[str], top: int) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=LONG)])
    async with opened(library) as (app, pilot):
        await pilot.press("enter", *keys)

        assert app.pane.scroll_offset.y == top


async def test_the_help_is_searched_and_left(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as (app, pilot):
        await pilot.press("question_mark", "slash", *"marks", "space", "u")
        assert "Undo the last change" in screen_text(app)
        assert "Next story" not in screen_text(app)
        await pilot.press(*"zz")
        assert "No key has to do with “marks uzz”" in screen_text(app)
        await pilot.press("escape")
        assert "Next story" in screen_text(app)
        await pilot.press("j", "G", "g", "escape")
        assert not isinstance(app.screen, Help)


async def test_the_help_shows_the_keys_that_a_person_has_chosen(library: Library) -> None:
    fill(library, 1)
    app = NewsReader(library, Settings(), all_with({"down": ("f9",)}))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()

        assert "f9" in screen_text(app)
