import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.shown import opened


async def test_all_are_marked_as_read_only_once_their_count_is_agreed_to(library: Library) -> None:
    fill(library, 30)
    async with opened(library) as shown:
        await shown.press("A")
        assert "Mark 30 stories as read?" in shown.text()
        await shown.press("n")
        assert shown.unread_count() == 30
        await shown.press("A", "y")
        assert shown.unread_count() == 0
        assert "30 stories marked as read" in shown.status()
        await shown.press("u")
        assert shown.unread_count() == 30


@pytest.mark.parametrize("columns", [1, 2, 12, 13, 16])
async def test_the_question_stands_in_any_width(library: Library, columns: int) -> None:
    fill(library, 30)
    async with opened(library, (columns, 12)) as shown:
        await shown.press("A", "y")
        assert shown.unread_count() == 0


async def test_another_key_than_yes_or_no_does_what_it_always_does(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("A", "j", "j", "escape")
        assert shown.chosen_place() == 2
        assert not shown.has_line("key")
        assert shown.unread_count() == 3


async def test_only_what_was_unread_is_unread_again(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press("m", "A", "y", "A")
        assert shown.status() == "Everything here is read"
        await shown.press("u")
        assert library.store.marks.ids_marked("read") == {5}
