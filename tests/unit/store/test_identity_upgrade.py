"""The first reading after an upgrade loses, doubles and takes over nothing."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

import pytest

from reader.config import Folders
from reader.library import Library
from tests.support.paths import FILES

FILES = FILES / "upgrade"
FEEDS = sorted(path.stem for path in FILES.glob("*.xml"))
MOVE = "UPDATE source SET location = replace(location, '/feeds/', ?)"


@pytest.fixture
def upgraded(home: Folders) -> Iterator[Library]:
    """A library whose database the version before made of the feeds in the folder of files.

    There the bakery's words about a page had taken the place of the page's own story, and of three
    posts with one guid the last was left; a bookmark stands on the first, and on what is ahead.
    """
    home.data.mkdir(parents=True, exist_ok=True)
    packed = (FILES / "version-11.db.xz").read_bytes()
    (home.data / "newsreader.db").write_bytes(lzma.decompress(packed))
    library = Library.open(home)
    with library.store.database.batch() as connection:
        connection.execute(MOVE, (f"{FILES}/",))
    yield library
    library.close()


def headlines(library: Library) -> dict[int, str]:
    ids = sorted(library.store.stories.ids("all"))
    return {story.id: story.headline for story in library.store.stories.by_ids(ids)}


def test_nothing_is_doubled_lost_or_renamed_at_the_first_reading(upgraded: Library) -> None:
    before, edits = headlines(upgraded), upgraded.store.copies.versions(2)

    new = {name: count for name in FEEDS for _, count in upgraded.add(str(FILES / f"{name}.xml"))}
    again = [count for name in FEEDS for _, count in upgraded.add(str(FILES / f"{name}.xml"))]

    assert before == {
        **{1: "On bread and sleep", 2: "Sun", 3: "Mist", 4: "Hail"},
        **{5: "Next century", 6: "Yesterday"},
    }
    assert new == {"ahead": 0, "bakery": 0, "guids": 2, "river": 0, "tracked": 0}
    assert again == [0] * len(FEEDS)
    after = headlines(upgraded)
    assert before.items() <= after.items()
    assert sorted(set(after.values()) - set(before.values())) == ["Fog", "Ice"]
    assert list(upgraded.store.stories.ids("bookmarks")) == [5, 1]
    assert upgraded.store.stories.rows([3])[0].read
    assert upgraded.store.copies.versions(2) == edits
    assert not any(upgraded.store.copies.versions(number) for number in after if number != 2)


def test_what_stood_in_the_future_stands_where_it_came(upgraded: Library) -> None:
    assert next(iter(upgraded.store.stories.ids("all"))) == 5

    list(upgraded.add(str(FILES / "ahead.xml")))

    row = upgraded.store.stories.rows([5])[0]
    assert row.ahead is not None
    assert not row.dated
    assert row.published.year == 2026
