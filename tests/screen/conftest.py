"""What tests of the screen need: a library that can be searched."""

import pytest

from reader.config import Folders
from reader.library import Library
from tests.conftest import fill, pair


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
