"""Pages that were saved in another reader are fetched in turn, some at each refresh."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.config import Folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from reader.library.ingest.imports.import_marked import CarriedOver
from tests.support.proxy import Proxy
from tests.support.server import Answer, Server, living, serving
from tests.support.sites import page

pytestmark = pytest.mark.time

EACH_TIME = "reader.library.ingest.imports.import_exports.EACH_TIME"
POCKET = "title,url,time_added,tags,status\n" + "".join(
    f"Page {one},http://pages.example/{one},1600000000,sea,unread\n" for one in range(1, 4)
)
INSTAPAPER = """<!DOCTYPE html><html><head><title>Instapaper: Export</title></head><body>
<h1>Archive</h1><ol><li><a href="http://pages.example/1">Page 1</a></ol></body></html>"""
WHOLE = "The keeper of the light climbed the stairs"


@pytest.fixture
def server() -> Iterator[Server]:
    """A site with three pages, which lets programs read all but one folder."""
    with serving() as running:
        running.pages |= {f"/{one}": Answer(page()) for one in range(1, 4)}
        running.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private/\n")
        yield running


@pytest.fixture
def library(server: Server, home: Folders, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library that asks at once, for hosts that a proxy knows."""
    with living(Proxy()) as proxy:
        proxy.knows = {"pages.example": server.port}
        monkeypatch.setenv("HTTP_PROXY", proxy.url(""))
        opened = Library.open(home, FetchPolicy(apart=0))
        yield opened
        opened.close()


def take(library: Library, export: str) -> CarriedOver:
    """Take an export in; nothing is fetched by that."""
    total = CarriedOver()
    arriving = library.import_export(export.encode(), "export", total)
    assert arriving is not None
    list(arriving)
    return total


def refresh(library: Library) -> list[str]:
    """What is said when sources are read as they are in the background."""
    return [one.note or one.error for one, _ in library.refresh(due=True) if one.note or one.error]


@pytest.mark.parametrize(("export", "count"), [(POCKET, 3), (INSTAPAPER, 1)])
def test_pages_come_with_the_next_refresh_and_keep_their_marks(
    library: Library, server: Server, export: str, count: int
) -> None:
    total = take(library, export)
    assert (total.pages, total.bookmarked, server.asked) == (count, count, [])
    assert library.is_refresh_due

    assert refresh(library) == []

    stories = [library.store.stories.get(one) for one in library.store.stories.ids("all")]
    assert [one.text.startswith(WHOLE) for one in stories] == [True] * count
    assert library.store.marks.ids_marked("bookmarked") == {one.id for one in stories}
    assert server.paths().count("/robots.txt") == 1
    assert not library.is_refresh_due
    asked = len(server.asked)
    assert refresh(library) == []
    assert len(server.asked) == asked


def test_some_pages_are_fetched_at_a_time_until_none_waits(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EACH_TIME, 2)
    take(library, POCKET)

    refresh(library)
    assert len([path for path in server.paths() if path != "/robots.txt"]) == 2
    assert library.is_refresh_due
    refresh(library)

    assert sorted(path for path in server.paths() if path != "/robots.txt") == ["/1", "/2", "/3"]
    assert not library.is_refresh_due


def test_a_page_that_is_gone_or_not_for_programs_is_told_and_not_asked_for_again(
    library: Library, server: Server
) -> None:
    del server.pages["/2"]
    take(library, POCKET.replace("/3,", "/private/3,"))

    notes = refresh(library)

    assert len(notes) == 2
    assert any("robots.txt" in note for note in notes)
    assert not library.is_refresh_due
    assert library.store.marks.ids_marked("bookmarked") == {1, 2, 3}


def test_pages_are_asked_for_once_each_some_at_each_refresh_and_none_in_a_private_network(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EACH_TIME, 2)
    rows = "".join(f"Page {one},{server.url(f'/{one}')}\n" for one in (1, 2, 3))
    total = CarriedOver()
    arriving = library.import_export(f"title,url\n{rows}".encode(), "x", total)
    assert arriving is not None
    assert [found.error for found, _ in arriving] == [""]
    assert library.is_refresh_due

    first = list(library.refresh())
    second = list(library.refresh())

    assert (len(first), len(second), total.pages) == (2, 1, 3)
    assert all(found.note and not found.error for found, _ in (*first, *second))
    assert server.asked == []
    assert not library.is_refresh_due
    assert list(library.refresh()) == []


def test_pages_wait_where_there_is_no_network(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # where nothing answers
    library = Library.open(home, FetchPolicy(apart=0))
    take(library, POCKET)

    assert list(library.refresh()) == []
    assert library.is_refresh_due
    library.close()


def test_a_page_whose_site_cannot_be_asked_is_told_with_what_went_wrong(
    library: Library, server: Server
) -> None:
    server.pages["/robots.txt"] = Answer(status=500)
    take(library, INSTAPAPER)

    (note,) = refresh(library)

    assert "robots.txt cannot be read: " in note
    assert "wants no programs" not in note
