"""One story that several sources have: known again, counted once, marked once."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from io import BytesIO

import pytest

from reader.config import Folders
from reader.library import Library
from reader.model import ContentForm, Marks, SaveOutcome, Search, StoryCounts
from reader.model.url_identity import page_identity
from reader.store import migrations
from reader.store.database import open_database
from reader.store.identity import source_hosts
from tests.conftest import NOON, fill, pair

LINK = "https://www.news.example/2026/fog"
PAGE = {"link": LINK, "title": "Fog over the harbour"}
LONG = " ".join(f"word{number}" for number in range(200))
OTHER = " ".join(f"thing{number}" for number in range(200))


def save(library: Library, location: str, *numbers: int, **given: object) -> list[SaveOutcome]:
    """Save stories of a source; those of one number have one text, and nothing else in common."""
    source_id = library.store.sources.add(location, location.strip("/").title())
    pairs = [pair(number, **(own(location, number) | given)) for number in numbers]
    return library.store.stories.save(source_id, pairs)


def own(location: str, number: int) -> dict[str, object]:
    return {
        "source": location,
        "guid": f"{location} {number}",
        "link": f"https://example.org{location}/{number}",
        "title": f"{location} {number}",
        "content": f"Text {number} of {location}.",
    }


def sources(library: Library) -> dict[str, tuple[int, int]]:
    return {one.location: (one.stories, one.unread) for one in library.store.sources.all()}


def names(library: Library, story_id: int) -> list[str]:
    return [one.location for one in library.store.copies.sources_of([story_id])[story_id]]


def found(library: Library, text: str) -> list[int]:
    library.update_index()
    with closing(library.open_index()) as index:
        return sorted(library.search(index, Search(library.parse_query(text), "newest", 50)).ids)


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ("http://News.example:80/2026/fog/", LINK),
        (LINK + "?utm_source=rss&utm_medium=feed", LINK),
        (LINK + "?fbclid=abc&id=7&UTM_Campaign=x", LINK + "?id=7"),
        (LINK + "?b=2&a=1", LINK + "?a=1&b=2"),
        (LINK + "?ref=rss&source=&&", LINK),
        (LINK + "#xtor=RSS-1", LINK),
        (LINK + "#:~:text=fog", LINK),
        ("https://name:secret@news.example/2026/fog", LINK),
        ("HTTPS://www.news.example:443/2026/fog", LINK),
    ],
)
def test_two_addresses_of_one_page_are_one(link: str, plain: str) -> None:
    assert page_identity(link) == page_identity(plain) != ""


@pytest.mark.parametrize(
    "link",
    [
        "https://news.example/2026/Fog",
        "https://other.example/2026/fog",
        "https://news.example:8080/2026/fog",
        LINK + "?ref=chapter-2",
        LINK + "?cid=1234",
        LINK + "?source=12",
        LINK + "#second",
        "https://news.example/?p=12",
    ],
)
def test_addresses_of_several_pages_differ(link: str) -> None:
    assert "" != page_identity(link) != page_identity(LINK)


@pytest.mark.parametrize(
    "link",
    [
        *("https://news.example/", "https://news.example", "https://news.example/?utm_source=rss"),
        *("mailto:desk@news.example", "/2026/fog", "", "https://"),
    ],
)
def test_a_front_page_and_what_is_no_page_have_no_address(link: str) -> None:
    assert page_identity(link) == ""


@pytest.mark.parametrize(
    "shared",
    [
        {"link": LINK, "title": "Fog over the harbour"},
        {"guid": LINK, "title": "Fog over the harbour"},
        {"guid": "tag:news.example,2026-11-20:fog", "title": "Fog over the harbour"},
        {"guid": "urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e", "title": "Fog over the harbour"},
        {"guid": "6fa459ea-ee8a-3ca4-894e-db77e160355e", "title": "Fog over the harbour"},
        {"guid": "9e107d9d372bb6826bd81d3542a419d6", "title": "Fog over the harbour"},
        {"content": LONG},
        {
            "title": "Fog over the harbour",
            "content": "The fog came at noon, and it stayed all day.",
        },
    ],
)
def test_what_only_copies_share_makes_two_entries_one_story(
    library: Library, shared: dict[str, object]
) -> None:
    assert save(library, "/a", 1, **shared) == [SaveOutcome.NEW]
    assert save(library, "/b", 2, **shared) == [SaveOutcome.SHARED]
    assert save(library, "/b", 2, **shared) == [SaveOutcome.SAME]

    assert library.store.stories.counts() == StoryCounts(1, 1, 0)
    assert sources(library) == {"/a": (1, 1), "/b": (1, 1)}
    assert names(library, 1) == ["/a", "/b"]


@pytest.mark.parametrize(
    "shared",
    [
        {"guid": "1"},
        {"guid": "news-2026"},
        {"link": "https://news.example/"},
        {"content": "Comments"},
        {"title": "Briefing"},
        {"content": "All of today's news in five minutes, read to you."},
        {"title": "Daily briefing", "content": "Listen."},
    ],
)
def test_what_strangers_share_leaves_them_two_stories(
    library: Library, shared: dict[str, object]
) -> None:
    save(library, "/a", 1, **shared)

    assert save(library, "/b", 2, **shared) == [SaveOutcome.NEW]
    assert library.store.stories.counts().all == 2


def test_a_guid_that_is_the_link_of_another_makes_them_one(library: Library) -> None:
    save(library, "/a", 1, **(PAGE | {"guid": LINK, "link": ""}))

    assert save(library, "/b", 2, **(PAGE | {"link": LINK + "?utm_source=feed"})) == [
        SaveOutcome.SHARED
    ]


def test_a_text_that_comes_back_much_later_is_another_story(library: Library) -> None:
    save(library, "/a", 1, content=LONG)
    later = (NOON + timedelta(days=9)).isoformat()

    assert save(library, "/b", 300, content=LONG, published=later) == [SaveOutcome.NEW]


def test_a_note_about_a_page_is_no_copy_of_the_page(library: Library) -> None:
    save(library, "/a", 1, link=LINK, content=LONG)

    assert save(library, "/notes", 1, link=LINK, content=OTHER) == [SaveOutcome.NEW]


def test_entries_of_one_source_are_never_one_story(library: Library) -> None:
    assert save(library, "/a", 1, 2, **PAGE, content=LONG) == [SaveOutcome.NEW] * 2
    assert save(library, "/a", 3, **PAGE, content=LONG) == [SaveOutcome.NEW]


def test_an_address_that_many_entries_share_tells_none_of_them(library: Library) -> None:
    save(library, "/a", 1, 2, **PAGE)
    assert save(library, "/b", 1, **PAGE) == [SaveOutcome.NEW]
    save(library, "/c", 1, link=LINK + "/live")

    assert save(library, "/d", 1, 2, link=LINK + "/live") == [SaveOutcome.NEW] * 2


def test_a_second_entry_with_the_link_of_a_copy_is_a_story_of_its_own(library: Library) -> None:
    save(library, "/a", 1, **PAGE)
    save(library, "/b", 1, **PAGE)

    assert save(library, "/b", 2, **PAGE) == [SaveOutcome.NEW]


def test_a_third_source_is_known_by_the_address_that_the_second_gave(library: Library) -> None:
    save(library, "/a", 1, content=LONG, title="Fog over the harbour")
    save(library, "/b", 1, content=LONG, **PAGE)

    assert save(library, "/c", 1, **PAGE) == [SaveOutcome.SHARED]
    assert names(library, 1) == ["/a", "/b", "/c"]


def test_a_story_of_several_sources_has_one_set_of_marks_and_right_counts(
    library: Library,
) -> None:
    save(library, "/a", 1, 2, 3)
    save(library, "/b", 4)
    save(library, "/b", 1, link="https://example.org/a/1", title="/a 1")
    marks = library.store.marks
    marks.save({1: Marks(read=True, bookmarked=NOON, tags=("fog",), note="n")})

    save(library, "/c", 1, link="https://example.org/a/1", title="/a 1")

    assert sources(library) == {"/a": (3, 2), "/b": (2, 1), "/c": (1, 0)}
    assert library.store.stories.counts() == StoryCounts(4, 3, 1)
    marks.save({1: Marks()})
    assert sources(library) == {"/a": (3, 3), "/b": (2, 2), "/c": (1, 1)}
    assert list(library.store.batch_marks.set_read([1, 2], True)) == [1, 2]
    assert sources(library) == {"/a": (3, 1), "/b": (2, 1), "/c": (1, 0)}
    assert library.store.stories.counts() == StoryCounts(4, 2, 0)
    library.store.database.connection.execute("DELETE FROM mark WHERE story_id = 1")
    assert sources(library) == {"/a": (3, 2), "/b": (2, 2), "/c": (1, 1)}


@pytest.mark.parametrize("read", [False, True])
def test_a_story_that_goes_is_counted_by_none_of_its_sources(library: Library, read: bool) -> None:
    save(library, "/a", 1, 2, link="")
    save(library, "/a", 3, **PAGE)
    save(library, "/b", 3, **PAGE)
    library.store.marks.save({3: Marks(read=read)})

    library.store.database.connection.execute("DELETE FROM story WHERE id = 3")

    assert sources(library) == {"/a": (2, 2), "/b": (0, 0)}
    assert library.store.stories.counts() == StoryCounts(2, 2, 0)


def test_a_story_stands_in_each_of_its_sources_and_folders_and_once_in_all(
    library: Library,
) -> None:
    library.store.sources.add("/a", "A", "Sea")
    library.store.sources.add("/b", "B", "Sea")
    library.store.sources.add("/c", "C", "Land")
    save(library, "/a", 1, 2, link="")
    for location in ("/b", "/c"):
        save(library, location, 5)
        save(library, location, 1, guid=f"{location} 1", content=LONG)
    save(library, "/a", 7, content=LONG)

    listed = {
        view: list(library.store.stories.ids(view))
        for view in ("all", "source:1", "source:2", "source:3", "folder:Sea", "folder:Land")
    }

    assert listed == {
        "all": [5, 3, 2, 4, 1],
        "source:1": [2, 4, 1],
        "source:2": [3, 4],
        "source:3": [5, 4],
        "folder:Sea": [3, 2, 4, 1],
        "folder:Land": [5, 4],
    }
    assert found(library, "in:/b") == [3, 4]
    assert found(library, "in:Sea") == [1, 2, 3, 4]
    assert found(library, "in:/c -in:/a") == [5]
    assert library.store.copies.count_repeated() == {"Sea": 1}
    library.store.marks.save({4: Marks(read=True)})
    assert library.store.copies.count_repeated() == {}


def test_who_tells_more_is_shown_and_nothing_of_the_other_is_lost(library: Library) -> None:
    save(library, "/a", 1, **PAGE, content="Comments")
    library.store.marks.save({1: Marks(read=True, note="n")})

    assert save(library, "/b", 1, **PAGE, content=LONG) == [SaveOutcome.SHARED]

    story = library.store.stories.get(1)
    assert (story.source, story.headline, story.text) == ("/b", PAGE["title"], LONG)
    assert sources(library) == {"/a": (1, 0), "/b": (1, 0)}
    assert library.store.stories.counts() == StoryCounts(1, 0, 0)
    assert names(library, 1) == ["/b", "/a"]
    assert save(library, "/a", 1, **PAGE, content="Comments") == [SaveOutcome.SAME]
    assert save(library, "/b", 1, **PAGE, content=LONG) == [SaveOutcome.SAME]
    assert library.store.stories.rows([1])[0].also == ("A",)
    assert found(library, "in:/a word7") == found(library, "in:/b word7") == [1]
    assert library.store.copies.versions(1) == []


def test_a_copy_that_comes_to_tell_more_is_shown(library: Library) -> None:
    save(library, "/a", 1, **PAGE, content="A short word.")
    save(library, "/b", 1, **PAGE, content="A short word")
    assert save(library, "/b", 1, **PAGE, content="A short word.") == [SaveOutcome.SAME]

    assert save(library, "/b", 1, **PAGE, content=LONG) == [SaveOutcome.CHANGED]
    assert library.store.stories.get(1).source == "/b"


def test_a_source_that_is_left_leaves_the_story_to_the_others(library: Library) -> None:
    save(library, "/a", 1, **PAGE)
    save(library, "/b", 1, **PAGE)
    first, second = library.store.sources.all()

    library.store.sources.change(second, subscribed=False)
    assert library.store.stories.rows([1])[0].also == ()
    library.store.sources.change(second)
    library.store.sources.change(first, subscribed=False)

    assert list(library.store.stories.ids("source:2")) == [1]
    assert library.store.stories.rows([1])[0].also == ("B",)
    assert save(library, "/b", 1, **PAGE, content="Edited since.") == [SaveOutcome.CHANGED]
    assert library.store.stories.get(1).text == "Edited since."
    assert [one.text for one in library.store.copies.versions(1)] == ["Text 1 of /a."]


def test_a_source_that_is_left_is_not_followed_by_one_that_tells_less(library: Library) -> None:
    save(library, "/a", 1, **PAGE, content=LONG)
    save(library, "/b", 1, **PAGE, content="3 comments")
    library.store.sources.change(library.store.sources.all()[0], subscribed=False)

    assert save(library, "/b", 1, **PAGE, content="4 comments") == [SaveOutcome.SAME]
    assert library.store.stories.get(1).text == LONG


def test_a_bookmark_finds_its_story_by_any_of_its_sources(library: Library) -> None:
    save(library, "/a", 1, **PAGE)
    save(library, "/b", 1, **PAGE)

    assert library.store.marks.find("/b", "/b 1") == library.store.marks.find("/a", "/a 1") == 1


def test_the_lines_of_a_dump_are_those_of_each_source_that_has_it(library: Library) -> None:
    save(library, "/a", 1, **PAGE, form=ContentForm.DUMP)
    save(library, "/b", 1, **PAGE, form=ContentForm.DUMP)
    lines = library.store.dump_lines
    lines.save_lines("/a", "/a 1", ["Subscribe now"])
    lines.save_lines("/b", "/b 1", ["Subscribe now"])

    assert lines.repeated_lines("/b", "/b 1", ["Subscribe now"]) == frozenset()
    assert lines.repeated_lines("/a", "/a 2", ["Subscribe now"]) == {"Subscribe now"}


def test_copies_of_stories_of_an_older_database_are_known(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = migrations.MIGRATIONS
    with monkeypatch.context() as older:
        older.setattr(migrations, "MIGRATIONS", newest[: newest.index(migrations.SHARED)])
        database = open_database(str(home.data))
        database.connection.executescript(
            """
            INSERT INTO source (location) VALUES ('/a');
            INSERT INTO story VALUES (7, 1, 'k', '', '', '', 0, 1, 0, 1);
            INSERT INTO story VALUES (9, 1, 'l', '', '', '', 0, 1, 0, 1);
            INSERT INTO body VALUES
                (7, '', 'https://news.example/7', '', '', '', '', '', 'Fog all day.', '', '', ''),
                (9, '', 'https://news.example/9', '', '', '', '', '', 'And rain.', '', '', '');
            UPDATE body SET spans = '[]', enclosures = '[]', evidence = '[]';
            """
        )
        database.close()
    library = Library.open(home)

    assert library.store.copies.last_without_keys() == 9
    assert list(library.import_stories(BytesIO(), "nothing")) == []

    assert library.store.copies.last_without_keys() == 0
    assert save(library, "/b", 1, link="http://news.example/7/", content="Fog all day.") == [
        SaveOutcome.SHARED
    ]
    assert names(library, 7) == ["/a", "/b"]
    library.close()


def test_where_a_source_stands_is_found_without_reading_all_of_its_stories(
    library: Library,
) -> None:
    fill(library, 3)
    plan = library.store.database.all(f"EXPLAIN QUERY PLAN {source_hosts.LATEST}", 1)
    steps = [step for *_, step in plan]

    assert "SEARCH story USING COVERING INDEX story_source (source_id=?)" in steps
    assert not [step for step in steps if "TEMP B-TREE" in step or "SCAN story" in step]
