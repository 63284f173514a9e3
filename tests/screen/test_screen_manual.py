"""The manual on the screen."""

from dataclasses import replace

import pytest

from reader.library import Library
from reader.manual import page_names
from reader.tui.actions import ACTIONS
from tests.conftest import fill
from tests.support.shown import opened


@pytest.mark.parametrize("size", [(160, 48), (80, 24), (60, 20)])
async def test_the_help_leads_to_the_manual_and_that_to_its_pages(
    library: Library, size: tuple[int, int]
) -> None:
    fill(library, 2)
    async with opened(library, size=size) as shown:
        await shown.press("question_mark")
        await shown.until(lambda: "m opens the manual" in shown.text())
        await shown.press("m")
        await shown.until(lambda: "Searching" in shown.text())
        await shown.press(*("j",) * page_names().index("searching"), "enter")
        await shown.until(lambda: "searches everything while you type" in shown.text())
        await shown.until(lambda: "all pages" in shown.footer())
        await shown.press("escape", "escape")
        assert shown.screen() == "panes"


async def test_every_page_can_be_read_and_the_next_follows(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:

        async def page() -> str:
            await shown.wait()
            return "\n".join(shown.lines_of("#help"))

        await shown.press("g", "question_mark", "enter")
        pages = []
        for _ in page_names():
            pages.append(await page())
            await shown.press("right_square_bracket")
        again = await page()
        await shown.press("left_square_bracket")

        assert len(set(pages)) == len(page_names())
        assert (again, await page()) == (pages[0], pages[-1])


async def test_a_search_finds_what_stands_on_any_page(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("g", "question_mark", "slash", *"robots")
        await shown.until(lambda: "Sources › Whole pages" in shown.text())
        await shown.press("enter", "j", "enter", "right_square_bracket")
        assert "Sources › Whole pages" in shown.text()
        await shown.press("slash", *"zzz")
        await shown.until(lambda: "does not hold “robotszzz”" in shown.text())
        await shown.press("escape")
        await shown.until(lambda: "newsreader manual PAGE" in shown.text())
        await shown.press("q")
        assert shown.screen() == "panes"


async def test_keys_that_a_person_has_chosen_stand_in_the_manual(library: Library) -> None:
    fill(library, 2)
    mine = tuple(replace(one, keys=("f9",)) if one.name == "down" else one for one in ACTIONS)
    async with opened(library, actions=mine) as shown:
        await shown.press("g", "question_mark", *("j",) * page_names().index("keys"), "enter")

        await shown.until(lambda: "f9 " in shown.text())


async def test_the_bottom_line_tells_the_keys_of_the_manual(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("g", "question_mark")
        await shown.until(lambda: "Enter read" in shown.footer())
        await shown.press("enter")
        await shown.until(lambda: "Esc all pages" in shown.footer())


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape")])
async def test_the_bottom_line_tells_other_keys_as_soon_as_a_search_is_left(
    library: Library, keys: tuple[str, ...]
) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("g", "question_mark", "slash", *"robots")
        await shown.until(lambda: "Sources › Whole pages" in shown.text())
        await shown.press(*keys)

        await shown.until(lambda: "Enter read" in shown.footer())


async def test_a_page_is_opened_by_a_word_that_is_typed(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("colon", *"help", "space", *"search", "enter")
        await shown.until(lambda: "searches everything while you type" in shown.text())
        await shown.press("escape", "escape", "colon", *"manual", "space", *"robots.txt", "enter")
        await shown.until(lambda: "the address of a feed" in shown.text())
        await shown.press("escape", "escape", "colon", *"manual", "space", *"zzz")
        await shown.until(lambda: "The manual says nothing of 'zzz'" in shown.text())


async def test_what_the_manual_was_to_show_is_let_be_once_it_is_left(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("g", "question_mark")

        assert await shown.leave_with_work("robots") == ([], "")
        assert shown.screen() == "panes"
