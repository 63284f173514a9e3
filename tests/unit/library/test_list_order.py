"""The orders of stories, kept between two starts."""

from pathlib import Path

import pytest

from reader.config import Folders
from reader.library import Library
from reader.library.list_order import NAME
from reader.model import Mark
from tests.conftest import fill, pair

pytestmark = pytest.mark.time


@pytest.fixture
def kept(library: Library, home: Folders) -> Path:
    """The file of a library with stories, whose order has been kept."""
    fill(library, 20)
    library.orders.ids("all")
    library.orders.save()
    return home.cache / NAME


def again(home: Folders) -> Library:
    """The same library, as the next start sees it."""
    return Library.open(home)


def statements(library: Library) -> list[str]:
    """The statements that a library runs from now on."""
    told: list[str] = []
    library.store.database.connection.set_trace_callback(told.append)
    return told


def test_every_view_is_in_the_order_of_the_database(library: Library) -> None:
    ids = fill(library, 12)
    library.set_mark(ids[3:9], Mark.READ, True)
    library.set_mark(ids[:2], Mark.BOOKMARKED, True)
    for view in ("all", "unread", "bookmarks", "source:1", "folder:"):
        assert library.orders.ids(view) == library.store.stories.ids(view)


def test_a_second_start_sorts_nothing(kept: Path, library: Library, home: Folders) -> None:
    second = again(home)
    told = statements(second)
    assert second.orders.ids("all") == library.store.stories.ids("all")
    assert not [one for one in told if "ORDER BY published" in one]
    second.close()


def test_a_new_story_is_in_its_place(kept: Path, library: Library, home: Folders) -> None:
    library.store.stories.save(1, [pair(99)])
    for reader in (library, again(home)):
        assert reader.orders.ids("all") == reader.store.stories.ids("all")
        assert len(reader.orders.ids("all")) == 21


def test_another_date_moves_a_story(kept: Path, library: Library) -> None:
    before = library.orders.ids("all")
    library.store.stories.save(1, [pair(1, published="2027-01-01T00:00:00+00:00")])
    after = library.orders.ids("all")
    assert after[0] == before[-1]


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\n\x00", b"a word\n12345678"])
def test_a_damaged_file_is_not_believed(
    kept: Path, library: Library, home: Folders, damage: bytes
) -> None:
    whole = kept.read_bytes()
    for content in (damage, whole[:-3], whole[:-1] + b"\x07", whole + b"12345678"):
        kept.write_bytes(content)
        second = again(home)
        assert second.orders.ids("all") == library.store.stories.ids("all")
        second.close()
        assert kept.read_bytes() == whole


def test_a_file_that_cannot_be_written_is_no_trouble(library: Library, home: Folders) -> None:
    fill(library, 3)
    (home.cache / NAME).mkdir()
    library.orders.ids("all")
    library.orders.save()
    assert len(again(home).orders.ids("all")) == 3
