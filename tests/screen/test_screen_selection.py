"""Selected stories, and what is done with all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library
from tests.conftest import fill
from tests.support.shown import Shown, opened


def marked(library: Library, mark: str) -> list[int]:
    return sorted(library.store.marks.ids_marked(mark))


async def test_a_stretch_goes_from_where_it_began_to_the_chosen_story(library: Library) -> None:
    fill(library, 6)
    async with opened(library) as shown:
        await shown.press("j", "V", "j", "j")
        assert "3 selected" in shown.header()
        assert sum("✓" in line for line in shown.list_lines()) == 3 * shown.row_height()
        await shown.press("m")
        assert marked(library, "read") == [3, 4, 5]
        assert "3 read" in shown.status()
        assert not any("✓" in line for line in shown.list_lines())
        await shown.press("u")
        assert marked(library, "read") == []


async def test_single_stories_are_selected_beside_a_stretch(library: Library) -> None:
    fill(library, 8)
    async with opened(library) as shown:
        await shown.press("V", "j", "V", "j", "j", "P", "space", "k", "P")
        assert "3 selected" in shown.header()
        await shown.press("s")
        assert marked(library, "bookmarked") == [5, 7, 8]
        await shown.press("escape")


async def test_a_stretch_that_ends_in_a_single_story_is_kept(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press("V", "j", "P")
        assert "1 selected" in shown.header()
        await shown.press("escape")
        assert "selected" not in shown.header()


@pytest.mark.parametrize(("keys", "ids"), [("k", [3, 4, 5]), ("j", [1, 2, 3])])
async def test_all_above_or_below_is_selected(library: Library, keys: str, ids: list[int]) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press("j", "j", "g", keys, "X")
        assert marked(library, "hidden") == ids
        assert shown.new_count() == 0
        await shown.press("u")
        assert marked(library, "hidden") == []
        assert shown.new_count() == 0


async def test_what_is_older_is_selected_by_its_date(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.press("g", "b", "ctrl+u")
        await shown.paste("2026-11-20T15:30")
        await shown.press("enter")
        assert "3 selected that are older" in shown.status()
        assert "by date of publication, else by when they were first seen" in shown.status()
        await shown.press("escape", "g", "b", "ctrl+u")
        await shown.paste("soon")
        await shown.press("enter")
        assert "soon is no date" in shown.status()


async def test_what_all_has_is_taken_away_from_all(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        for key, mark in (("m", "read"), ("s", "bookmarked"), ("X", "hidden")):
            await shown.press("g", "g", "V", "G", key)
            assert marked(library, mark) == [1, 2, 3]
            await shown.press("g", "g", "V", "G", key)
            assert marked(library, mark) == []
            await shown.press("u")
            assert marked(library, mark) == [1, 2, 3]
            await shown.press("u")
            assert marked(library, mark) == []


async def test_tags_are_put_on_all_that_is_selected_and_undone_at_once(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("V", "j", "t")
        await shown.paste("sea ship")
        await shown.press("enter")
        assert (
            library.store.marks.ids_tagged("sea")
            == library.store.marks.ids_tagged("ship")
            == {2, 3}
        )
        await shown.press("g", "g", "P", "t")
        await shown.paste("-sea")
        await shown.press("enter")
        assert library.store.marks.ids_tagged("sea") == {2}
        await shown.press("u", "u")
        assert library.store.marks.tags() == []


async def test_links_are_copied_one_a_line(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("V", "j", "y")
        assert shown.clipboard() == "https://news.example/3\nhttps://news.example/2\n"
        assert shown.status() == "2 links copied"


async def test_many_pages_are_opened_only_once_that_is_agreed_to(library: Library) -> None:
    fill(library, 12)
    async with opened(library) as shown:
        await shown.press("V", "G", "o")
        assert "Open 12 pages in the browser?" in shown.text()
        await shown.press("n")
        assert shown.status() == "Nothing was opened"


async def test_of_very_many_pages_it_is_said_that_only_the_first_are_opened(
    library: Library,
) -> None:
    fill(library, 120)
    async with opened(library) as shown:
        await shown.press("V", "G", "o")
        assert "Open the first 100 of 120 pages in the browser?" in shown.text()


@pytest.mark.parametrize("name", ["some.md", "some.html"])
async def test_an_export_of_stories_does_not_call_them_bookmarks(
    library: Library, tmp_path: Path, name: str
) -> None:
    fill(library, 2)
    async with opened(library) as shown:
        await shown.press("V", "j")
        await export(shown, str(tmp_path / name))
    written = (tmp_path / name).read_text()
    assert "Stories" in written
    assert "Bookmarks" not in written


async def export(shown: Shown, name: str) -> None:
    await shown.press("g", "w", "ctrl+u")
    await shown.paste(name)
    await shown.press("enter")


async def test_selected_stories_are_exported_and_write_over_nothing(
    library: Library, tmp_path: Path
) -> None:
    fill(library, 3)
    path = tmp_path / "some.json"
    async with opened(library) as shown:
        await shown.press("V", "j")
        await export(shown, str(path))
        assert "2 exported" in shown.status()
        await shown.press("g", "g", "V")
        await export(shown, str(path))
        assert "is there already" in shown.status()
        await export(shown, str(tmp_path / "nowhere" / "x.md"))
        assert shown.is_warning()
    assert path.read_text().count("Headline") == 2


async def test_another_list_ends_a_stretch(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("V", "j", "g", "2")
        assert "selected" not in shown.header()


async def test_picked_stories_stay_selected_in_a_search_but_not_in_another_view(
    searchable: Library,
) -> None:
    async with opened(searchable) as shown:
        await shown.press("P")
        await shown.search("title:headline")
        await shown.press("enter")
        assert "1 selected" in shown.header()
        await shown.press("escape", "g", "2")
        assert "selected" not in shown.header()
        await shown.press("s")
        assert len(marked(searchable, "bookmarked")) == 1  # the chosen story, and no other


async def test_where_nothing_is_selected_no_file_is_asked_for(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("g", "w")

        assert shown.status() == "No story is selected; V selects a stretch, P one story"


async def test_in_an_empty_list_there_is_nothing_to_select(library: Library) -> None:
    async with opened(library) as shown:
        await shown.press("P")
        assert shown.status() == "There is no story to select"
        await shown.press("V", "g", "j")
        assert "selected" not in shown.header()
