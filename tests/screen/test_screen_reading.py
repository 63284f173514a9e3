import pytest
from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Offset
from textual.selection import Selection

from reader.library import Library
from reader.model import ContentForm
from reader.tui import external_programs
from reader.tui.render.article import margin
from reader.tui.screens.log import LogView
from tests.conftest import fill, pair
from tests.screen.test_screen import opened, screen_text

LONG = "\n\n".join(f"Paragraph {number} of many, with the harbour in it." for number in range(90))


def long_stories(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=LONG), pair(2), pair(3, content=LONG)])


def test_a_text_keeps_to_the_middle_of_a_wide_pane() -> None:
    assert margin(69, 64) == 3
    assert margin(140, 76) == 32


async def test_a_story_opens_where_it_was_left_even_after_a_restart(library: Library) -> None:
    long_stories(library)
    async with opened(library) as (app, pilot):
        await pilot.press("enter", "space", "j", "j")
        top = app.pane.scroll_offset.y
        seen = screen_text(app).splitlines()[3][50:]
        await pilot.press("h", "j", "k")
        assert app.pane.scroll_offset.y == top
    async with opened(library) as (app, pilot):
        assert screen_text(app).splitlines()[3][50:] == seen
        await pilot.press("enter", "G", "h", "j", "k")
        assert app.pane.scroll_offset.y == 0  # it was read to its end


async def test_the_place_in_a_story_is_kept_at_another_width(library: Library) -> None:
    long_stories(library)
    async with opened(library) as (app, pilot):
        await pilot.press("enter", "space", "h", "j")
    async with opened(library, (60, 20)) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert "Paragraph 1" in screen_text(app)
        assert "Paragraph 2 of" not in screen_text(app)


async def test_how_far_a_story_is_read_is_told(library: Library) -> None:
    long_stories(library)
    async with opened(library, (60, 20)) as (app, pilot):
        assert "%" not in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert " 9%" in screen_text(app)
        await pilot.press("G")
        await pilot.pause()
        assert "100%" in screen_text(app)


async def test_who_took_the_photo_and_what_is_attached_stands_at_the_end(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as (app, _):
        assert "https://news.example/1" in screen_text(app)


async def test_what_the_mouse_selects_is_copied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external_programs, "COPIERS", ())
    words = "One paragraph that is long enough to be wrapped in a narrow pane, twice at least, yes."
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=f"{words}\n\nThe 東京 end.")])
    async with opened(library, (60, 20)) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        first = next(
            number for number, line in enumerate(app.pane.lines) if line.block.field == "body"
        )
        whole = Selection(Offset(3, first + 1), Offset(99, first + 4))
        assert app.pane.get_selection(whole) == (f"{words}\n\nThe 東京 end.", "\n")
        await pilot._post_mouse_events([MouseDown], "#pane", (3, first + 1), button=1)
        await pilot._post_mouse_events([MouseMove], "#pane", (9, first + 1), button=1)
        await pilot._post_mouse_events([MouseUp], "#pane", (9, first + 1), button=1)
        await pilot.pause()
        assert app.clipboard.startswith("One pa")


async def test_what_is_selected_keeps_its_own_line_breaks(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    page = "<p>Before<br>dawn.</p><pre>a = 1\nb = 2</pre>"
    library.store.stories.save(source_id, [pair(1, content=page, form=ContentForm.HTML)])
    async with opened(library) as (app, _):
        text, _ = app.pane.get_selection(Selection(None, None)) or ("", "")

    assert "a = 1\n  b = 2" in text
    assert "Before\n" in text


async def test_complaints_collect_in_a_view_of_their_own(library: Library) -> None:
    fill(library, 1)
    (library.places.log / "newsreader.log").write_text("an older \x1b[31mcomplaint\n")
    async with opened(library) as (app, pilot):
        app.tell("The tide broke [bold]the pier[/]", warning=True)
        app.tell("The tide broke [bold]the pier[/]", warning=True)
        await pilot.press("L")
        await pilot.pause()
        assert screen_text(app).count("The tide broke [bold]the pier[/]") == 2  # once in the line
        assert "an older complaint" in screen_text(app)
        await pilot.press("j", "k", "space", "escape")
        assert not isinstance(app.screen, LogView)


async def test_without_complaints_the_log_says_so(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as (app, pilot):
        await pilot.press("L")
        await pilot.pause()

        assert screen_text(app).count("Nothing went wrong.") == 3


async def test_a_terminal_that_is_too_small_says_so_and_comes_back(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as (app, pilot):
        await pilot.press("j", "j")
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert "20×5" in screen_text(app)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "20×5" not in screen_text(app)
        assert app.list.place == 2
