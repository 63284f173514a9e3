from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Settings
from reader.library import Library
from reader.library.saved_searches import remove_search
from reader.model import (
    Mark,
    SavedSearch,
    SearchCounts,
    Source,
    SourceHealth,
    StoreError,
    StoryCounts,
)
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.controllers.navigation import NavigationController
from reader.tui.render import sidebar_items
from reader.tui.render.sidebar_items import SidebarItem, SidebarKind
from reader.tui.startup.first_frame import FirstFrame
from tests.conftest import NOON, fill, pair
from tests.support.shown import CALM_OF_COUNTS, opened

SEA = SavedSearch("Sea", "ships")
EGYPT = SavedSearch("Egypt", "ägypten")


@pytest.fixture
def shelves(searchable: Library) -> Library:
    """A library with saved searches, and sources in and out of a folder, one of them broken."""
    searchable.change_searches(lambda _: (SEA, EGYPT))
    searchable.store.sources.add("/lamps/feed.xml", "Lamps", "Coast")
    searchable.store.stories.save(2, [pair(77, title="A lamp")])
    searchable.store.sources.add("/broken.xml")
    searchable.store.sources.note_failure(
        "/broken.xml", NOON, "/broken.xml: there is no such file."
    )
    searchable.update_index()
    return searchable


async def test_the_sidebar_holds_views_searches_folders_and_sources(shelves: Library) -> None:
    async with opened(shelves) as shown:
        assert not shown.has_sidebar()
        await shown.press("backslash")

        assert shown.sidebar_labels() == [
            "All",
            "Unread",
            "Bookmarks",
            "Events",
            "Sea",
            "Egypt",
            "Coast",
            "Lamps",
            "News",
            "broken.xml",
        ]
        assert "! broken.xml" in shown.text()


async def test_the_band_over_the_list_is_as_wide_as_that_once_the_sidebar_is_gone(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "tab")
        assert shown.band()[0] == pane_widths.SIDE
        await shown.toggle_sidebar()

        assert shown.band()[0] == 0


@pytest.mark.parametrize("size", [(120, 36), (150, 48), (104, 30), (80, 24), (60, 20)])
async def test_the_sidebar_works_on_any_screen(shelves: Library, size: tuple[int, int]) -> None:
    async with opened(shelves, size) as shown:
        await shown.press("backslash")
        assert "Bookmarks" in shown.text()
        assert "Coast" in shown.text()
        await shown.press("G", "k", "k", "enter")
        await shown.until(lambda: len(shown.listed_ids()) == 1)
        assert shown.view() == "source:2"
        await shown.wait()
        assert "A lamp" in shown.text()
        assert not shown.is_in_sidebar()
        await shown.press("escape")
        assert len(shown.listed_ids()) == 32


async def test_the_sidebar_is_there_again_at_the_next_start(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash")
    async with opened(shelves) as shown:
        assert "Searches" in shown.text()
        assert not shown.is_in_sidebar()
        await shown.press("backslash")
        assert "Searches" not in shown.text()
    async with opened(shelves) as shown:
        assert not shown.has_sidebar()


async def test_the_first_screenful_is_the_one_that_the_app_shows(
    shelves: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CALM_OF_COUNTS, 600)  # searches are not counted yet
    async with opened(shelves) as shown:
        await shown.press("backslash", "escape")
        await shown.wait()
        standing = shown.lines()

    frame = FirstFrame(shelves, Settings(), ACTIONS, 120, 36)
    painted = [
        "".join(part.partition("m")[2] for part in line.split("\x1b")) for line in frame.lines()
    ]
    for y in (2, 3, 4, 9, 20, 30):
        assert painted[y][:60] == standing[y][:60]


async def test_the_sidebar_is_hidden_and_shown_by_keys_that_come_together(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        for _ in range(7):
            await shown.toggle_sidebar()

        assert shown.has_sidebar()


async def test_a_screen_that_is_wide_and_narrow_within_a_moment_has_one_sidebar(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        for width in (200, 120, 200, 120, 200):
            shown.fit_sidebar(width)
        await shown.settle()

        assert shown.sidebar_count() == 1


async def test_saved_searches_are_counted_while_nobody_asks(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash")
        await shown.until(lambda: len(shown.counted_searches()) == 2)
        found = {query: one.found for query, one in shown.counted_searches().items()}
        assert found == {"ships": 31, "ägypten": 1}
        shelves.set_mark([1, 2], Mark.READ, True)
        await shown.press("escape", "G", "k", "k", "m")
        await shown.until(lambda: shown.counted_searches()["ships"].unread <= 28)
        assert [line.split() for line in shown.sidebar_lines() if "Sea 31" in line] == [
            ["Sea", "31", "28", "│"]
        ]


async def test_a_saved_search_is_run_from_the_sidebar_and_from_the_palette(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "g", "g", "j", "j", "j", "j", "j", "enter")
        await shown.until(lambda: shown.found_count() == 1)
        assert shown.sidebar_active() == "Egypt"
        assert "Ägypten feiert" in shown.text()
        await shown.press("escape")
        assert shown.sidebar_active() == "all"
        await shown.press("colon", *"sea", "space", *"ships")
        await shown.press("enter")
        await shown.until(lambda: shown.found_count() == 31)
        await shown.press("slash", "up")
        assert shown.typed_search() == "ägypten"


async def test_a_click_opens_a_place(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "escape")
        await shown.click("Sidebar", 5, 3)
        await shown.until(lambda: shown.view() == "bookmarks")
        await shown.click("Sidebar", 5, 0)
        await shown.click("Sidebar", 5, 7)
        await shown.until(lambda: shown.found_count() == 31)
        await shown.click("#list", 5, 8)
        assert shown.chosen_place() == 2


async def test_tab_goes_from_pane_to_pane_and_back(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "tab")
        where = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await shown.press(key)
            where.append(shown.moved_part())
        assert where == ["article", "sidebar", "list", "sidebar", "article", "list"]
        await shown.press("backslash", "shift+tab")
        assert shown.is_reading()
        await shown.press("shift+tab")
        assert not shown.is_reading()


async def test_moving_in_the_sidebar_passes_headings_over_and_says_what_is_wrong(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "k", "pageup")
        assert shown.sidebar_item() == SidebarItem(SidebarKind.VIEW, "All", "all", "32", "32")
        await shown.press("j", "j", "j", "j")
        assert shown.sidebar_item().label == "Sea"
        await shown.press("pagedown")
        assert shown.sidebar_item().label == "broken.xml"
        assert "there is no such file" in shown.status()
        await shown.press("q")
        assert not shown.is_in_sidebar()


async def test_other_keys_leave_the_sidebar(shelves: Library) -> None:
    async with opened(shelves) as shown:
        for keys in (("f", "escape"), ("z", "z"), ("g", "2"), ("slash", "escape")):
            await shown.press("backslash")
            assert shown.is_in_sidebar()
            await shown.press(*keys)
            assert not shown.is_in_sidebar()
            await shown.press("backslash")
            assert not shown.has_sidebar()


async def test_a_saved_search_that_another_program_deleted_is_told_to_be_gone(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        await shown.press("backslash", "escape")
        shelves.change_searches(lambda saved: remove_search(saved, "Egypt"))
        await shown.click_words("Sidebar", "Egypt")
        await shown.until(lambda: "no saved search called 'Egypt'" in shown.status())

        assert shown.is_warning()
        assert not any("Egypt" in label for label in shown.sidebar_labels())


async def test_what_cannot_be_done_at_a_click_is_a_sentence(
    shelves: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("The disk is gone.")

    async with opened(shelves) as shown:
        monkeypatch.setattr(NavigationController, "open_clicked", refuse)
        await shown.click("#list", 5, 4)
        assert shown.status() == "The disk is gone."
        await shown.press("question_mark")
        assert "searches these keys" in shown.text()


async def test_a_search_is_saved_under_a_name(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("S")
        assert "no search to save" in shown.status()
        await shown.search("fog")
        await shown.press("enter", "S")
        await shown.wait()
        assert shown.has_line("question")
        assert shown.line("question") == "fog"
        await shown.press(*"Fog", "enter")
        await shown.until(lambda: not shown.has_line("question"))
        assert shelves.store.searches.all() == (SEA, EGYPT, SavedSearch("Fog", "fog"))
        assert shown.status() == "Saved as Fog; u takes it back"
        await shown.press("u")
        assert shelves.store.searches.all() == (SEA, EGYPT)


async def test_saving_again_proposes_the_name_and_a_taken_name_is_replaced(
    shelves: Library,
) -> None:
    async with opened(shelves) as shown:
        await shown.search("ships")
        await shown.press("enter", "S")
        assert shown.has_line("question")
        assert shown.line("question") == "Sea"
        await shown.press(*"Egypt", "enter")
        assert shelves.store.searches.all() == (SEA, SavedSearch("Egypt", "ships"))
        assert "Egypt stands for this search now" in shown.status()


async def test_a_question_can_be_left_without_an_answer(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.search("fog")
        await shown.press("enter", "S", "S", "escape")
        await shown.wait()
        assert not shown.has_line("question")
        await shown.press("S", "backspace", "enter")
        assert shelves.store.searches.all() == (SEA, EGYPT)
        assert shown.has_line("search")


async def test_a_saved_search_is_renamed_and_deleted_and_both_are_undone(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("D", "E")
        assert "in the sidebar first" in shown.status()
        await shown.press("backslash", "D", "j", "j", "j", "j", "E", *"Water", "enter")
        assert shown.sidebar_labels()[4] == "Water"
        await shown.press("E", *"Egypt", "enter")
        assert "called 'Egypt' already" in shown.status()
        await shown.press("D")
        assert shown.sidebar_labels()[4:6] == ["Egypt", "Coast"]
        assert "Deleted the saved search" in shown.status()
        await shown.press("u", "u")
        assert shelves.store.searches.all() == (SEA, EGYPT)
        assert shown.sidebar_labels()[4] == "Sea"


async def test_a_file_of_searches_that_cannot_be_written_is_said_to_be_so(
    shelves: Library,
) -> None:
    (shelves.folders.data / "searches.jsonl").unlink()
    (shelves.folders.data / "searches.jsonl").mkdir()
    async with opened(shelves) as shown:
        await shown.press("backslash", "j", "j", "j", "j", "D")
        assert "could not be copied" in shown.status()
        assert shown.sidebar_labels()[4] == "Egypt"


async def test_the_arrow_up_brings_earlier_searches_that_begin_alike(searchable: Library) -> None:
    for text in ("ships", "fog", "shoal", "Shipwreck"):
        searchable.store.searches.remember_search(text)
    async with opened(searchable) as shown:
        await shown.press("slash", *"sh", "up")
        assert shown.typed_search() == "Shipwreck"
        await shown.press("up", "up")
        assert shown.typed_search() == "ships"
        await shown.until(lambda: shown.found_count() == 30)
        await shown.press("up")
        assert "No earlier search" in shown.status()
        await shown.press("down", "down", "down")
        assert shown.typed_search() == "sh"
        await shown.press("up", "escape")
        await shown.wait()
        assert shown.typed_search() == "sh"
        assert shown.has_line("search")
        await shown.press("escape")
        await shown.wait()
        assert not shown.has_line("search")


async def test_the_arrows_walk_the_results_too(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships")
        await shown.until(lambda: shown.found_count() == 30)
        await shown.press("down", "down", "up")
        assert (shown.chosen_place(), shown.typed_search()) == (1, "ships")
        await shown.press("enter")
        assert searchable.store.searches.earlier_searches() == ["ships"]
        await shown.press("slash", "end", "x")
        assert shown.typed_search() == "shipsx"


def source(**given: object) -> Source:
    made = Source(id=1, location="/a/feed.xml", stories=9, unread=4)
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_line_of_the_sidebar_is_as_wide_as_it_must_be() -> None:
    sources = [
        source(title="東京" * 20 + "\x1b[31m", health=SourceHealth(None, "no such file")),
        source(id=2, folder="A folder whose name is much too long", unread=1234567),
        source(id=3, folder="A folder whose name is much too long", unread=0),
    ]
    places = sidebar_items.sidebar_items(
        StoryCounts(10, 4, 1), [SEA, EGYPT], {"ships": SearchCounts(3, 0)}, sources
    )

    for place in places:
        text = "".join(told for told, _ in sidebar_items.sidebar_line(place, 26, active=False))
        assert sidebar_items.cell_len(text) == 26
        assert "\x1b" not in text
    searches = [place for place in places if place.kind is SidebarKind.SEARCH]
    assert [(place.count, place.total) for place in searches] == [("", "3"), ("", "")]
    assert next(place.count for place in places if place.kind is SidebarKind.FOLDER) == "1,234,567"


def test_a_source_without_a_name_goes_by_the_end_of_its_place() -> None:
    locations = ("/news/feed.xml", "https://a.example/", "import:", "/")

    assert [sidebar_items.source_place(source(location=one)).label for one in locations] == [
        "feed.xml",
        "a.example",
        "import:",
        "/",
    ]


def test_the_first_frame_has_no_sidebar_where_there_is_no_room(library: Library) -> None:
    fill(library, 1)
    library.store.stories.note(pane_widths.SIDEBAR_ON, "on")

    assert sidebar_items.at_start(library, pane_widths.ROOM - 1) == []
    assert sidebar_items.at_start(library, pane_widths.ROOM)
    assert sidebar_items.next_place([], 0, 1) == 0


def test_a_home_with_everything_can_be_painted_at_once(library: Library, tmp_path: Path) -> None:
    library.store.sources.add(str(tmp_path))
    library.store.stories.note(pane_widths.SIDEBAR_ON, "on")

    lines = list(FirstFrame(library, Settings(), ACTIONS, 120, 5).lines())

    assert len(lines) == 5


async def test_keys_typed_in_one_burst_go_where_they_belong(shelves: Library) -> None:
    async with opened(shelves) as shown:
        await shown.press("slash")
        for key in (*"fog", "enter", "S"):
            shown.press_in_burst(key)
        await shown.until(lambda: shown.has_line("question"))
        assert shown.typed_search() == "fog"
        for key in (*"Mist", "enter", "m"):
            shown.press_in_burst(key)
        await shown.until(lambda: len(shelves.store.searches.all()) == 3)
        assert shelves.store.searches.all()[2] == SavedSearch("Mist", "fog")
        await shown.until(lambda: any("arked as" in did for did in shown.undoable_changes()))
