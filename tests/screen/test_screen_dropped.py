from __future__ import annotations

from dataclasses import replace

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.archive_limits import drop_stories
from reader.model import Retention
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text, until


async def test_stories_that_were_dropped_leave_the_list_and_not_the_reader(
    library: Library,
) -> None:
    fill(library, 40)
    async with opened(library) as (app, pilot):
        await pilot.press("j", "j")  # Headline 38
        drop_stories(library.store, [39, 38, 37, 36, 1])
        app.show_new()
        await pilot.pause()
        assert list(app.list.ids[:4]) == [40, 38, 35, 34]
        assert (app.list.current, len(app.list.ids)) == (38, 36)
        assert "counted 38 ships" in screen_text(app)
        assert app.waiting == 0
        fill(library, 42)
        app.show_new()
        assert app.waiting == 2


async def test_a_row_is_the_story_that_it_opens_when_others_have_gone(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as (app, pilot):
        drop_stories(library.store, [8, 7])
        app.list.forget()
        shown = [app.list.row(place) for place in range(9)]
        assert [one[0].id if one else 0 for one in shown] == [9, 0, 0, 6, 5, 4, 3, 2, 1]
        await pilot.press("j")
        assert app.desk.story is None
        await pilot.press("j", "j")
        assert "counted 6 ships" in screen_text(app)
        await pilot.press("g", "n")
        assert "counted 6 ships" in screen_text(app)


async def test_a_story_that_is_gone_cannot_be_marked_and_that_is_said(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        drop_stories(library.store, [3])
        await pilot.press("s")
        assert "was dropped meanwhile" in app.status
        await pilot.press("e", "x", "escape")
        await pilot.pause()
        assert "was dropped meanwhile" in app.status
        assert library.store.marks.keepsakes() == []
        await pilot.press("x")
        assert not app.desk.raw


async def test_an_undo_that_comes_too_late_does_nothing(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as (app, pilot):
        await pilot.press("s", "s")
        drop_stories(library.store, [2])
        await pilot.press("u")
        assert app.status.startswith("Undone")
        assert library.store.marks.keepsakes() == []


async def test_the_palette_gives_room_back(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 5)
    library.update_index()
    (source,) = library.store.sources.all()
    library.store.sources.change(replace(source, keep=Retention(count=2)))
    async with opened(library) as (app, pilot):
        app.obey(next(one for one in app.commands() if one.name == "vacuum"))
        await until(lambda: app.working, pilot)
        await until(lambda: not app.working, pilot)
        assert app.status.startswith("3 old stories dropped, ")
        assert app.status.endswith(" won")
        assert list(app.list.ids) == [5, 4]
