"""Why stories are one event, and taking one out, on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reader.library import Library
from reader.store.writer_lock import writer_lock
from tests.conftest import pair
from tests.support.reports import START, events, save, written
from tests.support.shown import opened

ONE, OTHER = {1, 2, 3}, {4, 5}


@pytest.fixture
def reported(library: Library) -> Library:
    """A library with an event of three reports, and one of two."""
    save(library, [1, 1, 1, 2, 2])
    library.group()
    return library


async def test_a_key_on_a_folded_event_tells_what_each_report_shares(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "W")
        await shown.until(lambda: shown.screen() == "reasons")
        await shown.wait()
        text = shown.text()
        assert "the first report of the event" in text
        assert text.count("% alike") == 2
        assert "names" in text
        assert "Esc back" in text
        assert "x take it out of the event" in text
        await shown.press("escape")
        await shown.until(lambda: shown.screen() == "panes")
        assert shown.chosen_id() == 3


async def test_a_copied_text_is_told_by_the_place_of_the_report_that_it_is_like(
    library: Library,
) -> None:
    save(library, [2, 1, 1, 1])
    source = library.store.sources.add("/news", "News")
    headline, text = written(1, 3)
    when = (START + timedelta(days=1)).isoformat()
    told = pair(9, title=headline, content=f"{text}\n\nA word more.", published=when, outlet="Late")
    library.store.stories.save(source, [told])
    library.group()
    async with opened(library) as shown:
        await shown.press("W")
        await shown.until(lambda: shown.screen() == "reasons")
        await shown.press("G")
        await shown.wait()
        assert "the same text as report 2, or nearly so" in shown.text()


async def test_a_report_is_taken_out_and_undo_puts_it_back(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "W", "x")
        await shown.until(lambda: shown.text().count("% alike") == 1)
        assert events(reported) == [{1, 2}, OTHER]
        await shown.press("u")
        await shown.until(lambda: shown.text().count("% alike") == 2)
        assert events(reported) == [ONE, OTHER]


async def test_undo_puts_a_report_back_after_the_screen_is_left(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "W", "k", "k", "x", "escape")
        await shown.until(lambda: events(reported) == [{2, 3}, OTHER])
        await shown.until(lambda: "Story 1 taken out of its event; u" in shown.text())
        await shown.press("u")
        await shown.until(lambda: events(reported) == [ONE, OTHER])


async def test_an_event_of_two_is_left_once_one_is_taken_out(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("W", "x")
        await shown.until(lambda: shown.screen() == "panes")
        assert events(reported) == [ONE]
        await shown.press("W")
        await shown.until(lambda: "No other story reports this" in shown.text())


async def test_hits_of_a_search_show_an_event_as_it_is_after_a_split(
    reported: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(reported.folders.data))
    reported.update_index()
    async with opened(reported) as shown:
        (story,) = reported.store.stories.by_ids([5])
        await shown.search(story.headline.partition(" ")[0])
        await shown.until(lambda: len(shown.listed_ids()) == 1)
        await shown.press("enter", "W", "x", "escape")
        await shown.until(lambda: len(shown.listed_ids()) == 2)


async def test_a_split_that_is_not_possible_now_is_said_and_changes_nothing(
    reported: Library,
) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "W")
        with writer_lock(reported.folders.data):
            await shown.press("x")
            await shown.until(lambda: "Another newsreader is adding stories" in shown.text())
        assert shown.screen() == "reasons"
        assert events(reported) == [ONE, OTHER]
        await shown.press("x")
        await shown.until(lambda: events(reported) == [{1, 2}, OTHER])
        with writer_lock(reported.folders.data):
            await shown.press("u")
            await shown.until(lambda: "Another newsreader is adding stories" in shown.text())
        assert events(reported) == [{1, 2}, OTHER]


async def test_a_split_is_not_undone_over_a_later_one_elsewhere(reported: Library) -> None:
    async with opened(reported) as shown:
        await shown.press("j", "W", "x", "escape")
        await shown.until(lambda: events(reported) == [{1, 2}, OTHER])
        reported.split_event(4)
        await shown.press("u")
        await shown.until(lambda: "Another split or join has come since" in shown.text())
        assert events(reported) == [{1, 2}]
