"""What the bottom line says: answers, the progress of work, and the keys of what one is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.tui.actions import ACTIONS
from tests.conftest import fill, pair
from tests.support.reports import save
from tests.support.shown import Shown, opened

LASTS = "reader.tui.status_bars.LASTS"
WORKING = "Reading 3 of 45 (6 %), ^x stops"


async def test_an_answer_stays_until_it_is_old_and_a_key_was_pressed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("s", "j", "k")
        assert shown.status() == "Bookmarked"

        monkeypatch.setattr(LASTS, 0.0)
        shown.refresh()
        assert shown.status() == "Bookmarked"

        await shown.press("j")
        assert shown.status() == ""


async def test_progress_has_a_place_of_its_own_beside_an_answer(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (120, 30)) as shown:
        await shown.press("s")
        shown.tell_progress(WORKING, "6 %")
        assert shown.footer().endswith(f" Bookmarked  {WORKING} ")

        await shown.press("s")
        assert shown.footer().endswith(f" Bookmark taken away; u takes it back  {WORKING} ")

        await shown.resize(60, 20)
        assert shown.footer().endswith(" Bookmark taken away; u takes it back  6 % ")

        shown.tell_outcome("2 new stories")
        assert shown.footer().endswith(" Bookmark taken away; u takes it back  2 new stories ")


async def test_what_work_brought_takes_the_place_of_its_progress_until_it_was_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        shown.tell_progress(WORKING, "6 %")
        monkeypatch.setattr(LASTS, 0.0)
        await shown.press("j")
        assert shown.status() == WORKING

        shown.tell_outcome("2 new stories")
        assert shown.status() == "2 new stories"
        await shown.press("j")
        assert shown.status() == ""


async def test_what_was_undone_is_told_without_a_key_that_would_undo_more(
    library: Library,
) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("s", "s", "u")
        assert shown.status() == "Undone: Bookmark taken away"

        await shown.press("e")
        shown.press_in_burst(*"tide", "escape")
        await shown.settle()
        assert shown.status() == "Note saved; u takes it back"
        await shown.press("u")
        assert shown.status() == "Undone: Note saved"


async def test_a_subscription_ends_only_once_that_is_agreed_to(library: Library) -> None:
    fill(library, 1)
    name = library.store.sources.all()[0].title or library.store.sources.all()[0].location
    async with opened(library) as shown:
        for key, left, told in (("n", 1, "Still subscribed"), ("y", 0, "Unsubscribed")):
            shown.do_command(f"Unsubscribe from {name}")
            await shown.until(lambda: shown.has_line("key"))
            assert len(library.store.sources.all()) == 1
            await shown.press(key)
            assert len(library.store.sources.all()) == left
            assert shown.status().startswith(told)


async def test_what_cannot_be_understood_is_told_for_as_long_as_it_is_typed(
    searchable: Library,
) -> None:
    async with opened(searchable) as shown:
        await shown.search("ships after:soon")
        assert shown.is_warning()
        told = shown.status()
        await shown.press("enter", "s")
        assert shown.status() == "Bookmarked"

        await shown.press("escape")
        assert told not in shown.footer()


# What is pressed, and what the bottom line then tells of keys.
MODES = {
    ("slash",): "Enter to the results   Esc back   ↑ earlier searches",
    ("slash", *"headline", "enter"): "n next match   N before   Esc back   O best or newest",
    ("slash", *"headline", "enter", "enter"): "n next match   N before   h results",
    ("f",): "Enter n and N walk the matches   Esc back to where you were",
    ("f", "s", "h", "enter"): "n next   N before   Esc back to where you were",
    ("t",): "Enter keep   Esc leave as they were   Tab finish a tag",
    ("e",): "Esc save, and back to the article",
    ("A",): "y yes   n no   Esc no",
    ("plus",): "Enter take it   Esc leave",
    ("enter",): "Space page   h list",
    ("x",): "x the clean text   Esc back",
    ("backslash",): "Enter open   Esc back",
    ("question_mark",): "Esc back   j k Space scroll   / search these keys",
    ("question_mark", "slash"): "Enter scroll what was found   Esc all keys again",
    ("L",): "Esc back   j k Space scroll",
    ("ctrl+p",): "Enter does it   Esc closes   ↑ ↓ choose",
}


async def test_each_mode_tells_its_own_keys_and_leaving_it_those_of_before(
    searchable: Library,
) -> None:
    async with opened(searchable, (120, 36)) as shown:
        usual = shown.footer_keys()
        assert usual.startswith("/ search   s bookmark")

        for keys, told in MODES.items():
            await shown.press(*keys[:10])
            if len(keys) > 1 and keys[0] == "slash":
                await shown.until(lambda: bool(shown.found_count()))
            await shown.press(*keys[10:])
            assert shown.footer_keys().startswith(told), keys
            await leave_all(shown)
            assert shown.footer_keys()[:40] == usual[:40], keys


# Ways into a mode, and how the bottom line tells on the narrowest terminal what leaves it.
LEFT_BY = {
    ("slash", *"ships", "enter"): "Esc back",
    ("V",): "Esc none",
    ("H",): "Esc leave",
    ("g", "o"): "Esc leave",
    ("f",): "Esc back",
    ("f", *"ships", "enter"): "Esc back",
    ("t",): "Esc leave",
    ("e",): "Esc save",
    ("A",): "Esc no",
    ("plus",): "Esc leave",
    ("enter",): "h list",
    ("x",): "Esc back",
    ("backslash",): "Esc back",
}


async def test_the_narrowest_bottom_line_tells_what_leaves_each_mode(
    searchable: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LASTS, 0.0)
    async with opened(searchable, (60, 20)) as shown:
        for keys, told in LEFT_BY.items():
            await shown.press("enter" if keys[0] in "fHx" else "escape", *keys[:10])
            await shown.wait()
            assert told in shown.footer_keys(), keys
            await leave_all(shown)


async def test_what_takes_the_keys_tells_its_own_though_something_was_just_answered(
    searchable: Library,
) -> None:
    taking = {keys: told for keys, told in LEFT_BY.items() if keys[0] in "fteA" or "plus" in keys}
    taking |= {("question_mark",): "Esc back", ("L",): "Esc back", ("slash",): "Esc back"}
    async with opened(searchable, (60, 20)) as shown:
        for keys, told in taking.items():
            await shown.press("enter" if keys[0] == "f" else "escape", "g", "w")
            assert shown.status().startswith("No story is selected")
            await shown.press(*keys)
            await shown.wait()
            assert told in shown.footer_keys(), keys
            assert not shown.status(), keys
            await leave_all(shown)


async def test_work_leaves_the_keys_of_a_typed_line_their_room(searchable: Library) -> None:
    async with opened(searchable, (60, 20)) as shown:
        shown.tell_outcome("https://pier.example/ferries/timetable: tells no more than its feed")
        await shown.press("t")

        assert "Esc leave" in shown.footer_keys()
        assert "https://pier" in shown.footer()


async def test_an_answer_to_what_was_typed_stays_once_that_is_left(searchable: Library) -> None:
    async with opened(searchable, (60, 20)) as shown:
        await shown.press("e", "a", "escape")

        assert shown.status() == "Note saved; u takes it back"


async def test_the_narrowest_bottom_line_tells_what_leaves_an_event(library: Library) -> None:
    save(library, [1, 1])
    library.group()
    async with opened(library, (60, 20)) as shown:
        await shown.press("enter")
        assert "h list" in shown.footer_keys()


async def leave_all(shown: Shown) -> None:
    """Leave everything that one can be in."""
    for _ in range(4):
        await shown.press("escape")


async def test_the_letters_of_links_have_keys_of_their_own(library: Library) -> None:
    linked = pair(1, content="<p>See <a href='https://pier.example/a'>the pier</a>.</p>")
    fill(library, 1)
    library.store.stories.save(1, [linked])
    async with opened(library) as shown:
        await shown.press("semicolon")
        assert shown.footer_keys().startswith("a … z the link of these letters   y copy it")
        await shown.press("y")
        assert "to copy it" in shown.text()

        await shown.press("escape")
        assert shown.footer_keys().startswith("/ search")


async def test_keys_that_a_person_chose_stand_in_the_footer(library: Library) -> None:
    fill(library, 2)
    actions = tuple(
        replace(one, keys=("f5",)) if one.name in ("undo", "leave") else one for one in ACTIONS
    )
    async with opened(library, actions=actions) as shown:
        await shown.press("s", "s")
        assert shown.status() == "Bookmark taken away; f5 takes it back"
        await shown.press("enter")
        assert "f5 list" in shown.footer_keys()


# Keys that have nothing to do where there are no stories, and what they say.
IDLE = {
    "enter": "There is no story to read",
    "s": "There is no story to mark",
    "m": "There is no story to mark",
    "M": "There is no story to mark",
    "A": "Everything here is read",
    "t": "There is no story to tag",
    "e": "There is no story to write a note about",
    "f": "There is no article to find anything in",
    "c": "There is no event to unfold",
    "C": "No other story reports this",
    "full_stop": "There is no story to find others like",
    "right_square_bracket": "No other story reports this",
    "n": "No more unread stories here",
    "S": "There is no search to save; / begins one",
    "u": "There is nothing to undo",
    "o": "This story has no link",
    "y": "This story has no link",
    "Y": "There is no text to copy",
    "semicolon": "No link is in view here",
    "F": "There is no story whose page could be fetched",
    "d": "Nothing is attached to this story",
    "p": "Nothing is attached to this story",
    "x": "There is no page to show",
    "w": "This story has never been edited",
    "a": "Nothing new has come",
    "r": "There is no source to read again",
    "E": "Choose a saved search or a source in the sidebar first; \\ opens it",
    "D": "Choose a saved search or a source in the sidebar first; \\ opens it",
    "ctrl+x": "Nothing is being done that could be stopped",
}


async def test_no_key_is_silent_where_it_has_nothing_to_do(library: Library) -> None:
    library.store.sources.add("/news", "News")
    async with opened(library) as shown:
        for key, told in IDLE.items():
            await shown.press(key)
            assert shown.status() == told, key


async def test_what_was_asked_for_is_told_at_once_and_what_came_of_it(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 2)
    async with opened(library) as shown:
        for key in ("R", "r"):
            await shown.press(key)
            assert shown.status() == "Reading, ^x stops"
            await shown.until(lambda: not shown.is_working())
            assert shown.status() not in ("", "Reading, ^x stops")


async def test_an_export_asks_before_it_writes_over_a_file(
    library: Library, tmp_path: Path
) -> None:
    fill(library, 2)
    path = tmp_path / "marks.md"
    path.write_text("a letter", encoding="utf-8")
    async with opened(library) as shown:
        await shown.press("s")
        for key, told in (("n", f"Not exported; {path} is as it was"), ("y", "1 exported to")):
            shown.do_command("Export bookmarks, tags and notes as Markdown")
            await shown.until(lambda: shown.has_line("question"))
            shown.write(str(path))
            await shown.press("enter")
            assert "is there already. Write over it?" in " ".join(shown.text().split())
            assert path.read_text(encoding="utf-8") == "a letter"
            await shown.press(key)
            assert shown.status().startswith(told)
        assert "Headline 2" in path.read_text(encoding="utf-8")

        path.unlink()
        shown.do_command("Export bookmarks, tags and notes as Markdown")
        await shown.until(lambda: shown.has_line("question"))
        shown.write(str(path))
        await shown.press("enter")
        assert path.exists()


async def test_a_question_stands_without_the_answer_to_an_earlier_key(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as shown:
        for key, told in (("A", "y yes   n no   Esc no"), ("plus", "Enter take it   Esc leave")):
            await shown.press("s")
            assert "ookmark" in shown.status()
            await shown.press(key)
            assert shown.footer_keys() == told
            assert not shown.status()
            await shown.press("escape")
