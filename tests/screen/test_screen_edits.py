"""On the screen: what was edited, and which sources have a story."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reader.library import Library
from reader.model import Marks, StorySource
from reader.tui.render.article.story_blocks import carrier_blocks
from tests.conftest import NOON, fill, pair
from tests.support.shown import opened

pytestmark = pytest.mark.time

TEXT = "The fog came at noon.\n\nTwo ships waited outside the harbour.\n\nThe pilot slept."


@pytest.fixture
def edited(library: Library) -> Library:
    """A library whose newest story was edited twice, and is in a second source."""
    fill(library, 2)
    for hour, ships in enumerate(("Two", "Three", "Four")):
        text = TEXT.replace("Two", ships)
        arrived = NOON + timedelta(hours=hour)
        library.store.stories.save(1, [pair(2, content=text, arrived=arrived)])
    library.set_marks({2: Marks(note="n")})
    copy = pair(2, guid="http://news.example/2?utm_source=feed", link="", content="A teaser.")
    library.store.stories.save(library.store.sources.add("/pier", "The Pier"), [copy])
    return library


async def test_the_row_and_the_article_tell_of_edits_and_of_other_sources(edited: Library) -> None:
    async with opened(edited, (160, 40)) as shown:
        text = shown.text()
        await shown.press("v")
        dense = shown.text()

    assert "edited ✎ · also in T" in text
    assert "· w shows how" in text
    assert text.count("Also in The Pier") == 1
    assert "edited " in dense


async def test_a_key_walks_back_through_the_edits_to_the_story(edited: Library) -> None:
    async with opened(edited, (160, 40)) as shown:
        await shown.press("w")
        latest = shown.text()
        await shown.press("w")
        first = shown.text()
        await shown.press("w")
        assert "Edit 1 of 3" in shown.text()
        await shown.press("w")
        story = shown.text()

    assert "[-Three-] {+Four+} ships" in latest
    assert "Edit 3 of 3" in latest
    assert "back to the story" in latest.splitlines()[-1]
    assert "[-Two-] {+Three+} ships" in first
    assert "Four ships" not in first
    assert "Four ships waited" in story
    assert "Edit" not in story.replace("Edited, seen", "")


async def test_escape_and_other_stories_lead_from_an_edit_to_the_clean_text(
    edited: Library,
) -> None:
    async with opened(edited, (60, 20)) as shown:
        await shown.press("w")
        assert "[-Three-]" in shown.text()
        await shown.press("x")
        assert "As it came" in shown.text()
        await shown.press("w", "escape")
        assert "[-" not in shown.text()
        assert "back to the story" not in shown.footer()
        await shown.press("w", "q")
        assert shown.is_story_clean()
        await shown.press("w", "h", "j", "w")
        assert "never been edited" in shown.text()
        assert shown.is_story_clean()


async def test_an_edit_leaves_the_place_in_the_story_alone(edited: Library) -> None:
    edited.store.marks.put_place(2, 5)
    async with opened(edited) as shown:
        await shown.press("w", "j")

        assert edited.store.marks.place(2) == 5


async def test_without_a_story_there_is_no_edit(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library) as shown:
        await shown.press("w")
        assert "never been edited" in shown.text()


async def test_a_folder_counts_a_story_of_two_of_its_sources_once(
    edited: Library,
) -> None:
    edited.store.sources.add("/news", folder="Sea")
    edited.store.sources.add("/pier", folder="Sea")
    async with opened(edited, (140, 40)) as shown:
        await shown.press("backslash")
        counts = shown.sidebar_counts()
        edited.set_marks({2: Marks(read=True)})
        shown.refresh()
        after = shown.sidebar_counts()

    assert (counts["All"], counts["Sea"], counts["News"], counts["The Pier"]) == (
        "2",
        "2",
        "2",
        "1",
    )
    assert (after["Unread"], after["Sea"], after["The Pier"]) == ("1", "1", "")


def test_a_source_that_was_left_is_not_told_of() -> None:
    kept = StorySource(1, "/a", "", "")
    left = StorySource(2, "/b", "", "", subscribed=False)
    other = StorySource(3, "/c", "", "https://pier.example/1")

    (block,) = carrier_blocks([kept, left, other])

    assert block.text == "Also in /c"
    assert block.spans[0].target == "https://pier.example/1"


@pytest.mark.parametrize("key", ["w", "a"])
async def test_an_edit_of_the_open_story_is_told_and_its_words_come_by_a_key(
    library: Library, key: str
) -> None:
    fill(library, 2)
    async with opened(library, (160, 40)) as shown:
        assert "edited just now" not in shown.header()
        edit = pair(2, title="Fog again", content="Three ships.", arrived=NOON + timedelta(hours=1))
        library.store.stories.save(1, [edit])
        shown.look_for_stories()
        assert "edited just now · w" in shown.header()
        assert "counted 2 ships" in shown.article_text()

        await shown.press(key)
        assert "edited just now" not in shown.header()
        assert "Three ships." in shown.article_text() if key == "a" else shown.open_edit() == 1
        assert "Fog again" in shown.article_text()
        await shown.press("escape")
        assert "Three ships." in shown.article_text()
