"""Empty and broken states: each has words that help."""

from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import Mark, Progress, StoryCounts
from reader.tui import messages
from reader.tui.app import NewsReader
from reader.tui.messages import empty_view, nothing_found, outcome
from reader.worker import AnswerMessage
from reader.worker.protocol import JobEvent
from tests.conftest import fill
from tests.screen.test_screen import opened, screen_text, search, searchable, until
from tests.screen.test_screen_sources import allow
from tests.support.server import Answer as Page
from tests.support.server import Server, feed

__all__ = ["searchable"]

SMALL = (60, 20)


def said(app: NewsReader) -> str:
    """The words on the screen, as they are read."""
    return " ".join(screen_text(app).replace("│", " ").split())


def key(name: str) -> str:
    return f"<{name}>"


async def test_without_stories_the_list_says_how_to_have_some(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library, SMALL) as (app, _):
        assert "No stories yet. R reads all sources; `newsreader add`" in said(app)
        assert "a feed, a site or a folder, brings more." in said(app)


@pytest.mark.parametrize(
    ("pressed", "words"),
    [
        ("2", "Everything is read. 1 lists all stories."),
        ("3", "No bookmarks yet. s makes one of the chosen story."),
        ("4", "No event is reported by several stories. 1 lists all stories."),
    ],
)
async def test_an_empty_view_says_why(library: Library, pressed: str, words: str) -> None:
    library.mark(fill(library, 3), Mark.READ, True)
    async with opened(library, SMALL) as (app, pilot):
        await pilot.press(pressed)
        assert words in said(app)
        await pilot.press("1")
        assert "Headline 3" in said(app)


async def test_nothing_found_says_what_to_try(searchable: Library) -> None:
    async with opened(searchable, SMALL) as (app, pilot):
        await search(app, pilot, "zyzzyva")
        await until(lambda: "Nothing found" in screen_text(app), pilot)
        assert "or word* for beginnings, find more; Esc goes back." in said(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Headline 30" in said(app)


async def test_while_the_index_is_built_the_search_says_so_and_the_list_can_be_read(
    searchable: Library,
) -> None:
    async with opened(searchable, SMALL) as (app, pilot):
        await until(lambda: app.searcher.running is not None, pilot)
        app.working = True  # as while an index of many stories is built
        app.index_behind(AnswerMessage(0, behind=30))
        await pilot.press("slash", *"zyzzyva")
        await until(lambda: "The index of all words is being built (3 %)" in said(app), pilot)
        assert "Esc goes back to the list, which can be read meanwhile" in said(app)
        await pilot.press("escape", "j", "j")
        assert app.list.place == 2


async def test_a_search_during_the_building_is_done_again_at_its_end(searchable: Library) -> None:
    for path in (searchable.places.cache / "index").iterdir():
        path.unlink()
    async with opened(searchable, SMALL) as (app, pilot):
        await until(lambda: app.indexing is not None, pilot)
        await pilot.press("slash", *"ships")
        await until(lambda: app.total == 30 and app.indexing is None, pilot)


@pytest.fixture
def failing(
    library: Library, home: Folders, server: Server, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A source that worked once, and does no longer."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    server.pages["/feed"] = Page(feed("storm"))
    list(library.add(server.url("/feed")))
    allow(library)
    server.pages["/feed"] = Page(b"gone", 500)
    return server.url("/feed")


async def test_a_source_that_fails_is_said_and_kept_in_the_log(
    library: Library, failing: str
) -> None:
    async with opened(library) as (app, pilot):
        await pilot.press("R")
        await until(lambda: bool(app.status) and not app.working, pilot)
        assert "the server answers 500" in app.status
        assert app.warned
        await pilot.press("L")
        await pilot.pause()
        assert "the server answers 500" in said(app)


async def test_a_source_that_fails_has_its_reason_beside_it(library: Library, failing: str) -> None:
    list(library.refresh())
    async with opened(library) as (app, pilot):
        await pilot.press("backslash", "G")
        assert "the server answers 500" in app.status
        allow(library)
        await pilot.press("r")
        await until(lambda: app.working, pilot)
        await until(lambda: not app.working, pilot)
        assert "the server answers 500" in app.status


async def test_several_failures_are_counted_and_the_log_has_them_all(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    library.store.sources.add(str(tmp_path / "one.xml"))
    library.store.sources.add(str(tmp_path / "two.xml"))
    async with opened(library) as (app, pilot):
        await pilot.press("R")
        await until(lambda: bool(app.status) and not app.working, pilot)
        assert app.status == "3 sources could not be read; L tells why"
        assert len(app.complaints) == 3


async def test_without_a_network_that_is_said_once(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as (app, _):
        app.sum_up(JobEvent(), [f"https://{one}.example: {messages.OFFLINE}" for one in "ab"])
        assert "There is no network: what you have can be read; R tries again" in said(app)


def test_what_came_of_work_is_told_in_a_few_words() -> None:
    assert outcome(JobEvent(), (), key) == ""
    assert outcome(JobEvent(added=1), (), key) == "1 new story"
    assert outcome(JobEvent(added=2, note="so it is"), ("a: no",), key) == (
        "2 new stories; so it is; a: no"
    )
    assert "could not be read; <log> tells why" in outcome(JobEvent(), ("a: no", "b: no"), key)


def test_how_far_the_index_is_is_told_where_it_is_known() -> None:
    assert "(25 %)" in nothing_found("", Progress("Indexing", 5, 20))
    assert "built, and" in nothing_found("", Progress("Indexing", 0, 0))
    assert nothing_found("sea").endswith("Did you mean “sea”? Tab takes it.")


def test_a_source_without_stories_tells_its_error_or_what_to_do() -> None:
    some = StoryCounts(9, 9, 9)
    assert empty_view("source:1", some, key, "it is gone").startswith(
        "it is gone\n<refresh_source>"
    )
    assert empty_view("folder:Sea", some, key).startswith("No stories are here.")
