"""What tests of the screen need: a library that can be searched."""

from collections.abc import Iterator

import pytest

from reader.config import Folders
from reader.library import Library
from tests.conftest import fill, pair
from tests.support.owed_paints import owe_paints
from tests.support.searching import start_on_demand
from tests.support.stylesheets import parse_stylesheets_once
from tests.support.tracing import untraced_processes


@pytest.fixture(autouse=True)
def _screen_alone() -> Iterator[None]:
    """The processes that work for a screen are not traced: tests of theirs count their lines."""
    with untraced_processes():
        yield


@pytest.fixture(autouse=True)
def _searches_on_demand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is started for a screen in which nothing is searched, as in most tests."""
    if "search_process" not in request.fixturenames:
        start_on_demand(monkeypatch)


@pytest.fixture(autouse=True, scope="session")
def _stylesheets() -> Iterator[None]:
    """What all screens look alike by is parsed for the first of them."""
    with pytest.MonkeyPatch.context() as textual:
        parse_stylesheets_once(textual)
        yield


@pytest.fixture(autouse=True)
def _paints_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody looks at is painted once, in the end: terminals of tests show each paint."""
    owe_paints(monkeypatch)


@pytest.fixture
def search_process() -> None:
    """The process that searches is started with the screen, as it is for a person."""


@pytest.fixture
def searchable(library: Library, home: Folders, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with stories in its index, which the app's searcher finds too."""
    monkeypatch.setenv("NEWSREADER_HOME", str(home.data))
    fill(library, 30)
    special = pair(
        40, title="Ägypten feiert", content="In Москва and in Ägypten.\n\nOnce more: Ägypten."
    )
    library.store.stories.save(1, [special])
    library.update_index()
    return library
