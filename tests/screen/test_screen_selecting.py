"""What the mouse selects in the article: seen in every theme, by words and paragraphs, copied."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui import external_programs
from reader.tui.render.cells import cell_len
from reader.tui.render.themes import PALETTES
from tests.conftest import pair
from tests.support.shown import Shown, opened

WORDS = "The pilot's boat left 東京 at noon, and nobody on the pier knew which way it had gone."
LONG = "\n\n".join(f"{WORDS} Part {number}." for number in range(20))


@pytest.fixture
def harbour(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with one long story, on a machine without programs for a clipboard."""
    monkeypatch.setattr(external_programs, "COPIERS", ())
    source = library.store.sources.add("/news")
    library.store.stories.save(source, [pair(1, content=LONG)])
    return library


def column_of(shown: Shown, word: str, line: int) -> int:
    """The column of the article on which a word begins."""
    before, _, _ = shown.lines_of("#pane")[line].partition(word)
    return cell_len(before)


async def test_a_selection_is_seen_in_every_theme_and_also_in_a_word_that_stands_out(
    harbour: Library,
) -> None:
    async with opened(harbour, (60, 20)) as shown:
        await shown.press("enter", "f", *"boat", "enter")
        await shown.wait()
        line = shown.article_line("body") - shown.article_top()
        for name in PALETTES:
            shown.do_command(f"Theme: {name}")
            await shown.wait()
            await shown.click("#top", 1, 0)
            before = shown.painted("#pane", line)
            await shown.select("#pane", (3, line), (30, line))
            after = shown.painted("#pane", line)

            assert [text for text, _ in after] == [text for text, _ in before]
            for at in range(5, 29):
                assert after[at] != before[at], (name, at)


async def test_two_clicks_take_a_word_and_three_its_paragraph(harbour: Library) -> None:
    async with opened(harbour, (60, 20)) as shown:
        await shown.press("enter")
        await shown.wait()
        line = shown.article_line("body")
        for word, inside in (("pilot's", "lot"), ("東京", "東"), ("noon", "oon")):
            await shown.click("#pane", column_of(shown, inside, line), line, times=2)
            assert shown.clipboard() == word
            assert shown.status() == f"Copied {len(word)} characters"

        await shown.click("#pane", column_of(shown, "noon", line), line, times=3)
        assert shown.clipboard() == f"{WORDS} Part 0."


async def test_dragging_a_scrollbar_or_the_divider_copies_nothing(harbour: Library) -> None:
    async with opened(harbour, (120, 20)) as shown:
        line = shown.article_line("body")
        column = shown.divider_column() + 8
        await shown.select("#pane", (8, line), (20, line))
        copied = shown.clipboard()
        assert copied
        shown.tell("Something else")

        bar = shown.bar_column("#pane")
        await shown.select("#pane", (bar, 2), (bar, 12))
        assert shown.article_top() > 0
        await shown.drag("#between", (0, 5), (column, 5))
        assert (shown.clipboard(), shown.status()) == (copied, "Something else")
