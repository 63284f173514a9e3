from __future__ import annotations

from dataclasses import replace

import pytest

from reader.config import Folders
from reader.library import Library
from reader.worker.protocol import JobEvent
from tests.conftest import fill, pair
from tests.support.due_sources import make_due
from tests.support.server import Answer, Server, feed, serving
from tests.support.shown import CALM, opened
from tests.support.sites import page
from tests.support.teasers import fed


def subscribe_and_write(library: Library, server: Server) -> None:
    """Subscribe to a feed, which then gets another story."""
    server.pages["/feed"] = Answer(feed("storm"))
    list(library.add(server.url("/feed")))
    server.pages["/feed"] = Answer(feed("storm", "calm"))


async def test_a_key_reads_the_source_of_the_open_story_again(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        subscribe_and_write(library, server)
        make_due(library)
        async with opened(library) as shown:
            await shown.press("r")
            await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())
            assert shown.status() == "1 new story"
            await shown.press("r")
            await shown.until(lambda: not shown.is_working())
            assert "less than five minutes ago" in shown.status()


async def test_sources_are_read_when_their_time_has_come(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        subscribe_and_write(library, server)
        async with opened(library, settings=replace(CALM, refresh_minutes=0)) as shown:
            shown.look_for_due_sources()
            assert not shown.is_working()
            make_due(library)
            shown.look_for_due_sources()
            await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())


async def test_a_key_fetches_the_whole_page_behind_a_story(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/feed"] = Answer(fed(server, "night"))
        server.pages["/night"] = Answer(page())
        list(library.add(server.url("/feed")))
        async with opened(library) as shown:
            await shown.press("F")
            await shown.until(lambda: not shown.is_working())
            assert "climbed the stairs" in shown.text()


@pytest.fixture
def two(library: Library) -> Library:
    """A library with two sources, each with a story."""
    fill(library, 1)
    library.store.sources.add("/lamps.xml", "Lamps")
    library.store.stories.save(2, [pair(2)])
    return library


def titles(library: Library) -> list[str]:
    return [source.title for source in library.store.sources.all()]


async def test_a_subscription_is_ended_and_taken_up_again(two: Library) -> None:
    async with opened(two) as shown:
        await shown.press("backslash", "G", "D", "n")
        assert titles(two) == ["News", "Lamps"]
        await shown.press("D")
        assert "End the subscription to Lamps?" in shown.text()
        await shown.press("y")
        assert titles(two) == ["News"]
        assert shown.story_count() == 2
        assert "Unsubscribed from Lamps; u takes it back" in shown.status()
        await shown.press("escape", "u")
        assert titles(two) == ["News", "Lamps"]
        assert "Lamps" in shown.text()


async def test_a_source_is_renamed_and_that_is_undone(two: Library) -> None:
    async with opened(two) as shown:
        await shown.press("backslash", "G", "E", *"Oil", "enter")
        await shown.wait()
        assert titles(two) == ["News", "Oil"]
        assert "Oil" in shown.text()
        await shown.press("u")
        assert titles(two) == ["News", "Lamps"]


async def test_the_palette_ends_a_subscription(two: Library) -> None:
    async with opened(two) as shown:
        await shown.press("colon", *"unsub", "space", *"lamps", "enter")
        await shown.until(lambda: shown.has_line("key"))
        assert len(titles(two)) == 2
        await shown.press("y")
        assert titles(two) == ["News"]


async def test_a_place_is_added_from_the_screen(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    with serving() as server:
        server.pages["/feed"] = Answer(feed("storm"))
        async with opened(library) as shown:
            await shown.press("plus")
            shown.write(server.url("/feed"))
            await shown.press("enter")
            await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())
            assert shown.status() == "1 new story"
            assert len(titles(library)) == 2


async def test_a_place_that_cannot_be_added_is_said_to_be_so(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    async with opened(library) as shown:
        await shown.press("plus", *"/nowhere", "enter")
        await shown.until(lambda: "/nowhere: does not exist" in shown.text())


async def test_the_other_feeds_of_a_site_stand_in_the_palette(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/"] = Answer(page(("/a", "All"), ("/b", "Boats")))
        server.pages["/a"], server.pages["/b"] = (
            Answer(feed("storm")),
            Answer(feed("calm")),
        )
        async with opened(library) as shown:
            await shown.press("plus", *server.url("/"), "enter")
            await shown.until(
                lambda: shown.work().endswith("the site has one more feed: ^p, then “feed”")
            )
            await shown.press("colon", *"boats", "enter")
            await shown.until(lambda: len(library.store.sources.all()) == 2)
            await shown.until(lambda: not shown.is_working())
            assert "Add feed Boats" not in shown.command_names()


async def test_that_something_is_done_next_is_said_until_it_begins(two: Library) -> None:
    async with opened(two) as shown:
        await shown.until(lambda: not shown.is_working())
        shown.seem_busy()
        await shown.press("r")
        assert "That is done next" in shown.text()
        shown.seem_busy(False)
        shown.tell_index_behind(1)
        await shown.until(lambda: "That is done next" not in shown.text())


async def test_what_brings_nothing_says_so(two: Library) -> None:
    async with opened(two) as shown:
        shown.seem_busy()
        await shown.press("F")
        assert "Something is being done already" in shown.status()
        shown.seem_busy(False)
        for job, said in (("refresh", "Nothing new"), ("add", "You have that already")):
            shown.end_job(job, JobEvent())
            assert said in shown.work()
