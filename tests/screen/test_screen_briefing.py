"""The briefing on the screen: opened by a key, read on the spot, marked as read and undone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from reader.config import CommandSettings, Settings
from reader.config.settings import BriefSettings
from reader.library import Library
from reader.model import Mark
from tests.conftest import NOW, pair
from tests.support.reports import written
from tests.support.shown import CALM, opened

pytestmark = pytest.mark.time


def save(library: Library, location: str, count: int) -> list[int]:
    """Save stories of a source that came an hour ago; their ids."""
    before = set(library.store.stories.ids("all"))
    when = NOW - timedelta(hours=1)
    source = library.store.sources.add(f"https://{location}.example/feed", location.title())
    pairs = [
        pair(
            number,
            title=f"{location.title()} notice {number}",
            content=f"Notice {number} of {location} says what the harbour wants.\n\nLast line.",
            link=f"https://{location}.example/{number}",
            guid=f"{location}-{number}",
            outlet=location.title(),
            published=when.isoformat(),
            arrived=when,
        )
        for number in range(1, count + 1)
    ]
    library.store.stories.save(source, pairs)
    return sorted(set(library.store.stories.ids("all")) - before)


async def test_a_key_opens_what_came_and_enter_reads_it_on_the_spot(library: Library) -> None:
    (story,) = save(library, "brook", 1)
    save(library, "torrent", 70)

    async with opened(library) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "Brook notice 1" in shown.page_text())
        text = shown.page_text()

        assert "1 to read" in text
        assert "70  Torrent\n\nThat is all but for" in text
        assert "harbour wants. Last" in text

        await shown.press("enter")
        await shown.until(lambda: library.store.marks.marks_of([story])[story].read)

        assert "harbour wants.\n\nLast line." in shown.page_text()


async def test_all_of_it_is_marked_as_read_and_that_is_undone(library: Library) -> None:
    stories = save(library, "brook", 3)

    async with opened(library) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "3 to read" in shown.page_text())
        await shown.press("A")
        await shown.until(lambda: "nothing new" in shown.page_text())

        assert library.store.marks.unread_of(stories) == 0

        await shown.press("u")
        await shown.until(lambda: "3 to read" in shown.page_text())

        assert library.store.marks.unread_of(stories) == 3


async def test_a_source_that_is_only_counted_is_one_key_away(library: Library) -> None:
    save(library, "torrent", 70)

    async with opened(library) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "70  Torrent" in shown.page_text())
        await shown.press("G", "enter")
        await shown.until(lambda: shown.screen() == "panes")

        assert len(shown.listed_ids()) == 70


async def test_the_next_minutes_follow_once_the_first_are_read(library: Library) -> None:
    save(library, "brook", 30)

    async with opened(
        library, settings=Settings(brief=BriefSettings(1), read_after=999.0)
    ) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "to read" in shown.page_text())
        first = shown.page_text()
        await shown.press("A")
        await shown.until(lambda: "to read" in shown.page_text() and shown.page_text() != first)

        assert shown.library.store.marks.unread_of(range(1, 31)) > 0


async def test_nothing_that_came_is_said_and_cannot_be_marked(library: Library) -> None:
    async with opened(library) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "Nothing unread has come." in shown.page_text())
        await shown.press("A", "j", "enter", "o")

        assert shown.screen() == "briefing"
        assert shown.status() == "This has no link"


async def test_a_story_that_is_read_is_closed_again_and_its_page_opened(library: Library) -> None:
    save(library, "brook", 2)
    commands = {"open": CommandSettings("open", ("true",), links="brook")}

    async with opened(library, settings=replace(CALM, commands=commands)) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "2 to read" in shown.page_text())
        folded = shown.page_text()
        await shown.press("j", "k", "G", "enter", "enter")
        assert shown.page_text() == folded
        await shown.press("o")
        assert shown.status().startswith("Opening https://brook.example/")
        await shown.press("home", "space", "q")
        assert shown.screen() == "panes"


async def test_what_is_new_against_read_reports_stands_in_the_briefing(library: Library) -> None:
    headline, text = written(1, 1)
    more = "\n\nThe mayor, Odalys Wren, spoke of 417 boats."
    when = (NOW - timedelta(hours=1)).isoformat()
    for number, added in enumerate(("", more), start=1):
        source = library.store.sources.add(f"https://{number}.example/", f"Paper {number}")
        story = pair(number, title=f"{headline} {number}", content=text + added, published=when)
        library.store.stories.save(source, [story])
    library.set_mark([1], Mark.READ, True)
    library.group()

    async with opened(library) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "1 to read" in shown.page_text())

        assert "New against what you read: 1 fact" in shown.page_text()
        assert "┃ The mayor, Odalys Wren, spoke of 417 boats." in shown.page_text()


FACTS = (
    "The mayor, Odalys Wren, spoke of 417 boats that lie at the northern quay since the flood.",
    "The captain, Bram Tolliver, called 903 of them 港の北の岸壁に並んでいる古い木の船と小さな帆船"
    " in Osaka.",
)


def save_event_with_facts(library: Library) -> None:
    """Save an event of two reports, the one that is read without the facts."""
    headline, text = written(1, 1)
    when = (NOW - timedelta(hours=1)).isoformat()
    for number, added in enumerate(("", "\n\n".join(("", *FACTS))), start=1):
        source = library.store.sources.add(f"https://{number}.example/", f"Paper {number}")
        story = pair(number, title=f"{headline} {number}", content=text + added, published=when)
        library.store.stories.save(source, [story])
    library.set_mark([1], Mark.READ, True)
    library.group()


def marked_words(lines: list[str]) -> list[str]:
    """What stands beside the mark of what is new, line by line, within the frame of the page."""
    return [found[1] for line in lines if (found := re.search(r"┃ (.*?) *│", line))]


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_each_line_of_a_new_fact_stands_beside_its_mark(library: Library, width: int) -> None:
    save_event_with_facts(library)

    async with opened(library, size=(width, 36)) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: "1 to read" in shown.page_text())
        await shown.until(lambda: any("┃ " in line for line in shown.lines()))
        beside = marked_words(shown.lines())

        assert "".join("".join(beside).split()) == "".join("".join(FACTS).split())
        assert len(beside) > len(FACTS) or width == 120


async def test_the_mark_stays_beside_a_fact_when_the_terminal_becomes_narrow(
    library: Library,
) -> None:
    save_event_with_facts(library)

    async with opened(library, size=(120, 36)) as shown:
        await shown.press("g", "5")
        await shown.until(lambda: any("┃ " in line for line in shown.lines()))
        wide = len(marked_words(shown.lines()))
        await shown.resize(46, 36)
        await shown.until(lambda: len(marked_words(shown.lines())) > wide)

        beside = "".join(marked_words(shown.lines()))
        assert "".join(beside.split()) == "".join("".join(FACTS).split())
