from __future__ import annotations

from dataclasses import replace

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.archive_limits import drop_stories
from reader.model import Retention
from tests.conftest import fill
from tests.support.shown import opened


async def test_stories_that_were_dropped_leave_the_list_and_not_the_reader(
    library: Library,
) -> None:
    fill(library, 40)
    async with opened(library) as shown:
        await shown.press("j", "j")  # Headline 38
        drop_stories(library.store, [39, 38, 37, 36, 1])
        shown.look_for_stories()
        await shown.wait()
        assert shown.listed_ids()[:4] == [40, 38, 35, 34]
        assert (shown.chosen_id(), len(shown.listed_ids())) == (38, 36)
        assert "counted 38 ships" in shown.text()
        assert shown.new_count() == 0
        fill(library, 42)
        shown.look_for_stories()
        assert shown.new_count() == 2


async def test_a_row_is_the_story_that_it_opens_when_others_have_gone(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as shown:
        drop_stories(library.store, [8, 7])
        shown.reread_rows()
        assert shown.row_ids() == [9, 0, 0, 6, 5, 4, 3, 2, 1]
        await shown.press("j")
        assert shown.open_id() is None
        await shown.press("j", "j")
        assert "counted 6 ships" in shown.text()
        await shown.press("g", "g", "n")
        assert "counted 6 ships" in shown.text()


async def test_a_story_that_is_gone_cannot_be_marked_and_that_is_said(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        drop_stories(library.store, [3])
        await shown.press("s")
        assert "was dropped meanwhile" in shown.status()
        await shown.press("e", "x", "escape")
        await shown.wait()
        assert "was dropped meanwhile" in shown.status()
        assert list(library.store.marks.keepsakes()) == []
        await shown.press("x")
        assert not shown.is_raw()


async def test_an_undo_that_comes_too_late_does_nothing(library: Library) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("s", "s")
        drop_stories(library.store, [2])
        await shown.press("u")
        assert shown.status().startswith("Undone")
        assert list(library.store.marks.keepsakes()) == []


async def test_the_palette_gives_room_back(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 5)
    library.update_index()
    (source,) = library.store.sources.all()
    library.store.sources.change(replace(source, keep=Retention(count=2)))
    async with opened(library) as shown:
        shown.do_command("Drop what is beyond its limits, and give back unused room")
        await shown.until(shown.is_working)
        await shown.until(lambda: not shown.is_working())
        assert shown.status().startswith("3 old stories dropped, ")
        assert shown.status().endswith(" won")
        assert shown.listed_ids() == [5, 4]
