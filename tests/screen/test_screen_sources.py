from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.config import Folders, Settings
from reader.library import Library
from reader.worker import JobEvent
from tests.conftest import fill, pair
from tests.screen.test_screen import opened, screen_text, until
from tests.support.server import Answer, Server, feed, serving
from tests.support.sites import page
from tests.support.teasers import fed

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def allow(library: Library) -> None:
    """Let all sources have been asked long ago, and be due."""
    for source in library.store.sources.all():
        known = replace(source.standing, asked=LONG_AGO, due=LONG_AGO)
        library.store.network.put(source.id, known)


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
        allow(library)
        async with opened(library) as (app, pilot):
            await pilot.press("r")
            await until(lambda: app.waiting == 1 and not app.working, pilot)
            assert app.status == "1 new story"
            await pilot.press("r")
            await until(lambda: not app.working, pilot)
            assert "less than five minutes ago" in app.status


async def test_sources_are_read_when_their_time_has_come(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        subscribe_and_write(library, server)
        async with opened(library, settings=Settings(refresh_minutes=0)) as (app, pilot):
            app.read_due()
            assert not app.working
            allow(library)
            app.read_due()
            await until(lambda: app.waiting == 1 and not app.working, pilot)


async def test_a_key_fetches_the_whole_page_behind_a_story(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/feed"] = Answer(fed(server, "night"))
        server.pages["/night"] = Answer(page())
        list(library.add(server.url("/feed")))
        async with opened(library) as (app, pilot):
            await pilot.press("F")
            await until(lambda: not app.working and app.awaited == 0, pilot)
            assert "climbed the stairs" in screen_text(app)


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
    async with opened(two) as (app, pilot):
        await pilot.press("backslash", "G", "D", "n")
        assert titles(two) == ["News", "Lamps"]
        await pilot.press("D")
        assert "End the subscription to Lamps?" in screen_text(app)
        await pilot.press("y")
        assert titles(two) == ["News"]
        assert app.desk.counts.all == 2
        assert "Unsubscribed from Lamps; u takes it back" in app.status
        await pilot.press("escape", "u")
        assert titles(two) == ["News", "Lamps"]
        assert "Lamps" in screen_text(app)


async def test_a_source_is_renamed_and_that_is_undone(two: Library) -> None:
    async with opened(two) as (app, pilot):
        await pilot.press("backslash", "G", "E", *"Oil", "enter")
        await pilot.pause()
        assert titles(two) == ["News", "Oil"]
        assert "Oil" in screen_text(app)
        await pilot.press("u")
        assert titles(two) == ["News", "Lamps"]


async def test_the_palette_ends_a_subscription(two: Library) -> None:
    async with opened(two) as (_, pilot):
        await pilot.press("colon", *"unsub", "space", *"lamps", "enter")
        await pilot.pause()
        assert titles(two) == ["News"]


async def test_a_place_is_added_from_the_screen(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    with serving() as server:
        server.pages["/feed"] = Answer(feed("storm"))
        async with opened(library) as (app, pilot):
            await pilot.press("plus")
            app.question.line.value = server.url("/feed")  # type: ignore[union-attr]
            await pilot.press("enter")
            await until(lambda: app.waiting == 1 and not app.working, pilot)
            assert app.status == "1 new story"
            assert len(titles(library)) == 2


async def test_a_place_that_cannot_be_added_is_said_to_be_so(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    async with opened(library) as (app, pilot):
        await pilot.press("plus", *"/nowhere", "enter")
        await until(lambda: bool(app.warned) and not app.working, pilot)
        assert "/nowhere" in app.status


async def test_the_other_feeds_of_a_site_stand_in_the_palette(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/"] = Answer(page(("/a", "All"), ("/b", "Boats")))
        server.pages["/a"], server.pages["/b"] = Answer(feed("storm")), Answer(feed("calm"))
        async with opened(library) as (app, pilot):
            await pilot.press("plus", *server.url("/"), "enter")
            await until(
                lambda: app.status.endswith("the site has one more feed: ^p, then “feed”"), pilot
            )
            await pilot.press("colon", *"boats", "enter")
            await until(lambda: len(library.store.sources.all()) == 2, pilot)
            await until(lambda: not app.working, pilot)
            assert all(command.does != "Add feed Boats" for command in app.commands())


async def test_what_brings_nothing_says_so(two: Library) -> None:
    async with opened(two) as (app, pilot):
        app.working = True
        await pilot.press("F")
        assert "Something is being done already" in app.status
        app.working = False
        for job, said in (("refresh", "Nothing new"), ("add", "You have that already")):
            app.job = (job,)
            app.sum_up(JobEvent(), [])
            assert said in app.status
