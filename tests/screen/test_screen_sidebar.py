from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Settings
from reader.library import Library
from reader.model import Mark, SavedSearch, SearchCounts, Source, SourceHealth, StoryCounts
from reader.tui import pane_widths
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader
from reader.tui.render import sidebar_items
from reader.tui.render.sidebar_items import Kind, Place
from reader.tui.startup.first_frame import Frame
from tests.conftest import NOON, fill, pair
from tests.screen.test_screen import opened, screen_text, search, searchable, until

__all__ = ["searchable"]

SEA = SavedSearch("Sea", "ships")
EGYPT = SavedSearch("Egypt", "ägypten")


@pytest.fixture
def shelves(searchable: Library) -> Library:
    """A library with saved searches, and sources in and out of a folder, one of them broken."""
    searchable.change_searches(lambda _: (SEA, EGYPT))
    searchable.store.sources.add("/lamps/feed.xml", "Lamps", "Coast")
    searchable.store.stories.save(2, [pair(77, title="A lamp")])
    searchable.store.sources.add("/broken.xml")
    searchable.store.sources.failed("/broken.xml", NOON, "/broken.xml: there is no such file.")
    searchable.update_index()
    return searchable


def labels(app: NewsReader) -> list[str]:
    assert app.sidebar is not None
    return [place.label for place in app.sidebar.places if place.kind is not Kind.HEADING]


async def test_the_sidebar_holds_views_searches_folders_and_sources(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        assert app.sidebar is None
        await pilot.press("backslash")
        text = screen_text(app)

    assert labels(app) == [
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
    assert "! broken.xml" in text


@pytest.mark.parametrize("size", [(120, 36), (160, 48), (104, 30), (80, 24), (60, 20)])
async def test_the_sidebar_works_on_any_screen(shelves: Library, size: tuple[int, int]) -> None:
    async with opened(shelves, size) as (app, pilot):
        await pilot.press("backslash")
        assert "Bookmarks" in screen_text(app)
        assert "Coast" in screen_text(app)
        await pilot.press("G", "k", "k", "enter")
        await until(lambda: len(app.list.ids) == 1, pilot)
        assert app.desk.view == "source:2"
        await pilot.pause()
        assert "A lamp" in screen_text(app)
        assert not app.choosing
        await pilot.press("escape")
        assert len(app.list.ids) == 32


async def test_the_sidebar_is_there_again_at_the_next_start(shelves: Library) -> None:
    async with opened(shelves) as (_, pilot):
        await pilot.press("backslash")
    async with opened(shelves) as (app, pilot):
        assert "Searches" in screen_text(app)
        assert not app.choosing
        await pilot.press("backslash")
        assert "Searches" not in screen_text(app)
    async with opened(shelves) as (app, _):
        assert app.sidebar is None


async def test_the_first_screenful_is_the_one_that_the_app_shows(
    shelves: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reader.tui.controllers.sidebar_contents.CALM", 600
    )  # searches are not counted yet
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "escape")
        await pilot.pause()
        shown = screen_text(app).splitlines()

    frame = Frame(shelves, Settings(), ACTIONS, 120, 36)
    painted = [
        "".join(part.partition("m")[2] for part in line.split("\x1b")) for line in frame.lines()
    ]
    for y in (2, 3, 4, 9, 20, 30):
        assert painted[y][:60] == shown[y][:60]


async def test_saved_searches_are_counted_while_nobody_asks(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash")
        await until(lambda: len(app.counted) == 2, pilot)
        assert (app.counted["ships"].found, app.counted["ägypten"].found) == (31, 1)
        shelves.mark([1, 2], Mark.READ, True)
        await pilot.press("escape", "G", "k", "k", "m")
        await until(lambda: app.counted["ships"].unread <= 28, pilot)
        assert " of 31" in screen_text(app)


async def test_a_saved_search_is_run_from_the_sidebar_and_from_the_palette(
    shelves: Library,
) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "g", "j", "j", "j", "j", "j", "enter")
        await until(lambda: app.total == 1, pilot)
        assert app.sidebar is not None
        assert app.sidebar.active == "Egypt"
        assert "Ägypten feiert" in screen_text(app)
        await pilot.press("escape")
        assert app.sidebar.active == "all"
        await pilot.press("colon", *"sea", "space", *"ships")
        await pilot.press("enter")
        await until(lambda: app.total == 31, pilot)
        await pilot.press("slash", "up")
        assert app.typed == "ägypten"


async def test_a_click_opens_a_place(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "escape")
        await pilot.click("#sidebar", offset=(5, 3))
        await until(lambda: app.desk.view == "bookmarks", pilot)
        await pilot.click("#sidebar", offset=(5, 0))
        await pilot.click("#sidebar", offset=(5, 7))
        await until(lambda: app.total == 31, pilot)
        await pilot.click("#list", offset=(5, 8))
        assert app.list.place == 2


async def test_tab_goes_from_pane_to_pane_and_back(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "tab")
        where = []
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await pilot.press(key)
            where.append("side" if app.choosing else "article" if app.reading else "list")
        assert where == ["article", "side", "list", "side", "article", "list"]
        await pilot.press("backslash", "shift+tab")
        assert app.reading
        await pilot.press("shift+tab")
        assert not app.reading


async def test_moving_in_the_sidebar_passes_headings_over_and_says_what_is_wrong(
    shelves: Library,
) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "k", "pageup")
        assert app.sidebar is not None
        assert app.sidebar.chosen == Place(Kind.VIEW, "All", "all", "32")
        await pilot.press("j", "j", "j", "j")
        assert app.sidebar.chosen.label == "Sea"
        await pilot.press("pagedown")
        assert app.sidebar.chosen.label == "broken.xml"
        assert "there is no such file" in app.status
        await pilot.press("q")
        assert not app.choosing
        assert app.sidebar is not None


async def test_other_keys_leave_the_sidebar(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        for keys in (("f", "escape"), ("z", "z"), ("2",), ("slash", "escape")):
            await pilot.press("backslash")
            assert app.choosing
            await pilot.press(*keys)
            assert not app.choosing
            await pilot.press("backslash")
            assert app.sidebar is None


async def test_a_search_is_saved_under_a_name(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("S")
        assert "no search to save" in app.status
        await search(app, pilot, "fog")
        await pilot.press("enter", "S")
        await pilot.pause()
        assert app.question is not None
        assert app.question.line.value == "fog"
        await pilot.press(*"Fog", "enter")
        await until(lambda: app.question is None, pilot)
        assert shelves.store.searches.all() == (SEA, EGYPT, SavedSearch("Fog", "fog"))
        assert app.status == "Saved as Fog; u takes it back"
        await pilot.press("u")
        assert shelves.store.searches.all() == (SEA, EGYPT)


async def test_saving_again_proposes_the_name_and_a_taken_name_is_replaced(
    shelves: Library,
) -> None:
    async with opened(shelves) as (app, pilot):
        await search(app, pilot, "ships")
        await pilot.press("enter", "S")
        assert app.question is not None
        assert app.question.line.value == "Sea"
        await pilot.press(*"Egypt", "enter")
        assert shelves.store.searches.all() == (SEA, SavedSearch("Egypt", "ships"))
        assert "Egypt stands for this search now" in app.status


async def test_a_question_can_be_left_without_an_answer(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await search(app, pilot, "fog")
        await pilot.press("enter", "S", "S", "escape")
        await pilot.pause()
        assert app.question is None
        await pilot.press("S", "backspace", "enter")
        assert shelves.store.searches.all() == (SEA, EGYPT)
        assert app.search_bar is not None


async def test_a_saved_search_is_renamed_and_deleted_and_both_are_undone(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("D", "E")
        assert "in the sidebar first" in app.status
        await pilot.press("backslash", "D", "j", "j", "j", "j", "E", *"Water", "enter")
        assert labels(app)[4] == "Water"
        await pilot.press("E", *"Egypt", "enter")
        assert "called 'Egypt' already" in app.status
        await pilot.press("D")
        assert labels(app)[4:6] == ["Egypt", "Coast"]
        assert "Deleted the saved search" in app.status
        await pilot.press("u", "u")
        assert shelves.store.searches.all() == (SEA, EGYPT)
        assert labels(app)[4] == "Sea"


async def test_a_file_of_searches_that_cannot_be_written_is_said_to_be_so(
    shelves: Library,
) -> None:
    (shelves.places.data / "searches.jsonl").unlink()
    (shelves.places.data / "searches.jsonl").mkdir()
    async with opened(shelves) as (app, pilot):
        await pilot.press("backslash", "j", "j", "j", "j", "D")
        assert "could not be copied" in app.status
        assert labels(app)[4] == "Egypt"


async def test_the_arrow_up_brings_earlier_searches_that_begin_alike(searchable: Library) -> None:
    for text in ("ships", "fog", "shoal", "Shipwreck"):
        searchable.store.searches.remember(text)
    async with opened(searchable) as (app, pilot):
        await pilot.press("slash", *"sh", "up")
        assert app.typed == "Shipwreck"
        await pilot.press("up", "up")
        assert app.typed == "ships"
        await until(lambda: app.total == 30, pilot)
        await pilot.press("up")
        assert "No earlier search" in app.status
        await pilot.press("down", "down", "down")
        assert app.typed == "sh"
        await pilot.press("up", "escape")
        await pilot.pause()
        assert app.typed == "sh"
        assert app.search_bar is not None
        await pilot.press("escape")
        await pilot.pause()
        assert app.search_bar is None


async def test_the_arrows_walk_the_results_too(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "ships")
        await until(lambda: app.total == 30, pilot)
        await pilot.press("down", "down", "up")
        assert (app.list.place, app.typed) == (1, "ships")
        await pilot.press("enter")
        assert searchable.store.searches.earlier() == ["ships"]
        await pilot.press("slash", "end", "x")
        assert app.typed == "shipsx"


def source(**given: object) -> Source:
    made = Source(id=1, location="/a/feed.xml", stories=9, unread=4)
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_line_of_the_sidebar_is_as_wide_as_it_must_be() -> None:
    sources = [
        source(title="東京" * 20 + "\x1b[31m", health=SourceHealth(None, "no such file")),
        source(id=2, folder="A folder whose name is much too long", unread=1234567),
        source(id=3, folder="A folder whose name is much too long", unread=0),
    ]
    places = sidebar_items.places(
        StoryCounts(10, 4, 1), [SEA, EGYPT], {"ships": SearchCounts(3, 0)}, sources
    )

    for place in places:
        text = "".join(told for told, _ in sidebar_items.line(place, 26, active=False))
        assert sidebar_items.cell_len(text) == 26
        assert "\x1b" not in text
    assert [place.count for place in places if place.kind is Kind.SEARCH] == ["3", ""]
    assert next(place.count for place in places if place.kind is Kind.FOLDER) == "1,234,567"


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

    lines = list(Frame(library, Settings(), ACTIONS, 120, 5).lines())

    assert len(lines) == 5


async def test_keys_typed_in_one_burst_go_where_they_belong(shelves: Library) -> None:
    async with opened(shelves) as (app, pilot):
        await pilot.press("slash")
        for key in (*"fog", "enter", "S"):
            app.simulate_key(key)
        await until(lambda: app.question is not None, pilot)
        assert app.typed == "fog"
        for key in (*"Mist", "enter", "m"):
            app.simulate_key(key)
        await until(lambda: len(shelves.store.searches.all()) == 3, pilot)
        assert shelves.store.searches.all()[2] == SavedSearch("Mist", "fog")
        await until(lambda: any("arked as" in change.did for change in app.desk.changes), pilot)
