"""Where entries and their texts lead."""

from __future__ import annotations

import json

import pytest

from reader.clean import clean
from reader.model import Enclosure, Entry
from reader.parse.url_completion import LONGEST, any_link, unescape_url, web_link
from tests.conftest import pair
from tests.support.atom import atom_entry
from tests.support.feeds import entries, item, json_feed

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lamp.example/log/">{}</feed>'
SEE = "&lt;p&gt;See &lt;a href='more.html'&gt;more&lt;/a&gt; there.&lt;/p&gt;"


def targets(entry: Entry) -> list[str]:
    return [span.target for span in clean(entry).spans if span.target]


def based(inside: str) -> list[str]:
    return targets(entries(FEED.format(f"<entry><id>1</id>{inside}</entry>"))[0])


def test_links_of_a_text_are_relative_to_the_xml_base_around_it() -> None:
    link = "<link href='https://elsewhere.example/one'/>"

    assert based(f"{link}<content type='html'>{SEE}</content>") == [
        "https://lamp.example/log/more.html"
    ]
    assert based(f"{link}<content type='html' xml:base='/a/'>{SEE}</content>") == [
        "https://lamp.example/a/more.html"
    ]
    assert based(f"{link}<summary type='html' xml:base='b/'>{SEE}</summary>") == [
        "https://lamp.example/log/b/more.html"
    ]


def test_elements_within_xhtml_may_have_a_base_of_their_own() -> None:
    text = (
        "<content type='xhtml' xml:base='a/'><div xmlns='http://www.w3.org/1999/xhtml'>"
        "<p><a href='b'>One</a> <span xml:base='https://other.example/c/'><a href='d'>two</a> "
        "<a href='http://[broken'>three</a></span></p></div></content>"
    )

    assert based(text) == ["https://lamp.example/log/a/b", "https://other.example/c/d"]


def test_xml_base_counts_in_rss_as_well() -> None:
    link = "<guid isPermaLink='false'>1</guid><link>https://lamp.example/1</link>"
    own = item(f"{link}<description xml:base='https://other.example/a/'>{SEE}</description>")

    assert targets(own) == ["https://other.example/a/more.html"]
    assert targets(item(f"{link}<description>{SEE}</description>")) == [
        "https://lamp.example/more.html"
    ]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://lamp.example/long/\n      rest", "https://lamp.example/long/rest"),
        ("\r\n https://lamp.example/a\r\n/b ", "https://lamp.example/a/b"),
        ("https://lamp.example/a b", "https://lamp.example/a%20b"),
        ("https://lamp.example/a \t  b", "https://lamp.example/ab"),
        ("x" * (LONGEST + 1), ""),
    ],
)
def test_a_link_broken_over_lines_is_whole_again(written: str, link: str) -> None:
    assert web_link(written, "https://lamp.example/") == link
    assert item(f"<link>{written}</link><title>t</title>").link == (link or "")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://a.example/?a=1&amp;b=2&amp;c[]=3", "https://a.example/?a=1&b=2&c[]=3"),
        ("https://a.example/?a=1&amp;amp;b=", "https://a.example/?a=1&b="),
        ("https://a.example/?q=salt&amp;rope", "https://a.example/?q=salt&amp;rope"),
        ("https://a.example/salt&amp;b=2", "https://a.example/salt&amp;b=2"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
    ],
)
def test_ampersands_escaped_twice_between_names_and_values_are_undone(
    written: str, link: str
) -> None:
    assert unescape_url(written) == link


def test_ampersands_escaped_twice_are_undone_in_every_kind_of_feed() -> None:
    twice, once = "https://a.example/?a=1&amp;amp;b=2", "https://a.example/?a=1&b=2"
    file = Enclosure(once)

    assert item(f"<guid>1</guid><link>{twice}</link>").link == once
    assert item(f"<guid>1</guid><enclosure url='{twice}'/>").enclosures == (file,)
    assert atom_entry(f"<id>1</id><link href='{twice}'/>").link == once
    assert json_feed('{"id": "1", "url": "https://a.example/?a=1&amp;b=2"}')[0].link == once


def test_a_mended_link_leaves_an_item_without_guid_what_it_was() -> None:
    entry = item("<link>https://a.example/?a=1&amp;amp;b=2</link><title>t</title>")

    assert (entry.link, entry.key) == (
        "https://a.example/?a=1&b=2",
        "https://a.example/?a=1&amp;b=2",
    )


def test_links_that_are_not_of_the_web_are_kept_beside_the_entry() -> None:
    magnet, gemini = "magnet:?xt=urn:btih:abc", "gemini://lamp.example/1"
    torrent = item(
        f"<guid>1</guid><link>{magnet}</link><enclosure url='{magnet}' type='a/torrent'/>"
    )
    expected = (Enclosure(gemini),)
    loose = f"<rss><channel><item><title>A<b></title><link>{gemini}</link></item></channel></rss>"

    assert (torrent.link, clean(torrent).link) == ("", "")
    assert clean(torrent).enclosures == (Enclosure(magnet, "a/torrent"),)
    assert atom_entry(f"<id>1</id><link href='{gemini}'/><link href='/2'/>").enclosures == expected
    assert json_feed(json.dumps({"id": "1", "url": gemini}))[0].enclosures == expected
    assert entries(loose)[0].enclosures == expected


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "smb://x/y", "magnet:", "x"],
)
def test_what_could_run_or_read_anything_is_no_link(written: str) -> None:
    assert any_link(written) == ""
    assert item(f"<guid>1</guid><enclosure url='{written}'/>").enclosures == ()


def test_a_file_that_could_run_or_read_anything_is_not_kept() -> None:
    files = (Enclosure("javascript:x"), Enclosure("file:///etc/passwd"), Enclosure("magnet:?x"))

    assert pair(enclosures=files)[1].enclosures == (Enclosure("magnet:?x"),)


def test_an_entry_without_a_link_has_the_address_that_it_is_called_by() -> None:
    address = "https://lamp.example/only-id"
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        f"xmlns='http://purl.org/rss/1.0/'><item rdf:about='{address}'>"
        "<title>t</title></item></rdf:RDF>"
    )

    assert atom_entry(f"<id>{address}</id>").link == address
    assert atom_entry("<id>urn:x:1</id>").link == ""
    assert json_feed(json.dumps({"id": address}))[0].link == address
    assert entries(rdf)[0].link == address


def test_a_content_that_stands_elsewhere_is_a_link_or_a_file() -> None:
    page = atom_entry(
        "<id>1</id><content type='text/html' src='/full.html'/>", "https://a.example/"
    )
    sound = atom_entry("<id>1</id><content type='audio/ogg' src='/a.ogg'/>", "https://a.example/")

    assert (page.link, page.enclosures) == ("https://a.example/full.html", ())
    assert (sound.link, sound.enclosures) == (
        "",
        (Enclosure("https://a.example/a.ogg", "audio/ogg"),),
    )


def test_the_page_on_which_an_item_is_discussed_is_kept() -> None:
    talk = "https://talk.example/1"
    body = "<description>&lt;a href='https://talk.example/1'&gt;Comments&lt;/a&gt;</description>"
    feed = item(f"<guid>1</guid><link>https://a.example/1</link><comments>{talk}</comments>{body}")
    atom = f"<id>1</id><link rel='replies' href='{talk}'/><link rel='replies' href='/2'/>"
    machine = "<id>1</id><link rel='replies' type='application/atom+xml' href='/1.atom'/>"
    loose = (
        f"<rss><channel><item><title>A<b></title><comments>{talk}</comments></item></channel></rss>"
    )

    assert (feed.comments, clean(feed).comments, clean(feed).text) == (talk, talk, "")
    assert atom_entry(atom).comments == talk
    assert atom_entry(machine).comments == ""
    assert entries(loose)[0].comments == talk


def test_comments_on_the_page_itself_are_no_page_of_their_own() -> None:
    own = "<guid>1</guid><link>https://a.example/1</link><comments>https://a.example/1#talk</comments>"
    feed = f"<rss><channel><item><title>A<b></title>{own}</item></channel></rss>"

    assert item(own).comments == ""
    assert entries(feed)[0].comments == ""


def test_a_body_of_links_alone_stays_where_one_leads_on() -> None:
    body = "&lt;a href='{}'&gt;[link]&lt;/a&gt; &lt;a href='https://a.example/1'&gt;[comments]&lt;/a&gt;"
    own = "<guid>1</guid><link>https://a.example/1</link><description>{}</description>"

    assert clean(item(own.format(body.format("https://b.example/lamp.png")))).text == (
        "[link] [comments]"
    )
    assert clean(item(own.format(body.format("https://a.example/1")))).text == ""


def test_a_player_is_a_link_in_the_text_unless_something_else_leads_there() -> None:
    player = "<media:player url='https://play.example/?v=1&amp;h=b'/>"
    address = "https://play.example/?v=1&h=b"
    feed = "<rss {}><channel><item><guid>1</guid>{}</item></channel></rss>"
    nested = f"<media:group><media:content>{player}</media:content></media:group>"
    inside = f"&lt;a href='{address.replace('&', '&amp;amp;')}'&gt;a&lt;/a&gt;"
    told = f"{player}<description>Film: {inside}</description>"
    plain = f"{player}<media:description>One\nTwo\n\nThree &lt; four</media:description>"

    def story(inside: str) -> Entry:
        return entries(feed.format(MEDIA, inside))[0]

    assert targets(story(nested)) == [address]
    assert targets(story(told)) == [address]
    assert clean(story(plain)).text == f"One\nTwo\n\nThree < four\n\n{address}"
    assert targets(
        atom_entry(f"<id>1</id>{player.replace('media:player', f'media:player {MEDIA}')}")
    ) == [address]
