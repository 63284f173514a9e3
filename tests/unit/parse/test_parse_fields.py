from __future__ import annotations

import pytest

from reader.model import ContentForm, DocumentKind
from tests.support.atom import atom_entry
from tests.support.feeds import entries, item, parsed

CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


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

    assert (entry.link, entry.content, entry.form) == (
        "http://a.example/1",
        "words",
        ContentForm.TEXT,
    )
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

    assert parsed(feed).kind is DocumentKind.FEED


def test_every_entry_of_a_big_feed_has_its_own_identity() -> None:
    items = "".join(f"<item><description>Story {n}</description></item>" for n in range(3_000))

    found = entries(f"<rss><channel>{items}</channel></rss>")

    assert len({one.key for one in found}) == 3_000


def test_an_empty_part_leaves_its_place_to_the_next() -> None:
    named = 'xmlns:media="http://search.yahoo.com/mrss/"'

    assert item(f"<title/><media:title {named}>Low tide</media:title>").title == "Low tide"


def test_an_item_with_nothing_but_an_identity_is_an_entry() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    items = '<item rdf:about="urn:tide:1"/><item/>'
    feed = f'<rdf:RDF xmlns:rdf="{rdf}" xmlns="http://purl.org/rss/1.0/">{items}</rdf:RDF>'

    assert [entry.guid for entry in entries(feed)] == ["urn:tide:1"]
