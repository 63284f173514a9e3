from __future__ import annotations

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import SourceReading
from tests.conftest import fill
from tests.support.index_pages import FLAT_PAGE, TITLES
from tests.support.server import Answer, Server
from tests.support.shown import opened

HTML = FLAT_PAGE.html
ROBOTS = b"User-agent: *\nDisallow: /news/\n"  # so that nothing but the list is asked for


@pytest.fixture(autouse=True)
def _paper(
    library: Library, home: Folders, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library with a story, and a page without a feed that lists others."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    server.pages["/news"] = Answer(HTML.encode())
    server.pages["/robots.txt"] = Answer(ROBOTS)


def readings(library: Library) -> list[SourceReading]:
    return [source.reading for source in library.store.sources.all()][1:]


async def test_a_page_that_lists_stories_is_asked_about_and_read_like_a_feed(
    library: Library, server: Server
) -> None:
    async with opened(library, size=(160, 30)) as shown:
        await shown.press("plus")
        shown.write(server.url("/news"))
        await shown.press("enter")
        await shown.until(lambda: shown.has_line("key"))
        assert "read its list of 6 stories?" in shown.text()
        assert all(title[:12] in shown.text() for title in TITLES[:3])
        assert readings(library) == []
        await shown.press("y")
        await shown.until(lambda: shown.new_count() == 6 and not shown.is_working())
        assert readings(library) == [SourceReading.LIST]


async def test_a_list_that_is_declined_is_not_read(library: Library, server: Server) -> None:
    async with opened(library) as shown:
        await shown.press("plus")
        shown.write(server.url("/news"))
        await shown.press("enter")
        await shown.until(lambda: shown.has_line("key"))
        await shown.press("n")
        assert "Its list was not taken" in shown.status()
        assert readings(library) == []


async def test_who_types_something_else_meanwhile_is_not_asked(
    library: Library, server: Server
) -> None:
    async with opened(library) as shown:
        await shown.press("plus")
        shown.write(server.url("/news"))
        await shown.press("enter", "slash")
        await shown.until(lambda: not shown.is_working())
        await shown.until(lambda: "a list of 6 stories" in shown.text())
        assert not shown.has_line("key")
        assert readings(library) == []


async def test_a_word_before_a_place_says_as_what_it_is_read(
    library: Library, server: Server
) -> None:
    async with opened(library) as shown:
        await shown.press("plus")
        shown.write(f"--watch {server.url('/news')}")
        await shown.press("enter")
        await shown.until(lambda: shown.new_count() == 1 and not shown.is_working())
        assert readings(library) == [SourceReading.WATCH]
        await shown.press("A", "i")
        await shown.until(lambda: shown.screen() == "source")


async def test_several_lists_are_asked_about_one_after_the_other(library: Library) -> None:
    async with opened(library) as shown:
        shown.offer_lists(("http://a.example/", "6", "Tea"), ("http://b.example/", "7"))
        await shown.until(lambda: "a.example" in shown.text())
        assert "6 stories? Tea" in shown.text()
        await shown.press("n")
        await shown.until(lambda: "b.example" in shown.text())
        await shown.press("n")
        await shown.until(lambda: not shown.has_line("key"))
