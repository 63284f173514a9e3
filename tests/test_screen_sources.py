from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.config import Places, Settings
from reader.library import Library
from tests.server import Answer, feed, serving
from tests.test_adding_web import page
from tests.test_screen import opened, screen_text, until
from tests.test_whole_pages import fed

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def allow(library: Library) -> None:
    """Let all sources have been asked long ago, and be due."""
    for source in library.store.sources.all():
        known = replace(source.standing, asked=LONG_AGO, due=LONG_AGO)
        library.store.network.put(source.id, known)


async def test_a_key_reads_the_source_of_the_open_story_again(
    library: Library, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/feed"] = Answer(feed("storm"))
        list(library.add(server.url("/feed")))
        allow(library)
        server.pages["/feed"] = Answer(feed("storm", "calm"))
        async with opened(library) as (app, pilot):
            await pilot.press("r")
            await until(lambda: app.waiting == 1 and not app.working, pilot)
            assert app.status == "1 new story"
            await pilot.press("r")
            await until(lambda: not app.working, pilot)
            assert "less than five minutes ago" in app.status


async def test_sources_are_read_when_their_time_has_come(
    library: Library, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with serving() as server:
        server.pages["/feed"] = Answer(feed("storm"))
        list(library.add(server.url("/feed")))
        server.pages["/feed"] = Answer(feed("storm", "calm"))
        async with opened(library, settings=Settings(refresh_minutes=0)) as (app, pilot):
            app.read_due()
            assert not app.working
            allow(library)
            app.read_due()
            await until(lambda: app.waiting == 1 and not app.working, pilot)


async def test_a_key_fetches_the_whole_page_behind_a_story(
    library: Library, home: Places, monkeypatch: pytest.MonkeyPatch
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
