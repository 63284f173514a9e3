"""The briefing: what came since a moment, events first, each thing once, and with an end."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from reader.library import Library
from reader.library.reports.brief_export import (
    about_item,
    briefing_as_epub,
    briefing_as_html,
    briefing_as_markdown,
)
from reader.library.reports.briefing import Briefing, BriefItem, make_briefing
from reader.library.reports.lede import lede_of
from reader.library.reports.story_html import story_html
from reader.library.reports.visits import note_visit, parse_since, since_last_visit
from reader.model import Mark, QueryError, Span, SpanKind
from tests.conftest import pair
from tests.support.reports import written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
HOUR = timedelta(hours=1)


def save(library: Library, location: str, number: int, hours: float = 3, **given: object) -> int:
    """Save a story of a source that came and was published so many hours ago; its id."""
    when = NOW - hours * HOUR
    fields: dict[str, object] = {
        "title": f"Notice {number} of {location}",
        "content": f"The {location} harbour office puts up notice {number}. It has {number} lines.",
        "link": f"https://{location}.example/{number}",
        "guid": f"{location}-{number}",
        "outlet": location.title(),
        "published": when.isoformat(),
        "arrived": when,
    }
    source = library.store.sources.add(f"https://{location}.example/feed", location.title())
    library.store.stories.save(source, [pair(number, **(fields | given))])
    return max(library.store.stories.ids("all"))


def save_report(
    library: Library, event: int, location: str, length: int = 16, hours: float = 3
) -> int:
    """Save a report of an event by an outlet; its id."""
    version = sum(map(ord, location))
    headline, text = written(event, version, length)
    return save(library, location, event, hours, title=headline, content=text)


def brief(library: Library, minutes: int = 10) -> Briefing:
    """The briefing since yesterday."""
    library.group()
    return make_briefing(library.store, YESTERDAY, NOW, minutes)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_lede_that_is_news_is_told_once(library: Library, is_first: bool) -> None:
    headline, text = written(1, 1)
    first = save(library, "ebb", 1, hours=60, title=headline, content=text)
    news = "The mayor, Odalys Wren, spoke of 417 boats."
    parts = (news, text) if is_first else (text, news)
    save(library, "flood", 1, title=f"Flood: {headline}", content="\n\n".join(parts))
    library.set_mark([first], Mark.READ, True)

    (item,) = brief(library).events

    assert item.news == (news,)
    assert bool(item.lede) is not is_first


def test_events_come_first_by_how_many_outlets_report_them(library: Library) -> None:
    for location in ("ebb", "flood"):
        save_report(library, 1, location)
    for location in ("gull", "tern", "heron"):
        save_report(library, 2, location)
    alone = save(library, "lock", 9)

    told = brief(library)

    assert [len(item.outlets) for item in told.events] == [3, 2]
    assert [item.story for item in told.singles] == [alone]
    assert told.rest == ()


def test_the_fullest_report_stands_for_its_event(library: Library) -> None:
    save_report(library, 1, "ebb", 8)
    fullest = save_report(library, 1, "flood", 30)
    save_report(library, 1, "gull", 8)

    (item,) = brief(library).events

    assert (item.story, item.reports, item.outlets[0]) == (fullest, 3, "Flood")
    assert len(item.unread) == 3
    assert item.lede.startswith(library.store.stories.get(fullest).text.split("\n")[0])


def test_what_is_new_against_read_reports_is_told_and_what_is_not_new_is_only_counted(
    library: Library,
) -> None:
    headline, text = written(1, 1)
    first = save(library, "ebb", 1, hours=60, title=headline, content=text)
    more = f"{text}\n\nThe mayor, Odalys Wren, spoke of 417 boats.\n\nIt rained."
    later = save(library, "flood", 1, title=f"Flood: {headline}", content=more)
    less = "\n\n".join(text.split("\n\n")[:9])
    same = save(library, "gull", 1, hours=1, title=f"Gull: {headline}", content=less)
    library.set_mark([first], Mark.READ, True)

    briefing = brief(library)
    (item,) = briefing.events

    assert (item.story, item.read, item.reports) == (later, 1, 3)
    assert item.news == ("The mayor, Odalys Wren, spoke of 417 boats.",)
    library.set_mark([later], Mark.READ, True)
    briefing = brief(library)
    assert briefing.events == ()
    assert [(one.name, one.stories) for one in briefing.rest] == [("Gull", 1)]
    assert library.store.stories.known_ids([same]) == [same]


def test_a_briefing_of_nothing_takes_no_time(library: Library) -> None:
    told = make_briefing(library.store, YESTERDAY, NOW, 10)

    assert (told.minutes, told.items) == (0, ())


def test_nothing_is_listed_twice_and_nothing_that_was_read(library: Library) -> None:
    for event in range(1, 5):
        for location in ("ebb", "flood"):
            save_report(library, event, location)
    singles = [save(library, f"lock{number}", number) for number in range(10, 16)]
    library.set_mark(singles[:3], Mark.READ, True)

    told = brief(library)
    listed = [item.story for item in told.items]

    assert len(listed) == len(set(listed)) == 7
    assert not set(singles[:3]) & set(told.unread)
    assert sorted(set(told.unread)) == sorted(told.unread)


def test_what_is_hidden_is_neither_listed_nor_counted(library: Library) -> None:
    hidden, shown = save(library, "ebb", 1), save(library, "ebb", 2)
    library.set_mark([hidden], Mark.HIDDEN, True)

    told = brief(library)

    assert (told.unread, told.left_out) == ([shown], 0)


def test_what_has_no_room_is_counted_by_source(library: Library) -> None:
    for number in range(40):
        save(library, f"lock{number % 2}", number, content=f"Sluice {number} opens at dawn. " * 60)

    told = brief(library, minutes=1)

    assert 0 < sum(item.seconds for item in told.items) <= 60
    assert len(told.unread) + told.left_out == 40
    assert sum(one.stories for one in told.rest) == told.left_out > 0


def test_sources_that_write_often_are_counted_and_the_most_seldom_stand_first(
    library: Library,
) -> None:
    for number in range(80):
        save(library, "torrent", number)
    for number in range(3):
        save(library, "brook", number, hours=2)
    rare = save(library, "spring", 1, hours=20)

    told = brief(library)

    assert told.singles[0].story == rare
    assert {item.outlets for item in told.singles} == {("Spring",), ("Brook",)}
    assert [(one.name, one.stories) for one in told.rest] == [("Torrent", 80)]


def test_only_what_came_since_counts_and_nothing_that_is_old_already(library: Library) -> None:
    save(library, "ebb", 1, hours=30)
    save(library, "ebb", 2, hours=24 * 9, arrived=NOW)
    late = save(library, "ebb", 3, hours=40, arrived=NOW - HOUR)

    told = brief(library)

    assert [item.story for item in told.items] == [late]


def test_events_leave_single_stories_a_part_of_the_time(library: Library) -> None:
    for event in range(1, 13):
        for location in ("ebb", "flood"):
            save_report(library, event, location)
    single = save(library, "lock", 9)

    told = brief(library, minutes=1)

    assert [item.story for item in told.singles] == [single]
    assert told.events


def test_visits_with_few_hours_between_them_are_one(library: Library) -> None:
    store = library.store
    assert since_last_visit(store, NOW) == NOW - timedelta(days=1)

    note_visit(store, NOW - 30 * HOUR, NOW - 29 * HOUR)
    assert since_last_visit(store, NOW) == NOW - 29 * HOUR
    assert since_last_visit(store, NOW - 28 * HOUR) == NOW - 52 * HOUR

    note_visit(store, NOW - 10 * HOUR, NOW - 9 * HOUR)
    note_visit(store, NOW - 8 * HOUR, NOW - 2 * HOUR)
    assert since_last_visit(store, NOW) == NOW - 29 * HOUR
    assert since_last_visit(store, NOW + 3 * HOUR) == NOW - 2 * HOUR


def test_what_is_no_two_moments_is_no_visit(library: Library) -> None:
    with library.store.database.batch():
        library.store.database.set_meta("visits", "x 1")

    assert since_last_visit(library.store, NOW) == NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24h", YESTERDAY),
        ("36H", NOW - 36 * HOUR),
        ("7d", NOW - timedelta(days=7)),
        ("today", NOW.replace(hour=0)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_written_as_hours_days_or_a_date(text: str, moment: datetime) -> None:
    assert parse_since(text, NOW) == moment


@pytest.mark.parametrize(
    "text", ["", "h", "-1h", "²h", "9999999h", "soon", "2026-12-01", "\x1b[2J"]
)
def test_what_is_no_past_moment_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is no time that is past"):
        parse_since(text, NOW)


def test_a_briefing_can_begin_with_the_calendar(library: Library) -> None:
    story = save(library, "ebb", 1)

    told = make_briefing(library.store, datetime(1, 1, 1, tzinfo=UTC), NOW, 10)

    assert told.unread == [story]


@pytest.mark.parametrize(
    ("text", "deck", "lede"),
    [
        ("One tide. Two tides.", "", "One tide. Two tides."),
        ("", "What the sea did.", "What the sea did."),
        ("Headline 1.\n\nThe rest of it.", "", "The rest of it."),
        ("Short. " + "Long " * 90 + "end.", "", "Short."),
        ("sea" * 900, "", "sea" * 200 + "…"),
        ("潮が満ちた。船は港を出た。", "", "潮が満ちた。船は港を出た。"),
        ("海水漲潮了。\n\n船出港了！漁民很高興。", "", "海水漲潮了。 船出港了！漁民很高興。"),
    ],
)
def test_the_lede_is_the_first_sentences_but_not_the_headline(
    text: str, deck: str, lede: str
) -> None:
    story = pair(1, content="x", title="Headline 1")[1]
    assert lede_of(replace(story, text=text, deck=deck)) == lede


QUAY = "The quay is to be raised"


@pytest.mark.parametrize(
    ("headline", "text", "lede"),
    [
        (QUAY, f"{QUAY}. Work begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY.upper()}!\nWork begins in May.", "Work begins in May."),
        (QUAY, f"“{QUAY}.” Work begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY} – Work begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY} | Work begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY}: work begins in May.", "work begins in May."),
        (QUAY, f"{QUAY} Work begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY}\n{QUAY}\nWork begins in May.", "Work begins in May."),
        (QUAY, f"{QUAY}\n-3 degrees in May.", "-3 degrees in May."),
        (QUAY, f"Sea: {QUAY}. Work begins.", f"Sea: {QUAY}. Work begins."),
        (QUAY, f"Work begins. {QUAY}. All of it.", "Work begins. All of it."),
        (QUAY, f"{QUAY} before May, they say.", f"{QUAY} before May, they say."),
        (QUAY, f"{QUAY}, they say.", f"{QUAY}, they say."),
        ("Quay to rise", "Quay to rise Anna Bo says.", "Quay to rise Anna Bo says."),
        ("Prices rise 3", "Prices rise 3.5 per cent.", "Prices rise 3.5 per cent."),
        ("Kai wird größer", "KAI WIRD GRÖSSER. Im Mai.", "Im Mai."),
        ("港が高くなる", "港が高くなる。工事は五月。", "工事は五月。"),
        (f"{QUAY} - Pier Post", f"{QUAY}. Work begins.", "Work begins."),
        (f"{QUAY} before…", f"{QUAY} before the storms of May.", "…the storms of May."),
        (f"{QUAY} before the sto...", f"{QUAY} before the storms of May.", "…storms of May."),
        (f"{'波' * 9}…", f"{'波' * 40}。", f"…{'波' * 31}。"),
        (f"{QUAY} before…", f"{QUAY} before", "A deck."),
        (QUAY, f"{QUAY}  Pier Post", "A deck."),
        (QUAY, f"{QUAY} ***", "A deck."),
        (QUAY, QUAY, "A deck."),
        ("", "***\nA tide. Two.", "A tide. Two."),
    ],
)
def test_a_lede_does_not_begin_with_the_headline_again(headline: str, text: str, lede: str) -> None:
    story = replace(pair(1)[1], headline=headline, outlet="Pier Post", deck="A deck.", text=text)

    assert lede_of(story) == lede


def test_a_deck_that_repeats_the_headline_is_no_lede() -> None:
    story = replace(pair(1)[1], headline=QUAY, text="", deck=f"{QUAY}.")

    assert lede_of(story) == ""


def test_what_has_neither_lede_nor_news_is_told_all_the_same(library: Library) -> None:
    story = save(library, "ebb", 1, content="", deck="")
    briefing = brief(library)

    assert briefing.items[0].lede == ""
    assert briefing.unread == [story]
    assert "Notice 1 of ebb" in "".join(briefing_as_html(briefing))
    assert "Notice 1 of ebb" in "".join(briefing_as_markdown(briefing))


def test_the_text_of_a_story_becomes_elements() -> None:
    text = "One\n\nTwo and three\nfour\n\nfive\n\nsix\n\nseven  x\n\n \n\neight"
    at = {word: text.index(word) for word in ("Two", "three", "five", "six", "seven", "eight")}
    spans = (
        Span(0, 3, SpanKind.HEADING),
        Span(at["Two"], at["Two"] + 3, SpanKind.STRONG),
        Span(at["Two"] + 3, at["three"] + 5, SpanKind.LINK, "https://a.example/?b&c"),
        Span(at["three"], at["three"] + 5, SpanKind.LINK, "javascript:x"),
        Span(at["five"], at["five"] + 4, SpanKind.QUOTE),
        Span(at["six"], at["six"] + 3, SpanKind.ITEM),
        Span(at["seven"], at["seven"] + 8, SpanKind.CODE),
        Span(at["eight"], at["eight"] + 5, SpanKind.ITEM),
    )
    story = replace(pair(1)[1], text=text, spans=spans)
    link = '<a href="https://a.example/?b&amp;c">'

    assert list(story_html(story)) == [
        "<h2>One</h2>",
        f"<p><strong>Two</strong>{link} and </a>{link}three</a><br/>\nfour</p>",
        "<blockquote><p>five</p></blockquote>",
        *("<ul>", "<li>six</li>", "</ul>"),
        "<pre>seven  x</pre>",
        *("<ul>", "<li>eight</li>", "</ul>"),
    ]


NASTY = 'Gulls <script>alert("x")</script> **take** [it](javascript:x) \x1b]0;title\x07 & go'


def nasty(library: Library) -> Briefing:
    """A briefing in which everything that a stranger wrote is meant to be more than text."""
    for number, link in enumerate(
        ("javascript:alert(1)", 'https://a.example/">\n<b>', ""), start=1
    ):
        save(
            library,
            "ebb",
            number,
            title=NASTY,
            outlet="<b>Ebb</b>\x9b31m",
            content=f"{NASTY} {number}. <img src=x onerror=y>\n\n- # not a heading",
            link=link,
        )
    save_report(library, 1, "flood", hours=50)
    save_report(library, 1, "gull")
    library.set_mark(sorted(library.store.stories.ids("all"))[3:4], Mark.READ, True)
    return brief(library)


def test_nothing_of_a_stranger_is_markup_in_a_page(library: Library) -> None:
    page = "\n".join(briefing_as_html(nasty(library)))
    tree = html.fromstring(page)
    links = tree.xpath("//a/@href")

    assert {one.tag for one in tree.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "a", "ul", "li")
    }
    assert links
    assert all(link.startswith("https://") for link in links)
    assert "\x1b" not in page
    assert "\x9b" not in page


def test_nothing_of_a_stranger_is_markup_in_markdown(library: Library) -> None:
    text = "\n".join(briefing_as_markdown(nasty(library)))
    tree = html.fromstring(MarkdownIt("commonmark", {"html": True}).render(text))
    links = tree.xpath("//a/@href")

    assert {one.tag for one in tree.iter()} <= {"div", "h1", "h2", "h3", "p", "a", "ul", "li"}
    assert links
    assert all(link.startswith("https://") for link in links)
    assert len(tree.xpath("//h1")) == 1
    assert "\x1b" not in text


def test_a_book_holds_the_briefing_and_each_story_in_full(library: Library) -> None:
    briefing = nasty(library)
    stories = library.store.stories.by_ids([item.story for item in briefing.items])

    book = zipfile.ZipFile(io.BytesIO(briefing_as_epub(briefing, stories)))
    first = book.infolist()[0]
    pages = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".xml"))]
    trees = {name: etree.fromstring(book.read(name)) for name in pages}

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"
    assert len(pages) == 4 + len(briefing.items)
    listed = trees["EPUB/package.opf"].xpath("//*[local-name()='item']/@href")
    assert {f"EPUB/{name}" for name in listed} <= set(book.namelist())
    assert len(trees["EPUB/nav.xhtml"].xpath("//*[local-name()='li']")) == 1 + len(stories)
    for tree in trees.values():
        assert not tree.xpath("//*[local-name()='script' or local-name()='img']")
        for link in tree.xpath("//*[local-name()='a']/@href"):
            assert link.startswith(("https://", "story-", "briefing"))


def test_a_book_of_the_years_before_zip_can_be_made() -> None:
    early = datetime(1975, 1, 1, tzinfo=UTC)
    empty = Briefing(early, early, (), (), ())

    assert zipfile.ZipFile(io.BytesIO(briefing_as_epub(empty, []))).testzip() is None


def test_of_many_outlets_the_first_are_named_and_the_others_counted() -> None:
    names = tuple(f"Outlet {number}" for number in range(9))
    item = BriefItem(1, "Storm", "", names, NOW, "", 3, (1,))

    assert about_item(item).startswith("Outlet 0, Outlet 1, Outlet 2, Outlet 3, Outlet 4, Outlet 5")
    assert "Outlet 5 and 3 more ·" in about_item(item)
