"""Of the dates that an item offers, cleaning gets all that it may need."""

from __future__ import annotations

import json

import pytest

from reader.clean import clean
from reader.model import Document, Entry
from reader.parse import parse
from tests.conftest import NOON

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)


def entries(content: str) -> list[Entry]:
    """The entries of a document."""
    return list(parse(Document("/f", "/f", content.encode(), NOON)).entries)


def rss(*items: str) -> list[Entry]:
    """The entries of an RSS feed with these items."""
    inside = "".join(f"<item><title>A tide</title>{item}</item>" for item in items)
    return entries(f'<rss version="2.0" {SPACES}><channel>{inside}</channel></rss>')


def published(entry: Entry) -> str:
    """When the story of an entry was published."""
    moment = clean(entry).published
    return moment.isoformat() if moment else ""


@pytest.mark.parametrize(
    "dates",
    [
        "<pubDate>rubbish</pubDate><dc:date>2021-05-03</dc:date>",
        "<pubDate/><dc:date>soon</dc:date><a:updated>2021-05-03</a:updated>",
        "<pubDate>0001-01-01T00:00:00Z</pubDate><updated>2021-05-03</updated>",
        "<pubDate>soon</pubDate><pubDate>2021-05-03</pubDate>",
        "<published>2021-05-03</published>",
        "<updated>2021-05-03</updated>",
        "<date>2021-05-03</date>",
        "<prism:publicationDate>2021-05-03</prism:publicationDate>",
        "<pubDate>Mon, 03 May 2021 00:00:00 GMT</pubDate><dc:date>2022-01-01</dc:date>",
    ],
)
def test_the_first_date_of_an_item_that_reads_is_its_own(dates: str) -> None:
    (entry,) = rss(dates)

    assert published(entry) == "2021-05-03T00:00:00+00:00"


def test_a_usual_date_is_kept_alone_as_it_was_written() -> None:
    (entry,) = rss("<pubDate>Mon, 03 May 2021 00:00:00 GMT</pubDate><dc:date>soon</dc:date>")

    assert entry.published == "Mon, 03 May 2021 00:00:00 GMT"


def test_no_more_dates_of_an_item_are_kept_than_can_be_of_use() -> None:
    (entry,) = rss(
        "".join(f"<pubDate>rubbish {number}{'x' * 999}</pubDate>" for number in range(99))
    )

    assert len(entry.published.split("\n")) == 9
    assert len(entry.published) < 2_000


@pytest.mark.parametrize("name", ["pubDate", "date", "published", "updated"])
def test_an_entry_of_atom_is_dated_by_whatever_element(name: str) -> None:
    (entry,) = entries(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>A tide</title>'
        f"<{name}>Mon, 03 May 2021 02:00 +0200</{name}></entry></feed>"
    )

    assert published(entry) == "2021-05-03T02:00:00+02:00"


def test_a_json_feed_is_dated_by_the_date_that_reads() -> None:
    item = {"id": "1", "title": "A tide", "date_published": "soon", "date_modified": 1620000000}
    (entry,) = entries(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}))

    assert published(entry) == "2021-05-03T00:00:00+00:00"


def test_an_ill_formed_feed_is_dated_by_the_date_that_reads() -> None:
    (entry,) = entries(
        "<rss><channel><item><title>A tide & a fog</title><pubDate>soon</pubDate>"
        "<dc:date>2021-05-03</dc:date></item></channel>"
    )

    assert published(entry) == "2021-05-03T00:00:00+00:00"


def test_an_item_may_be_written_with_the_elements_of_atom() -> None:
    (entry,) = rss(
        '<link href="https://h.example/1"/><id>urn:1</id><updated>2021-05-03</updated>'
        '<link rel="enclosure" href="https://h.example/1.mp3" length="7" type="audio/mpeg"/>'
    )

    assert (entry.guid, entry.link) == ("urn:1", "https://h.example/1")
    assert [(file.link, file.size) for file in entry.enclosures] == [("https://h.example/1.mp3", 7)]


@pytest.mark.parametrize(
    ("telling", "meant"),
    [
        ("25/04/2021", "2021-04-03T00:00:00+00:00"),
        ("04/25/2021", "2021-03-04T00:00:00+00:00"),
        ("04/04/2021", ""),
        ("2021-04-25", ""),
        ("25/25/2021", ""),
    ],
)
def test_a_date_that_could_be_two_is_settled_by_the_others_of_its_document(
    telling: str, meant: str
) -> None:
    dated = [f"<pubDate>{date}</pubDate>" for date in ("03/04/2021", telling, "no date")]

    assert published(rss(*dated)[0]) == meant


def test_other_dates_of_a_document_tell_more_than_its_language() -> None:
    first, _ = rss(
        "<language>fr</language><pubDate>03/04/2021</pubDate>", "<pubDate>04/25/2021</pubDate>"
    )

    assert published(first) == "2021-03-04T00:00:00+00:00"


def test_dates_that_contradict_each_other_settle_nothing() -> None:
    dated = [f"<pubDate>{date}</pubDate>" for date in ("03/04/2021", "25/04/2021", "04/25/2021")]
    first, *others = rss(*dated)

    assert published(first) == ""
    assert [published(entry)[:10] for entry in others] == ["2021-04-25", "2021-04-25"]


def test_a_settled_date_stands_before_what_its_source_wrote() -> None:
    first, _ = rss(
        "<pubDate>Posted 03/04/2021 16:20</pubDate><dc:date>soon</dc:date>",
        "<pubDate>25/04/2021</pubDate>",
    )

    assert first.published.split("\n") == [
        "Posted 2021-04-03 16:20", "Posted 03/04/2021 16:20", "soon",
    ]  # fmt: skip
    assert published(first) == "2021-04-03T16:20:00+00:00"
