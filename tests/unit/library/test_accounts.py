"""Accounts at servers that speak the Google Reader API: stories come, marks go both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from reader.library import Library
from reader.library.marks import change_marks
from reader.model import ContentForm, Mark
from tests.conftest import pair
from tests.support.accounts import headlines, level, leveled, log_in, mark, marks, status
from tests.support.reader_server import ReaderServer, ServerEntry, reading

__all__ = ["leveled"]  # a fixture


@pytest.fixture
def server() -> Iterator[ReaderServer]:
    """A server with two feeds of three stories each."""
    with reading("/api/greader.php") as made:
        for name, folder in (("Tides", "Coast"), ("Dunes", "")):
            feed = made.subscribe(f"https://{name.lower()}.example/feed", name, folder)
            for number in range(1, 4):
                made.publish(1_700_000_000_000_000 + 10 * len(made.feeds) + number, feed)
        yield made


def test_stories_of_an_account_come_with_their_text_and_their_feeds(
    library: Library, server: ReaderServer
) -> None:
    log_in(library, server)
    new, errors = level(library)

    sources = {one.title: one for one in library.store.sources.all()}
    assert (new, errors) == (6, [])
    assert {title: (one.folder, one.stories) for title, one in sources.items()} == {
        "Tides": ("Coast", 3),
        "Dunes": ("", 3),
    }
    story = library.store.stories.get(headlines(library)["Headline 1700000000000011 of Tides"])
    assert "counted 1700000000000011 ships" in story.text


def entry(server: ReaderServer, title: str) -> ServerEntry:
    """An item of the server."""
    (found,) = (one for one in server.entries.values() if one.title == title)
    return found


TIDE, DUNE = "Headline 1700000000000011 of Tides", "Headline 1700000000000022 of Dunes"
SECOND = "Headline 1700000000000012 of Tides"


def test_marks_that_the_server_has_come_with_the_stories(
    library: Library, server: ReaderServer
) -> None:
    entry(server, TIDE).read = True
    entry(server, DUNE).starred = True
    entry(server, DUNE).labels = {"To Read", "slash/in it"}
    log_in(library, server)
    level(library)

    assert marks(library, TIDE).read
    assert marks(library, DUNE).bookmarked is not None
    assert marks(library, DUNE).tags == ("slash/in-it", "to-read")
    assert not marks(library, SECOND).read
    assert server.count("edit-tag") == 0


def test_marks_made_here_go_to_the_server(leveled: Library, server: ReaderServer) -> None:
    mark(leveled, [TIDE, SECOND], Mark.READ)
    mark(leveled, [DUNE], Mark.BOOKMARKED)
    put_tags(leveled, DUNE, "lamps")
    assert status(leveled).waiting == 4
    level(leveled)

    assert entry(server, TIDE).read
    assert entry(server, SECOND).read
    assert not entry(server, DUNE).read
    assert entry(server, DUNE).starred
    assert entry(server, DUNE).labels == {"lamps"}
    assert status(leveled).waiting == 0


def test_marks_that_are_taken_back_here_are_taken_back_there(
    leveled: Library, server: ReaderServer
) -> None:
    mark(leveled, [TIDE], Mark.READ)
    mark(leveled, [TIDE], Mark.BOOKMARKED)
    put_tags(leveled, TIDE, "lamps")
    level(leveled)
    mark(leveled, [TIDE], Mark.READ, on=False)
    mark(leveled, [TIDE], Mark.BOOKMARKED, on=False)
    put_tags(leveled, TIDE)
    level(leveled)

    there = entry(server, TIDE)
    assert (there.read, there.starred, there.labels) == (False, False, set())


def test_marks_made_elsewhere_come_here(leveled: Library, server: ReaderServer) -> None:
    entry(server, TIDE).read = True
    entry(server, DUNE).starred = True
    entry(server, DUNE).labels = {"Lamps"}
    level(leveled)

    assert marks(leveled, TIDE).read
    assert marks(leveled, DUNE).bookmarked is not None
    assert marks(leveled, DUNE).tags == ("lamps",)
    assert server.count("edit-tag") == 0


def test_marks_taken_back_elsewhere_are_taken_back_here(
    leveled: Library, server: ReaderServer
) -> None:
    there = entry(server, TIDE)
    there.read, there.starred, there.labels = True, True, {"Lamps"}
    level(leveled)
    there.read, there.starred, there.labels = False, False, set()
    level(leveled)

    here = marks(leveled, TIDE)
    assert (here.read, here.bookmarked, here.tags) == (False, None, ())


def test_a_tag_is_taken_from_all_labels_that_it_stands_for(
    leveled: Library, server: ReaderServer
) -> None:
    entry(server, TIDE).labels = {"To Read", "to read"}
    level(leveled)
    put_tags(leveled, TIDE)
    level(leveled)

    assert entry(server, TIDE).labels == set()


def test_a_tag_takes_the_label_that_the_server_has_for_it(
    leveled: Library, server: ReaderServer
) -> None:
    entry(server, TIDE).labels = {"To Read"}
    level(leveled)
    put_tags(leveled, DUNE, "to-read")
    level(leveled)

    assert entry(server, DUNE).labels == {"To Read"}


def test_a_story_that_the_server_has_dropped_stays_as_it_was_marked(
    leveled: Library, server: ReaderServer
) -> None:
    entry(server, DUNE).starred = True
    level(leveled)
    for title in (TIDE, DUNE):
        del server.entries[entry(server, title).number]
    level(leveled)

    assert not marks(leveled, TIDE).read
    assert marks(leveled, DUNE).bookmarked is not None
    mark(leveled, [TIDE], Mark.READ)
    assert status(leveled).waiting == 0


def test_what_comes_back_at_the_server_is_told_of_marks_again(
    leveled: Library, server: ReaderServer
) -> None:
    gone = server.entries.pop(entry(server, TIDE).number)
    level(leveled)
    mark(leveled, [TIDE], Mark.READ)
    server.entries[gone.number] = gone
    level(leveled)
    level(leveled)

    assert gone.read


def test_a_mark_made_while_the_server_answers_is_not_taken_back(
    leveled: Library, server: ReaderServer
) -> None:
    mark(leveled, [TIDE], Mark.READ)
    level(leveled)

    def mark_meanwhile(call: str) -> None:
        if call == "stream/items/ids":
            server.on_call = lambda _: None
            other = Library.open(leveled.folders)
            mark(other, [TIDE], Mark.READ, on=False)
            mark(other, [DUNE], Mark.READ)
            other.close()

    server.on_call = mark_meanwhile
    level(leveled)

    assert not marks(leveled, TIDE).read
    assert marks(leveled, DUNE).read
    level(leveled)
    assert (entry(server, TIDE).read, entry(server, DUNE).read) == (False, True)


def test_many_marks_go_in_batches_of_250(library: Library, server: ReaderServer) -> None:
    for number in range(1, 601):
        server.publish(number, server.feeds[0])
    log_in(library, server)
    level(library)
    library.set_mark(library.store.stories.ids("everything"), Mark.READ, True)
    level(library)

    edits = [pairs for call, pairs in server.calls if call == "edit-tag"]
    sizes = [sum(name == "i" for name, _ in pairs) for pairs in edits]
    assert sizes == [250, 250, 106]
    assert all(one.read for one in server.entries.values())


def test_the_same_story_of_a_feed_and_an_account_is_one(
    library: Library, server: ReaderServer
) -> None:
    there = entry(server, TIDE)
    source_id = library.store.sources.add("https://tides.example/feed", "Tides at home")
    made = pair(1, source="https://tides.example/feed", title=there.title, link=there.link,
                content=there.content, form=ContentForm.HTML)  # fmt: skip
    library.store.stories.save(source_id, [made])
    mark(library, [TIDE], Mark.READ)
    log_in(library, server)
    level(library)

    assert [one for one in headlines(library) if one == TIDE] == [TIDE]
    assert library.store.stories.ids("everything").count(headlines(library)[TIDE]) == 1
    assert len(library.store.stories.ids("everything")) == 6
    assert there.read


def test_other_ids_for_the_same_stories_double_and_mark_nothing(
    leveled: Library, server: ReaderServer
) -> None:
    mark(leveled, [TIDE], Mark.READ)
    level(leveled)
    renumbered = {}
    for feed in server.feeds:
        feed.stream = f"{feed.stream}9"
    for number, one in server.entries.items():
        one.number, one.stream, one.read = number + 500, f"{one.stream}9", False
        renumbered[number + 500] = one
    server.entries = renumbered
    new, errors = level(leveled)

    assert (new, errors) == (0, [])
    assert len(leveled.store.stories.ids("everything")) == 6
    assert len(leveled.store.sources.all()) == 2
    assert [one for one in headlines(leveled) if marks(leveled, one).read] == [TIDE]
    assert entry(server, TIDE).read


def test_nothing_new_is_asked_for_without_texts(leveled: Library, server: ReaderServer) -> None:
    server.calls.clear()
    level(leveled)

    asked = [call for call, _ in server.calls]
    assert asked == ["subscription/list", "tag/list", *["stream/items/ids"] * 3]


def test_a_story_of_an_ended_subscription_that_is_starred_comes_too(
    library: Library, server: ReaderServer
) -> None:
    ended = server.feeds.pop()
    entry(server, DUNE).starred = True
    log_in(library, server)
    level(library)

    assert marks(library, DUNE).bookmarked is not None
    assert [one.title for one in library.store.sources.all()] == ["Tides"]
    assert ended.title == "Dunes"


def put_tags(library: Library, title: str, *tags: str) -> None:
    """Let a story have these tags."""
    story_id = headlines(library)[title]
    change_marks(library.store, [story_id], lambda had: replace(had, tags=tags))


def both_sides_have(library: Library, server: ReaderServer, act: Mark, on: bool) -> None:
    """See that a story has a mark here and at the server, or not, and no other."""
    here, there = marks(library, TIDE), entry(server, TIDE)
    wanted = (on and act is Mark.READ, on and act is Mark.BOOKMARKED)
    assert (here.read, here.bookmarked is not None) == wanted
    assert (there.read, there.starred) == wanted


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("act", [Mark.READ, Mark.BOOKMARKED])
def test_a_mark_that_is_taken_back_after_its_answer_was_lost_stays_taken_back(
    leveled: Library, server: ReaderServer, act: Mark, on: bool
) -> None:
    mark(leveled, [TIDE], act, not on)
    level(leveled)
    server.lose_answer("edit-tag")
    mark(leveled, [TIDE], act, on)
    assert level(leveled)[1]
    mark(leveled, [TIDE], act, not on)
    for _ in range(2):
        assert level(leveled)[1] == []

    both_sides_have(leveled, server, act, not on)


@pytest.mark.parametrize("on", [True, False])
def test_a_tag_that_is_taken_back_after_its_answer_was_lost_stays_taken_back(
    leveled: Library, server: ReaderServer, on: bool
) -> None:
    wanted, other = (("lamps",), ()) if not on else ((), ("lamps",))

    def put(tags: tuple[str, ...]) -> None:
        change_marks(leveled.store, [headlines(leveled)[TIDE]], lambda had: replace(had, tags=tags))

    put(wanted)
    level(leveled)
    server.lose_answer("edit-tag")
    put(other)
    assert level(leveled)[1]
    put(wanted)
    for _ in range(2):
        assert level(leveled)[1] == []

    assert marks(leveled, TIDE).tags == wanted
    assert entry(server, TIDE).labels == set(wanted)


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("act", [Mark.READ, Mark.BOOKMARKED])
def test_a_mark_that_is_taken_back_here_stays_so_though_the_server_does_an_older_request_last(
    leveled: Library, server: ReaderServer, act: Mark, on: bool
) -> None:
    mark(leveled, [TIDE], act, not on)
    level(leveled)
    server.delay("edit-tag")
    mark(leveled, [TIDE], act, on)
    assert level(leveled)[1]
    mark(leveled, [TIDE], act, not on)
    assert level(leveled)[1] == []
    server.do_delayed()
    for _ in range(2):
        assert level(leveled)[1] == []

    both_sides_have(leveled, server, act, not on)


@pytest.mark.parametrize("on", [True, False])
def test_a_tag_that_is_taken_back_here_stays_so_though_the_server_does_an_older_request_last(
    leveled: Library, server: ReaderServer, on: bool
) -> None:
    wanted, other = (("lamps",), ()) if not on else ((), ("lamps",))
    put_tags(leveled, TIDE, *wanted)
    level(leveled)
    server.delay("edit-tag")
    put_tags(leveled, TIDE, *other)
    assert level(leveled)[1]
    put_tags(leveled, TIDE, *wanted)
    assert level(leveled)[1] == []
    server.do_delayed()
    for _ in range(2):
        assert level(leveled)[1] == []

    assert marks(leveled, TIDE).tags == wanted
    assert entry(server, TIDE).labels == set(wanted)


def test_a_request_that_is_done_late_counts_once_and_not_for_ever(
    leveled: Library, server: ReaderServer
) -> None:
    put_tags(leveled, TIDE, "lamps")
    server.delay("edit-tag")
    assert level(leveled)[1]
    put_tags(leveled, TIDE)
    level(leveled)
    server.do_delayed()
    level(leveled)
    entry(server, TIDE).labels = {"lamps"}  # by the person, elsewhere
    level(leveled)

    assert marks(leveled, TIDE).tags == ("lamps",)


def test_what_is_marked_elsewhere_counts_though_a_request_for_the_opposite_may_be_under_way(
    leveled: Library, server: ReaderServer
) -> None:
    server.delay("edit-tag")
    put_tags(leveled, TIDE, "lamps")
    assert level(leveled)[1]
    assert level(leveled)[1] == []
    entry(server, TIDE).labels = set()
    level(leveled)

    assert marks(leveled, TIDE).tags == ()


def test_a_request_is_not_waited_for_longer_than_an_hour(
    leveled: Library, server: ReaderServer
) -> None:
    put_tags(leveled, TIDE, "lamps")
    server.delay("edit-tag")
    assert level(leveled)[1]
    put_tags(leveled, TIDE)
    level(leveled)
    leveled.clock.at = leveled.clock.now() + timedelta(hours=2)
    entry(server, TIDE).labels = {"lamps"}
    level(leveled)

    assert marks(leveled, TIDE).tags == ("lamps",)
