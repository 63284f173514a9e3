from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.model import Document, Enclosure, Entry, Form, Kind, Parsed, ParseError
from reader.parse import parse

FILES = Path(__file__).parent / "files" / "parse"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def parsed(content: str | bytes, location: str = "/in/file", media_type: str = "") -> Parsed:
    written = content.encode() if isinstance(content, str) else content
    return parse(Document("/in", location, written, NOW, media_type))


def entries(content: str, location: str = "/in/file") -> tuple[Entry, ...]:
    return parsed(content, location).entries


def item(inside: str, location: str = "/in/file") -> Entry:
    (entry,) = entries(
        f"<rss><channel><title>T</title><item>{inside}</item></channel></rss>", location
    )
    return entry


def atom_entry(inside: str, location: str = "/in/file") -> Entry:
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inside}</entry></feed>'
    return entries(feed, location)[0]


def json_feed(items: str) -> tuple[Entry, ...]:
    return entries(f'{{"version": "https://jsonfeed.org/version/1", "items": [{items}]}}')


def sample(name: str) -> Parsed:
    return parsed((FILES / name).read_bytes())


def refusal(content: str | bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parsed(content)
    return str(caught.value).removeprefix("/in/file: ")


def test_rss_2_gives_all_that_an_item_offers() -> None:
    found = sample("rss20.xml")

    assert (found.kind, found.title) == (Kind.FEED, "The Harbour Lamp & Tide Table")
    assert found.entries[0] == Entry(
        source="/in",
        content=(
            "<p>From April the ferry sails twelve times a day.</p><p>Until now it has been six.</p>"
        ),
        form=Form.HTML,
        arrived=NOW,
        guid="ferry-1",
        link="https://harbour.example/news/ferry.html",
        title="Ferry doubles its crossings",
        deck="What the new timetable means for islanders.",
        author="Harbour Desk, Night Watch",
        outlet="The Harbour Lamp & Tide Table",
        published="Tue, 03 Mar 2026 06:00:00 GMT",
        language="en-us",
        enclosures=(
            Enclosure("https://harbour.example/ferry.mp3", "audio/mpeg", 1200),
            Enclosure("https://harbour.example/ferry.jpg", "image/jpeg", 0),
        ),
    )


def test_a_guid_that_is_an_address_serves_as_the_link() -> None:
    assert sample("rss20.xml").entries[1].link == "https://harbour.example/tide"
    assert item("<guid isPermaLink='false'>http://a.example/1</guid>").link == ""


def test_the_source_of_an_item_is_its_outlet() -> None:
    assert sample("rss20.xml").entries[1].outlet == "Weather Office"


def test_an_item_without_guid_link_and_title_is_still_an_entry() -> None:
    entry = sample("rss20.xml").entries[2]

    assert (entry.guid, entry.link, entry.title) == ("", "", "")
    assert entry.content == "Only a few words, and nothing else."
    assert entry.key.startswith("sha256:")


def test_an_item_with_nothing_in_it_is_none() -> None:
    assert entries("<rss><channel><item/><item> </item></channel></rss>") == ()


def test_atom_1_gives_all_that_an_entry_offers() -> None:
    found = sample("atom10.xml")

    assert found.title == "Berg & Tal"
    assert found.entries[0] == Entry(
        source="/in",
        content="<div><p>In der Nacht fiel ein <em>Meter</em> Neuschnee, und es schneit weiter."
        "</p></div>",
        form=Form.HTML,
        arrived=NOW,
        guid="schnee-1",
        link="https://berg.example/blog/schnee.html",
        title="Schnee <b> am Pass",
        deck="Der Pass bleibt zu.",
        author="Redaktion",
        outlet="Berg & Tal",
        published="2026-01-02T03:04:05Z",
        language="de-CH",
        enclosures=(Enclosure("https://berg.example/blog/schnee.mp3", "audio/mpeg", 77),),
    )


def test_an_atom_entry_overrides_what_its_feed_says() -> None:
    entry = sample("atom10.xml").entries[1]

    assert (entry.title, entry.author) == ("Markt am Samstag", "Markt Amt, amt@tal.example")
    assert (entry.link, entry.outlet) == ("https://tal.example/markt", "Talbote")
    assert (entry.form, entry.content) == (Form.TEXT, "Um acht <geht> es los.")
    assert entry.language == "de"


def test_atom_0_3_is_read_with_its_own_modes() -> None:
    first, second = sample("atom03.xml").entries

    assert (first.title, first.content) == ("A bold step", "<p>Said long ago.</p>")
    assert (first.published, first.link) == ("2004-02-28T00:00:00Z", "http://old.example/1")
    assert (second.title, second.content) == ("", "")


def test_rss_1_gives_its_items_beside_the_channel() -> None:
    found = sample("rss10.rdf")
    first, second = found.entries

    assert (found.title, first.guid) == ("Le Quai", "http://quai.example/a")
    assert first.link == "http://quai.example/a?x=1&y=2"
    assert first.author == "Bureau A, Bureau B"
    assert (first.language, second.language) == ("fr", "oc")


def test_an_atom_entry_can_stand_alone() -> None:
    alone = '<entry xmlns="http://www.w3.org/2005/Atom"><id>1</id><title>A</title></entry>'

    assert [(one.guid, one.outlet) for one in entries(alone)] == [("1", "")]
    assert parsed(alone).title == ""


def test_an_item_or_a_channel_can_be_the_whole_document() -> None:
    channel = (
        "<?xml version='1.0'?><channel><title>C</title><item><title>A</title></item></channel>"
    )

    assert [one.outlet for one in entries(channel)] == ["C"]
    assert entries("<?xml version='1.0'?><item><title>A</title></item>")[0].title == "A"


def test_a_feed_without_entries_is_no_error() -> None:
    empty_rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"/>'
    )

    for feed in ("<rss/>", '<feed xmlns="http://www.w3.org/2005/Atom"/>', empty_rdf):
        assert parsed(feed) == Parsed(Kind.FEED, ())
    assert json_feed("") == ()


def test_rdf_that_is_no_feed_is_refused() -> None:
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'

    assert refusal(rdf) == "is RDF but not a feed: it holds neither a channel nor items"


def test_a_json_feed_gives_all_that_an_item_offers() -> None:
    found = sample("feed.json")
    first, second, third = found.entries

    assert (found.kind, found.title) == (Kind.FEED, "Signal & Noise")
    assert (first.guid, first.link) == ("7", "https://signal.example/seven")
    assert (first.title, first.deck) == ("Seven masts", "A tower returns.")
    assert first.published == "2026-02-02T02:02:02+01:00"
    assert first.content == "<p>The mast stands again after the storm of Monday.</p>"
    assert first.enclosures == (Enclosure("https://signal.example/7.mp3", "audio/mpeg", 512),)
    assert (first.author, second.author) == ("Signal Desk", "Guest Hand")
    assert (second.form, second.content) == (Form.TEXT, "a < b\n\nand c")
    assert (second.link, second.language) == ("https://elsewhere.example/8", "nl")
    assert (third.guid, third.content) == ("", "odd   end")


def test_a_json_feed_with_a_wrong_version_is_known_by_its_items() -> None:
    feed = '{"version": "1.0", "feed_url": "https://a.example/f", "items": [{"id": "a"}]}'

    assert [one.guid for one in entries(feed)] == ["a"]


def test_an_ill_formed_feed_is_read_all_the_same() -> None:
    found = sample("broken.xml")
    first, second = found.entries

    assert found.title == "Bits Pieces"
    assert (first.guid, first.link) == ("fish-1", "http://broken.example/fish")
    assert (first.title, first.author) == ("Fish & chips", "The Cook")
    assert first.content == "<p>Served daily.</p>"
    assert (first.published, first.language) == ("Mon, 02 Mar 2026 06:00:00 GMT", "en")
    assert first.enclosures == (Enclosure("http://broken.example/fish.mp3", "audio/mpeg", 5),)
    assert second.link == second.guid == "http://broken.example/peas"


def test_ids_of_an_ill_formed_feed_are_not_resolved() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://a.example/d/"><entry>'
        '<id>x1</id><title>a &nbsp; b</title><link href="y"/><content type="text">c</content>'
        "<author><email>desk@a.example</email></author></entry></feed>"
    )
    entry = entries(feed)[0]

    assert (entry.guid, entry.link) == ("x1", "http://a.example/d/y")
    assert (entry.form, entry.content, entry.author) == (Form.TEXT, "c", "desk@a.example")


def test_a_feed_that_feedparser_stumbles_over_is_read_all_the_same() -> None:
    feed = (
        "<rss xmlns:a='one two'><channel><item><a:b/><title>A&#xD800; & b</title></item>"
        "<item><description>x <http:>y</http:></description></item></channel></rss>"
    )

    assert [one.title for one in entries(feed)] == ["A b", ""]


def test_a_feed_cut_off_in_the_middle_keeps_what_came() -> None:
    feed = "<rss><channel><item><title>A</title></item><item><title>B</title><desc"

    assert [one.title for one in entries(feed)][:1] == ["A"]


def test_a_large_ill_formed_feed_is_read_without_its_worst_places() -> None:
    long = f"<rss><channel><item><title>A & b</title><x y='{'z' * 9_000}'/></item></channel></rss>"

    assert [one.title for one in entries(long)] == ["A b"]


def test_a_feed_that_is_nothing_but_damage_is_refused() -> None:
    assert refusal(f"<rss {'x' * 9_000}") == "is a feed that is damaged beyond reading"


def test_what_surrounds_a_feed_does_not_matter() -> None:
    feed = "<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"

    for written in (
        f"\ufeff \n<?xml version='1.0'?>{feed}",
        f"<!-- a > b --><!DOCTYPE rss [<!ENTITY a 'b'>]>\n{feed}",
        f"{feed}<script>track()</script>",
        f"Warning: line 3 of index.php <b>failed</b>\n{feed}",
        feed.replace("A<", "\x0bA\x01<"),
    ):
        assert [one.title for one in entries(written)] == ["A"]


def test_feeds_with_prefixes_or_strange_namespaces_are_read() -> None:
    atom = (
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id></a:entry></a:feed>'
    )
    rss = (
        '<rss xmlns="http://strange.example/"><channel><item><guid>1</guid></item></channel></rss>'
    )
    bare = "<feed><entry><id>1</id></entry></feed>"

    for feed in (atom, rss, bare):
        assert [one.guid for one in entries(feed)] == ["1"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("&amp;lt;b&amp;gt; is a tag", "<b> is a tag"),
        ("<![CDATA[Fish &amp; <i>chips</i>]]>", "Fish & chips"),
        ("a &lt; b and Vec&lt;T&gt;", "a < b and Vec<T>"),
        ("one&lt;br/&gt;two\n  three", "one two three"),
        ("x&lt;script&gt;y()&lt;/script&gt;&lt;!-- z --&gt; w", "x w"),
        ("naked <b>markup</b> here", "naked markup here"),
    ],
)
def test_a_title_of_rss_is_plain_words(written: str, title: str) -> None:
    assert item(f"<title>{written}</title>").title == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<title>a &lt;b&gt; c</title>", "a <b> c"),
        ("<title type='text'>a &amp;amp; c</title>", "a &amp; c"),
        ("<title type='html'>a &lt;b&gt;c&lt;/b&gt;</title>", "a c"),
        ("<title type='html'>&amp;lt;b&amp;gt;</title>", "<b>"),
        ("<title type='xhtml'><div>a &lt;i&gt; <b>c</b></div></title>", "a <i> c"),
        ("<title>not <b>allowed</b></title>", "not allowed"),
        ("<title type='image/png'>AAAA</title>", ""),
        ("<title type='sometext'>a</title>", "a"),
    ],
)
def test_a_title_of_atom_is_read_by_its_type(written: str, title: str) -> None:
    assert atom_entry(written).title == title


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("<author>desk@a.example (The Desk)</author>", "The Desk"),
        ("<author>The Desk &lt;desk@a.example&gt;</author>", "The Desk"),
        ("<author>The Desk (desk@a.example)</author>", "The Desk"),
        ("<author>desk@a.example</author>", "desk@a.example"),
        ("<author><name>The Desk</name></author>", "The Desk"),
        ("<author/><itunes:author xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>"
         "Voice</itunes:author>", "Voice"),
    ],
)  # fmt: skip
def test_an_author_is_a_name_where_there_is_one(written: str, author: str) -> None:
    assert item(written).author == author


def test_ill_formed_authors_lose_their_addresses_too() -> None:
    feed = "<rss><channel><item><title>&nbsp;A</title><author>{}</author></item></channel></rss>"
    written = ("desk@a.example (The Desk)", "The Desk &lt;desk@a.example&gt;", "desk@a.example")

    assert [entries(feed.format(author))[0].author for author in written] == [
        "The Desk",
        "The Desk",
        "desk@a.example",
    ]


def test_the_fullest_text_is_the_content() -> None:
    entry = item(
        f"<description>A long description that says more than the other.</description>"
        f"<content:encoded {CONTENT}>&lt;p class='many letters, few words'&gt;Short.&lt;/p&gt;"
        f"</content:encoded>"
    )

    assert entry.content == "A long description that says more than the other."
    assert entry.deck == ""


@pytest.mark.parametrize(
    "summary",
    [
        "The quick ferry left",
        "The quick ferry left the quay at noon … Read more",
        "LONG TEXT",
    ],
)
def test_a_summary_that_the_content_begins_with_is_no_deck(summary: str) -> None:
    body = "&lt;p&gt;&lt;b&gt;The quick&lt;/b&gt; ferry left the quay at noon. LONG text of it."

    entry = item(
        f"<description>{summary}</description><content:encoded {CONTENT}>{body}</content:encoded>"
    )

    assert (entry.deck, entry.content[:3]) == ("", "<p>")


def test_a_description_in_naked_markup_is_kept_as_markup() -> None:
    entry = item("<description>1 &lt; 2 <p>Hello <b>you</b></p> there</description>")

    assert entry.content == "1 &lt; 2 <p>Hello <b>you</b></p> there"


def test_the_words_of_a_video_are_its_description() -> None:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    group = f"<media:group {media}><media:description>Watch.</media:description></media:group>"

    assert item(group).content == "Watch."
    assert atom_entry(f"<title>A</title>{group}").content == "Watch."


def test_enclosures_are_of_the_web_and_their_sizes_numbers() -> None:
    entry = item(
        "<link>https://a.example/x/</link>"
        "<enclosure url='https://a.example/1.mp3' length='-5'/><enclosure url='javascript:x'/>"
        "<enclosure/><enclosure url='https://a.example/2.mp3' length='²'/>"
    )

    assert [(one.link, one.size) for one in entry.enclosures] == [
        ("https://a.example/1.mp3", 0),
        ("https://a.example/2.mp3", 0),
    ]


@pytest.mark.parametrize(
    ("written", "location", "link"),
    [
        ("javascript:alert(1)", "/in/file", ""),
        ("mailto:desk@a.example", "/in/file", ""),
        ("ftp://a.example/", "/in/file", ""),
        ("http://", "/in/file", ""),
        ("http://[broken/", "/in/file", ""),
        ("http://[broken/", "http://a.example/", ""),
        ("//[broken/", "http://a.example/", ""),
        ("relative", "/in/file", ""),
        ("relative", "https://a.example/b/c", "https://a.example/b/relative"),
        ("//b.example/x", "https://a.example/", "https://b.example/x"),
        (" HTTPS://A.example/x ", "/in/file", "HTTPS://A.example/x"),
        ("http://a.example/a b\u0085", "/in/file", "http://a.example/a%20b"),
        ("http://a.example/" + "x" * 9_000, "/in/file", ""),
    ],
)
def test_a_link_is_a_full_address_of_the_web_or_nothing(
    written: str, location: str, link: str
) -> None:
    assert item(f"<link>{written}</link>", location).link == link


def test_links_are_relative_to_the_nearest_base() -> None:
    feed = (
        "<rss xml:base='http://a.example/x/'><channel><link>y/</link>"
        "<item><link>1</link></item><item xml:base='/z/'><link>2</link></item></channel></rss>"
    )

    assert [one.link for one in entries(feed)] == [
        "http://a.example/x/1",
        "http://a.example/z/2",
    ]


def test_atom_links_in_rss_count() -> None:
    entry = item(
        '<a:link xmlns:a="http://www.w3.org/2005/Atom" href="http://a.example/1"/>'
        '<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="enclosure" href="http://a.example/2"/>'
        '<a:content xmlns:a="http://www.w3.org/2005/Atom" type="text/plain">words</a:content>'
    )

    assert (entry.link, entry.content, entry.form) == ("http://a.example/1", "words", Form.TEXT)
    assert [one.link for one in entry.enclosures] == ["http://a.example/2"]


def test_entries_that_share_a_link_and_have_no_guid_are_told_apart() -> None:
    shared = "<item><title>{}</title><link>http://a.example/</link></item>"
    feed = "".join(shared.format(title) for title in ("A", "B", "A"))
    other = "<item><guid>g</guid><title>C</title><link>http://a.example/</link></item>"

    found = entries(f"<rss><channel>{feed}{other}</channel></rss>")

    assert len({one.key for one in found}) == 3
    assert {one.link for one in found} == {"http://a.example/"}
    assert found[3].guid == "g"


def test_a_feed_with_very_many_tags_is_read_without_its_worst_places() -> None:
    feed = f"<rss><channel>{'<x>' * 100_000}</channel><item><title>A & b</title></item></rss>"

    assert parsed(feed).kind is Kind.FEED


def test_every_entry_of_a_big_feed_has_its_own_identity() -> None:
    items = "".join(f"<item><description>Story {n}</description></item>" for n in range(3_000))

    found = entries(f"<rss><channel>{items}</channel></rss>")

    assert len({one.key for one in found}) == 3_000


def test_a_page_is_one_entry_with_its_own_address() -> None:
    found = parsed((FILES / "page.html").read_bytes(), "https://span.example/x/y")
    (entry,) = found.entries

    assert (found.kind, found.title) == (Kind.PAGE, "")
    assert (entry.form, entry.title, entry.language) == (Form.PAGE, "", "en-GB")
    assert entry.link == "https://span.example/bridges?a=1&b=2"
    assert entry.content == (FILES / "page.html").read_text(encoding="utf-8")


def test_a_page_from_a_file_takes_the_address_that_it_is_shared_under() -> None:
    assert sample("page.html").entries[0].link == "https://span.example/shared"


def test_a_page_that_does_not_name_itself_is_where_it_was_found() -> None:
    page = "<html><body><p>Hello</p></body></html>"

    assert entries(page, "https://a.example/p")[0].link == "https://a.example/p"
    assert (entries(page)[0].link, entries(page)[0].language) == ("", "")


def test_a_dump_is_one_entry_with_even_line_ends() -> None:
    found = parsed("One\r\nTwo\rThree\u2028Four <b>bold\n")
    (entry,) = found.entries

    assert (found.kind, found.title) == (Kind.DUMP, "")
    assert (entry.form, entry.content) == (Form.DUMP, "One\nTwo\nThree\nFour <b>bold\n")
    assert (entry.title, entry.link, entry.key[:7]) == ("", "", "sha256:")
