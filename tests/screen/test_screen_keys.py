import pytest

from reader.library import Library
from reader.tui.actions import ACTIONS, Action
from reader.tui.keymap import with_configured_keys
from tests.conftest import fill, pair
from tests.support.shown import does_something, opened

pytestmark = pytest.mark.time


def all_with(changes: dict[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """All actions, some with other keys."""
    return tuple(with_configured_keys(action, changes) for action in ACTIONS)


LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(90))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_can_be_done_and_has_a_key_of_its_own(action) -> None:  # type: ignore[no-untyped-def]
    assert does_something(action)
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
    async with opened(library) as shown:
        await shown.press(*keys)

        assert shown.chosen_place() == place


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        (["j", "down", "k"], 1),
        (["ctrl+f"], 31),
        (["pagedown", "pageup"], 0),
        (["ctrl+d"], 15),
        (["ctrl+d", "ctrl+u"], 0),
        (["G", "g", "g"], 0),
        (["end", "home"], 0),
    ],
)
async def test_keys_move_through_the_article(library: Library, keys: list[str], top: int) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=LONG)])
    async with opened(library) as shown:
        await shown.press("enter", *keys)

        assert shown.article_top() == top


async def test_the_help_is_searched_and_left(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("question_mark", "slash", *"marks", "space", "u")
        assert "Undo the last change" in shown.text()
        assert "Next story" not in shown.text()
        await shown.press(*"zz")
        assert "No key has to do with “marks uzz”" in shown.text()
        await shown.press("escape")
        assert "Next story" in shown.text()
        await shown.press("j", "G", "g", "g", "escape")
        assert shown.screen() != "help"


async def test_the_help_shows_the_keys_that_a_person_has_chosen(library: Library) -> None:
    fill(library, 1)
    async with opened(library, actions=all_with({"down": ("f9",)})) as shown:
        await shown.press("question_mark")
        await shown.wait()

        assert "f9" in shown.text()


@pytest.mark.parametrize("waiting", [("g",), ("3",), ("3", "g")])
async def test_a_number_or_the_first_key_of_a_pair_keeps_nobody_from_leaving(
    library: Library, waiting: tuple[str, ...]
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press(*waiting, "ctrl+q")
        assert shown.has_ended()
