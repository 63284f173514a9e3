import json
import os
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.config import Folders
from reader.library import SAMPLES, Library
from reader.model import ContentForm, Mark
from reader.store.files.mirror import read_lines
from reader.tui import external_programs
from reader.tui.actions import ACTIONS
from reader.worker.clients import Searcher
from reader.worker.protocol import AnswerMessage
from tests.conftest import NOON, fill, pair
from tests.support.shown import CALM, opened


async def test_the_list_stands_beside_the_article(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        text = shown.text()

    assert "Headline 3" in text
    assert "Headline 1" in text
    assert "The lighthouse keeper counted 3 ships." in text
    assert "All 3" in text


async def test_moving_opens_the_next_story(library: Library) -> None:
    fill(library, 30)
    async with opened(library) as shown:
        await shown.press("j", "j", "k")
        assert shown.chosen_place() == 1
        assert "counted 29 ships" in shown.text()
        await shown.press("G")
        assert shown.chosen_place() == 29
        assert "counted 1 ships" in shown.text()
        await shown.press("g", "g", "pagedown")
        assert 15 <= shown.chosen_place() <= 17


async def test_a_bookmark_is_in_the_database_and_in_the_file(library: Library) -> None:
    fill(library, 3)
    path = library.folders.data / "bookmarks.jsonl"
    async with opened(library) as shown:
        await shown.press("j", "s")
        assert library.store.marks.marks_of([2])[2].bookmarked
        await shown.until(path.exists)
        assert json.loads(next(read_lines(path)))["headline"] == "Headline 2"
        await shown.press("b")
        assert shown.listed_ids() == [2]
        await shown.press("b")
        assert len(shown.listed_ids()) == 3
        assert shown.chosen_id() == 2


async def test_a_bookmark_of_the_last_moment_is_in_the_file(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("s", "j", "s")

    lines = list(read_lines(library.folders.data / "bookmarks.jsonl"))
    assert {json.loads(line)["headline"] for line in lines} == {"Headline 2", "Headline 3"}


async def test_a_copy_of_the_bookmarks_makes_way_for_the_next_mark(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 3)
    path, keep, begun = (
        library.folders.data / "bookmarks.jsonl",
        Library.copy_marks,
        threading.Event(),
    )
    over = threading.Event()

    def keep_slowly(own: Library, anew: bool = False, stopped: Any = None) -> None:
        if not begun.is_set():
            begun.set()
            while not stopped() and not over.is_set():
                over.wait(0.001)
        keep(own, anew, stopped)

    monkeypatch.setattr(Library, "copy_marks", keep_slowly)
    async with opened(library) as shown:
        await shown.press("s")
        await shown.until(begun.is_set)
        assert not path.exists()
        try:
            await shown.press("j", "s")
            await shown.until(lambda: path.exists() and len(list(read_lines(path))) == 2)
        finally:
            over.set()


async def test_marks_can_be_taken_back(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("s", "m", "A", "y")
        assert shown.unread_count() == 0
        await shown.press("u")
        assert shown.unread_count() == 2
        await shown.press("u", "u")
        assert (shown.unread_count(), shown.bookmark_count()) == (3, 0)
        await shown.press("u")
        assert shown.status() == "There is nothing to undo"


async def test_views_hold_what_they_are_called(library: Library) -> None:
    fill(library, 4)
    async with opened(library) as shown:
        await shown.press("m", "g", "2")
        assert shown.listed_ids() == [3, 2, 1]
        await shown.press("g", "3")
        assert "No bookmarks yet" in shown.text()
        await shown.press("escape")
        assert len(shown.listed_ids()) == 4


async def test_searching_finds_while_typing_and_marks_what_it_found(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("slash", *"agypt")
        await shown.until(lambda: shown.found_count() == 1)
        await shown.press("enter")
        assert shown.row_height() == 3
        assert shown.match_count() == 3
        assert shown.match_place() == 0
        await shown.press("n", "n")
        assert shown.match_place() == 2
        assert "match 3 of 3 · 1 story" in shown.text()
        await shown.press("escape")
        assert len(shown.listed_ids()) == 31
        assert not shown.has_line("search")


async def test_matches_lead_on_into_the_next_story_and_back(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("headline")
        await shown.press("enter", "n")
        assert shown.chosen_place() == 1
        await shown.press("N")
        assert (shown.chosen_place(), shown.match_place()) == (0, shown.match_count() - 1)
        await shown.press("O")
        await shown.until(lambda: "newest first" in shown.text())


async def test_leaving_a_search_brings_back_where_it_began(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press(*"jjjjj")
        before = shown.chosen_id()
        await shown.search("ägypten")
        assert shown.chosen_id() != before
        await shown.press("escape")
        assert shown.chosen_id() == before
        assert f"Headline {before}" in shown.text()


async def test_a_search_that_finds_nothing_says_so(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("zyzzyva")
        await shown.until(lambda: "Nothing found" in shown.text())
        assert shown.found_count() == 0


async def test_a_mistake_in_a_search_is_a_hint(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships is:foo")
        await shown.until(lambda: "is:foo is not known" in shown.status())


async def test_a_list_that_ends_before_all_that_was_found_says_so(searchable: Library) -> None:
    async with opened(searchable, (140, 36)) as shown:
        await shown.press("slash", *"ships")
        await shown.until(lambda: shown.found_count() == 30)
        assert "· 30 stories, best first" in shown.text()
        shown.answer_search([1, 2, 3], 7_000, final=False)
        await shown.until(lambda: "· 7,000 stories, best first" in shown.text())
        shown.answer_search([1, 2, 3], 7_000, final=True)
        await shown.until(lambda: "· 3 of 7,000 stories, best first" in shown.text())
        await shown.resize(60, 20)
        await shown.until(lambda: "3 of 7,000" in shown.text())
        await shown.press("space")
        await shown.until(lambda: "3 of 7,000" not in shown.text())


async def test_a_missing_index_is_built_while_the_reader_waits(searchable: Library) -> None:
    for path in (searchable.folders.cache / "index").iterdir():
        path.unlink()
    async with opened(searchable) as shown:
        await shown.press("slash", *"ships")
        await shown.until(lambda: shown.found_count() == 30)


async def test_the_first_launch_shows_the_sample_stories(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    async with opened(library) as shown:
        await shown.until(lambda: len(shown.listed_ids()) > 20 and not shown.is_working())
        assert shown.chosen_place() == 0
        assert shown.chosen_headline().startswith("Welcome")
        assert shown.article_text().startswith("Welcome")
        await shown.press("slash", *"eclipse")
        await shown.until(lambda: bool(shown.found_count()))


async def test_the_first_launch_lists_the_stories_once_and_shows_how_far_they_are_meanwhile(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    lengths, bars = set(), set()
    async with opened(library) as shown:

        def is_done() -> bool:
            lengths.add(len(shown.listed_ids()))
            assert "new · a" not in shown.text()
            bars.update(line for line in shown.list_lines() if "━" in line or "─" in line)
            return not shown.is_working()

        await shown.until(is_done)
        assert "+ adds your own" in shown.status()

    assert len(lengths) == 2
    assert min(lengths) == 0
    assert bars


@pytest.mark.parametrize("has_newsboat", [True, False])
async def test_what_newsboat_has_is_offered_where_there_is_something(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_newsboat: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    if has_newsboat:
        (tmp_path / ".newsboat").mkdir()
        (tmp_path / ".newsboat" / "urls").write_text("https://quay.example/feed\n")
    list(library.add(SAMPLES))
    async with opened(library) as shown:
        assert ("carry on from newsboat" in shown.article_text()) == has_newsboat
        assert "begin with a list of feeds" in shown.article_text()
        await shown.press("colon", *"newsboat")
        await shown.wait()
        assert ("Carry on from newsboat" in shown.text()) == has_newsboat
        await shown.press("escape", "colon", *"starter:sci")
        await shown.until(lambda: "list of feeds to begin with: science" in shown.text())


async def test_reading_again_brings_new_stories_without_moving_the_reader(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("One\n\n" + "The keeper lit the lamp at dusk again. " * 9)
    list(library.add(str(folder)))
    async with opened(library) as shown:
        (folder / "b.txt").write_text("Two\n\n" + "A second keeper came by boat today. " * 9)
        await shown.press("R")
        await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())
        assert shown.status() == "1 new story"
        assert "1 new · a" in shown.text()
        assert len(shown.listed_ids()) == 1
        await shown.press("a")
        assert len(shown.listed_ids()) == 2
        assert shown.chosen_id() == 1


async def test_work_can_be_stopped(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    async with opened(library) as shown:
        shown.start_job("refresh")
        await shown.until(shown.is_worker_running)
        shown.start_job("refresh")
        assert "being added already" in shown.status()
        await shown.press("ctrl+x")
        await shown.until(lambda: not shown.is_working())
        assert shown.status() == "Stopped; what was added stays"


async def test_a_searcher_that_died_is_started_again(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships")
        first = shown.searcher()
        shown.end_searcher()
        shown.write("fog")
        await shown.until(lambda: shown.searcher() is not first)
        await shown.until(lambda: shown.found_count() == 30)


HOSTILE = "[/b][@click=app.quit]x[/]"


async def test_markup_and_escape_sequences_of_strangers_are_plain_text(library: Library) -> None:
    text = "Before [red]\x1b]0;owned\x07\x1b[31mafter[/red] \u202eevil"
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, title=HOSTILE, content=text)])
    async with opened(library) as shown:
        clean = shown.text()
        await shown.press("x")
        raw = shown.text()

    assert HOSTILE in clean
    assert "Before [red]after[/red] evil" in clean
    assert "Before [red]after[/red] evil" in raw
    for screen in (clean, raw):
        assert not {"\x1b", "\x07", "\u202e"} & set(screen)


async def test_raw_shows_the_page_as_it_came_and_back(library: Library) -> None:
    page = "<p>The <b>lamp</b> was lit.</p>"
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=page, form=ContentForm.HTML)])
    async with opened(library) as shown:
        await shown.press("x")
        assert "<b>lamp</b>" in shown.text()
        await shown.press("escape")
        assert "The lamp was lit." in shown.text()


async def test_a_narrow_terminal_shows_one_pane_at_a_time(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as shown:
        assert "Headline 3" in shown.text()
        assert "counted 3 ships" not in shown.text()
        await shown.press("enter")
        assert "counted 3 ships" in shown.text()
        assert "Headline 2" not in shown.text()
        await shown.press("q")
        assert "Headline 2" in shown.text()


async def test_growing_the_terminal_brings_the_second_pane(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (80, 24)) as shown:
        assert not shown.is_article_in_view()
        await shown.resize(120, 36)
        assert shown.is_article_in_view()
        assert "counted 3 ships" in shown.text()


async def test_space_pages_and_then_goes_to_the_next_unread_story(library: Library) -> None:
    fill(library, 2)
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    library.store.stories.save(1, [pair(3, content=long)])
    async with opened(library) as shown:
        await shown.press("space")
        assert shown.chosen_id() == 3
        assert shown.article_top() > 20
        await shown.press("K")
        top = shown.article_top()
        await shown.press("J")
        assert shown.article_top() == top + 3
        for _ in range(5):
            await shown.press("space")
        assert shown.chosen_id() != 3


async def test_unread_stories_are_a_key_apart(library: Library) -> None:
    ids = fill(library, 5)
    async with opened(library) as shown:
        library.set_mark([ids[3], ids[2]], Mark.READ, True)
        await shown.press("n")
        assert shown.chosen_id() == ids[1]
        await shown.press("N")
        assert shown.chosen_id() == ids[4]
        await shown.press("N")
        assert shown.status() == "No more unread stories here"


async def test_the_article_scrolls_once_it_is_entered(library: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=long)])
    async with opened(library) as shown:
        await shown.press("enter", "j", "j", "k")
        assert shown.article_top() == 1
        await shown.press("G")
        assert "Paragraph 59" in shown.text()
        await shown.press("g", "g", "pagedown", "tab")
        assert not shown.is_reading()
        await shown.press("tab", "z")
        assert shown.is_reading()
        await shown.press("h")
        assert not shown.is_reading()


async def test_a_click_chooses_a_story_and_a_second_one_enters_it(library: Library) -> None:
    fill(library, 5)
    async with opened(library) as shown:
        await shown.click("#list", 5, 5)
        assert shown.chosen_place() == 2
        await shown.click("#list", 5, 5)
        assert shown.is_reading()
        await shown.click("#list", 5, 20)
        assert shown.chosen_place() == 2


async def test_a_wheel_scrolls_the_article(library: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=long)])
    async with opened(library) as shown:
        await shown.turn_wheel("#pane")
        await shown.until(lambda: shown.article_top() > 0)


async def test_the_link_goes_to_the_browser_and_to_the_clipboard(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_links: list[str] = []
    monkeypatch.setattr(webbrowser, "get", object)
    monkeypatch.setattr(webbrowser, "open", lambda link: opened_links.append(link) or True)
    monkeypatch.setattr(external_programs, "COPIERS", ())
    fill(library, 1)
    library.store.stories.save(1, [pair(2, link="javascript:alert(1)")])
    async with opened(library) as shown:
        await shown.press("o")
        assert shown.status() == "This story has no link"
        await shown.press("y")
        assert shown.status() == "This story has no link"
        await shown.press("j", "o", "y")
        await shown.until(lambda: opened_links == ["https://news.example/1"])
        assert shown.clipboard() == "https://news.example/1"
        await shown.press("Y")
        assert shown.clipboard().startswith("Headline 1\n\nThe lighthouse")


def test_only_the_web_is_opened_in_a_browser() -> None:
    assert not external_programs.is_openable("file:///etc/passwd")


def test_a_clipboard_program_gets_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/copied\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    external_programs.copy_to_clipboard("the text")

    assert (tmp_path / "copied").read_text() == "the text"


async def test_the_help_names_every_action_and_the_palette_runs_them(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        assert set(shown.command_names()) >= {action.does for action in ACTIONS}
        await shown.press("question_mark")
        assert "Search everything, as you type" in shown.text()
        await shown.press("j", "k", "q")
        shown.do_command("Bookmark, or take the bookmark away")
        await shown.wait()
        assert shown.bookmark_count() == 1
        await shown.press("ctrl+p")
        await shown.wait(0.3)
        assert "Bookmark" in shown.text()


async def test_both_themes_and_any_width_of_the_list(library: Library) -> None:
    fill(library, 1)
    settings = replace(CALM, theme="light")
    async with opened(library, settings=settings) as shown:
        assert not shown.is_dark()
        await shown.press("T", "T", "T")
        assert shown.is_dark()
        width = shown.list_width()
        await shown.press("greater_than_sign")
        await shown.wait()
        assert shown.list_width() > width
        await shown.press("less_than_sign", "less_than_sign")
        await shown.wait()
        assert shown.list_width() < width


async def test_an_empty_library_is_not_an_error(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library) as shown:
        await shown.press(
            *"jkgGsmAuxoyYnN;te", "space", "enter", "escape", "g", "2", "g", "3", "g", "1"
        )
        assert shown.story_count() == 0


async def test_bookmarks_that_cannot_be_copied_are_said_to_be_so(library: Library) -> None:
    fill(library, 1)
    (library.folders.data / "bookmarks.jsonl").mkdir()
    async with opened(library) as shown:
        await shown.press("s", "s", "s")
        await shown.until(lambda: "could not be copied" in shown.work())
        assert library.store.marks.marks_of([1])[1].bookmarked


def test_a_late_answer_to_an_old_search_is_dropped() -> None:
    taken: list[int] = []
    searcher = Searcher(lambda answer: taken.append(answer.number))
    searcher.ask("one", "best", typing=True)
    searcher.ask("two", "best", typing=True)

    searcher.pass_on(AnswerMessage(1))
    searcher.pass_on(AnswerMessage(2))
    assert taken == [2]


async def test_a_story_seen_first_at_noon_says_so(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, published="", arrived=NOON)])
    async with opened(library) as shown:
        assert "seen" in shown.text()


async def test_a_match_is_in_view_when_a_narrow_article_is_entered(searchable: Library) -> None:
    long = "\n\n".join(f"Paragraph {number} of many." for number in range(60)) + " A zebra!"
    searchable.store.stories.save(1, [pair(50, title="A long one", content=long)])
    searchable.update_index()
    async with opened(searchable, (80, 24)) as shown:
        await shown.search("zebra")
        await shown.press("enter", "enter")
        await shown.wait()
        assert "A zebra!" in shown.text()
        assert "1 of 1" in shown.text()
        await shown.press("escape")
        await shown.wait()
        assert "1 found" in shown.text()


async def test_an_index_that_cannot_be_built_is_said_to_be_so_once(searchable: Library) -> None:
    index = searchable.folders.cache / "index"
    for path in index.iterdir():
        path.unlink()
    index.rmdir()
    index.write_text("in the way")
    async with opened(searchable) as shown:
        await shown.press("slash", *"ships")
        await shown.until(lambda: shown.is_warning() and not shown.is_working())
        await shown.wait(0.5)
        assert not shown.is_working()
        assert "index" in shown.status()


async def test_what_may_have_been_meant_is_offered_and_taken(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("slash", *"lihthouse")
        await shown.until(lambda: "Did you mean “lighthouse”?" in shown.text())
        await shown.press("tab")
        await shown.until(lambda: len(shown.listed_ids()) == 30)

        assert shown.typed_search() == "lighthouse"


async def test_what_was_meant_by_other_words_is_offered_no_more(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.press("slash", *"lihthouse")
        await shown.until(lambda: "Did you mean “lighthouse”?" in shown.text())
        shown.end_searcher()
        await shown.press(*"xqzq")

        assert "Did you mean" not in shown.text()


async def test_a_key_asks_for_stories_like_the_chosen_one(searchable: Library) -> None:
    async with opened(searchable) as shown:
        await shown.until(lambda: shown.chosen_id() is not None)
        chosen_id = shown.listed_ids()[5]
        await shown.press(*"jjjjj", "full_stop")
        await shown.until(lambda: shown.is_searching() and len(shown.listed_ids()) > 0)

        assert shown.typed_search() == f"like:{chosen_id} "
        assert chosen_id not in shown.listed_ids()


async def test_without_a_story_there_is_nothing_to_be_like(library: Library) -> None:
    async with opened(library) as shown:
        await shown.press("full_stop")

        assert not shown.has_line("search")
