"""The page of a source: how it fares, and settings that keys change and undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.library import Library
from reader.library.rules.rule_list import parse_actions
from reader.library.rules.rule_runs import change_rules
from reader.model import Rule, Source, SourceReading
from reader.store.seen_messages import SeenMessage, SeenMessageTable
from tests.conftest import NOW, fill
from tests.support.shown import opened

pytestmark = pytest.mark.time


def source(library: Library) -> Source:
    """The only source of a library."""
    (found,) = library.store.sources.all()
    return found


async def test_a_key_shows_how_the_source_of_the_story_fares(library: Library) -> None:
    fill(library, 3)
    library.store.stories.rows([1])

    async with opened(library) as shown:
        await shown.press("i")

        assert shown.screen() == "source"
        assert "3.0 a week · you read 0 of 3 · 100 % teasers" in shown.page_text()
        assert "Stories       3, 3 unread" in shown.page_text()
        await shown.press("escape")
        assert shown.screen() == "panes"


async def test_settings_are_changed_on_the_page_and_undone(library: Library) -> None:
    fill(library, 1)

    async with opened(library) as shown:
        await shown.press("i", "m")
        assert source(library).muted
        assert "only when asked for" in shown.page_text()
        await shown.press("u")
        assert not source(library).muted
        await shown.press("w")
        assert source(library).full_text
        assert "of the whole pages" in shown.page_text()


async def test_the_page_tells_the_rules_of_its_source(library: Library) -> None:
    fill(library, 1)
    named = source(library).title
    rules = (
        Rule("ships", "ships", parse_actions(["read", "tag sea"]), named),
        Rule("No fog", "fog", parse_actions(["hide"]), named, active=False),
        Rule("rain", "rain", parse_actions(["read"])),
    )
    change_rules(library, lambda _: rules)

    async with opened(library) as shown:
        await shown.press("i")

        assert "Rule          ships → read, tag sea\n" in shown.page_text()
        assert "Rule          No fog: fog → hide, off" in shown.page_text()
        assert "rain" not in shown.page_text()


async def test_the_page_lists_the_stories_of_its_source(library: Library) -> None:
    fill(library, 2)
    library.store.sources.add("/other", "Other")

    async with opened(library) as shown:
        await shown.press("i", "enter")

        assert shown.view() == "source:1"
        assert shown.screen() == "panes"


async def test_a_source_that_was_given_up_is_not_subscribed_to_by_its_page(
    library: Library,
) -> None:
    fill(library, 1)
    library.store.sources.change(source(library), subscribed=False)

    async with opened(library) as shown:
        await shown.press("i", "m")

        assert shown.screen() == "source"
        assert "not subscribed" in shown.status()
        assert library.store.sources.all() == []


async def test_without_a_story_there_is_no_source(library: Library) -> None:
    library.store.sources.add("/empty", "Empty")

    async with opened(library) as shown:
        await shown.press("i")

        assert shown.screen() == "panes"
        assert shown.status() == "There is no source here"


async def test_the_sidebar_tells_how_the_chosen_source_fares(library: Library) -> None:
    fill(library, 2)
    library.store.sources.change(replace(source(library), title="Quay"))

    async with opened(library) as shown:
        await shown.press("backslash", "G")

        assert "you read 0 of 2" in shown.header()


async def test_the_page_tells_what_went_wrong_and_when_it_is_read_next(library: Library) -> None:
    fill(library, 1)
    library.store.sources.note_failure("/news", NOW, "it is not there")
    due = replace(source(library).fetch_state, due=NOW, why="it is read every hour")
    library.store.fetch_states.save(1, due)

    async with opened(library) as shown:
        await shown.press("i", "enter", "i")
        text = shown.page_text()

        assert "Went wrong    it is not there" in text
        assert "Next          22 Nov 2026" in text
        assert "Because       it is read every hour" in text


@pytest.mark.parametrize(
    ("reading", "read", "text"),
    [
        (SourceReading.FEED, "by itself", "as its feed tells it"),
        (SourceReading.LIST, "by itself, as a page whose links are stories", "as its page tells"),
        (SourceReading.WATCH, "by itself, as a page whose changes are stories", "what has changed"),
    ],
)
async def test_the_page_tells_as_what_its_source_is_read(
    library: Library, reading: SourceReading, read: str, text: str
) -> None:
    fill(library, 1)
    library.store.sources.read_as(source(library).id, reading, False)

    async with opened(library) as shown:
        await shown.press("i")

        assert f"Read          {read}\n" in shown.page_text()
        assert f"Text          {text}" in shown.page_text()
        await shown.press("w")
        assert source(library).full_text is (reading is not SourceReading.WATCH)


async def test_the_page_tells_that_its_source_is_mail(library: Library) -> None:
    fill(library, 1)
    table = SeenMessageTable(library.store.database)
    table.save(source(library).id, [SeenMessage("1.a", "9:9", True)])

    async with opened(library) as shown:
        await shown.press("i")

        assert "Read          by itself, as mail of this machine\n" in shown.page_text()
        assert "Text          of the messages" in shown.page_text()
        await shown.press("w")
        assert not source(library).full_text
        assert "no whole pages" in shown.status()
