"""Feeds that stand in pages, in other namespaces, and under names of their own."""

from __future__ import annotations

from html import escape

import pytest

from reader.clean import clean
from reader.model import ContentForm, DocumentKind, Enclosure, Entry
from tests.support.atom import atom_entry
from tests.support.feeds import entries, item, parsed

RSS = (
    '<rss version="2.0"><channel><title>Lamps</title>\n<item><title>Salt &amp;amp; rope</title>'
    "<link>https://lamp.example/1</link></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Lamps</title><entry><id>1</id>'
    '<title>Salt &amp; rope</title><link href="https://lamp.example/1"/></entry></feed>'
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1", "title": "Lamps", "items": '
    '[{"id": "1", "title": "Salt & rope", "url": "https://lamp.example/1"}]}'
)
WORDS = "<p>The lamp was lit at dusk, and the keeper wrote down every ship that passed.</p>" * 10


def coloured(line: str) -> str:
    return (
        '<tr><td class="number"></td><td>'
        + escape(line).replace("&lt;", "&lt;<span class='tag'>", 1)
        + "</span></td></tr>"
    )


@pytest.mark.parametrize(
    "page",
    [
        f'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>\n{ATOM}</body></html>',
        f"<html><head><title>Feed</title></head><p>None.</p><div>{RSS}</div></body></html>",
        f"<html><head></head><body><pre style='x'>{escape(RSS)}</pre></body></html>",
        f"<title>Feed</title><body><pre>&lt;?xml version='1.0'?&gt;{escape(ATOM)}</pre></body>",
        "<html><body><table>" + "".join(map(coloured, RSS.split("\n"))) + "</table></body></html>",
        f"<html><body><pre>{JSON}</pre></body></html>",
        f"<html><body>{escape(JSON)}</body></html>",
    ],
)
def test_a_page_that_shows_a_feed_alone_is_that_feed(page: str) -> None:
    found = parsed(page)

    assert (found.kind, found.title) == (DocumentKind.FEED, "Lamps")
    assert [(one.title, one.link) for one in found.entries] == [
        ("Salt & rope", "https://lamp.example/1")
    ]


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{WORDS}<pre>{escape(RSS)}</pre></body></html>",
        f"<html><body><pre>{escape(RSS)}</pre>{WORDS}</body></html>",
        f"<html><body>{RSS}{WORDS}</body></html>",
        "<html><body><pre>&lt;rss&gt;&lt;channel&gt;</pre></body></html>",
        "<html><body><p>&lt;?xml and no more</p></body></html>",
        "<html><body><pre>{'items'} {\"version\": 1</pre></body></html>",
        '<html><body><pre>{"version": 1}</pre></body></html>',
    ],
)
def test_a_page_with_words_of_its_own_stays_a_page(page: str) -> None:
    assert parsed(page).kind is DocumentKind.PAGE


def test_texts_that_a_document_type_names_are_written_out() -> None:
    feed = (
        "<?xml version='1.0'?><!DOCTYPE rss [<!-- isn't ] all -->"
        "<!ENTITY lamp 'Lamp &#38; Rope ]> Post'><!ENTITY desk \"&lamp;&#160;Desk\">"
        "<!ENTITY lamp 'Another'><!ENTITY amp '?'><!ENTITY % all 'x'>]>"
        "<rss><channel><item><title>By &desk; &amp; co</title>"
        "<description><![CDATA[&lamp; stays]]></description></item></channel></rss>"
    )
    (entry,) = entries(feed)

    assert (entry.title, entry.content) == ("By Lamp & Rope ]> Post Desk & co", "&lamp; stays")


@pytest.mark.parametrize(
    ("declared", "named"),
    [
        ("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "a"),
        ("<!ENTITY a PUBLIC 'x' 'https://lamp.example/x'>", "a"),
        ("<!ENTITY a '&a;&a;'>", "a"),
        ("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "b"),
        ("<!ENTITY a '<b>markup</b>'>", "a"),
        ("<!ENTITY a '&#60;b>markup&#60;/b>'>", "b"),
        (f"<!ENTITY a '{'x' * 1_001}'>", "a"),
    ],
)
def test_what_is_no_short_text_is_never_written_out(declared: str, named: str) -> None:
    feed = f"<rss><channel><item><title>x&{named};y</title></item></channel></rss>"

    assert entries(f"<!DOCTYPE rss [{declared}]>{feed}")[0].title == f"x&{named};y"


def test_entities_that_multiply_cost_nothing() -> None:
    ten = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    laughs = f"<!DOCTYPE rss [<!ENTITY e0 'ha'>{ten}]>"
    wide = f"<!DOCTYPE rss [<!ENTITY e11 '{'ha' * 500}'>]>"
    many = f"<description>{'&e11;' * 300_000}</description>"
    feed = f"<rss><channel><item><title>&e11;</title>{many}</item></channel></rss>"

    assert entries(laughs + feed)[0].title == "&e11;"
    assert len(entries(wide + feed)[0].content) < 5_000_000


@pytest.mark.parametrize(
    "space",
    [
        "http://search.yahoo.com/mrss",
        "http://search.yahoo.com/mrss/",
        "http://www.rssboard.org/media-rss",
        "https://www.rssboard.org/media-rss/",
    ],
)
def test_media_rss_is_known_by_each_of_its_names(space: str) -> None:
    file = "<m:content url='https://lamp.example/1.mp4' type='video/mp4'/>"
    entry = item(
        f"<m:group xmlns:m='{space}'>{file}<m:description>Words.</m:description></m:group>"
    )

    assert entry.enclosures == (Enclosure("https://lamp.example/1.mp4", "video/mp4"),)
    assert entry.content == "Words."


MEDIA = 'xmlns:m="http://search.yahoo.com/mrss/"'


def media(description: str) -> Entry:
    inside = f"<m:content><m:title>Lamps &lt;canvas&gt;</m:title>{description}</m:content>"
    return item(f"<guid>1</guid><m:group {MEDIA}>{inside}</m:group>")


def test_what_files_in_groups_are_called_serves_an_entry_without_a_title() -> None:
    assert media("").title == "Lamps <canvas>"
    assert (
        atom_entry(f"<id>1</id><m:group {MEDIA}><m:title>Lamps</m:title></m:group>").title
        == "Lamps"
    )
    assert media("<m:description/>").content == ""


def test_a_description_of_media_is_plain_text_with_lines() -> None:
    plain = media(
        "<m:description>One &amp;quot;q&amp;quot;\n0:10 &lt;b&gt;\nhttps://a.example/?a=1&amp;copy=2</m:description>"
    )

    assert plain.form is ContentForm.TEXT
    assert clean(plain).text == 'One "q"\n0:10 <b>\nhttps://a.example/?a=1&copy=2'


@pytest.mark.parametrize(
    "description",
    [
        "<m:description type='html'>One &amp;lt; two</m:description>",
        "<m:description>One &lt;b&gt;&amp;lt;&lt;/b&gt; two</m:description>",
        "<m:description>One <b>&lt;</b> two</m:description>",
    ],
)
def test_a_description_of_media_that_says_or_shows_so_is_html(description: str) -> None:
    entry = media(description)

    assert (entry.form, clean(entry).text) == (ContentForm.HTML, "One < two")


def test_the_subtitle_of_a_podcast_serves_where_nothing_else_says_anything() -> None:
    itunes = 'xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    subtitle = f"<i:subtitle {itunes}>Words.</i:subtitle>"

    assert item(subtitle).content == "Words."
    assert item(f"{subtitle}<description>Others.</description>").content == "Others."
    assert atom_entry(f"<id>1</id>{subtitle}").content == "Words."
