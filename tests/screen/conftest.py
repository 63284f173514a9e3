"""What tests of the screen need: a library that can be searched."""

from collections.abc import Iterator

import pytest

from reader.config import Folders
from reader.library import Library
from tests.conftest import fill, pair
from tests.support.tracing import untraced_processes


@pytest.fixture(autouse=True)
def _screen_alone() -> Iterator[None]:
    """The processes that work for a screen are not traced: tests of theirs count their lines."""
    with untraced_processes():
        yield


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
