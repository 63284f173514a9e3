"""Words of the article that are marked: by keys, by the mouse, with a note, and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library import Library
from reader.model import Highlight, Marks
from reader.tui import external_programs
from tests.conftest import fill, pair
from tests.support.shown import opened

pytestmark = pytest.mark.time


def quotes(library: Library, story: int = 1) -> list[tuple[str, str, str]]:
    """The highlights of a story: words, colour and note."""
    marks = library.store.marks.marks_of([story])[story]
    return [(one.quote, one.colour, one.note) for one in marks.highlights]


async def test_a_sentence_is_marked_by_keys_and_that_is_undone(library: Library) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter", "H")
        assert "Mark these words (yellow)" in shown.lines()[-2]
        await shown.press("j", "enter")
        assert quotes(library) == [("Then the fog came.", "yellow", "")]
        assert "Marked" in shown.status()
        await shown.press("u")
        assert quotes(library) == []


async def test_words_and_paragraphs_are_chosen_longer_and_shorter(library: Library) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter", "H", "w", "l", "plus", "plus", "minus", "c", "enter")
        await shown.press("H", "p", "down", "up", "down", "c", "enter")
        await shown.press("H", "z", "k", "escape")

    assert quotes(library) == [
        ("lighthouse keeper", "green", ""),
        ("Then the fog came.", "red", ""),
    ]


async def test_what_the_mouse_has_selected_is_marked_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external_programs, "COPIERS", ())
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter")
        line = shown.article_line("body") - shown.article_top()
        before, _, _ = shown.lines_of("#pane")[line].partition("keeper counted")
        start = len(before)
        await shown.select("#pane", (start, line), (start + len("keeper counted"), line))
        await shown.press("H")

        assert [quote for quote, _, _ in quotes(library)] == ["keeper counted"]


async def test_of_words_that_stand_several_times_those_that_the_mouse_selected_are_marked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external_programs, "COPIERS", ())
    text = "The tide is out.\n\nThe tide is in, and the tide is high."
    source = library.store.sources.add("/news", "News")
    library.store.stories.save(source, [pair(1, content=text)])

    async with opened(library) as shown:
        await shown.press("enter")
        lines = shown.lines_of("#pane")
        row = next(at for at, line in enumerate(lines) if "the tide is high" in line)
        start = lines[row].index("tide is high")
        await shown.select("#pane", (start, row), (start + len("tide"), row))
        await shown.press("H")

        (highlight,) = library.store.marks.marks_of([1])[1].highlights
        assert (highlight.quote, highlight.at) == ("tide", text.index("tide is high"))


async def test_what_the_mouse_had_selected_is_marked_once_and_keys_choose_then(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external_programs, "COPIERS", ())
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter")
        line = shown.article_line("body") - shown.article_top()
        await shown.select("#pane", (4, line), (12, line))
        await shown.press("H", "H")

        assert "Mark these words" in shown.lines()[-2]


async def test_the_bottom_line_tells_the_keys_of_the_note_that_is_asked_for(
    library: Library,
) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter", "H", "n")
        await shown.until(lambda: shown.is_typing_in("question"))
        await shown.settle()

        assert "take it" in shown.lines()[-1]


async def test_a_highlight_has_a_note_and_is_taken_away(library: Library) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter", "H", "n")
        await shown.until(lambda: shown.is_typing_in("question"))
        shown.write("So many")
        await shown.press("enter")
        await shown.until(lambda: quotes(library) != [])
        assert quotes(library) == [
            ("The lighthouse keeper counted 1 ships.", "yellow", "So many"),
        ]
        assert "So many" in shown.article_text()
        await shown.press("H", "w", "x")
        assert quotes(library) == []
        await shown.press("H", "x")
        assert shown.status() == "No highlight is here"


async def test_words_that_are_marked_again_keep_their_note_and_leave_nothing_to_undo(
    library: Library,
) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("enter", "H", "j", "n")
        await shown.press(*"fog", "enter")
        await shown.press("H", "j", "enter")
        assert shown.status() == "These words are marked already"
        await shown.press("H", "j", "c", "enter")
        assert quotes(library) == [("Then the fog came.", "green", "fog")]
        await shown.press("u")
        assert quotes(library) == [("Then the fog came.", "yellow", "fog")]
        await shown.press("u")
        assert quotes(library) == []


async def test_words_that_are_lost_are_told_of_below_the_story(library: Library) -> None:
    fill(library, 1)
    library.set_marks({1: Marks(highlights=(Highlight("a mermaid sang"),))})

    async with opened(library) as shown:
        assert "no longer in the text: “a mermaid sang”" in shown.article_text()


async def test_stories_with_highlights_are_listed(searchable: Library) -> None:
    searchable.set_marks({2: Marks(highlights=(Highlight("counted"),))})

    async with opened(searchable) as shown:
        await shown.press("g", "H")
        await shown.until(lambda: shown.listed_ids() == [2])


async def test_where_there_are_no_words_nothing_is_marked(library: Library) -> None:
    made, story = pair(1)
    library.store.stories.save(library.store.sources.add("/n"), [(made, replace(story, text=""))])

    async with opened(library) as shown:
        await shown.press("H")
        assert shown.status() == "There are no words here that could be marked"


async def test_on_a_narrow_screen_the_article_is_opened_first(library: Library) -> None:
    fill(library, 1)

    async with opened(library, size=(60, 20)) as shown:
        await shown.press("H")
        assert shown.status() == "Open the article first, to choose words in it"
