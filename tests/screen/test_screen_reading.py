import re

import pytest
from textual.geometry import Offset

from reader.library import Library
from reader.model import ContentForm
from reader.tui import external_programs
from reader.tui.render.article.article_lines import text_margin
from tests.conftest import fill, pair
from tests.support.shown import opened

LONG = "\n\n".join(f"Paragraph {number} of many, with the harbour in it." for number in range(90))


def long_stories(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=LONG), pair(2), pair(3, content=LONG)])


def test_a_text_keeps_to_the_middle_of_a_wide_pane() -> None:
    assert text_margin(69, 64) == 3
    assert text_margin(140, 76) == 32


async def test_a_story_opens_where_it_was_left_even_after_a_restart(library: Library) -> None:
    long_stories(library)
    async with opened(library) as shown:
        await shown.press("enter", "space", "j", "j")
        top = shown.article_top()
        seen = shown.lines()[3][shown.divider_column() + 1 :]
        await shown.press("h", "j", "k")
        assert shown.article_top() == top
    async with opened(library) as shown:
        assert shown.lines()[3][shown.divider_column() + 1 :] == seen
        await shown.press("enter", "G", "h", "j", "k")
        assert shown.article_top() == 0  # it was read to its end


async def test_the_place_in_a_story_is_kept_at_another_width(library: Library) -> None:
    long_stories(library)
    async with opened(library) as shown:
        await shown.press("enter", "space", "h", "j")
    async with opened(library, (60, 20)) as shown:
        await shown.press("k", "enter")
        await shown.wait()
        assert "Paragraph 1" in shown.text()
        assert "Paragraph 2 of" not in shown.text()


async def test_how_far_a_story_is_read_is_told(library: Library) -> None:
    long_stories(library)
    async with opened(library, (60, 20)) as shown:
        assert "Top" not in shown.header()
        await shown.press("enter")
        await shown.wait()
        assert shown.header().endswith(" Top ")
        await shown.press("space")
        await shown.wait()
        assert re.search(r" [0-9]{2} % $", shown.header())
        await shown.press("G")
        await shown.wait()
        assert shown.header().endswith(" End ")


async def test_who_took_the_photo_and_what_is_attached_stands_at_the_end(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        assert "https://news.example/1" in shown.text()


async def test_what_the_mouse_selects_is_copied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external_programs, "COPIERS", ())
    words = "One paragraph that is long enough to be wrapped in a narrow pane, twice at least, yes."
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, content=f"{words}\n\nThe 東京 end.")])
    async with opened(library, (60, 20)) as shown:
        await shown.press("enter")
        await shown.wait()
        first = shown.article_line("body")
        whole = shown.selected_text(Offset(3, first), Offset(99, first + 3))
        assert whole == f"{words}\n\nThe 東京 end."
        await shown.select("#pane", (3, first), (9, first))
        assert shown.clipboard().startswith("One pa")


async def test_what_is_selected_keeps_its_own_line_breaks(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    page = "<p>Before<br>dawn.</p><pre>a = 1\nb = 2</pre>"
    library.store.stories.save(source_id, [pair(1, content=page, form=ContentForm.HTML)])
    async with opened(library) as shown:
        text = shown.selected_text()

    assert "a = 1\nb = 2" in text
    assert "Before\n" in text


async def test_complaints_collect_in_a_view_of_their_own(library: Library) -> None:
    fill(library, 1)
    (library.folders.log / "newsreader.log").write_text("an older \x1b[31mcomplaint\n")
    async with opened(library) as shown:
        shown.tell("The tide broke [bold]the pier[/]", warning=True)
        shown.tell("The tide broke [bold]the pier[/]", warning=True)
        await shown.press("L")
        await shown.wait()
        assert shown.text().count("The tide broke [bold]the pier[/]") == 1
        assert "an older complaint" in shown.text()
        await shown.press("j", "k", "space", "escape")
        assert shown.screen() != "log"


async def test_what_the_bottom_line_has_no_room_for_stands_in_the_log(library: Library) -> None:
    fill(library, 1)
    came = "2 new stories; a source breaks off before its end; what comes before that was read"
    async with opened(library, (100, 24)) as shown:
        shown.tell("Tags: #tide")
        shown.tell_progress("Reading 3 of 4 sources, which takes a while on a slow line", "75 %")
        assert not shown.complaints()
        shown.tell("Tags: #tide #harbour; u takes it back")
        shown.tell_outcome(came)
        shown.tell_outcome(came)
        assert came not in shown.text()
        assert shown.complaints() == [came]
        shown.tell("A longer answer, of which the end is not to be seen on this line, " * 2)
        assert len(shown.complaints()) == 2


async def test_without_complaints_the_log_says_so(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("L")
        await shown.wait()

        assert shown.text().count("Nothing went wrong.") == 3


async def test_a_terminal_that_is_too_small_says_so_and_comes_back(library: Library) -> None:
    fill(library, 9)
    async with opened(library) as shown:
        await shown.press("j", "j")
        await shown.resize(20, 5)
        assert "20×5" in shown.text()
        await shown.resize(120, 36)
        assert "20×5" not in shown.text()
        assert shown.chosen_place() == 2
