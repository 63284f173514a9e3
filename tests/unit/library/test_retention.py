from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from reader.library import Library
from reader.library.archive_limits import drop_expired, drop_stories
from reader.library.events import join_events
from reader.library.ingest.pipeline import PAGES
from reader.model import Mark, Marks, Progress, Query, Retention, SaveOutcome, Search, Word
from tests.conftest import NOON, fill, pair
from tests.support.due_sources import make_due
from tests.support.reports import events, save, seconds
from tests.support.retention_limits import hits, ids, limit
from tests.support.server import Answer, Server, feed

pytestmark = pytest.mark.time


def went(library: Library, usual: str = "all", days: float = 1000.0) -> dict[int, int]:
    """How many stories of each source go, so many days after the stories."""
    now = NOON + timedelta(days=days)
    told: list[Progress] = []
    found = drop_expired(library.store, Retention.read(usual), now, told.append)
    return {one.source.id: one.stories for one in found}


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("90d 500 20MB", Retention(90, 500, 20_000_000)),
        ("1y", Retention(days=365)),
        ("all", Retention()),
        ("3kb 2W", Retention(days=14, size=3_000)),
        ("1GB", Retention(size=10**9)),
    ],
)
def test_limits_are_written_and_read(words: str, limits: Retention) -> None:
    assert Retention.read(words) == limits
    assert Retention.read(limits.words) == limits


@pytest.mark.parametrize("words", ["often", "0d", "0", "-3", "90d 1y", "9999999y", "1TB", "0MB"])
def test_what_is_no_limit_is_one_sentence(words: str) -> None:
    with pytest.raises(ValueError, match="limit"):
        Retention.read(words)


def test_without_limits_nothing_ever_goes(library: Library) -> None:
    fill(library, 5)

    assert went(library) == {}
    assert len(ids(library)) == 5


def test_what_is_older_than_its_source_is_kept_goes(library: Library) -> None:
    fill(library, 48)  # one an hour

    assert went(library, "1d", days=2) == {1: 23}
    assert ids(library) == list(range(24, 49))


def test_the_newest_so_many_stay(library: Library) -> None:
    fill(library, 10)

    assert went(library, "3") == {1: 7}
    assert ids(library) == [8, 9, 10]
    assert went(library, "3") == {}
    assert library.store.sources.all()[0].stories == 3


def test_the_newest_that_fit_a_size_stay(library: Library) -> None:
    source = library.store.sources.add("/news")
    texts = [pair(number, content="é" * 4_000) for number in range(1, 6)]
    library.store.stories.save(source, texts)
    library.store.full_pages.save(4, "https://news.example/4", "".join(map(chr, range(256, 4_000))))

    assert went(library, "26kB") == {1: 3}
    assert ids(library) == [4, 5]
    assert went(library, "17kB") == {1: 1}  # its page counts too


def test_a_source_can_have_limits_of_its_own(library: Library) -> None:
    fill(library, 4)
    fill(library, 4, "/other")
    fill(library, 4, PAGES)
    limit(library, "all", 2)

    assert went(library, "1") == {1: 3}
    limit(library, "2", 3)
    assert went(library, "all") == {3: 2}


def test_a_source_that_was_given_up_keeps_to_its_limits(library: Library) -> None:
    fill(library, 4)
    library.store.sources.change(library.store.sources.all()[0], subscribed=False)

    assert went(library, "1") == {1: 3}


def test_what_a_person_marked_never_goes(library: Library) -> None:
    fill(library, 9)
    library.store.marks.save(
        {
            1: Marks(bookmarked=NOON),
            2: Marks(tags=("sea",)),
            3: Marks(note="mine"),
            4: Marks(read=True),
        }
    )
    library.group()
    join_events(library.store, 5, 6)

    assert went(library, "1 1d 1kB") == {1: 4}
    assert ids(library) == [1, 2, 3, 5, 6]
    assert library.store.stories.get(3).headline == "Headline 3"


def test_what_is_marked_at_the_last_moment_stays(library: Library) -> None:
    fill(library, 3)
    library.set_mark([1], Mark.BOOKMARKED, on=True)

    assert drop_stories(library.store, [1, 2, 99]) == 1
    assert ids(library) == [1, 3]


def test_a_mark_of_a_story_that_went_is_let_go(library: Library) -> None:
    fill(library, 2)
    drop_stories(library.store, [1])

    library.set_marks({1: Marks(bookmarked=NOON, tags=("sea",)), 2: Marks(bookmarked=NOON)})
    library.store.marks.put_place(1, 20)

    assert library.store.marks.ids_marked("bookmarked") == {2}
    assert library.store.marks.place(1) == 0


def test_the_index_drops_what_the_database_dropped(library: Library) -> None:
    fill(library, 6)
    library.update_index()
    went(library, "2")

    assert library.count_unindexed() == 4
    assert library.update_index() == 0
    assert (hits(library, "keeper"), library.count_unindexed()) == ((6, 5), 0)
    fill(library, 7)
    drop_stories(library.store, [6])
    library.update_index()
    assert hits(library, "keeper") == (7, 5)
    library.update_index(anew=True)
    assert (hits(library, "keeper"), library.count_unindexed()) == ((7, 5), 0)


def test_what_comes_and_goes_between_two_looks_is_never_in_the_index(library: Library) -> None:
    fill(library, 1)
    library.update_index()
    fill(library, 3)
    drop_stories(library.store, [2])

    library.update_index()

    assert (hits(library, "keeper"), library.count_unindexed()) == ((3, 1), 0)


def test_an_open_index_sees_what_went(library: Library) -> None:
    fill(library, 3)
    library.update_index()
    with closing(library.open_index()) as index:
        search = Search(Query(Word("keeper")), "newest")
        assert library.search(index, search).total == 3
        drop_stories(library.store, [2])
        library.update_index()
        index.refresh()
        assert library.search(index, search).ids == (3, 1)
        library.squeeze_index()
        assert library.search(index, search).ids == (3, 1)
        index.refresh()
        assert library.search(index, search).ids == (3, 1)


def test_the_rest_of_an_event_stays_an_event(library: Library) -> None:
    save(library, [1, 2, 1, 1, 2, 1])
    library.group()
    assert sorted(map(sorted, events(library))) == [[1, 3, 4, 6], [2, 5]]

    drop_stories(library.store, [1, 2, 4])

    (event,) = library.store.events.all()
    assert (event.id, set(event.stories), event.lead) == (3, {3, 6}, 6)
    assert library.store.events.members([5]) == {}
    assert {one.event for one in library.store.events.members_with_story(6)} == {3}
    save(library, [1], first=7)
    library.group()
    assert events(library) == [{3, 6, 7}]


def test_an_event_that_loses_its_lead_gets_another(library: Library) -> None:
    save(library, [1, 1, 1])
    library.group()
    drop_stories(library.store, [3])

    assert library.store.events.all()[0].lead == 2
    assert library.store.events.members_between(0, seconds(9))[-1].mark.story == 2


def test_a_story_that_went_does_not_come_back_as_new(library: Library, server: Server) -> None:
    server.pages["/feed"] = Answer(feed("storm", "calm", "fog"))
    list(library.add(server.url("/feed")))
    limit(library, "1")
    make_due(library)
    server.pages["/feed"] = Answer(feed("storm", "calm", "fog", "rain"))

    told = list(library.refresh())
    assert sum(new for _, new in told) == 1
    assert told[-1][0].note == "3 old stories dropped"
    make_due(library)
    server.pages["/feed"] = Answer(feed("storm", "calm", "fog", "rain", "sun"))
    assert sum(new for _, new in library.refresh()) == 1
    assert [library.store.stories.get(one).headline for one in ids(library)] == ["sun"]


def test_a_bookmark_from_elsewhere_brings_its_story_back(library: Library) -> None:
    fill(library, 2)
    library.set_mark([1], Mark.BOOKMARKED, on=True)
    lines = list(library.bookmark_lines())
    library.set_mark([1], Mark.BOOKMARKED, on=False)
    drop_stories(library.store, [1])

    assert list(library.import_bookmarks(iter(lines), "x")) == []

    (kept,) = library.store.stories.ids("bookmarks")
    assert library.store.stories.get(kept).headline == "Headline 1"
    source = library.store.sources.add("/news")
    library.store.stories.save(source, [pair(1, content="Now it is told anew, says the keeper.")])
    assert "told anew" in library.store.stories.get(kept).text


def test_what_another_source_has_too_goes_only_when_that_one_has_limits(library: Library) -> None:
    fill(library, 1)
    other = library.store.sources.add("/other", "Other")
    told = pair(1, source="/other", guid="elsewhere")
    assert library.store.stories.save(other, [told]) == [SaveOutcome.SHARED]
    limit(library, "1d")

    assert went(library) == {}
    limit(library, "5000", other)
    assert went(library) == {1: 1}
    assert library.store.stories.save(other, [told]) == [SaveOutcome.SAME]
    assert {one.stories for one in library.store.sources.all()} == {0}
