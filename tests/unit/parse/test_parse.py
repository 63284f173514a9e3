from __future__ import annotations

from reader.model import (
    ContentForm,
    DocumentKind,
    Enclosure,
    Entry,
    ParsedDocument,
)
from tests.support.feeds import NOW, entries, item, json_feed, parsed, refusal
from tests.support.paths import FILES

FILES = FILES / "parse"


def sample(name: str) -> ParsedDocument:
    return parsed((FILES / name).read_bytes())


def test_rss_2_gives_all_that_an_item_offers() -> None:
    found = sample("rss20.xml")

    assert (found.kind, found.title) == (DocumentKind.FEED, "The Harbour Lamp & Tide Table")
    assert found.entries[0] == Entry(
        source="/in",
        content=(
            "<p>From April the ferry sails twelve times a day.</p><p>Until now it has been six.</p>"
        ),
        form=ContentForm.HTML,
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
            Enclosure("ftp://harbour.example/ferry.ogg", "audio/ogg", 9),
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
        form=ContentForm.HTML,
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
        base="https://berg.example/blog/",
    )


def test_an_atom_entry_overrides_what_its_feed_says() -> None:
    entry = sample("atom10.xml").entries[1]

    assert (entry.title, entry.author) == ("Markt am Samstag", "Markt Amt")
    assert (entry.link, entry.outlet) == ("https://tal.example/markt", "Talbote")
    assert (entry.form, entry.content) == (ContentForm.TEXT, "Um acht <geht> es los.")
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
        assert parsed(feed) == ParsedDocument(DocumentKind.FEED, ())
    assert json_feed("") == ()


def test_rdf_that_is_no_feed_is_refused() -> None:
    rdf = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'

    assert refusal(rdf) == "is RDF but not a feed: it holds neither a channel nor items"


def test_a_json_feed_gives_all_that_an_item_offers() -> None:
    found = sample("feed.json")
    first, second, third = found.entries

    assert (found.kind, found.title) == (DocumentKind.FEED, "Signal & Noise")
    assert (first.guid, first.link) == ("7", "https://signal.example/seven")
    assert (first.title, first.deck) == ("Seven masts", "A tower returns.")
    assert first.published == "2026-02-02T02:02:02+01:00"
    assert first.content == "<p>The mast stands again after the storm of Monday.</p>"
    assert first.enclosures == (Enclosure("https://signal.example/7.mp3", "audio/mpeg", 512),)
    assert (first.author, second.author) == ("Signal Desk", "Guest Hand")
    assert (second.form, second.content) == (ContentForm.TEXT, "a < b\n\nand c")
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
    assert (entry.form, entry.content, entry.author) == (ContentForm.TEXT, "c", "desk@a.example")


def test_a_feed_that_feedparser_stumbles_over_is_read_all_the_same() -> None:
    feed = (
        "<rss xmlns:a='one\u2003two\u2003three'><channel>"
        "<item><a:b/><title>A&#xD800; & b</title></item>"
        "<item><description>x <http:>y</http:><i></description></item></channel></rss>"
    )

    assert [one.title for one in entries(feed)] == ["A & b", ""]


def test_a_feed_cut_off_in_the_middle_keeps_what_came() -> None:
    feed = "<rss><channel><item><title>A</title></item><item><title>B</title><desc"

    assert [one.title for one in entries(feed)][:1] == ["A"]


def test_a_large_ill_formed_feed_is_read_without_its_worst_places() -> None:
    long = f"<rss><channel><item><title>A & b</title><x y='{'z' * 9_000}'></item></channel></rss>"

    assert [one.title for one in entries(long)] == ["A & b"]


def test_a_feed_that_is_nothing_but_damage_is_refused() -> None:
    assert refusal(f"<rss {'x' * 9_000}") == "is a feed that is damaged beyond reading"


def test_what_surrounds_a_feed_does_not_matter() -> None:
    feed = "<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"

    for written in (
        f"\ufeff \n<?xml version='1.0'?>{feed}",
        f"<?xml version='1.0'?><!-- <rss> -><!--->\n<!----><!-- - -- --->{feed}",
        f"<!-->{feed}<!-- -->",
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


def test_a_page_is_one_entry_with_its_own_address() -> None:
    found = parsed((FILES / "page.html").read_bytes(), "https://span.example/x/y")
    (entry,) = found.entries

    assert (found.kind, found.title) == (DocumentKind.PAGE, "")
    assert (entry.form, entry.title, entry.language) == (ContentForm.PAGE, "", "en-GB")
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

    assert (found.kind, found.title) == (DocumentKind.DUMP, "")
    assert (entry.form, entry.content) == (ContentForm.DUMP, "One\nTwo\nThree\nFour <b>bold\n")
    assert (entry.title, entry.link, entry.key[:7]) == ("", "", "sha256:")
