import pytest

from reader.library import Library
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text


@pytest.fixture(autouse=True)
def _nothing_is_read_by_looking_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.tui.layout.DWELL", 999.0)


async def test_all_are_marked_as_read_only_once_their_count_is_agreed_to(library: Library) -> None:
    fill(library, 30)
    async with opened(library) as (app, pilot):
        await pilot.press("A")
        assert "Mark 30 stories as read?" in screen_text(app)
        await pilot.press("n")
        assert app.desk.counts.unread == 30
        await pilot.press("A", "y")
        assert app.desk.counts.unread == 0
        assert "30 stories marked as read" in app.status
        await pilot.press("u")
        assert app.desk.counts.unread == 30


async def test_another_key_than_yes_or_no_does_what_it_always_does(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await pilot.press("A", "j", "j", "escape")
        assert app.list.place == 2
        assert app.key_bar is None
        assert app.desk.counts.unread == 3


async def test_only_what_was_unread_is_unread_again(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as (app, pilot):
        await pilot.press("m", "A", "y", "A")
        assert app.status == "Everything here is read"
        await pilot.press("u")
        assert library.store.marks.marked("read") == {5}
