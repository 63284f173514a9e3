"""What is left, by a key or a click, at the same moment as something else happens."""

import gc

import pytest
from textual.strip import Strip

from reader.library import Library
from reader.tui.render.article.article_lines import ArticleBlock
from reader.tui.render.article.article_search import ArticleSearch
from reader.tui.widgets.text_input import TypingWidget
from tests.conftest import fill
from tests.support.shown import opened


@pytest.mark.parametrize("action", ["help", "palette", "log", "manual"])
async def test_a_screen_that_is_left_twice_takes_no_other_along(
    library: Library, action: str
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.do_action(action)
        await shown.wait()
        shown.leave_screen_twice()
        await shown.wait()
        await shown.press("j")

        assert shown.screen_count() == 1
        assert shown.chosen_place() == 1


async def test_one_escape_leaves_the_palette_after_a_click_beside_its_line(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("ctrl+p")
        shown.lose_focus()
        await shown.press("escape")

        assert shown.screen() != "palette"


async def test_keys_go_to_the_palette_after_a_click_beside_its_line(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("ctrl+p")
        shown.lose_focus()
        await shown.press("z", "o")
        assert shown.is_typing()
        await shown.press("escape")

        assert shown.screen() != "palette"


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_the_keys_that_quit_at_once_quit_from_a_screen_over_the_panes(
    library: Library, key: str
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("?")
        assert shown.screen() == "help"
        await shown.press(key)

        assert shown.return_code() == 0
        assert shown.has_ended()


async def test_a_note_that_was_left_is_not_painted_beneath_another_screen(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("e")
        lines = await shown.remove_note()

        assert "".join(lines).strip() == ""


async def test_a_line_that_is_left_while_it_opens_leaves_keys_where_they_were(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        for opens, leaves in (
            ("find", "step_back"),
            ("tags", "leave_tags"),
            ("note", "leave_note"),
        ):
            shown.do_action_meanwhile(leaves)
            await shown.do_action(opens)
            await shown.wait()
        await shown.press("escape", "escape", "?")

        assert "searches these keys" in shown.text()


@pytest.mark.parametrize("key", ["t", "f", "e", "slash"])
async def test_a_line_to_type_in_goes_when_it_is_left(library: Library, key: str) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        for _ in range(4):
            await shown.press(key, "escape")
        await shown.wait()
        gc.collect()

        assert sum(isinstance(one, TypingWidget) for one in gc.get_objects()) <= 1


@pytest.mark.parametrize(
    ("opens", "leaves"),
    [("t", "leave_tags"), ("e", "leave_note"), ("/", "step_back"), ("f", "step_back")],
)
async def test_a_line_that_was_left_while_the_person_was_elsewhere_has_no_keys(
    library: Library, opens: str, leaves: str
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press(opens)
        shown.attend_elsewhere(True)
        await shown.do_action(leaves)
        shown.attend_elsewhere(False)
        await shown.press("escape", "escape", "j")

        assert shown.chosen_place() == 1


async def test_the_first_key_after_the_person_was_elsewhere_goes_where_keys_went(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("t")
        shown.attend_elsewhere(True)
        await shown.press("j", "k")
        assert "tags jk" in shown.words()
        assert shown.chosen_place() == 0


async def test_what_a_screen_has_painted_goes_with_it(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("?", "escape", "?", "escape")
        before = painted_lines()
        for _ in range(5):
            await shown.press("?", "escape")

        assert painted_lines() <= before


def painted_lines() -> int:
    """How many lines of painted text there are in memory."""
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_words_are_looked_for_from_a_place_that_is_gone_by_now(count: int) -> None:
    blocks = [ArticleBlock(text="fog") for _ in range(count)]
    hunt = ArticleSearch(blocks, lambda _, text: ((0, len(text)),), origin=7)
    hunt.go_on()

    assert hunt.places() == [(number, 0) for number in range(count)]
