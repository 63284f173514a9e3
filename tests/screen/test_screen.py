import json
import os
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from reader.config import Folders, Settings
from reader.library import Library
from reader.model import ContentForm, Mark
from reader.store.files.mirror import read_lines
from reader.tui import external_programs
from reader.tui.actions import ACTIONS
from reader.tui.app import NewsReader
from reader.worker import AnswerMessage, Searcher
from tests.conftest import NOON, fill, pair

WIDE = (120, 36)


@asynccontextmanager
async def opened(
    library: Library, size: tuple[int, int] = WIDE, settings: Settings | None = None
) -> AsyncIterator[tuple[NewsReader, Pilot[None]]]:
    """The real app on a terminal of this size."""
    app = NewsReader(library, settings or Settings(), ACTIONS)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def until(fact: Callable[[], bool], pilot: Pilot[None]) -> None:
    """Wait until something holds, as a person would, but not for ever."""
    for _ in range(1200):
        if fact():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came to that")


def screen_text(app: NewsReader) -> str:
    """Everything that can be read on the screen."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.fixture
def searchable(library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with stories in its index, which the app's searcher finds too."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 30)
    special = pair(
        40, title="Ägypten feiert", content="In Москва and in Ägypten.\n\nOnce more: Ägypten."
    )
    library.store.stories.save(1, [special])
    library.update_index()
    return library


async def search(app: NewsReader, pilot: Pilot[None], words: str) -> None:
    """Type a search and wait for what it finds."""
    await pilot.press("slash")
    app.search_bar.line.value = words  # type: ignore[union-attr]
    await until(lambda: app.desk.query is not None, pilot)


async def test_the_list_stands_beside_the_article(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, _):
        text = screen_text(app)

    assert "Headline 3" in text
    assert "Headline 1" in text
    assert "The lighthouse keeper counted 3 ships." in text
    assert "All 3" in text


async def test_moving_opens_the_next_story(library: Library) -> None:
    fill(library, 30)
    async with opened(library) as (app, pilot):
        await pilot.press("j", "j", "k")
        assert app.list.place == 1
        assert "counted 29 ships" in screen_text(app)
        await pilot.press("G")
        assert app.list.place == 29
        assert "counted 1 ships" in screen_text(app)
        await pilot.press("g", "pagedown")
        assert 15 <= app.list.place <= 17


async def test_a_story_that_was_looked_at_counts_as_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.layout.DWELL", 0.05)
    fill(library, 2)
    async with opened(library) as (app, pilot):
        await until(lambda: app.desk.counts.unread == 1, pilot)
        assert library.store.marks.of([2])[2].read


async def test_going_past_a_story_does_not_make_it_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.layout.DWELL", 60)
    fill(library, 9)
    async with opened(library) as (app, pilot):
        await pilot.press(*"jjjj")
        assert app.desk.counts.unread == 9


async def test_a_bookmark_is_in_the_database_and_in_the_file(library: Library) -> None:
    fill(library, 3)
    path = library.places.data / "bookmarks.jsonl"
    async with opened(library) as (app, pilot):
        await pilot.press("j", "s")
        assert library.store.marks.of([2])[2].bookmarked
        await until(path.exists, pilot)
        assert json.loads(read_lines(path)[0])["headline"] == "Headline 2"
        await pilot.press("b")
        assert list(app.list.ids) == [2]
        await pilot.press("b")
        assert len(app.list.ids) == 3
        assert app.list.current == 2


async def test_marks_can_be_taken_back(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as (app, pilot):
        await pilot.press("s", "m", "A", "y")
        assert app.desk.counts.unread == 0
        await pilot.press("u")
        assert app.desk.counts.unread == 2
        await pilot.press("u", "u")
        assert (app.desk.counts.unread, app.desk.counts.bookmarked) == (3, 0)
        await pilot.press("u")
        assert app.status == "There is nothing to undo"


async def test_views_hold_what_they_are_called(library: Library) -> None:
    fill(library, 4)
    async with opened(library) as (app, pilot):
        await pilot.press("m", "2")
        assert list(app.list.ids) == [3, 2, 1]
        await pilot.press("3")
        assert "No bookmarks yet" in screen_text(app)
        await pilot.press("escape")
        assert len(app.list.ids) == 4


async def test_searching_finds_while_typing_and_marks_what_it_found(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await pilot.press("slash", *"agypt")
        await until(lambda: app.total == 1, pilot)
        await pilot.press("enter")
        assert app.list.height_of_row == 3
        assert app.pane.matches == 3
        assert app.pane.here == 0
        await pilot.press("n", "n")
        assert app.pane.here == 2
        assert "match 3 of 3 · 1 story" in screen_text(app)
        await pilot.press("escape")
        assert len(app.list.ids) == 31
        assert app.search_bar is None


async def test_matches_lead_on_into_the_next_story_and_back(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "headline")
        await pilot.press("enter", "n")
        assert app.list.place == 1
        await pilot.press("N")
        assert (app.list.place, app.pane.here) == (0, app.pane.matches - 1)
        await pilot.press("O")
        await until(lambda: "newest first" in screen_text(app), pilot)


async def test_leaving_a_search_brings_back_where_it_began(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await pilot.press(*"jjjjj")
        before = app.list.current
        await search(app, pilot, "ägypten")
        assert app.list.current != before
        await pilot.press("escape")
        assert app.list.current == before
        assert f"Headline {before}" in screen_text(app)


async def test_a_search_that_finds_nothing_says_so(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "zyzzyva")
        await until(lambda: "Nothing found" in screen_text(app), pilot)
        assert app.total == 0


async def test_a_mistake_in_a_search_is_a_hint(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "ships is:foo")
        await until(lambda: "is:foo is not known" in app.status, pilot)


async def test_a_missing_index_is_built_while_the_reader_waits(searchable: Library) -> None:
    for path in (searchable.places.cache / "index").iterdir():
        path.unlink()
    async with opened(searchable) as (app, pilot):
        await pilot.press("slash", *"ships")
        await until(lambda: app.total == 30, pilot)


async def test_the_first_launch_shows_the_sample_stories(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    async with opened(library) as (app, pilot):
        await until(lambda: len(app.list.ids) > 20 and not app.working, pilot)
        assert app.list.place == 0
        assert app.desk.story is not None
        assert app.desk.story.headline.startswith("Welcome")
        await pilot.press("slash", *"eclipse")
        await until(lambda: bool(app.total), pilot)


async def test_reading_again_brings_new_stories_without_moving_the_reader(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("One\n\n" + "The keeper lit the lamp at dusk again. " * 9)
    list(library.add(str(folder)))
    async with opened(library) as (app, pilot):
        (folder / "b.txt").write_text("Two\n\n" + "A second keeper came by boat today. " * 9)
        await pilot.press("R")
        await until(lambda: app.waiting == 1 and not app.working, pilot)
        assert app.status == "1 new story"
        assert "1 new · a" in screen_text(app)
        assert len(app.list.ids) == 1
        await pilot.press("a")
        assert len(app.list.ids) == 2
        assert app.list.current == 1


async def test_work_can_be_stopped(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    async with opened(library) as (app, pilot):
        app.work("refresh")
        await until(lambda: app.adder.busy, pilot)
        app.work("refresh")
        assert "being added already" in app.status
        await pilot.press("ctrl+x")
        await until(lambda: not app.working, pilot)
        assert app.status == "Stopped; what was added stays"


async def test_a_searcher_that_died_is_started_again(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await search(app, pilot, "ships")
        first = app.searcher.running
        assert first
        first.end()
        app.search_bar.line.value = "fog"  # type: ignore[union-attr]
        await until(lambda: app.searcher.running is not first, pilot)
        await until(lambda: app.total == 30, pilot)


HOSTILE = "[/b][@click=app.quit]x[/]"


async def test_markup_and_escape_sequences_of_strangers_are_plain_text(library: Library) -> None:
    text = "Before [red]\x1b]0;owned\x07\x1b[31mafter[/red] \u202eevil"
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, title=HOSTILE, content=text)])
    async with opened(library) as (app, pilot):
        shown = screen_text(app)
        await pilot.press("x")
        raw = screen_text(app)

    assert HOSTILE in shown
    assert "Before [red]after[/red] evil" in shown
    assert "Before [red]after[/red] evil" in raw
    for screen in (shown, raw):
        assert not {"\x1b", "\x07", "\u202e"} & set(screen)


async def test_raw_shows_the_page_as_it_came_and_back(library: Library) -> None:
    page = "<p>The <b>lamp</b> was lit.</p>"
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=page, form=ContentForm.HTML)])
    async with opened(library) as (app, pilot):
        await pilot.press("x")
        assert "<b>lamp</b>" in screen_text(app)
        await pilot.press("escape")
        assert "The lamp was lit." in screen_text(app)


async def test_a_narrow_terminal_shows_one_pane_at_a_time(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as (app, pilot):
        assert "Headline 3" in screen_text(app)
        assert "counted 3 ships" not in screen_text(app)
        await pilot.press("enter")
        assert "counted 3 ships" in screen_text(app)
        assert "Headline 2" not in screen_text(app)
        await pilot.press("q")
        assert "Headline 2" in screen_text(app)


async def test_growing_the_terminal_brings_the_second_pane(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (80, 24)) as (app, pilot):
        assert not app.article_visible
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert app.article_visible
        assert "counted 3 ships" in screen_text(app)


async def test_space_pages_and_then_goes_to_the_next_unread_story(library: Library) -> None:
    fill(library, 2)
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    library.store.stories.save(1, [pair(3, content=long)])
    async with opened(library) as (app, pilot):
        await pilot.press("space")
        assert app.list.current == 3
        assert app.pane.scroll_offset.y > 20
        await pilot.press("K")
        top = app.pane.scroll_offset.y
        await pilot.press("J")
        assert app.pane.scroll_offset.y == top + 3
        for _ in range(5):
            await pilot.press("space")
        assert app.list.current != 3


async def test_unread_stories_are_a_key_apart(library: Library) -> None:
    ids = fill(library, 5)
    async with opened(library) as (app, pilot):
        library.mark([ids[3], ids[2]], Mark.READ, True)
        await pilot.press("n")
        assert app.list.current == ids[1]
        await pilot.press("N")
        assert app.list.current == ids[4]
        await pilot.press("N")
        assert app.status == "No more unread stories here"


async def test_the_article_scrolls_once_it_is_entered(library: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=long)])
    async with opened(library) as (app, pilot):
        await pilot.press("enter", "j", "j", "k")
        assert app.pane.scroll_offset.y == 1
        await pilot.press("G")
        assert "Paragraph 59" in screen_text(app)
        await pilot.press("g", "pagedown", "tab")
        assert not app.reading
        await pilot.press("tab", "z")
        assert app.reading
        await pilot.press("h")
        assert not app.reading


async def test_a_click_chooses_a_story_and_a_second_one_enters_it(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as (app, pilot):
        await pilot.click("#list", offset=(5, 5))
        assert app.list.place == 2
        await pilot.click("#list", offset=(5, 5))
        assert app.reading
        await pilot.click("#list", offset=(5, 20))
        assert app.list.place == 2


async def test_a_wheel_scrolls_the_article(library: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=long)])
    async with opened(library) as (app, pilot):
        await pilot._post_mouse_events(  # there is no public way to turn the wheel
            [MouseScrollDown], "#pane", (5, 5)
        )
        await until(lambda: app.pane.scroll_offset.y > 0, pilot)


async def test_the_link_goes_to_the_browser_and_to_the_clipboard(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: opened_links.append(link) or True)
    monkeypatch.setattr(external_programs, "COPIERS", ())
    fill(library, 1)
    library.store.stories.save(1, [pair(2, link="javascript:alert(1)")])
    async with opened(library) as (app, pilot):
        await pilot.press("o")
        assert app.status == "This story has no link"
        await pilot.press("y")
        assert app.status == "This story has no link"
        await pilot.press("j", "o", "y")
        await until(lambda: opened_links == ["https://news.example/1"], pilot)
        assert app.clipboard == "https://news.example/1"
        await pilot.press("Y")
        assert app.clipboard.startswith("Headline 1\n\nThe lighthouse")


def test_only_the_web_is_opened_in_a_browser() -> None:
    assert not external_programs.is_openable("file:///etc/passwd")


def test_a_clipboard_program_gets_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    external_programs.copy("the text")

    assert (tmp_path / "copied").read_text() == "the text"


async def test_the_help_names_every_action_and_the_palette_runs_them(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as (app, pilot):
        assert {one.does for one in app.commands()} >= {action.does for action in ACTIONS}
        await pilot.press("question_mark")
        assert "Search everything, as you type" in screen_text(app)
        await pilot.press("j", "k", "q")
        await app.run_named("bookmark")
        assert app.desk.counts.bookmarked == 1
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert "Bookmark" in screen_text(app)


async def test_both_themes_and_any_width_of_the_list(library: Library) -> None:
    fill(library, 1)
    settings = replace(Settings(), theme="light")
    async with opened(library, settings=settings) as (app, pilot):
        assert not app.current_theme.dark
        await pilot.press("T", "T", "T")
        assert app.current_theme.dark
        width = app.left.size.width
        await pilot.press("greater_than_sign")
        await pilot.pause()
        assert app.left.size.width > width
        await pilot.press("less_than_sign", "less_than_sign")
        await pilot.pause()
        assert app.left.size.width < width


async def test_an_empty_library_is_not_an_error(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library) as (app, pilot):
        await pilot.press(*"jkgGsmAuxoyYnN;te", "space", "enter", "escape", "2", "3", "1")
        assert app.desk.counts.all == 0


async def test_bookmarks_that_cannot_be_copied_are_said_to_be_so(library: Library) -> None:
    fill(library, 1)
    (library.places.data / "bookmarks.jsonl").mkdir()
    async with opened(library) as (app, pilot):
        await pilot.press("s", "s", "s")
        await until(lambda: "could not be copied" in app.status, pilot)
        assert library.store.marks.of([1])[1].bookmarked


def test_a_late_answer_to_an_old_search_is_dropped() -> None:
    taken: list[int] = []
    searcher = Searcher(lambda answer: taken.append(answer.number))
    searcher.ask("one", "best", typing=True)
    searcher.ask("two", "best", typing=True)

    searcher.take(AnswerMessage(1))
    searcher.take(AnswerMessage(2))
    assert taken == [2]


async def test_a_story_seen_first_at_noon_says_so(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, published="", arrived=NOON)])
    async with opened(library) as (app, _):
        assert "seen" in screen_text(app)


async def test_a_match_is_in_view_when_a_narrow_article_is_entered(searchable: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60)) + " A zebra!"
    searchable.store.stories.save(1, [pair(50, title="A long one", content=long)])
    searchable.update_index()
    async with opened(searchable, (80, 24)) as (app, pilot):
        await search(app, pilot, "zebra")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "A zebra!" in screen_text(app)
        assert "1 of 1" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "1 found" in screen_text(app)


async def test_an_index_that_cannot_be_built_is_said_to_be_so_once(searchable: Library) -> None:
    index = searchable.places.cache / "index"
    for path in index.iterdir():
        path.unlink()
    index.rmdir()
    index.write_text("in the way")
    async with opened(searchable) as (app, pilot):
        await pilot.press("slash", *"ships")
        await until(lambda: app.warned and not app.working, pilot)
        await pilot.pause(0.5)
        assert not app.working
        assert "index" in app.status


async def test_what_may_have_been_meant_is_offered_and_taken(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await pilot.press("slash", *"lihthouse")
        await until(lambda: "Did you mean “lighthouse”?" in screen_text(app), pilot)
        await pilot.press("tab")
        await until(lambda: len(app.list.ids) == 30, pilot)

        assert app.typed == "lighthouse"


async def test_a_key_asks_for_stories_like_the_chosen_one(searchable: Library) -> None:
    async with opened(searchable) as (app, pilot):
        await until(lambda: app.list.current is not None, pilot)
        chosen_id = app.list.ids[5]
        await pilot.press(*"jjjjj", "full_stop")
        await until(lambda: app.desk.query is not None and len(app.list.ids) > 0, pilot)

        assert app.typed == f"like:{chosen_id} "
        assert chosen_id not in app.list.ids


async def test_without_a_story_there_is_nothing_to_be_like(library: Library) -> None:
    async with opened(library) as (app, pilot):
        await pilot.press("full_stop")

        assert app.search_bar is None
