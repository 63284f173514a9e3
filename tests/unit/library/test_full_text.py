from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.cli.main import run_command_line
from reader.config import Folders
from reader.fetch.http.rate_limit import FetchPolicy
from reader.library import Library
from tests.support.server import Answer, Server
from tests.support.teasers import TEASER, fed, server

__all__ = ["server"]  # fixtures

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def library(home: Folders, server: Server) -> Iterator[Library]:
    """A library with one story, of which the feed tells a sentence."""
    opened = Library.open(home, FetchPolicy(apart=0))
    list(opened.add(server.url("/feed")))
    allow(opened)
    yield opened
    opened.close()


def allow(library: Library, **chosen: object) -> None:
    """Let all sources have been asked long ago, and be as chosen."""
    for source in library.store.sources.all():
        library.store.fetch_states.save(source.id, replace(source.fetch_state, asked=LONG_AGO))
        library.store.sources.change(replace(source, **chosen))  # type: ignore[arg-type]


def fetch(library: Library) -> list[str]:
    return [found.error for found, _ in library.fetch_pages([1]) if found.error]


def test_a_page_that_asks_for_a_browser_is_no_text_of_a_story(
    library: Library, server: Server
) -> None:
    server.pages["/night"] = Answer(b"<html><body><p>Please enable JavaScript.</p></body></html>")

    assert "asks for a browser" in fetch(library)[0]
    assert text(library) == TEASER


def text(library: Library, story_id: int = 1) -> str:
    return library.store.stories.get(story_id).text


def test_the_text_of_a_page_takes_the_place_of_the_teaser(library: Library, server: Server) -> None:
    assert text(library) == TEASER
    assert fetch(library) == []

    assert text(library).startswith("The keeper of the light climbed the stairs")
    assert library.store.stories.original_entry(1).content == TEASER
    assert library.store.stories.get(1).headline == "night"
    assert server.paths() == ["/feed", "/robots.txt", "/night"]


def test_the_text_of_a_page_outlives_refreshing_and_cleaning_again(
    library: Library, server: Server
) -> None:
    fetch(library)
    whole = text(library)
    server.pages["/feed"] = Answer(fed(server, "night", "day"))

    list(library.refresh())
    assert text(library) == whole
    assert library.reclean() == 0
    assert text(library) == whole


def test_the_pages_of_new_stories_come_by_themselves_where_that_is_wanted(
    library: Library, server: Server
) -> None:
    allow(library, full_text=True)
    server.pages["/feed"] = Answer(fed(server, "night", "day"))

    list(library.refresh())

    assert len(text(library, 2)) > len(TEASER)
    assert text(library) == TEASER


def test_a_site_that_wants_no_programs_is_left_alone(library: Library, server: Server) -> None:
    server.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /night")
    assert "robots.txt" in fetch(library)[0]
    server.pages["/robots.txt"] = Answer(status=500)
    assert "robots.txt" in fetch(library)[0]
    assert "/night" not in server.paths()

    server.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /day")
    assert fetch(library) == []


def test_a_page_that_is_none_leaves_the_teaser(library: Library, server: Server) -> None:
    said = (
        (Answer(status=404), "is not there"),
        (Answer(fed(server, "x")), "is no page"),
        (Answer(b"%PDF-1.7"), "PDF"),
        (Answer(b"<!doctype html><html><body><p>Short.</p></body></html>"), "no more than its"),
    )
    for answer, sentence in said:
        server.pages["/night"] = answer
        assert sentence in fetch(library)[0]
        assert text(library) == TEASER


def test_a_story_without_a_link_has_no_page(library: Library, server: Server) -> None:
    server.pages["/b"] = Answer(fed(server, "none", link=False))
    list(library.add(server.url("/b")))

    (found, _), *_ = library.fetch_pages([2])

    assert found.error == "Story 2 has no link to a page"


def test_a_link_into_a_private_network_is_not_followed(library: Library, server: Server) -> None:
    for source in library.store.sources.all():
        library.store.fetch_states.save(source.id, replace(source.fetch_state, private=False))

    assert "robots.txt" in fetch(library)[0]
    assert server.paths() == ["/feed"]


def test_pages_are_fetched_by_command(
    library: Library,
    server: Server,
    home: Folders,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))

    assert run_command_line(["page", "1"]) == 0
    assert capsys.readouterr().out == "1 page.\n"
    server.pages["/night"] = Answer(status=404)
    assert run_command_line(["page", "--json", "1"]) == 1
    assert run_command_line(["page", "1", "1"]) == 1
    assert server.paths().count("/robots.txt") == 3
    assert '"pages": 0' in capsys.readouterr().out
    assert run_command_line(["sources", "whole", "1"]) == 0
    assert library.store.sources.all()[0].full_text
    run_command_line(["sources", "teaser", "1"])
    assert not library.store.sources.all()[0].full_text
