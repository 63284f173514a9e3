"""Accounts on the screen: a refresh brings stories, and shows what was marked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.config import Folders
from reader.library import Library
from tests.support.accounts import level, log_in
from tests.support.reader_server import ReaderServer, reading
from tests.support.shown import opened

UNREAD = "●"


@pytest.fixture
def server(
    library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ReaderServer]:
    """A server with three stories, which are here as well."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    with reading() as made:
        feed = made.subscribe("https://tides.example/feed", "Tides", "Coast")
        for number in range(1, 4):
            made.publish(number, feed)
        log_in(library, made)
        level(library)
        library.update_index()
        yield made


async def test_a_refresh_brings_stories_and_marks_of_an_account(
    library: Library, server: ReaderServer
) -> None:
    server.publish(4, server.feeds[0])
    server.entries[2].read = True
    async with opened(library) as shown:
        before = shown.text().count(UNREAD)
        await shown.press("R")
        await shown.until(lambda: "1 new" in shown.words() and not shown.is_working())
        await shown.until(lambda: shown.text().count(UNREAD) == before - 1)
        assert "Headline 2 of Tides" in shown.text()
