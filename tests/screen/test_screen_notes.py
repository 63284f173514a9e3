import json
from datetime import timedelta

from reader.library import Library
from reader.model import Marks
from reader.store.files.mirror import read_lines
from reader.tui.widgets.tag_bar import tag_completions
from tests.conftest import NOON, fill
from tests.support.shown import opened


async def test_tags_are_typed_completed_shown_and_taken_back(library: Library) -> None:
    fill(library, 3)
    library.set_marks({1: Marks(tags=("harbour", "sea")), 2: Marks(tags=("sea",))})
    async with opened(library) as shown:
        await shown.press("t")
        assert "Tab: sea · harbour" in shown.text()
        await shown.press(*"ha", "tab", *"#Fog", "enter")
        assert library.store.marks.marks_of([3])[3].tags == ("fog", "harbour")
        assert shown.text().count("#fog") == 3  # in the row, in the article, in the bottom line
        await shown.press("t", "backspace", "backspace", "escape")
        assert library.store.marks.marks_of([3])[3].tags == ("fog", "harbour")
        await shown.press("u")
        assert library.store.marks.marks_of([3])[3].tags == ()
        assert "#fog #harbour" not in shown.text().partition("\n")[2].rpartition("\n")[0]


async def test_all_tags_can_be_taken_away(library: Library) -> None:
    fill(library, 1)
    library.set_marks({1: Marks(tags=("sea",))})
    async with opened(library) as shown:
        await shown.press("t", "ctrl+u", "enter")

        assert library.store.marks.marks_of([1])[1].tags == ()
        assert shown.status().startswith("No tags now")


async def test_a_note_is_saved_on_leaving_and_shown_below_the_story(library: Library) -> None:
    fill(library, 2)
    path = library.folders.data / "bookmarks.jsonl"
    async with opened(library) as shown:
        await shown.press("e", *"Ask", "enter", *"Zoe", "escape", "j")
        assert library.store.marks.marks_of([2])[2].note == "Ask\nZoe"
        assert "✎ Ask" in shown.text()
        assert " ✎" in shown.text()
        await shown.until(path.exists)
        await shown.until(lambda: "Ask" in path.read_text())
        assert json.loads(next(read_lines(path)))["note"] == "Ask\nZoe"
        await shown.press("u")
        assert library.store.marks.marks_of([2])[2].note == ""
        assert "✎" not in shown.text()


async def test_a_note_is_saved_when_another_story_is_clicked(library: Library) -> None:
    fill(library, 3)
    async with opened(library) as shown:
        await shown.press("e", *"Note")
        await shown.click("#list", 5, 5)
        await shown.until(lambda: not shown.has_line("note"))

        assert library.store.marks.marks_of([3])[3].note == "Note"


async def test_a_note_that_is_being_written_outlives_the_screen(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("e", *"Unfinished")

    assert library.store.marks.marks_of([1])[1].note == "Unfinished"
    assert "Unfinished" in (library.folders.data / "bookmarks.jsonl").read_text()


async def test_a_note_that_did_not_change_is_no_change(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("e", "escape", "u")

        assert shown.status() == "There is nothing to undo"


async def test_keys_typed_at_once_after_a_note_move_the_reader(library: Library) -> None:
    fill(library, 3)
    async with opened(library, (60, 20)) as shown:
        await shown.press("e", "x", "escape", "h", "j")

        assert library.store.marks.marks_of([3])[3].note == "x"
        assert shown.chosen_place() == 1


async def test_without_a_story_there_is_nothing_to_tag(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library) as shown:
        await shown.press("t")
        assert shown.status() == "There is no story to tag"
        await shown.press("e")
        assert shown.status() == "There is no story to write a note about"


async def test_marks_that_cannot_be_kept_are_said_to_be_so(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("e", *"words")
        library.store.database.connection.execute("DROP TABLE tag")
        await shown.press("escape")

        assert "cannot be used" in shown.status()
        library.store.database.connection.execute("CREATE TABLE tag (story_id, tag)")


def test_a_tag_that_is_there_is_not_offered_again() -> None:
    assert list(tag_completions(["sea", "seal", "fog"], ["#Sea"], "s")) == ["seal"]


async def test_a_search_from_the_bookmarks_stays_within_them(searchable: Library) -> None:
    searchable.set_marks({3: Marks(bookmarked=NOON), 5: Marks(bookmarked=NOON)})
    async with opened(searchable) as shown:
        await shown.press("b", "slash", *"ships")
        await shown.until(lambda: shown.found_count() == 2)
        assert set(shown.listed_ids()) == {3, 5}
        await shown.press("escape")
        assert (shown.view(), len(shown.listed_ids())) == ("bookmarks", 2)


async def test_the_latest_bookmark_stands_first(library: Library) -> None:
    fill(library, 3)
    library.set_marks({1: Marks(bookmarked=NOON), 3: Marks(bookmarked=NOON - timedelta(days=1))})
    async with opened(library) as shown:
        await shown.press("b")

        assert shown.listed_ids() == [1, 3]
