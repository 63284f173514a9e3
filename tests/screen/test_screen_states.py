"""Empty and broken states: each has words that help."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import Mark, Progress, StoryCounts
from reader.tui import messages
from reader.tui.messages import empty_search_text, empty_view_text, job_outcome
from reader.worker.protocol import JobEvent
from tests.conftest import fill
from tests.support.due_sources import make_due
from tests.support.server import Answer as Page
from tests.support.server import Server, feed
from tests.support.shown import CALM, opened

SMALL = (60, 20)


def key(name: str) -> str:
    return f"<{name}>"


async def test_without_stories_the_list_says_how_to_have_some(library: Library) -> None:
    library.store.sources.add("/empty")
    async with opened(library, SMALL) as shown:
        assert "No stories yet. + adds" in shown.words()
        assert "file or a folder; R reads all sources." in shown.words()


@pytest.mark.parametrize(
    ("pressed", "words"),
    [
        ("2", "Everything is read. g1 lists all stories."),
        ("3", "No bookmarks yet. s makes one of the chosen story."),
        ("4", "No event is reported by several stories. g1 lists all stories."),
    ],
)
async def test_an_empty_view_says_why(library: Library, pressed: str, words: str) -> None:
    library.set_mark(fill(library, 3), Mark.READ, True)
    async with opened(library, SMALL) as shown:
        await shown.press("g", pressed)
        assert words in shown.words()
        await shown.press("g", "1")
        assert "Headline 3" in shown.words()


async def test_nothing_found_says_what_to_try(searchable: Library) -> None:
    async with opened(searchable, SMALL) as shown:
        await shown.search("zyzzyva")
        await shown.until(lambda: "Nothing found" in shown.text())
        assert "or word* for beginnings, find more; Esc goes back." in shown.words()
        await shown.press("escape")
        await shown.wait()
        assert "Headline 30" in shown.words()


@pytest.mark.usefixtures("search_process")
async def test_while_the_index_is_built_the_search_says_so_and_the_list_can_be_read(
    searchable: Library,
) -> None:
    async with opened(searchable, SMALL) as shown:
        await shown.until(lambda: shown.searcher() is not None)
        shown.seem_busy()  # as while an index of many stories is built
        shown.tell_index_behind(30)
        await shown.press("slash", *"zyzzyva")
        await shown.until(lambda: "The index of all words is being built (3 %)" in shown.words())
        assert "Esc goes back to the list, which can be read meanwhile" in shown.words()
        await shown.press("escape", "j", "j")
        assert shown.chosen_place() == 2


@pytest.mark.usefixtures("search_process")
async def test_a_search_during_the_building_is_done_again_at_its_end(searchable: Library) -> None:
    for path in (searchable.folders.cache / "index").iterdir():
        path.unlink()
    async with opened(searchable, SMALL) as shown:
        await shown.until(shown.is_indexing)
        await shown.press("slash", *"ships")
        await shown.until(lambda: shown.found_count() == 30 and not shown.is_indexing())


@pytest.fixture
def failing(
    library: Library, home: Folders, server: Server, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A source that worked once, and does no longer."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    server.pages["/feed"] = Page(feed("storm"))
    list(library.add(server.url("/feed")))
    make_due(library)
    server.pages["/feed"] = Page(b"gone", 500)
    return server.url("/feed")


async def test_a_source_that_fails_is_said_and_kept_in_the_log(
    library: Library, failing: str
) -> None:
    async with opened(library) as shown:
        await shown.press("R")
        await shown.until(lambda: bool(shown.status()) and not shown.is_working())
        assert "the server answers 500" in shown.status()
        assert shown.is_warning()
        await shown.press("L")
        await shown.wait()
        assert "the server answers 500" in shown.words()


async def test_a_source_that_fails_has_its_reason_beside_it(library: Library, failing: str) -> None:
    list(library.refresh())
    async with opened(library) as shown:
        await shown.press("backslash", "G")
        assert "the server answers 500" in shown.status()
        make_due(library)
        await shown.press("r")
        await shown.until(shown.is_working)
        await shown.until(lambda: not shown.is_working())
        await shown.until(lambda: "the server answers 500" in shown.text())


async def test_several_failures_are_counted_and_the_log_has_them_all(
    library: Library, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 1)
    library.store.sources.add(str(tmp_path / "one.xml"))
    library.store.sources.add(str(tmp_path / "two.xml"))
    async with opened(library) as shown:
        await shown.press("R")
        await shown.until(lambda: bool(shown.status()) and not shown.is_working())
        assert shown.status() == "3 sources could not be read; L tells why"
        assert len(shown.complaints()) == 3


async def test_without_a_network_that_is_said_once(library: Library) -> None:
    fill(library, 1)
    async with opened(library) as shown:
        failures = [f"https://{one}.example: {messages.OFFLINE}" for one in "ab"]
        shown.end_job("refresh", JobEvent(), failures)
        assert "There is no network: what you have can be read; R tries again" in shown.words()


def test_what_came_of_work_is_told_in_a_few_words() -> None:
    assert job_outcome(JobEvent(), (), key) == ""
    assert job_outcome(JobEvent(added=1), (), key) == "1 new story"
    assert job_outcome(JobEvent(added=2, note="so it is"), ("a: no",), key) == (
        "2 new stories; so it is; a: no"
    )
    assert "could not be read; <log> tells why" in job_outcome(JobEvent(), ("a: no", "b: no"), key)


def test_how_far_the_index_is_is_told_where_it_is_known() -> None:
    assert "(25 %)" in empty_search_text("", Progress("Indexing", 5, 20))
    assert "built, and" in empty_search_text("", Progress("Indexing", 0, 0))
    assert empty_search_text("sea").endswith("Did you mean “sea”? Tab takes it.")


def test_a_source_without_stories_tells_its_error_or_what_to_do() -> None:
    some = StoryCounts(9, 9, 9)
    assert empty_view_text("source:1", some, key, "it is gone").startswith(
        "it is gone\n<refresh_source>"
    )
    assert empty_view_text("folder:Sea", some, key).startswith("No stories are here.")


@pytest.mark.parametrize("theme", ["dark", "terminal"])
@pytest.mark.parametrize("keys", ["i", "g 5", "question_mark", "colon", "L"])
async def test_what_stands_over_the_panes_leaves_the_bottom_line_in_sight(
    library: Library, theme: str, keys: str
) -> None:
    fill(library, 3)
    async with opened(library, settings=replace(CALM, theme=theme)) as shown:
        await shown.press(*keys.split())
        await shown.until(lambda: shown.screen() != "panes")

        assert shown.shows_panes()
