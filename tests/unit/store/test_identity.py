"""Which posts of a feed are one story, and which are not, whatever their guids say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from reader.library import Library
from reader.model import Marks, Story
from reader.model.url_identity import without_tracking
from reader.store.identity.agreement import headlines_agree, texts_agree
from tests.conftest import NOON, entry, pair

DAY = timedelta(days=1)
SHIPS = "The harbour master counted forty ships at the quay before the fog came in from the sea."
BREAD = "My neighbour bakes rye bread every morning, and nobody on this street has ever complained."
TEASER = (
    "Pilots of the river will stay ashore from Monday on, as their talks about night work failed."
)
OPINION = " ".join(
    f"Whoever keeps a bakery as I do knows the {number}th reason to sleep." for number in range(20)
)


@dataclass(frozen=True)
class Item:
    """An item of a feed; what is empty is left out."""

    title: str
    text: str = SHIPS
    guid: str = ""
    link: str = ""
    date: str = ""

    def xml(self) -> str:
        named = {
            "title": self.title,
            "description": self.text,
            "guid": self.guid,
            "link": self.link,
            "pubDate": self.date,
        }
        inner = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in named.items() if text)
        return f"<item>{inner}</item>"


class Feeds:
    """Feeds in files that a library reads, time and again."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.folder = folder

    def read(self, *items: Item, name: str = "tides") -> int:
        """Read a feed; how many stories were new."""
        path = self.folder / f"{name}.xml"
        inside = "".join(item.xml() for item in items)
        path.write_text(
            f"<rss version='2.0'><channel><title>{name}</title>{inside}</channel></rss>"
        )
        return sum(new for _, new in self.library.add(str(path)))

    def stories(self) -> list[Story]:
        """All stories in the order of the list."""
        return self.library.store.stories.by_ids(list(self.library.store.stories.ids("all")))

    def headlines(self) -> list[str]:
        return [story.headline for story in self.stories()]


@pytest.fixture
def feeds(library: Library, tmp_path: Path) -> Feeds:
    return Feeds(library, tmp_path)


def post(name: str, **given: str) -> Item:
    fields = {"guid": name, "link": f"https://tides.example/{name}", "text": f"{SHIPS} {name}."}
    return Item(**({"title": name} | fields | given))


@pytest.mark.parametrize("link", ["https://tides.example/{}", "https://tides.example/", ""])
def test_posts_under_one_guid_in_one_document_are_stories_of_their_own(
    feeds: Feeds, link: str
) -> None:
    items = [
        post("Fog", guid="news", link=link.format("fog"), text="Fog all day."),
        post("Ice", guid="news", link=link.format("ice"), text="Ice by night."),
        post("Sun", guid="news", link=link.format("sun"), text="Sun at last."),
    ]

    assert feeds.read(*items) == 3
    assert feeds.read(*items) == feeds.read(*reversed(items)) == feeds.read(items[1]) == 0
    assert sorted(feeds.headlines()) == ["Fog", "Ice", "Sun"]
    assert not any(feeds.library.store.copies.versions(number) for number in (1, 2, 3))


def test_one_headline_with_several_texts_under_one_guid_is_several_stories(feeds: Feeds) -> None:
    items = [post("Daily", guid="news", link="", text=text) for text in (SHIPS, BREAD)]

    assert feeds.read(*items) == 2
    assert feeds.read(*items) == 0


def test_the_same_item_twice_in_a_document_is_one_story(feeds: Feeds) -> None:
    assert feeds.read(post("Fog"), post("Fog")) == 1
    assert feeds.read(post("Fog"), post("Fog")) == 0


def test_an_edit_of_one_of_several_posts_with_a_guid_is_no_new_story(feeds: Feeds) -> None:
    fog, ice = post("Fog", guid="news"), post("Ice", guid="news")
    feeds.read(fog, ice)

    edited = post("Ice", guid="news", title="Ice breaks", text="The frozen basin is open again.")
    assert feeds.read(fog, edited) == 0
    assert sorted(feeds.headlines()) == ["Fog", "Ice breaks"]


def test_of_posts_with_one_guid_the_one_that_was_kept_alone_before_is_not_doubled(
    library: Library, feeds: Feeds
) -> None:
    feeds.read(post("Sun", guid="news"))

    assert feeds.read(post("Fog", guid="news"), post("Sun", guid="news")) == 1
    assert feeds.read(post("Fog", guid="news"), post("Sun", guid="news")) == 0
    assert library.store.stories.get(1).headline == "Sun"


def test_a_guid_that_another_post_gets_later_leaves_the_first_as_it_was(
    library: Library, feeds: Feeds
) -> None:
    old = post("Fog warning", guid="latest", text=SHIPS, date="Mon, 01 Jan 2024 10:00:00 GMT")
    new = post("Ice report", guid="latest", text=BREAD, date="Tue, 09 Jan 2024 10:00:00 GMT")
    feeds.read(old)
    library.store.marks.save({1: Marks(read=True, bookmarked=NOON)})

    assert feeds.read(new) == 1
    assert [feeds.read(one) for one in (old, new, old)] == [0, 0, 0]

    assert feeds.headlines() == ["Ice report", "Fog warning"]
    first, second = library.store.stories.rows([1, 2])
    assert (first.headline, first.read, first.bookmarked, first.edited) == (
        *("Fog warning", True, True, False),
    )
    assert (second.read, second.bookmarked) == (False, False)


def test_a_page_that_is_put_out_anew_weeks_later_is_a_new_story(feeds: Feeds) -> None:
    early = post("Release 7", date="Sun, 06 Sep 2026 09:00:00 GMT", text=SHIPS)
    again = post("Release 7", title="Release 7, at last", text=BREAD)

    feeds.read(early)
    assert feeds.read(Item(**(vars(again) | {"date": "Sat, 14 Nov 2026 09:00:00 GMT"}))) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"text": BREAD},
        {"title": "Ships leave", "text": BREAD},
        {"title": "Ships leave", "text": f"{SHIPS} They leave tomorrow.", "link": ""},
        {"link": "https://tides.example/ships-leave"},
        {"title": "Ships leave", "text": BREAD, "date": "Sat, 14 Nov 2026 09:00:00 GMT"},
        {
            "title": "Ships leave",
            "text": BREAD,
            "link": "https://tides.example/new",
            "date": "Fri, 13 Nov 2026 09:00:00 GMT",
        },
    ],
)
def test_a_post_that_is_edited_stays_one_story(feeds: Feeds, changed: dict[str, str]) -> None:
    first = {"guid": "ships", "text": SHIPS, "date": "Fri, 13 Nov 2026 09:00:00 GMT"}
    feeds.read(post("Ships come", **first))

    assert feeds.read(post("Ships come", **(first | changed))) == 0


def test_posts_with_neither_link_nor_date_under_one_guid_follow_each_other(feeds: Feeds) -> None:
    feeds.read(Item("Fog", guid="today", text=SHIPS))

    assert feeds.read(Item("Bread", guid="today", text=BREAD)) == 1
    assert feeds.read(Item("Bread", guid="today", text="")) == 0


def test_headlines_alone_tell_posts_of_one_guid_apart(feeds: Feeds) -> None:
    feeds.read(Item("Fog over the harbour", guid="today", text=""))

    assert feeds.read(Item("Fog over the harbour again", guid="today", text="")) == 0
    assert feeds.read(Item("Ice in the basin", guid="today", text="")) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://tides.example/fog?utm_campaign=1", "https://tides.example/fog?utm_campaign=2"),
        ("https://tides.example/fog", "https://tides.example/fog?fbclid=x#xtor=RSS-1"),
        ("http://tides.example/fog", "https://www.tides.example/fog"),
        ("https://tides.example/fog?id=1&utm_id=2", "https://tides.example/fog?id=1"),
    ],
)
def test_a_link_whose_tracking_changes_brings_no_story_again(
    feeds: Feeds, before: str, after: str
) -> None:
    feeds.read(Item("Fog", link=before), Item("Ice", link="https://tides.example/ice"))

    for _ in range(2):
        assert feeds.read(Item("Fog", link=after), Item("Ice", link=before + "/ice")) <= 1
    assert len(feeds.headlines()) <= 3
    assert feeds.headlines().count("Fog") == 1


def test_stories_of_an_earlier_version_are_known_by_their_links_without_tracking(
    library: Library, feeds: Feeds
) -> None:
    feeds.read(Item("Fog", link="https://tides.example/fog"))
    connection = library.store.database.connection
    connection.execute("UPDATE story SET key = 'https://tides.example/fog?utm_source=rss'")
    library.store.marks.save({1: Marks(bookmarked=NOON)})

    assert feeds.read(Item("Fog", link="https://tides.example/fog?utm_source=rss")) == 0
    assert list(library.store.stories.ids("bookmarks")) == [1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"guid": "http://tides.example/fog"}, {"guid": "https://tides.example/fog"}),
        ({"guid": "12"}, {"guid": "post-12"}),
        ({"guid": ""}, {"guid": "12"}),
        ({"guid": "12"}, {"guid": ""}),
        (
            {"guid": "http://tides.example/fog"},
            {"guid": "https://tides.example/fog", "title": "Fog, still"},
        ),
    ],
)
def test_a_guid_that_changes_alone_doubles_no_story(
    library: Library, feeds: Feeds, before: dict[str, str], after: dict[str, str]
) -> None:
    feeds.read(post("Fog", **before))
    library.store.marks.save({1: Marks(read=True)})

    assert feeds.read(post("Fog", **after)) == 0
    assert feeds.read(post("Fog", **after)) == 0
    assert library.store.stories.rows([1])[0].read


def test_two_guids_in_one_document_are_two_stories_however_alike(feeds: Feeds) -> None:
    items = [post("Fog", guid="1"), post("Fog", guid="2")]

    assert feeds.read(*items) == 2
    assert feeds.read(*items) == feeds.read(*items) == 0


def test_another_headline_or_date_under_a_new_guid_is_a_new_story(feeds: Feeds) -> None:
    feeds.read(post("Build passed", guid="1", date="Fri, 13 Nov 2026 09:00:00 GMT"))

    assert feeds.read(post("Build passed", guid="2", date="Fri, 13 Nov 2026 10:00:00 GMT")) == 1


def test_a_copy_under_a_new_guid_stays_the_copy_of_its_story(feeds: Feeds) -> None:
    feeds.read(post("Fog"), name="tides")
    feeds.read(post("Fog", guid="7"), name="waves")

    assert feeds.read(post("Fog", guid="8"), name="waves") == 0
    assert feeds.read(post("Fog", guid="8"), name="waves") == 0
    assert len(feeds.stories()) == 1


def test_what_a_link_blog_says_of_a_page_is_a_story_of_its_own(feeds: Feeds) -> None:
    page = "https://river.example/pilots"
    feeds.read(Item("Pilots of the river go on strike", TEASER, page, page), name="river")
    feeds.library.store.marks.save({1: Marks(bookmarked=NOON)})

    said = [
        Item("★ On bread and sleep", OPINION, "b-1", page),
        Item("★ A word on pilots", f"{TEASER} {OPINION}", "b-2", page + "/"),
        Item("Pilots of the river go on strike", f"{BREAD} {SHIPS}", "b-3", page + "?utm_source=b"),
    ]
    new = [feeds.read(one, name=f"bakery{number}") for number, one in enumerate(said)]

    assert new == [1, 1, 1]
    kept = feeds.library.store.stories.get(1)
    assert (kept.headline, kept.text) == ("Pilots of the river go on strike", TEASER)


def test_a_pointer_to_a_page_is_no_story_of_its_own(feeds: Feeds) -> None:
    page = "https://river.example/pilots"
    feeds.read(Item("Pilots of the river go on strike", TEASER, page, page), name="river")

    assert (
        feeds.read(Item("Pilots of the river go on strike", "Comments", "1", page), name="n") == 0
    )
    assert feeds.stories()[0].text == TEASER


def test_the_source_on_the_links_own_host_leads(library: Library) -> None:
    page = {"link": "https://www.river.example/pilots", "title": "Pilots strike"}
    guest, home = (
        library.store.sources.add(place)
        for place in ("https://planet.example/feed", "https://feeds.river.example/all.xml")
    )
    teaser = pair(1, content=TEASER, source="", guid="home", **page)
    for source_id, one in (
        (guest, pair(1, content=f"{TEASER} {OPINION}", source="", guid="guest", **page)),
        (home, teaser),
        (guest, pair(1, content=f"{TEASER} {OPINION} {BREAD}", source="", guid="guest", **page)),
    ):
        library.store.stories.save(source_id, [one])

    assert library.store.stories.counts().all == 1
    assert library.store.stories.get(1).text == TEASER


def test_two_feeds_of_one_outlet_bring_one_story_in_the_fuller_words(library: Library) -> None:
    page = {"link": "https://river.example/pilots", "source": ""}
    sources = [library.store.sources.add(f"https://river.example/{name}") for name in "abc"]
    texts = [
        (TEASER, "Pilots of the river go on strike"),
        (BREAD, "Pilots of the river go on strike"),
        (f"{TEASER} {OPINION}", "No pilots from Monday"),
    ]
    for number, (source_id, (text, title)) in enumerate(zip(sources, texts, strict=True), start=1):
        one = pair(number, content=text, title=title, guid=f"{number}", **page)
        library.store.stories.save(source_id, [one])

    assert library.store.stories.counts().all == 1
    assert library.store.stories.get(1).headline == "No pilots from Monday"


def test_a_guest_may_point_to_a_page_and_say_a_word_about_it(library: Library) -> None:
    page = {"link": "https://river.example/pilots", "title": "Pilots strike", "source": ""}
    home = library.store.sources.add("https://river.example/feed")
    for number, text in enumerate((SHIPS, OPINION), start=1):
        guest = library.store.sources.add(f"https://guest{number}.example/feed")
        library.store.stories.save(guest, [pair(number, content=text, guid=f"{number}", **page)])
    library.store.stories.save(home, [pair(3, content=TEASER, guid="3", **page)])

    stories = library.store.stories.by_ids([1, 2, 3])
    assert [story.text for story in stories] == [TEASER, OPINION]


def test_nobody_replaces_words_that_say_something_where_the_page_is_nobodys(feeds: Feeds) -> None:
    page = "https://river.example/pilots"
    feeds.read(Item("Pilots strike", TEASER, page, page), name="river")
    feeds.read(Item("Pilots strike", f"{TEASER} {OPINION}", "b", page), name="bakery")

    assert [story.text for story in feeds.stories()] == [TEASER]


def test_posts_of_one_page_and_guid_with_no_dates_are_edits(feeds: Feeds) -> None:
    feeds.read(Item("Fog", SHIPS, "1", "https://tides.example/now"))

    assert feeds.read(Item("Bread", BREAD, "1", "https://tides.example/now")) == 0


def test_a_story_about_the_page_of_another_names_its_host(library: Library) -> None:
    source_id = library.store.sources.add("https://bakery.example/feed")
    library.store.stories.save(source_id, [pair(1, link="https://www.river.example/pilots")])
    library.store.stories.save(source_id, [pair(2, link="https://bakery.example/bread")])

    told = [library.store.copies.story_context(number).elsewhere for number in (1, 2)]
    assert told == ["river.example", ""]


def test_a_source_stands_where_most_of_its_links_lead(library: Library) -> None:
    source_id = library.store.sources.add("/saved/feed.xml")
    links = [f"https://river.example/{number}" for number in range(5)]
    pairs = [pair(number, link=link) for number, link in enumerate(links, start=1)]
    library.store.stories.save(source_id, [*pairs, pair(9, link="https://bakery.example/bread")])

    told = [library.store.copies.story_context(number).elsewhere for number in (1, 6)]
    assert told == ["", "bakery.example"]


def test_the_first_of_a_document_is_its_newest(feeds: Feeds) -> None:
    feeds.read(*map(post, ("A", "B", "C")))
    feeds.read(*map(post, ("Y", "Z", "A", "B")))
    equal = "Fri, 13 Nov 2026 09:00:00 GMT"
    feeds.read(*(post(name, date=equal) for name in ("K", "L")), name="waves")

    assert feeds.headlines() == ["Y", "Z", "A", "B", "C", "K", "L"]


def test_of_stories_without_dates_the_last_of_the_document_go_first(
    library: Library, feeds: Feeds
) -> None:
    from reader.model import Retention

    feeds.read(*map(post, "ABCDEF"))
    beyond = library.store.expired_stories.ids_beyond_limits(1, Retention(count=3), NOON)

    gone = library.store.stories.by_ids(list(beyond))
    assert sorted(story.headline for story in gone) == ["D", "E", "F"]


def test_stories_without_dates_of_a_first_reading_stand_below_the_dated_ones_of_the_day(
    library: Library, feeds: Feeds
) -> None:
    now = library.clock.now()
    today = now.isoformat()
    feeds.read(*map(post, ("A", "B")), post("Dated", date=today), name="waves")
    feeds.read(post("Later"), *map(post, ("A", "B")), name="waves")

    assert feeds.headlines() == ["Later", "Dated", "A", "B"]
    rows = library.store.stories.rows(list(library.store.stories.ids("all")))
    assert [row.dated for row in rows] == [False, True, False, False]
    assert all(abs(now - (row.seen or row.published)) < DAY / 24 for row in rows)


def test_a_date_to_come_lifts_no_story_above_those_of_today(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    for number, published in ((1, NOON + 400 * DAY), (2, NOON + DAY), (3, NOON + 2 * DAY)):
        one = pair(number, published=published.isoformat(), arrived=NOON + number * DAY)
        library.store.stories.save(source_id, [one])

    assert list(library.store.stories.ids("all")) == [3, 2, 1]
    row = library.store.stories.rows([1])[0]
    assert (row.published, row.dated) == (NOON + DAY, False)
    assert row.ahead == library.store.stories.get(1).published == NOON + 400 * DAY
    assert library.store.stories.dated_story(1)[1] == int((NOON + DAY).timestamp())


def test_a_story_stands_by_its_date_once_that_has_come(library: Library) -> None:
    source_id = library.store.sources.add("/news")
    when = NOON + 5 * DAY
    library.store.stories.save(source_id, [pair(1, published=when.isoformat(), arrived=NOON)])
    before = library.store.database.meta("revision")

    library.store.stories.settle_dates(int((when - DAY).timestamp()))
    assert library.store.database.meta("revision") == before
    library.store.stories.settle_dates(int(when.timestamp()))

    row = library.store.stories.rows([1])[0]
    assert (row.published, row.dated, row.ahead) == (when, True, None)
    assert library.store.database.meta("revision") != before


def test_stories_that_an_earlier_version_put_into_the_future_are_taken_back(
    library: Library,
) -> None:
    source_id = library.store.sources.add("/news")
    library.store.stories.save(source_id, [pair(1, arrived=NOON)])
    ahead = int((NOON + 400 * DAY).timestamp())
    connection = library.store.database.connection
    connection.execute("UPDATE story SET published = ?, dated = 1", (ahead,))
    connection.execute("DELETE FROM moment")

    library.store.stories.settle_dates(int((NOON + DAY).timestamp()))

    row = library.store.stories.rows([1])[0]
    assert (row.published, row.dated, row.ahead) == (NOON, False, NOON + 400 * DAY)


@pytest.mark.parametrize("again", ["", (NOON - DAY).isoformat(), (NOON + 9 * DAY).isoformat()])
def test_a_date_to_come_that_is_changed_is_followed(library: Library, again: str) -> None:
    source_id = library.store.sources.add("/news")
    first = pair(1, published=(NOON + 5 * DAY).isoformat(), arrived=NOON)
    library.store.stories.save(source_id, [first])

    library.store.stories.save(source_id, [pair(1, published=again, arrived=NOON + DAY)])

    row = library.store.stories.rows([1])[0]
    past = bool(again) and again < NOON.isoformat()
    assert (row.published, row.dated) == ((NOON - DAY, True) if past else (NOON, False))
    told = library.store.stories.get(1).published
    assert (told.isoformat() if told else "") == again


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ("https://a.example/x?utm_source=rss", "https://a.example/x"),
        ("https://a.example/x?id=1&utm_source=rss&b=", "https://a.example/x?id=1&b="),
        ("https://a.example/x?#top", "https://a.example/x?#top"),
        ("https://a.example/x?a=1&&b=2#xtor=RSS-1", "https://a.example/x?a=1&&b=2"),
        ("tag:a.example,2026:utm_source=1", "tag:a.example,2026:utm_source=1"),
    ],
)
def test_only_tracking_is_taken_out_of_a_link(link: str, plain: str) -> None:
    assert without_tracking(link) == plain
    assert entry(link=link, guid="").key == plain


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Fog over the harbour", "FOG OVER THE HARBOUR", True),
        ("Fog over the harbour", "Fog over the harbour - The Tideline", True),
        ("Fog over the harbour", "Fog lies over the harbour", True),
        ("渡船因雾停航", "渡船因雾停航 港口日报", True),
        ("Fog over the harbour", "Ice in the basin", False),
        ("Fog", "Fog and ice and snow", False),
        ("", "", False),
        ("!!!", "???", True),
    ],
)
def test_headlines_agree_when_one_is_the_other_reworded(one: str, other: str, agree: bool) -> None:
    assert headlines_agree(one, other) == headlines_agree(other, one) == agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (SHIPS, SHIPS + " " + OPINION, True),
        (SHIPS, BREAD, False),
        (
            "港口管理员在雾来之前数了四十艘船。",
            "港口管理员在雾来之前数了四十艘船。然后回家。",
            True,
        ),
        ("港口管理员在雾来之前数了四十艘船。", "我的邻居每天早上烤黑麦面包。", False),
        ("Fog.", "Fog.", True),
        ("Fog.", "Ice.", False),
        ("", "", False),
    ],
)
def test_texts_agree_when_one_tells_what_the_other_does(one: str, other: str, agree: bool) -> None:
    assert texts_agree(one, other) == texts_agree(other, one) == agree


def test_a_post_with_its_headline_or_moment_is_no_other(feeds: Feeds) -> None:
    later = {"guid": "1", "date": "Tue, 01 Jan 2030 09:00:00 GMT"}
    feeds.read(post("Fog", text=SHIPS, **later))

    assert feeds.read(post("Bread", text=BREAD, **later)) == 0


def steps_to_look_up(library: Library, many: int) -> int:
    """What a page of new stories costs a source with so many, in hundreds of SQLite's steps."""
    source_id = library.store.sources.add(f"/{many}", "News")
    pairs = [
        pair(number, guid=f"{many} {number}", content=f"{SHIPS} {BREAD} {TEASER} {many} {number}.")
        for number in range(many + 100)
    ]
    library.store.stories.save(source_id, pairs[100:])
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    connection = library.store.database.connection
    connection.set_progress_handler(count, 100)
    library.store.stories.identify(source_id, pairs[:100])
    connection.set_progress_handler(None, 0)
    return steps


def test_what_a_new_story_costs_does_not_grow_with_its_source(library: Library) -> None:
    few = steps_to_look_up(library, 10)

    assert steps_to_look_up(library, 1000) <= few + 10
