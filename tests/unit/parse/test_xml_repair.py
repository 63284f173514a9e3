from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.model import ContentForm, Document, Entry, ParseError
from reader.parse import parse
from reader.parse.feed.xml_repair import repair_xml
from tests.support.atom import atom_entry

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def entries(feed: str) -> tuple[Entry, ...]:
    return parse(Document("/in", "/in/feed", feed.encode(), NOW)).entries


def item(inside: str) -> Entry:
    (entry,) = entries(f"<rss><channel><item>{inside}</item></channel></rss>")
    return entry


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Fish & chips", "Fish & chips"),
        ("Caf&eacute;&nbsp;Lamp", "Café Lamp"),
        ("1 &lt; 2 & &LT;3", "1 < 2 & <3"),
        ("A&nosuch; b", "A&nosuch; b"),
        ("&#X26; &#38; &", "& & &"),
        ("&#xD800;A&#0;B&#99999999999; &", "AB &"),
        ("&#146;Tis & more", "’Tis & more"),
        ("\x01A\x0b &", "A &"),
    ],
)
def test_what_xml_has_no_name_for_is_written_out(written: str, words: str) -> None:
    assert item(f"<title>{written}</title>").title == words


def test_an_ampersand_in_an_address_stays_one() -> None:
    entry = item("<link>http://a.example/?a=1&copy=2&b=3</link>")

    assert entry.link == "http://a.example/?a=1&copy=2&b=3"


@pytest.mark.parametrize("section", ["<![CDATA[a &nbsp; &amp; & b]]>", "<![CDATA[ & never ends"])
def test_text_in_cdata_is_left_alone(section: str) -> None:
    assert repair_xml(f"<a>&</a>{section}") == f"<a>&amp;</a>{section}"


def test_names_that_nobody_declared_mean_what_they_usually_do() -> None:
    entry = item(
        "<dc:creator>The Desk</dc:creator><content:encoded>&lt;p>Tide&lt;/p></content:encoded>"
        "<media:content url='http://a.example/1.jpg' type='image/jpeg'/>"
    )

    assert (entry.author, entry.content) == ("The Desk", "<p>Tide</p>")
    assert [one.link for one in entry.enclosures] == ["http://a.example/1.jpg"]


def test_an_atom_feed_keeps_its_markup_beside_names_of_html() -> None:
    (entry,) = entries(
        f"<feed {ATOM}><author><name>The Desk</name></author><entry><title>A&hellip;</title>"
        "<content type='xhtml'><div>One.&nbsp;<b>Two</b></div></content></entry></feed>"
    )

    assert (entry.title, entry.author, entry.form) == ("A…", "The Desk", ContentForm.HTML)
    assert entry.content.replace("&nbsp;", "\xa0") == "<div>One.\xa0<b>Two</b></div>"


def test_an_attribute_that_is_given_twice_counts_once() -> None:
    assert item("<title a='1' a='2'>Tide</title>").title == "Tide"


def test_a_feed_that_breaks_off_in_a_text_keeps_what_came() -> None:
    found = entries("<rss><channel><item><title>A</title></item><item><title>B</title><x>Some wo")

    assert [one.title for one in found] == ["A", "B"]


@pytest.mark.parametrize("before", ["", "<itunes:explicit/>" * 300])
def test_an_element_that_is_left_open_swallows_none_after_it(before: str) -> None:
    entry = item(
        f"{before}<description>a<br>b</description><pubDate>Mon, 02 Mar 2026</pubDate>"
        "<guid>lamp-1</guid>"
    )

    assert (entry.content, entry.published, entry.guid) == ("a<br>b", "Mon, 02 Mar 2026", "lamp-1")


def test_a_feed_of_many_parts_is_mended_too() -> None:
    unit = "<item><title>A & b</title><itunes:order>1</itunes:order><x>" + "y" * 400 + "</x></item>"
    found = entries(f"<rss><channel>{unit * 2_000}</channel></rss>")

    assert [one.title for one in found] == ["A & b"] * 2_000


def test_a_damaged_feed_without_entries_keeps_its_name() -> None:
    feed = "<rss><channel><title>Tides</titel><link>http://a.example/</link></channel></rss>"
    found = parse(Document("/in", "/in/feed", feed.encode(), NOW))

    assert (found.title, found.entries) == ("Tides", ())


def test_of_the_entities_of_a_document_type_only_texts_are_read() -> None:
    feed = (
        "<!DOCTYPE rss [<!ENTITY secret SYSTEM 'file:///etc/passwd'><!ENTITY a 'expanded'>]>"
        "<rss><channel><item><title>x &secret; &a; y</title></item></channel></rss>"
    )

    assert [one.title for one in entries(feed)] == ["x &secret; expanded y"]


def test_what_cannot_be_mended_is_refused() -> None:
    with pytest.raises(ParseError, match="damaged beyond reading"):
        entries("<rss &")


@pytest.mark.parametrize("number", ["xD800", "xdFfF", "x0dabc", "55296", "57343", "056000"])
def test_half_a_character_vanishes_even_where_text_only_seems_to_be_cdata(number: str) -> None:
    feed = (
        '<rss version="<![CDATA[2.0"><channel><item><title>Peas<br>mushy</title>'
        f"<description>Served &#{number};daily</description></item></channel></rss>"
    )

    assert [entry.content for entry in entries(feed)] == ["Served daily"]


def test_the_numbers_beside_halves_of_characters_stay_letters() -> None:
    title = "<title>&#xD7FF;&#xE000;&#55295;&#57344;&x</title>"
    feed = f"<rss><channel><item>{title}</item></channel></rss>"

    assert entries(feed)[0].title == "\ud7ff\ue000\ud7ff\ue000&x"


def test_markup_that_is_escaped_by_halves_is_markup() -> None:
    picture, told = '<img src="/boat.png" alt="A boat"/>', "<p>The <i>ferry</i> is back.</p>"
    escaped = told.replace("<", "&lt;")

    assert told in item(f"<description>{picture}<![CDATA[{told}]]></description>").content
    assert told in item(f"<description>{escaped}{picture}</description>").content
    assert "x &lt; y <b>" in item("<description>x &lt; y <b>z</b></description>").content


def test_markup_of_atom_that_is_escaped_as_none_should_be_is_markup() -> None:
    def content(inside: str) -> str:
        return atom_entry(f"<content type='xhtml'>{inside}</content>").content

    assert content("&lt;div>&lt;p>Back.&lt;/p>&lt;/div>") == "<div><p>Back.</p></div>"
    assert content("x &lt; y") == "x &lt; y"
    assert content("<div>The &lt;b> tag</div>") == "<div>The &lt;b&gt; tag</div>"
